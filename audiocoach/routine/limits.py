"""How large a routine file and its sessions may be.

Everything a file can hold is bounded, so that reading, composing and speaking it
end in a time one would wait for. The figures stand in docs/routine-file.md.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from audiocoach.routine import leniency
from audiocoach.routine.choices import LEVELS, Level
from audiocoach.routine.cues import Cues
from audiocoach.routine.effective_values import (
    all_in_force,
    at_level,
    in_force,
    sets_of,
    shortest_ms,
    sided_texts,
    sides_of,
    texts_of,
)
from audiocoach.routine.faults import Fault, Location, shown
from audiocoach.routine.json_reader import MOST_LEVELS
from audiocoach.routine.model import SHORT_HOLD, Exercise, Phase
from audiocoach.routine.periods import unfit_sets
from audiocoach.routine.plan import PlannedStep, step_at_level, whole_of, work_ms
from audiocoach.routine.round_rests import with_rests_of_rounds
from audiocoach.routine.single_sets import place_in
from audiocoach.routine.varying import of_side
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
"""Longest session, without speech, at the level at which it lasts longest."""

_TITLE = "{title}"
"""Stands in the words of a fault for the exercise's title."""

_EXACT = (
    "rest_between_reps_seconds",
    "rest_between_sets_seconds",
    "rest_between_sides_seconds",
)
"""The rests within an exercise, which are exact with it."""

_Measure = Callable[[PlannedStep, Level], int]
"""How much there is of something in a step at a level."""


LEAST_EXACT_REST_SECONDS = 0.3
"""Shortest rest that is exact, unless there is none: half of it, which `--fit` may leave,
needs room for an end tone, and for a margin before what follows."""


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


def session_fault(
    location: Location,
    steps: Sequence[PlannedStep],
    *spoken: str,
    reported: Collection[str] = (),
) -> Fault | None:
    """Find what is too large about a session of `steps`, which also says `spoken`.

    What can't be done in it is not named again where an exercise of it was `reported` to have it.
    """
    unfit = list(_unfit(steps))
    if unfit:
        fresh = next(((at, text) for at, text in unfit if text not in reported), None)
        return None if fresh is None else Fault(place_in(location, fresh[0]), fresh[1])
    level = _greatest(steps, work_ms)
    length_ms = _sum(steps, work_ms, level)
    if length_ms > LONGEST_MS:
        text = f"must last at most 24 hours, not {clock(length_ms)} (at level {level}"
        return Fault(location, f"{text}, without speech)")
    level = _greatest(steps, _beats)
    beats = _sum(steps, _beats, level)
    if beats > MOST_BEATS:
        text = f"must have at most {MOST_BEATS:,} phases, not {beats:,} (at level {level}"
        ticks = " and ticks of a metronome" if any(step.exercise.bpm for step in steps) else ""
        return Fault(location, f"{text}, with all seconds that are counted aloud{ticks})")
    return length_fault(location, [*spoken, *_texts(steps)])


def length_fault(location: Location, texts: Iterable[str]) -> Fault | None:
    """Find that a session would have too much to say, each of its `texts` once."""
    characters = sum(map(len, {*texts}))
    if characters > MOST_CHARACTERS:
        text = f"must have texts of at most {MOST_CHARACTERS:,} characters, not {characters:,}"
        return Fault(location, text)
    return None


def _untimed(exercise: Exercise) -> str | None:
    """Say what is wrong with a step's beats: no speed, or one too quick for a hold."""
    if any(phase.is_no_hold for phase in exercise.all_phases()):
        return f"{SHORT_HOLD}, in {_TITLE}"
    if not exercise.lacks_bpm:
        return None
    return f'must have "bpm" for {_TITLE}, as phases have "beats"'


def _unused_sides(exercise: Exercise) -> str | None:
    """Return what is wrong with what is written for sides that `exercise` doesn't have."""
    named = ("left", "right", "first_side", "rest_between_sides_seconds")
    written = [name for name in named if name in exercise.model_fields_set]
    of_texts = sided_texts(exercise)
    if exercise.sides != "none" or not (written or of_texts):
        return None
    what = shown(written[0]) if written else f'"left" and "right" in {shown(of_texts[0])}'
    return f'must have "sides" other than "none" for {what} of {_TITLE}'


_Found = tuple[str, str]
"""A place, as planned steps have it, and what is wrong there in words."""


def _unfit(steps: Sequence[PlannedStep]) -> Iterator[_Found]:
    """Return what can't be done as it is written, each with its place."""
    for step in _unlike(steps):
        exercise = step.exercise
        text = _untimed(exercise) or _unused_sides(exercise)
        found = (step.origin, text) if text else _unfit_at_some_level(step)
        if found:
            at, text = found
            yield at, text.replace(_TITLE, shown(of_side(step.exercise.title, None)))
    if any(each.every_seconds is not None for step in steps for each in step.rounds):
        of_levels: dict[Level, _Found | None] = {}
        for level in LEVELS:
            done = [step_at_level(step, level) for step in steps]
            _, of_levels[level] = with_rests_of_rounds(done, level)
        for at, text in _with_levels(of_levels):
            yield at, text.replace(_TITLE, "its rounds")


