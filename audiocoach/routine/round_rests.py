"""The rests that remain after rounds that begin so often."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from audiocoach.routine import varying
from audiocoach.routine.choices import Level
from audiocoach.routine.periods import exact_ms, is_unfit, unfit_period
from audiocoach.routine.steps import PlannedStep
from audiocoach.units import seconds_to_ms


def with_rests_of_rounds(
    steps: Sequence[PlannedStep], level: Level
) -> tuple[tuple[PlannedStep, ...], tuple[str, str] | None]:
    """Return `steps`, which are at `level`, with the rest that remains after each round.

    That is what its last step has in place of its own. Also return what is wrong with how
    often rounds begin, if anything is, after the place of that.
    """
    found = list(steps)
    fault: tuple[str, str] | None = None
    for depth in reversed(range(max((len(step.rounds) for step in steps), default=0))):
        for indices in _rounds_at(found, depth):
            first, last = found[indices[0]], indices[-1]
            one = first.rounds[depth]
            period = varying.at_level(one.every_seconds, level)
            if period is None or one.number == one.total:
                continue
            rests = sum(seconds_to_ms(found[n].rest_after_seconds) for n in indices[:-1])
            work = sum(exact_ms(found[n].whole or found[n].exercise) for n in indices)
            rest = seconds_to_ms(period) - work - rests
            if is_unfit(rest):
                text = unfit_period(seconds_to_ms(period), rest)
                fault = fault or (f"{one.block}.every_seconds", text)
            found[last] = replace(found[last], rest_after_seconds=rest / 1000)
    return tuple(found), fault


def _rounds_at(steps: Sequence[PlannedStep], depth: int) -> Iterator[list[int]]:
    """Return the indices of the steps of each round that is nested so deep."""
    numbered = enumerate(steps)
    for rounds, group in groupby(numbered, key=lambda pair: pair[1].rounds[: depth + 1]):
        if len(rounds) > depth:
            yield [index for index, _ in group]
