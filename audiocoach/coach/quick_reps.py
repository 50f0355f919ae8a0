"""Reps so quick that their word is known after the first ones: steps, skips, jumps.

Were it said each time, it would be heard three hundred times in five minutes, and nothing
else had room. Where the body does but one thing, a tick says when; where it does several,
their words are said, but yield to what else is due.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.score import Cue, Where
from audiocoach.coach.timeline import CLOSE_MS
from audiocoach.units import seconds_to_ms

if TYPE_CHECKING:
    from audiocoach.routine.model import Exercise

QUICK_MS = 2000
"""A shorter phase is quick."""

_KNOWN_TONES = ("tick", "phase", None)
"""What yields of a known rep's sounds: beats, and words."""


def is_quick(exercise: Exercise) -> bool:
    """Return whether `exercise` has quick phases, and no metronome that is heard instead."""
    return not exercise.beat_ms and has_quick_phases(exercise)


def has_quick_phases(exercise: Exercise) -> bool:
    """Return whether all phases of `exercise` are quick, with no seconds to count in them."""
    if exercise.cues.count in ("up", "down"):
        return False
    return not any(
        phase.hold or phase.count_aloud or seconds_to_ms(phase.seconds) >= QUICK_MS
        for phase in exercise.phases
    )


def are_quick(exercises: Iterable[Exercise], rests_ms: Iterable[int]) -> bool:
    """Return whether reps of `exercises` are quick, and follow without a rest."""
    return not any(rests_ms) and all(map(is_quick, exercises))


def are_one_word(exercises: Sequence[Exercise], rests_ms: Iterable[int]) -> bool:
    """Return whether they are of one phase, too."""
    return are_quick(exercises, rests_ms) and all(len(one.phases) == 1 for one in exercises)


def lay_known(context: ComposeContext, number: str | None, end: int, where: Where) -> None:
    """Say the `number` of a known rep on its beat, from now to `end`, or lay a tick there."""
    timeline, start = context.timeline, context.timeline.now
    if number and timeline.say_on_beat(number, start, end, where):
        return
    if number:
        timeline.drop_number(number, start, where, "rep")
    tick_end = start + timeline.lasts("tick")
    if tick_end + CLOSE_MS <= end and timeline.is_clear(start, tick_end + CLOSE_MS):
        timeline.tone("tick", start, where)


def known_sounds(cues: Iterable[Cue]) -> Iterable[Cue]:
    """Return those of a known rep's `cues` that yield to what else is due."""
    return (cue for cue in cues if cue.tone in _KNOWN_TONES)
