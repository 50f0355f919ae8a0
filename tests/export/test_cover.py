from __future__ import annotations

import io
import math
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from PIL import Image

from audiocoach.coach.score import Score, Span, SpanKind
from audiocoach.errors import OutputError
from audiocoach.export import cover_art
from audiocoach.export.cover import find_cover, made_cover
from tests.export.sessions import PNG, session

JPEG = b"\xff\xd8\xff\xe0 and so on"


def colours(data: bytes) -> int:
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.size) == ("PNG", (600, 600))
        return len(image.convert("RGB").getcolors(1000) or [])


@pytest.mark.parametrize("title", ["Back care", "x" * 5000, "Rücken", "背", "ظهر", "कमर", "🧘", ""])
def test_a_cover_is_a_small_square_picture_whatever_the_title(title: str) -> None:
    made = made_cover(session(title=title).score, None)
    assert colours(made) > 3
    assert len(made) < 60_000


def lit(title: str, area: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """Return the box, within `area` of the cover, that holds all its bright pixels."""
    with Image.open(io.BytesIO(cover_art.draw(session(title=title).score))) as cover:
        bright = cover.convert("L").crop(area).point(lambda value: value > 128 and 255)
    box: tuple[int, int, int, int] | None = bright.getbbox()
    assert box
    return box


@pytest.mark.parametrize("title", ["long " * 99, "x" * 5000, "W" * 40, "Back"])
def test_a_title_lies_below_the_ring_and_inside_the_picture(title: str) -> None:
    ring, below = (0, 0, 600, 435), (0, 435, 600, 600)
    assert lit(title, ring) == lit("A", ring)
    left, top, right, bottom = lit(title, below)
    assert 20 < left < right < 580
    assert 0 < top < bottom < 160


EIGHTHS: tuple[tuple[SpanKind, int, int], ...] = (
    ("exercise", 0, 4), ("exercise", 4, 8), ("set", 1, 3), ("hold", 2, 3), ("rest", 3, 4),
    ("hold", 5, 8),
)  # fmt: skip


@pytest.mark.parametrize("title", ["A", ""])
def test_the_ring_is_the_session_clockwise_from_the_top(title: str) -> None:
    spans = tuple(Span(kind, "", start * 1000, end * 1000) for kind, start, end in EIGHTHS)
    score = replace(session(title=title).score, spans=spans, length_ms=8000)
    assert around(score, 0.5) == ["exercise", "set", "hold", "rest", "exercise", *["hold"] * 3]
    assert around(score, 0.0)[::4] == ["ground", "ground"]


def around(score: Score, past: float) -> list[str]:
    """Return what the ring shows in the midst of it, `past` each eighth."""
    radius, middle = (176, 232.5) if score.title else (236, 300)
    with Image.open(io.BytesIO(cover_art.draw(score))) as cover:
        image = cover.convert("RGB")
    names = {colour: name for name, colour in cover_art._COLOURS.items()}
    angles = [(eighth + past) / 8 * 2 * math.pi for eighth in range(8)]
    points = [(300 + radius * math.sin(a), middle - radius * math.cos(a)) for a in angles]
    seen = [image.getpixel((round(x), round(y))) for x, y in points]
    return [names.get(colour, "mixed") for colour in seen]


@pytest.mark.parametrize(("title", "inner", "outer"), [("A", 152, 200), ("", 212, 260)])
def test_the_ring_is_round(title: str, inner: int, outer: int) -> None:
    score = replace(session(title=title).score, spans=())
    middle = 232.5 if title else 300
    with Image.open(io.BytesIO(cover_art.draw(score))) as cover:
        ring = cover.convert("RGB").crop((0, 0, 600, round(middle) + outer + 2))
    for x, y in product(range(0, 600, 7), range(0, ring.height, 7)):
        away = math.dist((x + 0.5, y + 0.5), (300, middle))
        if inner + 1 < away < outer - 1:
            assert ring.getpixel((x, y)) == cover_art._COLOURS["exercise"]
        elif away > outer + 1:
            assert ring.getpixel((x, y)) == cover_art._COLOURS["ground"]


def test_no_two_mixtures_of_four_points_share_a_colour_number() -> None:
    mixed, letters = cover_art._mixes(), cover_art._shades()
    assert len(mixed) == math.comb(len(cover_art._COLOURS) + 3, 4)
    assert (len(letters), mixed.keys() & letters.keys()) == (64, set())


def test_a_title_is_drawn_where_a_font_has_all_of_it() -> None:
    assert cover_art.draw(session(title="A").score) != cover_art.draw(session(title="B").score)


def test_a_character_no_font_has_is_never_drawn_as_a_box() -> None:
    one, other = (session(title=title).score for title in ("a\U000f0000", "b\U000f0001"))
    assert cover_art.draw(one) == cover_art.draw(other)


@pytest.mark.parametrize("title", ["🧘‍♀️ Yoga 💪🏽 for 👨‍👩‍👧‍👦 1️⃣ 🇩🇪", "🧘Yoga for 1"])
def test_emoji_that_no_font_has_take_only_themselves_from_the_title(
    title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cover_art, "_FONTS", ())
    plain = "Yoga for 1"
    assert cover_art.draw(session(title=title).score) == cover_art.draw(session(title=plain).score)


def test_no_line_begins_with_a_mark_or_a_full_stop() -> None:
    pieces = list(cover_art._pieces("कमर。は）、ท่านี้"))
    assert pieces == ["क", "म", "र。", "は）、", "ท่", "า", "นี้"]
    assert [len(each) for each in cover_art._pieces("。" * 20)] == [6, 6, 6, 2]


def test_a_cover_that_was_made_is_kept(tmp_path: Path) -> None:
    first = made_cover(session().score, tmp_path)
    (kept,) = tmp_path.rglob("*.frames")
    assert kept.read_bytes().startswith(first)
    assert made_cover(session().score, tmp_path) == first


def test_the_picture_asked_for_comes_before_the_one_beside_the_routines(tmp_path: Path) -> None:
    (tmp_path / "cover.jpg").write_bytes(JPEG)
    (tmp_path / "own.png").write_bytes(PNG)
    routines = tmp_path / "routines.json"
    assert find_cover(tmp_path / "own.png", routines) == PNG
    assert find_cover(None, routines) == JPEG
    assert find_cover(None, tmp_path / "other" / "routines.json") is None


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"GIF89a", "a cover must be a PNG or JPEG picture"),
        (b"", "a cover must be a PNG or JPEG picture"),
        (PNG + bytes(10_000_000), "a cover must be at most 10 MB"),
        (None, "can't be read: No such file or directory"),
    ],
)
def test_what_is_no_cover_is_reported_on_one_line(
    data: bytes | None, fault: str, tmp_path: Path
) -> None:
    if data is not None:
        (tmp_path / "c.png").write_bytes(data)
    with pytest.raises(OutputError, match=rf"c\.png: {fault}$"):
        find_cover(tmp_path / "c.png", tmp_path / "routines.json")
