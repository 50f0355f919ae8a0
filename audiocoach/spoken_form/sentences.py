"""Where one sentence ends and the next begins."""

from __future__ import annotations

import re
from functools import cache

from audiocoach.spoken_form.notation import Notation, notation, with_capitals

_ENDS = re.compile(r"(?<=[.!?…।])\s+|(?<=[。！？])\s*|\s*\n\s*")
_UNIT = re.compile(r"\d\s*(?:sec|secs|min|mins|hr|hrs|Sek|Min|Std|seg|rép|rip|ft|lb|lbs|oz)\.$")
"""A unit with a full stop after a number: a small letter goes on with the sentence."""


def sentences(text: str, language: str) -> list[str]:
    """Split `text` after each mark that ends a sentence, for a breath between them.

    The full stop of an abbreviation (`e.g.`, `z. B.`) ends none.
    """
    spoken: list[str] = []
    for part in _parts(text, notation(language)):
        if any(letter.isalnum() for letter in part):
            spoken.append(part.strip())
        elif part.strip() and spoken:  # signs alone have no sound
            spoken[-1] += " " + part.strip()
    return spoken


def _parts(text: str, written: Notation) -> list[str]:
    parts, start = [], 0
    for gap in _ENDS.finditer(text):
        if "\n" in gap[0] or not _goes_on(text[start : gap.start()], text[gap.end() :], written):
            parts.append(text[start : gap.start()])
            start = gap.end()
    return [*parts, text[start:]]


def _goes_on(before: str, after: str, written: Notation) -> bool:
    """Whether the full stop at the end of `before` belongs to an abbreviation."""
    if not before.endswith("."):
        return False
    if after[:1].isdigit() and _number_sign(written).search(before):
        return True
    found = _abbreviation(written).search(before)
    if found:
        return found[0] not in written.may_end or not after[:1].isupper()
    return after[:1].islower() and _UNIT.search(before) is not None


@cache
def _abbreviation_pattern(abbreviations: tuple[str, ...]) -> re.Pattern[str]:
    pattern = "|".join(map(re.escape, with_capitals(abbreviations))) or "(?!)"
    return re.compile(rf"(?<![\w.])(?:{pattern})$")


def _abbreviation(written: Notation) -> re.Pattern[str]:
    """Match any abbreviation at the end, and the first halves of those with a space inside."""
    whole = [each for each in written.abbreviations if each.endswith(".")]
    halves = [each.partition(" ")[0] for each in whole if ". " in each]
    return _abbreviation_pattern((*whole, *halves))


def _number_sign(written: Notation) -> re.Pattern[str]:
    return _abbreviation_pattern(tuple(written.number_signs))
