"""Lists with more values than there are sets or rounds: the last could never be used. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from audiocoach.routine.choices import LEVELS
from audiocoach.routine.faults import Fault, Location, path_text
from audiocoach.routine.model import Entry, Exercise, Rounds, Routine, SideChanges, Step
from audiocoach.routine.varying import SIDES, ByLevel, all_values, at_level

_OF_SETS = ("reps", "for_seconds", "every_seconds", "rest_between_reps_seconds")
_BETWEEN_SETS = "rest_between_sets_seconds"

_Part: TypeAlias = Exercise | Step | SideChanges
_Lists: TypeAlias = Iterator[tuple[Location, int, int]]
"""Places of lists, each with its length, and how many values fewer than sets it may have."""


def surplus_of_exercise(exercise: Exercise, location: Location) -> Iterator[Fault]:
    """Find values of `exercise`, which stands at `location`, that no set has."""
    yield from _surplus(exercise, exercise, location)


def surplus_of_routine(
    routine: Routine, exercises: Mapping[str, Exercise], location: Location
) -> Iterator[Fault]:
    """Find values in the steps and rounds of `routine` that no set, or no round, has."""
    for place, step in routine.written_steps():
        yield from _surplus(step, exercises[step.exercise], (*location, *place))
    yield from _surplus_of_rounds(routine.steps, location)


def left_over(step: Step, exercise: Exercise) -> Iterator[str]:
    """Say which values of `exercise` a `step` with fewer sets of its own doesn't use."""
    if step.sets is None:
        return
    for place, length, fewer in _lists(exercise):
        sets = _most_sets([step, step.left, step.right, exercise.left, exercise.right], place)
        if length > sets - fewer and getattr(step, str(place[0])) is None:
            where = f"exercises.{step.exercise}.{path_text(place)}"
            yield f"is {sets}, which leaves {sets - fewer} of the {length} values of {where} in use"


def _surplus(part: Exercise | Step, exercise: Exercise, location: Location) -> Iterator[Fault]:
    if "sets" in part.model_fields_set:
        with_sets = [part, part.left, part.right, exercise.left, exercise.right]
        yield from _too_long(part, with_sets, location)
    for side in SIDES:
        own: SideChanges | None = getattr(part, side)
        if own is not None and own.sets is not None:
            yield from _too_long(own, [own], (*location, side))


def _most_sets(parts: Sequence[_Part | None], place: Location) -> int:
    """Return how many sets the `parts` have at most: of any side, and at the level in `place`."""
    written = [part.sets for part in parts if part is not None and part.sets is not None]
    level = next((each for each in LEVELS if each == place[-1]), None)
    counts = [sets if level is None else at_level(sets, level) for sets in written]
    return max(int(each) for sets in counts for each in all_values(sets))


def _too_long(
    part: _Part, with_sets: Sequence[_Part | None], location: Location
) -> Iterator[Fault]:
    for place, length, fewer in _lists(part):
        sets = _most_sets(with_sets, place)
        yield from _fault((*location, *place), length, sets - fewer, f'"sets" is {sets}')


def _fault(location: Location, length: int, most: int, reason: str) -> Iterator[Fault]:
    if length > most == 0:
        yield Fault(location, f"must not be a list, as {reason}, with no rest between")
    elif length > most:
        values = "1 value" if most == 1 else f"{most} values"
        yield Fault(location, f"must have at most {values}, not {length}, as {reason}")


def _lists(part: _Part) -> _Lists:
    """Return the lists of `part` that have a value for each set, or for each rest between."""
    for name in (*_OF_SETS, _BETWEEN_SETS):
        yield from _lists_in(getattr(part, name, None), (name,), int(name == _BETWEEN_SETS))
    for number, phase in enumerate(part.phases or ()):
        yield from _lists_in(phase.seconds, ("phases", number, "seconds"), 0)


def _lists_in(value: object, place: Location, fewer: int) -> _Lists:
    if isinstance(value, ByLevel):
        for level in LEVELS:
            yield from _lists_in(value.at(level), (*place, level), fewer)
    elif isinstance(value, tuple):
        yield place, len(value), fewer


def _surplus_of_rounds(entries: tuple[Entry, ...], location: Location) -> Iterator[Fault]:
    for number, entry in enumerate(entries):
        if isinstance(entry, Rounds):
            place: Location = (*location, "steps", number)
            yield from _surplus_of_block(entry, place)
            yield from _surplus_of_rounds(entry.steps, place)


def idle_rests_of_rounds(entries: tuple[Entry, ...], location: Location) -> Iterator[Location]:
    """Return where a rest between rounds is written though there is a single one."""
    for number, entry in enumerate(entries):
        if isinstance(entry, Rounds):
            place: Location = (*location, "steps", number)
            if entry.rounds == 1 and any(all_values(entry.rest_between_rounds_seconds or 0)):
                yield (*place, "rest_between_rounds_seconds")
            yield from idle_rests_of_rounds(entry.steps, place)


def _surplus_of_block(block: Rounds, location: Location) -> Iterator[Fault]:
    if block.rounds == 1 and block.every_seconds is not None:
        text = "must not be there, as there is a single round: none begins after it"
        yield Fault((*location, "every_seconds"), text)
    for name, fewer in (("every_seconds", 0), ("rest_between_rounds_seconds", 1)):
        for place, length, _ in _lists_in(getattr(block, name), (name,), fewer):
            most = block.rounds - fewer
            yield from _fault((*location, *place), length, most, f'"rounds" is {block.rounds}')
