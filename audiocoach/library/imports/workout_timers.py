"""Files of Just Another Workout Timer: a workout that was shared, or an export of several.

Their keys are those that the program itself writes (`lib/utils/workout.dart` of
blockbasti/just_another_workout_timer at f996768); its sets had a name for a while.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audiocoach.library.imports.import_draft import (
    ImportDraft,
    count_of,
    objects,
    plain,
    seconds_of,
)
from audiocoach.routine.faults import Location, shown

_OF_WORKOUTS = frozenset({"title", "sets", "version", "position"})
_OF_SETS = frozenset({"id", "name", "repetitions", "exercises"})
_OF_EXERCISES = frozenset({"id", "name", "duration"})


def is_jawt(tree: object) -> bool:
    """Return whether it is a workout of Just Another Workout Timer, or several."""
    workouts = tree.get("workouts") if isinstance(tree, dict) else None
    if isinstance(workouts, list):
        return all(_is_workout(each) for each in workouts) and bool(workouts)
    return _is_workout(tree)


def _is_workout(value: object) -> bool:
    sets = value.get("sets") if isinstance(value, dict) else None
    return isinstance(sets, list) and any("exercises" in each for _, each in objects(sets))


def read_jawt(tree: Any, draft: ImportDraft) -> None:
    """Read workouts: sets of exercises by the second, each set repeated."""
    draft.each(tree, "workouts", _workout)


def _workout(workout: Mapping[str, Any], at: Location, draft: ImportDraft) -> None:
    draft.heading(workout.get("title"), at)
    draft.lose_others(workout, _OF_WORKOUTS, at)
    for position, part in objects(workout.get("sets")):
        place = (*at, "sets", position)
        draft.lose_others(part, _OF_SETS, place)
        if plain(part.get("name")):
            draft.lose(f"the name of a set: {shown(plain(part['name']))}", (*place, "name"))

        def inner(indent: int, part: Any = part, place: Location = place) -> None:
            for number, each in objects(part.get("exercises")):
                here = (*place, "exercises", number)
                draft.lose_others(each, _OF_EXERCISES, here)
                draft.work(each.get("name"), seconds_of(each.get("duration")), here, indent)

        draft.rounds(count_of(part.get("repetitions")), place, 0, inner)
