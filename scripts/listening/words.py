"""Words as they are compared: written out, without case and punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_WITHOUT_SPACES = frozenset({"ja", "zh", "th"})
"""Languages that put no space between words: their letters are compared."""


@dataclass(frozen=True)
class Heard:
    """A line as it is written, and as a recogniser understood it."""

    text: str
    """The line as it is shown and spoken."""
    heard: str
    """What the recogniser wrote down."""
    words: int
    """How many words the line has."""
    wrong: int
    """How many words are missing, added or others: the edit distance over words."""


def compare(text: str, heard: str, language: str) -> Heard:
    """Count the words of `text` that were not understood."""
    said, understood = spelled_out(text, language), spelled_out(heard, language)
    # One word written as two ("toe nails") was understood.
    wrong = 0 if "".join(said) == "".join(understood) else edit_distance(said, understood)
    return Heard(text, heard, len(said), wrong)


def spelled_out(text: str, language: str) -> list[str]:
    """Return the words of `text` in small letters, numbers written out."""
    text = _NUMBER.sub(lambda match: _number(match[0], language), text)
    plain = (
        unicodedata.normalize("NFKC", text)
        .casefold()
        .replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    )
    words = re.sub(r"[^\w']+", " ", plain).replace("'", "").split()
    if language.partition("-")[0] in _WITHOUT_SPACES:
        return list("".join(words))
    return words


def _number(digits: str, language: str) -> str:
    from num2words import num2words

    value = float(digits.replace(",", "."))
    try:
        words = num2words(
            int(value) if value == int(value) else value, lang=language.replace("-", "_")
        )
    except NotImplementedError:  # a language it lacks: digits are compared
        return digits
    return f" {words} "


def edit_distance(a: Sequence[str], b: Sequence[str]) -> int:
    """Return how many words must be replaced, added or removed to make `b` of `a`."""
    row = list(range(len(b) + 1))
    for i, word in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            best = min(before + (word != other), row[j] + 1, row[j - 1] + 1)
            before, row[j] = row[j], best
    return row[-1]
