"""From bytes to plain values: what a file itself can get wrong, with its place.

The standard json module parses, because it is quick. What it can't read is read by
`jsonscan`, which takes comments, and names the cure of what it can't read either.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiocoach.errors import FileFault, RoutineFileError
from audiocoach.routine import foreign_files
from audiocoach.routine.faults import Fault, Location, path_text, printable, shown
from audiocoach.routine.json_fixes import cure
from audiocoach.routine.json_reader import MOST_LEVELS, JsonSyntaxError, TooDeepError, places, scan
from audiocoach.routine.json_values import ObjectMaker, number, whole_number

MOST_BYTES = 5_000_000
"""Largest routine file that is read."""

_TOO_DEEP = f"is nested more than {MOST_LEVELS} levels deep; a routine file needs 14"
_MAY_BE_YAML = re.compile(r"^(?:---|%YAML|[\"']?(?:exercises|routines)[\"']?\s*:)", re.MULTILINE)
_WIDE = ("utf-16", "utf-32")
_OLD_WINDOWS = "cp1252"


@dataclass(frozen=True)
class Document:
    """What stands in a file."""

    text: str
    """The file as text."""
    tree: object
    """Its value. Of duplicate keys the last one counts."""
    met_flaws: bool
    """Whether it has keys that can't count; `key_faults` finds them."""
    guesses: tuple[Fault, ...] = ()
    """What a plain text left open, and was taken from elsewhere."""


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
        raise refused("", [Fault((), _reason(path, error))]) from error
    if len(data) > MOST_BYTES:
        raise refused("", [Fault((), _too_large(size))])
    return data


def parse(data: bytes) -> Document:
    """Make JSON values of `data`, in any form of a routine file; RoutineFileError if it is none."""
    text = _decode(data)
    if not text.strip():
        empty = "is empty; it should hold an object with exercises and routines"
        raise refused("", [Fault((), empty)])
    make = ObjectMaker()
    try:
        tree = json.loads(text, object_pairs_hook=make, parse_int=whole_number, parse_float=number)
    except (json.JSONDecodeError, RecursionError):
        if is_yaml(text):
            return _yaml_document(text)
        if _is_text(text):
            return _text_document(text)
        tree = _scanned(text, make := ObjectMaker())
    return Document(text, tree, make.met_flaws)


def is_yaml(text: str) -> bool:
    """Return whether `text` is a routine file in YAML; JSON is known by its first sign."""
    if text.lstrip()[:1] in ("{", "[") or not _MAY_BE_YAML.search(text):
        return False
    from audiocoach.routine import yaml_reader

    return yaml_reader.is_yaml(text)


def _yaml_document(text: str) -> Document:
    from audiocoach.routine.yaml_reader import YamlFault, read_yaml

    make = ObjectMaker()
    try:
        tree, _ = read_yaml(text, make)
    except YamlFault as found:
        raise refused(text, [found.fault]) from None
    return Document(text, tree, make.met_flaws)


def _is_text(text: str) -> bool:
    """Return whether `text` is a routine file in plain text; JSON is known by its first sign."""
    if text.lstrip()[:1] in ("{", "["):
        return False
    from audiocoach.routine.text_recognition import is_text

    return is_text(text)


def _text_document(text: str) -> Document:
    from audiocoach.routine.text_lines import TextFaults
    from audiocoach.routine.text_reader import read_text

    try:
        read = read_text(text)
    except TextFaults as found:
        raise refused(text, found.faults) from None
    return Document(text, read.tree, met_flaws=False, guesses=tuple(read.guesses))


def _places(text: str, locations: Sequence[Location]) -> Mapping[Location, int]:
    """Return where what is at `locations` stands in `text`, as offsets."""
    if is_yaml(text):
        return _yaml_places(text, locations)
    if not _is_text(text):
        return places(text, locations)
    from audiocoach.routine.text_lines import TextFaults
    from audiocoach.routine.text_reader import read_text

    try:
        found = read_text(text).places
    except TextFaults:
        return {}
    return {each: _nearest(found, each) for each in locations}


def _yaml_places(text: str, locations: Sequence[Location]) -> Mapping[Location, int]:
    from audiocoach.routine.yaml_reader import YamlFault, read_yaml

    try:
        _, found = read_yaml(text, ObjectMaker())
    except YamlFault:
        return {}
    return {each: _nearest(found, each) for each in locations}


def _nearest(found: Mapping[Location, int], location: Location) -> int:
    """Return where what is at `location` stands, else what it is in."""
    around = (location[:length] for length in range(len(location), 0, -1))
    return next((found[each] for each in around if each in found), 0)


def refused(text: str, faults: Sequence[Fault], *closing: str) -> RoutineFileError:
    """Return the error that names `faults`, as `placed` does; lines of `closing` follow them."""
    ordered = [*placed(text, faults), *map(FileFault, closing)]
    return RoutineFileError(*(fault.said() for fault in ordered), faults=ordered)


def placed(text: str, faults: Sequence[Fault]) -> list[FileFault]:
    """Return `faults` with their lines and columns, in the order in which they stand in `text`."""
    located = [fault.location for fault in faults if fault.location]
    found = _places(text, located) if located else {}
    by_place = [(found.get(fault.location, fault.offset), fault) for fault in faults]
    by_place.sort(key=lambda each: each[0] or 0)
    return [_placed(text, fault, offset) for offset, fault in by_place]


def _scanned(text: str, make: ObjectMaker) -> object:
    try:
        return scan(text, make)
    except TooDeepError as error:
        raise refused("", [Fault((), _TOO_DEEP)]) from error
    except JsonSyntaxError as misread:
        kind = foreign_files.kind_of_text(text)
        if kind == foreign_files.YAML:
            _yaml_document(text)  # has a fault of its own, with its line, or is another program's
        if kind:
            raise refused("", [_foreign(kind)]) from misread
        offset, what = cure(text, misread)
        raise refused(text, [Fault((), what, offset)]) from misread


def _placed(text: str, fault: Fault, offset: int | None) -> FileFault:
    path = path_text(fault.location)
    if offset is None:
        return FileFault(fault.text, path)
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    return FileFault(fault.text, path, line, column)


def _foreign(kind: str) -> Fault:
    return Fault((), f"seems to be {kind}; {foreign_files.NEEDED}")


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
    if size <= MOST_BYTES + 1:  # a pipe or device, whose size can't be known
        return f"is larger than {MOST_BYTES:,} bytes, the most a routine file may have"
    return f"is {size:,} bytes long; a routine file may have at most {MOST_BYTES:,}"


def _decode(data: bytes) -> str:
    """Decode `data`: UTF-8, or UTF-16 and UTF-32 as JSON's first bytes show them."""
    encoding = json.detect_encoding(data)
    kind = None if encoding.startswith(_WIDE) else foreign_files.kind_of_bytes(data)
    if kind:
        raise refused("", [_foreign(kind)])
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise _undecodable(error) from error


def _undecodable(error: UnicodeDecodeError) -> RoutineFileError:
    if error.encoding.startswith(_WIDE):
        text = f"is damaged {error.encoding[:6].upper()}; save it as UTF-8"
        return refused("", [Fault((), text)])
    data, start = error.object, error.start
    before = data[:start].decode()
    letter = data[start : start + 1].decode(_OLD_WINDOWS, "replace")
    old = f" ({shown(letter)} in Windows-1252)" if letter.isalpha() else ""
    text = f"is not UTF-8: here is the byte 0x{data[start]:02x}{old}; save the file as UTF-8"
    return refused(before, [Fault((), text, len(before))])
