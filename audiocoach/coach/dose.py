"""How much of an exercise is done, as said before it: sets, reps, and how long a hold is."""

from __future__ import annotations

from audiocoach.coach.phrases import Phrases, bare
from audiocoach.coach.work import is_bounded
from audiocoach.routine.model import Exercise, Level
from audiocoach.routine.plan import PlannedStep

_FORMS = {"none": "times", "each": "times_each_side", "alternate": "times_in_turn"}


def dose(phrases: Phrases, step: PlannedStep, level: Level) -> list[str]:
    """Say how often and how long, a sentence each, and which side begins."""
    exercise = step.exercise
    sided = exercise.sides != "none"
    begins = [phrases.say("left_first")] if sided else []
    if step.one_side:
        return begins
    time, sets = _held(phrases, exercise), exercise.set_count(level)
    if not sided and sets == 1 and (exercise.for_seconds is not None or is_once(exercise, level)):
        lasts = _lasts(phrases, exercise) or time
        return [phrases.say("for_long", time=lasts)] if lasts else []
    return [*_sentences(phrases, exercise, level, time), *begins]


def is_once(exercise: Exercise, level: Level) -> bool:
    """Tell whether the repetition of `exercise` is done a single time."""
    return exercise.set_count(level) == exercise.reps_in(level) == 1


def set_dose(phrases: Phrases, exercise: Exercise, level: Level, number: int) -> str:
    """Say how often set `number` has its repetition, or how long it lasts."""
    time = _lasts(phrases, exercise)
    if time:
        return phrases.say("for_long", time=time)
    return phrases.number(_FORMS[exercise.sides], exercise.reps_in(level, number))


def _lasts(phrases: Phrases, exercise: Exercise) -> str | None:
    """Say how long a set lasts, where it is done by time."""
    return None if exercise.for_seconds is None else phrases.length(round(exercise.for_seconds))


def _sentences(phrases: Phrases, exercise: Exercise, level: Level, time: str | None) -> list[str]:
    count, reps = exercise.set_count(level), exercise.reps_in(level)
    sets = [phrases.number("sets", count)] if count > 1 else []
    varies = any(exercise.reps_in(level, n) != reps for n in range(2, count + 1))
    if varies or exercise.for_seconds is not None:
        return [*sets, set_dose(phrases, exercise, level, 1)]
    each = [phrases.say("long_each", time=time)] if time else []
    times = phrases.number(_FORMS[exercise.sides], reps)
    if exercise.sides != "none":
        return [*sets, times, *each]
    if reps == 1:
        return [*sets, *each]
    if sets:
        both = {"sets": bare(sets[0]), "times": _inside(times)}
        return [phrases.say("sets_each", **both), *each]
    return [phrases.say("times_long", times=bare(times), time=time)] if time else [times]


def _held(phrases: Phrases, exercise: Exercise) -> str | None:
    """Say how long what is held or timed lasts, where that is one length in whole seconds."""
    lengths = {phase.seconds for phase in exercise.phases if is_bounded(phase)}
    if len(lengths) != 1 or not all(length.is_integer() for length in lengths):
        return None
    return phrases.length(int(lengths.pop()))


def _inside(sentence: str) -> str:
    """Return `sentence` as a part of another one."""
    text = bare(sentence)
    return text[:1].lower() + text[1:]
