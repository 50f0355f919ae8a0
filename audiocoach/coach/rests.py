"""What leads to the work: rests, changes of side and exercise, and the count-in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.rest_updates import fill_silence
from audiocoach.coach.score import Where
from audiocoach.coach.timeline import MARGIN_MS, PAUSE_MS
from audiocoach.tone_spec import COUNT_IN

LONG_REST_MS = 10_000
"""From this length on a rest has a word at its start, and the rising tone before its end."""

RISING_MS = 5000
"""From the onset of the rising tone to the go tone, always."""

RECAP_MS = 45_000
"""After a longer rest the name and the short cue come again before the start."""

HELD_MS = 10_000
"""At most so long before its first rep a position is held."""

_LEAST_COUNT_IN = 2
"""So many low tones are enough before go where words would have no room else."""

_FREE_MS = 5000
"""Least time without a word in what is called a rest."""


@dataclass(frozen=True)
class RestWords:
    """What is said on the way to an exercise, a sentence each."""

    announcement: list[str] = field(default_factory=list)
    """What is next and how to get there; the body moves from its end on."""
    instruction: list[str] = field(default_factory=list)
    """How it is done, said while the body moves."""
    closing: list[str] = field(default_factory=list)
    """Just before the count-in."""
    rest: str | None = None
    """How long one rests, said first where that comes true and leaves some time for it."""
    recap: list[str] = field(default_factory=list)
    """What is next, once more, where all of it was said long ago."""
    way: list[str] = field(default_factory=list)
    """Into a posture that tires, said so late."""
    way_ms: int = 0
    """What the body needs for that, in milliseconds."""
    position: list[str] = field(default_factory=list)
    """What else brings the body into its place; nothing but `closing` comes after it."""
    stays: bool = False
    """Whether the posture is that of the exercise before: `way` is said after a long change."""


def lay_rest(
    context: ComposeContext,
    length: int,
    opening: list[str],
    closing: list[str],
    where: Where,
    number: str | None = None,
    position: Sequence[str] = (),
    rest: str | None = None,
) -> bool:
    """Lay down a rest of exactly `length` ms that ends where the go tone begins.

    The `position` and the rep's `number` come last before the count-in, and go before its
    low tones but one, `closing` before all but two. Words that find no room are dropped, the
    last of `closing` first: a rest is the body's time as much as a hold is. How long the `rest`
    is comes before `opening` where it has room; it is no loss elsewhere, as it is heard all the
    same. Returns whether the number was said.
    """
    timeline = context.timeline
    timeline.turn_page()
    start, go = timeline.now, timeline.now + length
    timeline.now = go
    free = timeline.free_from(start)
    is_long = length >= LONG_REST_MS and go - RISING_MS - MARGIN_MS >= free
    room = go - (RISING_MS if is_long else 1000) - free
    last = [*position] if _has_room(context, [*position], room, is_long=is_long) else []
    says_number = number is not None and _has_room(context, [*last, number], room, is_long=is_long)
    last += [number] if says_number and number is not None else []
    if is_long:
        until, last = lay_rising(context, last, go, where)
        lay_count_in(context, go - COUNT_IN * 1000, go, where)
    else:
        words = talk_ms(context, [*closing, *last])
        has_room = free + words <= go - _LEAST_COUNT_IN * 1000
        until = lay_count_in(
            context, free + (words if has_room else talk_ms(context, last)), go, where
        )
    if last:
        until -= talk_ms(context, last)
        timeline.talk_at(last, until, where)
    said, until = _closing(context, closing, free, until, where)
    if rest:
        timeline.say_near(rest, timeline.free_from(free), until, where)
    for text in opening:
        at = timeline.free_from(free)
        if not timeline.say_near(text, at, until, where):
            timeline.drop(text, start, where)
    for text in [*closing[said:], *(text for text in position if text not in last)]:
        timeline.drop(text, start, where)
    fill_silence(context, start, go, where)
    return says_number


def _has_room(context: ComposeContext, last: list[str], room: int, *, is_long: bool) -> bool:
    """Return whether the `last` words fit into `room` ms, besides those after a rising tone."""
    before, _ = split_last(context, last) if is_long else (last, [])
    return talk_ms(context, before) <= room


def lay_change(
    context: ComposeContext, least: int, move: int, words: RestWords, where: Where
) -> None:
    """Lay down the change to the next exercise, at least `least` ms long.

    It grows until everything is said and the body had `move` ms after the call
    to move: no count-in begins before one is in position. What tires comes last.
    """
    timeline = context.timeline
    timeline.turn_page()
    start = timeline.now
    timeline.now = free = timeline.free_from(start)
    if words.rest and _comes_true(context, start + least, free, move, words):
        timeline.talk([words.rest], where)
        timeline.now += PAUSE_MS
    timeline.talk(words.announcement, where)
    in_place = timeline.now + move
    if words.instruction:
        timeline.now += PAUSE_MS
        timeline.talk(words.instruction, where)

    last, least_rising = _last(context, words), max(start + least - RISING_MS, in_place)
    if words.stays:
        bare = _last(context, replace(words, way=[]))
        is_short = bare.rising(timeline.now, least_rising) + RISING_MS - start <= HELD_MS
        last = bare if is_short else last
    rising = last.rising(timeline.now, least_rising)
    # Only after a long rest: what is measured has to be spoken, whether it is said or not.
    recap = words.recap if least > RECAP_MS else []
    if rising - talk_ms(context, recap) - last.rising(timeline.now, 0) < LONG_REST_MS:
        recap = []
    go = rising + RISING_MS
    lay_rising(context, last.after, go, where)
    begin = rising - last.length
    timeline.talk_at(recap, begin - talk_ms(context, recap), where)
    last.lay(begin, where)
    lay_count_in(context, go - COUNT_IN * 1000, go, where)
    fill_silence(context, start, go, where, is_rest=least >= LONG_REST_MS)
    timeline.now = go


@dataclass(frozen=True)
class _Last:
    """The last words before the rising tone, in order."""

    context: ComposeContext
    """Where they are laid down."""
    first: list[str]
    """Those of the closing words that are said before the position."""
    position: list[str]
    """What brings the body into its place."""
    spare_ms: int
    """What the body needs for that besides the words after it."""
    before: list[str]
    """The closing words between the position and the rising tone."""
    after: list[str]
    """Those that fit after that."""

    @property
    def length(self) -> int:
        """How long all before the rising tone takes, in milliseconds."""
        return self.spare_ms + talk_ms(self.context, [*self.first, *self.position, *self.before])

    def rising(self, said: int, least: int) -> int:
        """Return where the rising tone comes: at `least`, or as soon as may be after `said`."""
        return max(least, said + 2 * PAUSE_MS + self.length)

    def lay(self, at: int, where: Where) -> None:
        """Say those before the rising tone, from `at` on."""
        timeline, texts = self.context.timeline, [*self.first, *self.position]
        timeline.talk_at(texts, at, where)
        at += talk_ms(self.context, texts) + self.spare_ms
        timeline.talk_at(self.before, at, where)


def _last(context: ComposeContext, words: RestWords) -> _Last:
    """Order what is said last: the position as late as may be, and held no longer than it may."""
    before, after = split_last(context, words.closing)
    position = [*words.way, *words.position]
    first, before = parted(context, before, position) if position else ([], before)
    settled = PAUSE_MS + RISING_MS + talk_ms(context, [*words.position, *before])
    spare = max(0, words.way_ms - settled) if words.way else 0
    return _Last(context, first, position, spare, before, after)


def parted(
    context: ComposeContext, closing: list[str], position: list[str]
) -> tuple[list[str], list[str]]:
    """Divide `closing` into what has to come before `position`, and what may follow it.

    From the end of its first sentence on, with the time after the rising tone, it is held.
    """
    count, others = 0, position[1:]
    while count < len(closing) and RISING_MS + talk_ms(context, others + closing[count:]) > HELD_MS:
        count += 1
    return closing[:count], closing[count:]


def _comes_true(context: ComposeContext, end: int, free: int, move: int, words: RestWords) -> bool:
    """Return whether the rest before a change lasts as long as written, and is one."""
    first = [words.rest or "", *words.announcement]
    moved = free + talk_ms(context, first) + move
    last = _last(context, words).length
    said = free + talk_ms(context, [*first, *words.instruction]) + last + PAUSE_MS
    return moved <= end - RISING_MS and said + _FREE_MS <= end - RISING_MS


def lay_rising(
    context: ComposeContext, last: list[str], go: int, where: Where
) -> tuple[int, list[str]]:
    """Lay down the rising tone, and after it as many of the `last` words as fit.

    Returns where words before it must end, and those that are left.
    """
    timeline = context.timeline
    timeline.tone("rest_over", go - RISING_MS, where)
    ahead, after = split_last(context, last)
    if after:
        at = go - COUNT_IN * 1000 - MARGIN_MS - talk_ms(context, after) + PAUSE_MS
        timeline.talk_at(after, at, where)
    return go - RISING_MS, ahead


def split_last(context: ComposeContext, last: list[str]) -> tuple[list[str], list[str]]:
    """Divide `last` into what comes before the rising tone, and what fits after it."""
    count, room = len(last), _after_rising_ms(context)
    while count and talk_ms(context, last[count - 1 :]) - PAUSE_MS <= room:
        count -= 1
    return last[:count], last[count:]


def _after_rising_ms(context: ComposeContext) -> int:
    """Return the room for words between the rising tone and the count-in."""
    return RISING_MS - context.timeline.lasts("rest_over") - COUNT_IN * 1000 - 2 * MARGIN_MS


def talk_ms(context: ComposeContext, texts: list[str]) -> int:
    """Return how long `texts` take, each with a pause after it."""
    return sum(context.timeline.measure(text) + PAUSE_MS for text in texts)


def lay_count_in(context: ComposeContext, free: int, go: int, where: Where) -> int:
    """Lay down as many low tones as there is room for; return the first one's onset."""
    onset = go
    while onset - 1000 >= free and onset > go - COUNT_IN * 1000:
        onset -= 1000
        context.timeline.tone("count_in", onset, where)
    return onset


def _closing(
    context: ComposeContext, texts: list[str], free: int, until: int, where: Where
) -> tuple[int, int]:
    """Say as many of `texts` as fit before `until`; return how many, and where they begin."""
    count = len(texts)
    while count and until - talk_ms(context, texts[:count]) < free:
        count -= 1
    begin = until - talk_ms(context, texts[:count])
    context.timeline.talk_at(texts[:count], begin, where)
    return count, begin
