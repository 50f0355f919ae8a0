"""Rounds on the sheet: what several exercises do together stands above them, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import prod

from audiocoach.coach.phrases import Phrases
from audiocoach.coach.rounds import begun
from audiocoach.coach.score import Span
from audiocoach.export.sheet_row import Row, titled_row
from audiocoach.export.sheet_work import length, lengths
from audiocoach.routine.plan import PlannedStep, Round

_SEVERAL = 2
"""Rounds of a single exercise are part of its dose: `3 rounds × 12 repetitions`."""


@dataclass(frozen=True)
class Rounds:
    """Rounds of several exercises."""

    block: str
    """Where the routine file has them; it distinguishes two blocks beside each other."""
    title: str
    """How many there are, in the session's language: `3 rounds`."""
    rows: tuple[Row, ...] = ()
    """The rest between them, and how often one begins, as far as there is any."""


class RoundTimes:
    """How rounds follow each other, as the session has them."""

    def __init__(
        self, steps: Sequence[PlannedStep | None], inner: Sequence[Sequence[Span]]
    ) -> None:
        """Look at `steps` in order; `inner` has the spans of each."""
        self._inner = inner
        self._begun = [
            begun(before, step) if step else ()
            for before, step in zip([None, *steps], steps, strict=False)
        ]

    def block_before(self, index: int) -> str | None:
        """Return the block of which another round begins with the step at `index`."""
        begins = self._begun[index] if index < len(self._begun) else ()
        return begins[0].block if begins and begins[0].number > 1 else None

    def rows(self, block: str, phrases: Phrases) -> Iterable[Row]:
        """Return what lies between the rounds of `block`, in a line each."""
        places = [index for index in range(len(self._begun)) if self.block_before(index) == block]
        spans = [span for index in places for span in self._inner[index]]
        rests = (span for span in spans if span.kind == "rest" and not span.where.set)
        yield from titled_row(phrases, "rest_between_rounds", lengths(rests))
        yield from self.period_rows([block], phrases)

    def period_rows(self, blocks: Iterable[str], phrases: Phrases) -> Iterable[Row]:
        """Return how often a round of `blocks` begins, where the file says so."""
        periods = (ms for block in blocks for ms in self._periods(block))
        yield from titled_row(phrases, "rounds_every", map(length, dict.fromkeys(periods)))

    def _periods(self, block: str) -> Iterator[int]:
        for (first, start), (second, following) in pairwise(self._starts(block)):
            if first.every_seconds is not None and second.number == first.number + 1:
                yield following - start

    def _starts(self, block: str) -> Iterator[tuple[Round, int]]:
        """Yield each round of `block` with the moment when its work begins."""
        for begins, spans in zip(self._begun, self._inner, strict=False):
            one = next((each for each in begins if each.block == block), None)
            start = next((span.start_ms for span in spans if span.kind == "set"), None)
            if one and start is not None:
                yield one, start


def rounds_around(
    steps: Sequence[PlannedStep | None], counts: Sequence[int], times: RoundTimes, phrases: Phrases
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
    rows = {
        block: tuple(times.rows(block, phrases))
        for block, count in members.items()
        if are_whole and count >= _SEVERAL
    }
    return [
        tuple(
            Rounds(one.block, phrases.counted("title_rounds", one.total), rows[one.block])
            for one in (step.rounds if step else ())
            if one.block in rows
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
