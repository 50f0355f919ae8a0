"""A length is guessed by the signs of a text, of which wide ones count for more."""

from __future__ import annotations

import sys
from unicodedata import category, east_asian_width

from audiocoach.voice.duration_estimate import _FIRST_WIDE, estimate, reading_ms


def test_no_sign_before_the_first_wide_one_is_wide() -> None:
    """Signs that Unicode has not assigned are left out: Python 3.11 calls each of them wide."""
    signs = (chr(n) for n in range(sys.maxunicode))
    wide = (each for each in signs if east_asian_width(each) in "WF" and category(each) != "Cn")
    assert next(wide) == _FIRST_WIDE


def test_a_wide_sign_counts_for_three() -> None:
    assert estimate("腹" * 4) == estimate("abcdefghijkl") > estimate("ü" * 4)
    assert reading_ms("") == 350
