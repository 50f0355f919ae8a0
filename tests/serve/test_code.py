"""The QR code, in the terminal and as a picture."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import segno
from PIL import Image

from audiocoach.errors import OutputError
from audiocoach.serve.code import picture, rows

ADDRESS = "http://192.168.1.20:8463/abcdefghijkmnpqrstuvwxyz23/"
DARK = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}


def modules(drawn: list[str]) -> list[list[int]]:
    """Return the modules of rows of half blocks, dark ones as 1."""
    return [[DARK[each][half] for each in row] for row in drawn for half in (0, 1)]


def test_the_rows_are_the_code_with_a_margin() -> None:
    wanted = [[*map(int, row)] for row in segno.make(ADDRESS, micro=False).matrix_iter(border=4)]
    drawn = modules(rows(ADDRESS))
    assert drawn[: len(wanted)] == wanted
    assert not any(map(any, drawn[len(wanted) :]))


def test_it_fits_a_usual_terminal() -> None:
    drawn = rows(ADDRESS)
    assert (len(drawn) <= 22, len(drawn[0]) <= 80) == (True, True)


def test_a_picture_shows_the_same_code(tmp_path: Path) -> None:
    with Image.open(io.BytesIO(picture(ADDRESS, tmp_path / "code.PNG"))) as image:
        pixels = image.convert("L")
    drawn = modules(rows(ADDRESS))
    scale = pixels.width // len(drawn[0])
    seen = [
        [int(pixels.getpixel((x, y)) == 0) for x in range(scale // 2, pixels.width, scale)]
        for y in range(scale // 2, pixels.height, scale)
    ]
    assert drawn[: len(seen)] == seen


def test_another_kind_of_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"--qr: the ending must be \.png or \.svg"):
        picture(ADDRESS, tmp_path / "code.jpg")
