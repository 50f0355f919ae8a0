"""The plan: one routine with every step's overrides merged, ready to compose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from audiocoach.errors import RoutineFileError, UnknownNameError
from audiocoach.routine.choices import Choices
from audiocoach.routine.cues import Cues, merged_cues
from audiocoach.routine.effective_values import ranges_at, with_sets_of_lists
from audiocoach.routine.faults import Fault, path_text, shown
from audiocoach.routine.localization import Localization, texts_of
from audiocoach.routine.localized_names import found, own_language
from audiocoach.routine.model import (
    Entry,
    Exercise,
    Level,
    Rests,
    Rounds,
    Routine,
    RoutineFile,
    SideChanges,
    Step,
)
from audiocoach.routine.round_rests import with_rests_of_rounds
from audiocoach.routine.steps import PlannedStep, Round, step_at_level, whole_of, work_ms
from audiocoach.routine.translations import RoutineTexts
from audiocoach.routine.varying import SIDES, Side, of_set, of_side
from audiocoach.routine.varying import at_level as value_at
from audiocoach.suggested_commands import command
from audiocoach.text import did_you_mean
from audiocoach.tone_spec import STANDARD, ToneSet

__all__ = [
    "Plan",
    "PlannedStep",
    "Round",
    "VoiceSettings",
    "exercise_numbers",
    "plan_at_level",
    "plan_exercise",
    "plan_routine",
    "plan_to_fit",
    "planned_steps",
    "round_counts",
    "step_at_level",
    "whole_of",
    "work_ms",
]

_MOST_NAMES_SHOWN = 50


@dataclass(frozen=True)
class VoiceSettings:
    """How a session is to be spoken and coached, as far as the file says."""

    voice: str | None = None
    """Who speaks, as `NAME` or `NAME:VARIANT`; None where the file doesn't say."""
    speed: float = 1.0
    """How fast, as a factor of the voice's own speed, 0.8 to 1.5."""
    say_as: tuple[tuple[str, str], ...] = ()
    """Words as written, each with its spoken form."""
    fill_with: str | None = None
    """Who speaks what a recorded voice lacks, as `voice` is named; None for no one."""
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
    voice_settings: VoiceSettings = field(default_factory=VoiceSettings)
    """How it is to be spoken."""
    tones: ToneSet = STANDARD
    """The tones of the session."""


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
        _refuse(Localization(language, routine.language).lacks(file.exercises, routine, called.id))
    steps = planned_steps(file.exercises, routine, called.id, language)
    texts = texts_of(routine, language) or RoutineTexts()
    return Plan(
        called.name,
        texts.title or routine.title,
        language,
        texts.intro or routine.intro,
        texts.outro or routine.outro,
        steps,
        _voice_settings(file, routine, language),
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
    speaking = Localization(language, user.language)
    if called.language is not None:
        _refuse(speaking.lacks_of_exercise(exercise, ("exercises", called.id)))
    around = _Around("at_least", user.cues, (), speaking)
    step = _merged(file.exercises, Step(exercise=called.id), "", around)
    title = of_side(step.exercise.title, None)
    voice_settings = _voice_settings(file, user, language)
    return Plan(called.name, title, language, "", "", (step,), voice_settings)


def planned_steps(
    exercises: Mapping[str, Exercise], routine: Routine, name: str = "", language: str = ""
) -> tuple[PlannedStep, ...]:
    """Return the steps of `routine`, called `name`, with what they change merged in.

    Their texts are in `language`, or else the routine's own. UnknownNameError where
    `exercises` lacks one.
    """
    speaking = Localization(language or routine.language, routine.language)
    around = _Around(routine.rests, routine.cues, (), speaking)
    return tuple(_planned(exercises, routine.steps, f"routines.{name}", around))


@dataclass(frozen=True)
class _Around:
    """What holds for the steps of a routine or of rounds."""

    rests: Rests
    cues: Cues
    rounds: tuple[Round, ...]
    speaking: Localization
    is_periodic: bool = False
    """Whether rounds begin so often: no rest in them may grow."""


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
    """Return whether `entry` is left out: a step as it says itself, else as its exercise does."""
    if isinstance(entry, Rounds) or entry.skip is not None:
        return bool(entry.skip)
    return _exercise(exercises, entry.exercise).skip


def _planned_rounds(
    exercises: Mapping[str, Exercise], block: Rounds, origin: str, around: _Around
) -> Iterator[PlannedStep]:
    """Return the steps of each round of `block`, with its rests after their last ones."""
    rests, periodic = block.rests or around.rests, block.every_seconds is not None
    for number in range(1, block.rounds + 1):
        every = of_set(block.every_seconds, number)
        one = (
            (Round(origin, number, block.rounds, every, block.height),) if block.rounds > 1 else ()
        )
        inside = replace(
            around,
            rests=rests,
            rounds=(*around.rounds, *one),
            is_periodic=around.is_periodic or periodic,
        )
        steps = list(_planned(exercises, block.steps, origin, inside))
        if not steps:
            return
        is_last = number == block.rounds
        if periodic:
            end = steps[-1].rest_grows and is_last
            steps = [replace(step, rest_grows=False) for step in steps]
            steps[-1] = replace(steps[-1], rest_grows=end)
        last = steps.pop()
        between = of_set(block.rest_between_rounds_seconds, number)
        rest = block.rest_after_seconds if is_last else between
        named = "rest_after_seconds" if is_last else "rest_between_rounds_seconds"
        yield from steps
        if rest is not None:
            last = replace(last, rest_after_seconds=rest, rest_place=f"{origin}.{named}")
        yield last


def exercise_numbers(steps: Iterable[PlannedStep]) -> tuple[int, ...]:
    """Return for each of `steps` its number among those written, from 1: as a person counts."""
    seen: dict[str, int] = {}
    places = (step.origin or f"{index}" for index, step in enumerate(steps))
    return tuple(seen.setdefault(place, len(seen) + 1) for place in places)


def round_counts(steps: Iterable[PlannedStep]) -> tuple[int, ...]:
    """Return how many rounds `steps` have, outer before inner; none where no numbers say it.

    They do where there are rounds in one place alone, and in those rounds in one place again.
    """
    of_steps = {tuple((each.block, each.total) for each in step.rounds) for step in steps}
    deepest = max(of_steps, key=len, default=())
    if any(rounds != deepest[: len(rounds)] for rounds in of_steps):
        return ()
    return tuple(total for _, total in deepest)


def plan_at_level(plan: Plan, level: Level) -> Plan:
    """Return `plan` at `level`, ready to compose."""
    steps, _ = with_rests_of_rounds([step_at_level(step, level) for step in plan.steps], level)
    return replace(plan, steps=steps)


def plan_to_fit(plan: Plan, level: Level) -> Plan:
    """Return `plan` at `level`, but with the ranges of its reps as they are written."""
    steps = (
        replace(
            step,
            exercise=ranges_at(step.exercise, level),
            rest_after_seconds=value_at(step.rest_after_seconds, level),
        )
        for step in plan.steps
    )
    return replace(plan, steps=tuple(steps))


def _merged(
    exercises: Mapping[str, Exercise], step: Step, place: str, around: _Around
) -> PlannedStep:
    written = _exercise(exercises, step.exercise)
    exercise = around.speaking.exercise(written)
    overrides = around.speaking.overrides(step, written)
    if "reps" in overrides:  # those of the exercise itself count no longer
        overrides["for_seconds"] = None
    for side in SIDES:
        if side in overrides:
            overrides[side] = _both(getattr(exercise, side), overrides[side])
    rests = overrides.get("rests") or exercise.rests or around.rests
    if around.is_periodic:
        overrides["rests"] = "exact"
    if "every_seconds" in overrides:
        overrides["rest_between_sets_seconds"] = 0.0
    elif "rest_between_sets_seconds" in overrides:
        overrides["every_seconds"] = None
    if exercise.rests is None and around.rests == "exact":
        overrides = {"rests": around.rests, **overrides}
    cues = merged_cues(around.cues, exercise.cues, step.cues)
    if cues != exercise.cues:
        overrides["cues"] = cues
    # Both halves are validated already, and model_copy does not do it again.
    merged = exercise.model_copy(update=overrides).in_time() if overrides else exercise
    if "sets" not in overrides and step.has_lists:
        merged = with_sets_of_lists(merged)
    phases_at = place if "phases" in overrides else f"exercises.{step.exercise}"
    places = _side_places(merged, step, place)
    rest = step.rest_after_seconds
    return PlannedStep(
        step.exercise,
        merged,
        rest,
        place=phases_at,
        changed=frozenset(step.overrides()),
        side_places=places,
        rest_grows=around.is_periodic and rests != "exact",
    )


def _side_places(merged: Exercise, step: Step, place: str) -> dict[Side, str]:
    """Return where the phases stand that a side has of its own; `place` is that of `step`."""
    places: dict[Side, str] = {}
    for side in SIDES:
        own, over = getattr(merged, side), getattr(step, side)
        if own is not None and own.phases is not None:
            is_over = over is not None and over.phases is not None
            places[side] = f"{place if is_over else f'exercises.{step.exercise}'}.{side}"
    return places


def _both(below: SideChanges | None, above: object) -> SideChanges:
    """Return what an exercise changes on a side, and what a step does above it."""
    assert isinstance(above, SideChanges)
    if below is None:
        return above
    changes: dict[str, object] = above.overrides()
    changes |= {"for_seconds": None} if "reps" in changes else {}
    changes |= {"reps": None} if above.for_seconds else {}
    return below.model_copy(update=changes)


def _exercise(exercises: Mapping[str, Exercise], exercise_id: str) -> Exercise:
    if exercise_id not in exercises:
        raise UnknownNameError(_unknown("exercise", exercise_id, exercises))
    return exercises[exercise_id]


def _voice_settings(file: RoutineFile, routine: Routine, language: str) -> VoiceSettings:
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
    return VoiceSettings(voice, speed, tuple(words.values()), fill, choices)


def _unknown(kind: str, name: str, names: Iterable[str]) -> str:
    hint = did_you_mean(name, names)
    if hint:
        return f"no {kind} is called {shown(name)}{hint}"
    listed = list(islice(names, _MOST_NAMES_SHOWN + 1))
    if len(listed) > _MOST_NAMES_SHOWN:
        listed[-1] = "…"
    return f"no {kind} is called {shown(name)}; there are: {', '.join(listed)}"


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Find what had another name; an import asks for `__path__` each time."""
        if name.startswith("__"):
            raise AttributeError(name)
        from audiocoach.old_names import named

        return named(__name__, name)
