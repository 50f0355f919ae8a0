"""Sets and rounds that begin so often: how long they take, and the rest that remains.

"Every minute on the minute": within them all rests are exact, so that their length is
known before anything is composed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from audiocoach.routine.effective_values import (
    in_force,
    rep_ms,
    sets_of,
    side_ms,
    sides_of,
    total_sets,
)
from audiocoach.routine.varying import Side
from audiocoach.units import seconds_to_ms

if TYPE_CHECKING:
    from audiocoach.routine.model import Exercise

SIDE_CHANGE_MS = 8000
"""From the last rep of one side to the first of the other, where nothing is written: 5 to 10 s."""

LEAST_REST_MS = 300
"""Least rest that remains where there is any: the shortest of the end tones fits."""


@dataclass(frozen=True)
class Turn:
    """One rep of one side."""

    rep: int
    """Which of that side, from 1."""
    side: Side | None
    """Which side; None where there are none."""
    exercise: Exercise
    """The exercise as it is done in its set, on its side."""

    @property
    def total(self) -> int:
        """How many reps its set has of its side."""
        return self.exercise.reps.min


def order_of_set(whole: Exercise, number: int) -> list[Turn]:
    """Return the reps of set `number` of `whole`, which is at a level, in their order."""
    sides = [side for side in sides_of(whole) if number <= sets_of(whole, side)]
    exercises = {side: in_force(whole, number, side) for side in sides}
    turns = [
        Turn(rep, side, exercises[side])
        for side in sides
        for rep in range(1, exercises[side].reps.min + 1)
    ]
    return sorted(turns, key=lambda turn: turn.rep) if whole.sides == "alternate" else turns


def is_periodic(whole: Exercise) -> bool:
    """Return whether the sets of `whole` begin so often."""
    return whole.every_seconds is not None


def rest_after_set_ms(whole: Exercise, number: int) -> int:
    """Return what remains after set `number` of `whole` until the next begins."""
    period = in_force(whole, number, sides_of(whole)[0]).every_seconds
    return seconds_to_ms(period or 0) - set_ms(whole, number)


def set_ms(whole: Exercise, number: int) -> int:
    """Return how long set `number` of `whole` lasts where rests are exact."""
    order = order_of_set(whole, number)
    gaps = sum(gap_ms(before, after) for before, after in pairwise(order))
    return sum(rep_ms(turn.exercise) for turn in order) + gaps


def exact_ms(whole: Exercise) -> int:
    """Return how long all sets of `whole` last where rests are exact."""
    count = total_sets(whole)
    sets = sum(set_ms(whole, number) for number in range(1, count + 1))
    return sets + sum(_set_rest_ms(whole, number) for number in range(1, count))


def unfit_sets(whole: Exercise) -> str | None:
    """Return what is wrong with how often the sets of `whole` begin, if anything is."""
    if not is_periodic(whole):
        return None
    rests = ((n, rest_after_set_ms(whole, n)) for n in range(1, total_sets(whole)))
    return next(
        (unfit_period(rest + set_ms(whole, n), rest) for n, rest in rests if is_unfit(rest)), None
    )


def is_unfit(rest_ms: int) -> bool:
    """Return whether a rest that remains is too short for its end tone, or there is none."""
    return rest_ms < 0 or 0 < rest_ms < LEAST_REST_MS


def unfit_period(period_ms: int, rest_ms: int) -> str:
    """Return what is wrong with beginning so often, where `rest_ms` remains."""
    takes = (period_ms - rest_ms) / 1000
    least = f"{takes:g}, or at least {takes + LEAST_REST_MS / 1000:g}"
    text = f"at least {takes:g}" if rest_ms < 0 else least
    return f'must have "every_seconds" of {text} for {{title}}, not {period_ms / 1000:g}'


def gap_ms(before: Turn, after: Turn) -> int:
    """Return how long it is from one rep of a set to the next where rests are exact."""
    one = before.exercise
    change = one.rest_between_sides_seconds
    if before.side != after.side and one.sides == "each":
        return SIDE_CHANGE_MS if change is None else seconds_to_ms(change)
    if change is not None and one.sides == "alternate" and before.rep == after.rep:
        return seconds_to_ms(change)
    return seconds_to_ms(one.rest_between_reps_seconds)


def _set_rest_ms(whole: Exercise, number: int) -> int:
    """Return the exact rest after set `number`, which isn't the last."""
    if is_periodic(whole):
        return rest_after_set_ms(whole, number)
    last, following = order_of_set(whole, number)[-1], order_of_set(whole, number + 1)[0]
    written = seconds_to_ms(last.exercise.rest_between_sets_seconds)
    changes = whole.sides == "each" and last.side != following.side
    return written or (gap_ms(last, following) if changes else 0)


def work_ms(whole: Exercise) -> int:
    """Return the milliseconds of all phases and written rests of `whole`, at a level."""
    count = total_sets(whole)
    return sum(
        _work_of_a_set(whole, number, is_last=number == count) for number in range(1, count + 1)
    )


def _work_of_a_set(whole: Exercise, number: int, *, is_last: bool) -> int:
    sides = [side for side in sides_of(whole) if number <= sets_of(whole, side)]
    done = [in_force(whole, number, side) for side in sides]
    work = sum(map(side_ms, done))
    work += sum(seconds_to_ms(one.rest_between_reps_seconds) for one in done[:-1])
    if is_last:
        return work
    if is_periodic(whole):
        return work + max(0, rest_after_set_ms(whole, number))
    return work + seconds_to_ms(done[-1].rest_between_sets_seconds)
