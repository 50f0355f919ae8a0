"""How long a text takes to say, guessed from its letters: nothing is spoken."""

from __future__ import annotations

import unicodedata

WORDS_A_MINUTE = 155
"""Pace of an estimate, as the built-in voice's: words of six characters, the space
among them."""
_WORD_CHARACTERS = 6
_WIDE_CHARACTERS = 3
"""Characters that one Chinese or Japanese sign counts for: a syllable, half a word."""
_FIRST_WIDE = "\u1100"
"""The first sign that is wide, of all there are: most texts have none."""
_SHORTEST_MS = 400
"""Estimate for the shortest word, such as a number that is counted."""
_BEGUN_MS, _CHARACTER_MS = 350, 48
"""A person's reading of one text: so long for any, and so much for each of its characters.
Of 151 lines the lengths that voices take spread by 15 to 20 % around that."""


def reading_ms(text: str) -> int:
    """Guess how long a person takes to read `text` alone, in milliseconds, but for the pace."""
    return _BEGUN_MS + _CHARACTER_MS * _characters(text)


def estimate(text: str, speed: float = 1.0) -> int:
    """Guess how long `text` takes to say at `speed`, in milliseconds."""
    words = max(len(text.split()), _characters(text) / _WORD_CHARACTERS)
    return round(max(_SHORTEST_MS, words * 60_000 / WORDS_A_MINUTE) / speed)


def _characters(text: str) -> int:
    if max(text, default="") < _FIRST_WIDE:
        return len(text)
    return sum(
        _WIDE_CHARACTERS if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )
