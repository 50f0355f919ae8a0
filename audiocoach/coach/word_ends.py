"""When the words of a rep's phases are over: only then are seconds counted.

Alike in all reps of a set, and in phases of one length, so that a count that begins with
"3." in one hold does so in the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.reps import is_bounded, word_start_ms
from audiocoach.coach.timeline import CLOSE_MS, MARGIN_MS
from audiocoach.routine.model import Exercise, Phase
from audiocoach.units import seconds_to_ms


def heads_ms(
    context: ComposeContext, exercises: Sequence[Exercise], side_ms: int = 0
) -> tuple[int, ...]:
    """Return when the word of each phase is over in every rep of `exercises`, a set.

    That is in milliseconds from the phase's start; the first one's is followed by `side_ms` more.
    """
    if not context.speaks:
        return ()
    of_all = [_heads_ms(context, one.phases) for one in exercises]
    first, *others = map(max, zip_longest(*of_all, fillvalue=0))
    return (first + side_ms, *others)


def _heads_ms(context: ComposeContext, phases: Sequence[Phase]) -> list[int]:
    before = [True, *map(is_bounded, phases[:-1])]
    heads = [
        _head_ms(context, phase, joined=joined, is_first=number == 0)
        for number, (phase, joined) in enumerate(zip(phases, before, strict=True))
    ]
    lengths = [seconds_to_ms(phase.seconds) if is_bounded(phase) else 0 for phase in phases]
    latest: dict[int, int] = {}
    for length, head in zip(lengths, heads, strict=True):
        latest[length] = max(head, latest.get(length, 0))
    return [latest[length] if length else head for length, head in zip(lengths, heads, strict=True)]


def _head_ms(context: ComposeContext, phase: Phase, *, joined: bool, is_first: bool) -> int:
    """Return when the word of `phase` is over at the latest; of the tone, where it has no room."""
    starts = [word_start_ms(context, phase, joined=joined, counted_in=False)]
    if is_first:
        starts.append(word_start_ms(context, phase, joined=False, counted_in=True))
        starts.append(word_start_ms(context, phase, joined=False, counted_in=False))
    room = seconds_to_ms(phase.seconds) - context.timeline.measure(phase.name) - MARGIN_MS
    fit = [start for start in starts if start <= room]
    if not fit:
        return max(starts)
    apart = context.timeline.silence_ms(phase.name, context.phrases.say("count", n=1), CLOSE_MS)
    return max(fit) + context.timeline.measure(phase.name) + apart
