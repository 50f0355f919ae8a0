"""The cover that is made: the session as a ring, its length, and its title.

Wraps Pillow, because it draws text and writes PNG on every system. Its own font
has ASCII alone; for other scripts a font of the system is looked for. Where none has
every character of the title, emoji are left out; where that doesn't help, there is no
title: better than boxes.
"""

from __future__ import annotations

import io
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import combinations_with_replacement, islice
from typing import Any

from PIL import Image, ImageDraw, ImageFont, features

from audiocoach.coach.score import Score
from audiocoach.export.metadata import tidy
from audiocoach.units import clock

_SIZE = 1200
_SHOWN = 600
"""Drawn at twice the size and brought down, for soft edges."""

_THICK = 96
"""Thickness of the ring, before that."""
_FAR, _WIDEST = 4, 60
"""How far wedges reach, in radii, and how many degrees one straight side of them spans: the
square that the ring lies in is within that."""

_LIGHT = (240, 244, 248)
_COLOURS = {
    "ground": (22, 38, 56), "exercise": (56, 78, 102), "set": (63, 136, 197),
    "hold": (244, 162, 89), "rest": (91, 113, 137),
}  # fmt: skip
_NUMBERS = {"ground": 0, "exercise": 4, "set": 20, "hold": 84, "rest": 220}
"""What stands for each colour while it is drawn. No four of these, taken with repetition, have
a mean that other four have: so what four points become is still known once they are one, and
a picture of numbers, a third as large and with no colours to be found in the end, is enough."""
_LETTER_SHADES = 64
"""Shades of the letters' edges."""
_RUNS = 3
"""What zlib looks for: runs of one number (its Z_RLE). All it can find takes thrice as long, for
an eighth less."""

_FONTS = (
    "DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "segoeui.ttf",
    "arial.ttf", "Arial.ttf", "Arial Unicode.ttf", "NotoSansCJK-Regular.ttc", "msyh.ttc",
    "YuGothM.ttc", "malgun.ttf", "PingFang.ttc", "Hiragino Sans GB.ttc", "AppleSDGothicNeo.ttc",
    "wqy-microhei.ttc", "DroidSansFallbackFull.ttf", "NotoSansDevanagari-Regular.ttf",
    "Nirmala.ttf", "Nirmala.ttc", "Kohinoor.ttc", "NotoSansArabic-Regular.ttf", "GeezaPro.ttc",
    "NotoSansHebrew-Regular.ttf", "ArialHB.ttc", "NotoSansThai-Regular.ttf", "LeelawUI.ttf",
    "Thonburi.ttc",
)  # fmt: skip
"""Fonts that Linux, Windows and macOS come with, each tried where it is there."""

_SIMPLE = ("LATIN", "GREEK", "CYRILLIC", "CJK", "HIRAGANA", "KATAKANA", "HANGUL")
"""Scripts whose letters stand side by side; others need a shaper (raqm)."""

_WIDTH, _HEIGHT = 1080, 260
"""Room for the title, below the ring."""
_SIZES = (112, 100, 88, 76, 66)
_LINE = 1.2
"""Height of a line, of the letters' size."""


def _mean(colours: Iterable[tuple[int, int, int]]) -> tuple[int, ...]:
    return tuple(round(sum(each) / 4) for each in zip(*colours, strict=True))


def _mixes() -> dict[int, tuple[int, ...]]:
    """Return the colour of each number that four points of the ring can become."""
    fours = combinations_with_replacement(_NUMBERS, 4)
    return {
        sum(_NUMBERS[kind] for kind in four) // 4: _mean(_COLOURS[kind] for kind in four)
        for four in fours
    }


