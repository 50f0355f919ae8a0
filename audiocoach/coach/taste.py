"""A taste of an exercise or a routine: what a preview plays of it."""

from __future__ import annotations

from dataclasses import replace

from audiocoach.routine.model import Exercise, Reps
from audiocoach.routine.plan import Plan, PlannedStep, work_ms

PREVIEW_HOLD_SECONDS = 5.0
"""A preview's holds last at most this long."""

SAMPLE_SECONDS = 100.0
"""A preview of a routine has as many of its first exercises as fit into this, and at least one."""
_CHARACTERS_A_SECOND = 14
_WAY_SECONDS = 12.0
"""What it takes to get into position, and to be counted in: 20 exercises had 8 to 17 seconds."""
_MOST_INTRO = 200
"""Characters of a routine's intro that a preview has; a longer one is left out."""


def sample(plan: Plan) -> Plan:
    """Make a taste of a routine's `plan`: the tastes of its first exercises."""
    intro = plan.intro if len(plan.intro) <= _MOST_INTRO else ""
    left = SAMPLE_SECONDS - len(intro) / _CHARACTERS_A_SECOND
    steps: list[PlannedStep] = []
    for step in shorten(plan).steps:
        left -= _seconds(step)
        if steps and left < 0:
            break
        steps.append(replace(step, rest_after_seconds=0.0, rounds=()))
    return replace(plan, intro=intro, steps=tuple(steps))


def _seconds(step: PlannedStep) -> float:
    """Reckon how long `step` takes with what is said before it."""
    said = len(step.exercise.title) + len(step.exercise.instructions)
    work = work_ms(replace(step, rest_after_seconds=0.0), "normal") / 1000
    return said / _CHARACTERS_A_SECOND + _WAY_SECONDS + work


def shorten(plan: Plan) -> Plan:
    """Shorten each exercise of `plan` to one rep of one side, with holds of at most 5 s.

    A shortened hold has no reminders: they would find no room.
    """
    steps = (replace(step, exercise=_taste(step.exercise), one_side=True) for step in plan.steps)
    return replace(plan, steps=tuple(steps))


def _taste(exercise: Exercise) -> Exercise:
    phases = tuple(
        phase.model_copy(update={"seconds": PREVIEW_HOLD_SECONDS, "cues": ()})
        if phase.hold and phase.seconds > PREVIEW_HOLD_SECONDS
        else phase
        for phase in exercise.phases
    )
    once = {"sets": 1, "reps": Reps(min=1, max=1), "for_seconds": None}
    return exercise.model_copy(update={"phases": phases, **once})
