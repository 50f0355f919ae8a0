"""Rests that last far longer than written, since more is said and done in them than fits."""

from __future__ import annotations

from collections.abc import Iterator

from audiocoach.coach.score import Score
from audiocoach.routine.plan import Plan
from audiocoach.units import seconds_to_ms

_MEANT_MS = 10_000
"""A shorter rest is written as the least that is wanted, not as a length."""

_TIMES = 3
"""A rest that grows by no more is as meant: it lasts at least as long as written."""

_FEW = 4
"""So many are named at most, those that grow most."""


def grown_rests(plan: Plan, score: Score) -> Iterator[str]:
    """Say which rests of `plan`, which is at a level, last far longer in its `score`, in a line."""
    grown: dict[str, tuple[int, int]] = {}
    sets = [span.start_ms for span in score.spans_of("set")]
    pairs = zip(plan.steps[:-1], plan.steps[1:], score.exercises[1:], strict=True)
    for before, step, exercise in pairs:
        written = seconds_to_ms(before.rest_after_seconds)
        if written < _MEANT_MS or before.exercise.rests == "exact":
            continue
        lasts = next(start for start in sets if start >= exercise.start_ms) - exercise.start_ms
        if lasts > _TIMES * written:
            longest = max(lasts, grown.get(step.origin, (0, 0))[1])
            grown[step.origin] = (written, longest)
    most = sorted(grown.items(), key=lambda each: each[1][0] - each[1][1])[:_FEW]
    if most:
        named = ", ".join(
            f"{origin} from {written / 1000:g} to about {lasts / 1000:.0f}"
            for origin, (written, lasts) in most
        )
        others = f", and {len(grown) - _FEW} more" if len(grown) > _FEW else ""
        yield (
            f"{plan.id}: rests grow for the way and what is said in them: before {named}"
            f' seconds{others}: shorten instructions, or write "rests": "exact"'
        )
