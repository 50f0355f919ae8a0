"""A timeline: where the composer lays sounds down, one voice at a time.

Sounds that must be where they are (tones on beats, counts) are put; words that
may be dropped are fitted, and what finds no room is kept as dropped.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest
from typing import Literal

from audiocoach.coach.score import Cue, DroppedCue, DroppedNumber, Span, SpanKind, Where
from audiocoach.tone_spec import STANDARD, Tone, ToneSet

Measure = Callable[[str], int]
"""How many milliseconds a text takes to say."""

RepWord = Literal["word", "number", "needed number"]
"""What is said of a rep: what the body does, the rep's number, or that with its side or word."""

Rise = Callable[[str], int]
"""How many milliseconds after its start a text is felt to begin."""


Pause = Callable[[str, str], int]
"""How many milliseconds of silence stand between two sentences."""


def at_once(_text: str) -> int:
    """Return 0: a text is felt to begin where it does."""
    return 0


MARGIN_MS = 100
"""Silence kept between two sounds, so that a word is never glued to a tone."""

CLOSE_MS = 50
"""Silence kept between the words of two phases too quick for more."""

PAUSE_MS = 450
"""Silence between two sentences: time to take one in before the next."""

NUMBERS_APART_MS = 2 * PAUSE_MS
"""The same where one ends in a number and the next begins with one."""


def usual_pause(_before: str, _after: str) -> int:
    """Return the silence between any two sentences."""
    return PAUSE_MS


_MOMENT_MS = 12_000
"""So soon after its place a sentence is not missed."""

_RECENT = 300
"""More sounds than there are where known ones still yield."""

_RANK: dict[SpanKind, int] = {
    "round": -1, "exercise": 0, "change": 1, "set": 1, "rest": 2, "rep": 2, "phase": 3, "hold": 3,
}  # fmt: skip


