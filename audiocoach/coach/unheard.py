"""What is written and can't be heard: words of phases, and reminders set to a second.

From a composed score for the voice that speaks it, or by probing a plan: composing only
what is tight of it, a few reps, so that a large file costs no more than reading it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from audiocoach.coach.score import Dropped, Score

if TYPE_CHECKING:
    from audiocoach.coach.timeline import Measure
    from audiocoach.routine.model import Exercise, Phase
    from audiocoach.routine.plan import Plan, PlannedStep

_MOST_TAKEN_MS = 600
"""At most what tones and silence take of a phase beside its word."""
_DOUBT = 2
"""How many times the guessed length a word may take."""
_REPS, _SETS = 11, 2
"""So many are probed at most: a later rep is like one of these, also where only every fifth
number is said; so is a later set like the second, before which there is a rest."""
_LONG_ENOUGH_SECONDS = 30.0
"""A longer phase is probed as one of this length: nothing changes for its word."""


def remarks(score: Score) -> list[str]:
    """Say what of the routine file is not heard, or not everywhere, a line for each text."""
    drops: dict[tuple[str, str], list[Dropped]] = {}
    for drop in score.dropped:
        if drop.place:
            drops.setdefault((drop.place, drop.text), []).append(drop)
    phases = _phases(score) if drops else {}
    said = {(cue.where.exercise, cue.text) for cue in score.cues} if drops else set()
    return [_remark(each, is_heard=_is_heard(each, phases, said)) for each in drops.values()]


def _is_heard(
    drops: Sequence[Dropped],
    phases: Mapping[tuple[str | None, str], set[int]],
    said: Set[tuple[str | None, str | None]],
) -> bool:
    """Tell whether what was dropped as in `drops` is heard at some other time."""
    text = (drops[0].where.exercise, drops[0].text)
    if drops[0].needs_ms:
        return not phases[text] <= {drop.at_ms for drop in drops}
    return text in said


def _phases(score: Score) -> dict[tuple[str | None, str], set[int]]:
    """Return when the phases begin that share an exercise and a word."""
    starts: dict[tuple[str | None, str], set[int]] = {}
    for span in score.spans:
        if span.kind in ("phase", "hold"):
            starts.setdefault((span.where.exercise, span.title), set()).add(span.start_ms)
    return starts


def _remark(drops: Sequence[Dropped], *, is_heard: bool) -> str:
    """Say that what was dropped as in `drops` has too little time; of a phase's word, how much."""
    worst = max(drops, key=lambda drop: drop.needs_ms)
    word = json.dumps(worst.text, ensure_ascii=False)
    lacks = "can't be heard in every rep" if is_heard else "is never heard"
    if not worst.needs_ms:
        return f"{worst.place}: {word} {lacks}: there is no room for it"
    return f"{worst.place}: {word} {lacks}: the phase would need {worst.needs_ms / 1000:g} seconds"


def probes(plans: Iterable[Plan], guess: Measure) -> Iterator[Plan]:
    """Cut each of `plans` down to its steps in which something may not be heard.

    `guess` estimates how many milliseconds a text takes.
    """
    seen: set[tuple[str, str | None, str]] = set()
    for plan in plans:
        how = plan.language, plan.manner.choices.talk
        tight = [step for step in plan.steps if _is_tight(step.exercise, guess)]
        fresh = [step for step in tight if (*how, step.place) not in seen]
        seen.update((*how, step.place) for step in fresh)
        if fresh:
            yield replace(plan, steps=tuple(map(_cut, fresh)))


def _is_tight(exercise: Exercise, guess: Measure) -> bool:
    """Tell whether a phase may be too short for its word, or has reminders at a second."""
    return any(
        _is_timed(phase) or phase.seconds * 1000 < _MOST_TAKEN_MS + _DOUBT * guess(phase.name)
        for phase in exercise.phases
    )


def _is_timed(phase: Phase) -> bool:
    return any(not isinstance(cue, str) for cue in phase.cues)


def _cut(step: PlannedStep) -> PlannedStep:
    from audiocoach.routine.model import Reps  # only probes need it: it takes long to load

    exercise = step.exercise
    phases = tuple(phase if _is_timed(phase) else _shortened(phase) for phase in exercise.phases)
    reps = min(exercise.reps_in("normal"), _REPS)
    few = Reps(min=reps, max=reps)
    changes = {
        "phases": phases,
        "sets": min(exercise.set_count("normal"), _SETS),
        "reps": few,
        "for_seconds": None,
        "instructions": ".",
        "equipment": (),
    }
    return replace(step, exercise=exercise.model_copy(update=changes), rest_after_seconds=0.0)


def _shortened(phase: Phase) -> Phase:
    """Return `phase` with nothing that makes no difference to its word."""
    seconds = min(phase.seconds, _LONG_ENOUGH_SECONDS)
    return phase.model_copy(update={"seconds": seconds, "count_aloud": False, "cues": ()})
