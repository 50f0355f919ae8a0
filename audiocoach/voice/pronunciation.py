"""Words that are spoken otherwise than they are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cached_property

_WITHOUT_SPACES = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f"
    "\U00020000-\U0003ffff]"
)
"""Scripts that put no space between words (Unicode blocks): Thai, Lao, Tibetan, Burmese,
Khmer, kana and Han. There a word may stand anywhere."""


class Pronunciation:
    """Spoken forms by words; puts them into texts that are about to be spoken."""

    def __init__(self, say_as: Mapping[str, str]) -> None:
        """Take spoken forms by the words as written; case doesn't matter."""
        self._forms = {_composed(word): spoken for word, spoken in say_as.items()}

    def __call__(self, text: str) -> str:
        """Return `text` as it is to be spoken: whole words replaced, the longest first.

        What was put in is not looked at again.
        """
        if not self._forms:
            return text
        text = _composed(text)
        pieces, at = [], 0
        while found := self._next(text, at):
            start, end, spoken = found
            pieces += [text[at:start], spoken]
            at = end
        return "".join([*pieces, text[at:]])

    def _next(self, text: str, at: int) -> tuple[int, int, str] | None:
        """Find the next word to replace: its start, its end, and its spoken form."""
        while found := self._any.search(text, at):
            at = found.start()
            for pattern, spoken in self._each:
                word = pattern.match(text, at)
                if word and _is_whole(text, at, word.end()):
                    return at, word.end(), spoken
            at += 1
        return None

    @cached_property
    def _longest_first(self) -> list[str]:
        return sorted(self._forms, key=len, reverse=True)

    @cached_property
    def _any(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self._longest_first)), re.IGNORECASE)

    @cached_property
    def _each(self) -> list[tuple[re.Pattern[str], str]]:
        return [
            (re.compile(re.escape(word), re.IGNORECASE), self._forms[word])
            for word in self._longest_first
        ]


def _composed(text: str) -> str:
    """Write letters with their accents as one sign, however they were typed."""
    return unicodedata.normalize("NFC", text)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no letter, digit or accent at either end goes on with the word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if after and unicodedata.category(after)[0] == "M":
        return False
    return not (_joins(before) and _joins(text[start])) and not (
        _joins(text[end - 1]) and _joins(after)
    )


def _joins(character: str) -> bool:
    """Whether `character` makes one word with others like it beside it."""
    if not character or _WITHOUT_SPACES.match(character):
        return False
    return character.isalnum() or character == "_" or unicodedata.category(character)[0] == "M"
