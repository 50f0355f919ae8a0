"""Where the routine file has what is said of a step: so that a remark can name the place."""

from __future__ import annotations

from audiocoach.coach.number_pauses import spoken_title
from audiocoach.coach.phrases import Phrases, bare
from audiocoach.routine.effective_values import in_force, sides_of
from audiocoach.routine.plan import PlannedStep, whole_of


def sources(step: PlannedStep, phrases: Phrases) -> dict[str, str]:
    """Return the place of each sentence that `step` has of its own.

    Its name, and the way to it, are at the step itself. A sentence that stands several times
    is named where it comes first.
    """
    whole = whole_of(step)
    places = {phrases.say("next", title=spoken_title(phrases, step.exercise.title)): step.origin}
    for side in sides_of(whole):
        own = getattr(whole, side) if side else None
        exercise = in_force(whole, 1, side)
        for name in ("instructions", "position", "cue"):
            at = step.place_of(name)
            if own is not None and getattr(own, name) is not None:
                at = f"{step.place_of(side or name)}.{name}"
            for sentence in phrases.split(getattr(exercise, name)):
                places.setdefault(sentence, at)
                if side is not None:  # as it is said where the sides take turns
                    places.setdefault(phrases.say(f"dose_{side}", dose=bare(sentence)), at)
    return places
