"""What is said of the time within a phase, and what a routine file chooses of it."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.coach.composer import compose
from audiocoach.coach.score import Score
from audiocoach.coach.style import Style
from audiocoach.coach.timeline import MARGIN_MS
from audiocoach.coach.unheard_texts import remarks
from audiocoach.tone_spec import TONE_MS
from tests.coach.making import ENGLISH, composed, exercise, plan, short_words, tones
from tests.coach.strategies import measures

Heard = list[tuple[float, str]]


def phase(seconds: float, **fields: Any) -> dict[str, Any]:
    return {"name": "Go", "seconds": seconds, **fields}


def heard(seconds: float, chosen: dict[str, Any], talk: Any = "full", **fields: Any) -> Heard:
    """Return (seconds after the go tone, sound) of what comes after the phase's word."""
    score = composed(exercise(phase(seconds, **fields), cues=chosen), alone=True, talk=talk)
    return in_phase(score)[1 if talk == "tones" else 2 :]


def in_phase(score: Score) -> Heard:
    (go,) = tones(score, "go")
    after = [cue for cue in score.cues if cue.start_ms >= go]
    return [((cue.start_ms - go) / 1000, cue.text or cue.tone or "") for cue in after]


def counted_down(last: int, end: int) -> Heard:
    return [(end - n, f"{n}.") for n in range(last, 0, -1)]


def test_halfway_may_be_left_out() -> None:
    assert heard(30, {"halfway": False}) == [*counted_down(3, 30), (30, "end")]


@pytest.mark.parametrize(("seconds", "calls"), [(59, 1), (60, 3), (90, 3), (91, 0)])
@pytest.mark.parametrize("talk", ["full", "brief"])
def test_halfway_is_called_in_every_rep_of_phases_of_a_minute_or_more(
    seconds: int, calls: int, talk: Any
) -> None:
    score = composed(exercise(phase(seconds), reps=3), talk=talk)
    assert [cue.text for cue in score.cues].count("Halfway.") == calls


def test_halfway_may_be_asked_for_where_what_is_left_is_reported() -> None:
    assert heard(100, {"halfway": True})[:3] == [
        (40, "1 minute left."),
        (50, "Halfway."),
        (70, "30 seconds left."),
    ]


@pytest.mark.parametrize("last", [0, 1, 5, 10])
def test_as_many_last_seconds_are_counted_as_are_asked_for(last: int) -> None:
    cues = {"countdown_seconds": last, "halfway": False}
    assert heard(30, cues) == [*counted_down(last, 30), (30, "end")]


def test_a_countdown_longer_than_its_phase_leaves_room_for_the_word() -> None:
    cues = {"countdown_seconds": 10}
    assert heard(5, cues, hold=True) == [*counted_down(4, 5), (5, "end")]


def test_what_is_left_is_reported_as_often_as_is_asked_for() -> None:
    cues = {"time_left_every_seconds": 20, "halfway": False}
    assert heard(65, cues) == [
        (5, "1 minute left."),
        (25, "40 seconds left."),
        (45, "20 seconds left."),
        *counted_down(3, 65),
        (65, "end"),
    ]


def test_what_is_left_is_reported_by_itself_only_where_nothing_is_chosen() -> None:
    cues = {"time_left_every_seconds": 0, "halfway": False}
    assert heard(300, cues) == [*counted_down(3, 300), (300, "end")]


def test_what_would_be_said_in_the_countdown_is_left_to_it() -> None:
    cues = {"time_left_every_seconds": 5, "countdown_seconds": 5, "halfway": False}
    assert heard(16, cues)[:2] == [(1, "15 seconds left."), (6, "10 seconds left.")]
    assert heard(16, cues)[2:] == [*counted_down(5, 16), (16, "end")]


@pytest.mark.parametrize("talk", ["full", "brief"])
def test_a_warning_says_what_is_left(talk: str) -> None:
    cues = {"warning_seconds": 10, "halfway": False}
    assert heard(40, cues, talk)[0] == (30, "10 seconds left.")


def test_without_words_a_warning_is_a_tone_of_its_own() -> None:
    assert heard(40, {"warning_seconds": 10}, "tones")[0] == (30, "warning")


def test_without_words_what_is_left_as_often_as_asked_is_a_tick() -> None:
    cues = {"time_left_every_seconds": 60, "warning_seconds": 10}
    ticks = [(177.0, "tick"), (178.0, "tick"), (179.0, "tick")]
    assert heard(180, cues, "tones") == [
        (60, "tick"),
        (120, "tick"),
        (170, "warning"),
        *ticks,
        (180, "end"),
    ]


def test_seconds_may_be_counted_down_throughout() -> None:
    numbers = [(20 - n, f"{n}.") for n in range(19, 0, -1)]
    assert heard(20, {"count": "down"}) == [*numbers, (20, "end")]


