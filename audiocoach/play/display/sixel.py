"""Pictures as sixels, which terminals since DEC's VT240 draw: rows of six pixels, colour by colour.

Our own, for it is a page of code: textual-image asks the terminal as soon as it is imported, and
swallows what is typed meanwhile; chafa brings 10 MB; libsixel's binding has no wheels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

_BAND = 6
"""Rows of pixels in a row of sixels."""
_FIRST = 63
"""The character for no pixel; each of the six adds its bit."""
_SIXELS = bytes((value + _FIRST) & 0xFF for value in range(256))
_RUN = re.compile(rb"(.)\1{3,}", re.DOTALL)
"""So many of one character are shorter as `!`, their count and the character."""


@dataclass(frozen=True)
class Indexed:
    """A picture of a few colours."""

    width: int
    """Columns of pixels."""
    rows: Sequence[bytes]
    """Each row's pixels, as indexes into the colours; any other index is not drawn."""
    colours: Sequence[tuple[int, int, int]]
    """At most 255 colours: red, green and blue, 0 to 255."""


def sixel(picture: Indexed) -> str:
    """Return `picture` as the escape sequence that draws it from the cursor on.

    What isn't drawn keeps what is behind.
    """
    colours = "".join(
        f"#{index};2;{';'.join(str(round(part * 100 / 255)) for part in colour)}"
        for index, colour in enumerate(picture.colours)
    )
    bands = "-".join(
        "$".join(_band(picture, picture.rows[top : top + _BAND]))
        for top in range(0, len(picture.rows), _BAND)
    )
    return f'\x1bP0;1;0q"1;1;{picture.width};{len(picture.rows)}{colours}{bands}\x1b\\'


def _band(picture: Indexed, rows: Sequence[bytes]) -> Iterator[str]:
    """Draw six rows, in one pass for each of their colours."""
    for index in sorted({*b"".join(rows)}):
        if index >= len(picture.colours):
            continue
        bits = 0
        for number, row in enumerate(rows):
            bits |= int.from_bytes(row.translate(_table(index, number)), "big")
        sixels = bits.to_bytes(picture.width, "big").translate(_SIXELS).rstrip(b"?")
        yield f"#{index}{_RUN.sub(_counted, sixels).decode()}"


@cache
def _table(index: int, number: int) -> bytes:
    """Return what makes bit `number` of each pixel of the colour `index`, and 0 of others."""
    return bytes((1 << number) * (value == index) for value in range(256))


def _counted(run: re.Match[bytes]) -> bytes:
    return b"!%d%c" % (len(run[0]), run[0][0])
