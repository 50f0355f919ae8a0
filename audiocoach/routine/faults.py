"""Faults of a routine file: where, which rule, which value, in one printable line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

Location = tuple[int | str, ...]
"""Keys and list positions from the top of the file to a value."""

_WIDTH = 60
_PLAIN_KEY = re.compile(r"[^\W][\w-]{0,99}|\$schema")
_ENCODER = json.JSONEncoder(ensure_ascii=False, default=str)


@dataclass(frozen=True)
class Fault:
    """One fault of a routine file."""

    location: Location
    """Where it is; the top of the file is the empty one."""
    words: str | Callable[[], str]
    """The rule and the value; or what words them, for hints take time and few are shown."""
    offset: int | None = None
    """Characters before its place, where no location leads to it."""

    @property
    def text(self) -> str:
        """The rule and the value."""
        return self.words if isinstance(self.words, str) else self.words()


class LongInt(int):
    """A whole number too long to work with, kept as it was written.

    Its value is cut down to one that is still out of every range.
    """

    written: str


class LongFloat(float):
    """A number beyond the range of floats, kept as it was written."""

    written: str


def printable(text: str) -> str:
    """Escape whatever would break a line or upset a terminal."""
    return "".join(
        character if character.isprintable() else _escaped(ord(character)) for character in text
    )


def shown(value: object) -> str:
    """Return `value` as JSON would write it, printable, cut to about 60 characters."""
    if isinstance(value, (LongInt, LongFloat)):
        return _cut(value.written)
    if isinstance(value, str):
        value = value[: _WIDTH + 1]  # a megabyte of text need not be quoted to be cut
    return _cut(printable(_beginning(value)))


def _beginning(value: object) -> str:
    """Write as much of `value` as is shown: it may be the whole file."""
    text = ""
    for piece in _ENCODER.iterencode(value):
        text += piece
        if len(text) > _WIDTH:
            break
    return text


def path_text(location: Location) -> str:
    """Write a location as people do: `exercises.wall-sit.phases[0].seconds`."""
    return "".join(_path_part(part) for part in location).removeprefix(".")


def _path_part(part: int | str) -> str:
    if isinstance(part, int):
        return f"[{part}]"
    return f".{part}" if _PLAIN_KEY.fullmatch(part) and part.isprintable() else f"[{shown(part)}]"


def _escaped(code: int) -> str:
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004


def _cut(text: str) -> str:
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
