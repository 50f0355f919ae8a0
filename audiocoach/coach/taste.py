"""A taste of an exercise: what a preview plays of it."""

from __future__ import annotations

from dataclasses import replace

from audiocoach.routine.model import Exercise
from audiocoach.routine.plan import Plan

PREVIEW_HOLD_SECONDS = 5.0
"""A preview's holds last at most this long."""


def shorten(plan: Plan) -> Plan:
    """Shorten each exercise of `plan` to one rep of one side, with holds of at most 5 s."""
    steps = (replace(step, exercise=_taste(step.exercise), one_side=True) for step in plan.steps)
    return replace(plan, steps=tuple(steps))


def _taste(exercise: Exercise) -> Exercise:
    phases = tuple(
        phase.model_copy(update={"seconds": min(phase.seconds, PREVIEW_HOLD_SECONDS)})
        if phase.hold
        else phase
        for phase in exercise.phases
    )
    once = exercise.reps.model_copy(update={"min": 1, "max": 1})
    return exercise.model_copy(update={"phases": phases, "sets": 1, "reps": once})
