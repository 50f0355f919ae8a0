"""The QR code, as a reader that isn't ours scans it: from its picture and from a terminal."""

from __future__ import annotations

import io
from pathlib import Path

import zxingcpp
from PIL import Image

from audiocoach.serve.code import picture, rows

ADDRESS = "http://192.168.1.20:8463/abcdefghijkmnpqrstuvwxyz23/remote"
DARK = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}


def scanned(image: Image.Image) -> list[str]:
    return [each.text for each in zxingcpp.read_barcodes(image)]


def test_the_picture_is_scanned_as_the_address(tmp_path: Path) -> None:
    with Image.open(io.BytesIO(picture(ADDRESS, tmp_path / "code.png"))) as image:
        assert scanned(image.convert("L")) == [ADDRESS]


def test_the_terminal_is_scanned_as_the_address() -> None:
    drawn = [[DARK[each][half] for each in row] for row in rows(ADDRESS) for half in (0, 1)]
    image = Image.new("L", (len(drawn[0]), len(drawn)), 255)
    image.putdata([0 if dark else 255 for row in drawn for dark in row])
    assert scanned(image.resize((image.width * 4, image.height * 4), 0)) == [ADDRESS]
