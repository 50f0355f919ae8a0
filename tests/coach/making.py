"""Makes plans for the composer's tests, and looks into scores."""

from typing import Any

from audiocoach.coach.composer import compose
from audiocoach.coach.phrases import load_phrases
from audiocoach.coach.score import DroppedCue, Score, SpanKind
from audiocoach.coach.style import Style
from audiocoach.coach.timeline import Measure
from audiocoach.coach.unheard_texts import remarks
from audiocoach.routine.model import Exercise
from audiocoach.routine.plan import Plan, PlannedStep

ENGLISH = load_phrases("en")

HOLD_10: dict[str, Any] = {"name": "Hold", "seconds": 10, "hold": True}
UP: dict[str, Any] = {"name": "Up", "seconds": 2}
DOWN: dict[str, Any] = {"name": "Down", "seconds": 2}


def exercise(*phases: dict[str, Any], **fields: Any) -> Exercise:
    whole = {
        "title": "Wall sit",
        "posture": "standing",
        "instructions": "Stand tall.",
        "phases": tuple(phases),
        **fields,
    }
    return Exercise.model_validate(whole)


def plan(*exercises: Exercise, rest: float = 0, intro: str = "", outro: str = "") -> Plan:
    steps = tuple(
        PlannedStep(f"exercise-{number}", exercise, rest)
        for number, exercise in enumerate(exercises, start=1)
    )
    return Plan("test", "Test", "en", intro, outro, steps)


def one_second(text: str) -> int:
    return 1000


def short_words(text: str) -> int:
    return 100 + 200 * len(text.split())


def composed(
    *exercises: Exercise, rest: float = 0, measure: Measure = short_words, **style: Any
) -> Score:
    """Compose with a voice of 300 ms for a word; every field of `Style` may be set."""
    return composed_plan(plan(*exercises, rest=rest), measure, **style)


def composed_plan(
    whole: Plan, measure: Measure = short_words, language: str = "en", **style: Any
) -> Score:
    """Compose a plan with the same voice; every field of `Style` may be set."""
    return compose(whole, load_phrases(language), measure, Style(**style))


def said(score: Score) -> list[str]:
    return [cue.text for cue in score.cues if cue.text is not None]


def tones(score: Score, name: str) -> list[int]:
    """Return the onsets of all tones called `name` that belong to an exercise."""
    return [cue.start_ms for cue in score.cues if cue.tone == name and cue.where.exercise]


def lengths(score: Score, kind: SpanKind) -> list[int]:
    return [span.end_ms - span.start_ms for span in score.spans if span.kind == kind]


def unheard_words(score: Score) -> list[DroppedCue]:
    """Return the words of phases that `score` has no room for."""
    words = {(span.title, span.start_ms) for span in score.spans_of("phase", "hold")}
    return [drop for drop in score.dropped if (drop.text, drop.at_ms) in words]


def unremarked(score: Score) -> list[DroppedCue]:
    """Return those of the same that no remark names by their place."""
    lines = remarks(score)
    return [drop for drop in unheard_words(score) if not any(drop.place in line for line in lines)]
