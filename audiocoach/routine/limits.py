"""How large a routine file and its sessions may be.

Everything a file can hold is bounded, so that reading, composing and speaking it
end in a time one would wait for. The figures stand in the README.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from audiocoach.routine import leniency
from audiocoach.routine.cues import Cues
from audiocoach.routine.faults import Fault, Location, shown
from audiocoach.routine.jsonscan import MOST_LEVELS
from audiocoach.routine.model import SHORT_HOLD, Exercise, Phase
from audiocoach.routine.plan import PlannedStep, repetitions, work_ms
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


def session_fault(location: Location, steps: Sequence[PlannedStep], *spoken: str) -> Fault | None:
    """Find what is too large about a session of `steps`, which also says `spoken`."""
    for step in steps:
        text = _untimed(step.exercise) or _unfit_dose(step.exercise) or _unfit_rest(step)
        if text:
            return Fault(location, text)
    length_ms = sum(work_ms(step, "hard") for step in steps)
    if length_ms > LONGEST_MS:
        text = f"must last at most 24 hours, not {clock(length_ms)} (at level hard, without speech)"
        return Fault(location, text)
    beats = sum(_beats(step.exercise) for step in steps)
    if beats > MOST_BEATS:
        text = f"must have at most {MOST_BEATS:,} phases, not {beats:,}"
        ticks = " and ticks of a metronome" if any(step.exercise.bpm for step in steps) else ""
        counted = f"with all seconds that are counted aloud{ticks}"
        return Fault(location, f"{text} (at level hard, {counted})")
    return length_fault(location, [*spoken, *_texts(steps)])


def length_fault(location: Location, texts: Iterable[str]) -> Fault | None:
    """Find that a session would have too much to say, each of its `texts` once."""
    characters = sum(map(len, {*texts}))
    if characters > MOST_CHARACTERS:
        text = f"must have texts of at most {MOST_CHARACTERS:,} characters, not {characters:,}"
        return Fault(location, text)
    return None


def _unfit_dose(exercise: Exercise) -> str | None:
    """Return what is wrong with an exercise that is done by time, if anything is."""
    short, takes = exercise.for_seconds, exercise.rep_seconds
    takes *= 1 if exercise.sides == "none" else 2
    if short is None or takes <= short:
        return None
    text = f'must have "for_seconds" of at least {takes:g} for {shown(exercise.title)}'
    return f"{text}, not {short:g}: no repetition would fit"


def _unfit_rest(step: PlannedStep) -> str | None:
    """Return what is wrong with the exact rests of `step`, if anything is."""
    exercise = step.exercise
    if exercise.rests != "exact":
        return None
    rests = {
        "rest_between_reps_seconds": exercise.rest_between_reps_seconds,
        "rest_between_sets_seconds": exercise.rest_between_sets_seconds,
        "rest_after_seconds": step.rest_after_seconds,
    }
    for name, seconds in rests.items():
        if 0 < seconds < LEAST_EXACT_REST_SECONDS:
            text = f'must have an exact "{name}" of 0 or at least {LEAST_EXACT_REST_SECONDS:g}'
            return f"{text} for {shown(exercise.title)}, not {seconds:g}"
    return None


def _untimed(exercise: Exercise) -> str | None:
    """Say what is wrong with a step's beats: no speed, or one too quick for a hold."""
    if any(phase.is_no_hold for phase in exercise.phases):
        return f"{SHORT_HOLD}, in {shown(exercise.title)}"
    if exercise.bpm is not None or not exercise.is_in_beats:
        return None
    return f'must have "bpm" for {shown(exercise.title)}, as phases have "beats"'


def _beats(exercise: Exercise) -> int:
    counted = sum(phase.seconds for phase in exercise.phases if _is_counted(phase, exercise.cues))
    ticks = 0 if exercise.bpm is None else exercise.rep_seconds * exercise.bpm / 60
    return repetitions(exercise, "hard") * (len(exercise.phases) + int(counted + ticks))


def _is_counted(phase: Phase, cues: Cues) -> bool:
    """Tell whether the seconds of `phase` may be counted, or told, one by one."""
    return phase.count_aloud or cues.count in ("up", "down") or bool(cues.time_left_every_seconds)


def _texts(steps: Sequence[PlannedStep]) -> Iterator[str]:
    # Most steps share the exercise of another one.
    for exercise in {id(step.exercise): step.exercise for step in steps}.values():
        yield from (exercise.title, exercise.instructions, exercise.position, exercise.cue)
        yield from exercise.equipment
        for phase in exercise.phases:
            yield from (phase.name, *phase.cue_texts)


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
