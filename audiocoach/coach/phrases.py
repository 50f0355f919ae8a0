"""The coach's own words in one language, from a data file of `languages/`.

Wraps Babel for what CLDR knows of each language: which plural form goes with a
number, and how durations are written. Imported when a language is loaded: it
takes about 50 ms.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Literal

from audiocoach.coach.furniture import (
    FurnitureWords,
    furniture_faults,
    furniture_kind,
    has_word,
    is_words,
)
from audiocoach.coach.numerals import Filler, Numerals, numeral_faults, spelled
from audiocoach.errors import LanguageError, RoutineFileError
from audiocoach.spoken_form.sentences import sentences
from audiocoach.text import in_json

_LANGUAGES = Path(__file__).parent / "languages"

_PATTERN = "en"
"""The language whose file says which phrases there are, with which places."""

_OWN_DURATIONS = ("minutes", "seconds")
"""Plural tables that a file may have where a voice can't read what Babel writes:
Japanese has its durations in kana, because espeak-ng can't read kanji."""

_NUMERALS, _OF_DURATIONS = "numerals", "numerals_of_durations"
"""Entries a file may have for numbers in words, and for the form of them that goes
with the language's words for minutes and seconds."""
_FURNITURE = "furniture"
"""Entry that every file has: by which words equipment is recognised as furniture."""
_WORD_LISTS = ("breathing", "mats", "portable", "number_words")
"""Entries that every file has: by which words a reminder is recognised as about breathing,
equipment as what one lies on, or as taken in the hand, and a title's end as a number."""
_NO_PHRASES = (_NUMERALS, _OF_DURATIONS, _FURNITURE, *_WORD_LISTS)

_LISTED_AS = {"en": "en-GB"}
"""Where another language's lists are: American ones have a comma before "and", a halt."""
_SOUNDS_LIKE_Y = re.compile(r"h?[ií](?!e)", re.IGNORECASE)
"""Begins a Spanish word before which "y" would have to be "e", which Babel doesn't know."""

_NUMBERS = ("n", "total")
"""Places where a number stands, which may be spelled."""

_LEAST_MINUTES = 2
"""A shorter length is one number where it isn't a whole minute, as people say "90 seconds"."""
_ENOUGH = 200
"""Numbers up to this show whether a plural form stands for several of them."""

_Entries = Mapping[str, Any]


