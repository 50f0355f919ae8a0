"""What leads to the work: rests, changes of side and exercise, and the count-in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.rest_updates import fill_silence
from audiocoach.coach.score import Where
from audiocoach.coach.timeline import MARGIN_MS, PAUSE_MS
from audiocoach.coach.words_before import AT_THE_END, LONG_REST_MS, MOVES, ORDER, Kind, WordsBefore
from audiocoach.tone_spec import COUNT_IN

RISING_MS = 5000
"""From the onset of the rising tone to the go tone, always."""

RECAP_MS = 45_000
"""After a longer rest the name and the short cue come again before the start."""

HELD_MS = 10_000
"""At most so long before its first rep a position is held."""

LEAST_COUNT_IN = 2
"""So many low tones are enough before go where words would have no room else."""

_FREE_MS = 5000
"""Least time without a word in what is called a rest."""


def lay_rest(
    context: ComposeContext,
    length: int,
    opening: list[str],
    closing: list[str],
    where: Where,
    number: str | None = None,
    position: Sequence[str] = (),
    rest: str | None = None,
    *,
    apart_ms: int = 0,
) -> bool:
    """Lay down a rest of exactly `length` ms that ends where the go tone begins.

    The `position` and the rep's `number` come last before the count-in, and go before its
    low tones but one, `closing` before all but two. Words that find no room are dropped, the
    last of `closing` first: a rest is the body's time as much as a hold is. How long the `rest`
    is comes before `opening` where it has room; it is no loss elsewhere, as it is heard all the
    same. For `apart_ms` no number stands alone: seconds were counted right before. Returns
    whether the number was said.
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
    apart = start + (0 if last else apart_ms)
    if says_number and number is not None and free < apart:
        spare = room - talk_ms(context, [number])
        says_number = free + spare >= apart or talk_ms(context, closing[:1]) <= spare
    last += [number] if says_number and number is not None else []
    apart = apart if says_number else start
    if is_long:
        until, last = lay_rising(context, last, go, where)
        lay_count_in(context, go - COUNT_IN * 1000, go, where)
    else:
        words = free + talk_ms(context, [*closing, *last])
        if not closing or words > go - LEAST_COUNT_IN * 1000:
            words = max(free, apart) + talk_ms(context, last)
        until = lay_count_in(context, words, go, where)
    if last:
        until -= talk_ms(context, last)
        timeline.talk_at(last, until, where)
    said, until = _closing(context, closing, free, until, where, last)
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
    context: ComposeContext, least: int, move: int, words: WordsBefore, where: Where
) -> None:
    """Lay down the change to the next exercise, at least `least` ms long.

    It grows until everything is said and the body had `move` ms after the call
    to move: no count-in begins before one is in position. What tires comes last.
    """
    timeline = context.timeline
    timeline.turn_page()
    start = timeline.now
    timeline.now = free = timeline.free_from(start)
    words = _without_known(context, words, start + least - free)
    if words.of("release"):
        timeline.talk(words.of("release"), where)
        timeline.now += PAUSE_MS
    if _comes_true(context, start + least, free, move, words):
        timeline.talk(words.of("rest"), where)
        timeline.now += PAUSE_MS
    way = _way_in_the_end(context, least, words, start)
    first = words.only(set(ORDER) - AT_THE_END) if way else words
    call, instruction = first.of(*_CALL), first.of(*_EXPLANATION)
    timeline.talk(call, where)
    in_place = timeline.now + (0 if way else move)
    if instruction:
        timeline.now += timeline.pause(call[-1] if call else "", instruction[0])
        timeline.talk(instruction, where)

    last, least_rising = last_words(context, words), max(start + least - RISING_MS, in_place)
    if words.stays:
        bare = last_words(context, words.only(set(ORDER) - {"late"}))
        is_short = bare.rising(timeline.now, least_rising) + RISING_MS - start <= HELD_MS
        last = bare if is_short else last
    rising = last.rising(timeline.now, least_rising)
    said = last.rising(timeline.now, 0)
    begin = rising - last.length
    recap = way.texts if way else recap_before(context, least, words, rising - said)
    go = rising + RISING_MS
    lay_rising(context, last.after, go, where)
    timeline.talk_at(recap, way.at if way else begin - lead_ms(context, recap, last.texts), where)
    last.lay(begin, where)
    lay_count_in(context, go - COUNT_IN * 1000, go, where)
    fill_silence(context, start, go, where, is_rest=least >= LONG_REST_MS)
    timeline.now = go


