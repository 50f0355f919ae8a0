"""The way to an exercise in a rest that is exactly as long as written.

Nothing may make it longer: what finds no room in it is said within the work before it,
or shorter, or else dropped, the least important first.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from functools import cached_property

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.rest_updates import fill_silence
from audiocoach.coach.rests import (
    HELD_MS,
    RISING_MS,
    LastWords,
    last_words,
    lay_count_in,
    lay_rising,
    recap_before,
    split_last,
    talk_ms,
)
from audiocoach.coach.score import Cue, Where
from audiocoach.coach.timeline import MARGIN_MS, PAUSE_MS
from audiocoach.coach.words_before import (
    EARLY_ORDER,
    LONG_REST_MS,
    ORDER,
    PLACE,
    PRIORITY,
    URGENT,
    Kind,
    WordsBefore,
)
from audiocoach.tone_spec import COUNT_IN

EARLIEST_MS = 12_000
"""At most so long before its end the work before a rest is talked into."""

EARLIEST_INSTRUCTION_MS = 25_000
"""The same where an instruction is said there, which is heard nowhere else."""

_APART_MS = 350
"""Least silence around a sentence within the work: none comes between two seconds counted."""

_TIGHT_MS = PAUSE_MS - MARGIN_MS
"""What a sentence's pause may lose before a low tone, where a rest is tight."""

_ENOUGH = 300
"""More sounds than those seconds can hold."""

_PARTS = (EARLY_ORDER[: -len(PLACE)], PLACE)
"""What stands together in the work before a rest: what comes, and how the body comes there."""

_HEAD = ORDER[: ORDER.index("recap")]
"""What is said at the start of a rest; the last words come at its end."""


def lay_exact_change(
    context: ComposeContext, rest_ms: int, words: WordsBefore, where: Where, work_start: int
) -> bool:
    """Lay down a change of exactly `rest_ms`, after work that began at `work_start`.

    Return whether the first rep's number was said.
    """
    timeline = context.timeline
    if rest_ms:
        timeline.turn_page()
    start, go = timeline.now, timeline.now + rest_ms
    words = words.only(_said_in(words, rest_ms))
    rest = _Rest(context, words, start, rest_ms)
    work = _WorkBefore(context, words, start, work_start, flows=not rest_ms)
    kept, early = _choose(words, rest, work)
    work.lay(early, where)
    rest.lay(kept, where)
    # A number without room here follows the first phase's word; how long a rest is, one hears,
    # and that it is time to be ready say the tones.
    needless: set[Kind] = {"number", "rest", "get_ready"}
    if "instruction" in kept | early:
        needless.add("cue")
    if words.stands_up and "up" in kept | early:
        needless.add("into")
    dropped = set(PRIORITY) - kept - early - needless
    for text in words.of(*PRIORITY, among=dropped):
        timeline.drop(text, start, where)
    fill_silence(context, start, go, where)
    timeline.now = go
    return "number" in kept and bool(words.of("number"))


def _said_in(words: WordsBefore, rest_ms: int) -> Set[Kind]:
    """Return the kinds of `words` that a rest of `rest_ms` calls for."""
    needless: set[Kind] = set()
    if words.stays and rest_ms <= HELD_MS:
        needless.add("late")
    if rest_ms < LONG_REST_MS:
        needless.add("get_ready")
    return set(ORDER) - needless


def _choose(words: WordsBefore, rest: _Rest, work: _WorkBefore) -> tuple[Set[Kind], Set[Kind]]:
    """Choose what is said in the `rest`, and what in the `work` before, by its priority.

    What is said early begins with the name, so that it is clear what it is about.
    """
    kept: set[Kind] = set()
    early: set[Kind] = set()
    for kind in PRIORITY:
        if not words.of(kind) or (kind == "cue" and "instruction" in kept | early):
            continue
        if kind == "stance" and words.of("late") and "late" not in kept | early:
            continue  # how to stand is of no use without the bend
        if not early & _after(kind) and rest.has_room(kept | {kind}):
            kept.add(kind)
        elif (
            not kept & _before(kind)
            and rest.may_precede(kind)
            and work.has_room(early | {kind, "name"})
        ):
            early |= {kind, "name"}
    return kept, early


