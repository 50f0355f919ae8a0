"""A metronome: a tick on each beat, but where something is said that has its moment.

Between quick ticks nothing has room; what is left of the time, halfway and reminders at a
second take the place of a few, and the beat goes on after them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.score import Cue, Where
from audiocoach.routine.model import Phase
from audiocoach.units import seconds_to_ms


def beats(phase: Phase, beat_ms: float) -> int:
    """Return how many beats of a metronome `phase` has; the last may be cut by half."""
    return max(math.ceil(seconds_to_ms(phase.seconds) / beat_ms - 0.5), 1)


def lay_ticks(context: ComposeContext, phase: Phase, beat_ms: float | None, where: Where) -> None:
    """Tick on each beat of `phase` but the first, which has a tone of its own.

    Without a metronome there is none. A long tone on a beat before may reach into one of them,
    which is then left out.
    """
    if beat_ms:
        now, numbers = context.timeline.now, range(1, beats(phase, beat_ms))
        context.timeline.tick([now + round(beat * beat_ms) for beat in numbers], where)


def ticks(cues: Iterable[Cue]) -> Iterable[Cue]:
    """Return the ticks among the `cues` of a rep with a metronome: they yield to what is due."""
    return (cue for cue in cues if cue.tone == "tick")
