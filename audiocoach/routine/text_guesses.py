"""What a line of a text leaves open, and what it changes of the exercise that it names."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from audiocoach.routine.text_dose import Dose

TEMPO = "2-0-2-0"
"""Two seconds down and two up: what a rep is taken to be where nothing says it."""


def overrides(dose: Dose, exercise: Any) -> dict[str, Any]:
    """Return what a line changes of its exercise."""
    changed = dose.fields()
    phases = exercise.get("phases") if isinstance(exercise, dict) else None
    if dose.hold_seconds is None or not isinstance(phases, list):
        return changed
    phases = deepcopy(phases)
    holds = [each for each in phases if isinstance(each, dict) and each.get("hold") is True]
    whole = [each for each in phases if isinstance(each, dict)] if len(phases) == 1 else []
    for phase in (holds or whole)[:1]:
        phase["seconds"] = dose.hold_seconds
    return {**changed, "phases": phases} if holds or whole else changed


def guessed(exercise: Mapping[str, Any], dose: Dose, name: str) -> dict[str, Any]:
    """Return the fields that a new `exercise` called `name` lacks, as they are guessed."""
    found: dict[str, Any] = {}
    if "posture" not in exercise:
        found["posture"] = "standing"
    if "instructions" not in exercise:
        found["instructions"] = f"{name}."
    if "phases" not in exercise and "tempo" not in exercise:
        if dose.hold_seconds is not None:
            hold = {"name": "Hold", "seconds": dose.hold_seconds, "hold": True}
            return {**found, "phases": [hold]}
        found["tempo"] = TEMPO
    return found


def counts_what_is_timed(changed: Mapping[str, Any], exercise: Any) -> bool:
    """Return whether a step counts reps of an exercise that is one long stretch of work.

    "Squat 10" is ten squats, not ten times the half minute that the exercise lasts.
    """
    phases = exercise.get("phases") if isinstance(exercise, dict) else None
    if "reps" not in changed or {"phases", "tempo"} & {*changed} or not isinstance(phases, list):
        return False
    only = phases[0] if len(phases) == 1 else None
    return isinstance(only, dict) and "reps" not in exercise and not only.get("hold")
