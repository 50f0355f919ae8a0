"""Words of things are known by patterns, each as fnmatchcase would have it."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.coach.furniture import has_word

PATTERNS = st.text("ab*?[]", max_size=5).filter(lambda pattern: pattern.strip("*"))


@given(word=st.text("ab", min_size=1, max_size=5), pattern=PATTERNS)
def test_a_pattern_fits_what_it_fits_for_fnmatch(word: str, pattern: str) -> None:
    assert has_word(word, (pattern,)) == fnmatchcase(word, pattern)


@pytest.mark.parametrize(
    ("text", "pattern"),
    [("Ein Küchenstuhl.", "*stuhl"), ("two BANDS", "band*"), ("rugzakken", "*zak*")],
)
def test_a_word_of_a_text_fits_in_any_case(text: str, pattern: str) -> None:
    assert has_word(text, ["nothing", pattern])
