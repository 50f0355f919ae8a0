"""A rest that is exactly as long as written, and the room it has for words."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.rests import (
    HELD_MS,
    RISING_MS,
    LastWords,
    last_words,
    lay_count_in,
    lay_rising,
    lead_ms,
    recap_before,
    split_last,
    talk_ms,
    way_in_the_end,
)
from audiocoach.coach.score import Where
from audiocoach.coach.timeline import MARGIN_MS, PAUSE_MS
from audiocoach.coach.words_before import (
    AT_THE_END,
    EARLY_ORDER,
    LONG_REST_MS,
    ORDER,
    PLACE,
    URGENT,
    Kind,
    WordsBefore,
)
from audiocoach.tone_spec import COUNT_IN

_TIGHT_MS = PAUSE_MS - MARGIN_MS
"""What a sentence's pause may lose before a low tone, where a rest is tight."""

_HEAD = ORDER[: ORDER.index("recap")]
"""What is said at the start of a rest; the last words come at its end."""

_MOVING: tuple[Kind, ...] = ("up", "fetch", "into")
"""What the body is called to do at the start of a rest."""

_WAY: frozenset[Kind] = frozenset({"name", *PLACE})
"""What is next, and how the body comes there."""

_AT_ONCE: tuple[Kind, ...] = ("release", "put_aside", *_MOVING)

_HURRIED: tuple[Kind, ...] = (*_AT_ONCE, *(kind for kind in _HEAD if kind not in _AT_ONCE))
"""The same where the body has hardly time to move: it is called to do so before all else, but for
what is in its hands."""


class TightRest:
    """The rest itself, and the room it has for words."""

    def __init__(
        self, context: ComposeContext, words: WordsBefore, start: int, length: int
    ) -> None:
        """Look at a rest from `start` of `length` ms, with `words` to choose from.

        A long one has a rising tone, but where the body could not be brought to its place
        around it: getting up would have to be called for within the work then.
        """
        self._context, self._words = context, words
        self._go, self._length = start + length, length
        self._free = min(context.timeline.free_from(start), self._go)
        self._head = _HEAD
        if words.comfort_ms and self._left_ms(set(ORDER)) < words.comfort_ms:
            self._head = _HURRIED
        self._rises = False
        if length >= LONG_REST_MS and self._go - RISING_MS - MARGIN_MS >= self._free:
            fits_without = self.has_room(set(PLACE))
            self._rises = True
            self._rises = not fits_without or (self.has_room(set(PLACE)) and not self._hurries())

    def has_room(self, kinds: Set[Kind]) -> bool:
        """Return whether all of `kinds` can be said; nothing urgent waits for the body to move."""
        if "rest" in kinds and self._head is _HURRIED:
            return False  # after the way it was no longer true
        last = last_words(self._context, self._words.only(kinds), rises=self._rises)
        is_urgent = kinds <= URGENT
        head_ms = self._head_ms(kinds, last.texts)
        if head_ms + last.length <= self._room_ms(COUNT_IN):
            return True
        if self._rises:
            return is_urgent and self._squeezed(kinds, last) is not None
        # Where there is hardly time to say where to go, a tone that counts in is of no use.
        tones = 0 if kinds <= set(PLACE) else 1
        return is_urgent and head_ms + last.said_ms - _TIGHT_MS <= self._room_ms(tones)

    def _hurries(self) -> bool:
        """Return whether the way to the floor is called for only after the rising tone."""
        if self._words.way_ms <= RISING_MS:
            return False
        said_ms = last_words(self._context, self._words.only(_WAY)).said_ms
        return self._head_ms(_WAY) + said_ms > self._room_ms(COUNT_IN)

    def _squeezed(self, kinds: Set[Kind], last: LastWords) -> tuple[list[str], int] | None:
        """Return what is said around the rising tone, and how many low tones remain for that.

        None where no number of them makes room.
        """
        texts = [*self._words.of(*self._head, among=kinds), *last.texts]
        for low_tones in range(COUNT_IN, 0, -1):
            ahead, _ = split_last(self._context, texts, low_tones)
            if talk_ms(self._context, ahead) <= self._room_ms(low_tones):
                return texts, low_tones
        return None

    def late_ms(self, kinds: Set[Kind]) -> int:
        """Return how much the body lacks of the least time it needs, where `kinds` are said."""
        return max(self._words.least_ms - self._left_ms(kinds), 0)

    def _left_ms(self, kinds: Set[Kind]) -> int:
        """Return what the call to move, among `kinds`, leaves for that."""
        moving = [kind for kind in self._head if kind in _MOVING and self._words.of(kind)]
        if not moving:
            return self._words.comfort_ms
        call = self._head[: self._head.index(moving[-1]) + 1]
        texts = self._words.of(*call, among=kinds)
        return self._go - self._free - talk_ms(self._context, texts) + PAUSE_MS

    def may_precede(self, kind: Kind) -> bool:
        """Return whether `kind` may be said before the rest: no place is held for long."""
        is_held = kind in ("late", "position") and self._length > HELD_MS
        waits = self._words.is_change_of_side and self._length > 0
        return kind in EARLY_ORDER and not is_held and not waits

    def lay(self, kinds: Set[Kind], where: Where) -> None:
        """Say `kinds`: the head from the start on, the last words right before the count-in."""
        context, go = self._context, self._go
        last = last_words(context, self._words.only(kinds), rises=self._rises)
        head_end = self._free + self._head_ms(kinds, last.texts)
        if not self._rises:
            said_by = max(head_end + last.said_ms - _TIGHT_MS, self._free)
            until = lay_count_in(context, said_by, go, where)
        elif head_end - self._free + last.said_ms > self._room_ms(COUNT_IN):
            self._lay_squeezed(kinds, last, where)
            return
        else:
            until, _ = lay_rising(context, last.after, go, where)
            lay_count_in(context, go - COUNT_IN * 1000, go, where)
        spare_ms = max(until - head_end - last.said_ms, 0)
        last = replace(last, spare_ms=min(last.spare_ms, spare_ms))
        begin = until - last.length
        way = way_in_the_end(
            context, self._length, self._words.only({*kinds, "recap"}), begin, head_end
        )
        first = kinds - AT_THE_END if way else kinds
        recap = recap_before(context, self._length, self._words, begin - head_end)
        at = begin - lead_ms(context, recap, last.texts)
        context.timeline.talk_at(self._words.of(*self._head, among=first), self._free, where)
        context.timeline.talk_at(way.texts if way else recap, way.at if way else at, where)
        last.lay(begin, where)

    def _lay_squeezed(self, kinds: Set[Kind], last: LastWords, where: Where) -> None:
        """Say `kinds` around the rising tone, with fewer low tones."""
        context, go = self._context, self._go
        found = self._squeezed(kinds, last)
        texts, low_tones = found if found else ([], COUNT_IN)
        _, ahead = lay_rising(context, texts, go, where, low_tones)
        context.timeline.talk_at(ahead, self._free, where)
        lay_count_in(context, go - low_tones * 1000, go, where)

    def _head_ms(self, kinds: Set[Kind], following: Sequence[str] = ()) -> int:
        texts = self._words.of(*self._head, among=kinds)
        return lead_ms(self._context, texts, following)

    def _room_ms(self, tones: int) -> int:
        """Return the room for words, with so many low `tones` of the count-in where none rises."""
        end = self._go - (RISING_MS if self._rises else tones * 1000)
        return max(end - self._free, 0)
