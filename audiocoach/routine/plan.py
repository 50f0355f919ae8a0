"""The plan: one routine with every step's overrides merged, ready to compose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from audiocoach.errors import RoutineFileError, UnknownNameError
from audiocoach.remedy import command
from audiocoach.routine.called import found, own_language
from audiocoach.routine.choices import Choices
from audiocoach.routine.cues import Cues, merged_cues
from audiocoach.routine.faults import Fault, path_text, shown
from audiocoach.routine.language import Speaking, texts_of
from audiocoach.routine.model import (
    Entry,
    Exercise,
    Level,
    Rests,
    Rounds,
    Routine,
    RoutineFile,
    Step,
)
from audiocoach.routine.names import did_you_mean
from audiocoach.routine.translations import RoutineTexts
from audiocoach.units import seconds_to_ms

_MOST_NAMES_SHOWN = 50


@dataclass(frozen=True)
class Round:
    """One of the rounds that a step belongs to."""

    block: str
    """Where the routine file has the rounds: `routines.circuit.steps[1]`."""
    number: int
    """Which of them it is, from 1."""
    total: int
    """How many there are, at least 2."""


@dataclass(frozen=True)
class PlannedStep:
    """One exercise as it will be done."""

    exercise_id: str
    """The exercise's id in the routine file."""
    exercise: Exercise
    """The exercise, with the step's overrides merged in."""
    rest_after_seconds: float
    """Rest before the next exercise, 0 to 3600 seconds."""
    one_side: bool = False
    """Whether only the side that begins is done, and the other named, as in a preview."""
    place: str = ""
    """Where the routine file has its phases: `exercises.wall-sit`."""
    origin: str = ""
    """Where the routine file has the step: `routines.daily.steps[0]`; steps that are done in
    several rounds have the same."""
    rounds: tuple[Round, ...] = ()
    """The rounds it belongs to, outer before inner."""


@dataclass(frozen=True)
class Manner:
    """How a session is to be spoken and coached, as far as the file says."""

    voice: str | None = None
    """Who speaks, as `NAME` or `NAME:VARIANT`; None where the file doesn't say."""
    speed: float = 1.0
    """How fast, as a factor of the voice's own speed, 0.8 to 1.5."""
    say_as: tuple[tuple[str, str], ...] = ()
    """Words as written, each with its spoken form."""
    fill_with: str | None = None
    """Who speaks what a recorded voice lacks, as `voice` is named; None for nobody."""
    choices: Choices = field(default_factory=Choices)
    """How it is coached."""


@dataclass(frozen=True)
class Plan:
    """A whole session as it will be done."""

    id: str
    """The routine's id in the routine file (of a preview: the exercise's)."""
    title: str
    """Name that is spoken and shown."""
    language: str
    """BCP 47 tag of the language of every text, such as `en`."""
    intro: str
    """What is said at the start; may be empty."""
    outro: str
    """What is said at the end; may be empty."""
    steps: tuple[PlannedStep, ...]
    """The exercises in order; at least one."""
    manner: Manner = field(default_factory=Manner)
    """How it is to be spoken."""


def plan_routine(file: RoutineFile, name: str) -> Plan:
    """Plan the routine called `name`, in another language where it is called so: `back-care-de`.

    UnknownNameError where there is none; RoutineFileError, with each of them, where texts
    lack in that language.
    """
    called = found(file, "routine", name)
    if called is None:
        if found(file, "exercise", name):
            raise UnknownNameError(f"{shown(name)} is an exercise: `{command('preview', name)}`")
        raise UnknownNameError(_unknown("routine", name, file.routines))
    routine = file.routines[called.id]
    language = called.language or routine.language
    if called.language is not None:
        _refuse(Speaking(language, routine.language).lacks(file.exercises, routine, called.id))
    steps = planned_steps(file.exercises, routine, called.id, language)
    texts = texts_of(routine, language) or RoutineTexts()
    return Plan(
        called.name,
        texts.title or routine.title,
        language,
        texts.intro or routine.intro,
        texts.outro or routine.outro,
        steps,
        _manner(file, routine, language),
    )


