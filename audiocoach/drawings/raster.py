"""Drawings as pixels.

Wraps Pillow, because it draws thick lines and writes PNG on every system; soft edges come of
drawing at three times the size.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from audiocoach.drawings.exercise_drawings import Drawing
from audiocoach.drawings.ink import ON_LIGHT, Colour, Ink
from audiocoach.drawings.shapes import Box, Shape

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

_FINER = 3
_COLOURS = 32


def png(
    drawn: Drawing, numbers: Sequence[int], width: int, height: int, ink: Ink = ON_LIGHT
) -> bytes:
    """Return frames, from 0, side by side as PNG of `width` × `height` pixels."""
    file = io.BytesIO()
    image = picture(drawn, numbers, width, height, ink)
    image.quantize(_COLOURS).save(file, "PNG", optimize=True)
    return file.getvalue()


def rgb_rows(
    drawn: Drawing, number: int, width: int, height: int, ink: Ink = ON_LIGHT
) -> list[bytes]:
    """Return a frame, from 0, as `height` rows of `width` pixels: red, green, blue."""
    pixels = picture(drawn, [number], width, height, ink).tobytes()
    return [pixels[at : at + 3 * width] for at in range(0, len(pixels), 3 * width)]


def picture(
    drawn: Drawing, numbers: Sequence[int], width: int, height: int, ink: Ink = ON_LIGHT
) -> Image.Image:
    """Return frames, from 0, side by side on paper of `width` × `height` pixels."""
    from PIL import Image, ImageDraw

    whole = Image.new("RGB", (width, height), ink.paper)
    box, one = drawn.box, width // len(numbers)
    scale = min(one / box.width, height / box.height) * _FINER
    size = (max(1, int(box.width * scale)), max(1, int(box.height * scale)))
    for place, number in enumerate(numbers):
        frame = Image.new("RGB", size, ink.paper)
        _draw(ImageDraw.Draw(frame), drawn.frames[number].shapes, box, (0, 0, scale), ink)
        small = frame.reduce(_FINER)
        whole.paste(small, (one * place + (one - small.width) // 2, (height - small.height) // 2))
    return whole


def _draw(
    pen: ImageDraw.ImageDraw,
    shapes: Sequence[Shape],
    box: Box,
    at: tuple[float, float, float],
    ink: Ink,
) -> None:
    left, top, scale = at
    colours = ink.colours()
    for shape in shapes:
        spots = [(left + (x - box.left) * scale, top + (box.top - y) * scale)
                 for x, y in shape.points]  # fmt: skip
        _shape(pen, spots, shape, shape.width * scale, colours[shape.tone])


def _shape(
    pen: ImageDraw.ImageDraw,
    spots: list[tuple[float, float]],
    shape: Shape,
    width: float,
    colour: Colour,
) -> None:
    if shape.filled:
        pen.polygon(spots, fill=colour)
        spots = [*spots, spots[0]]
    if len(spots) > 1:
        pen.line(spots, fill=colour, width=max(1, round(width)))
    half = width / 2
    for x, y in spots:
        pen.ellipse((x - half, y - half, x + half, y + half), fill=colour)
