"""What an exercise is done on or with: floor, mat, wall, chair, table, step, weights, band."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from audiocoach.drawings.camera import Camera
from audiocoach.drawings.shapes import Shape, Tone
from audiocoach.drawings.skeleton import Figure
from audiocoach.drawings.vectors import Vector

SEAT_CM, TABLE_CM, STEP_CM = 37.0, 92.0, 16.0
"""Heights above the floor."""
_CHAIR_DEPTH_CM, _CHAIR_BACK_CM, _CHAIR_HALF_CM = 42.0, 80.0, 20.0
_WALL_CM, _WALL_HALF_CM = 190.0, 38.0
_MAT_HALF_CM, _STEP_HALF_CM, _TABLE_HALF_CM = 30.0, 30.0, 34.0
_THIN, _THICK = 2.0, 3.5

Prop = tuple[str, Any]
"""Kind of a thing, and where it is, as the files of poses say it."""


def behind(props: Mapping[str, Any], camera: Camera) -> list[Shape]:
    """Return the shapes of what stands behind or under a body."""
    return [shape for kind, where in props.items() if kind in _BEHIND
            for shape in _BEHIND[kind](where, camera)]  # fmt: skip


def in_hand(props: Mapping[str, Any], body: Figure, camera: Camera) -> list[Shape]:
    """Return the shapes of what a body holds."""
    return [shape for kind, where in props.items() if kind in _HELD
            for shape in _HELD[kind](where, body, camera)]  # fmt: skip


def check(props: Mapping[str, Any]) -> None:
    """Raise ValueError for a thing that isn't known."""
    unknown = set(props) - set(_BEHIND) - set(_HELD)
    if unknown:
        raise ValueError(f"no thing is called {', '.join(sorted(unknown))}")


def _face(camera: Camera, tone: Tone, *corners: tuple[float, float, float]) -> Shape:
    return Shape(tuple(camera.seen(Vector(*corner)) for corner in corners), 0.8, tone, filled=True)


def _bar(camera: Camera, width: float, *ends: tuple[float, float, float]) -> Shape:
    return Shape(tuple(camera.seen(Vector(*end)) for end in ends), width, "thing")


def _floor(where: Sequence[float], camera: Camera) -> Iterator[Shape]:
    left, right, half = (*where, _MAT_HALF_CM)[:3]
    yield _face(camera, "floor", (left, 0, half), (right, 0, half), (right, 0, -half),
                (left, 0, -half))  # fmt: skip


def _wall(x: float, camera: Camera) -> Iterator[Shape]:
    half, top = _WALL_HALF_CM, _WALL_CM
    yield _face(camera, "surface", (x, 0, half), (x, top, half), (x, top, -half), (x, 0, -half))


def _board(where: Sequence[float], camera: Camera) -> Iterator[Shape]:
    """Draw a wall behind a body that is seen from the front."""
    left, right, x = where
    yield _face(camera, "surface", (x, 0, left), (x, _WALL_CM, left), (x, _WALL_CM, right),
                (x, 0, right))  # fmt: skip


def _chair(where: Sequence[float], camera: Camera) -> Iterator[Shape]:
    """Draw a chair from its front edge at x, whose back is `way` (-1 left, 1 right) of it."""
    front, way = where
    back, half = front + way * _CHAIR_DEPTH_CM, _CHAIR_HALF_CM
    for x in (back, front):
        for z in (-half, half):
            yield _bar(camera, _THICK, (x, 1.5, z), (x, SEAT_CM - 2, z))
    for z in (-half, half):
        yield _bar(camera, _THICK, (back, SEAT_CM, z), (back, _CHAIR_BACK_CM, z))
    yield _face(camera, "surface", (back, _CHAIR_BACK_CM, half), (back, _CHAIR_BACK_CM, -half),
                (back, _CHAIR_BACK_CM - 18, -half), (back, _CHAIR_BACK_CM - 18, half))  # fmt: skip
    yield _face(camera, "surface", (back, SEAT_CM, half), (front, SEAT_CM, half),
                (front, SEAT_CM, -half), (back, SEAT_CM, -half))  # fmt: skip
    yield _bar(camera, _THICK, (back, SEAT_CM - 1, half), (front, SEAT_CM - 1, half))
    yield _bar(camera, _THICK, (front, SEAT_CM - 1, half), (front, SEAT_CM - 1, -half))


def _table(where: Sequence[float], camera: Camera) -> Iterator[Shape]:
    left, right = where[:2]
    z_from, z_to = where[2:] if len(where) > _TWO else (-_TABLE_HALF_CM, _TABLE_HALF_CM)
    for x in (left + 4, right - 4):
        for z in (z_from + 3, z_to - 3):
            yield _bar(camera, _THICK, (x, 1.5, z), (x, TABLE_CM - 2, z))
    yield _face(camera, "surface", (left, TABLE_CM, z_to), (right, TABLE_CM, z_to),
                (right, TABLE_CM, z_from), (left, TABLE_CM, z_from))  # fmt: skip
    yield _bar(camera, _THICK, (left, TABLE_CM - 2, z_to), (right, TABLE_CM - 2, z_to))
    yield _bar(camera, _THICK, (left, TABLE_CM - 2, z_from), (left, TABLE_CM - 2, z_to))


