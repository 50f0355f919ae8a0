"""What to say of a name that isn't there: the nearest one that is."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice

_LONGEST_WORD = 100
_MOST_NAMES = 500  # comparing is slow: a strange file must not make it take minutes


def nearest(word: str, names: Iterable[str]) -> str | None:
    """Give the name that `word` was probably meant to be, or None."""
    if len(word) > _LONGEST_WORD:
        return None
    by_lower = {name.lower(): name for name in islice(names, _MOST_NAMES)}
    found = get_close_matches(word.lower(), by_lower, n=1)
    return by_lower[found[0]] if found else None


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """Give `, did you mean "wall-sit"?`, or nothing where no name is near."""
    name = nearest(word, names)
    return f', did you mean "{name}"?' if name else ""
