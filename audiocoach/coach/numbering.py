"""Which number a rep is announced by, and where it stands: one rule for every length of rest.

A number comes right before its rep: before the count-in where there is one, else before
the first beat, in the rest or at the end of the rep before. Where all of a set would
not fit there, they follow the first phase's word. What the body does goes before numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from audiocoach.coach.phrases import Phrases
from audiocoach.coach.reminders import NEW_REPS
from audiocoach.coach.scene import Scene
from audiocoach.coach.score import Side
from audiocoach.coach.timeline import MARGIN_MS, PAUSE_MS
from audiocoach.coach.work import (
    COUNT_IN_REST_MS,
    counted,
    end_room_ms,
    is_bounded,
    rep_rest_ms,
    word_start_ms,
)
from audiocoach.routine.model import Exercise, Phase
from audiocoach.units import seconds_to_ms

Turn = tuple[int, Side | None]
"""Which rep of which side, from 1."""

EVERY = 5
"""Those numbers are said that it divides: where not every one of a set fits, and in longer sets
that go on without a count-in from the rep on that isn't new."""

_FEW = 6
"""Sets of no more reps have all their numbers."""


@dataclass(frozen=True)
class Numbering:
    """How the reps of an exercise's sets are announced."""

    name: Callable[[Turn], str]
    """The text for a turn: all of an exercise alike."""
    before: bool = True
    """Whether it stands before the rep; else after its first phase's word."""
    every: int = 1
    """Only the numbers that this divides are said; 0: none."""
    known: range = range(0)
    """The reps of a movement that is known: of these only those that EVERY divides are counted."""
    uncounted: Callable[[Turn], str] | None = None
    """The text for a known turn that isn't counted; None: nothing."""

    def text(self, turn: Turn) -> str | None:
        """Return what is said for `turn`; None where that is nothing."""
        if not self.every:
            return None
        if turn[0] in self.known and turn[0] % EVERY:
            return self.uncounted(turn) if self.uncounted else None
        return None if turn[0] % self.every else self.name(turn)


def number_reps(scene: Scene, exercise: Exercise, order: Sequence[Turn]) -> Numbering:
    """Choose how the turns of `order`, an exercise's set, are announced."""
    reps, phrases = max(rep for rep, _ in order), scene.phrases
    sided = exercise.sides == "alternate" and len(order) > 1
    if not scene.speaks or (reps == 1 and not sided):
        return Numbering(_numbers(scene, exercise, reps), every=0)

    numbers, sides = _numbers(scene, exercise, reps), _sides(phrases)
    before, after = _room_before(scene, exercise), _room_after(scene, exercise)
    known, uncounted = _known(scene, exercise, reps), sides if sided else None
    if exercise.beat_ms:
        before, after = _between_ticks(scene, exercise, exercise.beat_ms, before, after)

    def fit(name: Callable[[Turn], str], room: int) -> bool:
        return all(scene.timeline.measure(name(turn)) <= room for turn in order[1:])

    if sided and reps == 1:
        return Numbering(sides, before=fit(sides, before))
    if fit(numbers, before):
        return Numbering(numbers, known=known, uncounted=uncounted)
    if sided and fit(sides, before):
        return Numbering(sides)
    if fit(numbers, after):
        return Numbering(numbers, before=False, known=known, uncounted=uncounted)
    # Between the ticks of a metronome there is no place that one number has and another lacks.
    return Numbering(numbers, before=before >= after, every=0 if exercise.beat_ms else EVERY)


def _between_ticks(
    scene: Scene, exercise: Exercise, beat_ms: float, before: int, after: int
) -> tuple[int, int]:
    """Return what a metronome leaves of the room before and after the first word of a rep."""
    room = int(beat_ms) - scene.timeline.lasts("tick") - 2 * MARGIN_MS
    before = before if rep_rest_ms(scene, exercise) else min(before, room)
    return before, min(after, room - _word_ms(scene, exercise.phases[0]) - MARGIN_MS)


def _known(scene: Scene, exercise: Exercise, reps: int) -> range:
    """Return the reps of a set of `reps` that need no number: not the first ones, nor the last.

    With a count-in before each rep there is time for every number.
    """
    if reps <= _FEW or rep_rest_ms(scene, exercise) >= COUNT_IN_REST_MS:
        return range(0)
    return range(NEW_REPS + 1, reps)


def counts_seconds(exercise: Exercise) -> bool:
    """Tell whether seconds are counted in `exercise`: bare numbers would sound like theirs."""
    return any(is_bounded(phase) or counted(phase, exercise.cues) for phase in exercise.phases)


def _numbers(scene: Scene, exercise: Exercise, reps: int) -> Callable[[Turn], str]:
    phrases = scene.phrases
    with_total = counts_seconds(exercise) or rep_rest_ms(scene, exercise) >= COUNT_IN_REST_MS

    def name(turn: Turn) -> str:
        rep, side = turn
        suffix = f"_{side}" if side and exercise.sides == "alternate" else ""
        if with_total:
            return phrases.say(f"rep_of{suffix}", n=rep, total=reps)
        return phrases.say(f"rep{suffix}", n=rep)

    return name


def _sides(phrases: Phrases) -> Callable[[Turn], str]:
    return lambda turn: phrases.say(f"side_{turn[1]}")


def _room_before(scene: Scene, exercise: Exercise) -> int:
    """Return the milliseconds that a number has before a rep that isn't the first."""
    rest, last = rep_rest_ms(scene, exercise), exercise.phases[-1]
    if not rest:
        return 0 if is_bounded(last) else _after_word(scene, last, exercise.phases[-2:-1])
    taken = end_room_ms(scene) if is_bounded(last) else MARGIN_MS
    least_count_in = 1000 + PAUSE_MS if rest >= COUNT_IN_REST_MS else MARGIN_MS
    return rest - taken - least_count_in


def _after_word(scene: Scene, phase: Phase, before: Iterable[Phase]) -> int:
    joined = any(map(is_bounded, before))
    taken = word_start_ms(scene, phase, joined=joined, counted_in=False) + _word_ms(scene, phase)
    return seconds_to_ms(phase.seconds) - taken - 2 * MARGIN_MS


def _room_after(scene: Scene, exercise: Exercise) -> int:
    """Return the milliseconds that a number has after the first word of any rep."""
    first = exercise.phases[0]
    joined = rep_rest_ms(scene, exercise) == 0 and is_bounded(exercise.phases[-1])
    word_start = max(
        word_start_ms(scene, first, joined=False, counted_in=True),
        word_start_ms(scene, first, joined=joined, counted_in=False),
    )
    return seconds_to_ms(first.seconds) - word_start - _word_ms(scene, first) - 2 * MARGIN_MS


def _word_ms(scene: Scene, phase: Phase) -> int:
    return scene.timeline.measure(phase.name)
