"""Sessions with other tones than the usual ones: lengths differ, and nothing else yields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.coach.composer import compose
from audiocoach.coach.score import Score
from audiocoach.coach.score_json import pack_score, unpack_score
from audiocoach.coach.style import Style, Talk
from audiocoach.coach.timetable import as_json
from audiocoach.routine.plan import Plan
from audiocoach.tone_spec import HOUSE_SETS, LONGEST_MS, TONE_MS, ToneSet
from tests.coach.making import ENGLISH, HOLD_10, UP, exercise, plan, short_words
from tests.coach.strategies import measures, plans

BELL = HOUSE_SETS["bell"]
LONGEST = ToneSet("longest", {**TONE_MS, **LONGEST_MS})

tone_sets = st.one_of(
    st.sampled_from([BELL, LONGEST]),
    st.fixed_dictionaries({kind: st.integers(20, most) for kind, most in LONGEST_MS.items()}).map(
        lambda ms: ToneSet("own", {**TONE_MS, **ms})
    ),
)
talks: st.SearchStrategy[Talk] = st.sampled_from(["full", "brief", "tones"])


def toned(score: Score, name: str) -> list[tuple[int, int]]:
    return [(cue.start_ms, cue.end_ms) for cue in score.cues if cue.tone == name]


@given(plans, tone_sets, measures, talks)
def test_whatever_tones_there_are_nothing_overlaps_and_holds_are_as_written(
    whole: Plan, tones: ToneSet, measure: Callable[[str], int], talk: Talk
) -> None:
    usual = compose(whole, ENGLISH, measure, Style(talk=talk))
    score = compose(replace(whole, tones=tones), ENGLISH, measure, Style(talk=talk))
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(score.cues))
    sounds = [cue for cue in score.cues if cue.tone]
    assert all(cue.end_ms - cue.start_ms == tones.ms[cue.tone] for cue in sounds if cue.tone)
    assert {cue.tones for cue in sounds} <= {tones.name}

    def work(made: Score) -> list[int]:
        kinds = ("phase", "hold", "rep")
        return [span.end_ms - span.start_ms for span in made.spans if span.kind in kinds]

    assert work(score) == work(usual)
    signs = {cue.start_ms for cue in sounds if cue.tone in ("go", "phase", "tick")}
    assert signs >= {span.start_ms for span in score.spans if span.kind == "hold"}


def test_a_step_may_have_tones_of_its_own() -> None:
    whole = plan(exercise(UP), exercise(HOLD_10), rest=20)
    steps = (whole.steps[0], replace(whole.steps[1], tones=BELL))
    score = compose(replace(whole, steps=steps), ENGLISH, short_words)
    sets: dict[str | None, set[str]] = {cue.where.exercise: set() for cue in score.cues}
    for cue in score.cues:
        if cue.tone:
            sets[cue.where.exercise].add(cue.tones)
    assert sets == {None: {""}, "exercise-1": {""}, "exercise-2": {"bell"}}


def test_the_rest_after_a_hold_has_room_for_the_end_tone() -> None:
    hold: dict[str, Any] = {**HOLD_10, "seconds": 2}
    whole = plan(exercise(hold, reps=2, rest_between_reps_seconds=0.5))
    rests = [
        span.end_ms - span.start_ms
        for tones in (ToneSet("", TONE_MS), LONGEST)
        for span in compose(replace(whole, tones=tones), ENGLISH, short_words).spans
        if span.kind == "rest"
    ]
    assert rests == [500, 2100]


def test_what_is_packed_and_shown_names_the_set() -> None:
    score = compose(replace(plan(exercise(HOLD_10)), tones=BELL), ENGLISH, short_words)
    assert unpack_score(pack_score(score)) == score
    cues: Any = as_json(score)["cues"]
    assert {cue.get("tones") for cue in cues if "tone" in cue} == {"bell"}
    assert score.tones == BELL


@pytest.mark.parametrize("name", sorted(HOUSE_SETS))
def test_a_phase_is_named_at_the_same_time_whatever_house_tones_there_are(name: str) -> None:
    """A bell's end tone once held back the next phase's word by a second."""
    phases = [HOLD_10, {"name": "Down", "seconds": 3}]
    whole = plan(exercise(*phases, reps=2, rest_between_reps_seconds=4))
    score = compose(replace(whole, tones=HOUSE_SETS[name]), ENGLISH, short_words)
    starts = {span.start_ms for span in score.spans_of("phase", "hold")}
    words = [cue.start_ms for cue in score.cues if cue.text in ("Hold", "Down")]
    late = [min(at - start for start in starts if start <= at) for at in words]
    assert late == [350, 500, 350, 500]
