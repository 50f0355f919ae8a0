"""Block letters that can be read from the mat: Latin letters and figures, drawn from pixels.

Other scripts have none: a display falls back on bold text.
"""

from __future__ import annotations

import unicodedata
from itertools import chain

_ROWS = 7
"""Pixels of a letter from its foot to its head; marks such as two dots stand above."""

_DRAWN = {
    "A": ".###./#...#/#...#/#####/#...#/#...#/#...#",
    "B": "####./#...#/#...#/####./#...#/#...#/####.",
    "C": ".####/#..../#..../#..../#..../#..../.####",
    "D": "####./#...#/#...#/#...#/#...#/#...#/####.",
    "E": "#####/#..../#..../####./#..../#..../#####",
    "F": "#####/#..../#..../####./#..../#..../#....",
    "G": ".####/#..../#..../#..##/#...#/#...#/.####",
    "H": "#...#/#...#/#...#/#####/#...#/#...#/#...#",
    "I": "###/.#./.#./.#./.#./.#./###",
    "J": "..###/...#./...#./...#./...#./#..#./.##..",
    "K": "#...#/#..#./#.#../##.../#.#../#..#./#...#",
    "L": "#..../#..../#..../#..../#..../#..../#####",
    "M": "#...#/##.##/#.#.#/#.#.#/#...#/#...#/#...#",
    "N": "#...#/##..#/##..#/#.#.#/#..##/#..##/#...#",
    "O": ".###./#...#/#...#/#...#/#...#/#...#/.###.",
    "P": "####./#...#/#...#/####./#..../#..../#....",
    "Q": ".###./#...#/#...#/#...#/#.#.#/#..#./.##.#",
    "R": "####./#...#/#...#/####./#.#../#..#./#...#",
    "S": ".####/#..../#..../.###./....#/....#/####.",
    "T": "#####/..#../..#../..#../..#../..#../..#..",
    "U": "#...#/#...#/#...#/#...#/#...#/#...#/.###.",
    "V": "#...#/#...#/#...#/#...#/.#.#./.#.#./..#..",
    "W": "#...#/#...#/#...#/#.#.#/#.#.#/##.##/#...#",
    "X": "#...#/#...#/.#.#./..#../.#.#./#...#/#...#",
    "Y": "#...#/#...#/.#.#./..#../..#../..#../..#..",
    "Z": "#####/....#/...#./..#../.#.../#..../#####",
    "Æ": ".####/#.#../#.#../####./#.#../#.#../#.###",
    "Ø": ".####/#..##/#.#.#/#.#.#/#.#.#/##..#/####.",
    "Ł": ".#.../.#.#./.##../##.../.#.../.#.../.####",
    "0": ".###./#...#/#...#/#...#/#...#/#...#/.###.",
    "1": ".#./##./.#./.#./.#./.#./###",
    "2": ".###./#...#/....#/..##./.#.../#..../#####",
    "3": "####./....#/....#/.###./....#/....#/####.",
    "4": "#..#./#..#./#..#./#####/...#./...#./...#.",
    "5": "#####/#..../#..../####./....#/....#/####.",
    "6": ".###./#..../#..../####./#...#/#...#/.###.",
    "7": "#####/....#/...#./...#./..#../..#../..#..",
    "8": ".###./#...#/#...#/.###./#...#/#...#/.###.",
    "9": ".###./#...#/#...#/.####/....#/....#/.###.",
    "\u2007": "...../...../...../...../...../...../.....",
    " ": ".../.../.../.../.../.../...",
    "-": ".../.../.../###/.../.../...",
    "'": "#/#/././././.",
    ".": "././././././#",
    ",": "../../../../../.#/#.",
    ":": "././#/././#/.",
    "/": "....#/....#/...#./..#../.#.../#..../#....",
}

FIGURE = 5
"""Pixels of the width of a figure."""
WIDE_ONE = "\uff11"
"""A one as wide as the other figures, for a count that keeps its place."""
_DRAWN[WIDE_ONE] = "..#../.##../..#../..#../..#../..#../.###."