def _refuse(faults: Iterable[Fault]) -> None:
    lines = [f"{path_text(fault.location)}: {fault.text}" for fault in faults]
    if lines:
        raise RoutineFileError(*lines)


def plan_exercise(file: RoutineFile, name: str) -> Plan:
    """Plan one exercise by itself, as it stands under `exercises`, or in another language.

    It is spoken as the first routine that uses it is, else as the file's first
    routine. UnknownNameError where there is no such exercise; RoutineFileError where texts
    of it lack.
    """
    called = found(file, "exercise", name)
    if called is None and found(file, "routine", name):
        raise UnknownNameError(f"{shown(name)} is a routine: `{command('play', name)}`")
    exercise = _exercise(file.exercises, called.id if called else name)
    assert called
    user = file.user_of(called.id)
    language = called.language or own_language(file, "exercise", called.id)
    speaking, place = Speaking(language, user.language), f"exercises.{called.id}"
    if called.language is not None:
        _refuse(speaking.lacks_of_exercise(exercise, ("exercises", called.id)))
    spoken = speaking.exercise(exercise)
    spoken = spoken.model_copy(update={"cues": merged_cues(user.cues, exercise.cues)})
    step = PlannedStep(called.id, spoken, 0.0, place=place)
    manner = _manner(file, user, language)
    return Plan(called.name, spoken.title, language, "", "", (step,), manner)


def planned_steps(
    exercises: Mapping[str, Exercise], routine: Routine, name: str = "", language: str = ""
) -> tuple[PlannedStep, ...]:
    """Return the steps of `routine`, called `name`, with what they change merged in.

    Their texts are in `language`, or else the routine's own. UnknownNameError where
    `exercises` lacks one.
    """
    speaking = Speaking(language or routine.language, routine.language)
    around = _Around(routine.rests, routine.cues, (), speaking)
    return tuple(_planned(exercises, routine.steps, f"routines.{name}", around))


@dataclass(frozen=True)
class _Around:
    """What holds for the steps of a routine or of rounds."""

    rests: Rests
    cues: Cues
    rounds: tuple[Round, ...]
    speaking: Speaking


def _planned(
    exercises: Mapping[str, Exercise], entries: Sequence[Entry], place: str, around: _Around
) -> Iterator[PlannedStep]:
    """Return the steps of `entries`, which stand at `place`, but for those that are skipped."""
    for number, entry in enumerate(entries):
        origin = f"{place}.steps[{number}]"
        if _is_skipped(exercises, entry):
            continue
        if isinstance(entry, Step):
            step = _merged(exercises, entry, origin, around)
            yield replace(step, origin=origin, rounds=around.rounds)
        else:
            yield from _planned_rounds(exercises, entry, origin, around)


def _is_skipped(exercises: Mapping[str, Exercise], entry: Entry) -> bool:
    """Tell whether `entry` is left out: a step as it says itself, else as its exercise does."""
    if isinstance(entry, Rounds) or entry.skip is not None:
        return bool(entry.skip)
    return _exercise(exercises, entry.exercise).skip


def _planned_rounds(
    exercises: Mapping[str, Exercise], block: Rounds, origin: str, around: _Around
) -> Iterator[PlannedStep]:
    """Return the steps of each round of `block`, with its rests after their last ones."""
    rests = block.rests or around.rests
    for number in range(1, block.rounds + 1):
        one = (Round(origin, number, block.rounds),) if block.rounds > 1 else ()
        inside = _Around(rests, around.cues, (*around.rounds, *one), around.speaking)
        steps = list(_planned(exercises, block.steps, origin, inside))
        if not steps:
            return
        last = steps.pop()
        is_last = number == block.rounds
        rest = block.rest_after_seconds if is_last else block.rest_between_rounds_seconds
        yield from steps
        yield last if rest is None else replace(last, rest_after_seconds=rest)


def exercise_numbers(steps: Iterable[PlannedStep]) -> tuple[int, ...]:
    """Return for each of `steps` its number among those written, from 1: as a person counts."""
    seen: dict[str, int] = {}
    places = (step.origin or f"{index}" for index, step in enumerate(steps))
    return tuple(seen.setdefault(place, len(seen) + 1) for place in places)


