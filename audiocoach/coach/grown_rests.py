"""Rests that last far longer than written, since more is said and done in them than fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocoach.coach.score import Cue, Score, Where
from audiocoach.units import seconds_to_ms

if TYPE_CHECKING:
    from audiocoach.routine.plan import Plan

_MEANT_MS = 10_000
"""A shorter rest is written as the least that is wanted, not as a length."""

_TIMES = 3
"""A rest that grows by no more is as meant: it lasts at least as long as written."""

_FEW = 4
"""So many are named at most, those that grow most."""


_WORDS_LAST_MS = 1500
"""Where the rising tone follows the last words within this, the rest lasts as long as they do."""


@dataclass(frozen=True)
class GrownRest:
    """A rest between exercises that lasts longer than written."""

    start_ms: int
    """Its beginning, in milliseconds from the session's start."""
    written_ms: int
    """How long it was to last at least."""
    lasts_ms: int
    """How long it lasts."""
    spoken_ms: int
    """How much of it is spoken."""
    why: str
    """What it waits for: "words", what is said in it; "way", the body's way to its place."""
    where: Where
    """The exercise after it."""


def grown_in(score: Score) -> Iterator[GrownRest]:
    """Yield the rests of `score` that are longer than written, in order."""
    rests = {(span.start_ms, span.where): span for span in score.spans_of("rest")}
    for change in score.spans_of("change"):
        rest = rests.get((change.start_ms, change.where))
        if rest is None or change.where.set is not None or rest.end_ms >= change.end_ms:
            continue
        said = [
            cue
            for cue in score.cues
            if cue.text and change.start_ms <= cue.start_ms < change.end_ms
        ]
        yield GrownRest(
            change.start_ms,
            rest.end_ms - rest.start_ms,
            change.end_ms - change.start_ms,
            sum(cue.end_ms - cue.start_ms for cue in said),
            "words" if _waits_for_words(score, said, change.end_ms) else "way",
            change.where,
        )


def _waits_for_words(score: Score, said: list[Cue], end_ms: int) -> bool:
    """Return whether the rising tone before `end_ms` comes as soon as what is `said` is over."""
    rising = [cue.start_ms for cue in score.cues if cue.tone == "rest_over"]
    at = max((start for start in rising if start < end_ms), default=end_ms)
    last = max((cue.end_ms for cue in said if cue.start_ms < at), default=0)
    return at - last <= _WORDS_LAST_MS


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
