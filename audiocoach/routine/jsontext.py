"""From bytes to plain values: what JSON itself can get wrong, with its place.

The standard json module parses; its hooks keep what it would lose without a
word: duplicate keys, and numbers too long to be made.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from audiocoach.errors import RoutineFileError
from audiocoach.routine.faults import Location, LongFloat, LongInt, fault_line, printable, shown

MOST_BYTES = 5_000_000
"""Largest routine file that is read."""

_MOST_LEVELS = 50  # a routine file has 8
_MOST_DIGITS = 300  # Python refuses to make whole numbers of thousands of digits
_BEYOND = 1.7e308
_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_TOO_DEEP = f"is nested more than {_MOST_LEVELS} levels deep; a routine file needs 8"


class Pairs(list["tuple[str, object]"]):
    """A JSON object as it was written, duplicate keys and all."""


def read_bytes(path: Path) -> bytes:
    """Read a file whole; RoutineFileError says why it can't be.

    Never reads more than the limit and one byte, so a device or pipe without
    an end is safe.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
            size = max(path.stat().st_size, len(data))
    except (OSError, ValueError) as error:
        raise RoutineFileError(_reason(path, error)) from error
    if len(data) > MOST_BYTES:
        raise RoutineFileError(_too_large(size))
    return data


def parse(data: bytes) -> object:
    """Make JSON values of `data`, with each object as Pairs; RoutineFileError if invalid."""
    text = _decode(data)
    if not text.strip():
        raise RoutineFileError("is empty; it should hold an object with exercises and routines")
    try:
        return json.loads(
            text, object_pairs_hook=Pairs, parse_int=_whole_number, parse_float=_number
        )
    except json.JSONDecodeError as error:
        raise RoutineFileError(_invalid(error)) from error
    except RecursionError as error:
        raise RoutineFileError(_TOO_DEEP) from error


def plain(value: object, depth: int = 0) -> object:
    """Turn Pairs into dicts; RoutineFileError if nested too deeply.

    Of duplicate keys the last wins, and keys that no text may hold are left out:
    `key_faults` reports both.
    """
    if depth > _MOST_LEVELS:
        raise RoutineFileError(_TOO_DEEP)
    if isinstance(value, Pairs):
        return {key: plain(item, depth + 1) for key, item in value if _is_text(key)}
    return [plain(item, depth + 1) for item in value] if isinstance(value, list) else value


def key_faults(value: object, location: Location = ()) -> Iterator[str]:
    """Word each key, at any depth, that its object holds already or that is no text."""
    if isinstance(value, Pairs):
        seen = set()
        for key, item in value:
            place = (*location, key)
            if key in seen:
                yield fault_line(place, "duplicate key; only one of them can count")
            if not _is_text(key):
                yield fault_line(place, "a key must not hold half a character (a lone surrogate)")
            seen.add(key)
            yield from key_faults(item, place)
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from key_faults(item, (*location, position))


def _is_text(key: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in key)


def _reason(path: Path, error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, OSError) and os.path.isdir(path):  # noqa: PTH112 - never raises
        # Windows calls this a lack of permission.
        return "is a directory, not a routine file"
    if isinstance(error, PermissionError):
        return "can't be read: no permission"
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return f"can't be read: {printable(reason or type(error).__name__)}"


def _too_large(size: int) -> str:
    if size <= MOST_BYTES + 1:  # a pipe or device, whose size nobody knows
        return f"is larger than {MOST_BYTES:,} bytes, the most a routine file may have"
    return f"is {size:,} bytes long; a routine file may have at most {MOST_BYTES:,}"


def _decode(data: bytes) -> str:
    offset = len(_BOM) if data.startswith(_BOM) else 0
    try:
        return data[offset:].decode()
    except UnicodeDecodeError as error:
        raise RoutineFileError(_not_utf8(data, error.start + offset)) from error


def _not_utf8(data: bytes, offset: int) -> str:
    if data.startswith(_UTF16_BOMS):
        return "is not UTF-8 but UTF-16; save it as UTF-8"
    line = data.count(b"\n", 0, offset) + 1
    return f"is not UTF-8: line {line}, byte {offset} of the file is 0x{data[offset]:02x}"


def _invalid(error: json.JSONDecodeError) -> str:
    """Say what is wrong, what stands there instead, and of a comma too many, that."""
    found = shown(error.doc[error.pos]) if error.pos < len(error.doc) else "the end of the file"
    before = error.doc[: error.pos].rstrip()[-1:]
    extra = "; is the comma before it one too many?" if (before, found) in _AFTER_COMMA else ""
    what = printable(error.msg[:1].lower() + error.msg[1:]).removesuffix(" at")
    return f"line {error.lineno}, column {error.colno}: invalid JSON: {what}, found {found}{extra}"


_AFTER_COMMA = {(",", '"}"'), (",", '"]"')}


def _whole_number(text: str) -> int:
    if len(text) <= _MOST_DIGITS:
        return int(text)
    number = LongInt(-(10**_MOST_DIGITS) if text.startswith("-") else 10**_MOST_DIGITS)
    number.written = text
    return number


def _number(text: str) -> float:
    number = float(text)
    if -_BEYOND < number < _BEYOND:
        return number
    long = LongFloat(_BEYOND if number > 0 else -_BEYOND)
    long.written = text
    return long
