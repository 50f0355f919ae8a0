"""Drawings as pixels.

Wraps Pillow, because it draws thick lines and writes PNG on every system; soft edges come of
drawing at three times the size.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import permutations
from typing import TYPE_CHECKING

from audiocoach.drawings.exercise_drawings import Drawing
from audiocoach.drawings.ink import ON_LIGHT, Colour, Ink
from audiocoach.drawings.shapes import Box, Shape

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

_FINER = 3
_BLENDS = (0, 1 / 3, 2 / 3)
"""Shares of a second colour at soft edges."""
_OWN_COLOURS = 128
_MOST_COLOURS = 255
_HALF = 128


def png(
    drawn: Drawing, numbers: Sequence[int], width: int, height: int, ink: Ink = ON_LIGHT
) -> bytes:
    """Return frames, from 0, side by side as PNG of `width` × `height` pixels."""
    file = io.BytesIO()
    image = picture(drawn, numbers, width, height, ink)
    in_palette(image, ink).save(file, "PNG", compress_level=9)
    return file.getvalue()


def in_palette(image: Image.Image, ink: Ink = ON_LIGHT) -> Image.Image:
    """Return an image in the colours of `ink` and what lies between each two of them.

    A palette that is chosen by how often colours occur loses the arrows.
    """
    from PIL import Image

    pure = [*dict.fromkeys(ink.colours().values())]
    blends = {
        tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
        for one, other in permutations(pure, 2)
        for share in _BLENDS
    }
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in sorted(blends) for part in colour])
    return image.quantize(palette=palette, dither=Image.Dither.NONE)


def squared(data: bytes, side: int, ink: Ink = ON_LIGHT) -> bytes:
    """Return a PNG or JPEG picture as a whole on a square of paper, as PNG."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as found:
        image = found.convert("RGBA")
    image.thumbnail((side, side))
    whole = Image.new("RGB", (side, side), ink.paper)
    whole.paste(image, ((side - image.width) // 2, (side - image.height) // 2), mask=image)
    file = io.BytesIO()
    whole.quantize(_OWN_COLOURS).save(file, "PNG", compress_level=9)
    return file.getvalue()


def rgb_rows(
    drawn: Drawing, number: int, width: int, height: int, ink: Ink = ON_LIGHT
) -> list[bytes]:
    """Return a frame, from 0, as `height` rows of `width` pixels: red, green, blue."""
    pixels = picture(drawn, [number], width, height, ink).tobytes()
    return [pixels[at : at + 3 * width] for at in range(0, len(pixels), 3 * width)]


def cut_out(
    drawn: Drawing, number: int, width: int, height: int, ink: Ink, *, is_opaque: bool
) -> Image.Image:
    """Return a frame, from 0, of `width` × `height` pixels with transparency.

    Without `is_opaque` the paper isn't drawn.
    """
    from PIL import Image, ImageChops

    image = in_palette(picture(drawn, [number], width, height, ink), ink).convert("RGB")
    seen = ImageChops.difference(image, Image.new("RGB", image.size, ink.paper)).convert("L")
    image.putalpha(255 if is_opaque else seen.point(lambda value: 255 * (value > 0)))
    return image


def fitted(data: bytes, width: int, height: int) -> Image.Image:
    """Return a PNG or JPEG picture as a whole in the middle of `width` × `height` pixels."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as found:
        image = ImageOps.contain(found.convert("RGBA"), (width, height))
    whole = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    whole.paste(image, ((width - image.width) // 2, (height - image.height) // 2))
    return whole


def as_png(image: Image.Image) -> bytes:
    """Return `image` as PNG."""
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def in_few_colours(image: Image.Image) -> tuple[list[bytes], list[Colour]]:
    """Return an image's rows as indexes of at most 255 colours, and those.

    A pixel that is more transparent than not has the index 255.
    """
    few = image.convert("RGB").quantize(_MOST_COLOURS)
    few.paste(_MOST_COLOURS, mask=image.getchannel("A").point(lambda value: 255 * (value < _HALF)))
    parts, pixels = few.getpalette() or [], few.tobytes()
    colours = [(parts[at], parts[at + 1], parts[at + 2]) for at in range(0, len(parts) - 2, 3)]
    rows = [pixels[at : at + few.width] for at in range(0, len(pixels), few.width)]
    return rows, colours[:_MOST_COLOURS]


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
