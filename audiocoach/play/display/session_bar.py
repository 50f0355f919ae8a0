"""The session as stretches of a kind, for colours, and what each exercise asks for. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from audiocoach.coach.score import Score, Span, SpanKind

Kind = Literal["opening", "rest", "work", "hold"]
"""What the body does: `opening` is all that is outside exercises, and getting ready for one."""

_KINDS: dict[SpanKind, Kind] = {
    "exercise": "opening", "set": "work", "rep": "work", "phase": "work", "hold": "hold",
    "rest": "rest", "change": "rest",
}  # fmt: skip


@dataclass(frozen=True)
class Timeline:
    """A session's stretches."""

    starts_ms: tuple[int, ...]
    """Where each begins, the first at 0."""
    kinds: tuple[Kind, ...]
    """What each is."""
    doses: tuple[tuple[str, str], ...] = ()
    """Title of each exercise, with what it asks for, such as `2 × 12`."""
    longest_ms: int = 0
    """Length of the longest stretch, in milliseconds: a countdown is as wide as its figures."""

    def at(self, ms: int) -> Kind:
        """Return what the body does at `ms`."""
        return self.kinds[max(0, bisect_right(self.starts_ms, ms) - 1)] if self.kinds else "work"

    def dose(self, title: str) -> str:
        """Return what the exercise `title` asks for; empty for any other title."""
        return dict(self.doses).get(title, "")


NO_TIMELINE = Timeline((), ())


@lru_cache(maxsize=4)
def timeline(score: Score) -> Timeline:
    """Return the stretches of `score`: at each moment the innermost span decides."""
    spans = score.spans_of(*_KINDS)
    edges = sorted({0, *(edge for span in spans for edge in (span.start_ms, span.end_ms))})
    found = [(at, _kind(spans, at)) for at in edges if at < score.length_ms]
    lengths = (end - start for start, end in zip(edges, [*edges[1:], score.length_ms], strict=True))
    doses = tuple((each.title, _dose(spans, each)) for each in score.exercises)
    return Timeline(
        tuple(at for at, _ in found), tuple(kind for _, kind in found), doses,
        max(lengths, default=0),
    )  # fmt: skip


def _kind(spans: Sequence[Span], at: int) -> Kind:
    around = [span for span in spans if span.goes_on_at(at)]
    inner = max(around, key=lambda span: (span.start_ms, -span.end_ms), default=None)
    return _KINDS[inner.kind] if inner is not None else "opening"


def _dose(spans: Sequence[Span], exercise: Span) -> str:
    """Write sets, reps and the longest hold: `2 × 12`, `3 × 15 s`."""
    inside = [
        each for each in spans
        if exercise.start_ms <= each.start_ms and each.end_ms <= exercise.end_ms
    ]  # fmt: skip
    sets = max((each.where.set or 1 for each in inside), default=1)
    reps = max((each.where.rep or 0 for each in inside), default=0)
    hold = max((each.end_ms - each.start_ms for each in inside if each.kind == "hold"), default=0)
    if not reps:
        return ""
    held = f" × {round(hold / 1000)} s" if hold >= _SHOWN_FROM_MS else ""
    return f"{reps}{held}" if sets == 1 and held else f"{sets} × {reps}{held}"


_SHOWN_FROM_MS = 3000
"""A shorter hold is part of a movement."""