def _without_known(context: ComposeContext, words: WordsBefore, room: int) -> WordsBefore:
    """Return `words` in short where the body knows them, and a rest of `room` ms would grow."""
    if not words.short:
        return words
    said = words.of("release", *_CALL, *_EXPLANATION)
    needed = talk_ms(context, said) + 2 * PAUSE_MS + last_words(context, words).length + RISING_MS
    return words if needed <= room else words.shorter()


_CALL = ORDER[ORDER.index("put_aside") : ORDER.index("stance") + 1]
"""What is next and how to get there; the body moves from its end on."""
_EXPLANATION: tuple[Kind, ...] = ("instruction", "dose", "side", "later")
"""How it is done, said while the body moves."""


@dataclass(frozen=True)
class LateWay:
    """The way to the next posture at the end of a long rest, up to which the body stays."""

    texts: list[str]
    """What is said: the name, the way, and how it is done."""
    at: int
    """Where it begins, in milliseconds."""


def way_in_the_end(
    context: ComposeContext, length: int, words: WordsBefore, until: int, said: int
) -> LateWay | None:
    """Return how the body comes to its place at the end of a rest of `length` ms.

    It ends so early that the body has time before the last words, which begin at `until`. None
    where the rest is not so long, or not so silent from `said` on: then all is said before.
    """
    way, recap = words.of(*MOVES), words.of("recap")
    if length <= RECAP_MS or not way:
        return None
    texts = [*recap[:1], *way, *(words.of("instruction") or recap[1:])]
    moved = until - words.comfort_ms - talk_ms(context, [*recap[:1], *way])
    at = min(until - talk_ms(context, texts), moved)
    return LateWay(texts, at) if at - said >= LONG_REST_MS else None


def _way_in_the_end(
    context: ComposeContext, least: int, words: WordsBefore, start: int
) -> LateWay | None:
    """Return the same for a rest from `start` on that lasts `least` ms, or grows."""
    if least <= RECAP_MS:
        return None
    before = words.only(set(ORDER) - AT_THE_END).of("rest", *_CALL, *_EXPLANATION)
    until = start + least - RISING_MS - last_words(context, words).length
    said = context.timeline.now + talk_ms(context, before) + PAUSE_MS
    return way_in_the_end(context, least, words, until, said)


def recap_before(
    context: ComposeContext, length: int, words: WordsBefore, silence: int
) -> list[str]:
    """Say what is next once more before the last words, where all of it was said long ago.

    That is after a rest of `length` ms, with a `silence` that leaves a rest as well.
    """
    # Only after a long rest: what is measured has to be spoken, whether it is said or not.
    recap = words.of("recap") if length > RECAP_MS else []
    return recap if silence - talk_ms(context, recap) >= LONG_REST_MS else []


@dataclass(frozen=True)
class LastWords:
    """The last words of a change, in order."""

    context: ComposeContext
    """Where they are laid down."""
    first: list[str]
    """Those of the closing words that are said before the position."""
    position: list[str]
    """What brings the body into its place."""
    spare_ms: int
    """What the body needs for that besides the words after it."""
    before: list[str]
    """The closing words between the position and the rising tone, or the count-in."""
    after: list[str]
    """Those that fit after a rising tone."""

    @property
    def texts(self) -> list[str]:
        """All of them, in order."""
        return [*self.first, *self.position, *self.before, *self.after]

    @property
    def said_ms(self) -> int:
        """How long all before the rising tone takes to say, in milliseconds."""
        return talk_ms(self.context, [*self.first, *self.position, *self.before])

    @property
    def length(self) -> int:
        """How long all before the rising tone takes, in milliseconds."""
        return self.spare_ms + self.said_ms

    def rising(self, said: int, least: int) -> int:
        """Return where the rising tone comes: at `least`, or as soon as may be after `said`."""
        return max(least, said + 2 * PAUSE_MS + self.length)

    def lay(self, at: int, where: Where) -> None:
        """Say those before the rising tone, from `at` on."""
        timeline, texts = self.context.timeline, [*self.first, *self.position]
        timeline.talk_at(texts, at, where)
        at += lead_ms(self.context, texts, self.before) + self.spare_ms
        timeline.talk_at(self.before, at, where)


