"""Where the routine file has what is said of a step: so that a remark can name the place."""

from __future__ import annotations

from audiocoach.coach.phrases import Phrases, bare
from audiocoach.routine.plan import PlannedStep


def sources(step: PlannedStep, phrases: Phrases) -> dict[str, str]:
    """Return the place of each sentence that `step` has of its own.

    Its name, and the way to it, are at the step itself. A sentence that stands several times
    is named where it comes first.
    """
    exercise = step.exercise
    places = {phrases.say("next", title=bare(exercise.title)): step.origin}
    for name in ("instructions", "position", "cue"):
        for sentence in phrases.split(getattr(exercise, name)):
            places.setdefault(sentence, step.place_of(name))
    return places
