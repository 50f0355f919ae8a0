"""What a drawing is made of: lines with round ends, areas with round corners, dots."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Spot = tuple[float, float]
"""A place in a picture, in centimetres: right, and up."""

Tone = Literal["near", "far", "trunk", "gap", "floor", "thing", "surface", "arrow"]
"""What a shape belongs to; how that is coloured depends on the paper."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A line along its points, or the area between them."""

    points: tuple[Spot, ...]
    """Its corners; a dot has one."""
    width: float
    """How thick its line is, in centimetres."""
    tone: Tone
    """What it belongs to."""
    filled: bool = False
    """Whether it is the area within its points."""

    def around(self, gap: float, tone: Tone) -> Shape:
        """Return it `gap` centimetres thicker on each side, in `tone`."""
        return replace(self, width=self.width + 2 * gap, tone=tone)


@dataclass(frozen=True, slots=True)
class Box:
    """A stretch of a picture, in centimetres."""

    left: float
    """Its left edge."""
    bottom: float
    """Its lower edge."""
    right: float
    """Its right edge."""
    top: float
    """Its upper edge."""

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From its lower edge to its upper one."""
        return self.top - self.bottom

    def widened(self, margin: float) -> Box:
        """Return it with a margin on every side."""
        return Box(self.left - margin, self.bottom - margin, self.right + margin, self.top + margin)


def box_of(shapes: tuple[Shape, ...]) -> Box:
    """Return what holds all of `shapes`, of which there must be one."""
    edges = [(x, y, shape.width / 2) for shape in shapes for x, y in shape.points]
    return Box(
        min(x - half for x, _, half in edges),
        min(y - half for _, y, half in edges),
        max(x + half for x, _, half in edges),
        max(y + half for _, y, half in edges),
    )
