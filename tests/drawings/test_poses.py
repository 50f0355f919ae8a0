"""Every figure is the same body, held as a body can be, on the floor and not below it."""

import math

import pytest

from audiocoach.drawings.exercise_drawings import Frame, drawing
from audiocoach.drawings.pose_files import drawing_ids
from audiocoach.drawings.skeleton import RADIUS_CM, Figure
from audiocoach.drawings.vectors import angle_between
from audiocoach.routine.ready_tree import ready_section
from tests.drawings.anatomy import (
    ANKLE_DOWN,
    ANKLE_UP,
    HIP_EXTENSION,
    HIP_FLEXION,
    KNEE_IN,
    KNEE_OUT,
    MOST_BENT,
    NECK,
    SIDES,
    ankle_bend,
    bends,
    hip_flexion,
    knee_turn,
    lengths,
)

FRAMES = [
    pytest.param(frame, id=f"{id_}-{number}")
    for id_ in sorted(drawing_ids())
    for number, frame in enumerate(drawing(id_).frames, 1)
]
every_frame = pytest.mark.parametrize("frame", FRAMES)


def test_every_ready_exercise_is_drawn_and_nothing_else() -> None:
    assert drawing_ids() == set(ready_section("exercises"))


def test_an_exercise_has_two_or_three_frames_and_a_flow_of_many_positions_has_them_all() -> None:
    counts = {id_: len(drawing(id_).frames) for id_ in drawing_ids()}
    assert counts.pop("sun-salutation") == 7
    assert (counts.pop("box-breathing"), counts.pop("breathing-4-7-8")) == (4, 4)
    assert set(counts.values()) == {2, 3}


@every_frame
def test_limbs_have_their_lengths(frame: Frame) -> None:
    assert all(math.isclose(found, right, abs_tol=0.1) for found, right in lengths(frame.body))


@every_frame
def test_nothing_is_below_the_floor(frame: Frame) -> None:
    assert frame.body.lowest >= -1.5


@every_frame
def test_knees_and_elbows_bend_no_farther_than_they_can(frame: Frame) -> None:
    too_far = {name: bend for name, bend in bends(frame.body) if bend > MOST_BENT[name.split()[1]]}
    assert too_far == {}


@every_frame
def test_knees_bend_backwards(frame: Frame) -> None:
    turns = [knee_turn(frame.body, side) for side in SIDES]
    assert all(-KNEE_IN < turn < KNEE_OUT for turn in turns if turn is not None), turns


@every_frame
def test_hips_and_ankles_keep_their_range(frame: Frame) -> None:
    for side in SIDES:
        assert -HIP_EXTENSION <= hip_flexion(frame.body, side) <= HIP_FLEXION
        assert -ANKLE_DOWN <= ankle_bend(frame.body, side) <= ANKLE_UP


@every_frame
def test_the_head_is_no_farther_from_the_chest_than_a_neck_bends(frame: Frame) -> None:
    at = frame.body.joints
    chest = at["shoulders"] - at["ribs"]
    assert angle_between(chest, at["head"] - at["shoulders"]) <= NECK


@every_frame
def test_no_hand_is_within_the_trunk(frame: Frame) -> None:
    for side in SIDES:
        hand = frame.body.joints[f"{side}_wrist"]
        assert all((hand - frame.body.joints[name]).length > 7 for name in ("hips", "waist"))


def touching(body: Figure) -> set[str]:
    """Return which joints stand on the floor."""
    parts = {"toe": "foot", "ankle": "foot", "knee": "thigh", "wrist": "hand", "hips": "trunk",
             "elbow": "upper_arm", "head": "head", "shoulders": "trunk"}  # fmt: skip
    return {
        name for name, place in body.joints.items()
        if place.y - RADIUS_CM.get(parts.get(name.split("_")[-1], ""), 99) < 1.5
        and name.split("_")[-1] in parts
    }  # fmt: skip


@pytest.mark.parametrize(
    ("id_", "number", "on_floor"),
    [
        ("bridge", 1, {"head", "shoulders", "near_ankle", "far_ankle"}),
        ("partial-crunch", 1, {"hips", "near_ankle", "far_ankle"}),
        ("push-up", 0, {"near_toe", "far_toe", "near_wrist", "far_wrist"}),
        ("plank", 1, {"near_toe", "far_toe", "near_elbow", "far_elbow"}),
        ("press-up-extension", 1, {"hips", "near_elbow", "far_elbow", "near_wrist"}),
        ("bird-dog", 1, {"near_knee", "far_wrist"}),
        ("cat-and-cow", 0, {"near_knee", "far_knee", "near_wrist", "far_wrist"}),
        ("side-plank", 1, {"near_elbow", "near_ankle"}),
        ("one-leg-stand", 1, {"far_ankle"}),
        ("squat", 1, {"near_ankle", "far_ankle", "near_toe", "far_toe"}),
        ("lunge", 1, {"near_ankle", "far_knee", "far_toe"}),
        ("wall-sit", 1, {"near_ankle", "far_ankle"}),
        ("straight-leg-raise", 1, {"hips", "far_ankle"}),
    ],
)
def test_what_stands_on_the_floor_touches_it(id_: str, number: int, on_floor: set[str]) -> None:
    assert on_floor <= touching(drawing(id_).frames[number].body)


@pytest.mark.parametrize(
    ("id_", "number", "in_the_air"),
    [
        ("bridge", 1, {"hips"}),
        ("partial-crunch", 1, {"head", "shoulders"}),
        ("bird-dog", 1, {"far_knee", "far_toe", "near_wrist"}),
        ("one-leg-stand", 1, {"near_ankle", "near_toe"}),
        ("straight-leg-raise", 1, {"near_ankle"}),
        ("side-plank", 1, {"hips"}),
    ],
)
def test_what_is_lifted_is_off_the_floor(id_: str, number: int, in_the_air: set[str]) -> None:
    assert not in_the_air & touching(drawing(id_).frames[number].body)


def test_a_squeezed_pelvic_floor_is_lifted_and_a_loose_one_sags() -> None:
    """The two frames were the same but for an arrow: nothing of it is seen from outside."""
    squeezed, loose = (
        [shape.points for shape in frame.shapes if shape.tone == "arrow" and not shape.filled]
        for frame in drawing("pelvic-floor-long").frames
    )
    lifted, sagging = squeezed[0], loose[0]
    middle = len(lifted) // 2
    assert lifted[middle][1] > lifted[0][1] + 3
    assert sagging[middle][1] < sagging[0][1] - 3
