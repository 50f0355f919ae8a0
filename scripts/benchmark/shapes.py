"""Eight shapes of routine file that grow: what makes each large is another part of it.

Each is sound, or faulty in the way its name says, up to the limits of the reader
(`audiocoach/routine/limits.py`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from math import isqrt
from typing import Any

Fields = dict[str, Any]

_TEXT = "Stand tall, breathe out, and lower yourself slowly. "


@dataclass(frozen=True)
class Shape:
    """A kind of file of any size."""

    name: str
    """What it is called in the table."""
    unit: str
    """What its size counts."""
    largest: int
    """The size at the limit."""
    make: Callable[[int], str]
    """Returns the text of a file of a size."""
    is_sound: bool = True
    """Whether the file has no faults."""


def exercise(**changes: object) -> Fields:
    """Return a small exercise, with `changes`."""
    phases = [{"name": "Down", "seconds": 3}, {"name": "Hold", "seconds": 5, "hold": True}]
    texts = {"title": "Wall sit", "instructions": "Slide down."}
    return {**texts, "posture": "at_wall", "phases": phases, **changes}


def _file(exercises: Fields, *routines: list[Fields]) -> str:
    named = {f"r-{number}": {"title": "R", "steps": steps} for number, steps in enumerate(routines)}
    return json.dumps({"exercises": exercises, "routines": named}, indent=1)


def _steps(names: Fields) -> list[Fields]:
    return [{"exercise": name} for name in names]


def many_exercises(size: int) -> str:
    """`size` exercises, the first 100 of them in one routine."""
    exercises = {f"e-{number}": exercise() for number in range(size)}
    return _file(exercises, _steps(exercises)[:100])


def many_routines(size: int) -> str:
    """`size` routines of five steps each."""
    return _file({"a": exercise()}, *([{"exercise": "a", "sets": 2}] * 5 for _ in range(size)))


def a_grid(size: int) -> str:
    """Exercises with longer texts, all of them in each of as many routines: `size` steps."""
    edge = isqrt(size)
    exercises = {
        f"e-{number}": exercise(instructions=f"{number}. " + _TEXT * 10) for number in range(edge)
    }
    return _file(exercises, *[_steps(exercises)] * edge)


def long_texts(size: int) -> str:
    """Ten exercises whose instructions have `size` characters in all."""
    text = (_TEXT * (size // len(_TEXT) + 1))[: size // 10 - 20]
    exercises = {f"e-{number}": exercise(instructions=f"{number}. {text}") for number in range(10)}
    return _file(exercises, _steps(exercises))


def long_sessions(size: int) -> str:
    """One routine whose exercises have `size` phases in all."""
    reps = max(1, size // 2 // 10)
    beats = [{"name": "One", "seconds": 0.5}, {"name": "Two", "seconds": 0.5}]
    return _file({"a": exercise(phases=beats, reps=reps)}, _steps({"a": 0}) * 10)


def long_ids_misspelt(size: int) -> str:
    """`size` exercises with ids of 90 letters, and as many steps that misspell them (faulty)."""
    exercises = {f"{'abcdefghi' * 9}-{number:05}": exercise() for number in range(size)}
    wrong = [{"exercise": f"x{name[1:]}"} for name in exercises]
    return _file(exercises, *(wrong[at : at + 100] for at in range(0, size, 100)))


def empty_exercises(size: int) -> str:
    """`size` exercises that hold nothing (faulty)."""
    return _file({f"e-{number}": {} for number in range(size)}, _steps({"e-0": 0}))


def with_comments(size: int) -> str:
    """`size` exercises as people write them: comments, commas at the end, numbers as texts."""
    exercises = {
        f"e-{number}": exercise(sets="2", reps="8-12", cue="Slowly.") for number in range(size)
    }
    text = _file(exercises, _steps(exercises)[:100])
    return text.replace('"Slowly."\n', '"Slowly.", // for the knees\n')


SHAPES = (
    Shape("many exercises", "exercises", 1000, many_exercises),
    Shape("many routines", "routines", 1000, many_routines),
    Shape("all exercises in all routines", "steps", 19_600, a_grid),
    Shape("long texts", "characters", 99_000, long_texts),
    Shape("long sessions", "phases", 20_000, long_sessions),
    Shape("comments", "exercises", 1000, with_comments),
    Shape("long ids, misspelt", "exercises", 1000, long_ids_misspelt, is_sound=False),
    Shape("empty exercises", "exercises", 1000, empty_exercises, is_sound=False),
)
