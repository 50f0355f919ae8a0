"""Where each joint of a body is: forward kinematics, and limbs that reach for a place.

Every figure has the same body, about 168 cm tall; the lengths never change.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from audiocoach.drawings.pose import SIDES, Held, Pose, Reach, Side, direction
from audiocoach.drawings.vectors import NEAR, ORIGIN, UP, Vector, heading

Kind = Literal["leg", "arm"]

SPINE_CM = (14.0, 16.0, 20.0)
"""Pelvis, belly and chest, from the hips to the shoulders."""
NECK_CM = 18.0
"""From between the shoulders to the middle of the head."""
LIMB_CM: Mapping[Kind, tuple[float, float, float]] = {
    "leg": (42.0, 41.0, 15.0),
    "arm": (29.0, 25.0, 8.0),
}
"""Thigh, shin and foot; upper arm, forearm and hand."""
HEEL_CM = 5.0
"""From below the ankle back to the heel."""
SHOULDER_CM, HIP_CM = 15.0, 8.5
"""From the middle of the body to its side's joint."""
NOSE_CM = 12.5
"""From the middle of the head to the tip of the nose."""

RADIUS_CM = {
    "thigh": 6.8, "shin": 4.9, "foot": 3.6, "upper_arm": 4.6, "forearm": 3.8, "hand": 3.8,
    "trunk": 9.0, "neck": 4.5, "head": 10.5,
}  # fmt: skip
"""Half the thickness of each part."""

NAMES: Mapping[Kind, tuple[str, str, str, str]] = {
    "leg": ("hip", "knee", "ankle", "toe"),
    "arm": ("shoulder", "elbow", "wrist", "hand"),
}
"""Joints of a limb, from the body on; behind each stands how thick the part below it is."""
PARTS: Mapping[Kind, tuple[str, str, str]] = {
    "leg": ("thigh", "shin", "foot"),
    "arm": ("upper_arm", "forearm", "hand"),
}


@dataclass(frozen=True)
class Figure:
    """A body in its pose."""

    joints: Mapping[str, Vector]
    """Each joint's place in centimetres: `hips`, `near_knee`, `head`, …; y is 0 at the floor."""
    chest_front: Vector
    """Direction that the chest faces, a unit."""
    hips_front: Vector
    """Direction that the pelvis faces, a unit."""
    chest_side: Vector
    """Direction from the far shoulder to the near one, a unit."""
    hips_side: Vector
    """Direction from the far hip to the near one, a unit."""

    @property
    def lowest(self) -> float:
        """Height of its lowest point above the floor, in centimetres."""
        return min(point.y - radius for point, radius in self.surfaces())

    def surfaces(self) -> list[tuple[Vector, float]]:
        """Return the ends of every part of the body, each with half its thickness.

        At the ankle the shin is as slim as the foot.
        """
        at = self.joints
        found = [(at["head"], RADIUS_CM["head"])]
        found += [(at[name], RADIUS_CM["trunk"]) for name in ("hips", "waist", "ribs")]
        for name, part in _ENDS.items():
            joints = [f"{side}_{name}" for side in SIDES]
            found += [(at[joint], RADIUS_CM[part]) for joint in joints if joint in at]
        return found


_ENDS = {
    "hip": "thigh", "knee": "thigh", "ankle": "foot", "heel": "foot", "toe": "foot",
    "shoulder": "upper_arm", "elbow": "upper_arm", "wrist": "forearm", "hand": "hand",
}  # fmt: skip
"""How thick the body is at the joints of its limbs."""


def figure(pose: Pose) -> Figure:
    """Return the body as `pose` holds it.

    Raises ValueError, naming the limb, where one can't reach what it is to reach.
    """
    trunk = _trunk(pose)
    limbs: dict[str, Vector] = {}
    for side, kind, held in _limbs(pose):
        if not isinstance(held, Reach):
            limbs |= _straight(trunk, side, kind, held)
    placed = _placed(_with(trunk, limbs), pose.at)
    for side, kind, held in _limbs(pose):
        if isinstance(held, Reach):
            placed = _with(placed, _reaching(placed, side, kind, held))
    return placed


def _limbs(pose: Pose) -> list[tuple[Side, Kind, Held]]:
    """Return all limbs, those last that reach for another limb."""
    found: list[tuple[Side, Kind, Held]] = [(side, "leg", pose.legs[side]) for side in SIDES]
    found += [(side, "arm", pose.arms[side]) for side in SIDES]
    return sorted(
        found, key=lambda each: isinstance(each[2], Reach) and isinstance(each[2].to, str)
    )


