"""An exercise as it is done: of all that is written, the values of a level, a set and a side.

First `at_level` leaves plain values and those that differ by set or side, then `in_force`
plain values alone. The composer asks for an exercise in force, and never for a level.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from audiocoach.routine import varying
from audiocoach.routine.choices import LEVELS, Level
from audiocoach.routine.cues import TimedCue, merged_cues
from audiocoach.routine.once_each import once_each
from audiocoach.routine.rep_range import Reps, exactly
from audiocoach.routine.varying import Side
from audiocoach.spoken_form.sentences import sentences
from audiocoach.units import seconds_to_ms

if TYPE_CHECKING:
    from audiocoach.routine.exercise import Exercise, SideChanges
    from audiocoach.routine.phases import Phase

_Part = TypeVar("_Part", "Exercise", "SideChanges", "Phase", TimedCue)
_Work = TypeVar("_Work", "Exercise", "SideChanges")

_OF_A_SET = (
    "reps",
    "for_seconds",
    "every_seconds",
    "rest_between_reps_seconds",
    "rest_between_sets_seconds",
)
"""Fields that may differ from set to set, besides the seconds of phases."""
_OF_A_LEVEL = (*_OF_A_SET, "sets", "rest_between_sides_seconds")
"""Fields that may differ from level to level, besides those."""
_OF_A_SIDE = ("title", "instructions", "position", "cue")
"""Texts that may differ from side to side, besides those of phases."""


_ENDS = ".!?…।。！？"
"""Marks that end a sentence."""


@once_each
def at_level(exercise: Exercise, level: Level) -> Exercise:
    """Return `exercise` at `level`: with one value for each field, or one for each set or side."""
    done = _values_at(exercise, level)
    changes: dict[str, object] = {}
    for side in varying.SIDES:
        own = _changes(exercise, side)
        changes[side] = None if own is None else _values_at(own, level)
    if "sets" not in exercise.model_fields_set:
        changes["sets"] = _sets_of_lists(done)
    if done.every_seconds is not None:
        changes["rests"] = "exact"
    return _changed(done, changes)


def ranges_at(exercise: Exercise, level: Level) -> Exercise:
    """Return `exercise` at `level`, but with the ranges of its reps as they are written."""
    reps = varying.at_level(exercise.reps, level)
    return at_level(exercise, level).model_copy(update={"reps": reps})


def sides_of(exercise: Exercise) -> tuple[Side | None, ...]:
    """Return the sides on which `exercise` is done, in their order; one None without sides."""
    if exercise.sides == "none":
        return (None,)
    if exercise.sides in ("left", "right"):
        return (exercise.sides,)
    return ("left", "right") if exercise.first_side == "left" else ("right", "left")


def sets_of(exercise: Exercise, side: Side | None) -> int:
    """Return how many sets `exercise`, which is at a level, has of `side`."""
    changes = _changes(exercise, side)
    if changes is None or changes.sets is not None:
        return exercise.sets if changes is None or changes.sets is None else changes.sets
    own = _sets_of_lists(changes)
    return own if own > 1 else exercise.sets


def total_sets(exercise: Exercise) -> int:
    """Return how many sets `exercise`, which is at a level, has: as many as its longest side."""
    return max(sets_of(exercise, side) for side in sides_of(exercise))


@once_each
def in_force(exercise: Exercise, number: int, side: Side | None = None) -> Exercise:
    """Return `exercise`, which is at a level, as it is done in set `number` on `side`."""
    one = _of_set(_on_side(exercise, side), number)
    if one.for_seconds is None:
        return one
    return _changed(one, {"reps": exactly(_that_fit(exercise, one, number, side))})


@once_each
def first_in_force(exercise: Exercise) -> Exercise:
    """Return `exercise`, which is at a level, as it begins: in its first set, on its first side.

    Where the sides take turns, what is explained at first is explained for both; the other side's
    position is said when it begins.
    """
    first, *others = (in_force(exercise, 1, side) for side in sides_of(exercise))
    if exercise.sides != "alternate":
        return first
    both: dict[str, object] = {
        name: _joined(first, others, name) for name in ("instructions", "cue")
    }
    things = (thing for one in (first, *others) for thing in one.equipment)
    both["equipment"] = tuple(dict.fromkeys(things))
    return _changed(first, both)


def _joined(first: Exercise, others: list[Exercise], name: str) -> str:
    """Return a text of the sides, of each in sentences of its own where they differ."""
    texts = dict.fromkeys(getattr(one, name) for one in (first, *others))
    said = [text for text in texts if text]
    if len(said) < len(varying.SIDES):
        return "".join(said)
    parts = _parted(said[0], said[1], first.language or "")
    return " ".join(sentence for part in parts for sentence in part)


Parted = tuple[list[str], list[str], list[str], list[str]]
"""Sentences with which two texts begin, those of each alone, and those with which both end."""


def parted_in_turn(exercise: Exercise, name: str, language: str) -> Parted:
    """Return the text `name` of the sides that take turns in `exercise`, which is at a level."""
    one, other = (getattr(in_force(exercise, 1, side), name) for side in sides_of(exercise))
    return _parted(one, other, language)


def _parted(one: str, other: str, language: str) -> Parted:
    """Part two texts: with what both begin they begin once, and so they end."""
    ended = [f"{text}." if text and text[-1] not in _ENDS else text for text in (one, other)]
    mine, its = (sentences(text, language) for text in ended)
    begins = _alike(mine, its)
    ends = min(_alike(mine[::-1], its[::-1]), len(mine) - begins, len(its) - begins)
    left, right = mine[begins : len(mine) - ends], its[begins : len(its) - ends]
    return mine[:begins], left, right, mine[len(mine) - ends :]


def _alike(one: list[str], other: list[str]) -> int:
    """Return with how many equal sentences two texts begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (mine, its) in pairs if mine != its), min(len(one), len(other)))


