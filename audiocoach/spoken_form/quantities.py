"""Quantities in words: `5 cm`, `8-12`, `3x10s`, `~20%`, `1/2`; names of units are from CLDR."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from audiocoach.spoken_form.notation import Notation

if TYPE_CHECKING:
    from babel.core import Locale

_SYMBOLS = {
    **dict.fromkeys(["s", "sec", "secs", "sek", "Sek", "seg"], "duration-second"),
    **dict.fromkeys(["min", "mins", "Min"], "duration-minute"),
    **dict.fromkeys(["h", "hr", "hrs", "Std"], "duration-hour"),
    "mm": "length-millimeter",
    "cm": "length-centimeter",
    "m": "length-meter",
    "km": "length-kilometer",
    "km/h": "speed-kilometer-per-hour",
    "ft": "length-foot",
    "g": "mass-gram",
    "kg": "mass-kilogram",
    **dict.fromkeys(["lb", "lbs"], "mass-pound"),
    "oz": "mass-ounce",
    "ml": "volume-milliliter",
    "l": "volume-liter",
    "%": "concentr-percent",
    "°C": "temperature-celsius",
    "°F": "temperature-fahrenheit",
    "°": "angle-degree",
    "bpm": "bpm",
}
"""Signs of units as people write them, by CLDR's names (bpm, which it lacks, by ours)."""

_SIGNS = "|".join(map(re.escape, sorted(_SYMBOLS, key=len, reverse=True)))
_NUMBER = r"\d+(?:[.,]\d+)?"
_DASH = r"[-–—\u2010\u2011]"
_BEFORE, _AFTER = r"(?<![\w.,/×-])", rf"(?!\w|[.,/]\d|\s?{_DASH}\d)"
_QUANTITY = re.compile(
    rf"(?P<about>[~≈]\s*)?{_BEFORE}"
    rf"(?:(?P<sets>\d+(?:{_DASH}\d+)?)\s*[x×]\s*)?"
    rf"(?:(?:(?P<whole>\d+)\s+)?(?P<above>\d{{1,3}})\s?[/⁄]\s?(?P<below>\d{{1,3}})"
    rf"|(?:(?P<low>{_NUMBER})\s?[%°]?\s?{_DASH}\s?)?(?P<n>{_NUMBER}))"
    rf"(?:(?P<gap>\s*|{_DASH})(?P<unit>{_SIGNS})(?![\w°/])(?P<stop>\.(?=\s+[^\W\d_A-ZÀ-Þ]))?)?"
    rf"{_AFTER}"
)
"""One quantity, as long as it goes. The full stop of `10 sec. then` goes with it."""
_TEMPO = re.compile(rf"{_BEFORE}\d+(?:-\d+){{2,}}{_AFTER}")
_TIMES = re.compile(rf"{_BEFORE}(\d+(?:{_DASH}\d+)?)\s?[x×](?!\w)")
_VULGAR = re.compile(r"(\d?)([½⅓⅔¼¾⅛⅜⅝⅞])")


def with_quantities(text: str, written: Notation, language: str) -> str:
    """Return `text` with each quantity in the words of `language`."""
    text = _VULGAR.sub(_plain_fraction, text)
    text = _TEMPO.sub(lambda match: match[0].replace("-", ", "), text)
    text = _QUANTITY.sub(lambda match: _in_words(match, written, language), text)
    return _TIMES.sub(lambda match: _times(match[1], written, language), text)


def _plain_fraction(match: re.Match[str]) -> str:
    """Write `1½` as `1 1/2`."""
    plain = unicodedata.normalize("NFKC", match[2]).replace("⁄", "/")
    return f"{match[1]} {plain}" if match[1] else plain


def _in_words(match: re.Match[str], written: Notation, language: str) -> str:
    amount = _amount(match, written)
    if amount is None:
        return match[0]
    if match["unit"]:
        amount = _with_unit(match, amount, written, language)
    if match["sets"]:
        amount = written.sets.format(a=_ranged(match["sets"], written), b=amount)
    return written.about.format(n=amount) if match["about"] else amount


def _amount(match: re.Match[str], written: Notation) -> str | None:
    """Return the number, range or fraction; None for a range that goes down, which is none."""
    if match["above"]:
        return _fraction(match, written)
    if match["low"]:
        rises = _value(match["low"]) < _value(match["n"])
        return written.range.format(a=match["low"], b=match["n"]) if rises else None
    return match["n"]


def _fraction(match: re.Match[str], written: Notation) -> str:
    whole, above, below = match["whole"], match["above"], match["below"]
    known = written.fractions.get(f"{above}/{below}")
    if known is None:
        return (f"{whole} " if whole else "") + written.out_of.format(a=above, b=below)
    return written.mixed.format(n=whole, fraction=known) if whole else known


def _ranged(sets: str, written: Notation) -> str:
    low, dash, high = re.split(f"({_DASH})", sets) if not sets.isdigit() else (sets, "", "")
    return written.range.format(a=low, b=high) if dash else low


def _with_unit(match: re.Match[str], amount: str, written: Notation, language: str) -> str:
    unit, number = _SYMBOLS[match["unit"]], match["n"] or "1"
    if amount == "1" and unit in written.ones:
        return written.ones[unit]
    if match["gap"] and not match["gap"].isspace() and language.startswith("en"):
        number = "1"  # "a 5-lb weight": in English the unit of a compound is singular
    return _unit(unit, number, written, language).replace("{n}", amount)


def _unit(unit: str, number: str, written: Notation, language: str) -> str:
    """Return the unit's words in the form that goes with `number`, which stands as `{n}`."""
    if unit in written.units:
        return written.units[unit]
    from babel.units import format_unit

    text = format_unit(
        _value(number), unit, length="long", format="0.###", locale=_locale(language)
    )
    return re.sub(_NUMBER, "{n}", text, count=1).replace("\u00a0", " ")


def _times(number: str, written: Notation, language: str) -> str:
    count = _value(re.split(_DASH, number)[-1])
    template = written.times.get(_locale(language).plural_form(count), written.times["other"])
    return template.format(n=_ranged(number, written))


def _value(number: str) -> float:
    value = float(number.replace(",", "."))
    return int(value) if value.is_integer() else value


@cache
def _locale(language: str) -> Locale:
    """Return Babel's locale, English where it has none."""
    from babel.core import Locale, UnknownLocaleError

    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
