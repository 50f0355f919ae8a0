"""The drawings of the ready exercises, by their ids, each of two frames or more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from audiocoach.drawings import props
from audiocoach.drawings.arrows import arrow
from audiocoach.drawings.body_shapes import body_shapes
from audiocoach.drawings.camera import VIEWS, Camera
from audiocoach.drawings.pose import merged, pose
from audiocoach.drawings.pose_files import bases, exercise_poses, key_frame
from audiocoach.drawings.shapes import Box, Shape, box_of
from audiocoach.drawings.skeleton import Figure, figure

_MARGIN_CM, _FLOOR_CM = 4.0, 18.0


@dataclass(frozen=True)
class Frame:
    """One position of an exercise."""

    body: Figure
    """Where its joints are."""
    shapes: tuple[Shape, ...]
    """What is drawn, the farthest first."""


@dataclass(frozen=True)
class Drawing:
    """An exercise as two positions or more, all in the same box and as large."""

    id: str
    """The ready exercise's id."""
    camera: Camera
    """From where it is looked at."""
    frames: tuple[Frame, ...]
    """Its positions in the order they are taken."""
    key: int
    """Index of the frame that shows it best alone."""
    box: Box
    """What each frame shows, in centimetres."""


@cache
def drawing(id_: str) -> Drawing:
    """Return the drawing of a ready exercise. Raises KeyError where there is none."""
    return _drawn(id_, exercise_poses(id_))


def _drawn(id_: str, written: Mapping[str, Any]) -> Drawing:
    """Return the drawing as a file has it; ValueError, naming the frame, for what can't be."""
    view = written.get("view", "side")
    camera = VIEWS[view] if isinstance(view, str) else Camera(*view)
    entries = _entries(written["frames"])
    bodies = [_body(id_, number, entry) for number, entry in enumerate(entries, 1)]
    common = {"floor": _floor(bodies), **written.get("props", {})}
    frames = []
    for number, (entry, body) in enumerate(zip(entries, bodies, strict=True)):
        before = bodies[number - 1] if number else None
        things = {**common, **entry.get("props", {})}
        frames.append(Frame(body, tuple(_shapes(body, before, camera, things, entry))))
    whole = box_of(tuple(shape for frame in frames for shape in frame.shapes)).widened(_MARGIN_CM)
    box = Box(*written["crop"]) if "crop" in written else whole
    return Drawing(id_, camera, tuple(frames), key_frame(id_), box)


def _floor(bodies: Sequence[Figure]) -> tuple[float, float, float]:
    """Return from where to where the floor is drawn under `bodies`, and half its width."""
    places = [point for body in bodies for point in body.joints.values()]
    xs, zs = [each.x for each in places], [abs(each.z) for each in places]
    return (min(xs) - _FLOOR_CM, max(xs) + _FLOOR_CM, max(zs) + _FLOOR_CM)


def _entries(frames: list[Any]) -> list[dict[str, Any]]:
    """Return the frames with their poses whole: each changes a base, or the frame before it."""
    found: list[dict[str, Any]] = []
    for frame in frames:
        base = _base(frame["from"]) if "from" in frame else found[-1]["pose"]
        found.append({**frame, "pose": merged(base, frame.get("pose", {}))})
    return found


def _base(name: str) -> dict[str, Any]:
    """Return the base called `name`, which may itself change another."""
    written: dict[str, Any] = bases()[name]
    if "from" not in written:
        return merged({}, written)
    changes = {key: value for key, value in written.items() if key != "from"}
    return merged(_base(written["from"]), changes)


def _body(id_: str, number: int, entry: Mapping[str, Any]) -> Figure:
    try:
        return figure(pose(entry["pose"]))
    except ValueError as fault:
        raise ValueError(f"{id_}, frame {number}: {fault}") from fault


def _shapes(
    body: Figure,
    before: Figure | None,
    camera: Camera,
    things: Mapping[str, Any],
    entry: Mapping[str, Any],
) -> Iterator[Shape]:
    props.check(things)
    yield from props.behind(things, camera)
    arrows = [[each] if isinstance(each, str) else each for each in entry.get("moves", [])]
    if before is not None:
        yield from _trails(before, body, camera, arrows)
    yield from body_shapes(body, camera)
    yield from props.in_hand(things, body, camera)
    for name, *ends in arrows:
        if len(ends) > 1:
            yield from _beside(body, camera, str(name), [float(each) for each in ends])


def _trails(before: Figure, body: Figure, camera: Camera, arrows: list[Any]) -> Iterator[Shape]:
    """Return arrows from where joints were to where they are: `[joint, bulge]`."""
    for name, *rest in arrows:
        if len(rest) <= 1:
            start, end = (camera.seen(each.joints[name]) for each in (before, body))
            yield from arrow(start, end, *(rest or [0]))


def _beside(body: Figure, camera: Camera, name: str, ends: list[float]) -> Iterator[Shape]:
    """Return an arrow between two places beside a joint: `[joint, x, y, x, y, bulge]`."""
    x, y = camera.seen(body.joints[name])
    left, bottom, right, top, bulge = (*ends, 0)[:5]
    yield from arrow((x + left, y + bottom), (x + right, y + top), bulge, clear=6.5)
