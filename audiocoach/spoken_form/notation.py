"""How a language writes out signs, units and abbreviations; a JSON file for each language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "languages"
_FALLBACK = "en"


@dataclass(frozen=True)
class Notation:
    """One language's words for what is written in signs."""

    range: str
    """`8-12`: a template with `{a}` and `{b}`."""
    times: Mapping[str, str]
    """`3x`, by CLDR plural category: templates with `{n}`."""
    sets: str
    """`3x10`: a template with `{a}` and `{b}`."""
    about: str
    """`~20`: a template with `{n}`."""
    per: str
    """`/day`: what the slash is read as."""
    per_nouns: Sequence[str]
    """Nouns before which a slash means `per`; elsewhere it parts two words."""
    at: str
    """`@ 7`: the word for the sign."""
    plus: str
    """The word for a plus sign between words."""
    number: str
    """`No. 3`, `#3`: a template with `{n}`."""
    out_of: str
    """Fractions that have no word of their own, such as a pain of 3/10."""
    mixed: str
    """`2 1/2`: a template with `{n}` and `{fraction}`."""
    fractions: Mapping[str, str]
    """The common fractions in words."""
    abbreviations: Mapping[str, str]
    """Abbreviations, each with its words; a full stop in them ends no sentence."""
    number_signs: Sequence[str]
    """Abbreviations that mean "number" before digits, and only there."""
    may_end: Sequence[str]
    """Abbreviations after which a capital letter does begin a new sentence."""
    conjunction: str
    """The word for `&`."""
    units: Mapping[str, str] = field(default_factory=dict)
    """Templates with `{n}` for units that CLDR lacks or writes so that no voice can read them."""
    ones: Mapping[str, str] = field(default_factory=dict)
    """Units counted once, where the digit would be read in the wrong gender: `eine Sekunde`."""
    stop_orders: bool = False
    """Whether a number with a full stop is an ordinal: `2.` is read as "second"."""


@cache
def notation(language: str) -> Notation:
    """Return the rules of `language`, a BCP 47 tag; English ones where it has none."""
    name = language.replace("_", "-").partition("-")[0].lower()
    path = _FOLDER / f"{name}.json"
    if not path.is_file():
        path = _FOLDER / f"{_FALLBACK}.json"
    entries = json.loads(path.read_text(encoding="utf-8"))
    entries["conjunction"] = entries.pop("and")
    return Notation(**entries)


def with_capitals(words: Iterable[str]) -> list[str]:
    """Return `words`, also with a capital letter as at the start of a sentence; longest first."""
    both = {form for word in words for form in (word, word[0].upper() + word[1:])}
    return sorted(both, key=lambda form: (-len(form), form))
