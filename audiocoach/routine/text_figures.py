"""What a line writes in words and signs, as the figures that doses are read from.

`Repeat ten times`, `1½ min`, `8‑12` with a hyphen of another kind: how it is written varies, what
is meant doesn't.
"""

from __future__ import annotations

import re
import unicodedata

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "forty-five": 45, "sixty": 60, "ninety": 90,
    "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "zehn": 10,
    "zwölf": 12, "fünfzehn": 15, "zwanzig": 20, "dreißig": 30, "dreissig": 30, "sechzig": 60,
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "diez": 10,
    "doce": 12, "quince": 15, "veinte": 20, "treinta": 30, "sesenta": 60,
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "huit": 8, "dix": 10, "douze": 12,
    "quinze": 15, "vingt": 20, "trente": 30, "soixante": 60,
}  # fmt: skip
"""Numbers as words, in English, German, Spanish and French."""
_COUNTED = (
    r"(?:s(?:ec(?:ond)?s?|ekunden?|egundos?|econdes?)\b|min(?:ute[ns]?|utos?)?\b|times?\b|reps?\b"
    r"|repetitions?\b|sets?\b|rounds?\b|breaths?\b|mal\b|wiederholungen\b|sätze\b|runden\b"
    r"|atemzüge\b|veces\b|repeticiones\b|series?\b|rondas\b|respiraciones\b|fois\b"
    r"|répétitions\b|séries?\b|tours\b|respirations\b)"
)
_SPELT = re.compile(
    rf"\b({'|'.join(sorted(_WORDS, key=len, reverse=True))})(?=[\s-]+"
    rf"(?:(?:slow|deep|full|long|tiefe|to|or)\s+)?(?:\w+\s+)?{_COUNTED})",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"(?<=\d)\s+(?:(?:or|bis|oder|a|o|ou)\s+(?=\d+\s*[^\W\d_])|à\s+(?=\d+\s*(?:rép|fois|sec|s\b|min)))",
    re.IGNORECASE,
)
"""Between two numbers: `8 bis 12 Wdh.`, `2 or 3 sets`."""
_TIMES_RANGE = re.compile(r"([x×]\s*\d+)\s+(?:to|bis|a|à)\s+(?=\d+\b)", re.IGNORECASE)
"""Between two numbers behind a sign: `4 x 8 à 10`."""
_EACH = re.compile(
    r"(?<=\d)(?P<unit>\s*s(?:ec)?\b)?\s*(?:[ep]/s\b|ea\b(?!\.?\s*(?:side|leg|arm|foot|hand))\.?)",
    re.IGNORECASE,
)
"""Each side, as it is shortened: `3x8e/s`, `2x20s e/s`."""
_DASHES = re.compile(r"(?<=\d)\s*[‐‑‒–—−]\s*(?=\d)")
_FRACTION = re.compile(
    r"(\d*)\s*([¼½¾⅓⅔])(?=[\s-]*(?:m(?:in(?:ut\w*)?)?|s(?:e[ck]\w*)?)\b)", re.IGNORECASE
)
_COMMA = re.compile(r"(?<=\d),(?=\d\s*(?:s|m(?:in)?|kg)\b)", re.IGNORECASE)
_MOST = 1000
"""Longest line that is looked at."""


def in_figures(line: str) -> str:
    """Return `line` with its numbers in figures, ranges with a hyphen, and times as decimals."""
    if len(line) > _MOST:
        return line
    line = _SPELT.sub(lambda found: str(_WORDS[found[1].lower()]), line)
    line = _FRACTION.sub(_decimal, line)
    line = _COMMA.sub(".", line)
    line = _EACH.sub(lambda found: f"{found['unit'] or ''} each side", line)
    line = _TIMES_RANGE.sub(r"\1-", line)
    return _RANGE.sub("-", _DASHES.sub("-", line))


def _decimal(found: re.Match[str]) -> str:
    whole = int(found[1][-3:] or 0)
    space = " " if found[0][:1].isspace() else ""
    return f"{space}{whole + unicodedata.numeric(found[2]):.4g}"
