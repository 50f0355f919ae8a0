"""Ready exercises and routines copied into a routine file of one's own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiocoach.errors import OutputError, RoutineFileError, UnknownNameError, UsageError
from audiocoach.library.ready import ready_id, ready_text
from audiocoach.library.selection import Selection
from audiocoach.paths import shipped_routines
from audiocoach.routine.ready_tree import Section, exercises_of, ready_tree
from audiocoach.suggested_commands import command

_SECTIONS: tuple[Section, ...] = ("exercises", "routines")
_FRESH = '{\n  "exercises": {},\n  "routines": {}\n}\n'


@dataclass(frozen=True)
class Copied:
    """What was copied, and where to."""

    path: Path
    """The routine file it stands in now."""
    routines: tuple[str, ...]
    """The ids of the routines that were put in: none, or one."""
    exercises: tuple[str, ...]
    """The ids of the exercises that were put in; those that were there already are not."""
    is_fresh: bool = False
    """Whether the file was made, and is the one in use in this folder from now on."""


def copy_ready(wanted: Selection, own: Path) -> Copied:
    """Copy what is `wanted` of the library into the routine file `own`, with all that it uses.

    The shipped file stays as it is: `routines.json` in the current folder is made instead.
    What stands in the file stays as it is written. Raises UnknownNameError where an entry of
    that id is there and is another one, OutputError where the file can't be written.
    """
    id_ = ready_id(wanted)
    is_fresh = own.resolve() == shipped_routines().resolve()
    path = Path("routines.json") if is_fresh else own
    if is_fresh and wanted.part == "exercise":
        raise UnknownNameError(
            f"{path}: isn't there yet, and a routine file needs at least one routine: use one first"
        )
    before = _FRESH if is_fresh else _read(path)
    _check_form(path, before)
    added = _added(path, {} if is_fresh else _tree(before), _needed(wanted, id_))
    after = _with(before, added)
    _check(path, after)
    _write(path, after, like=None if is_fresh else path)
    return Copied(path, tuple(added["routines"]), tuple(added["exercises"]), is_fresh)


def _needed(wanted: Selection, id_: str) -> dict[Section, list[str]]:
    if wanted.part == "exercise":
        return {"exercises": [id_], "routines": []}
    return {"exercises": exercises_of(ready_tree("routines", id_)), "routines": [id_]}


def _added(
    path: Path, own: Mapping[str, Any], needed: Mapping[Section, list[str]]
) -> dict[Section, dict[str, str]]:
    """Return what has to be put in, as text by ids; what is there alike needs nothing."""
    added: dict[Section, dict[str, str]] = {"exercises": {}, "routines": {}}
    for section in _SECTIONS:
        there = own.get(section, {})
        same = {id_.lower(): id_ for id_ in there}  # two ids may not differ only in case
        for id_ in needed[section]:
            mine = same.get(id_.lower())
            if mine is None:
                added[section][id_] = ready_text(section, id_)
            elif there[mine] != ready_tree(section, id_):
                raise UnknownNameError(f"{path}: {section}.{mine}: is there already, and differs")
    if not any(added.values()):
        (id_,) = needed["routines"] or needed["exercises"]
        raise UnknownNameError(f"{path}: {id_}: is there already")
    return added


def _with(text: str, added: Mapping[Section, Mapping[str, str]]) -> str:
    from audiocoach.routine.json_edit import with_entries
    from audiocoach.routine.text_recognition import is_text

    if not text.lstrip("\ufeff \t\r\n").startswith("{") and is_text(text):
        return _with_lines(text, added)
    for section in _SECTIONS:
        text = with_entries(text, section, added[section])
    return text


def _with_lines(text: str, added: Mapping[Section, Mapping[str, str]]) -> str:
    """Return plain `text` with what is added behind it."""
    from audiocoach.routine.text_writer import written_exercise, written_routine

    lines = [
        line
        for section, write in (("routines", written_routine), ("exercises", written_exercise))
        for id_, value in added[section].items()  # type: ignore[index]
        for line in ("", *write(id_, json.loads(value)))
    ]
    newline = "\r\n" if "\r\n" in text else "\n"
    return newline.join([text.rstrip(), *lines, ""])


def _check_form(path: Path, text: str) -> None:
    """Refuse YAML: to put an entry into a file that may be indented in any way is guesswork."""
    from audiocoach.routine.json_document import is_yaml

    if is_yaml(text):
        remedy = command("convert", str(path), str(path.with_suffix(".txt")))
        raise UsageError(
            f"{path}: nothing can be added to YAML; make it a text first, with: {remedy}"
        )


def _read(path: Path) -> str:
    from audiocoach.routine.json_document import read_bytes

    try:
        data = read_bytes(path)
    except RoutineFileError as fault:
        raise RoutineFileError(f"{path}: {fault}") from fault
    return data.decode(json.detect_encoding(data))


def _tree(text: str) -> Mapping[str, Any]:
    from audiocoach.routine.json_document import parse

    tree = parse(text.encode()).tree
    return tree if isinstance(tree, dict) else {}


def _check(path: Path, text: str) -> None:
    """Raise RoutineFileError where `text` is no routine file: nothing must be written then."""
    from audiocoach.library.library import read

    read(path, text.encode())


def _write(path: Path, text: str, like: Path | None) -> None:
    """Write `text` whole, in the encoding and with the mode of the file `like`."""
    from audiocoach.storage import replace_whole

    target = path.resolve()  # a link stays a link
    try:
        encoding = "utf-8" if like is None else json.detect_encoding(like.read_bytes())
        mode = None if like is None else like.stat().st_mode
        replace_whole(target, text.encode(encoding))
        if mode is not None:
            with suppress(OSError):
                target.chmod(mode)
    except OSError as fault:
        raise OutputError(f"{path}: can't be written: {fault.strerror}") from fault
