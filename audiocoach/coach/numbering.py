"""Which number a rep is announced by, and where it stands: one rule for every length of rest.

A number comes right before its rep: before the count-in where there is one, else before
the first beat, in the rest or at the end of the rep before. Where all of a set would
not fit there, they follow the first phase's word. What the body does goes before numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.phrases import Phrases
from audiocoach.coach.reminders import NEW_REPS
from audiocoach.coach.reps import COUNT_IN_REST_MS, counted, end_room_ms, is_bounded, word_start_ms
from audiocoach.coach.score import Side
from audiocoach.coach.timeline import MARGIN_MS, PAUSE_MS
from audiocoach.routine.model import Exercise, Phase
from audiocoach.units import seconds_to_ms

EVERY = 5
"""Those numbers are said that it divides: where not every one of a set fits, and in longer sets
that go on without a count-in from the rep on that isn't new."""

_FEW = 6
"""Sets of no more reps have all their numbers."""


@dataclass(frozen=True)
class Turn:
    """One rep of one side."""

    rep: int
    """Which of that side, from 1."""
    side: Side | None
    """Which side; None where there are none."""
    exercise: Exercise
    """The exercise as it is done in its set, on its side."""

    @property
    def total(self) -> int:
        """How many reps its set has of its side."""
        return self.exercise.reps.min


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
        if turn.rep in self.known and turn.rep % EVERY:
            return self.uncounted(turn) if self.uncounted else None
        return None if turn.rep % self.every else self.name(turn)


@dataclass(frozen=True)
class _Passage:
    """From one rep to the next."""

    before: Exercise
    """The exercise of the rep that ends."""
    after: Exercise
    """That of the rep that begins."""
    rest_ms: int
    """The rest between them."""


def number_reps(
    context: ComposeContext, order: Sequence[Turn], rests_ms: Sequence[int]
) -> Numbering:
    """Choose how the turns of `order`, a set, are announced; `rests_ms` lie between them."""
    reps, phrases = max(turn.total for turn in order), context.phrases
    sided = order[0].exercise.sides == "alternate" and len(order) > 1
    passages = _passages(order, rests_ms)
    numbers, sides = _numbers(context, order, passages), _sides(phrases)
    if not context.speaks or (reps == 1 and not sided):
        return Numbering(numbers, every=0)

    before = min(_room_before(context, each) for each in passages)
    after = min(_room_after(context, each) for each in passages)
    known, uncounted = _known(passages, reps), sides if sided else None
    beat_ms = order[0].exercise.beat_ms
    if beat_ms:
        before, after = _between_ticks(context, passages, beat_ms, before, after)

    def fit(name: Callable[[Turn], str], room: int) -> bool:
        return all(context.timeline.measure(name(turn)) <= room for turn in order[1:])

    if sided and reps == 1:
        return Numbering(sides, before=fit(sides, before))
    # With its side even a number without a total differs from a second's.
    names = [numbers, *([_short(phrases), sides] if sided else [])]
    name = next((each for each in names if fit(each, before)), None)
    if name:
        return Numbering(name, known=known, uncounted=uncounted)
    if fit(numbers, after):
        return Numbering(numbers, before=False, known=known, uncounted=uncounted)
    # Between the ticks of a metronome there is no place that one number has and another lacks.
    return Numbering(numbers, before=before >= after, every=0 if beat_ms else EVERY)


def _between_ticks(
    context: ComposeContext, passages: Iterable[_Passage], beat_ms: float, before: int, after: int
) -> tuple[int, int]:
    """Return what a metronome leaves of the room before and after the first word of a rep."""
    room = int(beat_ms) - context.timeline.lasts("tick") - 2 * MARGIN_MS
    for each in passages:
        before = before if each.rest_ms else min(before, room)
        after = min(after, room - _word_ms(context, each.after.phases[0]) - MARGIN_MS)
    return before, after


def _known(passages: Iterable[_Passage], reps: int) -> range:
    """Return the reps of a set of `reps` that need no number: not the first ones, nor the last.

    With a count-in before each rep there is time for every number.
    """
    has_count_in = any(each.rest_ms >= COUNT_IN_REST_MS for each in passages)
    return range(0) if reps <= _FEW or has_count_in else range(NEW_REPS + 1, reps)


def _passages(order: Sequence[Turn], rests_ms: Sequence[int]) -> list[_Passage]:
    """Return those from rep to rep, each kind once."""
    kinds = {
        (id(before.exercise), id(after.exercise), rest): _Passage(
            before.exercise, after.exercise, rest
        )
        for (before, after), rest in zip(pairwise(order), rests_ms, strict=True)
    }
    return list(kinds.values())


def counts_seconds(exercise: Exercise) -> bool:
    """Return whether seconds are counted in `exercise`: bare numbers would sound like theirs."""
    return any(is_bounded(phase) or counted(phase, exercise.cues) for phase in exercise.phases)


def _numbers(
    context: ComposeContext, order: Sequence[Turn], passages: Iterable[_Passage]
) -> Callable[[Turn], str]:
    phrases, exercises = context.phrases, {id(turn.exercise): turn.exercise for turn in order}
    has_count_in = any(each.rest_ms >= COUNT_IN_REST_MS for each in passages)
    with_total = has_count_in or any(map(counts_seconds, exercises.values()))

    def name(turn: Turn) -> str:
        suffix = f"_{turn.side}" if turn.side and turn.exercise.sides == "alternate" else ""
        if with_total:
            return phrases.say(f"rep_of{suffix}", n=turn.rep, total=turn.total)
        return phrases.say(f"rep{suffix}", n=turn.rep)

    return name


def _short(phrases: Phrases) -> Callable[[Turn], str]:
    return lambda turn: phrases.say(f"rep_{turn.side}", n=turn.rep)


def _sides(phrases: Phrases) -> Callable[[Turn], str]:
    return lambda turn: phrases.say(f"side_{turn.side}")


def _room_before(context: ComposeContext, passage: _Passage) -> int:
    """Return the milliseconds that a number has before the rep that begins."""
    rest, last = passage.rest_ms, passage.before.phases[-1]
    if not rest:
        return 0 if is_bounded(last) else _after_word(context, last, passage.before.phases[-2:-1])
    taken = end_room_ms(context) if is_bounded(last) else MARGIN_MS
    least_count_in = 1000 + PAUSE_MS if rest >= COUNT_IN_REST_MS else MARGIN_MS
    return rest - taken - least_count_in


def _after_word(context: ComposeContext, phase: Phase, before: Iterable[Phase]) -> int:
    joined = any(map(is_bounded, before))
    taken = word_start_ms(context, phase, joined=joined, counted_in=False) + _word_ms(
        context, phase
    )
    return seconds_to_ms(phase.seconds) - taken - 2 * MARGIN_MS


def _room_after(context: ComposeContext, passage: _Passage) -> int:
    """Return the milliseconds that a number has after the first word of the rep that begins."""
    first = passage.after.phases[0]
    joined = passage.rest_ms == 0 and is_bounded(passage.before.phases[-1])
    word_start = max(
        word_start_ms(context, first, joined=False, counted_in=True),
        word_start_ms(context, first, joined=joined, counted_in=False),
    )
    return seconds_to_ms(first.seconds) - word_start - _word_ms(context, first) - 2 * MARGIN_MS


def _word_ms(context: ComposeContext, phase: Phase) -> int:
    return context.timeline.measure(phase.name)
