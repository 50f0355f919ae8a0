"""Texts as a voice can say them; what is shown stays as it was written.

Voices differ in what they make of signs: one spells `3x10`, another is silent at `~`, a
third reads an emoji's name. So no voice gets them: quantities, ranges, fractions, signs
and abbreviations are written out in the text's language, and emoji are left out.
"""

from __future__ import annotations

import re
from functools import cache

from audiocoach.spoken_form.notation import Notation, notation, with_capitals

_EMOJI = (
    "\u2190-\u21ff\u25a0-\u27bf\u2b00-\u2bff\u200d\u20e3\ufe0e\ufe0f"
    "\U0001f000-\U0001faff\U000e0020-\U000e007f"
)
"""Pictures, arrows, and what joins or colours them (Unicode blocks)."""
_PICTURE = re.compile(f"[{_EMOJI}]+")
_CANDIDATE = re.compile(
    rf"[&@+~≈%°×/⁄½⅓⅔¼¾⅛⅜⅝⅞#–—{_EMOJI}]|\d(?:\s?[-\u2010\u2011x]|[^\W\d_]|\s\w{{1,3}}\b)|\.\s*[^\s.]"
)
"""What no text lacks that has something to be written out, but an abbreviation at its end."""
_ENDS_IN_NUMBER = re.compile(r"(?<=\d)\.\s*$")
"""The end of a text that would be read as an ordinal, where a language writes these so."""
_WORDS_SLASH = re.compile(r"(?<=[^\W\d_])\s?/\s?(?=\w)|(?<=\d)/(?=[^\W\d_])")
_PLUS = re.compile(r"(?<=\s)\+(?=\s)|(?<=\w)\+(?=\w)")


def speakable(text: str, language: str) -> str:
    """Return `text` as a voice can say it in `language`, a BCP 47 tag.

    A text of which nothing would be left is returned as it is: the voice refuses it.
    """
    written = notation(language)
    if written.stop_orders:  # no sentence ends in an ordinal: "Übung 2." is "Übung zwei"
        text = _ENDS_IN_NUMBER.sub("", text)
    last = text.rsplit(" ", maxsplit=1)[-1]
    if not _CANDIDATE.search(text) and last not in written.abbreviations:
        return text
    spoken = _abbreviated(_PICTURE.sub(" ", text), written)
    if any(map(str.isnumeric, spoken)):
        # Loaded here, because most sessions have no quantity to be written out.
        from audiocoach.spoken_form.quantities import with_quantities

        spoken = with_quantities(spoken, written, language)
    spoken = _without_signs(_numbered(spoken, written), written)
    if spoken == text or not any(map(str.isalnum, spoken)):
        return text
    return _tidy(spoken)


def _abbreviated(text: str, written: Notation) -> str:
    """Write out abbreviations."""
    pattern = _any_of(tuple(written.abbreviations))
    return pattern.sub(lambda match: _words(match[0], written), text)


def _words(abbreviation: str, written: Notation) -> str:
    """Return the words of `abbreviation`, with a capital letter where it has one."""
    words = written.abbreviations.get(abbreviation)
    if words is None:
        words = written.abbreviations[abbreviation[0].lower() + abbreviation[1:]]
        words = words[0].upper() + words[1:]
    return f"{words} " if abbreviation.endswith("/") else words


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    pattern = "|".join(map(re.escape, with_capitals(words))) or "(?!)"
    return re.compile(rf"(?<![\w./])(?:{pattern})(?!\.)")


def _numbered(text: str, written: Notation) -> str:
    """Write out `No. 3` and `#3`."""
    signs = "|".join(map(re.escape, written.number_signs))
    pattern = re.compile(rf"(?:(?<!\w)(?:{signs})|#)\s*(\d+)")
    return pattern.sub(lambda match: written.number.format(n=match[1]), text)


def _without_signs(text: str, written: Notation) -> str:
    """Write out signs between words."""
    nouns = "|".join(map(re.escape, written.per_nouns)) or "(?!)"
    text = re.sub(rf"(?<=[\w%.])\s?/\s?(?=(?:{nouns})\b)", f" {written.per} ", text)
    text = re.sub(r"\s*&\s*", f" {written.conjunction} ", text)
    text = re.sub(r"(?<![^\s(])@\s*", f" {written.at} ", text)
    text = _PLUS.sub(f" {written.plus} ", text)
    return _WORDS_SLASH.sub(" ", text)


def _tidy(text: str) -> str:
    """Leave one space where several came together, and none before a mark."""
    return re.sub(r"\s+([.,;:!?])", r"\1", re.sub(r"\s+", " ", text)).strip()
