"""Sixels, read back as a terminal does."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from audiocoach.play.display.sixel import Indexed, sixel

COLOURS = ((255, 0, 0), (0, 255, 0), (0, 0, 51))


def read(sent: str) -> tuple[list[list[int | None]], dict[int, tuple[int, ...]]]:
    """Return the pixels that a terminal draws, by their colours' numbers, and those colours."""
    begun = re.match(r'\x1bP0;1;0q"1;1;(\d+);(\d+)', sent)
    assert begun
    assert sent.endswith("\x1b\\")
    width, height = map(int, begun.groups())
    drawn: list[list[int | None]] = [[None] * width for _ in range(height)]
    colours: dict[int, tuple[int, ...]] = {}
    x = top = colour = 0
    for part in re.findall(r"#[\d;]+|![\d]+.|.", sent[begun.end() : -2]):
        number, *values = part[1:].split(";") if part.startswith("#") else ("",)
        if values:
            colours[int(number)] = tuple(map(int, values[1:]))
        elif number:
            colour = int(number)
        elif part == "$":
            x = 0
        elif part == "-":
            x, top = 0, top + 6
        else:
            count = int(part[1:-1]) if part.startswith("!") else 1
            for row in (row for row in range(6) if (ord(part[-1]) - 63) >> row & 1):
                drawn[top + row][x : x + count] = [colour] * count
            x += count
    return drawn, colours


PIXELS = st.integers(1, 20).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from([0, 1, 2, 255]), min_size=width, max_size=width).map(bytes),
        min_size=1,
        max_size=20,
    )
)


@given(PIXELS)
def test_every_pixel_is_drawn_in_its_colour_and_no_other(rows: list[bytes]) -> None:
    width = len(rows[0])
    drawn, colours = read(sixel(Indexed(width, rows, COLOURS)))
    assert drawn == [[None if pixel == 255 else pixel for pixel in row] for row in rows]
    assert colours == {0: (100, 0, 0), 1: (0, 100, 0), 2: (0, 0, 20)}


def test_a_run_of_pixels_is_short() -> None:
    assert len(sixel(Indexed(1000, [bytes(1000)] * 6, COLOURS))) < 100
