"""Steps and sides that follow without a rest, though the body has to move or to fetch something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from audiocoach.coach.equipment import Equipment, fetched
from audiocoach.coach.phrases import Phrases
from audiocoach.coach.sets import flows
from audiocoach.coach.sides import last_turn
from audiocoach.routine.choices import LEVELS
from audiocoach.routine.model import Exercise
from audiocoach.routine.periods import gap_ms, order_of_set
from audiocoach.routine.plan import Plan, PlannedStep, plan_at_level, whole_of
from audiocoach.text import in_json


def flow_remarks(plan: Plan, phrases: Phrases) -> Iterator[str]:
    """Say which steps of `plan` have 0 seconds to come into a posture, or to take something."""
    # A rest may be 0 at one level only.
    lines = (line for level in LEVELS for line in _remarks(plan_at_level(plan, level), phrases))
    return iter(dict.fromkeys(lines))


def _remarks(plan: Plan, phrases: Phrases) -> Iterator[str]:
    """Say it of `plan`, which is at a level."""
    equipment = Equipment(plan.steps, phrases)
    for number, step in enumerate(plan.steps):
        yield from _between_sides(step, phrases)
        if number and flows(plan.steps[number - 1]):
            last, things = last_turn(plan.steps[number - 1]).exercise, equipment.fetch(number)
            yield from _line(step, last, step.exercise, things, is_between_sides=False)


def _between_sides(step: PlannedStep, phrases: Phrases) -> Iterator[str]:
    """Say what `step` has no time for from one side to the other."""
    whole = whole_of(step)
    if whole.rests != "exact" or (whole.left is None and whole.right is None):
        return
    for before, after in pairwise(order_of_set(whole, 1)):
        if before.side != after.side and not gap_ms(before, after):
            one, other = before.exercise, after.exercise
            things = [] if whole.sides == "alternate" else fetched(one, other, phrases)
            yield from _line(step, one, other, things, is_between_sides=True)


def _line(
    step: PlannedStep,
    before: Exercise,
    after: Exercise,
    things: Sequence[str],
    *,
    is_between_sides: bool,
) -> Iterator[str]:
    postures = before.posture, after.posture
    lacks = [f"from {postures[0]} to {postures[1]}"] if len(set(postures)) > 1 else []
    lacks += [f"for {in_json(each)}" for each in things]
    if lacks:
        cure = "let the step before have a rest, or let its rest grow"
        if is_between_sides:
            cure = 'write "rest_between_sides_seconds" above 0'
        yield f"{step.origin}: there are 0 seconds {' and '.join(lacks)}: {cure}"
