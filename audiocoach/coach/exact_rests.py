"""The way to an exercise in a rest that is exactly as long as written.

Nothing may make it longer: what finds no room in it is said within the work before it,
or shorter, or else dropped, the least important first.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.rest_updates import fill_silence
from audiocoach.coach.rests import (
    HELD_MS,
    LONG_REST_MS,
    RISING_MS,
    RestWords,
    lay_count_in,
    lay_rising,
    parted,
    split_last,
    talk_ms,
)
from audiocoach.coach.score import Where
from audiocoach.coach.timeline import MARGIN_MS, PAUSE_MS

EARLIEST_MS = 30_000
"""At most so long before its end the work before a rest is talked into."""

_ENOUGH = 300
"""More sounds than those half a minute can hold."""


@dataclass(frozen=True)
class ExactWords:
    """What is to be said on the way to an exercise, a sentence each, by importance."""

    name: tuple[str, ...] = ()
    """The round that begins, and what is next."""
    way: tuple[str, ...] = ()
    """How to get there."""
    number: str | None = None
    """The first rep's number or word, right before the count-in."""
    instruction: tuple[str, ...] = ()
    """How it is done."""
    cue: tuple[str, ...] = ()
    """What is said in place of a longer instruction."""
    dose: tuple[str, ...] = ()
    """How often it is done."""
    rest: str | None = None
    """How long one rests, said first; a rest that has no room for it is heard all the same."""
    before: tuple[str, ...] = ()
    """What else is said at first: what is put aside."""
    later: tuple[str, ...] = ()
    """What the exercise after it needs."""
    get_ready: str | None = None
    """Said before the number."""
    late_way: tuple[str, ...] = ()
    """Into a posture that tires, where there is time for that in the end."""
    way_ms: int = 0
    """What the body needs for that, in milliseconds."""
    position: tuple[str, ...] = ()
    """What else brings the body into its place; only `get_ready` and the number come after."""
    stays: bool = False
    """Whether the posture is that of the exercise before."""


def way_in(words: RestWords, rest_ms: int) -> tuple[list[str], list[str]]:
    """Say when one comes into a posture that tires, in a rest of `rest_ms`: at first, or late."""
    if words.stays:
        return [], words.way if rest_ms > HELD_MS else []
    return ([], words.way) if rest_ms > HELD_MS + words.way_ms else (words.way, [])


def lay_exact_change(
    context: ComposeContext, rest_ms: int, words: ExactWords, where: Where, work_start: int
) -> bool:
    """Lay down a change of exactly `rest_ms`, after work that began at `work_start`.

    Return whether the first rep's number was said.
    """
    timeline = context.timeline
    if rest_ms:
        timeline.turn_page()
    start, go = timeline.now, timeline.now + rest_ms
    free = min(timeline.free_from(start), go)
    until = lay_count_in(context, free, go, where) if rest_ms else go
    last = [text for text in (words.get_ready, words.number) if text]
    after: list[str] = []
    if rest_ms >= LONG_REST_MS and go - RISING_MS - MARGIN_MS >= free:
        _, after = split_last(context, last)
        until, _ = lay_rising(context, after, go, where)
    earliest = max(work_start, start - EARLIEST_MS)
    choice = _Choice(context, words, until - free, earliest, start, after)
    choice.lay(free, until, where)
    fill_silence(context, start, go, where)
    timeline.now = go
    return words.number is not None and words.number in choice.said


