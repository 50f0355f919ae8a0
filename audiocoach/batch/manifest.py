"""What became of each row, in one file of JSON Lines that is written as the batch goes.

A line for each row that is done or refused, added as soon as that is known; of several for one
row the last holds. What a kill has cut off is no line: that row is done again. At the end the file
is put in the order of the rows, with a line for each. Only where each row's line begins is held in
memory: 8 bytes a row.
"""

from __future__ import annotations

import json
import os
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from audiocoach.errors import OutputError
from audiocoach.storage import replacing

NAME = "manifest.jsonl"
_LOCK = ".manifest.lock"
_NOWHERE = -1
_MOST_ROWS = 100_000_000


@dataclass(frozen=True)
class Entry:
    """What became of a row."""

    row: int
    """Number of the row, from 1."""
    asked: str
    """Digest of all that its session is made from."""
    file: str = ""
    """Its file, in the folder, with slashes; empty where there is none."""
    length_ms: int = 0
    """Length in milliseconds."""
    size_bytes: int = 0
    """Size of the file in bytes."""
    sha256: str = ""
    """Digest of the file, in hexadecimal."""
    voice: str = ""
    """Who speaks, as `NAME` or `NAME:VARIANT`."""
    place: str = ""
    """Where the row stands, such as `rows.csv:17`; only beside a fault."""
    fault: str = ""
    """Why there is no file, without any text of the row; empty as a rule."""


class Manifest:
    """The manifest of a folder, which one batch at a time may write."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        """Use `manifest` instead."""
        self._file, self._path = file, path
        self._begins = array("q")
        self._end = 0
        self._read()

    def _read(self) -> None:
        """Find where each row's line begins; cut off what is no whole line."""
        self._file.seek(0)
        for line in self._file:
            entry = _entry(line)
            if entry is None and not line.endswith(b"\n"):
                break
            if entry is not None:
                self._note(entry.row, self._end)
            self._end += len(line)
        self._file.truncate(self._end)

    def _note(self, row: int, begin: int) -> None:
        missing = row + 1 - len(self._begins)
        if missing > 0:
            self._begins.extend([_NOWHERE] * missing)
        self._begins[row] = begin

    def find(self, row: int) -> Entry | None:
        """Return what became of a row, if that is known."""
        begin = self._begins[row] if row < len(self._begins) else _NOWHERE
        if begin == _NOWHERE:
            return None
        self._file.seek(begin)
        return _entry(self._file.readline())

    def add(self, entry: Entry) -> None:
        """Note what became of a row. Raises OutputError."""
        line = _line(entry)
        try:
            self._file.seek(self._end)
            self._file.write(line)
            self._file.flush()
        except OSError as fault:
            raise self._unwritten(fault) from fault
        self._note(entry.row, self._end)
        self._end += len(line)

    def put_in_order(self) -> None:
        """Write the file again, a line for each row in their order. Raises OutputError."""
        try:
            with replacing(self._path) as part:
                with part.open("xb") as file:
                    for begin in self._begins:
                        if begin != _NOWHERE:
                            self._file.seek(begin)
                            file.write(self._file.readline())
                self._file.close()  # Windows renames over no file that is open
        except OSError as fault:
            raise self._unwritten(fault) from fault

    def _unwritten(self, fault: OSError) -> OutputError:
        return OutputError(f"{self._path}: can't be written: {fault.strerror or fault}")


@contextmanager
def manifest(folder: Path) -> Iterator[Manifest]:
    """Open the manifest of `folder`, which is made; OutputError where another batch has it."""
    from audiocoach.storage import try_passing_lock

    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = _opened(path)
    except OSError as fault:
        raise OutputError(f"{path}: can't be written: {fault.strerror or fault}") from fault
    with file, try_passing_lock(folder / _LOCK) as is_ours:
        if not is_ours:
            raise OutputError(f"{folder}: another batch is at work in this folder")
        yield Manifest(file, path)


def _opened(path: Path) -> BinaryIO:
    number = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    return os.fdopen(number, "r+b")


def _line(entry: Entry) -> bytes:
    kept = {name: value for name, value in asdict(entry).items() if value not in ("", 0)}
    return f"{json.dumps(kept, ensure_ascii=False)}\n".encode("utf-8", "backslashreplace")


def _entry(line: bytes) -> Entry | None:
    """Read a line; None where it isn't one of ours, or not whole."""
    try:
        entry = Entry(**json.loads(line))
    except (ValueError, TypeError):
        return None
    is_row = isinstance(entry.row, int) and 0 < entry.row < _MOST_ROWS
    return entry if is_row and line.endswith(b"\n") else None
