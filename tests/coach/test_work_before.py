"""What is said of the next exercise while the one before it is still at work."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.coach.score import Cue, Score
from tests.coach.making import DOWN, UP, composed, exercise, said
from tests.coach.strategies import POSTURES

NUMBER = re.compile(r"\d+(\.| of |,| out of )|(Left|Right)\.")
GO_30: dict[str, Any] = {"name": "Go", "seconds": 30}
TEXT = "Keep your back straight. Breathe evenly, and never hurry."


def of_reps(
    *phases: dict[str, Any], rest: float = 0, after: str = "standing", **fields: Any
) -> Score:
    """Compose `phases` in reps, and after an exact rest another exercise with a long text."""
    first = exercise(*phases, rests="exact", **{"title": "One", "reps": 8, **fields})
    then = exercise(GO_30, title="Two", posture=after, instructions=TEXT, rests="exact")
    return composed(first, then, rest=rest, measure=slow_words)


def slow_words(text: str) -> int:
    return 300 + 60 * len(text)


def early(score: Score) -> list[Cue]:
    """Return what is said of the second exercise before it begins."""
    begins, two = score.exercises[1].start_ms, score.exercises[1].where.exercise
    return [cue for cue in score.cues if cue.start_ms < begins and cue.where.exercise == two]


def numbers_after(score: Score, at_ms: int) -> list[str]:
    """Return the numbers of reps, and names of sides, said from `at_ms` on in the first set."""
    begins = score.exercises[1].start_ms
    cues = [cue for cue in score.cues if at_ms <= cue.start_ms < begins and cue.where.rep]
    return [cue.text for cue in cues if cue.text and NUMBER.match(cue.text)]


movements = st.lists(
    st.fixed_dictionaries(
        {"name": st.sampled_from(["Up", "Down"]), "seconds": st.sampled_from([1, 2, 3, 5])}
    ),
    min_size=1,
    max_size=3,
)


@given(
    movements,
    st.integers(0, 9),
    st.integers(2, 12),
    st.sampled_from(["none", "each", "alternate"]),
    st.sampled_from(POSTURES),
)
def test_nothing_of_the_next_exercise_comes_between_two_numbers(
    phases: list[dict[str, Any]], rest: int, reps: int, sides: str, posture: str
) -> None:
    """ "9." "Push-up." "10." "Lie down on your front." """
    score = of_reps(*phases, rest=rest, after=posture, reps=reps, sides=sides)
    for cue in early(score):
        assert numbers_after(score, cue.start_ms) == []


@pytest.mark.parametrize("rest", [1, 3, 5, 8])
def test_nothing_but_its_name_and_the_way_comes_between_words_of_the_movement(rest: int) -> None:
    """ "Push-up." "Up" "10 times." was heard of the squat."""
    score = of_reps(DOWN, UP, rest=rest, after="lying_face_down")
    words = [cue for cue in score.cues if cue.text in ("Up", "Down") and cue.where.set]
    last = [cue for cue in words if cue.start_ms < score.exercises[1].start_ms][-1]
    heard = [cue.text for cue in early(score) if cue.start_ms < last.start_ms]
    assert {*heard} <= {"Two.", "Next: Two.", "Lie down on your front.", "Onto your front."}


def test_where_a_flow_has_no_room_after_the_last_number_that_yields_to_the_way() -> None:
    """The body was called to the floor, and then heard which rep it was at."""
    squeeze = {"name": "Squeeze", "seconds": 8, "hold": True}
    score = of_reps(squeeze, after="lying_face_down", reps=5)
    assert [cue.text for cue in early(score)] == ["Next: Two.", "Lie down on your front."]
    assert [drop.text for drop in score.dropped if drop.number == "rep"] == ["5 of 5."]


def test_what_has_no_room_after_the_last_number_is_shown_as_dropped() -> None:
    score = of_reps(DOWN, UP, rest=3)
    assert {"Breathe evenly, and never hurry."} <= {drop.text for drop in score.dropped}


def test_where_only_the_bare_name_has_room_that_is_said() -> None:
    """After "8, right." a squat began that nothing had named."""
    score = of_reps(DOWN, UP, sides="alternate")
    assert [cue.text for cue in early(score)] == ["Two."]


def test_a_number_with_the_word_of_its_rep_yields_to_nothing() -> None:
    """ "2. Up" was taken away with its word, which no remark named."""
    rep = {"name": "Up and hold it", "seconds": 1}
    score = of_reps(rep, rest=1, reps=2, rest_between_reps_seconds=5)
    assert "2 of 2. Up and hold it" in said(score)