class _Choice:
    """What is said in a rest, and before it."""

    def __init__(
        self,
        context: ComposeContext,
        words: ExactWords,
        room: int,
        earliest: int,
        start: int,
        said: list[str],
    ) -> None:
        """Choose from `words` what fits into `room` ms, or before `start`, from `earliest` on.

        Those in `said` are laid down already.
        """
        self.timeline, self.words, self.left, self.start = context.timeline, words, room, start
        self.earliest = earliest
        self.early: list[str] = []
        self.dropped: list[str] = []
        self.said = set(said)
        self.last = _Last(context, words, said)
        self._choose()

    def lay(self, free: int, until: int, where: Where) -> None:
        """Say what was chosen: in the rest from `free` to `until`, and before."""
        timeline, words = self.timeline, self.words
        ordered = [*([words.rest] if words.rest else []), *words.before, *words.name, *words.way]
        ordered += [*words.instruction, *words.cue, *words.dose, *words.later]
        at = free
        for text in ordered:
            if text in self.said:
                at = timeline.say(text, at, where) + PAUSE_MS
        self.last.lay(self.said, until, where)
        at = self._gap(self.early) or 0
        for text in self.early:
            at = timeline.say(text, at, where) + PAUSE_MS
        for text in self.dropped:
            timeline.drop(text, self.start, where)

    def _choose(self) -> None:
        words = self.words
        number = [words.number] if words.number and words.number not in self.said else []
        unplaced = self._choose_position()
        whole = [*words.name, *words.way, *number, *words.instruction]
        way = [] if self._fits([*words.way]) else [*words.way]
        fits = not unplaced and self._fits(whole)
        if fits and self._fits([*whole, *words.dose]):
            self._take(whole)
        elif words.instruction and self._say_early(
            [*words.name, *way, *words.instruction, *unplaced]
        ):
            pass
        elif fits:
            self._take(whole)
        else:
            self.dropped += words.instruction
            self._choose_name(way, unplaced)
        is_short = bool(self.dropped)
        if self.early:
            self._say_more_early([*(words.cue if is_short else ()), *words.dose], unplaced)
        self._take_rest([*words.way, *number, *(words.cue if is_short else ()), *words.dose])
        if self.early and self._fits([*words.name]):
            self._take([*words.name])  # what is next is worth saying again
        self._take_rest([*reversed(words.before)])
        if words.rest and self._fits([words.rest]):
            self._take([words.rest])
        self._take_rest([*words.later])
        self._take_rest([words.get_ready] if words.get_ready else [])

    def _choose_position(self) -> list[str]:
        """Take what brings the body into its place; return it where the rest has no room for it.

        If the posture stays the same, the work before it doesn't announce it.
        """
        way, own = [*self.words.late_way], [*self.words.position]
        if self._fits([*way, *own], self.last.spare_ms):
            self._take([*way, *own])
            self.left -= self.last.spare_ms
            return []
        if not self.words.stays:
            return [*way, *own]
        self.dropped += way
        if not self._fits(own):
            return own
        self._take(own)
        return []

    def _take_rest(self, texts: list[str]) -> None:
        """Take those of `texts` that aren't said yet, each if it fits."""
        for text in texts:
            if text not in self.said and text not in self.early:
                self._take_if_it_fits(text)

    def _choose_name(self, way: list[str], unplaced: list[str]) -> None:
        """Choose where the name is said, with the `way` there that has no room in the rest.

        Nor has what is `unplaced` of the position.
        """
        name = [*self.words.name]
        fits = not unplaced and self._fits([*name, *self.words.way])
        if fits or not (
            self._say_early([*name, *way, *unplaced])
            or self._say_early([*name, *unplaced])
            or self._say_early(name)
        ):
            for text in reversed(name):
                self._take_if_it_fits(text)
        self.dropped += [text for text in unplaced if text not in self.early]

    def _say_early(self, texts: list[str]) -> bool:
        """Have `texts` said before the rest, if they find room there; return whether they do."""
        if self._gap(texts) is None:
            return False
        self.early = texts
        return True

    def _say_more_early(self, texts: list[str], position: list[str]) -> None:
        """Say what there is no room for in the rest with what is said before it, where it fits.

        The `position` stays last.
        """
        late = [*self.words.way]
        for text in texts:
            if self._fits([*late, text]):
                late.append(text)
            else:
                last = [each for each in self.early if each in position]
                more = [each for each in self.early if each not in position]
                self._say_early([*more, text, *last])

    def _take_if_it_fits(self, text: str) -> None:
        if self._fits([text]):
            self._take([text])
        else:
            self.dropped.append(text)

    def _fits(self, texts: list[str], spare_ms: int = 0) -> bool:
        return self._length(texts) + spare_ms <= self.left

    def _take(self, texts: list[str]) -> None:
        self.said.update(texts)
        self.left -= self._length(texts)

    def _length(self, texts: list[str]) -> int:
        return sum(self.timeline.measure(text) + PAUSE_MS for text in texts)

    def _gap(self, texts: list[str]) -> int | None:
        """Return the latest place before the rest where `texts` find room."""
        length = self._length(texts) - PAUSE_MS
        edge = self.start
        for cue in sorted(self.timeline.cues[-_ENOUGH:], key=lambda cue: -cue.start_ms):
            if cue.start_ms >= self.start:
                continue
            if cue.end_ms + 2 * MARGIN_MS + length <= edge:
                break
            edge = cue.start_ms
            if edge <= self.earliest:
                return None
        at = edge - MARGIN_MS - length
        return at if at >= self.earliest else None


class _Last:
    """The last words of a rest: the position, and what may follow it."""

    def __init__(self, context: ComposeContext, words: ExactWords, said: list[str]) -> None:
        """Order those of `words` that aren't `said`, after the rising tone."""
        self._context = context
        closing = [text for text in (words.get_ready, words.number) if text]
        left = [text for text in closing if text not in said]
        position = [*words.late_way, *words.position]
        first, self._after = parted(context, left, position) if position else ([], left)
        self._before = [*first, *position]
        settled = PAUSE_MS + RISING_MS + talk_ms(context, [*words.position, *self._after])
        self.spare_ms = max(0, words.way_ms - settled) if words.late_way else 0

    def lay(self, chosen: Container[str], until: int, where: Where) -> None:
        """Say those that are `chosen`, until `until`."""
        timeline = self._context.timeline
        after = [text for text in self._after if text in chosen]
        until -= talk_ms(self._context, after)
        timeline.talk_at(after, until, where)
        before = [text for text in self._before if text in chosen]
        timeline.talk_at(before, until - self.spare_ms - talk_ms(self._context, before), where)
