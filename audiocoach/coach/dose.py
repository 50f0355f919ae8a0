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
    time, reps = _held(phrases, exercise), exercise.reps.at(level)
    if not sided and reps == 1 and exercise.sets == 1:
        return [phrases.say("for_long", time=time)] if time else []
    return [*_sentences(phrases, exercise, reps, time), *begins]


def _sentences(phrases: Phrases, exercise: Exercise, reps: int, time: str | None) -> list[str]:
    sets = [phrases.number("sets", exercise.sets)] if exercise.sets > 1 else []
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
