"""Which frame of a drawing is shown when."""

from __future__ import annotations

import pytest

from audiocoach.drawings.pose_files import frame_count, key_frame
from audiocoach.play.display.pose_frames import exercise_at, frame_number
from audiocoach.routine.ready_tree import ready_section
from tests.coach.making import DOWN, UP, composed, exercise, one_second
from tests.play.sessions import COMPOSED, HOLD_6, SCORE


def seen(*phases: dict[str, object], frames: int = 2, key: int = 1) -> list[tuple[str, int]]:
    """Return the title of each phase of the first rep, with the frame in its middle."""
    score = composed(exercise(*phases, reps=2), measure=one_second)
    rep = score.spans_of("rep")[0]
    inside = [each for each in score.spans_of("phase", "hold") if each.end_ms <= rep.end_ms]
    middles = [(each.title, (each.start_ms + each.end_ms) // 2) for each in inside]
    return [(title, frame_number(score, at, frames, key)) for title, at in middles]


def test_a_hold_is_shown_where_the_way_up_led_and_the_way_down_leads_back() -> None:
    assert seen(UP, HOLD_6, DOWN) == [("Up", 1), ("Hold", 1), ("Down", 0)]


def test_a_rep_that_begins_with_its_hold_leads_back_after_it() -> None:
    assert seen(HOLD_6, DOWN) == [("Hold", 1), ("Down", 0)]


def test_what_is_only_held_is_shown_as_it_is_held() -> None:
    assert seen(HOLD_6, key=0) == [("Hold", 0)]


def test_each_movement_of_several_has_its_frame() -> None:
    assert [number for _, number in seen(UP, DOWN, UP, frames=3, key=2)] == [1, 2, 0]


@pytest.mark.parametrize(
    ("id_", "shown"),
    [
        ("box-breathing", [("In", 1), ("Stay", 2), ("Out", 3), ("Empty", 0)]),
        ("breathing-4-7-8", [("In", 1), ("Stay", 2), ("Out", 3)]),
    ],
)
def test_a_breath_in_is_shown_otherwise_than_one_out(
    id_: str, shown: list[tuple[str, int]]
) -> None:
    phases = ready_section("exercises")[id_]["phases"]
    assert seen(*phases, frames=frame_count(id_), key=key_frame(id_)) == shown


@pytest.mark.parametrize("at_ms", [2500, 9500, 12_500])
def test_outside_a_rep_the_frame_is_shown_that_is_best_alone(at_ms: int) -> None:
    assert frame_number(SCORE, at_ms, 2, 1) == 1


def test_before_an_exercise_it_is_shown_already_and_after_the_last_nothing_is() -> None:
    ends = [span.end_ms for span in COMPOSED.exercises]
    assert exercise_at(COMPOSED, 0) == 0
    assert [exercise_at(COMPOSED, end) for end in ends] == [1, 2, None]
