"""The ready routines that come with the program, as JSON values: one file for each theme."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from audiocoach.paths import shipped_routines

Section = Literal["exercises", "routines"]
"""A part of a routine file that has entries by their ids."""

_FOLDER = Path(__file__).resolve().parents[1] / "ready"


def ready_files() -> list[Path]:
    """Return the files of the library: the shipped routine file, then each theme's."""
    return [shipped_routines(), *sorted(_FOLDER.glob("*.json"))]


def ready_tree(section: Section, id_: str) -> dict[str, Any]:
    """Return an entry of the library. Raises KeyError where there is none."""
    found: dict[str, Any] = ready_section(section)[id_]
    return found


def ready_section(section: Section) -> dict[str, Any]:
    """Return all entries of a part of the library by their ids."""
    return {id_: each for tree in _trees() for id_, each in tree[section].items()}


def is_ready_file(path: Path) -> bool:
    """Return whether the file at `path` is one of a theme: these use each other's exercises."""
    return path.resolve().parent == _FOLDER


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
