"""What a routine file's author is to know, though it is no fault: words without room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from audiocoach.errors import CoachError

if TYPE_CHECKING:
    from audiocoach.cli.settings import Settings
    from audiocoach.routine.model import RoutineFile
    from audiocoach.routine.plan import Plan

_MOST_SPOKEN = 200
"""Words that are spoken to know how long they take; of any others that is guessed."""


def unheard(settings: Settings, file: RoutineFile) -> Iterator[str]:
    """Say which phases of `file` have too little time for their word, a line each.

    A voice that is slow, or isn't here, is not asked: how long it takes is guessed.
    """
    from audiocoach.coach.compose import compose
    from audiocoach.coach.phrases import load_phrases
    from audiocoach.coach.style import Style
    from audiocoach.coach.unheard import probes, remarks
    from audiocoach.voice.speech import estimate

    for plan in probes(_plans(file), estimate):
        measure = _measure(settings, plan)
        score = compose(plan, load_phrases(plan.language), measure, Style(alone=True))
        yield from remarks(score)


def _plans(file: RoutineFile) -> Iterator[Plan]:
    """Plan every routine, then every exercise that none of them uses."""
    from audiocoach.routine.plan import plan_exercise, plan_routine

    unused = dict.fromkeys(file.exercises)
    for name, routine in file.routines.items():
        for _, step in routine.written_steps():
            unused.pop(step.exercise, None)
        yield plan_routine(file, name)
    yield from (plan_exercise(file, name) for name in unused)


def _measure(settings: Settings, plan: Plan) -> Callable[[str], int]:
    """Measure the words of phases with the built-in voice, and guess all other lengths."""
    from audiocoach.cli.settings import Chosen
    from audiocoach.voice.registry import BUILTIN
    from audiocoach.voice.speech import estimate

    manner = plan.manner
    words = {phase.name for step in plan.steps for phase in step.exercise.phases}
    if (manner.voice or BUILTIN).partition(":")[0] != BUILTIN or len(words) > _MOST_SPOKEN:
        return lambda text: estimate(text, manner.speed)
    chosen = Chosen(manner.voice or BUILTIN, plan.language, manner.speed, manner.say_as)

    def measure(text: str) -> int:
        try:
            if text in words:
                return settings.speech(chosen).measure(text)
        except CoachError:  # `check` names what is wrong with the voice
            pass
        return estimate(text, manner.speed)

    return measure
