"""The ready routines that come with the program: one file for each theme, read as one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiocoach.library.selection import CatalogEntry, Part, Selection
from audiocoach.routine.ready_tree import (
    Section,
    exercises_of,
    ready_files,
    ready_section,
    ready_tree,
)

if TYPE_CHECKING:
    from audiocoach.routine.model import RoutineFile

NAME = "ready routines"
"""What the library is called where a file is named."""


@cache
def ready_bytes() -> bytes:
    """Return the whole library as one routine file in JSON."""
    return json.dumps(
        {"exercises": ready_section("exercises"), "routines": ready_section("routines")}
    ).encode()


def ready_parts() -> dict[Part, dict[str, list[CatalogEntry]]]:
    """Return each routine and exercise in every language it has texts in, English first.

    The files are not validated for it, which would take a second: a test does that.
    """
    return {
        "routine": {
            id_: list(_spoken(id_, each)) for id_, each in ready_section("routines").items()
        },
        "exercise": {
            id_: list(_spoken(id_, each)) for id_, each in ready_section("exercises").items()
        },
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


def _unindented(text: str, columns: int) -> str:
    first, *others = text.split("\n")
    return "\n".join([first, *(line.removeprefix(" " * columns) for line in others)])