def _before(kind: Kind) -> Set[Kind]:
    """Return what the body does before `kind`, which may not come after it."""
    return set(PLACE[: PLACE.index(kind)]) if kind in PLACE else set()


def _after(kind: Kind) -> Set[Kind]:
    """Return what the body does after `kind`, which may not come before it."""
    if kind in ("number", "get_ready"):
        return set()
    return set(PLACE[PLACE.index(kind) + 1 :]) if kind in PLACE else set(PLACE)


class _Rest:
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
        self._rises = False
        if length >= LONG_REST_MS and self._go - RISING_MS - MARGIN_MS >= self._free:
            fits_without = self.has_room(set(PLACE))
            self._rises = True
            self._rises = not fits_without or self.has_room(set(PLACE))

    def has_room(self, kinds: Set[Kind]) -> bool:
        """Return whether all of `kinds` can be said; nothing urgent waits for the body to move."""
        last = last_words(self._context, self._words.only(kinds), rises=self._rises)
        is_urgent = kinds <= URGENT
        if self._head_ms(kinds) + last.length <= self._room_ms(COUNT_IN):
            return True
        if self._rises:
            return is_urgent and self._squeezed(kinds, last) is not None
        return is_urgent and self._head_ms(kinds) + last.said_ms - _TIGHT_MS <= self._room_ms(1)

    def _squeezed(self, kinds: Set[Kind], last: LastWords) -> tuple[list[str], int] | None:
        """Return what is said around the rising tone, and how many low tones remain for that.

        None where no number of them makes room.
        """
        texts = [*self._words.of(*_HEAD, among=kinds), *last.texts]
        for low_tones in range(COUNT_IN, 0, -1):
            ahead, _ = split_last(self._context, texts, low_tones)
            if talk_ms(self._context, ahead) <= self._room_ms(low_tones):
                return texts, low_tones
        return None

    def may_precede(self, kind: Kind) -> bool:
        """Return whether `kind` may be said before the rest: no place is held for long."""
        is_held = kind in ("late", "position") and self._length > HELD_MS
        waits = self._words.is_change_of_side and self._length > 0
        return kind in EARLY_ORDER and not is_held and not waits

    def lay(self, kinds: Set[Kind], where: Where) -> None:
        """Say `kinds`: the head from the start on, the last words right before the count-in."""
        context, go = self._context, self._go
        last = last_words(context, self._words.only(kinds), rises=self._rises)
        head_end = self._free + self._head_ms(kinds)
        if not self._rises:
            said_by = max(head_end + last.said_ms - _TIGHT_MS, self._free)
            until = lay_count_in(context, said_by, go, where)
        elif self._head_ms(kinds) + last.said_ms > self._room_ms(COUNT_IN):
            self._lay_squeezed(kinds, last, where)
            return
        else:
            until, _ = lay_rising(context, last.after, go, where)
            lay_count_in(context, go - COUNT_IN * 1000, go, where)
        spare_ms = max(until - head_end - last.said_ms, 0)
        last = replace(last, spare_ms=min(last.spare_ms, spare_ms))
        begin = until - last.length
        recap = recap_before(context, self._length, self._words, begin - head_end)
        context.timeline.talk_at(self._words.of(*_HEAD, among=kinds), self._free, where)
        context.timeline.talk_at(recap, begin - talk_ms(context, recap), where)
        last.lay(begin, where)

    def _lay_squeezed(self, kinds: Set[Kind], last: LastWords, where: Where) -> None:
        """Say `kinds` around the rising tone, with fewer low tones."""
        context, go = self._context, self._go
        found = self._squeezed(kinds, last)
        texts, low_tones = found if found else ([], COUNT_IN)
        _, ahead = lay_rising(context, texts, go, where, low_tones)
        context.timeline.talk_at(ahead, self._free, where)
        lay_count_in(context, go - low_tones * 1000, go, where)

    def _head_ms(self, kinds: Set[Kind]) -> int:
        return talk_ms(self._context, self._words.of(*_HEAD, among=kinds))

    def _room_ms(self, tones: int) -> int:
        """Return the room for words, with so many low `tones` of the count-in where none rises."""
        end = self._go - (RISING_MS if self._rises else tones * 1000)
        return max(end - self._free, 0)