def test_a_count_down_that_outgrows_its_seconds_begins_in_fives() -> None:
    def measure(text: str) -> int:
        return 950 if text[:-1].isdigit() and int(text[:-1]) > 20 else 400

    fifty = exercise(phase(50), cues={"count": "down"})
    numbers = [text for _, text in in_phase(composed(fifty, measure=measure, alone=True))[2:-1]]
    large = ["45.", "40.", "35.", "30.", "25."]
    assert numbers == [*large, *(f"{n}." for n in range(20, 0, -1))]


def test_counting_down_turns_a_phase_that_is_counted_aloud() -> None:
    assert heard(4, {"count": "down"}, count_aloud=True)[:3] == counted_down(3, 4)


def test_a_phase_that_is_not_counted_by_its_own_word_stays_uncounted() -> None:
    cues = {"count": "up", "halfway": False}
    assert heard(12, cues, count_aloud=False) == [*counted_down(3, 12), (12, "end")]


def test_no_count_leaves_the_last_seconds_counted_down() -> None:
    cues = {"count": "none", "halfway": False}
    assert heard(12, cues, count_aloud=True) == [*counted_down(3, 12), (12, "end")]


def test_a_reminder_is_said_at_its_second() -> None:
    cue = {"at_seconds": 12.5, "say": "Other leg."}
    assert heard(30, {"halfway": False}, cues=[cue])[0] == (12.5, "Other leg.")


def test_a_reminder_is_felt_at_its_second() -> None:
    cue = {"at_seconds": 12.5, "say": "Other leg."}
    one = plan(exercise(phase(30, cues=[cue])))
    score = compose(one, ENGLISH, short_words, Style(alone=True), lambda text: 80)
    assert (12.42, "Other leg.") in in_phase(score)


def test_a_reminder_at_a_second_is_said_in_brief_and_in_every_rep() -> None:
    cue = {"at_seconds": 5, "say": "Other leg."}
    score = composed(exercise(phase(10, cues=[cue]), reps=6), talk="brief")
    assert [each.text for each in score.cues].count("Other leg.") == 6


def test_a_reminder_without_room_at_its_second_is_dropped_with_its_place() -> None:
    cues = [{"at_seconds": 9, "say": "Other leg."}, "Breathe."]
    late = plan(exercise(phase(10, cues=cues)))
    steps = tuple(replace(step, place="exercises.plank") for step in late.steps)
    score = compose(replace(late, steps=steps), ENGLISH, short_words)
    assert [(drop.text, drop.place) for drop in score.dropped if drop.place] == [
        ("Other leg.", "exercises.plank.phases[0].cues[0]")
    ]
    assert remarks(score) == [
        'exercises.plank.phases[0].cues[0]: "Other leg." is never heard: there is no room for it'
    ]


chosen = st.fixed_dictionaries(
    {},
    optional={
        "halfway": st.booleans(),
        "countdown_seconds": st.integers(0, 10),
        "time_left_every_seconds": st.sampled_from([0, 5, 15, 30, 60]),
        "warning_seconds": st.sampled_from([0, 11, 20]),
        "count": st.sampled_from(["up", "down", "none"]),
    },
)


@given(
    chosen,
    st.integers(10, 130),
    st.integers(0, 9),
    measures,
    st.sampled_from(["full", "brief", "tones"]),
)
def test_whatever_is_chosen_nothing_overlaps_and_the_phase_lasts_as_written(
    cues: dict[str, Any], seconds: int, at: int, measure: Any, talk: Any
) -> None:
    written = phase(seconds, cues=[{"at_seconds": at, "say": "Now."}, "Breathe."])
    score = composed(exercise(written, cues=cues, reps=2), measure=measure, alone=True, talk=talk)
    ends = [0, *(cue.end_ms for cue in score.cues)]
    assert all(before <= cue.start_ms for before, cue in zip(ends, score.cues, strict=False))
    go, end = tones(score, "go")[0], tones(score, "end")[-1]
    assert end - go == 2000 * seconds
    before_end = [cue for cue in score.cues if go < cue.start_ms < end]
    assert all(cue.end_ms + MARGIN_MS <= end for cue in before_end)
    assert TONE_MS["warning"] != TONE_MS["phase"]


def test_what_is_left_of_a_block_is_said_beside_a_count_that_has_more_than_sixty_sounds() -> None:
    up, aloud = {"name": "Up", "seconds": 1}, {"name": "Up", "seconds": 58, "count_aloud": True}
    work = exercise(up, aloud, for_seconds=300)
    score = composed(work, measure=lambda text: 896 * len(text.split()))
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(score.cues))
