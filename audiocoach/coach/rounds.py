"""Rounds: where one begins and ends, and the place that a step has in them."""

from __future__ import annotations

from collections.abc import Sequence

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.score import Where
from audiocoach.routine.plan import PlannedStep, Round

_NAMES = ("round", "block", "part")
"""What rounds are called, by the levels of rounds that are nested in them."""


def round_name(one: Round) -> str:
    """Return how the phrases of `one` begin: rounds with rounds in them are called otherwise."""
    return _NAMES[one.height]


def here(step: PlannedStep, set_number: int | None = None) -> Where:
    """Return the place of `step`, or of one of its sets, in the session."""
    *outer, innermost = (each.number for each in step.rounds) if step.rounds else (None,)
    return Where(
        exercise=step.exercise_id,
        set=set_number,
        round=innermost,
        outer_rounds=tuple(each for each in outer if each is not None),
    )


def begun(before: PlannedStep | None, step: PlannedStep) -> Sequence[Round]:
    """Return the rounds that begin with `step`, which follows `before`, outer before inner."""
    earlier = before.rounds if before else ()
    same = 0
    while step.rounds[: same + 1] == earlier[: same + 1] and same < len(step.rounds):
        same += 1
    return step.rounds[same:]


def is_same_again(before: PlannedStep, step: PlannedStep) -> bool:
    """Return whether `step` is the one step of rounds, after the round that `before` was."""
    fresh = begun(before, step)
    is_next = bool(fresh) and fresh[0].number > 1 and before.rounds[:-1] == step.rounds[:-1]
    return is_next and bool(step.origin) and before.origin == step.origin


def period_begins(before: PlannedStep | None, one: Round) -> bool:
    """Return whether from the round `one` on, after `before`, rounds begin so often as it says.

    After the last round none begins: however long it is, it is no period.
    """
    if one.number == 1:
        return True
    earlier = [each for each in before.rounds if each.block == one.block] if before else []
    changes = any(each.every_seconds != one.every_seconds for each in earlier)
    return changes and one.number < one.total


class OpenRounds:
    """Marks each round from its first step to its last."""

    def __init__(self, context: ComposeContext) -> None:
        """Mark them on the timeline of `context`."""
        self._context = context
        self._step: PlannedStep | None = None
        self._starts: list[int] = []

    def turn_to(self, step: PlannedStep) -> None:
        """End the rounds that `step` doesn't belong to; begin those that begin with it."""
        fresh = begun(self._step, step)
        self._end(len(step.rounds) - len(fresh))
        self._starts += [self._context.timeline.now for _ in fresh]
        self._step = step

    def end(self) -> None:
        """End all of them."""
        self._end(0)

    def _end(self, kept: int) -> None:
        """End all but the outermost `kept` rounds."""
        timeline, phrases = self._context.timeline, self._context.phrases
        rounds = self._step.rounds if self._step else ()
        for depth in range(kept, len(self._starts)):
            one, outer = rounds[depth], tuple(each.number for each in rounds[:depth])
            title = phrases.say(f"title_{round_name(one)}_of", n=one.number, total=one.total)
            where = Where(round=one.number, outer_rounds=outer)
            timeline.span("round", title, self._starts[depth], where)
        del self._starts[kept:]
