"""The ready routines that come with the program: one file for each theme, read as one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from audiocoach.library.selection import CatalogEntry, Part, Selection
from audiocoach.paths import shipped_routines

if TYPE_CHECKING:
    from audiocoach.routine.model import RoutineFile

Section = Literal["exercises", "routines"]
"""A part of a routine file that has entries by their ids."""

NAME = "ready routines"
"""What the library is called where a file is named."""

_FOLDER = Path(__file__).resolve().parents[1] / "ready"


def ready_files() -> list[Path]:
    """Return the files of the library: the shipped routine file, then each theme's."""
    return [shipped_routines(), *sorted(_FOLDER.glob("*.json"))]


@cache
def ready_bytes() -> bytes:
    """Return the whole library as one routine file in JSON."""
    return json.dumps({"exercises": _joined("exercises"), "routines": _joined("routines")}).encode()


def ready_parts() -> dict[Part, dict[str, list[CatalogEntry]]]:
    """Return each routine and exercise in every language it has texts in, English first.

    The files are not validated for it, which would take a second: a test does that.
    """
    return {
        "routine": {id_: list(_spoken(id_, each)) for id_, each in _joined("routines").items()},
        "exercise": {id_: list(_spoken(id_, each)) for id_, each in _joined("exercises").items()},
    }


def _spoken(id_: str, part: Mapping[str, Any]) -> Iterator[CatalogEntry]:
    yield CatalogEntry(id_, part["language"], part["title"])
    for tag, texts in part["translations"].items():
        yield CatalogEntry(f"{id_}-{tag}", tag, texts["title"])


def ready_file(wanted: Selection) -> RoutineFile:
    """Return a routine file of what is `wanted`, with no more of the library than it needs."""
    from audiocoach.library.library import read

    section: Section = "exercises" if wanted.part == "exercise" else "routines"
    id_ = ready_id(wanted)
    routines = {} if section == "exercises" else {id_: ready_tree("routines", id_)}
    used = [id_] if section == "exercises" else exercises_of(routines[id_])
    exercises = {each: ready_tree("exercises", each) for each in used}
    # A file has a routine at least; an exercise by itself takes its language from there.
    alone = {id_: {"title": id_, "steps": [id_]}}
    tree = {"exercises": exercises, "routines": routines or alone}
    return read(Path(NAME), json.dumps(tree).encode())


def ready_id(wanted: Selection) -> str:
    """Return the id of what is `wanted` of the library, whatever its language."""
    parts = ready_parts()[wanted.part]
    return next(
        id_ for id_, spoken in parts.items() if any(each.name == wanted.name for each in spoken)
    )


def ready_text(section: Section, id_: str) -> str:
    """Return an entry of the library as its file writes it, its first line not indented.

    Raises KeyError where there is none.
    """
    from audiocoach.routine.json_reader import entries

    for path in ready_files():
        text = path.read_text(encoding="utf-8")
        sections = {each.key: each for each in entries(text)}
        for each in entries(text, sections[section].start):
            if each.key == id_:
                return _unindented(text[each.start : each.end], each.column)
    raise KeyError(id_)


def exercises_of(routine: Mapping[str, Any]) -> list[str]:
    """Return the ids of the exercises that a routine of the library uses, each once."""
    return list(dict.fromkeys(_used(routine["steps"])))


def _used(steps: list[Any]) -> Iterator[str]:
    for step in steps:
        if isinstance(step, str):
            yield step
        elif "steps" in step:
            yield from _used(step["steps"])
        else:
            yield step["exercise"]


@cache
def _trees() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(path.read_bytes()) for path in ready_files())


def ready_tree(section: Section, id_: str) -> dict[str, Any]:
    """Return an entry of the library as JSON values. Raises KeyError where there is none."""
    found: dict[str, Any] = _joined(section)[id_]
    return found


def _joined(section: Section) -> dict[str, Any]:
    return {id_: each for tree in _trees() for id_, each in tree[section].items()}


def _unindented(text: str, columns: int) -> str:
    first, *others = text.split("\n")
    return "\n".join([first, *(line.removeprefix(" " * columns) for line in others)])
