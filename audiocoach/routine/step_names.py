"""Steps that name their exercise by its title, or in another case: people know titles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from audiocoach.routine.lookup import plainly


class StepNames:
    """Which exercise of a file is meant by a name, as on the command line."""

    def __init__(self, exercises: Mapping[str, object]) -> None:
        """Take in the ids and titles of `exercises`, as far as they are what they should be."""
        self._exercises = exercises
        self._ids: dict[str, list[str]] = {}
        self._titles: dict[str, list[str]] = {}
        for name, exercise in exercises.items():
            self._ids.setdefault(plainly(name), []).append(name)
            title = exercise.get("title") if isinstance(exercise, dict) else None
            if isinstance(title, str):
                self._titles.setdefault(plainly(title), []).append(name)

    def meant(self, written: str) -> list[str]:
        """Return the ids that `written` may mean: none, one, or those of several with one title."""
        if written in self._exercises:
            return [written]
        plain = plainly(written)
        return self._ids.get(plain) or self._titles.get(plain) or []


def put_ids(tree: Mapping[str, Any]) -> None:
    """Put the ids of exercises in the place of their other names, in the steps of a file."""
    exercises, routines = tree.get("exercises"), tree.get("routines")
    if not isinstance(exercises, dict) or not isinstance(routines, dict):
        return
    names = StepNames(exercises)
    for holder, key in (each for routine in routines.values() for each in _names_in(routine)):
        written = holder[key]
        found = names.meant(written) if isinstance(written, str) else []
        if len(found) == 1:
            holder[key] = found[0]


def _names_in(value: Any) -> Iterator[tuple[Any, int | str]]:
    """Return where the steps of `value`, a routine or rounds, name their exercises."""
    if not isinstance(value, dict):
        return
    if isinstance(value.get("steps"), str):
        yield value, "steps"
    steps = value.get("steps")
    for position, step in enumerate(steps if isinstance(steps, list) else [steps]):
        if isinstance(step, str) and isinstance(steps, list):
            yield steps, position
        elif isinstance(step, dict) and isinstance(step.get("exercise"), str):
            yield step, "exercise"
        else:
            yield from _names_in(step)
