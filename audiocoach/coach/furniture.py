"""Which equipment is furniture: words of each language, as patterns.

Equipment is free text ("a sturdy chair"), so it is told by its words. `*` stands for
any letters, for languages that compound or inflect: `*stuhl` is also "Küchenstuhl".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from unicodedata import normalize

FurnitureWords = Mapping[str, Sequence[str]]
"""Patterns by the kind of furniture: `chair`, `table`, `wall`, `other`."""

KINDS = ("chair", "table", "wall", "other")

# Not \w: Devanagari's vowel signs are no letters to Python.
_BETWEEN_WORDS = re.compile(r"[\s,;.:!?'’\"()/…、。，-]+")


def furniture_kind(thing: str, words: FurnitureWords) -> str | None:
    """Return the kind of furniture that `thing` is; None where it can be taken in the hand."""
    spoken = [word for word in _BETWEEN_WORDS.split(_plain(thing)) if word]
    for kind in KINDS:
        patterns = [_plain(pattern) for pattern in words.get(kind, ())]
        if any(fnmatchcase(word, pattern) for word in spoken for pattern in patterns):
            return kind
    return None


def furniture_faults(words: object) -> Iterator[str]:
    """Say what is wrong with a language's `furniture`."""
    if not isinstance(words, dict) or sorted(words) != sorted(KINDS):
        yield f"must be an object with {', '.join(KINDS)}"
        return
    for kind, patterns in words.items():
        if not isinstance(patterns, list) or not patterns or not all(map(_is_word, patterns)):
            yield f"{kind}: must be a list of words"


def _is_word(pattern: object) -> bool:
    return isinstance(pattern, str) and bool(pattern.strip("* "))


def _plain(text: str) -> str:
    return normalize("NFC", text).casefold()
