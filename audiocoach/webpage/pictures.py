"""The pictures of a session's exercises, as a page shows them beside what is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from audiocoach.drawings.ink import ON_DARK, ON_LIGHT

if TYPE_CHECKING:
    from audiocoach.coach.score import Score
    from audiocoach.illustrations import Illustration


def picture_style() -> str:
    """Return the style that colours drawings, on light paper and on dark."""
    from audiocoach.drawings.svg_writer import drawing_style

    light, dark = (drawing_style(ink, ".picture") for ink in (ON_LIGHT, ON_DARK))
    return f"{light}@media (prefers-color-scheme: dark){{{dark}}}"


def picture_json(pictures: Sequence[Illustration | None]) -> list[dict[str, Any]]:
    """Return each of `pictures` once, ready for JSON: its frames as HTML, and which is the key."""
    once = {each.name: each for each in pictures if each is not None}
    return [
        {"frames": [frame.html() for frame in each.frames], "key": each.key}
        for each in once.values()
    ]


def picture_numbers(score: Score, pictures: Sequence[Illustration | None]) -> dict[int, int]:
    """Return for each exercise's number the index of its picture, where it has one."""
    names = list(dict.fromkeys(each.name for each in pictures if each is not None))
    pairs = zip(score.exercise_numbers, pictures, strict=False)
    return {number: names.index(each.name) for number, each in pairs if each is not None}
