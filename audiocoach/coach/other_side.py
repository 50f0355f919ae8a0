"""What is said of the other side alone, where sides take turns: in the first pause before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.reps import COUNT_IN_REST_MS, end_room_ms
from audiocoach.coach.rests import LEAST_COUNT_IN, RISING_MS, talk_ms
from audiocoach.coach.score import Where
from audiocoach.coach.timeline import Timeline
from audiocoach.coach.words_before import LONG_REST_MS
from audiocoach.routine.periods import Turn


@dataclass(frozen=True)
class OtherSide:
    """What is said of the other side alone, and where."""

    turn: Turn | None = None
    """Its first rep; None where there is nothing to say."""
    texts: Sequence[str] = ()
    """How it is done, as far as that differs, in sentences."""
    fits: bool = False
    """Whether the pause before has room for them; else they are said before the work alone."""

    def said_before(self, turn: Turn) -> list[str]:
        """Return what is said in the pause before `turn`."""
        return [*self.texts] if self.fits and turn is self.turn else []

    def note_lost(self, timeline: Timeline, turn: Turn, where: Where) -> None:
        """Note what has no room right before `turn`, where it would be of use."""
        if turn is self.turn and not self.fits:
            for text in self.texts:
                timeline.drop(text, timeline.now, where)


def other_begins(order: Sequence[Turn]) -> int:
    """Return the index in `order`, a set, of the first turn of another side; 0: there is none."""
    return next((n for n, turn in enumerate(order) if turn.side != order[0].side), 0)


def pause_holds(context: ComposeContext, texts: list[str], rest_ms: int) -> bool:
    """Return whether a pause of `rest_ms` has room for `texts`, besides the tones in it."""
    if rest_ms >= LONG_REST_MS:
        tones = RISING_MS
    else:
        tones = LEAST_COUNT_IN * 1000 if rest_ms >= COUNT_IN_REST_MS else 0
    return end_room_ms(context) + talk_ms(context, texts) + tones <= rest_ms
