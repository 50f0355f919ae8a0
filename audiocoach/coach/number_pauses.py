"""Titles that end in a number, and the number that is said right after them.

"Next: Move 3." "3." "2." "1." is one count to the ear, and "Day 12. 3 exercises" one number. So
more silence stands between two sentences of which one ends in a number and the next begins with
one, and a title that is nothing but a number is named as an exercise.
"""

from __future__ import annotations

import re
from functools import cache

from audiocoach.coach.phrases import Phrases, bare
from audiocoach.coach.timeline import NUMBERS_APART_MS, PAUSE_MS, Pause

_ENDS = " .,;:!?…'’\"”»)।。！？、，"
"""What may stand after the last word."""
_NUMBER_AT_END = re.compile(r"(\d|(?<!\w)[IVX]+)\W*$")
"""Digits of any script, or a Roman number, which a voice reads as one."""
_IS_NUMBER = re.compile(r"\W*(\d+|[IVX]+)\W*")
_NUMBER_AT_START = re.compile(r"\W*\d")


def spoken_title(phrases: Phrases, title: str) -> str:
    """Return `title` as it is said: without its full stop, and named where it is but digits."""
    words = bare(title)
    return phrases.say("exercise_named", title=words) if _IS_NUMBER.fullmatch(words) else words


def ends_in_number(phrases: Phrases, text: str) -> bool:
    """Return whether the last word of `text` is a number, in digits or words."""
    *_, last = ["", *text.rstrip(_ENDS).split()]
    return bool(_NUMBER_AT_END.search(text)) or last.casefold() in phrases.number_words


def begins_with_number(phrases: Phrases, text: str) -> bool:
    """Return whether `text` begins with a number, in digits or words."""
    is_word = text.casefold().startswith(tuple(phrases.number_words))
    return bool(_NUMBER_AT_START.match(text)) or is_word


def pauses(phrases: Phrases) -> Pause:
    """Return how long the silence between two sentences is, in milliseconds."""

    @cache
    def ends(text: str) -> bool:
        return ends_in_number(phrases, text)

    def pause(before: str, after: str) -> int:
        is_apart = ends(before) and begins_with_number(phrases, after)
        return NUMBERS_APART_MS if is_apart else PAUSE_MS

    return pause
