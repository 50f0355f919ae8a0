"""Steps and sides before which the body has hardly time to move, or to fetch something."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from audiocoach.coach.equipment import Equipment, fetched
from audiocoach.coach.phrases import Phrases
from audiocoach.coach.posture import FETCH_MS, least_ms
from audiocoach.coach.sets import exact_ms
from audiocoach.coach.sides import last_turn
from audiocoach.routine.choices import LEVELS
from audiocoach.routine.model import Exercise
from audiocoach.routine.periods import gap_ms, order_of_set
from audiocoach.routine.plan import Plan, PlannedStep, plan_at_level, whole_of
from audiocoach.text import count, in_json

_CALL_MS = 500
"""What it takes to say in few words where to go."""


_HURRY = re.compile(r"(?P<routine>.*\broutines\.[\w-]+)\..*?: there are [\d.]+ seconds (from|for) ")
"""How a remark on a lack of time begins, as a line of any file."""


def in_short(lines: Iterable[str]) -> Iterator[str]:
    """Yield `lines`, but of each routine one on a lack of time: the first, with their number.

    A flow hurries at most of its steps, as its author knows after the first.
    """
    lines = [*lines]
    hurries = [_HURRY.match(line) for line in lines]
    counts = Counter(each["routine"] for each in hurries if each)
    for line, hurry in zip(lines, hurries, strict=True):
        others = counts.pop(hurry["routine"], 0) - 1 if hurry else 0
        if others >= 0:
            yield (
                f"{line}; so it is {count(others, 'more time')} in this routine" if others else line
            )


def flow_remarks(plan: Plan, phrases: Phrases) -> Iterator[str]:
    """Say before which steps of `plan` there is too little time, at any level."""
    # A rest may be 0 at one level only.
    lines = (line for level in LEVELS for line in hurries(plan_at_level(plan, level), phrases))
    return iter(dict.fromkeys(lines))


def hurries(plan: Plan, phrases: Phrases) -> Iterator[str]:
    """Say it of `plan`, which is at a level: how much time there is, and about how much it takes.

    Where rests grow there is always enough.
    """
    equipment = Equipment(plan.steps, phrases)
    for number, step in enumerate(plan.steps):
        yield from _between_sides(step, phrases)
        rest = exact_ms(plan.steps[number - 1]) if number else None
        if rest is not None:
            last, things = last_turn(plan.steps[number - 1]).exercise, equipment.fetch(number)
            yield from _line(step, last, step.exercise, things, rest, is_between_sides=False)


def _between_sides(step: PlannedStep, phrases: Phrases) -> Iterator[str]:
    """Say what `step` has no time for from one side to the other."""
    whole = whole_of(step)
    if whole.rests != "exact" or (whole.left is None and whole.right is None):
        return
    for before, after in pairwise(order_of_set(whole, 1)):
        if before.side != after.side:
            one, other = before.exercise, after.exercise
            things = [] if whole.sides == "alternate" else fetched(one, other, phrases)
            rest = gap_ms(before, after)
            yield from _line(step, one, other, things, rest, is_between_sides=True)


def _line(
    step: PlannedStep,
    before: Exercise,
    after: Exercise,
    things: Sequence[str],
    rest_ms: int,
    *,
    is_between_sides: bool,
) -> Iterator[str]:
    postures = before.posture, after.posture
    lacks = [f"from {postures[0]} to {postures[1]}"] if len(set(postures)) > 1 else []
    needed = _CALL_MS + (least_ms(*postures) if lacks else 0) + (FETCH_MS // 2 if things else 0)
    lacks += [f"for {in_json(each)}" for each in things]
    if lacks and rest_ms < needed:
        cure = "let the step before rest for longer, or let its rest grow"
        if is_between_sides:
            cure = 'write a longer "rest_between_sides_seconds"'
        yield (
            f"{step.origin}: there are {rest_ms / 1000:g} seconds {' and '.join(lacks)},"
            f" which takes about {math.ceil(needed / 1000)}: {cure}"
        )