_TWO = 2


def _step(where: Sequence[float], camera: Camera) -> Iterator[Shape]:
    left, right, half = (*where, _STEP_HALF_CM)[:3]
    top = STEP_CM
    for x in (left, right):
        yield _face(camera, "thing", (x, 0, half), (x, top, half), (x, top, -half), (x, 0, -half))
    yield _face(camera, "thing", (left, 0, half), (left, top, half), (right, top, half),
                (right, 0, half))  # fmt: skip
    yield _face(camera, "surface", (left, top, half), (right, top, half), (right, top, -half),
                (left, top, -half))  # fmt: skip


def _post(where: Sequence[float], camera: Camera) -> Iterator[Shape]:
    x, z = (*where, 0)[:2]
    yield _bar(camera, 5, (x, 2, z), (x, 150, z))


def _wall_along(where: Sequence[float], camera: Camera) -> Iterator[Shape]:
    """Draw a wall on the far side of a body, from x to x, at z."""
    left, right, z = where
    yield _face(camera, "surface", (left, 0, z), (left, _WALL_CM, z), (right, _WALL_CM, z),
                (right, 0, z))  # fmt: skip


def _line(where: Sequence[float], camera: Camera) -> Iterator[Shape]:
    """Draw a line on the floor to walk on."""
    left, right, z = where
    yield _bar(camera, 1.2, (left, 0, z), (right, 0, z))


def _rail(where: Sequence[float], camera: Camera) -> Iterator[Shape]:
    """Draw a rail to hold on to, from the floor up."""
    left, right, z = where
    for x in (left, right):
        yield _bar(camera, _THICK, (x, 2, z), (x, 100, z))
    yield _bar(camera, _THICK, (left, 100, z), (right, 100, z))


def _dumbbells(hands: Sequence[str], body: Figure, camera: Camera) -> Iterator[Shape]:
    for hand in hands:
        grip = body.joints[hand]
        side = body.chest_side.cross(Vector(0, 1, 0))
        side = side.unit() if side.length else Vector(1, 0, 0)
        ends = (grip - side * 9, grip + side * 9)
        yield Shape(tuple(map(camera.seen, ends)), _THICK, "thing")
        for end in ends:
            plate = (end - Vector(0, 3.5), end + Vector(0, 3.5))
            yield Shape(tuple(map(camera.seen, plate)), 5.5, "thing")


def _band(where: Sequence[Any], body: Figure, camera: Camera) -> Iterator[Shape]:
    """Draw a band from a place, x, y and z, to each of the hands named after it."""
    x, y, z, *hands = where
    for hand in hands:
        ends = (Vector(x, y, z), body.joints[hand])
        yield Shape(tuple(map(camera.seen, ends)), _THIN, "thing")


def _blades(cm: float, body: Figure, camera: Camera) -> Iterator[Shape]:
    """Draw shoulder blades on the back, so far from the spine."""
    middle = body.joints["ribs"] + (body.joints["shoulders"] - body.joints["ribs"]) * 0.55
    back = middle - body.chest_front * 9
    for sign in (-1, 1):
        places = (back + body.chest_side * (sign * (cm - 1)) + Vector(0, 6),
                  back + body.chest_side * (sign * (cm + 1.5)) - Vector(0, 6))  # fmt: skip
        yield Shape(tuple(map(camera.seen, places)), 4, "far")


def _pelvic_floor(rise_cm: float, body: Figure, camera: Camera) -> Iterator[Shape]:
    """Draw the muscles below the pelvis over the body: lifted by so much, or sagging."""
    hips = body.joints["hips"]
    across = [step / _FLOOR_STEPS for step in range(-_FLOOR_STEPS, _FLOOR_STEPS + 1)]
    places = [hips + Vector(9 * at, rise_cm * (1 - at * at) - 1, _OVER_CM) for at in across]
    line = Shape(tuple(map(camera.seen, places)), 3, "arrow")
    yield line.around(1, "gap")
    yield line


_FLOOR_STEPS, _OVER_CM = 6, 10


def _towel(where: Sequence[str], body: Figure, camera: Camera) -> Iterator[Shape]:
    """Draw a towel from joint to joint."""
    yield Shape(tuple(camera.seen(body.joints[name]) for name in where), _THIN, "thing")


_BEHIND: Mapping[str, Callable[[Any, Camera], Iterator[Shape]]] = {
    "floor": _floor, "wall": _wall, "board": _board, "chair": _chair, "table": _table,
    "step": _step, "wall_along": _wall_along, "post": _post, "line": _line, "rail": _rail,
}  # fmt: skip
_HELD: Mapping[str, Callable[[Any, Figure, Camera], Iterator[Shape]]] = {
    "dumbbells": _dumbbells, "band": _band, "towel": _towel, "blades": _blades,
    "pelvic_floor": _pelvic_floor,
}  # fmt: skip
