"""The shapes of a body: its parts from far to near, each with a gap around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from audiocoach.drawings.camera import Camera
from audiocoach.drawings.pose import SIDES
from audiocoach.drawings.shapes import Shape, Tone
from audiocoach.drawings.skeleton import NAMES, PARTS, RADIUS_CM, Figure, Kind
from audiocoach.drawings.vectors import Vector

_GAP_CM = 1.5
"""Paper around each part, which keeps it apart from what is behind."""
_FAR_CM = 4.0
"""How much farther a limb's root must be than the other's to be drawn lighter."""
_ARM_CM = 4.0
"""How much nearer an arm is than its joints: it lies on the trunk, not in it."""
_NECK_FROM = 0.35
_SEEN_CM = 2.0
"""How much nearer than the head's middle an eye must be to be seen."""


def body_shapes(body: Figure, camera: Camera) -> list[Shape]:
    """Return the shapes of `body` as `camera` sees it, in the order they are drawn."""
    parts = sorted(_parts(body, camera), key=lambda each: each[0])
    found: list[Shape] = []
    for _, shapes in parts:
        found += [shape.around(_GAP_CM, "gap") for shape in shapes if shape.tone != "gap"]
        found += shapes
    return found


def _parts(body: Figure, camera: Camera) -> Iterator[tuple[float, list[Shape]]]:
    """Return each part with how near it is."""
    at = body.joints
    yield _trunk(body, camera)
    yield _head(body, camera)
    for kind in NAMES:
        for side in SIDES:
            names = [f"{side}_{name}" for name in NAMES[kind]]
            shapes = _limb(body, camera, kind, names, _tone(body, camera, kind, side))
            nearness = _nearness(at, names[:3], camera)
            yield nearness + (_ARM_CM if kind == "arm" else 0), shapes


def _nearness(at: Mapping[str, Vector], names: Sequence[str], camera: Camera) -> float:
    return sum(camera.nearness(at[name]) for name in names) / len(names)


def _tone(body: Figure, camera: Camera, kind: Kind, side: str) -> Tone:
    other = "far" if side == "near" else "near"
    root, mirrored = (body.joints[f"{each}_{NAMES[kind][0]}"] for each in (side, other))
    is_far = camera.nearness(mirrored) - camera.nearness(root) > _FAR_CM
    return "far" if is_far else "near"


def _limb(body: Figure, camera: Camera, kind: Kind, names: list[str], tone: Tone) -> list[Shape]:
    places = [body.joints[name] for name in names]
    shapes = []
    for part, start, end in zip(PARTS[kind], places, places[1:], strict=False):
        begin = start
        if part == "foot":
            begin = body.joints[names[0].replace("_hip", "_heel")]
        shapes.append(_line(camera, [begin, end], RADIUS_CM[part], tone))
    if kind == "leg":
        heel = body.joints[names[0].replace("_hip", "_heel")]
        shapes.append(_line(camera, [places[2], heel], RADIUS_CM["foot"], tone))
    return shapes


def _line(camera: Camera, places: list[Vector], radius: float, tone: Tone) -> Shape:
    return Shape(tuple(map(camera.seen, places)), 2 * radius, tone)


def _trunk(body: Figure, camera: Camera) -> tuple[float, list[Shape]]:
    """Return pelvis, belly and chest: as wide at the joints as the body is from there."""
    at = body.joints
    edges = [
        _beside(at["hips"], body.hips_side, 5.5),
        _beside(at["waist"], body.hips_side, 3.5),
        _beside(at["ribs"], body.chest_side, 5),
        (at["near_shoulder"] - body.chest_side * 7, at["far_shoulder"] + body.chest_side * 7),
    ]
    nearness = _nearness(at, ("hips", "waist", "ribs", "shoulders"), camera)
    width = 2 * RADIUS_CM["trunk"]
    slim = (0.92, 0.9, 0.88)
    return nearness, [
        Shape(
            tuple(map(camera.seen, (*upper, *reversed(lower)))),
            width * each,
            "trunk",
            filled=True,
        )
        for upper, lower, each in zip(edges, edges[1:], slim, strict=False)
    ]


def _beside(middle: Vector, side: Vector, cm: float) -> tuple[Vector, Vector]:
    return middle + side * cm, middle - side * cm


def _head(body: Figure, camera: Camera) -> tuple[float, list[Shape]]:
    at = body.joints
    way = at["head"] - at["shoulders"]
    nose = at["head"] + (at["nose"] - at["head"]) * 0.9
    shapes = [
        _line(camera, [at["shoulders"] + way * _NECK_FROM, at["head"]], RADIUS_CM["neck"], "near"),
        _line(camera, [at["head"], nose], 2.2, "near"),
        _line(camera, [at["head"]], RADIUS_CM["head"], "near"),
    ]
    return camera.nearness(at["head"]), [*shapes, *_eyes(body, camera)]


def _eyes(body: Figure, camera: Camera) -> Iterator[Shape]:
    """Return those eyes that can be seen."""
    at = body.joints
    ahead, up = (at["nose"] - at["head"]).unit(), (at["head"] - at["shoulders"]).unit()
    for sign in (-1, 1):
        eye = (ahead + ahead.cross(up).unit() * (0.42 * sign) + up * 0.18).unit()
        place = at["head"] + eye * (RADIUS_CM["head"] - 1)
        if camera.nearness(place) - camera.nearness(at["head"]) > _SEEN_CM:
            yield _line(camera, [place], 1.3, "gap")