def _unfit_at_some_level(step: PlannedStep) -> _Found | None:
    """Return what is wrong with doses and rests of `step` at some level, if anything is."""
    for level in LEVELS:
        done = step_at_level(step, level)
        found = _unfit_dose(done) or _unfit_rest(done)
        if found:
            return found
    periods: dict[Level, _Found | None] = {}
    for level in LEVELS:
        text = unfit_sets(whole_of(step_at_level(step, level)))
        periods[level] = (_place_of(step, "every_seconds"), text) if text else None
    return next(_with_levels(periods), None)


def _place_of(step: PlannedStep, name: str) -> str:
    """Return where `step` has the field `name`; the step itself where its exercise has it."""
    return f"{step.origin}.{name}" if name in step.changed else step.origin


def _with_levels(found: Mapping[Level, _Found | None]) -> Iterator[_Found]:
    """Yield each fault that is `found`, with its level where it isn't the same at all of them."""
    faults = [each for each in found.values() if each]
    if len(faults) == len(found) and len(set(faults)) == 1:
        yield faults[0]
        return
    for level, each in found.items():
        if each:
            yield each[0], f"{each[1]} (at level {level})"


def _unfit_dose(step: PlannedStep) -> _Found | None:
    """Return what is wrong with `step`, which is at a level and done by time, if anything is."""
    whole = whole_of(step)
    for side in sides_of(whole):
        for number in range(1, sets_of(whole, side) + 1):
            short = in_force(whole, number, side).for_seconds
            if short is None:
                continue
            takes = shortest_ms(whole, number, side) / 1000
            if takes > short:
                text = f'must have "for_seconds" of at least {takes:g} for {_TITLE}'
                at = _place_of(step, "for_seconds")
                return at, f"{text}, not {short:g}: no repetition would fit"
    return None


def _unfit_rest(step: PlannedStep) -> _Found | None:
    """Return what is wrong with the exact rests of `step`, which is at a level, if anything is."""
    whole = whole_of(step)
    if whole.rests != "exact":
        return None
    rests = {("rest_after_seconds", step.rest_after_seconds)}
    for one in all_in_force(whole):
        rests |= {(name, getattr(one, name) or 0) for name in _EXACT}
    for name, seconds in sorted(rests):
        if 0 < seconds < LEAST_EXACT_REST_SECONDS:
            key = step.place_of_rest.rpartition(".")[2] if name == "rest_after_seconds" else name
            text = f'must have an exact "{key}" of 0 or at least {LEAST_EXACT_REST_SECONDS:g}'
            at = step.place_of_rest if name == "rest_after_seconds" else _place_of(step, name)
            return at, f"{text} for {_TITLE}, not {seconds:g}"
    return None


def _unlike(steps: Sequence[PlannedStep]) -> Iterator[PlannedStep]:
    """Return each of `steps` that is unlike those before in its exercise or its rest."""
    unlike: dict[tuple[int, int], PlannedStep] = {}
    for each in steps:
        unlike.setdefault((id(each.exercise), id(each.rest_after_seconds)), each)
    yield from unlike.values()


def _sum(steps: Sequence[PlannedStep], measure: _Measure, level: Level) -> int:
    """Add up what `measure` says of each of `steps`, asked once for those that are alike."""
    known: dict[tuple[int, int], int] = {}
    total = 0
    for step in steps:
        key = (id(step.exercise), id(step.rest_after_seconds))
        if key not in known:
            known[key] = measure(step, level)
        total += known[key]
    return total


def _greatest(steps: Sequence[PlannedStep], measure: _Measure) -> Level:
    """Return the level at which there is most of it: hard, unless a file says otherwise."""
    return max(reversed(LEVELS), key=lambda level: _sum(steps, measure, level))


def _beats(step: PlannedStep, level: Level) -> int:
    """Count the phases of all sets and sides, and the seconds that are counted aloud."""
    return sum(map(_beats_of_a_side, all_in_force(at_level(step.exercise, level))))


def _beats_of_a_side(one: Exercise) -> int:
    counted = sum(phase.seconds for phase in one.phases if _is_counted(phase, one.cues))
    ticks = 0 if one.bpm is None else one.rep_seconds * one.bpm / 60
    return one.reps.min * (len(one.phases) + int(counted + ticks))


def _is_counted(phase: Phase, cues: Cues) -> bool:
    """Return whether the seconds of `phase` may be counted, or announced, one by one."""
    return phase.count_aloud or cues.count in ("up", "down") or bool(cues.time_left_every_seconds)


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
