"""Numbers in words, where a voice would read the digits in the wrong form.

Before a feminine noun a voice reads "2" as "dois" in Portuguese, and "1 Minute" as
"eins Minute" in German: it can't know the noun's gender or case. A language's file
may therefore spell such numbers, form by form, as data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

Numerals = Mapping[str, Mapping[str, str]]
"""Number words by the form's name (`feminine`) and then by the number.

A key is a number, `21`; or hundreds or tens with a plus, `30+`, whose words have `{}`
where those of the rest stand (`treinta y {}`); `point`, for the point of a fraction, after which
digit by digit is said; or `other`, for what none of them spells: digits with what else belongs
there (`{}ふん`)."""


def spelled(words: Mapping[str, str], n: float) -> str:
    """Return `n` in `words`; where they don't spell it, its digits."""
    whole, _, decimals = f"{n:g}".partition(".")
    if decimals and "point" in words:
        digits = (spelled(words, int(digit)) for digit in decimals)
        return "".join([spelled(words, int(whole)), words["point"], *digits])
    text = "" if decimals else _whole(words, int(n))
    return text or words.get("other", "{}").replace("{}", f"{n:g}")


def _whole(words: Mapping[str, str], n: int) -> str:
    """Return `n` in words alone: its own entry, or the hundreds' or tens' with the rest."""
    if str(n) in words:
        return words[str(n)]
    for power in (100, 10):
        frame = words.get(f"{n - n % power}+", "") if n > power else ""
        rest = _whole(words, n % power) if frame else ""
        if rest:
            return frame.replace("{}", rest)
    return ""


class Filler(Formatter):
    """Fills templates whose places may name a form: `{n:feminine} series`."""

    def __init__(self, numerals: Numerals) -> None:
        """Spell numbers by `numerals`."""
        self._numerals = numerals

    def format_field(self, value: Any, format_spec: str) -> str:
        """Write `value`, spelled if its place names a form."""
        return spelled(self._numerals[format_spec], value) if format_spec else str(value)


def numeral_faults(numerals: object) -> Iterator[str]:
    """Yield what is wrong with a file's `numerals`."""
    if not isinstance(numerals, dict) or not all(map(_is_table, numerals.values())):
        yield 'must be tables of words by their numbers: {"feminine": {"2": "duas"}}'
        return
    for form, words in numerals.items():
        for key, word in words.items():
            fault = _entry_fault(key, word)
            if fault:
                yield f"{form}: {key}: {fault}"


def _is_table(words: object) -> bool:
    return isinstance(words, dict) and all(isinstance(word, str) for word in words.values())


def _entry_fault(key: str, word: str) -> str:
    digits = key.removesuffix("+")
    if key not in ("other", "point") and not re.fullmatch(r"[1-9][0-9]{0,3}", digits):
        return 'must be a number, tens or hundreds with a plus, "point" or "other"'
    if key.endswith("+") and int(digits) % 10:
        return "must be tens or hundreds before the plus"
    if word.count("{}") != (key == "other" or key.endswith("+")):
        return "must have {} once" if "{}" not in word else "must not have {}"
    return "" if word.strip() else "must be a word"
