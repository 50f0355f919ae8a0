"""What a line changes of an exercise that a line above it made, with its dose.

`Burpees 3x10`, and further down `Burpees 30s`: the second is no dose of the first, so what it
doesn't say is not three sets of ten.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audiocoach.routine.text_dose import Dose
from audiocoach.routine.text_guesses import guessed

_NONE = {"sets": 1, "reps": 1, "sides": "none"}
"""What an exercise is done without a word of it."""
_PLACED = {"posture": "standing", "instructions": ""}


def done_again(
    exercise: Any, dose: Dose, said: Mapping[str, Any], name: str, around: str
) -> dict[str, Any]:
    """Return what a line with a dose changes beside what is `said` of an exercise made before.

    `around` is its line, with the title above it.
    """
    says_how_much = (dose.sets, dose.reps, dose.hold_seconds, dose.for_seconds, dose.assumed)
    if not isinstance(exercise, Mapping) or says_how_much == (None,) * len(says_how_much):
        return {}
    found: dict[str, Any] = {}
    for key, value in _NONE.items():
        is_range = key == "reps" and "for_seconds" in said
        if key in exercise and key not in said and exercise[key] != value and not is_range:
            found[key] = value
    if "phases" not in exercise and "tempo" in exercise:
        phases = guessed({**_PLACED}, dose, name, around).get("phases")
        return {**found, "phases": phases} if phases else found
    return found
