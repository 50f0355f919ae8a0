"""What the parts of a tempo are called, where the routine file doesn't say it."""

from __future__ import annotations

from dataclasses import replace

from audiocoach.coach.phrases import Phrases, load_phrases
from audiocoach.routine.effective_values import phase_words
from audiocoach.routine.model import Exercise, Phase, TempoPhase
from audiocoach.routine.plan import Plan

_PHRASES = {
    "lower": "tempo_lower",
    "lower_pause": "tempo_pause",
    "lift": "tempo_lift",
    "lift_pause": "tempo_pause",
}


def with_words(plan: Plan) -> Plan:
    """Return `plan` with a word for each of its phases, in its language."""
    if all(all(phase_words(step.exercise)) for step in plan.steps):
        return plan
    phrases = load_phrases(plan.language)
    steps = (replace(step, exercise=_named(step.exercise, phrases)) for step in plan.steps)
    return replace(plan, steps=tuple(steps))


def _named(exercise: Exercise, phrases: Phrases) -> Exercise:
    if all(phase_words(exercise)):
        return exercise
    changes: dict[str, object] = {"phases": _with_words(exercise.phases, phrases)}
    for side, own in (("left", exercise.left), ("right", exercise.right)):
        if own is not None and own.phases is not None:
            changes[side] = own.model_copy(update={"phases": _with_words(own.phases, phrases)})
    return exercise.model_copy(update=changes)


def _with_words(phases: tuple[Phase, ...], phrases: Phrases) -> tuple[Phase, ...]:
    return tuple(_with_word(phase, phrases) for phase in phases)


def _with_word(phase: Phase, phrases: Phrases) -> Phase:
    if phase.name or not isinstance(phase, TempoPhase):
        return phase
    return phase.model_copy(update={"name": phrases.say(_PHRASES[phase.part])})