def last_words(context: ComposeContext, words: WordsBefore, *, rises: bool = True) -> LastWords:
    """Order what is said last: the position as late as may be, and held no longer than it may.

    Without a tone that `rises`, the count-in comes right after it.
    """
    closing, position = words.of("number", "get_ready"), words.of("late", "position")
    before, after = split_last(context, closing) if rises else (closing, [])
    tail = RISING_MS if rises else COUNT_IN * 1000
    first, before = _parted(context, before, position, tail) if position else ([], before)
    late = words.of("late")
    settled = PAUSE_MS + tail + talk_ms(context, [*position[len(late) :], *before])
    spare = max(0, words.way_ms - settled) if late else 0
    return LastWords(context, first, position, spare, before, after)


def _parted(
    context: ComposeContext, closing: list[str], position: list[str], tail: int
) -> tuple[list[str], list[str]]:
    """Divide `closing` into what has to come before `position`, and what may follow it.

    From the end of its first sentence on, with the `tail` after the words, it is held.
    """
    count, others = 0, position[1:]
    while count < len(closing) and tail + talk_ms(context, others + closing[count:]) > HELD_MS:
        count += 1
    return closing[:count], closing[count:]


def _comes_true(
    context: ComposeContext, end: int, free: int, move: int, words: WordsBefore
) -> bool:
    """Return whether the rest before a change lasts as long as written, and is one."""
    if not words.of("rest"):
        return False
    first = words.of("release", "rest", *_CALL)
    moved = free + talk_ms(context, first) + move
    last = last_words(context, words).length
    said = free + talk_ms(context, [*first, *words.of(*_EXPLANATION)]) + last + PAUSE_MS
    return moved <= end - RISING_MS and said + _FREE_MS <= end - RISING_MS


def lay_rising(
    context: ComposeContext, last: list[str], go: int, where: Where, low_tones: int = COUNT_IN
) -> tuple[int, list[str]]:
    """Lay down the rising tone, and after it as many of the `last` words as fit.

    Returns where words before it must end, and those that are left.
    """
    timeline = context.timeline
    timeline.tone("rest_over", go - RISING_MS, where)
    ahead, after = split_last(context, last, low_tones)
    if after:
        at = go - low_tones * 1000 - MARGIN_MS - talk_ms(context, after) + PAUSE_MS
        timeline.talk_at(after, at, where)
    return go - RISING_MS, ahead


def split_last(
    context: ComposeContext, last: list[str], low_tones: int = COUNT_IN
) -> tuple[list[str], list[str]]:
    """Divide `last` into what comes before the rising tone, and what fits after it.

    So many `low_tones` count one in.
    """
    room = RISING_MS - context.timeline.lasts("rest_over") - low_tones * 1000 - 2 * MARGIN_MS
    count = len(last)
    while count and talk_ms(context, last[count - 1 :]) - PAUSE_MS <= room:
        count -= 1
    return last[:count], last[count:]


def talk_ms(context: ComposeContext, texts: list[str]) -> int:
    """Return how long `texts` take, each with a pause after it."""
    return context.timeline.talk_ms(texts)


def lead_ms(context: ComposeContext, texts: list[str], following: Sequence[str]) -> int:
    """Return how long `texts` take before those `following`."""
    first = [*following[:1]]
    return talk_ms(context, [*texts, *first]) - talk_ms(context, first)


def lay_count_in(context: ComposeContext, free: int, go: int, where: Where) -> int:
    """Lay down as many low tones as there is room for; return the first one's onset."""
    onset = go
    while onset - 1000 >= free and onset > go - COUNT_IN * 1000:
        onset -= 1000
        context.timeline.tone("count_in", onset, where)
    return onset


def _closing(
    context: ComposeContext,
    texts: list[str],
    free: int,
    until: int,
    where: Where,
    following: Sequence[str],
) -> tuple[int, int]:
    """Say as many of `texts` as fit before those `following` at `until`.

    Return how many, and where they begin.
    """
    count = len(texts)
    while count and until - lead_ms(context, texts[:count], following) < free:
        count -= 1
    begin = until - lead_ms(context, texts[:count], following)
    context.timeline.talk_at(texts[:count], begin, where)
    return count, begin
