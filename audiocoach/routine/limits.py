"""How large a routine file and its sessions may be.

Everything a file can hold is bounded, so that reading, composing and speaking it
end in a time one would wait for. The figures stand in the README.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from audiocoach.routine import leniency
from audiocoach.routine.faults import Fault, Location, shown
from audiocoach.routine.jsonscan import MOST_LEVELS
from audiocoach.routine.model import Exercise
from audiocoach.routine.plan import PlannedStep, work_ms
from audiocoach.routine.resolve import (
    all_in_force,
    at_level,
    has_sided_texts,
    in_force,
    sets_of,
    shortest_ms,
    sides_of,
    texts_of,
)
from audiocoach.routine.varying import LEVELS, Level, of_side
from audiocoach.units import clock

MOST_ENTRIES = 1000
"""Most entries of any list or object in the file but a list of steps, so also most exercises
and routines."""

MOST_STEPS = 20_000
"""Most steps of all routines of a file together, those in rounds counted once for each round:
more than a session of 24 hours has."""

MOST_BEATS = 20_000
"""Most phases of a session, with the seconds that are counted aloud: composing takes
about 0.3 ms for each (measured)."""

MOST_CHARACTERS = 100_000
"""Most characters a session may have to say: two hours of speech, which the built-in
voice takes half a minute for (measured)."""

LONGEST_MS = 24 * 3600 * 1000
"""Longest session, without speech, at level hard."""


def too_large(tree: object) -> Fault | None:
    """Find a list or object with too many entries, too deep nesting, or too many steps."""
    level: list[tuple[int | str, object]] = [("", tree)]
    for _ in range(MOST_LEVELS + 1):
        if any(_is_too_long(key, each) for key, each in level):
            return next(_too_many_entries(tree, ()))
        level = [part for _, each in level for part in _parts(each)]
        if not level:
            return _too_many_steps(tree)
    return Fault((), f"is nested more than {MOST_LEVELS} levels deep; a routine file needs 14")


def session_fault(location: Location, steps: Sequence[PlannedStep], *spoken: str) -> Fault | None:
    """Find what is too large about a session of `steps`, which also says `spoken`."""
    for step in _unlike(steps):
        fault = _misfit(location, step.exercise)
        if fault:
            return fault
    level = _longest_level(steps)
    length_ms = _lasts_ms(steps, level)
    if length_ms > LONGEST_MS:
        text = f"must last at most 24 hours, not {clock(length_ms)} (at level {level}"
        return Fault(location, f"{text}, without speech)")
    beats = sum(_each(steps, lambda step: _beats(step.exercise, level)))
    if beats > MOST_BEATS:
        text = f"must have at most {MOST_BEATS:,} phases, not {beats:,} (at level {level}"
        return Fault(location, f"{text}, with all seconds that are counted aloud)")
    characters = sum(map(len, {*spoken, *_texts(steps)}))
    if characters > MOST_CHARACTERS:
        text = f"must have texts of at most {MOST_CHARACTERS:,} characters, not {characters:,}"
        return Fault(location, text)
    return None


def _misfit(location: Location, exercise: Exercise) -> Fault | None:
    """Find what can't be done as it is written, whatever the routine around it."""
    title = shown(of_side(exercise.title, None))
    unused = _unused_sides(exercise)
    if unused:
        rule = f'must have "sides" other than "none" for {shown(unused)} of {title}'
        return Fault(location, rule)
    for level in LEVELS:
        fault = _no_rep_fits(at_level(exercise, level))
        if fault:
            return Fault(location, fault.format(title=title))
    return None


def _unused_sides(exercise: Exercise) -> str | None:
    """Name what is written for sides that an exercise doesn't have."""
    if exercise.sides != "none":
        return None
    named = ("left", "right", "first_side", "rest_between_sides_seconds")
    written = (name for name in named if name in exercise.model_fields_set)
    return next(written, "left") if has_sided_texts(exercise) else next(written, None)


