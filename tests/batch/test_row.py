"""Rows are read one by one; what is wrong with one is named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiocoach.batch.row import Row, heading, read_rows
from audiocoach.errors import RowsError


def read(tmp_path: Path, data: bytes, name: str = "rows.csv") -> list[Row]:
    path = tmp_path / name
    path.write_bytes(data)
    return list(read_rows(path))


def facts(rows: list[Row]) -> list[tuple[int, str, object]]:
    return [(row.number, row.place.rpartition(":")[2], row.fault or row.values) for row in rows]


def test_cells_are_named_by_the_heading_and_empty_ones_say_nothing(tmp_path: Path) -> None:
    rows = read(tmp_path, b"\xef\xbb\xbfRoutine, level\r\nback-care,\r\n\r\n,easy\r\n")
    assert facts(rows) == [
        (1, "2", {"routine": "back-care"}),
        (2, "4", {"level": "easy"}),
    ]


@pytest.mark.parametrize("sign", [b",", b";", b"\t"])
def test_cells_are_parted_as_spreadsheets_do(tmp_path: Path, sign: bytes) -> None:
    rows = read(tmp_path, sign.join([b"a", b"b"]) + b"\n" + sign.join([b"1", b"2"]) + b"\n")
    assert facts(rows) == [(1, "2", {"a": "1", "b": "2"})]


def test_a_cell_of_several_lines_leaves_the_places_right(tmp_path: Path) -> None:
    rows = read(tmp_path, b'title,level\n"For\nAnna",easy\nx,hard\n')
    assert [row.place.rpartition(":")[2] for row in rows] == ["2", "4"]


def test_a_cell_made_safe_for_spreadsheets_is_what_it_was(tmp_path: Path) -> None:
    assert facts(read(tmp_path, b"title\n'=A1\n")) == [(1, "2", {"title": "=A1"})]


def test_a_bad_row_of_csv_is_reported_and_the_next_is_read(tmp_path: Path) -> None:
    rows = read(tmp_path, b"level\neasy,more\n\xff\nhard\n")
    assert facts(rows) == [
        (1, "2", "has 2 cells, and the heading names 1"),
        (2, "3", "has letters that are no UTF-8"),
        (3, "4", {"level": "hard"}),
    ]


def test_a_bad_line_of_json_is_reported_and_the_next_is_read(tmp_path: Path) -> None:
    data = b'{"a": 1}\n{"a": }\n[]\n{"a": 1, "a": 2}\n\n' + b"[" * 100_000 + b'\n{"A": null}\n'
    rows = read(tmp_path, data, "rows.jsonl")
    assert [row.fault[:21] for row in rows] == [
        "",
        "is no JSON at charact",
        "must be an object, su",
        "is no JSON: a key sta",
        "is no JSON: maximum r",
        "",
    ]
    assert [row.place.rpartition(":")[2] for row in rows] == ["1", "2", "3", "4", "6", "7"]
    assert rows[-1].values == {}


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "rows.csv", "rows.csv:1: must be a heading that names the columns"),
        (b"a,A\n", "rows.csv", "rows.csv:1: has two columns called 'a'"),
        (b"", "rows.xlsx", "rows.xlsx: must end with .csv, .jsonl, .ndjson, not .xlsx"),
    ],
)
def test_a_file_without_rows_is_refused(
    tmp_path: Path, data: bytes, name: str, message: str
) -> None:
    with pytest.raises(RowsError, match=message):
        read(tmp_path, data, name)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for reading in (heading, lambda path: list(read_rows(path))):
        with pytest.raises(RowsError, match="can't be read: No such file"):
            reading(tmp_path / "none.csv")
