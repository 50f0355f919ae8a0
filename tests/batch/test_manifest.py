"""The manifest says what became of each row, whatever ends the program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audiocoach.batch.manifest import NAME, Entry, manifest
from audiocoach.errors import OutputError

ONE, TWO = Entry(1, "a1", "1.mp3", 10, 20, "d", "builtin"), Entry(2, "b", fault="é", place="r:3")


def test_what_was_added_is_found_again(tmp_path: Path) -> None:
    with manifest(tmp_path) as kept:
        kept.add(TWO)
        kept.add(ONE)
    with manifest(tmp_path) as kept:
        assert [kept.find(row) for row in (0, 1, 2, 3)] == [None, ONE, TWO, None]


def test_the_last_line_of_a_row_holds_and_the_end_has_them_in_order(tmp_path: Path) -> None:
    later = Entry(2, "b", "2.mp3")
    with manifest(tmp_path) as kept:
        for entry in (TWO, ONE, later):
            kept.add(entry)
        kept.put_in_order()
    lines = (tmp_path / NAME).read_text("utf-8").splitlines()
    assert [json.loads(line)["row"] for line in lines] == [1, 2]
    with manifest(tmp_path) as kept:
        assert (kept.find(1), kept.find(2)) == (ONE, later)


@pytest.mark.parametrize("cut", [1, 10, 30])
def test_what_a_kill_cut_off_is_no_line(tmp_path: Path, cut: int) -> None:
    with manifest(tmp_path) as kept:
        kept.add(ONE)
        kept.add(TWO)
    path = tmp_path / NAME
    path.write_bytes(path.read_bytes()[:-cut])
    with manifest(tmp_path) as kept:
        assert (kept.find(1), kept.find(2)) == (ONE, None)
        kept.add(TWO)
    with manifest(tmp_path) as kept:
        assert (kept.find(1), kept.find(2)) == (ONE, TWO)


def test_lines_of_others_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text('{"row": 1}\nhello\n{"row": -1, "asked": "x"}\n[]\n', "utf-8")
    with manifest(tmp_path) as kept:
        assert kept.find(1) is None
        kept.add(ONE)
        assert kept.find(1) == ONE


def test_a_folder_has_one_batch_at_a_time(tmp_path: Path) -> None:
    with (
        manifest(tmp_path),
        pytest.raises(OutputError, match="another batch is at work"),
        manifest(tmp_path),
    ):
        pass


def test_only_the_manifest_stays_in_the_folder(tmp_path: Path) -> None:
    for _ in range(2):
        with manifest(tmp_path) as kept:
            kept.add(ONE)
            kept.put_in_order()
        assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_a_batch_that_is_refused_leaves_the_others_lock(tmp_path: Path) -> None:
    with manifest(tmp_path):
        for _ in range(3):
            with pytest.raises(OutputError, match="another batch"), manifest(tmp_path):
                pass
