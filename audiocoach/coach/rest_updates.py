"""Signs of life in long rests: how much is left, so that it is clear that the session goes on."""

from __future__ import annotations

from itertools import pairwise

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.score import Where
from audiocoach.coach.style import Talk
from audiocoach.coach.timeline import MARGIN_MS

LONGEST_SILENCE_MS: dict[Talk, int] = {"full": 12_000, "brief": 20_000}
"""Most silence within a rest or change; without words there is no limit."""

UNWARNED_MS = 6000
"""Most silence within a phase that ends without a warning."""
WARNING_MS = 1000
"""So long before the next phase comes a tick after a longer silence."""

_STEP_MS = 10_000
"""What is left is announced in multiples of this."""
_APART_MS = 2000
"""Least time from the sound before."""
_NAMED_MS = (30_000, 20_000, 10_000)
"""Times left that are announced in words, besides whole minutes; at others there is a tick."""


def fill_silence(
    context: ComposeContext, start: int, go: int, where: Where, *, is_rest: bool = True
) -> None:
    """Break silences from `start` to the go tone at `go` that are too long.

    What is left is announced in a rest only; while the body moves to its place a tick sounds.
    """
    limit = LONGEST_SILENCE_MS.get(context.talk)
    if limit is None or go - start <= limit:
        return
    sounds = [(cue.start_ms, cue.end_ms) for cue in context.timeline.since(start)]
    edges = [(start, start), *sorted(sounds), (go, go)]
    for (_, silent_from), (silent_until, _) in pairwise(edges):
        at = silent_from
        while silent_until - at > limit:
            at = _best(at, silent_until, go, limit)
            text = time_left(context, go - at) if is_rest and _is_named(go - at) else None
            at = _sign(context, at, silent_until, text, where)


def _best(after: int, until: int, go: int, limit: int) -> int:
    """Choose the moment of the next sign: at whole minutes left, else as late as may be."""
    latest = min(after + limit, until - _APART_MS)
    first_left = (go - latest + _STEP_MS - 1) // _STEP_MS * _STEP_MS
    lefts = range(first_left, go - after - _APART_MS + 1, _STEP_MS)
    named = [left for left in lefts if _is_named(left)]
    return go - min(named or lefts, default=go - latest)


def _is_named(left: int) -> bool:
    return left % 60_000 == 0 or left in _NAMED_MS


def _sign(context: ComposeContext, at: int, until: int, text: str | None, where: Where) -> int:
    """Lay down a sign at `at`, in words where they are due and fit; return its end."""
    timeline = context.timeline
    if text and at + timeline.measure(text) + MARGIN_MS <= until:
        return timeline.say(text, at, where)
    return timeline.tone("tick", at, where) if at + timeline.lasts("tick") <= until else until


def warn_of_end(context: ComposeContext, start: int, end: int, where: Where) -> None:
    """Lay a tick 1 s before the `end` of a phase from `start`, where it has long been silent.

    The body must act then: a word on its beat alone would startle it.
    """
    timeline, at = context.timeline, end - WARNING_MS
    sounds = [cue for cue in timeline.since(start) if cue.start_ms < end]
    silent_from = max((cue.end_ms for cue in sounds if cue.start_ms <= at), default=start)
    until = min((cue.start_ms for cue in sounds if cue.start_ms > at), default=end)
    if until - silent_from > UNWARNED_MS:
        at = min(at, until - MARGIN_MS - timeline.lasts("tick"))
        timeline.tone("tick", at, where)


def time_left(context: ComposeContext, ms: int) -> str:
    """Say how much is left, in whole seconds."""
    return context.phrases.left(ms // 1000)
