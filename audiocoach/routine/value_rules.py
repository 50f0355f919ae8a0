"""Rules that a single value of a routine file has to keep; the fault names the rule."""

from __future__ import annotations

import re
import unicodedata

from pydantic_core import PydanticCustomError

from audiocoach.langtags import exists, is_tag, likely

PICTURE_ENDINGS = (".svg", ".png", ".jpg", ".jpeg")
"""What the name of a picture's file ends with."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_VOICE = re.compile(r"[A-Za-z0-9][\w.-]*(:\S.*)?")
# Patterns, as a look at each character by itself takes a second for a megabyte.
_LINE_BREAKERS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")  # categories Cc, Zl, Zp
_REORDERING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")  # LRE to PDI of Unicode's UAX 9
_NOT_IN_LINES = re.compile(r"\r\n|\n|\t")
_MOST_ID_BYTES = 200  # ids become file names, which end at 255 bytes on most systems


def broken(rule: str) -> PydanticCustomError:
    """Make the fault that breaks `rule`."""
    return PydanticCustomError("rule", rule)


def exact_to_the_millisecond(seconds: float) -> float:
    """Hold seconds to 3 decimals."""
    if round(seconds, 3) != seconds:
        raise broken("must have at most 3 decimals")
    return seconds


def speakable(text: str) -> str:
    """Hold a text to what a voice can say."""
    if text and not any(character.isalnum() for character in text):
        raise broken("must hold at least one letter or digit")
    return text


def speakable_or_empty(form: str) -> str:
    """See that `form` can be spoken, or is empty: then its word is left out."""
    return speakable(form) if form else form


def one_line(text: str) -> str:
    """Hold a text to one line that reads as it is written."""
    if _LINE_BREAKERS.search(text):
        raise broken("must not hold line breaks or control characters")
    if _REORDERING.search(text):
        raise broken("must not hold characters that reorder the text around them")
    return text


def some_lines(text: str) -> str:
    """Hold a text to plain lines."""
    one_line(_NOT_IN_LINES.sub(" ", text))
    return text


def spoken_line(text: str) -> str:
    """Hold a text to one line that a voice can say."""
    return one_line(speakable(text))


def spoken_lines(text: str) -> str:
    """Hold a text to plain lines that a voice can say."""
    return some_lines(speakable(text))


def fit_id(text: str) -> str:
    """Hold an id to what a command line and a file name can carry on every system."""
    signs = {"L" if character in "-_" else unicodedata.category(character)[0] for character in text}
    if not signs <= {"L", "M", "N"} or not text[:1].isalnum():
        raise broken("an id holds letters, digits, - and _, and begins with a letter or digit")
    if len(text.encode()) > _MOST_ID_BYTES or not unicodedata.is_normalized("NFC", text):
        raise broken("an id is at most 200 bytes long, in Unicode's composed form (NFC)")
    return text


def language(text: str) -> str:
    """Hold a language to the form of a tag, and to a language that there is."""
    if not is_tag(text):
        raise broken('must be a language tag such as "en" or "pt-BR"')
    if not exists(text):
        meant = likely(text)
        hint = f" (did you mean {meant}?)" if meant else ""
        raise broken(f'must begin with the code of a language{hint}, as in "en" or "pt-BR"')
    return text


def voice(text: str) -> str:
    """Hold a voice to its form; whether it is there is seen when it is used."""
    if not _VOICE.fullmatch(text):
        raise broken('must be a voice: NAME or NAME:VARIANT, such as "builtin:f3"')
    return text


def picture(name: str) -> str:
    """Hold a picture to a file beside the routine file, or below, or the id of an exercise."""
    if not name.lower().endswith(PICTURE_ENDINGS):
        if _ID.fullmatch(name):
            return name
        raise broken("must end with .svg, .png, .jpg or .jpeg, or be the id of a ready exercise")
    parts = name.split("/")
    if "\\" in name or ":" in name or not all(parts) or {".", ".."} & {*parts}:
        raise broken('must be a path below the routine file\'s folder, such as "pictures/up.svg"')
    return name


def written_out(value: object) -> object:
    """Refuse a null."""
    if value is None:  # a null would look as if it took a value away
        raise broken("must have a value, or be left out")
    return value
