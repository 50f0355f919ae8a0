"""The session as a page reads it: what goes on at every moment, and each tone."""

from __future__ import annotations

import json
import time

import pytest

from audiocoach.coach.composer import compose
from audiocoach.coach.phrases import load_phrases
from audiocoach.coach.score import Score, Span, Where
from audiocoach.export.metadata import chapters
from audiocoach.play.display.now_playing import now_playing
from audiocoach.routine.plan import plan_routine
from audiocoach.routine.reader import read_routines
from audiocoach.webpage.session_json import steps, timeline
from tests.conftest import SHIPPED
from tests.export.sessions import session

ROUNDS = {
    "exercises": {
        name: {
            "title": name.title(),
            "posture": "standing",
            "instructions": "Stand.",
            "sets": 2,
            "reps": 3,
            "sides": "each",
            "phases": [{"name": "Up", "seconds": 2}, {"name": "Hold", "seconds": 4, "hold": True}],
        }
        for name in ("row", "squat")
    },
    "routines": {
        "small": {
            "title": "Small",
            "steps": [
                {"exercise": "row"},
                {
                    "rounds": 3,
                    "rest_between_rounds_seconds": 30,
                    "steps": [{"exercise": "squat"}, {"exercise": "row", "rest_after_seconds": 20}],
                },
            ],
        }
    },
}


def composed(name: str) -> Score:
    languages = ["de", "en", "es", "fr"]
    if name == "small":
        from audiocoach.routine.reader import parse_routines

        routines = parse_routines(json.dumps(ROUNDS).encode(), languages)
    else:
        routines = read_routines(SHIPPED, languages)
    plan = plan_routine(routines, name)
    return compose(plan, load_phrases(plan.language), lambda _: 1000)


@pytest.mark.parametrize("name", ["back-care", "back-care-de", "small"])
def test_a_page_shows_what_the_player_shows_at_every_moment(name: str) -> None:
    score = composed(name)
    for step in steps(score):
        now = now_playing(score, step.start_ms)
        shown = (now.doing, now.exercise or "", now.number or 0, now.next or "", now.remaining_ms)
        length_ms = step.end_ms - step.start_ms
        assert (step.doing, step.exercise, step.number, step.next, length_ms) == shown


@pytest.mark.parametrize("name", ["back-care", "small"])
def test_the_steps_are_the_whole_session_without_a_gap(name: str) -> None:
    score = composed(name)
    found = steps(score)
    assert [step.end_ms for step in found] == [
        *(step.start_ms for step in found[1:]), score.length_ms
    ]  # fmt: skip
    assert found[0].start_ms == 0


def test_rounds_sets_reps_and_sides_are_counted() -> None:
    counts = [step.counts for step in steps(composed("small")) if step.kind == "hold"]
    assert counts[0] == ("Set 1 of 2", "Rep 1 of 3", "left side")
    assert counts[-1] == ("Round 3 of 3", "Set 2 of 2", "Rep 3 of 3", "right side")


def test_every_tone_that_is_heard_is_in_the_timeline() -> None:
    score = composed("back-care")
    tones = [cue.tone for cue in score.cues if cue.tone not in {None, "keep_alive"}]
    assert [each["tone"] for each in timeline(score, [])["tones"]] == tones


def test_a_step_says_only_what_applies() -> None:
    track = session("Wall sit")
    assert timeline(track.score, chapters(track.score)) == {
        "title": "Back care",
        "language": "en",
        "length_ms": 5618,
        "chapters": [
            {"start_ms": 0, "title": "Back care"}, {"start_ms": 2107, "title": "Wall sit"}
        ],
        "steps": [
            {"start_ms": 0, "end_ms": 2107, "kind": "outside", "doing": "Opening",
             "next": "Next: Wall sit"},
            {"start_ms": 2107, "end_ms": 5118, "kind": "exercise", "doing": "Wall sit",
             "exercise": "Wall sit", "number": "Exercise 1 of 1"},
            {"start_ms": 5118, "end_ms": 5618, "kind": "outside", "doing": "Closing"},
        ],
        "tones": [],
        "words": [
            {"start_ms": 1000, "end_ms": 1700, "text": "Welcome"},
            {"start_ms": 2107, "end_ms": 2807, "text": "Next 2107"},
        ],
    }  # fmt: skip


def test_a_session_of_a_day_takes_a_moment() -> None:
    spans = [
        span
        for at in range(0, 86_400_000, 10_000)
        for span in (
            Span("exercise", "Step", at, at + 10_000, Where("step")),
            Span("set", "Set 1", at, at + 8000, Where("step", 1)),
            Span("rep", "Repetition 1", at, at + 8000, Where("step", 1, 1)),
            Span("phase", "Up", at, at + 4000, Where("step", 1, 1)),
        )
    ]
    score = Score("day", "Day", "en", 86_400_000, (), tuple(spans))
    load_phrases("en")
    begun = time.perf_counter()
    assert len(steps(score)) == 3 * 8640
    assert time.perf_counter() - begun < 5  # 0.3 s; in quadratic time it would be minutes
