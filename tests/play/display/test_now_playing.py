from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from audiocoach.play.display.now_playing import NowPlaying, now_playing
from tests.play.sessions import COMPOSED, SCORE

HOLD = NowPlaying(
    title="Back care",
    exercise="Wall sit",
    number=1,
    exercises=2,
    doing="Hold",
    begun_ms=6500,
    remaining_ms=2000,
    next="Rest",
    set=1,
    sets=1,
    rep=1,
    reps=2,
    side=None,
    elapsed_ms=7000,
    left_ms=13_000,
)

NOWHERE = replace(HOLD, exercise=None, number=None, set=None, sets=None, rep=None, reps=None)


def test_in_a_hold_the_hold_counts_down_and_the_rest_comes_next() -> None:
    assert now_playing(SCORE, 7000) == HOLD
    assert HOLD.lasts_ms == 2500


def test_before_the_first_exercise_it_comes_next() -> None:
    expected = replace(
        NOWHERE, doing="Opening", begun_ms=0, remaining_ms=2000, next="Wall sit", elapsed_ms=0,
        left_ms=20_000,
    )  # fmt: skip
    assert now_playing(SCORE, 0) == expected


def test_before_and_after_are_named_in_the_sessions_language() -> None:
    german = replace(SCORE, language="de")
    assert [now_playing(german, at).doing for at in (0, 19_000)] == ["Einleitung", "Abschluss"]


def test_a_text_alone_is_called_by_itself_whatever_its_language() -> None:
    assert now_playing(replace(SCORE, language="tlh", spans=()), 0).doing == "Back care"


def test_after_the_last_exercise_nothing_comes() -> None:
    expected = replace(
        NOWHERE, doing="Closing", begun_ms=18_000, remaining_ms=1000, next=None, elapsed_ms=19_000,
        left_ms=1000,
    )  # fmt: skip
    assert now_playing(SCORE, 19_000) == expected


def test_the_rest_inside_a_change_is_what_goes_on() -> None:
    now = now_playing(SCORE, 12_000)
    assert (now.exercise, now.doing, now.remaining_ms) == ("Bridge", "Rest", 2000)


def test_after_the_rest_the_change_goes_on() -> None:
    now = now_playing(SCORE, 14_000)
    assert (now.doing, now.begun_ms, now.remaining_ms) == ("Bridge", 14_000, 1000)


def test_on_the_way_to_an_exercise_that_comes_next_and_not_its_first_phase() -> None:
    assert [now_playing(SCORE, at).next for at in (2500, 12_000, 14_000)] == [
        "Wall sit", "Bridge", "Bridge",
    ]  # fmt: skip


def test_in_a_rest_within_an_exercise_the_next_repetition_set_or_side_comes_next() -> None:
    rests = {span.title: now_playing(COMPOSED, span.start_ms).next for span in COMPOSED.spans
             if span.kind in {"rest", "change"} and span.where.set}  # fmt: skip
    assert rests == {"Rest": "Set 2", "Change sides": "Rep 1, right"}
    assert now_playing(SCORE, 9500).next == "Rep 2"


def test_an_exercise_is_counted_from_the_rest_that_leads_to_it() -> None:
    counted = {
        at: now_playing(SCORE, at).number for at in (0, 2000, 11_999, 12_000, 17_999, 18_000)
    }
    assert counted == {0: None, 2000: 1, 11_999: 1, 12_000: 2, 17_999: 2, 18_000: None}
    assert now_playing(SCORE, 0).exercises == 2


def test_before_a_new_exercise_its_title_comes_next() -> None:
    assert now_playing(SCORE, 11_000).next == "Bridge"


def test_the_side_is_reported_and_its_reps_counted() -> None:
    now = now_playing(SCORE, 15_000)
    assert (now.set, now.sets, now.rep, now.reps, now.side) == (1, 1, 1, 1, "left")


def test_a_time_beyond_the_end_is_the_end() -> None:
    assert now_playing(SCORE, 99_000) == now_playing(SCORE, 20_000)
    assert now_playing(SCORE, 20_000).left_ms == 0


@given(st.integers(0, 20_000))
def test_the_stretch_holds_the_moment_and_the_times_add_up(at: int) -> None:
    now = now_playing(SCORE, at)
    assert now.begun_ms <= at <= at + now.remaining_ms <= SCORE.length_ms
    assert now.elapsed_ms + now.left_ms == SCORE.length_ms
