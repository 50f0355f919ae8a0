"""Rows of a batch: read from CSV or JSON Lines, each with its place, one after the other.

A row that can't be read is one bad row: the next is read all the same. The csv module reads
CSV; a line of JSON is read by itself, so that a fault in one hurts no other.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from audiocoach.errors import RowsError
from audiocoach.spreadsheet import written

_MOST_CELL = 1_000_000
"""Characters in one cell: a whole routine may stand there."""


@dataclass(frozen=True)
class Row:
    """One row, read or not."""

    number: int
    """Its number, from 1, without the heading."""
    place: str
    """Where it stands, such as `rows.csv:17`."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """What it says, by column; a cell that is empty says nothing."""
    fault: str = ""
    """Why it can't be read; empty as a rule."""


def read_rows(path: Path) -> Iterator[Row]:
    """Read the rows of a CSV or JSON Lines file; RowsError where the file itself can't be read."""
    kinds = {".csv": _csv, ".jsonl": _json_lines, ".ndjson": _json_lines}
    kind = kinds.get(path.suffix.lower())
    if kind is None:
        raise RowsError(f"{path}: must end with {', '.join(kinds)}, not {path.suffix or 'nothing'}")
    try:
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            yield from kind(path, file)
    except OSError as fault:
        raise RowsError(f"{path}: can't be read: {fault.strerror or fault}") from fault


def heading(path: Path) -> list[str]:
    """Return the columns that a CSV file names; none for JSON Lines, where each row names its own.

    Raises RowsError where the heading can't be read.
    """
    if path.suffix.lower() != ".csv":
        return []
    try:
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            return [name for name in _heading(path, _reader(file)) if name]
    except OSError as fault:
        raise RowsError(f"{path}: can't be read: {fault.strerror or fault}") from fault


def from_values(rows: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """Make rows of what a program hands over."""
    for number, values in enumerate(rows, 1):
        place = f"row {number}"
        if isinstance(values, Mapping):
            yield Row(number, place, {str(k): v for k, v in values.items() if v is not None})
        else:
            yield Row(number, place, fault=f"must be a mapping, not {type(values).__name__}")


def _csv(path: Path, file: TextIO) -> Iterator[Row]:
    reader = _reader(file)
    names = _heading(path, reader)
    number = 0
    while True:
        begin = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            number += 1
            yield Row(number, f"{path}:{begin}", fault=f"is no CSV: {fault}")
            continue
        if any(each.strip() for each in cells):
            number += 1
            yield _row(number, f"{path}:{begin}", names, cells)


def _reader(file: TextIO) -> Any:
    csv.field_size_limit(_MOST_CELL)
    return csv.reader(_without_nul(file), delimiter=_delimiter(file))


def _heading(path: Path, reader: Iterator[list[str]]) -> list[str]:
    """Read the heading; RowsError where it names no columns, or one twice."""
    try:
        names = [name.strip().lower() for name in next(reader, [])]
    except csv.Error as fault:
        raise RowsError(f"{path}:1: is no CSV: {fault}") from fault
    if not any(names):
        raise RowsError(f"{path}:1: must be a heading that names the columns, not an empty line")
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice:
        raise RowsError(f"{path}:1: has two columns called {twice!r}")
    return names


def _without_nul(file: TextIO) -> Iterator[str]:
    # The reader of Python 3.10 ends at a NUL with a fault that it can't get over.
    return (line.replace("\0", "\ufffd") for line in file)


def _delimiter(file: TextIO) -> str:
    """Return what parts the cells: a semicolon where spreadsheets write a decimal comma."""
    heading = file.readline()
    file.seek(0)
    return max(",;\t", key=heading.count)


def _row(number: int, place: str, names: list[str], cells: list[str]) -> Row:
    if any(each.strip() for each in cells[len(names) :]):
        fault = f"has {len(cells)} cells, and the heading names {len(names)}"
        return Row(number, place, fault=fault)
    values = {
        name: written(cell.strip())
        for name, cell in zip(names, cells, strict=False)
        if name and cell.strip()
    }
    return _sound(Row(number, place, values))


def _json_lines(path: Path, file: TextIO) -> Iterator[Row]:
    number = 0
    for line_number, line in enumerate(file, 1):
        if line.strip():
            number += 1
            yield _of_line(number, f"{path}:{line_number}", line)


def _of_line(number: int, place: str, line: str) -> Row:
    try:
        values = json.loads(line, object_pairs_hook=_once)
    except (ValueError, RecursionError) as fault:
        at = f" at character {fault.pos + 1}" if isinstance(fault, json.JSONDecodeError) else ""
        reason = fault.msg if isinstance(fault, json.JSONDecodeError) else str(fault)
        return Row(number, place, fault=f"is no JSON{at}: {reason}")
    if not isinstance(values, dict):
        return Row(number, place, fault='must be an object, such as {"routine": "back-care"}')
    known = {name.strip().lower(): value for name, value in values.items() if value is not None}
    return _sound(Row(number, place, known))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise ValueError("a key stands twice in an object")
    return dict(pairs)


def _sound(row: Row) -> Row:
    """Return `row`; as a fault where it has bytes that are no UTF-8."""
    try:
        json.dumps(row.values, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return Row(row.number, row.place, fault="has letters that are no UTF-8")
    return row
