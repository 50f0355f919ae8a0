"""The name of the file that holds one recorded line.

A line is known by its code, which follows from its text and language and nothing
else: a routine may be edited without any other line's recording being renamed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from audiocoach.voice.clip_cache import slug

_LETTERS, _DIGITS = "abcdefghjkmnpqrstuvwxyz", "23456789"
"""What codes are made of: nothing that looks like something else."""
_PAIRS = 5
"""A letter and a digit each: (23 x 8)^5 codes, so that of 1,000 lines two share one
once in 400,000 times. No word, date or take number looks so."""
_CODE = re.compile(rf"(?<![a-z0-9])((?:[{_LETTERS}][{_DIGITS}]){{{_PAIRS}}})(?![a-z0-9])")


@lru_cache(maxsize=4096)
def code(text: str, language: str) -> str:
    """Return the code of `text`, such as `k7m2x5q3z8`.

    How a text is spaced and whether its accents are signs of their own change
    nothing; of the language's tag only the first part counts.
    """
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    spoken = language.partition("-")[0].lower()
    number = int.from_bytes(hashlib.sha256(f"{spoken}\n{plain}".encode()).digest(), "big")
    parts = []
    for _ in range(_PAIRS):
        number, letter = divmod(number, len(_LETTERS))
        number, digit = divmod(number, len(_DIGITS))
        parts.append(_LETTERS[letter] + _DIGITS[digit])
    return "".join(parts)


def codes_in(name: str) -> list[str]:
    """Find the codes in a file's name, wherever they stand in it."""
    return _CODE.findall(name.lower())


def file_name(text: str, language: str, number: int | None = None) -> str:
    """Return a name for the recording of `text`: `007-hold-k7m2x5q3z8.wav`."""
    counted = "" if number is None else f"{number:03}-"
    return f"{counted}{slug(text)}-{code(text, language)}.wav"
