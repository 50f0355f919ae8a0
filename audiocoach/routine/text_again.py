"""What a line changes of an exercise that a line above it made, or a ready one, with its dose.

`Burpees 3x10`, and further down `Burpees 30s`: the second is no dose of the first, so what it
doesn't say is not three sets of ten. Nor is `Bird dog 8 each side` done in three sets because the
ready one is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from audiocoach.routine.text_dose import Dose
from audiocoach.routine.text_guesses import guessed

_NONE = {"sets": 1, "reps": 1, "sides": "none"}
"""What an exercise is done without a word of it."""
_HOLD = re.compile(r"\bh[oe]ld|\bhalt|\bmant[eé]n|\btenez\b|\btenir\b|\bmainten", re.IGNORECASE)
"""What makes a time that of a hold, of which there may be several."""
_PLACED = {"posture": "standing", "instructions": ""}


class Again(NamedTuple):
    """An exercise that is there already."""

    exercise: Any
    """As the tree has it."""
    is_ready: bool
    """Whether it is a ready one: of that a dose is of one set, a mere time of one repetition."""
    name: str
    """As the line calls it."""
    around: str
    """The line, with the title above it."""


def done_again(again: Again, dose: Dose, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a line with a dose changes beside what is `said` of an exercise."""
    exercise = again.exercise
    says_how_much = (dose.sets, dose.reps, dose.hold_seconds, dose.for_seconds, dose.assumed)
    if not isinstance(exercise, Mapping) or says_how_much == (None,) * len(says_how_much):
        return {}
    if again.is_ready:
        is_time = dose.reps is None and dose.sets is None and not _HOLD.search(again.around)
        keys = ("sets", "reps") if is_time and "for_seconds" not in said else ("sets",)
        return {key: 1 for key in keys if key not in said and exercise.get(key, 1) != 1}
    found: dict[str, Any] = {}
    for key, value in _NONE.items():
        is_range = key == "reps" and "for_seconds" in said
        if key in exercise and key not in said and exercise[key] != value and not is_range:
            found[key] = value
    if "phases" not in exercise and "tempo" in exercise:
        phases = guessed({**_PLACED}, dose, again.name, again.around).get("phases")
        return {**found, "phases": phases} if phases else found
    return found
