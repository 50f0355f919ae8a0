"""What is left of work that is done by time, in as many reps as fit: said between their words."""

from __future__ import annotations

from collections.abc import Sequence

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.score import Where
from audiocoach.coach.time_cues import times_left
from audiocoach.coach.timeline import MARGIN_MS
from audiocoach.coach.work_countdown import WorkCountdown
from audiocoach.routine.cues import Cues
from audiocoach.routine.once_each import once_each
from audiocoach.routine.periods import Turn
from audiocoach.units import seconds_to_ms

NEAR_MS = 2000
"""At most so far from its moment what is left is said, where words stand at that moment."""

_BESIDE_MS = 6000
"""So near to what is left of the whole no half of a phase is called, unless it is asked for."""

_SEVERAL = 2


def work_calls(
    context: ComposeContext, turns: Sequence[Turn], rests_ms: Sequence[int]
) -> WorkCalls | None:
    """Return what is said of the time left of the work that begins now, a side's `turns`.

    That is of work by time, in several reps: a single one's phases say it themselves.
    `rests_ms` lie between them.
    """
    one = turns[0].exercise
    if one.for_seconds is None or len(turns) < _SEVERAL:
        return None
    phases = (phase for turn in turns for phase in turn.exercise.phases)
    length = sum(rests_ms) + sum(seconds_to_ms(phase.seconds) for phase in phases)
    return WorkCalls(context, one.cues, length, WorkCountdown(context, turns, rests_ms, length))


@once_each
def without_times_left(cues: Cues) -> Cues:
    """Return what is said within the phases of such work: what is left is of the whole."""
    return cues.model_copy(update={"time_left_every_seconds": 0})


class WorkCalls:
    """Says what is left of a side's work, while that is being laid down."""

    def __init__(
        self, context: ComposeContext, cues: Cues, length: int, countdown: WorkCountdown
    ) -> None:
        """Say with `context` what `cues` ask for in work of `length` ms, then the `countdown`."""
        start = context.timeline.now
        self._context, self._end, self._countdown = context, start + length, countdown
        self._due = list(times_left(cues, start, self._end))
        self._first = len(context.timeline.cues)
        self._may_withdraw = context.speaks and cues.halfway is None

    def lay(self, until: int, where: Where) -> None:
        """Lay down those that are due well before `until`, up to which all else stands."""
        is_over = until >= self._end
        while self._due and (is_over or self._due[0] + 2 * NEAR_MS <= until):
            self._lay_one(self._due.pop(0), until, where)
        if is_over:
            self._countdown.lay(lambda at: self._where_at(at, where))

    def _lay_one(self, at: int, until: int, where: Where) -> None:
        """Say what is left at `at`, or as near to it as there is room."""
        timeline, context = self._context.timeline, self._context
        text = context.phrases.left((self._end - at) // 1000)
        length = timeline.measure(text) if context.speaks else timeline.lasts("tick")
        if self._may_withdraw:
            halfway = context.phrases.say("halfway")
            timeline.withdraw(halfway, at - _BESIDE_MS, at + _BESIDE_MS, first=self._first)
        place = self._nearest(at, length, until, known=True)
        if place is None:
            place = self._nearest(at, length, until, known=False)
            if place is not None:
                timeline.make_room(place, place + length, first=self._first)
        here = self._where_at(at, where)
        if place is None:
            timeline.drop(text, at, here)
        elif context.speaks:
            timeline.say(text, place, here)
        else:
            timeline.tone("tick", place, here)

    def _where_at(self, at: int, where: Where) -> Where:
        """Return the rep that is done at `at`; `where` before any."""
        reps = (span for span in reversed(self._context.timeline.spans) if span.kind == "rep")
        return next((span.where for span in reps if span.start_ms <= at), where)

    def _nearest(self, at: int, length: int, until: int, *, known: bool) -> int | None:
        """Return the place nearest to `at` that is free, `known` sounds counted or not."""
        reach = NEAR_MS + length + 2 * MARGIN_MS
        # A rep of a minute that is counted aloud has more than sixty sounds after this moment.
        cues = [
            cue
            for cue in self._context.timeline.cues[self._first :]
            if at - reach < cue.end_ms
            and cue.start_ms < at + reach
            and (known or cue not in self._context.timeline.known)
        ]
        places = [at, *(cue.end_ms + MARGIN_MS for cue in cues)]
        places += [cue.start_ms - MARGIN_MS - length for cue in cues]
        free = (
            place
            for place in sorted(places, key=lambda each: abs(each - at))
            if abs(place - at) <= NEAR_MS
            and place + length + 2 * MARGIN_MS <= until
            and all(
                cue.end_ms + MARGIN_MS <= place or place + length + MARGIN_MS <= cue.start_ms
                for cue in cues
            )
        )
        return next(free, None)
