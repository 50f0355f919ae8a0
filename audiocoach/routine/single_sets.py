"""What is written for the time between sets, where there is a single one. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from audiocoach.routine.choices import LEVELS
from audiocoach.routine.effective_values import at_level, total_sets
from audiocoach.routine.faults import Location
from audiocoach.routine.model import Exercise
from audiocoach.routine.steps import PlannedStep
from audiocoach.routine.varying import all_values

Between = Literal["every_seconds", "rest_between_sets_seconds"]
"""A field that says something of the time between two sets."""

_PART = re.compile(r"\.([a-z_]+)(?:\[(\d+)\])?")


def without_effect(
    exercises: Mapping[str, Exercise], planned: Mapping[str, Sequence[PlannedStep]], name: Between
) -> Iterator[Location]:
    """Return where `name` is written though no session has more than one set there.

    `planned` has the steps of each routine. What an exercise has is of use where it, or any step
    of it, has several sets at any level, or a step has something else in its place.
    """
    used: set[str] = set()
    for routine, steps in planned.items():
        idle: dict[str, Location] = {}
        for step in steps:
            if not _says(step.exercise, name) or _has_several(step.exercise):
                used.add(step.exercise_id)
            elif name in step.changed:
                idle[step.origin] = (*place_in(("routines", routine), step.origin), name)
        yield from idle.values()
    for id_, exercise in exercises.items():
        if _says(exercise, name) and not (id_ in used or _has_several(exercise)):
            yield "exercises", id_, name


def place_in(routine: Location, origin: str) -> Location:
    """Return the location of `origin`, a place in `routine` as planned steps have it."""
    begin = origin.find(".steps[")
    if begin < 0:
        return routine
    found: list[int | str] = []
    for key, number in _PART.findall(origin[begin:]):
        found += [key, int(number)] if number else [key]
    return (*routine, *found)


def _says(exercise: Exercise, name: Between) -> bool:
    return any(all_values(getattr(exercise, name) or 0))


def _has_several(exercise: Exercise) -> bool:
    return any(total_sets(at_level(exercise, level)) > 1 for level in LEVELS)