_MARKS = {
    "\u0300": ".#.../..#..",
    "\u0301": "...#./..#..",
    "\u0302": "..#../.#.#.",
    "\u0303": ".#..#/#.##.",
    "\u0306": "#...#/.###.",
    "\u0307": "...../..#..",
    "\u0308": ".#.#./.....",
    "\u030a": "..#../..#..",
    "\u030b": "..#.#/.#.#.",
    "\u030c": ".#.#./..#..",
}
"""Marks above a letter, two pixels high."""

_BELOW = {"\u0327", "\u0328", "\u0323"}
"""Marks below a letter; left out: a letter as tall as the screen allows is still read."""

_SCALES = ((6, 3), (4, 2), (2, 1), (1, 1))
"""Columns and rows of a pixel, largest first: about square, in the end narrow."""

_QUADRANTS = {
    "....": " ", "#...": "▘", ".#..": "▝", "##..": "▀", "..#.": "▖", "#.#.": "▌", ".##.": "▞",
    "###.": "▛", "...#": "▗", "#..#": "▚", ".#.#": "▐", "##.#": "▜", "..##": "▄", "#.##": "▙",
    ".###": "▟", "####": "█",
}  # fmt: skip
"""Characters of two by two pixels, by the upper two and the lower two."""


def upper(word: str, language: str) -> str:
    """Return `word` in capitals, as its language writes them."""
    if language.startswith("tr"):
        word = word.replace("i", "İ")
    return word.upper()


def block_letters(word: str, width: int, height: int, *, small: bool = False) -> list[str] | None:
    """Return the lines of `word` as large as `width` columns and `height` rows allow.

    With `small` also with two or four pixels to a character. None where a sign has no block
    letter, or no size fits.
    """
    pixels = _pixels(unicodedata.normalize("NFD", word))
    if pixels is None:
        return None
    drawn = ([_row(row, across) for row in pixels for _ in range(down)] for across, down in _SCALES)
    packed = (_packed(pixels, across) for across in ((1, 2) if small else ()))
    fitting = (each for each in chain(drawn, packed) if _fits(each, width, height))
    return next(fitting, None)


def _fits(lines: list[str], width: int, height: int) -> bool:
    return len(lines) <= height and len(lines[0]) <= width


def _packed(pixels: list[str], across: int) -> list[str]:
    """Draw two rows of pixels in one line, with `across` (1 or 2) pixels to a column."""
    width = -(-len(pixels[0]) // across) * across
    rows = [row.ljust(width, ".") for row in [*pixels, "." * width][: -(-len(pixels) // 2) * 2]]
    return [
        "".join(
            _QUADRANTS[_doubled(upper[at : at + across]) + _doubled(lower[at : at + across])]
            for at in range(0, width, across)
        )
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    ]


def _doubled(pixels: str) -> str:
    return pixels if len(pixels) > 1 else pixels * 2


def _row(row: str, across: int) -> str:
    return "".join(("█" if pixel == "#" else " ") * across for pixel in row)


def _pixels(word: str) -> list[str] | None:
    """Draw `word`, decomposed into letters and marks; None where a sign is unknown."""
    letters: list[tuple[list[str], list[str]]] = []
    for sign in word:
        if sign in _DRAWN:
            letter = _DRAWN[sign].split("/")
            letters.append((["." * len(letter[0])] * 2, letter))
        elif sign in _MARKS and letters:
            _, letter = letters[-1]
            letters[-1] = (_fitted(sign, len(letter[0])), letter)
        elif sign not in _BELOW:
            return None
    if not letters:
        return None
    rows = [".".join(part) for part in zip(*(mark for mark, _ in letters), strict=True)]
    feet = [".".join(part) for part in zip(*(letter for _, letter in letters), strict=True)]
    return [*(rows if any("#" in row for row in rows) else []), *feet]


def _fitted(sign: str, width: int) -> list[str]:
    """Return the mark `sign`, cut to the middle of a letter `width` pixels wide."""
    side = (5 - width) // 2
    return [line[side : side + width] for line in _MARKS[sign].split("/")]