def round_count(steps: Iterable[PlannedStep]) -> int:
    """Return how many rounds `steps` have, where a single number says it; else 1."""
    of_steps = {tuple((each.block, each.total) for each in step.rounds) for step in steps}
    blocks = {rounds for rounds in of_steps if rounds}
    if len(blocks) != 1:
        return 1
    (rounds,) = blocks
    return rounds[0][1] if len(rounds) == 1 else 1


def repetitions(exercise: Exercise, level: Level) -> int:
    """Return the repetitions of all sets and sides."""
    sets = range(1, exercise.set_count(level) + 1)
    return sum(_reps_of_a_set(exercise, level, number) for number in sets)


def work_ms(step: PlannedStep, level: Level) -> int:
    """Return the milliseconds of a step's phases and rests, without any speech."""
    exercise, sets = step.exercise, step.exercise.set_count(level)
    rep_ms = sum(seconds_to_ms(phase.seconds) for phase in exercise.phases)
    reps = repetitions(exercise, level)
    pauses_ms = (reps - sets) * seconds_to_ms(exercise.rest_between_reps_seconds)
    rests_ms = (sets - 1) * seconds_to_ms(exercise.rest_between_sets_seconds)
    return reps * rep_ms + pauses_ms + rests_ms + seconds_to_ms(step.rest_after_seconds)


def _reps_of_a_set(exercise: Exercise, level: Level, number: int) -> int:
    return exercise.reps_in(level, number) * (1 if exercise.sides == "none" else 2)


def _merged(
    exercises: Mapping[str, Exercise], step: Step, place: str, around: _Around
) -> PlannedStep:
    written = _exercise(exercises, step.exercise)
    exercise = around.speaking.exercise(written)
    overrides = around.speaking.overrides(step, written)
    if "reps" in overrides:  # those of the exercise itself count no longer
        overrides["for_seconds"] = None
        if "sets" not in overrides and step.reps and step.reps.sets("normal") > 1:
            overrides["sets"] = step.reps.sets("normal")
    if exercise.rests is None and around.rests == "exact":
        overrides = {"rests": around.rests, **overrides}
    cues = merged_cues(around.cues, exercise.cues, step.cues)
    if cues != exercise.cues:
        overrides["cues"] = cues
    # Both halves are validated already, and model_copy does not do it again.
    merged = exercise.model_copy(update=overrides).in_time() if overrides else exercise
    phases_at = place if "phases" in overrides else f"exercises.{step.exercise}"
    return PlannedStep(step.exercise, merged, step.rest_after_seconds, place=phases_at)


def _exercise(exercises: Mapping[str, Exercise], exercise_id: str) -> Exercise:
    if exercise_id not in exercises:
        raise UnknownNameError(_unknown("exercise", exercise_id, exercises))
    return exercises[exercise_id]


def _manner(file: RoutineFile, routine: Routine, language: str) -> Manner:
    """Say how `routine` is spoken in `language`: as it says itself, else as its file does.

    Spoken forms of the routine are of its own language.
    """
    texts = texts_of(routine, language)
    own = routine.say_as if texts is None else texts.say_as
    words = {word.casefold(): (word, form) for word, form in file.say_as.items()}
    words |= {word.casefold(): (word, form) for word, form in own.items()}
    first = texts or RoutineTexts()
    voice = first.voice or routine.voice or file.voice
    speed = first.speed or routine.speed or file.speed or 1.0
    fill = first.fill_with or routine.fill_with or file.fill_with
    choices = routine.choices.otherwise(file.choices)
    return Manner(voice, speed, tuple(words.values()), fill, choices)


def _unknown(kind: str, name: str, names: Iterable[str]) -> str:
    hint = did_you_mean(name, names)
    if hint:
        return f"no {kind} is called {shown(name)}{hint}"
    listed = list(islice(names, _MOST_NAMES_SHOWN + 1))
    if len(listed) > _MOST_NAMES_SHOWN:
        listed[-1] = "…"
    return f"no {kind} is called {shown(name)}; there are: {', '.join(listed)}"
