"""Seconds counted: up or down aloud, each number on its second, or only the last ones down."""

from __future__ import annotations

from itertools import pairwise

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.score import Where
from audiocoach.coach.timeline import MARGIN_MS

STEPS = (5, 10)
"""From the first number that is too long for a second, only those that one of these divides
are said: German's are from 21 on. Tens, should a voice need more than 5 s for a number."""


def count_up(context: ComposeContext, start: int, end: int, clear: int, where: Where) -> int:
    """Count the seconds from `start` to `end`; return where other words must end.

    The number of a second is said as it begins, so that a count of 10 says ten before the
    end. What the phase's word takes, up to `clear`, isn't counted. Without words it ticks.
    """
    if not context.speaks:
        beats = [(at, "") for at in range(start + 1000, end, 1000) if at >= clear]
        _tick(context, beats, end, where)
    else:
        seconds = (end - start) // 1000
        numbers = _sayable(context, seconds)
        beats = [(start + 1000 * (n - 1), _text(context, n)) for n in numbers]
        beats = [(at, text) for at, text in beats if at >= clear]
        first = _first(context, beats, end)
        _say(context, beats, end, where)
        return first
    return beats[0][0] if beats else end


def count_all_down(context: ComposeContext, start: int, end: int, clear: int, where: Where) -> int:
    """Count down from `start` to `end`; return where other words must end.

    The number of seconds left is said as so many are left. What the phase's word takes, up to
    `clear`, isn't counted. Without words it ticks.
    """
    seconds = (end - start) // 1000
    if not context.speaks:
        return count_down(context, end, clear, where, seconds)
    numbers = sorted(_sayable(context, seconds, ends=False), reverse=True)
    beats = [(end - 1000 * n, _text(context, n)) for n in numbers]
    beats = [(at, text) for at, text in beats if at >= clear]
    first = _first(context, beats, end)
    _say(context, beats, end, where)
    return first


def count_down(context: ComposeContext, end: int, clear: int, where: Where, seconds: int) -> int:
    """Count the last `seconds`, as many as begin from `clear` on; return the first one's start.

    They are announced in words or in ticks, not in both. The very last may have less than a
    second: it alone changes nothing for the others.
    """
    numbers = range(seconds, 0, -1)
    beats = [(end - 1000 * n, _text(context, n) if context.speaks else "") for n in numbers]
    beats = [(at, text) for at, text in beats if at >= clear]
    untils = [*[at for at, _ in beats[1:]], end][: len(beats)]
    fits = [
        context.speaks and _ends(context, at, text) <= until
        for (at, text), until in zip(beats, untils, strict=True)
    ]
    spoken = len(fits) if all(fits) else len(fits) - 1 if all(fits[:-1]) else 0
    first = _first(context, beats[:spoken] or [(at, "") for at, _ in beats], end)
    for at, text in beats[:spoken]:
        context.timeline.say(text, context.timeline.beat_start(text, at), where)
    _tick(context, beats[spoken:], end, where)
    return first


def _sayable(context: ComposeContext, seconds: int, *, ends: bool = True) -> list[int]:
    """Return the numbers up to `seconds` that are said: all, or from one on each fifth.

    Where the count `ends` with the last of them, that is said in any case.
    """
    numbers = range(1, seconds + 1)
    fits = 1000 - MARGIN_MS
    too_long = next(
        (n for n in numbers if context.timeline.measure(_text(context, n)) > fits), None
    )
    if too_long is None:
        return list(numbers)
    step = next((each for each in STEPS if _all_fit(context, too_long, seconds, each)), STEPS[-1])
    sparse = {n for n in range(too_long, seconds) if n % step == 0}
    sparse |= {seconds} if ends or seconds % step == 0 else set()
    return [*range(1, too_long), *sorted(sparse)]


def _all_fit(context: ComposeContext, first: int, last: int, step: int) -> bool:
    lengths = (
        context.timeline.measure(_text(context, n)) for n in range(first, last) if n % step == 0
    )
    return all(length + MARGIN_MS <= step * 1000 for length in lengths)


def _say(context: ComposeContext, beats: list[tuple[int, str]], end: int, where: Where) -> None:
    """Say each number on its beat where it ends before the next; the last before `end`."""
    timeline = context.timeline
    for (at, text), (until, _) in pairwise(beats):
        if not timeline.say_on_beat(text, at, until, where):
            timeline.drop(text, at, where)
    for at, text in beats[-1:]:
        if not timeline.say_on_beat(text, at, end, where) and not timeline.say_before(
            text, 0, end, where
        ):
            timeline.drop(text, at, where)


def _first(context: ComposeContext, beats: list[tuple[int, str]], end: int) -> int:
    """Return where the first number begins, which is felt on its beat; `end` if there is none."""
    for at, text in beats:
        return context.timeline.beat_start(text, at) if text else at
    return end


def _tick(context: ComposeContext, beats: list[tuple[int, str]], end: int, where: Where) -> None:
    for at, _ in beats:
        if at + context.timeline.lasts("tick") + MARGIN_MS <= end:
            context.timeline.tone("tick", at, where)


def _text(context: ComposeContext, n: int) -> str:
    return context.phrases.say("count", n=n)


def _ends(context: ComposeContext, at: int, text: str) -> int:
    return at + context.timeline.measure(text) + MARGIN_MS
