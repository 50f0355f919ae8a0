"""How a body is held, as the files of poses say it.

Each part of the body has a direction in the picture: 0° is right, 90° up. A pair has a
second angle, by which the part leans out of the picture: limbs to their own side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from audiocoach.drawings.vectors import Vector, heading

Side = Literal["near", "far"]
SIDES: tuple[Side, Side] = ("near", "far")
"""The body's right side and its left one: it looks to the right of the picture."""

Angle = float | Sequence[float]
"""A direction as written: degrees in the picture, or these and degrees out of it."""


@dataclass(frozen=True)
class Reach:
    """A limb whose end is at a certain place: its joints follow."""

    to: tuple[float, ...] | str
    """Where its end is, x, y and maybe z in centimetres, or the name of a joint."""
    off: tuple[float, ...]
    """How far from there, x, y and z in centimetres."""
    bend: Angle | None
    """Where its knee or elbow points to; None: forwards, or backwards."""
    end: Angle | None
    """Direction of its foot or hand; None: as the last part, a foot at the floor."""


Held = Sequence[Angle] | Reach
"""A limb: the directions of its parts from the body on, or what it reaches."""


@dataclass(frozen=True)
class Pose:
    """How a body is held."""

    spine: tuple[Angle, ...]
    """Directions of pelvis, belly and chest, from the hips up."""
    neck: Angle
    """Direction from the shoulders to the head."""
    face: Angle | None
    """Where the nose points to; None: as the chest does."""
    turn: tuple[float, float]
    """By how much hips and shoulders are turned about the spine, in degrees."""
    legs: Mapping[Side, Held]
    """Both legs."""
    arms: Mapping[Side, Held]
    """Both arms."""
    at: tuple[str, float, float | None]
    """A joint, its x, and its y; None: as low as the floor lets it."""
    shrug: float
    """By how much the shoulders are raised, in centimetres."""
    squeeze: float
    """By how much the shoulders are drawn back, in centimetres."""


def pose(written: Mapping[str, Any]) -> Pose:
    """Return the pose that is `written` in a file. Raises ValueError for what no pose has."""
    unknown = set(written) - _KEYS
    if unknown:
        raise ValueError(f"no pose has {', '.join(sorted(unknown))}")
    spine, turn, at = written["spine"], written.get("turn", 0), written.get("at", ["hips", 0])
    parts = spine if isinstance(spine, list) else [spine] * 3
    return Pose(
        spine=tuple(parts),
        neck=written.get("neck", parts[-1]),
        face=written.get("face"),
        turn=(turn[0], turn[1]) if isinstance(turn, list) else (turn, turn),
        legs={side: _held(written[f"{side}_leg"]) for side in SIDES},
        arms={side: _held(written[f"{side}_arm"]) for side in SIDES},
        at=(at[0], at[1], at[2] if len(at) == _WITH_HEIGHT else None),
        shrug=written.get("shrug", 0),
        squeeze=written.get("squeeze", 0),
    )


_WITH_HEIGHT = 3
_KEYS = {
    "spine", "neck", "face", "turn", "at", "shrug", "squeeze",
    "near_leg", "far_leg", "near_arm", "far_arm",
}  # fmt: skip


def merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return `base` with `changes`, of which `arm` and `leg` are those of both sides."""
    found = {**base}
    for key, value in changes.items():
        if key in {"arm", "leg"}:
            found |= {f"{side}_{key}": value for side in SIDES}
    return {**found, **{key: each for key, each in changes.items() if key not in {"arm", "leg"}}}


def direction(angle: Angle, side: Side = "near") -> Vector:
    """Return the direction of a part of a limb on `side`, or of the trunk."""
    if isinstance(angle, (int, float)):
        return heading(angle)
    degrees, out = angle
    return heading(degrees, out if side == "near" else -out)


def _held(written: Any) -> Held:
    if isinstance(written, list):
        return cast("list[Angle]", written)
    to = written["to"]
    return Reach(
        to=to if isinstance(to, str) else tuple(to),
        off=tuple(written.get("off", (0, 0, 0))),
        bend=written.get("bend"),
        end=written.get("end"),
    )
