"""What a drawing has to say of its movement: where its arrows point, how far a part goes."""

import math

import pytest

from audiocoach.drawings.exercise_drawings import Frame, drawing
from audiocoach.drawings.pose_files import exercise_poses
from audiocoach.drawings.props import STEP_CM, TABLE_CM
from audiocoach.drawings.shapes import Spot
from audiocoach.drawings.skeleton import RADIUS_CM

HEEL_DROPS = ["heel-drop", "heel-drop-bent-knee"]
EMPTY, IN, FULL, OUT = range(4)
"""The frames of a breath."""


def arrows(frame: Frame) -> list[tuple[Spot, Spot]]:
    """Return where each arrow of a frame begins and where its tip is."""
    shapes = [shape for shape in frame.shapes if shape.tone == "arrow"]
    lines = [shape.points for shape in shapes if not shape.filled]
    tips = [shape.points[0] for shape in shapes if shape.filled]
    return [(line[0], tip) for line, tip in zip(lines, tips, strict=True)]


def seen(id_: str, number: int, joint: str) -> Spot:
    """Return where a joint is in the picture of a frame."""
    drawn = drawing(id_)
    return drawn.camera.seen(drawn.frames[number].body.joints[joint])


@pytest.mark.parametrize("id_", HEEL_DROPS)
def test_the_heel_sinks_far_below_the_top_of_the_step(id_: str) -> None:
    at = drawing(id_).frames[1].body.joints
    assert at["near_heel"].y - RADIUS_CM["foot"] <= STEP_CM - 9
    assert at["near_toe"].y - RADIUS_CM["foot"] == pytest.approx(STEP_CM)


@pytest.mark.parametrize("id_", HEEL_DROPS)
def test_the_step_bears_the_ball_of_the_foot_alone(id_: str) -> None:
    edge = exercise_poses(id_)["props"]["step"][0]
    for frame in drawing(id_).frames:
        at = frame.body.joints
        assert at["near_ankle"].x < edge - 8
        assert at["near_toe"].x > edge


def test_the_crossed_arm_is_pulled_to_the_chest() -> None:
    id_ = "cross-body-stretch"
    ((start, tip),) = arrows(drawing(id_).frames[1])
    ribs = seen(id_, 1, "ribs")
    assert math.dist(tip, ribs) < math.dist(start, ribs) - 20
    assert abs(tip[0] - ribs[0]) < 15


def test_the_helping_hand_holds_the_crossed_arm_only_in_the_stretch() -> None:
    apart = [
        (frame.body.joints["far_wrist"] - frame.body.joints["near_elbow"]).length
        for frame in drawing("cross-body-stretch").frames
    ]
    assert apart[0] > 40
    assert apart[1] < 10


@pytest.mark.parametrize("id_", ["box-breathing", "breathing-4-7-8"])
def test_air_goes_in_at_the_nose_with_the_belly_out_or_the_other_way(id_: str) -> None:
    frames = drawing(id_).frames
    for number, sign in ((IN, 1), (OUT, -1)):
        (start, tip), (belly_start, belly_tip) = arrows(frames[number])
        nose, waist = seen(id_, number, "nose"), seen(id_, number, "waist")
        assert sign * (math.dist(start, nose) - math.dist(tip, nose)) > 15
        assert min(math.dist(start, nose), math.dist(tip, nose)) < 7
        assert sign * (math.dist(belly_tip, waist) - math.dist(belly_start, waist)) > 8
    assert [arrows(frames[number]) for number in (EMPTY, FULL)] == [[], []]


def test_the_body_is_wide_after_the_breath_in_and_sunk_after_the_breath_out() -> None:
    empty, full = (drawing("box-breathing").frames[number].body for number in (EMPTY, FULL))
    assert full.joints["waist"].x >= empty.joints["waist"].x + 3
    assert full.joints["near_shoulder"].y >= empty.joints["near_shoulder"].y + 2


def test_who_walks_sideways_has_both_hands_on_a_table() -> None:
    left, right, from_, to = exercise_poses("sideways-walk")["props"]["table"]
    for frame in drawing("sideways-walk").frames:
        hands = [frame.body.joints[f"{side}_hand"] for side in ("near", "far")]
        assert all(left < hand.x < right and from_ < hand.z < to for hand in hands)
        assert all(0 <= hand.y - RADIUS_CM["hand"] - TABLE_CM < 2 for hand in hands)


def test_who_walks_sideways_goes_to_the_side_of_the_foot_that_steps() -> None:
    drawn = drawing("sideways-walk")
    near, far = (seen("sideways-walk", 0, f"{side}_ankle") for side in ("near", "far"))
    for frame in drawn.frames[1:]:
        ((start, tip),) = arrows(frame)
        assert (tip[0] - start[0]) * (near[0] - far[0]) > 0
