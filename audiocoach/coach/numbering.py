"""Which number a rep is announced by, and where it stands: one rule for every length of rest.

A number comes right before its rep: before the count-in where there is one, else before
the first beat, in the rest or at the end of the rep before. Where all of a set would
not fit there, they follow the first phase's word. What the body does goes before numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.phrases import Phrases
from audiocoach.coach.quick_reps import are_one_word, are_quick, has_quick_phases
from audiocoach.coach.reminders import NEW_REPS, breath_ms
from audiocoach.coach.reps import (
    APART_MS,
    COUNT_IN_REST_MS,
    counted,
    end_room_ms,
    end_tone,
    ends_counted,
    first_count_ms,
    is_bounded,
    number_after_ms,
    word_fits,
    word_start_ms,
)
from audiocoach.coach.timeline import MARGIN_MS, PAUSE_MS, RepWord
from audiocoach.coach.word_ends import heads_ms
from audiocoach.routine.model import Exercise, Phase
from audiocoach.routine.periods import Turn
from audiocoach.routine.varying import SIDES
from audiocoach.units import seconds_to_ms

EVERY = 5
"""Those numbers are said that it divides: where not every one of a set fits, and in longer sets
that go on without a count-in from the rep on that isn't new."""

_FEW = 6
"""Sets of no more reps have all their numbers."""


_Name = Callable[[Turn], str]
"""The text for a turn: all of a set alike."""


@dataclass(frozen=True)
class Numbering:
    """How the reps of a set are announced."""

    name: _Name
    """The text for a turn that is numbered."""
    before: bool = True
    """Whether it stands before the rep; else after its first phase's word."""
    every: int = 1
    """Only the numbers that this divides have room; 0: none has."""
    known: range = range(0)
    """The reps of a movement that is known: of these only those that EVERY divides are counted."""
    uncounted: _Name | None = None
    """The text for a turn that isn't counted; None: nothing."""
    speaks: bool = True
    """Whether reps are counted at all."""
    in_place_of_word: bool = False
    """Whether it is said in place of a known word, and a tick where there is none."""

    @property
    def is_of_sides(self) -> bool:
        """Whether it names the sides alone: their numbers have no room."""
        return self.every == 0 and self.uncounted is not None

    @property
    def may_precede(self) -> bool:
        """Whether it is said before a count-in, where there is one."""
        return self.before or self.is_of_sides

    def head_ms(self, context: ComposeContext) -> int:
        """Return by how much a count begins later for a side that follows the first word."""
        if self.before or not self.is_of_sides or self.in_place_of_word:
            return 0
        sides = (context.phrases.say(f"side_{side}") for side in SIDES)
        return MARGIN_MS + max(map(context.timeline.measure, sides))

    def text(self, turn: Turn) -> str | None:
        """Return what is said for `turn`; None where that is nothing."""
        if self._is_due(turn) and self._has_room(turn):
            return self.name(turn)
        return self.uncounted(turn) if self.uncounted else None

    def lost(self, turn: Turn) -> str | None:
        """Return the number of `turn` that is due and has no room; None where it isn't so."""
        is_lost = self._is_due(turn) and not self._has_room(turn)
        return self.name(turn) if is_lost else None

    def rep_words(self, turn: Turn) -> dict[str, RepWord]:
        """Return what may be said of `turn`: nothing of what follows comes between it."""
        exercise, number = turn.exercise, self.text(turn)
        words: dict[str, RepWord] = {phase.name: "word" for phase in exercise.phases}
        if number:
            is_sided = exercise.sides == "alternate"
            words[number] = "needed number" if is_sided else "number"
            words[f"{number} {exercise.phases[0].name}"] = "needed number"
        return words

    def _is_due(self, turn: Turn) -> bool:
        """Return whether `turn` is numbered if there is room: a single one never is."""
        is_counted = turn.rep not in self.known or turn.rep % EVERY == 0
        return self.speaks and turn.total > 1 and is_counted

    def _has_room(self, turn: Turn) -> bool:
        return self.every > 0 and turn.rep % self.every == 0


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
    passages = _passages(order, rests_ms)
    forms = _forms(context, order, passages)
    if not context.speaks:
        return Numbering(forms[0], every=0, speaks=False)
    if order[0].total > NEW_REPS and are_one_word(_exercises(order), rests_ms):
        return _in_place_of_words(context, order, [*forms, _bare(context.phrases)])
    known = _known(_within_sides(order, rests_ms), max(turn.total for turn in order))
    before, after = _rooms(context, order, passages)
    if order[0].exercise.sides == "alternate" and len(order) > 1:
        return _in_turn(context, order, passages, known)

    def fit(name: _Name, room: int, every: int = 1) -> bool:
        measure = context.timeline.measure
        turns = [turn for turn in order[1:] if turn.rep % every == 0]
        return all(measure(name(turn)) <= room for turn in turns)

    found = (
        Numbering(name, is_before, each, known)
        for each in (1, EVERY)
        for is_before, room in ((True, before), (False, after))
        for name in forms
        if fit(name, room, each)
    )
    if order[0].total > NEW_REPS and are_quick(_exercises(order), rests_ms):
        return next(found, _in_place_of_words(context, order, forms))
    return next(found, Numbering(forms[0], every=0, known=known))