def with_sets_of_lists(exercise: Exercise) -> Exercise:
    """Return `exercise` with as many sets as have values of their own, however many it had."""
    written = {name: getattr(exercise, name) for name in type(exercise).model_fields}
    return type(exercise).model_construct(
        exercise.model_fields_set - {"sets"}, **{**written, "sets": 1}
    )


def has_lists(part: Exercise | SideChanges | Any) -> bool:
    """Return whether `part`, as it is written, has values for each set of their own."""
    values = [getattr(part, name, None) for name in _OF_A_SET]
    values += [phase.seconds for phase in part.phases or ()]
    return any(isinstance(varying.at_level(value, "normal"), tuple) for value in values)


def texts_of(exercise: Exercise) -> list[str]:
    """Return every text that `exercise` may say, of any side."""
    written: list[object] = []
    for part in exercise.parts():
        written += [getattr(part, name) for name in _OF_A_SIDE]
        written += [text for phase in part.phases or () for text in _texts_of(phase)]
    return [text for value in written for text in varying.all_values(value) if text]


def _texts_of(phase: Phase) -> list[object]:
    return [phase.name, *(cue.say if isinstance(cue, TimedCue) else cue for cue in phase.cues)]


def phase_words(exercise: Exercise) -> list[str]:
    """Return the names of all phases of `exercise`, of any side."""
    return [text for phase in exercise.all_phases() for text in varying.all_values(phase.name)]


def lengths_by_level(exercise: Exercise) -> bool:
    """Return whether a phase of `exercise` has other lengths at other levels."""
    return any(
        varying.at_level(phase.seconds, level) != varying.at_level(phase.seconds, "normal")
        for phase in exercise.all_phases()
        for level in LEVELS
    )


def sided_texts(exercise: Exercise) -> list[str]:
    """Return the fields of `exercise` in which a text is written for each side."""
    texts = {name: [getattr(exercise, name)] for name in _OF_A_SIDE}
    texts["phases"] = [text for phase in exercise.phases for text in _texts_of(phase)]
    return [
        name
        for name, written in texts.items()
        if any(isinstance(text, varying.BySide) for text in written)
    ]


def all_in_force(exercise: Exercise) -> list[Exercise]:
    """Return `exercise`, which is at a level, as it is done in each of its sets and sides."""
    return [
        in_force(exercise, number, side)
        for side in sides_of(exercise)
        for number in range(1, sets_of(exercise, side) + 1)
    ]


def side_ms(one: Exercise) -> int:
    """Return the milliseconds of one set and side of an exercise in force."""
    rests = (one.reps.min - 1) * seconds_to_ms(one.rest_between_reps_seconds)
    return one.reps.min * rep_ms(one) + rests


def rep_ms(one: Exercise) -> int:
    """Return the milliseconds of one repetition of an exercise in force."""
    return sum(seconds_to_ms(phase.seconds) for phase in one.phases)


def _done(exercise: Exercise, number: int, side: Side | None) -> Exercise | None:
    """Return `exercise` as it is done in set `number` on `side`; None where it isn't."""
    return in_force(exercise, number, side) if number <= sets_of(exercise, side) else None


def _changes(exercise: Exercise, side: Side | None) -> SideChanges | None:
    return None if side is None else getattr(exercise, side)