class _WorkBefore:
    """The work before a rest, and the gaps in it between what is said there."""

    def __init__(
        self,
        context: ComposeContext,
        words: WordsBefore,
        start: int,
        work_start: int,
        *,
        flows: bool,
    ) -> None:
        """Look for room for `words` from `work_start` on before a rest that begins at `start`.

        `flows`: there is no rest.
        """
        self._flows = flows
        self._context, self._words = context, words
        self._start, self._work_start = start, work_start

    def has_room(self, kinds: Set[Kind]) -> bool:
        """Return whether all of `kinds` can be said."""
        return self._places(kinds) is not None

    def lay(self, kinds: Set[Kind], where: Where) -> None:
        """Say `kinds`, which have room, as late as may be."""
        timeline = self._context.timeline
        for text, at in self._places(kinds) or ():
            timeline.make_room(at, at + timeline.measure(text))
            timeline.say(text, at, where)

    def _places(self, kinds: Set[Kind]) -> list[tuple[str, int]] | None:
        """Return where each sentence begins; None without room.

        What is next and how the body comes there stand in a gap each, or in the same one; where
        there is none so long, and in a flow, which has no other place for them, each sentence
        does.
        """
        parts = self._parts(kinds)
        sentences = [[text] for part in parts for text in part]
        for busy in (self._busy, self._firm):
            together = None if self._flows else self._placed(parts, kinds, busy)
            places = together or self._placed(sentences, kinds, busy)
            if places is not None or len(self._firm) == len(self._busy):
                return places
        return None

    def _placed(
        self, parts: list[list[str]], kinds: Set[Kind], busy: Sequence[Cue]
    ) -> list[tuple[str, int]] | None:
        """Return where each sentence begins, each of `parts` in a gap between `busy` ones.

        None without room.
        """
        places: list[tuple[str, int]] = []
        longest = EARLIEST_INSTRUCTION_MS if "instruction" in kinds else EARLIEST_MS
        earliest = max(self._work_start, self._start - longest)
        until = self._start - _APART_MS
        for texts in reversed(parts):
            at = begin = self._latest(talk_ms(self._context, texts) - PAUSE_MS, until, busy)
            if begin < earliest:
                return None
            for text in texts:
                places.append((text, at))
                at += self._context.timeline.measure(text) + PAUSE_MS
            until = begin - PAUSE_MS
        return places

    def _parts(self, kinds: Set[Kind]) -> list[list[str]]:
        """Return what is said of `kinds`: what is next, and how the body comes there."""
        parts = [self._words.of(*part, among=kinds) for part in _PARTS]
        return [part for part in parts if part]

    def _latest(self, length: int, until: int, busy: Sequence[Cue]) -> int:
        """Return the latest place for `length` ms of speech that ends by `until`."""
        for cue in busy:
            if cue.end_ms + _APART_MS <= until - length or until - length < self._work_start:
                break
            until = min(until, cue.start_ms - _APART_MS)
        return until - length

    @cached_property
    def _busy(self) -> list[Cue]:
        """What sounds before the rest, the last first."""
        sounds = (
            cue for cue in self._context.timeline.cues[-_ENOUGH:] if cue.start_ms < self._start
        )
        return sorted(sounds, key=lambda cue: -cue.start_ms)

    @cached_property
    def _firm(self) -> list[Cue]:
        """What of it does not yield, as known words do."""
        known = self._context.timeline.known
        return [cue for cue in self._busy if cue not in known]