@dataclass(frozen=True)
class Phrases:
    """All sentences the coach says of itself, in one language."""

    language: str
    """BCP 47 tag of the language, such as `en`."""
    sentences: Mapping[str, str]
    """Each phrase's template by its name, with places such as `{n}`."""
    plurals: Mapping[str, Mapping[str, str]]
    """Templates that depend on a number, by name and then CLDR plural category."""
    numerals: Numerals = field(default_factory=dict)
    """Numbers in words, where digits would be read in the wrong form."""
    numerals_of_durations: str = ""
    """The form of `numerals` before minutes and seconds; empty: digits."""
    furniture: FurnitureWords = field(default_factory=dict)
    """By which words equipment is recognised as furniture."""
    breathing: Sequence[str] = ()
    """By which words a reminder is recognised as about breathing."""
    mats: Sequence[str] = ()
    """By which words equipment is recognised as what one lies on."""
    portable: Sequence[str] = ()
    """By which words equipment is recognised as taken in the hand."""
    number_words: Sequence[str] = ()
    """By which words a title is recognised as ending in a number, in small letters."""

    def split(self, text: str) -> list[str]:
        """Split `text` after each mark that ends a sentence, for a breath between them."""
        return sentences(text, self.language)

    def say(self, name: str, **places: object) -> str:
        """Fill the template `name`; an unknown name is a bug and raises KeyError."""
        return Filler(self.numerals).format(self.sentences[name], **places)

    def number(self, name: str, n: int) -> str:
        """Fill the template `name`, which begins a sentence, in the form that goes with `n`."""
        text = self.counted(name, n)
        return text[:1].upper() + text[1:]

    def duration(self, unit: Literal["minute", "second"], n: float) -> str:
        """Write `n` minutes or seconds: `30 seconds`, `7,5 Sekunden`."""
        own = f"{unit}s"
        if own in self.plurals:
            return self.counted(own, n)
        written = _duration(self.language, unit, n)
        if not self.numerals_of_durations:
            return written
        return written.replace(str(n), spelled(self.numerals[self.numerals_of_durations], n))

    def length(self, seconds: float) -> str:
        """Write a length, in minutes from two on: `90 seconds`, `2 minutes and 30 seconds`.

        A fraction is written to the hundredth.
        """
        seconds = int(seconds) if float(seconds).is_integer() else round(seconds, 2)
        minutes, rest = int(seconds // 60), round(seconds % 60, 2)
        if rest and minutes < _LEAST_MINUTES:
            return self.duration("second", seconds)
        if not rest:
            return self.duration("minute" if minutes else "second", minutes)
        parts = (self.duration("minute", minutes), self.duration("second", rest))
        return self.say("minutes_seconds", minutes=parts[0], seconds=parts[1])

    def left(self, seconds: int) -> str:
        """Say how much is left; the verb agrees with the minutes, or else the seconds."""
        template = self._form("remaining", seconds // 60 or seconds)
        return Filler(self.numerals).format(template, time=self.length(seconds))

    def counted(self, name: str, n: float) -> str:
        """Fill the template `name` in the form that goes with `n`."""
        return Filler(self.numerals).format(self._form(name, n), n=n)

    def _form(self, name: str, n: float) -> str:
        """Return the template `name` that goes with `n`."""
        return self.plurals[name][_locale(self.language).plural_form(n)]

    def listing(self, things: Sequence[str]) -> str:
        """Join `things` as one speaks them: `a mat, a towel and a band`.

        Where that would be unclear or can't be read by a voice, the language's own words
        stand between any two.
        """
        if not any(name in self.plurals for name in _OWN_DURATIONS):
            series = _series(self.language, things)
            if series:
                return series
        first, *rest = things
        for thing in rest:
            first = self.say("and", first=first, second=thing)
        return first

    def furniture_kind(self, thing: str) -> str | None:
        """Return the kind of furniture that `thing` is; None where it isn't known as such."""
        return furniture_kind(thing, self.furniture, self.portable)

    def is_mat(self, thing: str) -> bool:
        """Return whether one lies on `thing`, so that it stays where it is."""
        return has_word(thing, self.mats) and self.furniture_kind(thing) is None

    def is_taken(self, thing: str) -> bool:
        """Return whether `thing` is known as taken in the hand, or spread out to lie on."""
        known = has_word(thing, self.portable) or has_word(thing, self.mats)
        return known and self.furniture_kind(thing) is None

    def is_breathing(self, text: str) -> bool:
        """Return whether `text` is about breathing."""
        return has_word(text, self.breathing)


def languages() -> list[str]:
    """Name the languages the coach speaks."""
    return sorted(path.stem for path in _LANGUAGES.glob("*.json"))


@cache
def load_phrases(language: str) -> Phrases:
    """Read the phrases for `language` (`en-GB` is served by `en`).

    Raises RoutineFileError where the coach has no words in that language, and
    LanguageError where their file breaks a rule.
    """
    name = language.replace("_", "-").split("-", maxsplit=1)[0].lower()
    if name not in languages():
        raise RoutineFileError(
            f"language: the coach speaks {', '.join(languages())}, not {json.dumps(language)}"
        )
    return read_phrases(_LANGUAGES / f"{name}.json")


def read_phrases(path: Path, *, checks: bool = True) -> Phrases:
    """Read a language's file; its name is its tag: `de.json`. Without `checks` it is quicker.

    Raises LanguageError with a line for each phrase that is missing or unknown,
    lacks a plural form or has one too many, or has other places than in English.
    """
    entries = _entries(path)
    faults = _faults(entries, path.stem) if checks else ()
    lines = [f"{path.name}: {fault}" for fault in faults]
    if lines:
        raise LanguageError(*lines)
    phrases = {key: value for key, value in entries.items() if key not in _NO_PHRASES}
    return Phrases(
        language=path.stem,
        sentences={key: value for key, value in phrases.items() if isinstance(value, str)},
        plurals={key: value for key, value in phrases.items() if isinstance(value, dict)},
        numerals=entries.get(_NUMERALS, {}),
        numerals_of_durations=entries.get(_OF_DURATIONS, ""),
        furniture=entries[_FURNITURE],
        **{name: entries[name] for name in _WORD_LISTS},
    )


def _entries(path: Path) -> _Entries:
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LanguageError(f"{path.name}: can't be read: {error}") from error
    if not isinstance(entries, dict):
        raise LanguageError(f"{path.name}: must be an object of phrases by their names")
    return entries


def _faults(entries: _Entries, language: str) -> Iterator[str]:
    """Report what is wrong with a file, phrase by phrase."""
    if _locale(language) is None:
        yield f"the file's name must be a language that CLDR knows, not {json.dumps(language)}"
        return
    yield from _spelling_faults(entries)
    forms = _spelled_forms(entries)
    pattern = _entries(_LANGUAGES / f"{_PATTERN}.json")
    for name in pattern:
        if name not in entries:
            yield f"{name}: is missing; in English {json.dumps(pattern[name])}"
    yield from _word_faults(entries)
    for name, value in entries.items():
        if name in _NO_PHRASES:
            continue
        if name in pattern or name in _OWN_DURATIONS:
            plural = isinstance(pattern.get(name, {}), dict)
            faults = (
                _plural_faults(value, language, forms, _place_of_table(pattern.get(name)))
                if plural
                else _faults_in(value, pattern[name], forms)
            )
            yield from (f"{name}: {fault}" for fault in faults)
        else:
            yield f"{name}: is not a phrase of the coach"
    for unit in ("minute", "second"):
        if f"{unit}s" not in entries and not _duration(language, unit, 2):
            yield f"{unit}s: is missing; Babel can't write this duration in the language"


def _word_faults(entries: _Entries) -> Iterator[str]:
    """Return what is wrong with the words by which things and reminders are recognised."""
    if _FURNITURE in entries:
        yield from (f"{_FURNITURE}: {fault}" for fault in furniture_faults(entries[_FURNITURE]))
    for name in _WORD_LISTS:
        if name in entries and not is_words(entries[name]):
            yield f"{name}: must be a list of words"


def _spelling_faults(entries: _Entries) -> Iterator[str]:
    """Report what is wrong with the numbers in words."""
    if _NUMERALS in entries:
        faults = numeral_faults(entries[_NUMERALS])
        yield from (f"{_NUMERALS}: {fault}" for fault in faults)
    form = entries.get(_OF_DURATIONS)
    if form is not None and form not in _spelled_forms(entries):
        yield f"{_OF_DURATIONS}: must be one of the {_NUMERALS}, not {in_json(form)}"


def _spelled_forms(entries: _Entries) -> list[str]:
    numerals = entries.get(_NUMERALS, {})
    return list(numerals) if isinstance(numerals, dict) else []


def _faults_in(template: object, pattern: str, forms: Sequence[str]) -> Iterator[str]:
    """Report how a sentence differs from the English one in its places."""
    expected, found = _places(pattern), _places(template, forms)
    if found is None:
        yield f"must be a sentence, with each brace closed, not {in_json(template)}"
    elif found != expected:
        yield f"must have {_named(expected)}, not {_named(found)}"


def _place_of_table(pattern: Mapping[str, str] | None) -> str:
    """Return which place the forms of an English plural table have: a number, or a length."""
    (place,) = _places(pattern["other"]) or ["n"] if pattern else ["n"]
    return place


def _plural_faults(
    table: object, language: str, spellings: Sequence[str], place: str
) -> Iterator[str]:
    """Report which forms of a plural table are missing, too many or without their `place`."""
    if not isinstance(table, dict):
        yield f"must be a table of plural forms, not {in_json(table)}"
        return
    forms = _forms(language)
    for form in forms:
        if form not in table:
            yield f'the plural form "{form}" is missing; the language has {", ".join(forms)}'
    for form, template in table.items():
        if form not in forms:
            yield f'"{form}" is no plural form; the language has {", ".join(forms)}'
        elif _places(template, spellings) != [place] and not (
            _places(template) == [] and place == "n" and _forms_in_use(language).count(form) == 1
        ):
            yield f'the plural form "{form}" must have {{{place}}}, and only that'


def _places(template: object, forms: Sequence[str] = ()) -> list[str] | None:
    """Name the places of a template in order; None for what is no template.

    A number's place may name one of `forms`: `{n:feminine}`; any other stays in the name.
    """
    if not isinstance(template, str) or not template.strip():
        return None
    try:
        parts = list(Formatter().parse(template))
    except ValueError:
        return None
    if any(conversion for _, _, _, conversion in parts):
        return None
    return sorted(
        f"{place}:{spec}" if spec and not (spec in forms and place in _NUMBERS) else place
        for _, place, spec, _ in parts
        if place is not None
    )


def _named(places: Sequence[str] | None) -> str:
    return ", ".join(f"{{{place}}}" for place in places or ()) or "no place"


@cache
def _locale(language: str) -> Any:
    """Return what CLDR knows of `language`; None where it doesn't know it."""
    from babel.core import Locale, UnknownLocaleError

    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return None


def _forms(language: str) -> list[str]:
    """Name the plural categories of `language`, in CLDR's order."""
    order = ("zero", "one", "two", "few", "many", "other")
    used = {*_locale(language).plural_form.tags, "other"}
    return [form for form in order if form in used]


@cache
def _forms_in_use(language: str) -> list[str]:
    """Return the form of each number: for one that has its own, a word may do, as in "Once."."""
    return [*map(_locale(language).plural_form, range(1, _ENOUGH))]


def _duration(language: str, unit: str, n: float) -> str:
    """Write a duration in the long form, or where CLDR has it only once, in the short.

    Empty where Babel has neither.
    """
    from babel.units import format_unit

    measure = f"duration-{unit}"
    lengths: tuple[Literal["long", "short"], ...] = ("long", "short")
    texts = [
        format_unit(n, measure, length=length, format="0.##", locale=_locale(language))
        for length in lengths
    ]
    written = [text for text in texts if measure not in text]  # Babel's stand-in: the code
    return written[0].replace("\u00a0", " ") if written else ""


def _series(language: str, things: Sequence[str]) -> str:
    """Write `things` as a list; empty where one of them reads like a part of a list itself."""
    from babel.lists import format_list

    locale = _locale(_LISTED_AS.get(language, language))
    joint = format_list(["", ""], locale=locale)
    if any(mark in thing for thing in things for mark in (",", "，", "、", ";", joint)):
        return ""
    if language == "es" and _SOUNDS_LIKE_Y.match(things[-1]):
        return ""
    return format_list(things, locale=locale)


def bare(title: str) -> str:
    """Return `title` without the marks that would end a sentence."""
    return title.rstrip(" .!?…।。！？")
