"""Words as they are compared: written out, without case and punctuation."""

from __future__ import annotations

import operator
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from audiocoach.langtags import primary
from audiocoach.spoken_form.speakable import speakable
from listening.word_sounds import word_sound

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_WITHOUT_SPACES = frozenset({"ja", "zh", "th"})
"""Languages that put no space between words: their letters are compared."""
_RUNS = [(k, n) for k in (1, 2, 3) for n in (1, 2, 3)]
"""How many words of either side are looked at together: "Rücken Lage" is "Rückenlage"."""
_MEETING = frozenset(["pb", "bp", "td", "dt", "kɡ", "ɡk", "fv", "vf", "sz", "zs", "ʃʒ", "ʒʃ"])
"""Sounds that differ in voice alone: at the border of two words they become one."""


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
    """Count the words of `text` that were not understood.

    Words that sound as those that were said are understood, however they are written: who
    listens doesn't see the spelling, and what a recogniser writes of "allongez" or of
    "Rückenlage" is a matter of its own.
    """
    said, understood = _words(text, language), _words(heard, language)

    def alike(some: Sequence[str], others: Sequence[str]) -> bool:
        if _letters(some) == _letters(others):
            return True
        return _sounds(some, language) == _sounds(others, language) != ""

    wrong = edit_distance(said, understood, alike)
    return Heard(text, heard, len(said), wrong)


def spelled_out(text: str, language: str) -> list[str]:
    """Return the words of `text` in small letters, numbers written out."""
    return [_letters([word]) for word in _words(text, language)]


def _words(text: str, language: str) -> list[str]:
    """Return the words of `text` as they are said, with the apostrophes that matter for it."""
    text = _NUMBER.sub(lambda match: _number(match[0], language), speakable(text, language))
    plain = (
        unicodedata.normalize("NFKC", text)
        .casefold()
        .replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    )
    words = [word for word in re.sub(r"[^\w']+", " ", plain).split() if word.strip("'")]
    if primary(language) in _WITHOUT_SPACES:
        return list("".join(words))
    return words


def _letters(words: Sequence[str]) -> str:
    return "".join(words).replace("'", "")


def _sounds(words: Sequence[str], language: str) -> str:
    """Return the sounds of `words` said in a row; nothing where those of one are not known.

    Where a word ends in the sound that the next one begins with, voiced or not, one of them
    is heard: "hacia adelante" is "hacia delante", and "lasst die" is "lass die".
    """
    if primary(language) in _WITHOUT_SPACES:
        return ""
    joined = ""
    for word in words:
        sound = word_sound(word, language)
        if not sound:
            return ""
        is_met = joined[-1:] + sound[0] in _MEETING or joined.endswith(sound[0])
        joined = joined[:-1] + sound if is_met else joined + sound
    return joined


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


def edit_distance(
    a: Sequence[str],
    b: Sequence[str],
    alike: Callable[[Sequence[str], Sequence[str]], bool] = operator.eq,
) -> int:
    """Return how many words must be replaced, added or removed to make `b` of `a`.

    A few words in a row that are `alike` to a few of the other side cost nothing.
    """
    rows = [list(range(len(b) + 1))]
    for i in range(1, len(a) + 1):
        rows.append([i])
        for j in range(1, len(b) + 1):
            best = min(rows[i - 1][j - 1], rows[i - 1][j], rows[i][j - 1]) + 1
            for k, n in _RUNS:
                is_better = k <= i and n <= j and rows[i - k][j - n] < best
                if is_better and alike(a[i - k : i], b[j - n : j]):
                    best = rows[i - k][j - n]
            rows[i].append(best)
    return rows[-1][-1]
