"""Words thin out within a set: all of them while a movement is new, then what is needed."""

import re
from typing import Any

import pytest

from audiocoach.coach.score import Score
from tests.coach.making import DOWN, HOLD_10, UP, composed, exercise, said


def numbers(score: Score) -> list[int]:
    """Return the reps whose number is said, in order."""
    found = [re.match(r"(\d+)(\.| of |,| out of )", text) for text in said(score)]
    return [int(each[1]) for each in found if each]


def texts_of_rep(score: Score, rep: int) -> list[str]:
    return [cue.text for cue in score.cues if cue.text and cue.where.rep == rep]


@pytest.mark.parametrize("talk", ["full", "brief"])
def test_of_a_longer_set_every_fifth_number_and_the_last_is_said_once_it_is_known(
    talk: Any,
) -> None:
    score = composed(exercise(UP, DOWN, reps=12), talk=talk, alone=True)
    assert numbers(score)[-6:] == [1, 2, 3, 5, 10, 12]


@pytest.mark.parametrize("reps", [2, 4, 6])
def test_a_short_set_has_all_its_numbers(reps: int) -> None:
    score = composed(exercise(UP, DOWN, reps=reps), alone=True)
    assert numbers(score)[-reps:] == list(range(1, reps + 1))


def test_with_a_count_in_before_each_rep_all_have_their_number() -> None:
    score = composed(exercise(HOLD_10, reps=9, rest_between_reps_seconds=5), alone=True)
    counted = [text for text in said(score) if " of " in text]
    assert counted == [f"{rep} of 9." for rep in range(1, 10)]


def test_what_the_body_does_is_said_in_every_rep() -> None:
    words = said(composed(exercise(UP, DOWN, reps=12, sets=2)))
    assert (words.count("Up"), words.count("Down")) == (24, 24)


def test_a_side_is_named_where_its_number_is_not() -> None:
    score = composed(exercise({**UP, "seconds": 4}, reps=8, sides="alternate"), alone=True)
    assert texts_of_rep(score, 4)[0::2] == ["Left.", "Right."]
    assert texts_of_rep(score, 5)[0::2] == ["5, left.", "5, right."]


@pytest.mark.parametrize(("seconds", "reps"), [(12, [1, 2, 3]), (25, [1, 2, 3, 4, 5])])
def test_reminders_go_on_only_in_long_phases(seconds: float, reps: list[int]) -> None:
    hold = {**HOLD_10, "seconds": seconds, "cues": ["Gaze down."]}
    score = composed(exercise(hold, reps=5, rest_between_reps_seconds=5))
    assert [cue.where.rep for cue in score.cues if cue.text == "Gaze down."] == reps


def test_a_rest_between_reps_reminds_while_the_movement_is_new() -> None:
    score = composed(exercise(HOLD_10, cue="Abs tight.", reps=6, rest_between_reps_seconds=8))
    reminded = [cue.where.rep for cue in score.cues if cue.text == "Abs tight."]
    assert reminded == [2, 3]


@pytest.mark.parametrize(
    ("seconds", "times"), [(19, 0), (20, 2), (59, 2), (60, 6), (90, 6), (91, 0)]
)
def test_halfway_is_called_once_a_set_in_phases_of_20_to_59_seconds_and_in_longer_ones_each_rep(
    seconds: float, times: int
) -> None:
    hold = {**HOLD_10, "seconds": seconds}
    score = composed(exercise(hold, reps=3, sets=2, rest_between_reps_seconds=5))
    assert said(score).count("Halfway.") == times


def test_halfway_is_called_once_on_each_side() -> None:
    hold = {**HOLD_10, "seconds": 30}
    score = composed(exercise(hold, reps=2, sides="each", rest_between_reps_seconds=5))
    sides = [cue.where.side for cue in score.cues if cue.text == "Halfway."]
    assert sides == ["left", "right"]


def test_turning_over_does_not_keep_the_numbers_from_thinning_out() -> None:
    """All twelve were said of each side, and of no exercise without sides."""
    score = composed(exercise(UP, DOWN, reps=12, sides="each", posture="lying_on_side"))
    numbers = [text for text in said(score) if text.endswith(" of 12.")]
    assert numbers == [f"{n} of 12." for n in (1, 2, 3, 5, 10, 12)] * 2
