"""How much is done, as said before it, and what is left of long work."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.coach.dose import dose
from audiocoach.coach.phrases import load_phrases
from audiocoach.coach.time_cues import LONG_MS
from audiocoach.routine.plan import PlannedStep, step_at_level
from tests.coach.making import DOWN, ENGLISH, HOLD_10, UP, composed, exercise, said

HOLD_15 = {**HOLD_10, "seconds": 15}
BREATHE = [{**HOLD_10, "seconds": 4}, {**HOLD_10, "seconds": 4}]

RUN_WALK = [{"name": "Run", "seconds": 60}, {"name": "Walk", "seconds": 40}]
BOX = [{**HOLD_10, "name": name, "seconds": 4} for name in ("In", "Hold", "Out", "Empty")]
BREATHS = [
    {"name": "In", "seconds": 4},
    {"name": "Hold", "seconds": 7, "hold": True},
    {"name": "Out", "seconds": 8},
]


def reported(*phases: dict[str, Any], language: str = "en", **fields: Any) -> list[str]:
    step = PlannedStep("e", exercise(*phases, **fields), 0)
    return dose(load_phrases(language), step_at_level(step, "normal"))


@pytest.mark.parametrize(
    ("sentences", "phases", "fields"),
    [
        ([], [UP, DOWN], {}),
        (["12 times."], [UP, DOWN], {"reps": 12}),
        (["2 sets, 12 times each."], [UP, DOWN], {"reps": 12, "sets": 2}),
        (["3 times 15 seconds."], [UP, HOLD_15, DOWN], {"reps": 3}),
        (["For 15 seconds."], [HOLD_15], {}),
        (["For 12 minutes."], [{"name": "Run", "seconds": 720}], {}),
        (["For 90 seconds."], [{"name": "Run", "seconds": 90}], {}),
        (["3 sets.", "15 seconds each."], [HOLD_15], {"sets": 3}),
        (["2 sets, 3 times each.", "15 seconds each."], [HOLD_15], {"sets": 2, "reps": 3}),
        (["5 times: Hold, Hold, 4 seconds each."], BREATHE, {"reps": 5}),
        (["5 times: Hold 15 seconds, Hold 10 seconds."], [HOLD_15, HOLD_10], {"reps": 5}),
        (["2 times: Run 1 minute, Walk 40 seconds."], RUN_WALK, {"reps": 2}),
        (["Run 1 minute, Walk 40 seconds."], RUN_WALK, {}),
        (["3 sets.", "Run 1 minute, Walk 40 seconds."], RUN_WALK, {"sets": 3}),
        (["2 sets.", "3 times: Run 1 minute, Walk 40 seconds."], RUN_WALK, {"sets": 2, "reps": 3}),
        (["4 times: In, Hold, Out, Empty, 4 seconds each."], BOX, {"reps": 4}),
        (["4 times: In 4 seconds, Hold 7 seconds, Out 8 seconds."], BREATHS, {"reps": 4}),
        (
            ["4 times on each side: Run 1 minute, Walk 40 seconds.", "Left side first."],
            RUN_WALK,
            {"reps": 4, "sides": "each"},
        ),
        (["5 times."], [HOLD_15, HOLD_10] * 3, {"reps": 5}),
        (["5 times 7.5 seconds."], [{**HOLD_10, "seconds": 7.5}], {"reps": 5}),
        (["For 7.5 seconds."], [UP], {"for_seconds": 7.5}),
        (["5 times."], [{**HOLD_10, "seconds": 7.333}], {"reps": 5}),
        (
            ["5 times on each side.", "15 seconds each.", "Left side first."],
            [HOLD_15],
            {"reps": 5, "sides": "each"},
        ),
        (["15 seconds on each side.", "Left side first."], [HOLD_15], {"sides": "each"}),
        (
            ["2 sets.", "15 seconds on each side.", "Left side first."],
            [HOLD_15],
            {"sides": "each", "sets": 2},
        ),
        (
            ["Left, then right, once each.", "15 seconds each.", "Left side first."],
            [HOLD_15],
            {"sides": "alternate"},
        ),
        (
            ["Once on each side.", "15 seconds each.", "Right side first."],
            [HOLD_15],
            {"sides": "alternate", "first_side": "right"},
        ),
    ],
)
def test_the_dose_says_how_often_and_how_long(
    sentences: list[str], phases: list[dict[str, Any]], fields: dict[str, Any]
) -> None:
    assert reported(*phases, **fields) == sentences


def test_of_sides_that_differ_the_sets_are_counted_where_those_differ_too() -> None:
    """ "Right side: 3 times. Left side: 2 sets, 5 times each." named one set of the right."""
    fields: dict[str, Any] = {"sides": "each", "left": {"reps": 5}}
    assert reported(UP, reps=[3, 2], sets=2, **fields) == [
        "2 sets.",
        "Left side: 5 times.",
        "Right side: 3 times.",
        "Left side first.",
    ]
    assert reported(UP, reps=3, sets=2, **fields) == [
        "Left side: 2 sets, 5 times each.",
        "Right side: 2 sets, 3 times each.",
        "Left side first.",
    ]


def test_of_sides_with_other_numbers_of_sets_those_are_said_where_the_sets_differ() -> None:
    """ "Left side: 12 times. Right side: 12 times." hid that the left has a third set."""
    fields: dict[str, Any] = {"sides": "each", "left": {"reps": [12, 10, 8]}}
    assert reported(UP, right={"reps": [12, 10]}, **fields) == [
        "Left side: 3 sets.",
        "Right side: 2 sets.",
        "12 times on each side.",
        "Left side first.",
    ]
    assert reported(UP, right={"reps": [10, 8]}, **fields) == [
        "Left side: 3 sets.",
        "Right side: 2 sets.",
        "Left side: 12 times.",
        "Right side: 10 times.",
        "Left side first.",
    ]


def test_of_sets_of_several_long_phases_the_first_says_how_long_they_are() -> None:
    fartlek = [{"name": "Hard", "seconds": [60, 120]}, {"name": "Easy", "seconds": [60, 90]}]
    fields: dict[str, Any] = {"sets": 2, "rest_between_sets_seconds": 20}
    assert reported(*fartlek, **fields) == ["2 sets.", "Hard, Easy, 1 minute each."]
    score = composed(exercise(*fartlek, **fields))
    assert "Hard 2 minutes, Easy 90 seconds." in said(score)


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("de", ["2 Sätze, je 3 Mal.", "Jeweils 15 Sekunden."]),
        ("ja", ["にセット、さんかいずつ。", "いっかいに じゅうごびょう。"]),
        ("zh", ["做两组，每组做3次。", "每次15秒钟。"]),
    ],
)
def test_the_dose_is_said_in_the_routines_language(language: str, sentences: list[str]) -> None:
    assert reported(HOLD_15, language=language, sets=2, reps=3) == sentences


def left(seconds: float, **style: Any) -> list[str]:
    score = composed(exercise({"name": "Run", "seconds": seconds}), alone=True, **style)
    return [text for text in said(score) if text.endswith("left.")]


@pytest.mark.parametrize("talk", ["full", "brief"])
def test_long_work_shows_what_is_left(talk: str) -> None:
    assert left(149, talk=talk) == [
        "2 minutes left.",
        "1 minute left.",
        "30 seconds left.",
        "10 seconds left.",
    ]


def test_of_very_long_work_every_fifth_minute_is_reported_before_the_last_ten() -> None:
    minutes = [int(text.split()[0]) for text in left(1810) if "minute" in text]
    assert minutes == [30, 25, 20, 15, *range(10, 0, -1)]


def test_up_to_90_seconds_halfway_is_called_instead() -> None:
    assert left(90) == []
    assert "Halfway." in said(composed(exercise({"name": "Run", "seconds": 90})))
    assert "Halfway." not in said(composed(exercise({"name": "Run", "seconds": 91})))


@given(st.integers(LONG_MS // 1000 + 1, 3600))
def test_what_is_left_is_reported_at_its_moment(seconds: int) -> None:
    score = composed(exercise({"name": "Run", "seconds": seconds}), alone=True)
    (work,) = [span for span in score.spans if span.kind == "phase"]
    for ms in (60_000, 30_000, 10_000):
        text = ENGLISH.left(ms // 1000)
        assert (text, work.end_ms - ms) in [(cue.text, cue.start_ms) for cue in score.cues]


def test_a_ladder_that_begins_with_one_says_how_many_sets_it_has_and_no_dose() -> None:
    ladder = exercise(UP, reps=[1, 2, 3], rest_between_sets_seconds=10)
    texts = said(composed(ladder, alone=True))
    assert "3 sets." in texts
    assert "Once." not in texts
    assert [text for text in texts if text.endswith("times.")] == ["2 times.", "3 times."]


@pytest.mark.parametrize("sets", [1, 2])
def test_work_by_time_in_intervals_says_how_long_each_of_them_is(sets: int) -> None:
    run, walk = {"name": "Run", "seconds": 60}, {"name": "Walk", "seconds": 90}
    texts = said(composed(exercise(run, walk, for_seconds=600, sets=sets)))
    at = texts.index("For 10 minutes.")
    assert texts[at + 1] == "Run 1 minute, Walk 90 seconds."


def test_work_by_time_in_one_round_of_intervals_has_its_length_alone() -> None:
    run, walk = {"name": "Run", "seconds": 60}, {"name": "Walk", "seconds": 90}
    texts = said(composed(exercise(run, walk, for_seconds=170)))
    assert not [text for text in texts if text.startswith("Run 1")]