def _on_side(exercise: Exercise, side: Side | None) -> Exercise:
    """Return `exercise` with what `side` changes, and its texts."""
    changes = _changes(exercise, side)
    fresh: dict[str, object] = {}
    if changes is not None:
        fresh = {**changes.overrides(), "sets": sets_of(exercise, side)}
        if "reps" in fresh:
            fresh["for_seconds"] = None
        fresh["cues"] = merged_cues(exercise.cues, changes.cues)
    fresh["left"] = fresh["right"] = None
    one = _changed(exercise, fresh)
    texts = {name: varying.of_side(getattr(one, name), side) for name in _OF_A_SIDE}
    bpm = None if changes is None else changes.bpm
    phases = tuple(_phase_on(phase.at_bpm(bpm), side) for phase in one.phases)
    return _changed(one, {**texts, "phases": phases})


def _phase_on(phase: Phase, side: Side | None) -> Phase:
    cues = tuple(
        _changed(cue, {"say": varying.of_side(cue.say, side)})
        if isinstance(cue, TimedCue)
        else varying.of_side(cue, side)
        for cue in phase.cues
    )
    return _changed(phase, {"name": varying.of_side(phase.name, side), "cues": cues})


def _of_set(exercise: Exercise, number: int) -> Exercise:
    changes = {name: varying.of_set(getattr(exercise, name), number) for name in _OF_A_SET}
    phases = tuple(
        _changed(phase, {"seconds": varying.of_set(phase.seconds, number)})
        for phase in exercise.phases
    )
    return _changed(exercise, {**changes, "phases": phases})


def _that_fit(whole: Exercise, one: Exercise, number: int, side: Side | None) -> int:
    """Return how many whole repetitions of `one`, of each side, fit into its time."""
    sharing = _sharing(whole, number, side)
    one_ms = sum(rep_ms(each) + seconds_to_ms(each.rest_between_reps_seconds) for each in sharing)
    rest_ms = seconds_to_ms(sharing[-1].rest_between_reps_seconds)
    return max(1, (seconds_to_ms(one.for_seconds or 0) + rest_ms) // one_ms)


def shortest_ms(whole: Exercise, number: int, side: Side | None) -> int:
    """Return the milliseconds of a single repetition in set `number`, of all that share it."""
    return sum(map(rep_ms, _sharing(whole, number, side)))


def _sharing(whole: Exercise, number: int, side: Side | None) -> list[Exercise]:
    """Return the sides that share the time of set `number` with `side`: all, if it has no own."""
    changes = _changes(whole, side)
    is_own = changes is not None and changes.for_seconds is not None
    sides = (side,) if is_own else sides_of(whole)
    return [_of_set(_on_side(whole, each), number) for each in sides]


def _values_at(part: _Work, level: Level) -> _Work:
    """Return a part with what `level` chooses of its fields."""
    names = [name for name in _OF_A_LEVEL if hasattr(part, name)]
    changes = {name: varying.at_level(getattr(part, name), level) for name in names}
    if changes["reps"] is not None:
        changes["reps"] = _counted(changes["reps"], level)
    if part.phases is not None:
        changes["phases"] = tuple(
            _changed(phase, {"seconds": varying.at_level(phase.seconds, level)})
            for phase in part.phases
        )
    return _changed(part, changes)


def _counted(reps: Reps | tuple[Reps, ...], level: Level) -> Reps | tuple[Reps, ...]:
    """Return the number that `level` chooses from each range."""
    if isinstance(reps, tuple):
        return tuple(exactly(each.at(level)) for each in reps)
    return exactly(reps.at(level))


def _sets_of_lists(part: Exercise | SideChanges) -> int:
    """Return for how many sets `part`, which is at a level, has values of their own."""
    rests = getattr(part, "rest_between_sets_seconds", None)
    return max(
        *(varying.set_count(getattr(part, name, None)) for name in _OF_A_SET[:4]),
        *(varying.set_count(phase.seconds) for phase in part.phases or ()),
        len(rests) + 1 if isinstance(rests, tuple) else 1,
    )


def _changed(part: _Part, changes: Mapping[str, object]) -> _Part:
    """Return `part` with `changes`; itself where they change nothing."""
    fresh = {name: value for name, value in changes.items() if not _is(value, getattr(part, name))}
    return part.model_copy(update=fresh) if fresh else part


def _is(value: object, written: object) -> bool:
    if isinstance(value, tuple) and isinstance(written, tuple):
        return len(value) == len(written) and all(map(_is, value, written))
    return value is written or (type(value) is type(written) and value == written)
