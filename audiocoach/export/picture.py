"""The cover that is made: the session as a ring, its length, and its title.

Wraps Pillow, because it draws text and writes PNG on every system. Its own font
has ASCII alone; for other scripts a font of the system is looked for, and where
none has every character of the title, there is none: better than boxes.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageDraw, ImageFont, features

from audiocoach.coach.score import Score
from audiocoach.export.label import tidy
from audiocoach.units import clock

_SIZE = 1200
_SHOWN = 600
"""Drawn at twice the size and brought down, for soft edges."""

_DARK, _LIGHT = (22, 38, 56), (240, 244, 248)
_COLOURS = {
    "exercise": (56, 78, 102), "set": (63, 136, 197), "hold": (244, 162, 89),
    "rest": (91, 113, 137),
}  # fmt: skip

_FONTS = (
    "DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "segoeui.ttf",
    "arial.ttf", "Arial Unicode.ttf", "NotoSansCJK-Regular.ttc", "msyh.ttc", "YuGothM.ttc",
    "PingFang.ttc", "Hiragino Sans GB.ttc", "wqy-microhei.ttc", "NotoSansDevanagari-Regular.ttf",
    "Nirmala.ttf", "NotoSansArabic-Regular.ttf",
)  # fmt: skip
"""Fonts that Linux, Windows and macOS come with, each tried where it is there."""

_SIMPLE = ("LATIN", "GREEK", "CYRILLIC", "CJK", "HIRAGANA", "KATAKANA", "HANGUL")
"""Scripts whose letters stand side by side; others need a shaper (raqm)."""

_LINES, _COLUMNS = 3, 24


def draw(score: Score) -> bytes:
    """Draw the cover of `score`, 600 × 600, as PNG."""
    image = Image.new("RGB", (_SIZE, _SIZE), _DARK)
    pen = ImageDraw.Draw(image)
    title = tidy(score.title)
    font = _font_for(title)
    _ring(pen, score, 440 if font else 520, 500 if font else 600)
    _write(pen, clock(score.length_ms), ImageFont.load_default(170), 500 if font else 600)
    if font:
        _title(pen, title, font)
    file = io.BytesIO()
    small = image.resize((_SHOWN, _SHOWN), Image.Resampling.LANCZOS)
    small.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()


def _ring(pen: ImageDraw.ImageDraw, score: Score, radius: int, middle: int) -> None:
    """Draw the session clockwise from the top; a dark line begins each exercise."""
    box = (600 - radius, middle - radius, 600 + radius, middle + radius)
    turn = 360 / max(score.length_ms, 1)
    pen.arc(box, 0, 360, _COLOURS["exercise"], 90)
    for kind in ("set", "hold", "rest"):
        for span in score.spans:
            if span.kind == kind:
                start, end = span.start_ms * turn - 90, span.end_ms * turn - 90
                pen.arc(box, start, end, _COLOURS[kind], 90)
    for span in score.spans:
        if span.kind == "exercise":
            at = span.start_ms * turn - 90
            pen.arc(box, at - 0.7, at + 0.7, _DARK, 90)


def _title(pen: ImageDraw.ImageDraw, title: str, font: Any) -> None:
    lines = list(_broken(title))
    for number, line in enumerate(lines):
        _write(pen, line, font, 1070 + 76 * number - 38 * (len(lines) - 1))


def _write(pen: ImageDraw.ImageDraw, text: str, font: Any, middle: int) -> None:
    pen.text((600, middle), text, _LIGHT, font, anchor="mm")


def _broken(title: str) -> Iterator[str]:
    """Break a title into at most three lines; what is longer ends in dots."""
    line, shown = "", 0
    for word in title.split():
        if line and len(line) + len(word) + 1 > _COLUMNS:
            yield line
            line, shown = "", shown + 1
        if shown == _LINES - 1 and len(line) + len(word) + 1 > _COLUMNS:
            break
        line = f"{line} {word}".strip()
        if len(line) > _COLUMNS:
            line = f"{line[: _COLUMNS - 3]}..."
            break
    if line and shown < _LINES:
        yield line


def _font_for(text: str) -> Any:
    """Give a font that has every character of `text`; None where there is none."""
    if not all(map(_is_simple, text)) and not features.check("raqm"):
        return None
    return next((font for font in _fonts() if _has_all(font, text)), None)


def _fonts() -> Iterator[Any]:
    yield ImageFont.load_default(64)
    yield from filter(None, map(_font, _FONTS))


def _font(name: str) -> Any:
    try:
        return ImageFont.truetype(name, 64)
    except OSError:
        return None


def _is_simple(character: str) -> bool:
    is_letter = unicodedata.category(character)[0] in "LM"
    return not is_letter or unicodedata.name(character, "").startswith(_SIMPLE)


def _has_all(font: Any, text: str) -> bool:
    missing = bytes(font.getmask("\U0010ffff"))
    return all(bytes(font.getmask(each)) != missing for each in set(text) if not each.isspace())
