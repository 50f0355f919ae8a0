"""The last seconds of work that is done by time, counted down over the words of its last reps.

Only known words yield to it. Where others stand, or a rep's number would be heard as one of
these, ticks say that it ends.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.reps import APART_MS, TIMED_MS, ends_counted
from audiocoach.coach.score import Cue, Where
from audiocoach.coach.timeline import MARGIN_MS
from audiocoach.routine.effective_values import rep_ms
from audiocoach.routine.periods import Turn

_Beats = list[tuple[int, str]]
"""When each number is felt, in milliseconds, and its text."""


class WorkCountdown:
    """Counts the last seconds of a side's `turns` down, after all else in them is laid down."""

    def __init__(
        self, context: ComposeContext, turns: Sequence[Turn], rests_ms: Sequence[int], length: int
    ) -> None:
        """Count in work of `length` ms that begins now; `rests_ms` lie between its `turns`."""
        self._context, self._first = context, len(context.timeline.cues)
        start = context.timeline.now
        self._end, last = start + length, turns[-1].exercise
        # A count-in before the last rep is no place for another count.
        self._earliest = self._end - rep_ms(last) if any(rests_ms) else start
        self._names = {phase.name for turn in turns for phase in turn.exercise.phases}
        is_counted = bool(last.beat_ms) or ends_counted(last.phases[-1], last.cues)
        self._seconds = 0 if is_counted or length < TIMED_MS else last.cues.countdown

    def lay(self, where_at: Callable[[int], Where]) -> None:
        """Count each second in words, or all of them in ticks; `where_at` says in which rep."""
        timeline, beats = self._context.timeline, self._beats()
        if not beats:
            return
        if self._context.speaks and self._fit(beats):
            for start, end, _ in self._places(beats):
                timeline.make_room(start, end)
            timeline.make_room(beats[0][0] - APART_MS, self._end, but=self._names)
            for start, _, text in self._places(beats):
                timeline.say(text, start, where_at(start))
            return
        for at, text in beats:
            if self._context.speaks:
                timeline.drop_number(text, at, where_at(at), "last second")
            if self._is_free(at, at + timeline.lasts("tick"), self._cues()):
                timeline.tone("tick", at, where_at(at))

    def _beats(self) -> _Beats:
        """Return when so many seconds are left, and the words for it."""
        say = self._context.phrases.say
        left = ((self._end - 1000 * n, n) for n in range(self._seconds, 0, -1))
        return [(at, say("count", n=n)) for at, n in left if at >= self._earliest]

    def _places(self, beats: _Beats) -> list[tuple[int, int, str]]:
        """Return when each number begins, so that it is felt on its beat, and when it ends."""
        measure, rise = self._context.timeline.measure, self._context.timeline.rise
        return [(at - rise(text), at - rise(text) + measure(text), text) for at, text in beats]

    def _fit(self, beats: _Beats) -> bool:
        """Return whether all numbers have room, each before the next, and none beside a rep's."""
        places, known = self._places(beats), self._context.timeline.known
        firm = [cue for cue in self._cues() if cue not in known]
        ends = [(end, start) for (_, end, _), (start, _, _) in pairwise(places)]
        in_time = all(
            end + MARGIN_MS <= until for end, until in [*ends, (places[-1][1], self._end)]
        )
        free = all(self._is_free(start, end, firm) for start, end, _ in places)
        return in_time and free and self._stands_apart(places[0][0], firm)

    def _stands_apart(self, first: int, firm: Sequence[Cue]) -> bool:
        """Return whether a phase's word, or some seconds, part `first` from a rep's number."""
        spoken = [cue for cue in firm if cue.text and cue.start_ms < first]
        last = max(spoken, key=lambda cue: cue.start_ms, default=None)
        return last is None or last.text in self._names or last.end_ms + APART_MS <= first

    def _cues(self) -> list[Cue]:
        """Return what sounds in the last seconds, and right before them."""
        since = self._end - 1000 * self._seconds - 2 * APART_MS
        return [cue for cue in self._context.timeline.cues[self._first :] if cue.end_ms > since]

    @staticmethod
    def _is_free(start: int, end: int, cues: Sequence[Cue]) -> bool:
        return all(
            cue.end_ms + MARGIN_MS <= start or end + MARGIN_MS <= cue.start_ms for cue in cues
        )
