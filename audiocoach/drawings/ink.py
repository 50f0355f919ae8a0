"""The colours of drawings, on light paper and on dark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from audiocoach.drawings.shapes import Tone

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""


@dataclass(frozen=True)
class Ink:
    """How each part of a drawing is coloured."""

    paper: Colour
    """What is behind it, and around each part of the body."""
    near: Colour
    """Head and near limbs."""
    far: Colour
    """Far limbs."""
    trunk: Colour
    """The trunk."""
    floor: Colour
    """The floor."""
    surface: Colour
    """Walls, seats, and the tops of things."""
    thing: Colour
    """Frames of things, and what is held."""
    arrow: Colour
    """Arrows."""

    def colours(self) -> Mapping[Tone, Colour]:
        """Return the colour of each tone."""
        return {
            "near": self.near,
            "far": self.far,
            "trunk": self.trunk,
            "gap": self.paper,
            "floor": self.floor,
            "thing": self.thing,
            "surface": self.surface,
            "arrow": self.arrow,
        }

    def hexes(self) -> Mapping[Tone, str]:
        """Return the colour of each tone as CSS writes it."""
        return {tone: "#" + bytes(colour).hex() for tone, colour in self.colours().items()}


ON_LIGHT = Ink(
    paper=(255, 255, 255), near=(27, 54, 84), far=(142, 164, 188), trunk=(58, 122, 176),
    floor=(226, 233, 240), surface=(206, 216, 226), thing=(133, 120, 104), arrow=(217, 130, 43),
)  # fmt: skip
"""Colours for white paper."""

ON_DARK = Ink(
    paper=(22, 38, 56), near=(232, 238, 244), far=(120, 144, 170), trunk=(79, 155, 211),
    floor=(40, 58, 78), surface=(62, 82, 104), thing=(178, 164, 146), arrow=(244, 162, 89),
)  # fmt: skip
"""Colours for the dark blue of covers."""
