"""How long a text takes to say, guessed from its letters: nothing is spoken."""

from __future__ import annotations

import unicodedata

WORDS_A_MINUTE = 155
"""Pace of an estimate, as the built-in voice's: words of six characters, the space
among them."""
_WORD_CHARACTERS = 6
_WIDE_CHARACTERS = 3
"""Characters that one Chinese or Japanese sign counts for: a syllable, half a word."""
_SHORTEST_MS = 400
"""Estimate for the shortest word, such as a number that is counted."""


def estimate(text: str, speed: float = 1.0) -> int:
    """Guess how long `text` takes to say at `speed`, in milliseconds."""
    characters = sum(
        _WIDE_CHARACTERS if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )
    words = max(len(text.split()), characters / _WORD_CHARACTERS)
    return round(max(_SHORTEST_MS, words * 60_000 / WORDS_A_MINUTE) / speed)