def _in_turn(
    context: ComposeContext, order: Sequence[Turn], passages: Sequence[_Passage], known: range
) -> Numbering:
    """Choose how the turns of sides that take turns are announced: by their side in any case.

    Where that has no room with the number, the number goes; where the movement is quick and
    known, the side stands for its word rather than be left out.
    """
    phrases, measure = context.phrases, context.timeline.measure

    def fit(name: _Name, room: int) -> bool:
        return all(measure(name(turn)) <= room for turn in order[1:])

    sides, (before, after) = _sides(phrases), _rooms(context, order, passages)
    is_single = all(turn.total == 1 for turn in order)
    for is_before, room in [] if is_single else [(True, before), (False, after)]:
        for name in _forms(context, order, passages):
            if fit(name, room):
                uncounted = sides if fit(sides, room) else None
                return Numbering(name, is_before, 1, known, uncounted)
    alone = Numbering(_bare(phrases), fit(sides, before), 0, known, sides)
    room = min((_room_for_side(context, each) for each in passages), default=0)
    is_quick = all(map(has_quick_phases, _exercises(order)))
    return replace(alone, in_place_of_word=is_quick and not alone.before and not fit(sides, room))


def _in_place_of_words(
    context: ComposeContext, order: Sequence[Turn], forms: Sequence[_Name]
) -> Numbering:
    """Return how quick reps of one word are numbered: every fifth, and the last; none by time."""
    first = order[0].exercise
    room = seconds_to_ms(first.phases[0].seconds) - MARGIN_MS
    known, measure = range(1, order[0].total), context.timeline.measure
    numbered = [turn for turn in order if turn.rep not in known or turn.rep % EVERY == 0]
    fits = (name for name in forms if all(measure(name(turn)) <= room for turn in numbered))
    name = next(fits, None) if first.for_seconds is None else None
    return Numbering(
        name or forms[0], before=False, known=known, speaks=name is not None, in_place_of_word=True
    )


def _rooms(
    context: ComposeContext, order: Sequence[Turn], passages: Sequence[_Passage]
) -> tuple[int, int]:
    """Return the milliseconds that each number has before its rep, and after its first word."""
    heads = heads_ms(context, _exercises(order))
    before = min((_room_before(context, each) for each in passages), default=0)
    after = min((_room_after(context, each, heads[0]) for each in passages), default=0)
    beat_ms = order[0].exercise.beat_ms
    return _between_ticks(context, passages, beat_ms, before, after) if beat_ms else (before, after)


def _between_ticks(
    context: ComposeContext, passages: Iterable[_Passage], beat_ms: float, before: int, after: int
) -> tuple[int, int]:
    """Return what a metronome leaves of the room before and after the first word of a rep."""
    room = int(beat_ms) - context.timeline.lasts("tick") - 2 * MARGIN_MS
    for each in passages:
        before = before if each.rest_ms else min(before, room)
        after = min(after, room - _word_ms(context, each.after.phases[0]) - MARGIN_MS)
    return before, after


def _within_sides(order: Sequence[Turn], rests_ms: Sequence[int]) -> list[int]:
    """Return the rests of a set but for the single one at which its other side begins."""
    if order[0].exercise.sides != "each":
        return [*rests_ms]
    pairs = zip(pairwise(order), rests_ms, strict=True)
    return [rest for (before, after), rest in pairs if before.side == after.side]


def _known(rests_ms: Iterable[int], reps: int) -> range:
    """Return the reps of a set of `reps` that need no number: not the first ones, nor the last.

    With a count-in before each rep there is time for every number.
    """
    has_count_in = any(rest >= COUNT_IN_REST_MS for rest in rests_ms)
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


def apart_ms(context: ComposeContext, exercise: Exercise, rest: int) -> int:
    """Return how far into the `rest` after a rep of `exercise` no number follows its last count.

    That is 0 where something stands between: a phase's word, or a tone of some length. A phase
    too short for either doesn't part two numbers.
    """
    since, room = 0, rest
    for phase in () if exercise.beat_ms else reversed(exercise.phases):
        if ends_counted(phase, exercise.cues):
            is_parted = is_bounded(phase) and end_tone(context, room) in ("end", "phase")
            return 0 if is_parted else max(APART_MS - since, 0)
        if word_fits(context, phase, "end"):
            return 0
        room = seconds_to_ms(phase.seconds)
        since += room
    return 0


def _exercises(order: Sequence[Turn]) -> list[Exercise]:
    """Return the exercise of each turn, equal ones once."""
    return list({id(turn.exercise): turn.exercise for turn in order}.values())


def _forms(
    context: ComposeContext, order: Sequence[Turn], passages: Iterable[_Passage]
) -> list[_Name]:
    """Return how the turns of `order` may be numbered, the clearest first.

    Where seconds are counted a number has its side or its total, unlike a second's.
    """
    say = context.phrases.say
    has_count_in = any(each.rest_ms >= COUNT_IN_REST_MS for each in passages)
    is_counted = any(map(counts_seconds, _exercises(order)))

    def of_total(turn: Turn) -> str:
        return say("rep_of", n=turn.rep, total=turn.total)

    def of_total_on_side(turn: Turn) -> str:
        return say(f"rep_of_{turn.side}", n=turn.rep, total=turn.total)

    def on_side(turn: Turn) -> str:
        return say(f"rep_{turn.side}", n=turn.rep)

    if order[0].exercise.sides == "alternate" and len(order) > 1:
        full: list[_Name] = [of_total_on_side] if has_count_in or is_counted else []
        return [*full, on_side]
    short: list[_Name] = [] if is_counted else [_bare(context.phrases)]
    total: list[_Name] = [of_total] if has_count_in or is_counted else []
    return [*total, *short]


def _bare(phrases: Phrases) -> _Name:
    return lambda turn: phrases.say("rep", n=turn.rep)


def _sides(phrases: Phrases) -> _Name:
    return lambda turn: phrases.say(f"side_{turn.side}")


def _room_before(context: ComposeContext, passage: _Passage) -> int:
    """Return the milliseconds that a number has before the rep that begins."""
    rest, before = passage.rest_ms, passage.before
    last = before.phases[-1]
    is_counted = ends_counted(last, before.cues) and not before.beat_ms
    if not rest:
        return 0 if is_bounded(last) or is_counted else _after_word(context, before)
    taken = end_room_ms(context) if is_bounded(last) else MARGIN_MS
    taken = max(taken, apart_ms(context, before, rest))
    if rest < COUNT_IN_REST_MS:
        return rest - taken - MARGIN_MS
    return rest - taken - 1000 - PAUSE_MS - _word_beside(context, passage.after)


def _word_beside(context: ComposeContext, exercise: Exercise) -> int:
    """Return how long the first word of `exercise` takes, where it is said with the number."""
    first = exercise.phases[0]
    if word_fits(context, first, "go", exercise.beat_ms):
        return 0
    return _word_ms(context, first)


def _after_word(context: ComposeContext, exercise: Exercise) -> int:
    """Return what the word of the last phase of `exercise` leaves of it."""
    *others, phase = exercise.phases
    joined = bool(others) and is_bounded(others[-1])
    start = word_start_ms(context, phase, joined=joined, counted_in=False)
    return seconds_to_ms(phase.seconds) - start - _word_ms(context, phase) - 2 * MARGIN_MS


def _room_after(context: ComposeContext, passage: _Passage, head: int) -> int:
    """Return the milliseconds that a number has after the first word of the rep that begins.

    Its count, which begins after `head`, must be well apart from the number.
    """
    one = passage.after
    first = one.phases[0]
    joined = passage.rest_ms == 0 and is_bounded(passage.before.phases[-1])
    word_start = max(
        word_start_ms(context, first, joined=False, counted_in=True),
        word_start_ms(context, first, joined=joined, counted_in=False),
    )
    end, count = seconds_to_ms(first.seconds), first_count_ms(context, first, one.cues, head)
    if count is not None and not one.beat_ms:
        end = min(end, count - APART_MS + MARGIN_MS)
    room = end - word_start - _word_ms(context, first) - 2 * MARGIN_MS
    return room - breath_ms(context, one.phases)


def _room_for_side(context: ComposeContext, passage: _Passage) -> int:
    """Return the milliseconds that a side alone has after the first word of the rep that begins.

    A count there begins after it, and breathing is said where that leaves room.
    """
    first = passage.after.phases[0]
    joined = passage.rest_ms == 0 and is_bounded(passage.before.phases[-1])
    counted_in = passage.rest_ms >= COUNT_IN_REST_MS
    start = word_start_ms(context, first, joined=joined, counted_in=counted_in)
    length = context.timeline.measure(first.name)
    return seconds_to_ms(first.seconds) - start - length - 2 * MARGIN_MS


def _word_ms(context: ComposeContext, phase: Phase) -> int:
    """Return how long the word of `phase` takes, with the silence before a number after it."""
    return context.timeline.measure(phase.name) + number_after_ms(context, phase) - MARGIN_MS
