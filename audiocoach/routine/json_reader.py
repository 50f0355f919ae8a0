"""A reader of JSON as people write it: with comments, and commas at the end.

The standard json module is quicker, and stops at the first thing it doesn't know; the
libraries for JSON with comments (json5, commentjson, hjson) know no places of values.
This one takes `//`, `/* */` and `#` comments and a comma after the last entry, knows
where each value stands, and raises a Misread with all that is needed to name the cure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from json import JSONDecodeError, JSONDecoder
from typing import NamedTuple, cast

from audiocoach.routine.faults import Location
from audiocoach.routine.json_values import ObjectMaker, number, whole_number

MOST_LEVELS = 50
"""Deepest nesting that is read; a routine file has 8."""

_BLANK = re.compile(r"(?:[\s\ufeff]+|//[^\n]*|#[^\n]*|/\*(?s:.*?)\*/)*")
_NUMBER = re.compile(r"(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_WORDS = re.compile(r"(?:true|false|null|NaN|-?Infinity)(?!\w)")
_TEXTS = JSONDecoder()
_VALUES = {
    "true": True,
    "false": False,
    "null": None,
    "NaN": float("nan"),
    "Infinity": float("inf"),
    "-Infinity": float("-inf"),
}


class JsonSyntaxError(Exception):
    """The text is no JSON, not even a tolerant reader's."""

    def __init__(self, expected: str, at: int, before: int = 0, opened: int | None = None) -> None:
        """Keep what was `expected` at offset `at`.

        `before` is where what stands before it ends; `opened` is the offset of the bracket
        that it is in.
        """
        super().__init__(expected)
        self.expected, self.at, self.before, self.opened = expected, at, before, opened


class TooDeepError(Exception):
    """The text is nested too deeply."""


@dataclass
class _ExpectedError:
    """Values whose places are wanted, as a tree of the keys that lead to them."""

    place: int | None = None
    below: dict[int | str, _ExpectedError] = field(default_factory=dict)


class Entry(NamedTuple):
    """An entry of an object, and where it stands in a text."""

    key: str
    """Its key."""
    column: int
    """Characters before its key in the line."""
    start: int
    """The offset of its value."""
    end: int
    """The offset behind its value."""


def entries(text: str, opened: int | None = None) -> list[Entry]:
    """Return the entries of the object that opens at an offset; without one, of the whole text.

    Raises Misread where it can't be read, or is no object.
    """
    return _Scan(text, ObjectMaker()).entries(opened)


def scan(text: str, make: ObjectMaker) -> object:
    """Return the value that `text` writes; raise Misread or TooDeepError where it can't be read."""
    return _Scan(text, make).whole(_ExpectedError())


def places(text: str, locations: Iterable[Location]) -> dict[Location, int]:
    """Return the offset of each of `locations`: of its key, or of its value in a list.

    Of one that isn't there, as what is missing, it is that of the innermost around it.
    """
    locations = list(locations)
    wanted = _ExpectedError()
    for location in locations:
        _descend(wanted, location)
    _Scan(text, ObjectMaker()).whole(wanted)
    return {location: _place(wanted, location) for location in locations}


def _descend(wanted: _ExpectedError, location: Location) -> None:
    for key in location:
        wanted = wanted.below.setdefault(key, _ExpectedError())


def _place(wanted: _ExpectedError, location: Location) -> int:
    place = wanted.place or 0
    for key in location:
        wanted = wanted.below[key]
        place = place if wanted.place is None else wanted.place
    return place


class _Scan:
    """One pass over a text. Its methods take an offset, and return one with what they read."""

    def __init__(self, text: str, make: ObjectMaker) -> None:
        self._text, self._make = text, make

    def whole(self, wanted: _ExpectedError) -> object:
        wanted.place = start = self._skip(0)
        value, end = self._value(start, 0, 0, None, wanted)
        after = self._skip(end)
        if after < len(self._text):
            raise JsonSyntaxError("end", after, end)
        return value

    def entries(self, opened: int | None) -> list[Entry]:
        opened = self._skip(0) if opened is None else opened
        if not self._text.startswith("{", opened):
            raise JsonSyntaxError("value", opened)
        found: list[Entry] = []
        at = self._skip(opened + 1)
        while not self._text.startswith("}", at):
            key, end = self._string(at)
            start = self._skip(self._skip(end) + 1)
            _, end = self._value(start, start, 0, opened, None)
            found.append(Entry(key, at - self._text.rfind("\n", 0, at) - 1, start, end))
            _, at = self._next("}", end, opened)
        return found

    def _value(
        self, at: int, before: int, depth: int, opened: int | None, wanted: _ExpectedError | None
    ) -> tuple[object, int]:
        sign = self._text[at : at + 1]
        if sign == '"':
            return self._string(at)
        if sign in ("{", "["):
            if depth == MOST_LEVELS:
                raise TooDeepError
            read = self._object if sign == "{" else self._list
            return read(at, depth + 1, wanted)
        return self._plain(at, before, opened)

    def _object(self, opened: int, depth: int, wanted: _ExpectedError | None) -> tuple[object, int]:
        pairs: list[tuple[str, object]] = []
        before, at = opened + 1, self._skip(opened + 1)
        while not self._text.startswith("}", at):
            if not self._text.startswith('"', at):
                raise JsonSyntaxError("key", at, before, opened)
            key, end = self._string(at)
            below = _mark(wanted, key, at)
            colon = self._skip(end)
            if not self._text.startswith(":", colon):
                raise JsonSyntaxError("colon", colon, end, opened)
            start = self._skip(colon + 1)
            value, end = self._value(start, colon + 1, depth, opened, below)
            pairs.append((key, value))
            before, at = self._next("}", end, opened)
        return self._make(pairs), at + 1

    def _list(self, opened: int, depth: int, wanted: _ExpectedError | None) -> tuple[object, int]:
        items: list[object] = []
        before, at = opened + 1, self._skip(opened + 1)
        while not self._text.startswith("]", at):
            below = _mark(wanted, len(items), at)
            value, end = self._value(at, before, depth, opened, below)
            items.append(value)
            before, at = self._next("]", end, opened)
        return items, at + 1

    def _next(self, closing: str, end: int, opened: int) -> tuple[int, int]:
        """Step over the comma behind an entry; there need be none before `closing`."""
        at = self._skip(end)
        if self._text.startswith(",", at):
            return at + 1, self._skip(at + 1)
        if not self._text.startswith(closing, at):
            raise JsonSyntaxError("comma", at, end, opened)
        return end, at

    def _string(self, at: int) -> tuple[str, int]:
        try:
            return cast("tuple[str, int]", _TEXTS.raw_decode(self._text, at))
        except JSONDecodeError as error:
            raise JsonSyntaxError("string", error.pos, at) from error

    def _plain(self, at: int, before: int, opened: int | None) -> tuple[object, int]:
        if word := _WORDS.match(self._text, at):
            return _VALUES[word[0]], word.end()
        written = _NUMBER.match(self._text, at)
        if written is None:
            raise JsonSyntaxError("value", at, before, opened)
        is_whole = written[2] is None and written[3] is None
        return (whole_number if is_whole else number)(written[0]), written.end()

    def _skip(self, at: int) -> int:
        """Step over space and comments."""
        blank = _BLANK.match(self._text, at)
        assert blank
        return blank.end()


def _mark(wanted: _ExpectedError | None, key: int | str, at: int) -> _ExpectedError | None:
    below = wanted.below.get(key) if wanted else None
    if below:
        below.place = at
    return below
