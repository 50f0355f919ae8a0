"""Reps of a second: their word is known after the first, and makes room for what is needed."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.coach.composer import compose
from audiocoach.coach.score import Cue, Score
from audiocoach.coach.style import Style
from tests.coach.making import ENGLISH, composed, exercise, plan, said, short_words
from tests.coach.strategies import measures


def step(seconds: float = 1, **fields: Any) -> dict[str, Any]:
    return {"name": "Step", "seconds": seconds, **fields}


def quick(**fields: Any) -> Any:
    return exercise(step(), title="March", **fields)


def sounds(score: Score, of_rep: int) -> list[str]:
    return [cue.text or cue.tone or "" for cue in score.cues if cue.where.rep == of_rep]


def no_overlap(cues: tuple[Cue, ...]) -> bool:
    return all(one.end_ms <= other.start_ms for one, other in pairwise(cues))


@pytest.mark.parametrize("talk", ["full", "brief"])
def test_the_word_of_quick_reps_is_said_three_times_then_a_tick_keeps_their_beat(talk: Any) -> None:
    score = composed(quick(for_seconds=60), alone=True, talk=talk)
    assert said(score).count("Step") == 3
    ticks = [cue for cue in score.cues if cue.tone == "tick"]
    assert len(ticks) == 54  # the last three are counted down
    assert {cue.start_ms % 1000 for cue in ticks} == {ticks[0].start_ms % 1000}
    assert not score.dropped


@pytest.mark.parametrize("sides", ["none", "alternate", "each"])
def test_reps_by_number_have_every_fifth_on_their_beat_and_the_last(sides: str) -> None:
    score = composed(quick(reps=12, sides=sides), alone=True)
    beats = [sounds(score, rep)[0].strip(".").split(",")[0] for rep in range(4, 13)]
    assert beats == ["tick", "5", "tick", "tick", "tick", "tick", "10", "tick", "12"]
    assert not score.dropped


def test_every_fifth_number_stands_for_the_first_of_several_words_where_it_has_no_other_room() -> (
    None
):
    squat = exercise(step(1, name="Down"), step(1, name="Up"), reps=12)
    score = composed(squat, alone=True, measure=lambda text: 600)
    assert [sounds(score, rep) for rep in (4, 5, 10)] == [
        ["Down", "Up"],
        ["5.", "Up"],
        ["10.", "Up"],
    ]
    assert sounds(score, 12)[0] == "12."
    assert not score.dropped


@pytest.mark.parametrize("seconds", [2, 3])
def test_a_slower_rep_has_its_word(seconds: float) -> None:
    score = composed(exercise(step(seconds), reps=12), alone=True)
    assert said(score).count("Step") == 12


def test_a_rest_between_reps_leaves_each_its_word() -> None:
    score = composed(quick(reps=12, rest_between_reps_seconds=2), alone=True)
    assert said(score).count("Step") == 12


@pytest.mark.parametrize(
    "phases", [[step()], [step(0.6), step(0.6, name="Stop")], [step(1.5), step(1.5, name="Stop")]]
)
def test_what_is_left_is_said_in_place_of_known_words(phases: list[dict[str, Any]]) -> None:
    score = composed(
        exercise(*phases, for_seconds=180), alone=True, measure=lambda text: 350 * len(text.split())
    )
    assert [text for text in said(score) if "left" in text] == [
        "2 minutes left.",
        "1 minute left.",
        "30 seconds left.",
        "10 seconds left.",
    ]
    assert not [drop for drop in score.dropped if not drop.number]
    assert no_overlap(score.cues)


COUNTDOWN = ["3.", "2.", "1."]


@pytest.mark.parametrize("talk", ["full", "brief"])
@pytest.mark.parametrize(
    "phases", [[step()], [step(0.4)], [step(0.6), step(0.6, name="Stop")], [step(1.5)], [step(6)]]
)
@pytest.mark.parametrize("seconds", [12, 30, 180])
def test_work_by_time_is_counted_down_on_the_second_before_its_end_tone(
    phases: list[dict[str, Any]], seconds: int, talk: Any
) -> None:
    score = composed(exercise(*phases, for_seconds=seconds), alone=True, talk=talk)
    (work,) = [span for span in score.spans if span.kind == "set"]
    counted = [cue for cue in score.cues if work.start_ms < cue.start_ms < work.end_ms][-9:]
    at = {cue.text: work.end_ms - cue.start_ms for cue in counted if cue.text in COUNTDOWN}
    assert at == {"3.": 3000, "2.": 2000, "1.": 1000}
    ends = [cue.tone for cue in score.cues if cue.start_ms == work.end_ms]
    assert ends == ["end"]
    assert no_overlap(score.cues)


def test_no_number_of_a_rep_stands_beside_the_countdown_of_the_work() -> None:
    squat = exercise(step(0.7, name="Down"), step(0.8, name="Up"), for_seconds=30)
    texts = said(composed(squat, alone=True))
    before = texts[: texts.index("3.")]
    assert before[-1] in ("Down", "Up", "10 seconds left.")
    assert texts.count("20.") == 0  # the last


def test_where_words_stand_that_do_not_yield_the_work_ends_in_ticks() -> None:
    slow = exercise(step(2, name="Down"), step(2, name="Up"), for_seconds=40)
    score = composed(slow, alone=True, measure=lambda text: 700)
    (work,) = [span for span in score.spans if span.kind == "set"]
    ticks = [work.end_ms - cue.start_ms for cue in score.cues if cue.tone == "tick"]
    assert ticks == [3000, 1000]  # at two seconds "Up" stands
    assert (said(score).count("Down"), said(score).count("Up")) == (10, 10)
    assert {drop.number for drop in score.dropped if drop.text in COUNTDOWN} == {"last second"}
    assert no_overlap(score.cues)


def test_the_countdown_of_work_by_time_is_as_long_as_its_cues_say() -> None:
    for countdown in (0, 5):
        march = quick(for_seconds=60, cues={"countdown_seconds": countdown})
        texts = said(composed(march, alone=True))
        assert [text for text in texts if text in {f"{n}." for n in range(1, 9)}] == [
            f"{n}." for n in range(countdown, 0, -1)
        ]


def test_work_whose_last_phase_is_counted_has_one_countdown() -> None:
    runs = exercise(step(60, name="Run"), step(30, name="Walk"), for_seconds=180)
    assert said(composed(runs, alone=True)).count("3.") == 4


def test_what_is_next_is_said_in_place_of_known_words() -> None:
    flow = plan(quick(for_seconds=60, rests="exact"), exercise(step(5), title="Plank"), rest=0)
    score = compose(flow, ENGLISH, short_words, Style())
    assert "Next: Plank." in said(score)
    assert "Next: Plank." not in [drop.text for drop in score.dropped]
    assert no_overlap(score.cues)


def test_ticks_of_a_metronome_are_left_to_it() -> None:
    score = composed(exercise({"name": "Step", "beats": 1}, bpm=60, reps=40), alone=True)
    ticks = [cue.start_ms for cue in score.cues if cue.tone == "tick"]
    assert len(ticks) == 39


def test_without_words_each_rep_has_its_tick() -> None:
    score = composed(quick(for_seconds=60), alone=True, talk="tones")
    assert {
        after - before for before, after in pairwise(span.start_ms for span in reps(score))
    } == {1000}
    assert all(sounds(score, rep) for rep in range(1, 61))


def reps(score: Score) -> list[Any]:
    return [span for span in score.spans if span.kind == "rep"]


@given(
    seconds=st.integers(200, 2500).map(lambda ms: ms / 1000),
    phases=st.integers(1, 2),
    measure=measures,
    talk=st.sampled_from(["full", "brief", "tones"]),
    sides=st.sampled_from(["none", "each", "alternate"]),
)
def test_quick_reps_keep_their_length_and_no_sound_overlaps(
    seconds: float, phases: int, measure: Any, talk: Any, sides: str
) -> None:
    done = exercise(*[step(seconds)] * phases, for_seconds=100, sides=sides, rests="exact")
    score = compose(plan(done, done, rest=0), ENGLISH, measure, Style(talk=talk))
    assert no_overlap(score.cues)
    assert {span.end_ms - span.start_ms for span in reps(score)} == {round(1000 * seconds) * phases}
