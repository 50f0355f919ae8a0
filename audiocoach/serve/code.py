"""An address as a QR code: in the terminal, or as a picture. Wraps segno."""

from __future__ import annotations

import io
from pathlib import Path

import segno

from audiocoach.errors import OutputError

_QUIET = 4
"""Light modules around the code: scanners need as many (ISO/IEC 18004)."""
_SCALE = 12
"""Pixels of a module in a picture."""
_HALVES = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
"""Two modules, one above the other, by which of them are dark: to be shown black on white."""

ENDINGS = (".png", ".svg")
"""What a picture's name may end with."""


def rows(address: str) -> list[str]:
    """Return the code for `address` as rows of half blocks, to be shown black on white."""
    matrix = [[*row] for row in segno.make(address, micro=False).matrix_iter(border=_QUIET)]
    if len(matrix) % 2:
        matrix.append([0] * len(matrix[0]))
    pairs = zip(matrix[::2], matrix[1::2], strict=True)
    return [
        "".join(_HALVES[bool(a), bool(b)] for a, b in zip(*pair, strict=True)) for pair in pairs
    ]


def picture(address: str, target: Path) -> bytes:
    """Return the code for `address` as a picture of the kind that the name of `target` ends with.

    Raises OutputError for another kind.
    """
    ending = target.suffix.lower()
    if ending not in ENDINGS:
        raise OutputError(f"{target}: --qr: the ending must be {' or '.join(ENDINGS)}")
    file = io.BytesIO()
    segno.make(address, micro=False).save(file, kind=ending[1:], scale=_SCALE, border=_QUIET)
    return file.getvalue()
