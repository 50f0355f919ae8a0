"""Limbs reach what they are to reach, or say by how much they are too short."""

import pytest

from audiocoach.drawings.exercise_drawings import _base
from audiocoach.drawings.pose import merged, pose
from audiocoach.drawings.skeleton import Figure, figure
from audiocoach.drawings.vectors import Vector, heading


def standing(**changes: object) -> Figure:
    return figure(pose(merged(_base("standing"), changes)))


def near(one: Vector, other: Vector) -> bool:
    return (one - other).length < 0.1


def test_a_hand_reaches_a_place() -> None:
    body = standing(near_arm={"to": [40, 120]})
    wrist = body.joints["near_wrist"]
    assert near(wrist, Vector(40, 120, wrist.z))


def test_a_hand_reaches_a_joint() -> None:
    body = standing(near_arm={"to": "far_shoulder", "off": [4, 0, 0]})
    assert near(body.joints["near_wrist"], body.joints["far_shoulder"] + Vector(4, 0))


def test_what_is_too_far_is_refused_with_how_much_lacks() -> None:
    with pytest.raises(ValueError, match=r"near arm: lacks \d+\.\d cm to reach \(140, 120\)"):
        standing(near_arm={"to": [140, 120]})


def test_a_part_that_no_pose_has_is_refused() -> None:
    with pytest.raises(ValueError, match="no pose has tail"):
        pose({**_base("standing"), "tail": 90})


def test_an_elbow_bends_where_it_is_asked_to() -> None:
    up, down = (
        standing(near_arm={"to": [30, 130], "bend": angle}).joints["near_elbow"].y
        for angle in (90, -90)
    )
    assert up > down


def test_a_far_limb_leans_to_its_own_side() -> None:
    at = standing(arm=[[0, 30], [0, 30]]).joints
    assert at["near_wrist"].z == pytest.approx(-at["far_wrist"].z)


def test_heading_keeps_its_length() -> None:
    assert heading(37, 22).length == pytest.approx(1)
