"""What a body can do: angles of its joints, worked out from where they are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from audiocoach.drawings.skeleton import LIMB_CM, NAMES, Figure, Kind
from audiocoach.drawings.vectors import Vector, angle_between

SIDES = ("near", "far")
MOST_BENT = {"knee": 160, "elbow": 150}
"""How far knees and elbows bend, in degrees; a knee so far only under the body's weight."""
STRAIGHT = 12
"""Below this a joint is straight, and has no direction in which it is bent."""
KNEE_OUT, KNEE_IN = 145, 60
"""How far a knee may point outwards, as when one sits cross-legged, and inwards."""
HIP_FLEXION, HIP_EXTENSION = 140, 35
ANKLE_UP, ANKLE_DOWN = 40, 75
"""A foot on whose back the body's weight lies is stretched farther than one can by itself."""
NECK = 75


def limb(figure: Figure, side: str, kind: Kind) -> list[Vector]:
    """Return the directions of a limb's parts, from the body on."""
    names = NAMES[kind]
    places = [figure.joints[f"{side}_{name}"] for name in names]
    return [(end - start).unit() for start, end in pairwise(places)]


def lengths(figure: Figure) -> Iterator[tuple[float, float]]:
    """Yield each limb's part as it is and as it has to be."""
    for kind, whole in LIMB_CM.items():
        for side in SIDES:
            names = NAMES[kind]
            for start, end, length in zip(names, names[1:], whole, strict=False):
                a, b = (figure.joints[f"{side}_{name}"] for name in (start, end))
                yield (b - a).length, length


_HINGES: tuple[tuple[Kind, str], ...] = (("leg", "knee"), ("arm", "elbow"))


def bends(figure: Figure) -> Iterator[tuple[str, float]]:
    """Yield each knee and elbow with its bend in degrees: 0 is straight."""
    for side in SIDES:
        for kind, joint in _HINGES:
            upper, lower, _ = limb(figure, side, kind)
            yield f"{side} {joint}", angle_between(upper, lower)


def knee_turn(figure: Figure, side: str) -> float | None:
    """Return by how much a bent knee points away from where the pelvis faces, in degrees.

    Outwards is positive. The pelvis's front is carried along with the thigh from where it hangs
    down, by the shortest way. None where the knee is straight.
    """
    upper, lower, _ = limb(figure, side, "leg")
    if angle_between(upper, lower) < STRAIGHT:
        return None
    down = (figure.joints["hips"] - figure.joints["waist"]).unit()
    front = carried(figure.hips_front, down, upper)
    outwards = carried(figure.hips_side, down, upper) * (1 if side == "near" else -1)
    points_to = (lower * -1).across(upper).unit()
    angle = angle_between(front, points_to)
    return angle if points_to.dot(outwards) >= 0 else -angle


def carried(direction: Vector, start: Vector, end: Vector) -> Vector:
    """Return `direction` turned as `start` is turned onto `end`, by the shortest way."""
    axis = start.cross(end)
    if axis.length < 1e-6:
        return direction
    return direction.turned(axis.unit(), angle_between(start, end))


def hip_flexion(figure: Figure, side: str) -> float:
    """Return how far a thigh is forward of the pelvis, in degrees; negative is backward."""
    upper = limb(figure, side, "leg")[0]
    up = (figure.joints["waist"] - figure.joints["hips"]).unit()
    flat = upper.across(figure.hips_side)
    angle = angle_between(flat, up * -1)
    return angle if flat.dot(figure.hips_front) >= 0 else -angle


def ankle_bend(figure: Figure, side: str) -> float:
    """Return how far a foot is drawn up from square on the shin, in degrees; negative is down."""
    _, lower, foot = limb(figure, side, "leg")
    return angle_between(lower, foot) - 90
