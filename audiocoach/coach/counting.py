"""Seconds counted: upwards or downwards, each number on its second.

What the body does goes before numbers: a count begins where the phase's word and a rep's
number leave room, at the same number in every rep of a set. Numbers that find no room are
dropped, and shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.score import DroppedNumber, Where
from audiocoach.coach.timeline import MARGIN_MS

STEPS = (5, 10)
"""From the first number that is too long for a second, only those that one of these divides
are said: German's are from 21 on. Tens, should a voice need more than 5 s for a number."""

_LEAST_LAST = 2
"""Of the last seconds, at least so many are said: one number alone would be taken for a rep's."""

_Beats = list[tuple[int, str]]
"""When each number is felt, in milliseconds, and its text; empty for a tick."""


@dataclass(frozen=True)
class Counting:
    """What is counted, and from where on."""

    start: int
    """When the phase begins, in milliseconds."""
    end: int
    """When it ends."""
    clear: int
    """When the phase's word is over: earlier seconds aren't counted."""
    where: Where
    """Set, rep and side."""

    @property
    def seconds(self) -> int:
        """How many whole seconds there are."""
        return (self.end - self.start) // 1000


def count_up(context: ComposeContext, counting: Counting) -> int:
    """Count all seconds upwards; return where other words must end.

    The number of a second is said as it begins, so that a count of 10 says ten before the
    end. Without words it ticks.
    """
    start, end = counting.start, counting.end
    if not context.speaks:
        beats = [(at, "") for at in range(start + 1000, end, 1000) if at >= counting.clear]
        _tick(context, beats, counting)
        return beats[0][0] if beats else end
    numbers = range(1, counting.seconds + 1)
    beats = [(start + 1000 * (n - 1), _text(context, n)) for n in numbers]
    return _say_all(context, counting, beats, said=_sayable(context, counting.seconds))


def count_down(context: ComposeContext, counting: Counting, last: int | None = None) -> int:
    """Count the `last` seconds downwards, or all of them; return where other words must end.

    The number of seconds left is said as so many are left. All of them are counted like those
    upwards; the last ones in words, or all in ticks. The very last may have less than a
    second: it alone changes nothing for the others. A phase whose word leaves room for one of
    them alone isn't counted down in words.
    """
    numbers = range(min(last or counting.seconds, counting.seconds), 0, -1)
    texts = [_text(context, n) if context.speaks else "" for n in numbers]
    beats = [(counting.end - 1000 * n, text) for n, text in zip(numbers, texts, strict=True)]
    if last is None and context.speaks:
        sayable = _sayable(context, counting.seconds, ends=False)
        return _say_all(context, counting, beats, said=sayable)
    heard = [(at, text) for at, text in beats if at >= counting.clear]
    if context.speaks:
        heard = heard if len(heard) >= min(_LEAST_LAST, len(beats)) else []
        for at, text in beats[: len(beats) - len(heard)]:
            context.timeline.drop_number(text, at, counting.where, "last second")
    beats = heard
    spoken = _spoken(context, beats, counting.end) if context.speaks else 0
    first = _first(context, beats[:spoken] or [(at, "") for at, _ in beats], counting.end)
    for at, text in beats[:spoken]:
        context.timeline.say(text, context.timeline.beat_start(text, at), counting.where)
    _tick(context, beats[spoken:], counting)
    return first


def first_number_ms(
    context: ComposeContext, length: int, head: int, last: int | None, *, up: bool
) -> int | None:
    """Return how long after the start of a phase the first number of its count is heard.

    The phase lasts `length` ms, its word is over after `head`; `last` is as in `count_down`, `up`
    says that it is counted upwards. None where nothing of it is counted.
    """
    seconds = length // 1000
    sayable = range(1, seconds + 1) if last else _sayable(context, seconds, ends=up)
    numbers = [n for n in sayable if last is None or n <= last]
    beats = sorted((1000 * (n - 1) if up else length - 1000 * n, n) for n in numbers)
    heard = [(at, n) for at, n in beats if at >= head]
    if last and len(heard) < min(_LEAST_LAST, len(beats)):
        return None
    return next((at - context.timeline.rise(_text(context, n)) for at, n in heard), None)


def _spoken(context: ComposeContext, beats: _Beats, end: int) -> int:
    """Return how many of the last seconds are said: all, all but the very last, or none."""
    untils = [*[at for at, _ in beats[1:]], end][: len(beats)]
    fits = [
        _ends(context, at, text) <= until for (at, text), until in zip(beats, untils, strict=True)
    ]
    return len(fits) if all(fits) else len(fits) - 1 if all(fits[:-1]) else 0


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


def _say_all(
    context: ComposeContext, counting: Counting, beats: _Beats, said: Iterable[int]
) -> int:
    """Say those numbers of a whole count that are to be `said`; return when the first begins."""
    texts = {_text(context, n) for n in said}
    heard = [(at, text) for at, text in beats if at >= counting.clear and text in texts]
    _drop(context, sorted({*beats}.difference(heard)), counting)
    first = _first(context, heard, counting.end)
    _say(context, heard, counting)
    return first


def _drop(context: ComposeContext, beats: _Beats, counting: Counting) -> None:
    """Note the numbers of `beats` as dropped; none has room as the phase begins."""
    for at, text in beats:
        is_first = at < counting.start + 1000
        number: DroppedNumber = "first second" if is_first else "second"
        context.timeline.drop_number(text, at, counting.where, number)


def _say(context: ComposeContext, beats: _Beats, counting: Counting) -> None:
    """Say each number on its beat where it ends before the next; the last before the end."""
    timeline, end, where = context.timeline, counting.end, counting.where
    for (at, text), (until, _) in pairwise(beats):
        # The first may follow its phase's word closely.
        if not timeline.say_on_beat(text, at, until, where) and not timeline.say_close(
            text, at, until, where
        ):
            timeline.drop_number(text, at, where, "second")
    for at, text in beats[-1:]:
        if not timeline.say_on_beat(text, at, end, where) and not timeline.say_before(
            text, 0, end, where
        ):
            timeline.drop_number(text, at, where, "second")


def _first(context: ComposeContext, beats: _Beats, end: int) -> int:
    """Return where the first number begins, which is felt on its beat; `end` if there is none."""
    for at, text in beats:
        return context.timeline.beat_start(text, at) if text else at
    return end


def _tick(context: ComposeContext, beats: _Beats, counting: Counting) -> None:
    for at, _ in beats:
        if at + context.timeline.lasts("tick") + MARGIN_MS <= counting.end:
            context.timeline.tone("tick", at, counting.where)


def _text(context: ComposeContext, n: int) -> str:
    return context.phrases.say("count", n=n)


def _ends(context: ComposeContext, at: int, text: str) -> int:
    return at + context.timeline.measure(text) + MARGIN_MS
