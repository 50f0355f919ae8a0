"""What a preview plays of an exercise or a routine."""

from __future__ import annotations

from dataclasses import replace

from audiocoach.routine.effective_values import sided_texts, sides_of
from audiocoach.routine.model import Exercise, Phase, SideChanges
from audiocoach.routine.plan import Plan, PlannedStep, work_ms
from audiocoach.routine.rep_range import exactly
from audiocoach.routine.varying import SIDES, at_level, of_set, of_side

PREVIEW_HOLD_SECONDS = 5.0
"""A preview's holds last at most this long."""

SAMPLE_SECONDS = 100.0
"""A preview of a routine has as many of its first exercises as fit into this, and at least one."""
_CHARACTERS_A_SECOND = 14
_WAY_SECONDS = 12.0
"""What it takes to get into position, and to be counted in: 20 exercises had 8 to 17 seconds."""
_DOSE = {"sets", "reps", "for_seconds", "rest_between_reps_seconds", "rest_between_sides_seconds"}
"""What a preview leaves out, whether or not a side has it of its own."""
_MOST_INTRO = 200
"""Characters of a routine's intro that a preview has; a longer one is left out."""


def sample(plan: Plan) -> Plan:
    """Shorten a routine's `plan` to its first exercises, each in short."""
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
    texts = (step.exercise.title, step.exercise.instructions)
    said = sum(len(of_side(text, None)) for text in texts)
    work = work_ms(replace(step, rest_after_seconds=0.0), "normal") / 1000
    return said / _CHARACTERS_A_SECOND + _WAY_SECONDS + work


def shorten(plan: Plan) -> Plan:
    """Shorten each exercise of `plan` to one rep of one side, with holds of at most 5 s.

    Sides that are done in other ways are both shown. A shortened hold has no reminders: they
    would find no room.
    """
    steps = (
        replace(step, exercise=_taste(step.exercise), one_side=not _sides_differ(step.exercise))
        for step in plan.steps
    )
    return replace(plan, steps=tuple(steps))


def _sides_differ(exercise: Exercise) -> bool:
    """Return whether the sides are explained, or done, each in its own way."""
    own = [each for each in (exercise.left, exercise.right) if each is not None]
    ways = {name for each in own for name in each.overrides()} - _DOSE
    return len(sides_of(exercise)) > 1 and (bool(ways) or bool(sided_texts(exercise)))


def _taste(exercise: Exercise) -> Exercise:
    phases = tuple(map(_shortened, exercise.phases))
    once = {"sets": 1, "reps": exactly(1), "for_seconds": None, "every_seconds": None}
    changes: dict[str, object] = {"phases": phases, **once}
    for side in SIDES:
        own: SideChanges | None = getattr(exercise, side)
        changes[side] = None if own is None else _taste_of_side(own)
    return exercise.model_copy(update=changes)


def _taste_of_side(own: SideChanges) -> SideChanges:
    """Return what is left of a side's own ways in a preview."""
    changes: dict[str, object] = dict.fromkeys(_DOSE)
    if own.phases is not None:
        changes["phases"] = tuple(map(_shortened, own.phases))
    return own.model_copy(update=changes)


def _shortened(phase: Phase) -> Phase:
    """Return `phase` as it is in the first set at level normal, a hold cut short."""
    seconds = of_set(at_level(phase.seconds, "normal"), 1)
    if phase.hold and seconds > PREVIEW_HOLD_SECONDS:
        return phase.model_copy(update={"seconds": PREVIEW_HOLD_SECONDS, "cues": ()})
    return phase.model_copy(update={"seconds": seconds})
