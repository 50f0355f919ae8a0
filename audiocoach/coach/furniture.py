"""Which equipment is furniture: words of each language, as patterns.

Equipment is free text ("a sturdy chair"), so it is recognised by its words. `*` stands for
any letters, for languages that compound or inflect: `*stuhl` is also "Küchenstuhl".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from unicodedata import normalize

from audiocoach.routine.once_each import once_each

FurnitureWords = Mapping[str, Sequence[str]]
"""Patterns by the kind of furniture: `chair`, `table`, `wall`, `other`."""

KINDS = ("chair", "table", "wall", "other")

# Not \w: Devanagari's vowel signs are no letters to Python.
_BETWEEN_WORDS = re.compile(r"[\s,;.:!?'’\"()/…、。，-]+")


def furniture_kind(thing: str, words: FurnitureWords, portable: Sequence[str] = ()) -> str | None:
    """Return the kind of furniture that `thing` is; None where it isn't known as such.

    Of "a band with a door anchor" the first known word says what it is.
    """
    kind = _kind(words, thing)
    if kind is None:
        return None
    at, taken_at = _first_word(words[kind], thing), _first_word(portable, thing)
    return kind if taken_at is None or at is None or at <= taken_at else None


@once_each
def _kind(words: FurnitureWords, thing: str) -> str | None:
    return next((kind for kind in KINDS if has_word(thing, words.get(kind, ()))), None)


def has_word(text: str, patterns: Sequence[str]) -> bool:
    """Return whether a word of `text` fits one of `patterns`, in any case."""
    return _first_word(patterns, text) is not None


@once_each
def _first_word(patterns: Sequence[str], text: str) -> int | None:
    """Return which word of `text` is the first that fits one of `patterns`, from 0."""
    spoken = [word for word in _BETWEEN_WORDS.split(_plain(text)) if word]
    plain = _all_plain(patterns)
    return next(
        (n for n, word in enumerate(spoken) if any(_fits(word, each) for each in plain)), None
    )


@once_each
def _all_plain(patterns: Sequence[str]) -> list[str]:
    return list(map(_plain, patterns))


def _fits(word: str, pattern: str) -> bool:
    """Return what fnmatchcase does, which compiles each pattern: that takes too long."""
    core = pattern.strip("*")
    if any(each in core for each in "*?["):
        return fnmatchcase(word, pattern)
    if pattern.startswith("*"):
        return core in word if pattern.endswith("*") else word.endswith(core)
    return word.startswith(core) if pattern.endswith("*") else word == core


def furniture_faults(words: object) -> Iterator[str]:
    """Say what is wrong with a language's `furniture`."""
    if not isinstance(words, dict) or sorted(words) != sorted(KINDS):
        yield f"must be an object with {', '.join(KINDS)}"
        return
    for kind, patterns in words.items():
        if not is_words(patterns):
            yield f"{kind}: must be a list of words"


def is_words(patterns: object) -> bool:
    """Return whether `patterns` are a list of words, each with something beside `*`."""
    return isinstance(patterns, list) and bool(patterns) and all(map(_is_word, patterns))


def _is_word(pattern: object) -> bool:
    return isinstance(pattern, str) and bool(pattern.strip("* "))


def _plain(text: str) -> str:
    return normalize("NFC", text).casefold()
