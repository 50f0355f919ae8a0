"""Arrows that say where a part of the body moves."""

from __future__ import annotations

import math
from collections.abc import Sequence

from audiocoach.drawings.shapes import Shape, Spot

_WIDTH_CM, _HEAD_CM, _CLEAR_CM = 2.2, 6.5, 8.0
_STEPS = 12


def arrow(start: Spot, end: Spot, bulge: float, clear: float = _CLEAR_CM) -> list[Shape]:
    """Return an arrow that stops `clear` centimetres before `end`.

    Its line bends to the left by `bulge` of its length.
    """
    across = (end[0] - start[0], end[1] - start[1])
    middle = (
        (start[0] + end[0]) / 2 - across[1] * bulge,
        (start[1] + end[1]) / 2 + across[0] * bulge,
    )
    # A quadratic curve goes half as far out as its handle.
    handle = (2 * middle[0] - (start[0] + end[0]) / 2, 2 * middle[1] - (start[1] + end[1]) / 2)
    line = [_on_curve(start, handle, end, step / _STEPS) for step in range(_STEPS + 1)]
    line = _shortened(line, clear)
    if len(line) < _TWO:
        return []
    return [Shape(tuple(line), _WIDTH_CM, "arrow"), _point(line)]


_TWO = 2


def _on_curve(start: Spot, handle: Spot, end: Spot, at: float) -> Spot:
    a, b, c = (1 - at) ** 2, 2 * at * (1 - at), at**2
    return (
        a * start[0] + b * handle[0] + c * end[0],
        a * start[1] + b * handle[1] + c * end[1],
    )


def _shortened(line: Sequence[Spot], clear: float) -> list[Spot]:
    end = line[-1]
    return [spot for spot in line if math.dist(spot, end) >= clear]


def _point(line: Sequence[Spot]) -> Shape:
    """Return the arrow's head: it goes on where the line ends."""
    (x, y), before = line[-1], line[-2]
    length = math.dist((x, y), before)
    ahead = ((x - before[0]) / length, (y - before[1]) / length)
    tip = (x + ahead[0] * _HEAD_CM, y + ahead[1] * _HEAD_CM)
    half = _HEAD_CM * 0.55
    left = (x - ahead[1] * half, y + ahead[0] * half)
    right = (x + ahead[1] * half, y - ahead[0] * half)
    return Shape((tip, left, right), 1.2, "arrow", filled=True)