def _trunk(pose: Pose) -> Figure:
    at = {"hips": ORIGIN}
    place = ORIGIN
    for name, angle, length in zip(
        ("waist", "ribs", "shoulders"), pose.spine, SPINE_CM, strict=True
    ):
        place = place + direction(angle) * length
        at[name] = place
    hips_side, hips_front = _facing(direction(pose.spine[0]), pose.turn[0])
    chest_side, chest_front = _facing(direction(pose.spine[2]), pose.turn[1])
    raised = direction(pose.spine[2]) * pose.shrug - chest_front * pose.squeeze
    for side in SIDES:
        sign = 1 if side == "near" else -1
        at[f"{side}_hip"] = at["hips"] + hips_side * (HIP_CM * sign)
        at[f"{side}_shoulder"] = at["shoulders"] + chest_side * (SHOULDER_CM * sign) + raised
    at["head"] = at["shoulders"] + direction(pose.neck) * NECK_CM
    nose = chest_front if pose.face is None else direction(pose.face)
    if pose.face is None:
        nose = nose.across(direction(pose.neck)).unit()
    at["nose"] = at["head"] + nose * NOSE_CM
    return Figure(at, chest_front, hips_front, chest_side, hips_side)


def _facing(spine: Vector, turn: float) -> tuple[Vector, Vector]:
    """Return the directions of the near side and of the front of a part of the trunk."""
    axis = spine.unit()
    side = NEAR.across(axis)
    if side.length < _TINY:
        side = UP.across(axis)
    side = side.unit().turned(axis, turn)
    return side, axis.cross(side)


_TINY = 1e-6


def _straight(trunk: Figure, side: Side, kind: Kind, held: Held) -> dict[str, Vector]:
    """Return the joints of a limb whose parts have the directions `held`."""
    assert not isinstance(held, Reach)
    names = NAMES[kind]
    directions = [direction(angle, side) for angle in held]
    if len(directions) < len(LIMB_CM[kind]):
        last = held[-1]
        plain = last if isinstance(last, (int, float)) else last[0]
        directions.append(heading(plain + 90) if kind == "leg" else directions[-1])
    place = trunk.joints[f"{side}_{names[0]}"]
    found = {}
    for name, toward, length in zip(names[1:], directions, LIMB_CM[kind], strict=True):
        place = place + toward * length
        found[f"{side}_{name}"] = place
    if kind == "leg":
        found[f"{side}_heel"] = found[f"{side}_ankle"] - directions[-1] * HEEL_CM
    return found


def _placed(body: Figure, at: tuple[str, float, float | None]) -> Figure:
    """Return `body` where its joint is at its place, or else on the floor."""
    name, x, y = at
    found = body.joints[name]
    lift = -body.lowest if y is None else y - found.y
    move = Vector(x - found.x, lift)
    return _with(body, {each: point + move for each, point in body.joints.items()})


def _with(body: Figure, joints: Mapping[str, Vector]) -> Figure:
    return Figure(
        {**body.joints, **joints},
        body.chest_front,
        body.hips_front,
        body.chest_side,
        body.hips_side,
    )


def _reaching(body: Figure, side: Side, kind: Kind, held: Reach) -> dict[str, Vector]:
    """Return the joints of a limb that reaches a place, by the law of cosines."""
    upper, lower, last = LIMB_CM[kind]
    root_name, middle, wrist, end = (f"{side}_{name}" for name in NAMES[kind])
    root = body.joints[root_name]
    target = _target(body, root, side, held)
    way = target - root
    if way.length > upper + lower + _SLACK_CM:
        short = way.length - upper - lower
        raise ValueError(f"{side} {kind}: lacks {short:.1f} cm to reach {held.to}")
    far = min(way.length, (upper + lower) * _NEARLY)
    axis = way.unit()
    target = root + axis * far
    along = (upper**2 - lower**2 + far**2) / (2 * far)
    out = math.sqrt(max(upper**2 - along**2, 0))
    pole = _pole(body, side, kind, held).across(axis)
    if pole.length < _TINY:
        pole = UP.across(axis)
    knee = root + axis * along + pole.unit() * out
    forearm = (target - knee).unit()
    toward = forearm if kind == "arm" else heading(0)
    if held.end is not None:
        toward = direction(held.end, side)
    found = {middle: knee, wrist: target, end: target + toward * last}
    if kind == "leg":
        found[f"{side}_heel"] = target - toward * HEEL_CM
    return found


_SLACK_CM = 1.0
_NEARLY = 0.9995


def _target(body: Figure, root: Vector, side: Side, held: Reach) -> Vector:
    sign = 1 if side == "near" else -1
    if isinstance(held.to, str):
        found = body.joints[held.to]
    elif len(held.to) == _IN_THE_PICTURE:
        found = Vector(held.to[0], held.to[1], root.z)
    else:
        found = Vector(held.to[0], held.to[1], held.to[2] * sign)
    off = (*held.off, 0, 0)[:3]
    return found + Vector(off[0], off[1], off[2] * sign)


_IN_THE_PICTURE = 2


def _pole(body: Figure, side: Side, kind: Kind, held: Reach) -> Vector:
    """Return where the knee or the elbow points to."""
    if held.bend is not None:
        return direction(held.bend, side)
    return body.hips_front if kind == "leg" else body.chest_front * -1
