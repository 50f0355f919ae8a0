"""Large figures with round strokes, of half a cell a pixel: smooth where there is room for it.

A figure is the path of a round pen, so it can be drawn in every size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from math import ceil, cos, hypot, radians, sin, sqrt

LEAST_ROWS = 5
"""Below this a pen is too thick for its figure."""

_WIDTH, _PEN, _GAP = 0.62, 0.15, 0.16
"""Of a figure's height: its width, its pen's, and what lies between two figures."""

_Point = tuple[float, float]
_Path = Sequence[_Point]


def figure_gap(rows: int) -> int:
    """Return the columns between two figures of so many rows."""
    return round(2 * rows * _GAP)


def round_figures(figures: str, width: int, height: int) -> list[str] | None:
    """Return the lines of `figures` as large as `width` columns and `height` rows allow.

    All are equally wide. None where they would be too small for it.
    """
    for rows in range(height, LEAST_ROWS - 1, -1):
        gap = " " * figure_gap(rows)
        drawn = [_drawn(each, rows) for each in figures]
        lines = [gap.join(parts) for parts in zip(*drawn, strict=True)]
        if len(lines[0]) <= width:
            return lines
    return None


@lru_cache(maxsize=64)
def _drawn(figure: str, rows: int) -> tuple[str, ...]:
    """Draw one figure on `rows` rows."""
    high = 2 * rows
    wide, pen = round(high * _WIDTH), max(2.0, high * _PEN)
    pixels = [bytearray(wide) for _ in range(high)]
    inset = pen / 2
    for path in _paths(figure):
        placed = [(inset + x * (wide - pen), inset + y * (high - pen)) for x, y in path]
        for x, y in _dense(placed, max(0.5, pen / 12)):
            _press(pixels, x, y, inset)
    pairs = zip(pixels[::2], pixels[1::2], strict=True)
    return tuple("".join(map(_CELLS.__getitem__, zip(*pair, strict=True))) for pair in pairs)


_CELLS = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}


def _dense(path: _Path, apart: float) -> Iterator[_Point]:
    """Yield points of `path`, at most so many pixels `apart`."""
    for (x, y), (to_x, to_y) in pairwise(path):
        steps = max(1, ceil(hypot(to_x - x, to_y - y) / apart))
        for at in range(steps + 1):
            yield x + (to_x - x) * at / steps, y + (to_y - y) * at / steps


def _press(pixels: list[bytearray], x: float, y: float, radius: float) -> None:
    """Blacken the pixels whose middles are under a round pen at that place."""
    for row in range(max(0, ceil(y - radius - 0.5)), min(len(pixels), int(y + radius + 0.5))):
        half = sqrt(max(0.0, radius**2 - (row + 0.5 - y) ** 2))
        begin, end = max(0, ceil(x - half - 0.5)), min(len(pixels[0]), int(x + half + 0.5))
        if begin < end:
            pixels[row][begin:end] = b"\1" * (end - begin)


def _arc(x: float, y: float, wide: float, high: float, begin: int, end: int) -> list[_Point]:
    """Return a part of an ellipse, in degrees: from 0, on the right, downwards."""
    turn = 6 if end > begin else -6
    angles = [*range(begin, end, turn), end]
    return [(x + wide * cos(radians(at)), y + high * sin(radians(at))) for at in angles]


def _paths(figure: str) -> list[list[_Point]]:
    """Return the pen's paths, from 0 to 1 across and down."""
    return _PATHS.get(figure, [])


_ROUND = 0.31
"""Height of a half circle whose width is the figure's."""
_SIX = [*_arc(0.88, 0.7, 0.88, 0.7, 270, 180), *_arc(0.5, 0.7, 0.5, 0.3, 180, 540)]

_PATHS: dict[str, list[list[_Point]]] = {
    "0": [[*_arc(0.5, _ROUND, 0.5, _ROUND, 180, 360), *_arc(0.5, 1 - _ROUND, 0.5, _ROUND, 0, 180),
           (0, _ROUND)]],
    "1": [[(0.15, 0.2), (0.58, 0), (0.58, 1)]],
    "2": [[*_arc(0.5, _ROUND, 0.5, _ROUND, 180, 400), (0, 1), (1, 1)]],
    "3": [[*_arc(0.48, 0.235, 0.46, 0.235, 195, 450), (0.4, 0.47)],
          [(0.4, 0.47), *_arc(0.48, 0.735, 0.52, 0.265, 270, 530)]],
    "4": [[(0.75, 1), (0.75, 0), (0, 0.7), (1, 0.7)]],
    "5": [[(0.92, 0), (0.12, 0), (0.06, 0.44), *_arc(0.48, 0.68, 0.52, 0.32, 225, 520)]],
    "6": [_SIX],
    "7": [[(0, 0), (1, 0), (0.35, 1)]],
    "8": [_arc(0.5, 0.235, 0.44, 0.235, 0, 360), _arc(0.5, 0.735, 0.5, 0.265, 0, 360)],
    "9": [[(1 - x, 1 - y) for x, y in _SIX]],
}  # fmt: skip