def _no_rep_fits(exercise: Exercise) -> str | None:
    """Find a set that is shorter than its repetition; `exercise` is at a level."""
    for side in sides_of(exercise):
        for number in range(1, sets_of(exercise, side) + 1):
            one = in_force(exercise, number, side)
            takes = shortest_ms(exercise, number, side) / 1000
            if one.for_seconds is not None and takes > one.for_seconds:
                rule = f'must have "for_seconds" of at least {takes:g} for {{title}}'
                return f"{rule}, not {one.for_seconds:g}: no repetition would fit"
    return None


def _unlike(steps: Sequence[PlannedStep]) -> Iterator[PlannedStep]:
    """Return each of `steps` that isn't one of those before, with another rest after it."""
    yield from {id(step.exercise): step for step in steps}.values()


def _each(steps: Sequence[PlannedStep], measure: Callable[[PlannedStep], int]) -> Iterator[int]:
    """Return what `measure` says of each of `steps`, asked once for those that are alike."""
    known: dict[tuple[int, int], int] = {}
    for step in steps:
        key = (id(step.exercise), id(step.rest_after_seconds))
        if key not in known:
            known[key] = measure(step)
        yield known[key]


def _longest_level(steps: Sequence[PlannedStep]) -> Level:
    """Return the level at which `steps` last longest: hard, unless a file says otherwise."""
    return max(reversed(LEVELS), key=lambda level: _lasts_ms(steps, level))


def _lasts_ms(steps: Sequence[PlannedStep], level: Level) -> int:
    return sum(_each(steps, lambda step: work_ms(step, level)))


def _beats(exercise: Exercise, level: Level) -> int:
    """Count the phases of all sets and sides, and the seconds that are counted aloud."""
    return sum(map(_beats_of_a_side, all_in_force(at_level(exercise, level))))


def _beats_of_a_side(one: Exercise) -> int:
    counted = sum(phase.seconds for phase in one.phases if phase.count_aloud)
    return one.reps.min * (len(one.phases) + int(counted))


def _texts(steps: Sequence[PlannedStep]) -> Iterator[str]:
    # Most steps share the exercise of another one.
    for exercise in {id(step.exercise): step.exercise for step in steps}.values():
        yield from (*texts_of(exercise), *exercise.equipment)


def _parts(value: object) -> list[tuple[int | str, object]]:
    """Return the lists and objects in `value`, each with its key or position."""
    if isinstance(value, dict):
        return [(key, item) for key, item in value.items() if isinstance(item, (dict, list))]
    items = enumerate(value) if isinstance(value, list) else ()
    return [(at, item) for at, item in items if isinstance(item, (dict, list))]


def _is_too_long(key: int | str, value: object) -> bool:
    most = MOST_STEPS if key == "steps" else MOST_ENTRIES
    return isinstance(value, (dict, list)) and len(value) > most


def _too_many_entries(value: object, location: Location) -> Iterator[Fault]:
    if isinstance(value, (dict, list)) and _is_too_long(location[-1] if location else "", value):
        most = MOST_STEPS if location[-1:] == ("steps",) else MOST_ENTRIES
        text = f"must have at most {most:,} entries, not {len(value):,}"
        yield Fault(location, text)
    for key, item in _parts(value):
        yield from _too_many_entries(item, (*location, key))


def _too_many_steps(tree: object) -> Fault | None:
    routines = tree.get("routines") if isinstance(tree, dict) else None
    named = routines.values() if isinstance(routines, dict) else ()
    steps = sum(_steps(each) for each in named)
    if steps <= MOST_STEPS:
        return None
    text = f"must have at most {MOST_STEPS:,} steps in all, not {steps:,}"
    return Fault(("routines",), text)


def _steps(value: object) -> int:
    """Count the steps in a routine or in rounds, once for each round."""
    steps = value.get("steps") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(steps, list):
        return 1
    rounds = leniency.a_whole_number(value.get("rounds"))
    times = max(rounds, 1) if isinstance(rounds, int) else 1
    return times * sum(map(_steps, steps))
