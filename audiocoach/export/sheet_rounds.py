"""Rounds on the sheet: what several exercises do together stands above them, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from audiocoach.coach.phrases import Phrases
from audiocoach.routine.plan import PlannedStep

_SEVERAL = 2
"""Rounds of a single exercise are part of its dose: `3 rounds × 12 repetitions`."""


@dataclass(frozen=True)
class Rounds:
    """Rounds of several exercises."""

    block: str
    """Where the routine file has them; what tells two blocks beside each other apart."""
    title: str
    """How many there are, in the session's language: `3 rounds`."""


def rounds_around(
    steps: Sequence[PlannedStep | None], counts: Sequence[int], phrases: Phrases
) -> list[tuple[Rounds, ...]]:
    """Return of each exercise the rounds that it shares with others, outer before inner.

    `counts` says how often the session has each. None has any where the session begins within
    rounds: it has not as many of each exercise as are written.
    """
    are_whole = all(
        step is None or prod(one.total for one in step.rounds) == count
        for step, count in zip(steps, counts, strict=True)
    )
    members = Counter(one.block for step in steps if step for one in step.rounds)
    return [
        tuple(
            Rounds(one.block, phrases.counted("title_rounds", one.total))
            for one in (step.rounds if step and are_whole else ())
            if members[one.block] >= _SEVERAL
        )
        for step in steps
    ]


def own_rounds(
    step: PlannedStep | None, count: int, shared: Sequence[Rounds], phrases: Phrases
) -> list[str]:
    """Write how many rounds an exercise has for itself, nested as written: `2`, `3 rounds`.

    It has them beside those that are `shared` with others; the session has it `count` times.
    """
    totals = [each.total for each in step.rounds] if step else []
    if prod(totals) != count:  # the session begins within the rounds, or its plan isn't known
        totals = [count]
    *outer, inner = totals[len(shared) :] or [1]
    rounds = [phrases.counted("title_rounds", inner)] if inner > 1 else []
    return [*map(str, outer), *rounds]