def _shades() -> dict[int, tuple[int, ...]]:
    """Return the colour of each number that letters have, from their faintest edge on."""
    free = [number for number in range(256) if number not in _mixes()][-_LETTER_SHADES:]
    pairs = list(zip(_COLOURS["ground"], _LIGHT, strict=True))
    return {
        number: tuple(
            round(dark + (light - dark) * shade / _LETTER_SHADES) for dark, light in pairs
        )
        for shade, number in enumerate(free, 1)
    }


_PALETTE = [
    part for number in range(256) for part in {**_mixes(), **_shades()}.get(number, (0, 0, 0))
]
_LETTERS = [0, *(list(_shades())[level * _LETTER_SHADES // 256] for level in range(1, 256))]
_IS_LETTER = [0, *[255] * 255]
"""What a letter's point of each brightness becomes in the picture, and whether it is one."""


def as_jpeg(picture: bytes, pixels: int) -> bytes:
    """Return a PNG or JPEG picture as JPEG, as a square of `pixels`, on white where it's clear."""
    with Image.open(io.BytesIO(picture)) as found:
        image = found.convert("RGBA")
    whole = Image.new("RGB", image.size, "white")
    whole.paste(image, mask=image)
    side = min(whole.size)
    left, top = (whole.width - side) // 2, (whole.height - side) // 2
    square = whole.crop((left, top, left + side, top + side))
    file = io.BytesIO()
    square.resize((pixels, pixels), Image.Resampling.LANCZOS).save(file, "JPEG", quality=85)
    return file.getvalue()


def draw(score: Score) -> bytes:
    """Draw the cover of `score`, 600 × 600, as PNG."""
    title, font = _written(tidy(score.title))
    radius, middle = (400, 465) if font and title else (520, 600)
    image = Image.new("L", (_SIZE, _SIZE))
    image.paste(_ring(score, radius), (600 - radius, middle - radius))
    letters = Image.new("L", (_SIZE, _SIZE))
    pen = ImageDraw.Draw(letters)
    _write(pen, clock(score.length_ms), ImageFont.load_default(radius * 5 // 12), middle)
    if font and title:
        _title(pen, title, font)
    small, lit = (each.reduce(_SIZE // _SHOWN) for each in (image, letters))
    small.paste(lit.point(_LETTERS), mask=lit.point(_IS_LETTER))
    small.putpalette(_PALETTE)
    file = io.BytesIO()
    small.save(file, "PNG", compress_type=_RUNS)
    return file.getvalue()


def _ring(score: Score, radius: int) -> Image.Image:
    """Draw the session clockwise from the top; a dark line begins each exercise.

    Wedges from the middle, of which the ring is cut out, take a tenth of the time of arcs.
    """
    outside = _outside(radius)
    image = Image.new("L", outside.size, _NUMBERS["exercise"])
    pen = ImageDraw.Draw(image)
    turn = 360 / max(score.length_ms, 1)
    for kind in ("set", "hold", "rest"):
        for span in score.spans:
            if span.kind == kind:
                _wedge(pen, radius, span.start_ms * turn, span.end_ms * turn, _NUMBERS[kind])
    for span in score.spans:
        if span.kind == "exercise":
            at = span.start_ms * turn
            _wedge(pen, radius, at - 0.7, at + 0.7, _NUMBERS["ground"])
    image.paste(_NUMBERS["ground"], mask=outside)
    return image


@lru_cache(maxsize=2)
def _outside(radius: int) -> Image.Image:
    """Return a mask of what is not ring, of the square around it."""
    side = 2 * radius + 1
    mask = Image.new("1", (side, side), 1)
    ImageDraw.Draw(mask).arc((0, 0, side - 1, side - 1), 0, 360, 0, _THICK)
    return mask


def _wedge(pen: ImageDraw.ImageDraw, radius: int, start: float, end: float, number: int) -> None:
    """Draw a wedge from one angle to another, in degrees clockwise from the top."""
    steps = max(math.ceil((end - start) / _WIDEST), 1)
    angles = (math.radians(start + (end - start) * step / steps) for step in range(steps + 1))
    far = _FAR * radius
    rim = [(radius + far * math.sin(each), radius - far * math.cos(each)) for each in angles]
    pen.polygon([(radius, radius), *rim], number)


def _title(pen: ImageDraw.ImageDraw, title: str, font: Any) -> None:
    size, lines = _laid_out(title, font)
    step = size * _LINE
    top = 1030 - step * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        _write(pen, line, font.font_variant(size=size), round(top + step * number))


def _laid_out(title: str, font: Any) -> tuple[int, list[str]]:
    """Return the largest size at which `title` fits, and its lines; the smallest cuts it."""
    for size in _SIZES:
        most = int(_HEIGHT // (size * _LINE))
        lines = list(islice(_broken(title, font.font_variant(size=size)), most + 1))
        if len(lines) <= most:
            return size, lines
    return size, [*lines[: most - 1], f"{lines[most - 1][:-3].rstrip()}..."]


def _write(pen: ImageDraw.ImageDraw, text: str, font: Any, middle: int) -> None:
    pen.text((600, middle), text, 255, font, anchor="mm")


def _broken(title: str, font: Any) -> Iterator[str]:
    """Break a title into lines between words; a word that is too long, anywhere."""
    line = ""
    for word in title.split():
        if font.getlength(f"{line} {word}".strip()) <= _WIDTH:
            line = f"{line} {word}".strip()
            continue
        if line:
            yield line
        line = ""
        for piece in _pieces(word):
            if font.getlength(line + piece) > _WIDTH:
                yield line
                line = ""
            line += piece
    yield line


_NEVER_FIRST = "、。，．：；！？）」』】〉》ー々,.:;!?)"
"""What begins no line, in Japanese and Chinese (JIS X 4051)."""
_MOST_PIECE = 6


def _pieces(word: str) -> Iterator[str]:
    """Cut `word` where a line may break: a letter keeps its marks."""
    piece = ""
    for character in word:
        stays = unicodedata.category(character)[0] == "M" or character in _NEVER_FIRST
        if piece and not (stays and len(piece) < _MOST_PIECE):
            yield piece
            piece = ""
        piece += character
    yield piece


def _written(title: str) -> tuple[str, Any]:
    """Return what can be written of `title`, and its font; None where there is none."""
    plain = " ".join("".join(each for each in title if not _is_emoji(each)).split())
    found = ((text, _font_for(text)) for text in (title, plain) if text)
    return next((each for each in found if each[1]), ("", None))


def _is_emoji(character: str) -> bool:
    """Return whether `character` is a sign, or a part of one."""
    return unicodedata.category(character) == "So" or bool(_PARTS.fullmatch(character))


_PARTS = re.compile("[\u200d\u20e3\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
"""Joiners, colours of skin and the like: alone they mean nothing."""


def _font_for(text: str) -> Any:
    """Return a font that has every character of `text`; None where there is none."""
    if not all(map(_is_simple, text)) and not features.check("raqm"):
        return None
    return next((font for font in _fonts() if _has_all(font, text)), None)


def _fonts() -> Iterator[Any]:
    yield _font("")
    yield from filter(None, map(_font, _FONTS))


@cache
def _font(name: str) -> Any:
    """Return a font, Pillow's own where it has no name; None where there is none."""
    if not name:
        return ImageFont.load_default(_SIZES[-1])
    try:
        return ImageFont.truetype(name, _SIZES[-1])
    except OSError:
        return None


def _is_simple(character: str) -> bool:
    is_letter = unicodedata.category(character)[0] in "LM"
    return not is_letter or unicodedata.name(character, "").startswith(_SIMPLE)


def _has_all(font: Any, text: str) -> bool:
    return all(_has(font, each) for each in set(text) if not each.isspace())


@lru_cache(maxsize=4096)
def _has(font: Any, character: str) -> bool:
    return bytes(font.getmask(character)) != bytes(font.getmask("\U0010ffff"))
