from __future__ import annotations

import pytest

from audiocoach.coach.phrases import languages, load_phrases
from audiocoach.play.display.block_letters import block_letters, upper

SHOWN = (
    "title_opening",
    "title_closing",
    "title_get_ready",
    "title_rest",
    "title_change_sides",
    "title_paused",
)
WITHOUT = {"hi", "ja", "zh"}
"""Languages whose script has no block letters."""


def test_letters_are_as_large_as_fits() -> None:
    sizes = [(200, 40), (50, 20), (25, 7), (10, 7)]
    drawn = [block_letters("HI", width, height) for width, height in sizes]
    assert [lines and (len(lines[0]), len(lines)) for lines in drawn] == [
        (54, 21), (36, 14), (18, 7), (9, 7),
    ]  # fmt: skip


def test_small_letters_have_two_or_four_pixels_to_a_character() -> None:
    halves = ["█   █ ▀█▀", "█▄▄▄█  █ ", "█   █  █ ", "▀   ▀ ▀▀▀"]
    assert block_letters("HI", 9, 4, small=True) == halves
    assert block_letters("HI", 5, 4, small=True) == ["▌ ▌▜▘", "▙▄▌▐ ", "▌ ▌▐ ", "▘ ▘▀▘"]


def test_what_does_not_fit_is_not_drawn() -> None:
    assert block_letters("HI", 4, 40, small=True) is None


def test_a_sign_without_a_block_letter_is_not_drawn() -> None:
    assert block_letters("休憩", 200, 60, small=True) is None


def test_marks_stand_above_their_letters() -> None:
    plain, marked = block_letters("U", 5, 9), block_letters("Ü", 5, 9)
    assert plain is not None
    assert marked == [" █ █ ", "     ", *plain]


@pytest.mark.parametrize("language", sorted(set(languages()) - WITHOUT))
def test_what_the_body_does_is_drawn_in_every_latin_language_on_80_columns(language: str) -> None:
    words = [upper(load_phrases(language).say(name), language) for name in SHOWN]
    assert [word for word in words if block_letters(word, 76, 7, small=True) is None] == []


def test_turkish_keeps_its_dots() -> None:
    assert upper("Dinlenme", "tr") == "DİNLENME"