@dataclass
class Timeline:
    """Sounds and spans from a beginning at 0, growing towards the end."""

    measure: Measure
    """How long a text takes to say, in milliseconds."""
    now: int = 0
    """Where the next thing begins, in milliseconds."""
    cues: list[Cue] = field(default_factory=list)
    """What was laid down, not yet in order."""
    spans: list[Span] = field(default_factory=list)
    """The stretches marked, not yet in order."""
    dropped: list[DroppedCue] = field(default_factory=list)
    """What found no room."""
    rise: Rise = at_once
    """When a text is felt to begin, in milliseconds after its start."""
    pause: Pause = usual_pause
    """How long the silence between two sentences is, in milliseconds."""
    tones: ToneSet = STANDARD
    """The tones in force."""
    known: set[Cue] = field(default_factory=set)
    """Sounds of a movement that is known by now, which yield to others."""
    repeated: set[Cue] = field(default_factory=set)
    """Reminders said again within a phase: none comes beside what is next."""
    rep_words: dict[Cue, RepWord] = field(default_factory=dict)
    """What is said of reps, as far as something may be said between it."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Where the routine file has what is said of the step that is being laid down, by sentence."""
    step: str = ""
    """Where it has that step itself."""
    _window: int = 0
    _next_window: int = 0
    _ticks: range = range(0)

    def turn_page(self) -> None:
        """Begin a new rep or rest: only what came since the last one may be in its way."""
        self._window, self._next_window = self._next_window, len(self.cues)
        self._ticks = range(0)

    def lasts(self, tone: Tone) -> int:
        """Return how many milliseconds `tone` sounds."""
        return self.tones.ms[tone]

    def tone(self, tone: Tone, at: int, where: Where) -> int:
        """Put a tone at `at`; return its end."""
        end = at + self.lasts(tone)
        self.cues.append(Cue(at, end, tone=tone, where=where, tones=self.tones.name))
        return end

    def tick(self, starts: Sequence[int], where: Where) -> None:
        """Lay ticks at `starts`, in order, where nothing sounds.

        Until others are laid, what has its moment may take their place.
        """
        laid, first, free_from = self._seen() if starts else [], len(self.cues), 0
        for at in starts:
            end = at + self.lasts("tick")
            is_clear = all(cue.end_ms <= at or end <= cue.start_ms for cue in laid)
            if free_from <= at and is_clear:
                free_from = self.tone("tick", at, where)
        self._ticks = range(first, len(self.cues))

    def say(self, text: str, at: int, where: Where) -> int:
        """Put a spoken text at `at`; return its end."""
        end = at + self.measure(text)
        self.cues.append(Cue(at, end, text=text, where=where))
        return end

    def talk(self, texts: list[str], where: Where) -> None:
        """Say `texts` one after the other from now on, and move on to their end."""
        self.talk_at(texts, self.now, where)
        self.now += max(self.talk_ms(texts) - PAUSE_MS, 0)

    def talk_ms(self, texts: Sequence[str]) -> int:
        """Return how long `texts` take, each with a pause after it."""
        pauses = sum(self.pause(before, after) for before, after in pairwise(texts))
        return sum(map(self.measure, texts)) + pauses + (PAUSE_MS if texts else 0)

    def silence_ms(self, before: str, after: str, usual: int) -> int:
        """Return the least silence between two texts: the `usual` one, but between numbers."""
        pause = self.pause(before, after)
        return usual if pause == PAUSE_MS else max(pause, usual)

    def talk_at(self, texts: Sequence[str], at: int, where: Where) -> None:
        """Say `texts` one after the other from `at` on."""
        for text, after in zip_longest(texts, texts[1:], fillvalue=""):
            at = self.say(text, at, where) + self.pause(text, after)

    def note_rep_words(self, texts: Mapping[str, RepWord], where: Where) -> None:
        """Note which of the last two pages' sounds say one of `texts` of the rep at `where`."""
        for cue in self._seen():
            kind = texts.get(cue.text or "")
            if kind and (cue.where.rep, cue.where.side) == (where.rep, where.side):
                self.rep_words[cue] = kind

    def span(self, kind: SpanKind, title: str, start: int, where: Where) -> None:
        """Mark the stretch from `start` until now."""
        self.spans.append(Span(kind, title, start, self.now, where))

    def free_from(self, at: int) -> int:
        """Return the first moment from `at` on that no sound laid down so far reaches into."""
        for cue in sorted(self.cues[self._window :], key=lambda cue: cue.start_ms):
            if cue.start_ms - MARGIN_MS < at < cue.end_ms + MARGIN_MS or cue.start_ms == at:
                at = cue.end_ms + MARGIN_MS
        return at

    def since(self, start: int) -> list[Cue]:
        """Return the sounds of the last two pages that begin at `start` or later."""
        return [cue for cue in self.cues[self._window :] if cue.start_ms >= start]

    def is_free(
        self, start: int, end: int, between_words: int = MARGIN_MS, after_tones: int = MARGIN_MS
    ) -> bool:
        """Return whether nothing sounds from `start` to `end`, margins included."""
        margins = ((cue, between_words if cue.text else after_tones) for cue in self._seen())
        return all(
            cue.end_ms + margin <= start or end + margin <= cue.start_ms for cue, margin in margins
        )

    def is_clear(self, start: int, end: int) -> bool:
        """Return whether nothing sounds from `start` to `end`, however near something is."""
        return all(cue.end_ms <= start or end <= cue.start_ms for cue in self._seen())

    def make_room(
        self,
        start: int,
        end: int,
        *,
        but: Container[str] | None = None,
        first: int | None = None,
    ) -> None:
        """Take away the known sounds that reach into `start` to `end`, margins included.

        With `but`, only words, and not those. They are looked for from the sound number
        `first` on; without it, among the last ones.
        """
        if first is None:
            first = max(len(self.cues) - _RECENT, 0) if self.known else len(self.cues)
        for number in reversed(range(first, len(self.cues))):
            cue = self.cues[number]
            if (
                cue.start_ms - MARGIN_MS < end
                and start < cue.end_ms + MARGIN_MS
                and cue in self.known
                and (but is None or (cue.text is not None and cue.text not in but))
            ):
                self._remove(number)

    def end_reminders(self, at: int) -> None:
        """Take away the repeated reminders that are not over well before `at`."""
        for number in reversed(range(max(len(self.cues) - _RECENT, 0), len(self.cues))):
            if self.cues[number] in self.repeated and self.cues[number].end_ms + PAUSE_MS > at:
                self._remove(number)

    def withdraw(self, text: str, start: int, end: int, *, first: int) -> None:
        """Take away each `text` that is said between `start` and `end`, from sound `first` on."""
        for number in reversed(range(first, len(self.cues))):
            cue = self.cues[number]
            if cue.text == text and cue.start_ms < end and start < cue.end_ms:
                self._remove(number)

    def silence_numbers(self, at: int) -> None:
        """Take away the reps' numbers that are not over before `at`, and note that."""
        for number in reversed(range(max(len(self.cues) - _RECENT, 0), len(self.cues))):
            cue = self.cues[number]
            if self.rep_words.get(cue) == "number" and cue.end_ms > at:
                self._remove(number)
                self.drop_number(cue.text or "", cue.start_ms, cue.where, "rep")

    def _remove(self, number: int) -> None:
        """Take the sound `number` away, and count on from the others as before."""
        del self.cues[number]
        self._window -= number < self._window
        self._next_window -= number < self._next_window
        first, last = self._ticks.start, self._ticks.stop
        self._ticks = range(first - (number < first), last - (number < last))

    def has_room(self, tone: Tone, at: int, until: int) -> bool:
        """Return whether a tone at `at` would touch no other sound, and end before `until`."""
        end = at + self.lasts(tone)
        return end + MARGIN_MS <= until and self.is_free(at, end)

    def _seen(self) -> list[Cue]:
        """Return the sounds of the last two pages."""
        return self.cues[self._window :]

    def say_close(self, text: str, at: int, until: int, where: Where) -> bool:
        """Say `text` from just `at` on if it ends before `until`, close to words beside it.

        Returns whether it was said.
        """
        end = at + self.measure(text)
        fits = end + CLOSE_MS <= until and self.is_free(at, end, CLOSE_MS, CLOSE_MS)
        if fits:
            self.say(text, at, where)
        return fits

    def beat_start(self, text: str, at: int) -> int:
        """Return where `text` begins if it is to be felt at `at`: as near as there is room."""
        return self._beat_start(text, at, self._seen())

    def _beat_start(self, text: str, at: int, laid: Sequence[Cue]) -> int:
        ends = [cue.end_ms for cue in laid if cue.start_ms < at]
        return min(at, max(at - self.rise(text), *(end + MARGIN_MS for end in ends), 0))

    def say_at_moment(self, text: str, at: int, until: int, where: Where) -> bool:
        """Say `text` so that it is felt at `at`, in the place of a metronome's ticks if need be.

        Returns whether it was said.
        """
        return self.say_on_beat(text, at, until, where) or (
            bool(self._ticks) and self._say_over_ticks(text, at, until, where)
        )

    def _say_over_ticks(self, text: str, at: int, until: int, where: Where) -> bool:
        first, last = self._ticks.start, self._ticks.stop
        others = [*self.cues[self._window : first], *self.cues[last:]]
        start = self._beat_start(text, at, others)
        end = start + self.measure(text)
        room_start, room_end = start - MARGIN_MS, end + MARGIN_MS
        fits = room_end <= until and all(
            cue.end_ms <= room_start or room_end <= cue.start_ms for cue in others
        )
        if fits:
            low = bisect_right(self.cues, room_start, first, last, key=lambda cue: cue.end_ms)
            high = bisect_left(self.cues, room_end, low, last, key=lambda cue: cue.start_ms)
            del self.cues[low:high]
            self._ticks = range(first, last - (high - low))
            self.say(text, start, where)
        return fits

    def say_on_beat(self, text: str, at: int, until: int, where: Where) -> bool:
        """Say `text` so that it is felt at `at`, if it ends before `until`.

        Returns whether it was said.
        """
        return self._say_from(text, self.beat_start(text, at), until, where)

    def _say_from(self, text: str, at: int, until: int, where: Where) -> bool:
        end = at + self.measure(text)
        fits = end + MARGIN_MS <= until and self.is_free(at, end)
        if fits:
            self.say(text, at, where)
        return fits

    def say_near(self, text: str, at: int, until: int, where: Where) -> bool:
        """Say `text` at the first free place from `at` on that ends before `until`."""
        after = [cue.end_ms + MARGIN_MS for cue in self.cues[self._window :]]
        places = sorted(place for place in after if place > at)
        return self.say_on_beat(text, at, until, where) or any(
            self._say_from(text, place, until, where) for place in places
        )

    def say_before(self, text: str, earliest: int, until: int, where: Where) -> bool:
        """Say `text` so that it ends just before `until`; return whether it had room."""
        at = until - MARGIN_MS - self.measure(text)
        return at >= earliest and self.say_on_beat(text, at, until, where)

    def say_last(
        self, position: Sequence[str], number: str | None, earliest: int, until: int, where: Where
    ) -> bool:
        """Say a rep's `position` and `number` so that they end just before `until`.

        Without room for both the number is left out, and then a position is dropped. Return
        whether anything was said.
        """
        if not position:
            return number is not None and self.say_before(number, earliest, until, where)
        for texts in ([*position, number] if number else [*position], [*position]):
            at = until - MARGIN_MS + PAUSE_MS - self.talk_ms(texts)
            if at >= earliest:
                self.talk_at(texts, at, where)
                return True
        for text in position:
            self.drop(text, earliest, where)
        return self.say_last((), number, earliest, until, where)

    def drop(self, text: str, at: int, where: Where, place: str = "", needs_ms: int = 0) -> None:
        """Note that `text` found no room at `at`; of a phase's word also what it would need."""
        place = place or self.sources.get(text, "")
        self.dropped.append(DroppedCue(at, text, where, place, needs_ms, self.step))

    def drop_words(self, text: str, at: int, where: Where, needs_ms: int) -> None:
        """Note that `text` found no room at `at`; of the coach's own words also what it needs."""
        self.drop(text, at, where, needs_ms=0 if text in self.sources else needs_ms)

    def drop_number(
        self, text: str, at: int, where: Where, number: DroppedNumber, place: str = ""
    ) -> None:
        """Note that what `text` numbers found no room at `at`."""
        self.dropped.append(DroppedCue(at, text, where, place, 0, self.step, number))

    def ordered_cues(self, shift: int) -> list[Cue]:
        """Return the cues in order of their start, `shift` milliseconds later."""
        return [
            replace(cue, start_ms=cue.start_ms + shift, end_ms=cue.end_ms + shift)
            for cue in sorted(self.cues, key=lambda cue: cue.start_ms)
        ]

    def ordered_spans(self, shift: int) -> list[Span]:
        """Return the spans, outer before inner, `shift` milliseconds later."""
        return [
            Span(span.kind, span.title, span.start_ms + shift, span.end_ms + shift, span.where)
            for span in sorted(self.spans, key=_outer_first)
        ]

    def ordered_drops(self, shift: int) -> list[DroppedCue]:
        """Return what was dropped in order, `shift` milliseconds later.

        What is said a moment later after all was not.
        """
        said: dict[tuple[str, str | None], list[int]] = {}
        for cue in self.cues:
            if cue.text:
                said.setdefault((cue.text, cue.where.exercise), []).append(cue.start_ms)
        dropped = (drop for drop in self.dropped if not _is_said(drop, said))
        ordered = sorted(dropped, key=lambda drop: drop.at_ms)
        return [replace(drop, at_ms=drop.at_ms + shift) for drop in ordered]


def _is_said(drop: DroppedCue, said: Mapping[tuple[str, str | None], Sequence[int]]) -> bool:
    """Return whether a sentence dropped on a way is `said` a moment later."""
    if drop.number or drop.needs_ms or drop.where.rep:
        return False
    starts = said.get((drop.text, drop.where.exercise), ())
    return any(0 <= at - drop.at_ms <= _MOMENT_MS for at in starts)


def _outer_first(span: Span) -> tuple[int, int, int]:
    return span.start_ms, -span.end_ms, _RANK[span.kind]
