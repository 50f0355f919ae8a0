"""The values that JSON text is made into, with what a plain one would lose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from audiocoach.routine.faults import Fault, Location, LongFloat, LongInt

_MOST_DIGITS = 300  # Python refuses to make whole numbers of thousands of digits
_BEYOND = 1.7e308
_HALF = re.compile(r"[\ud800-\udfff]")
_IGNORED = "_"


class FlawedValue(dict[str, object]):
    """An object some of whose keys can't count; it holds the others."""

    repeated: list[str]
    """Keys that it has more than once; the last one counts."""
    halved: list[str]
    """Keys with half a character (a lone surrogate), which no text may hold."""


class ObjectMaker:
    """Makes objects of their pairs, without the keys that are the author's own (`_…`)."""

    def __init__(self) -> None:
        """Begin with nothing found."""
        self.met_flaws = False

    def __call__(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        """Return an object; a Flawed one where not all of its keys can count."""
        counted = [pair for pair in pairs if not pair[0].startswith(_IGNORED)]
        made = dict(counted)
        if len(made) == len(counted) and not _HALF.search("".join(made)):
            return made
        self.met_flaws = True
        return _flawed(counted)


def whole_number(text: str) -> int:
    """Return the whole number that `text` writes, however long it is."""
    if len(text) <= _MOST_DIGITS:
        return int(text)
    number = LongInt(-(10**_MOST_DIGITS) if text.startswith("-") else 10**_MOST_DIGITS)
    number.written = text
    return number


def number(text: str) -> float:
    """Return the number that `text` writes, however large it is."""
    value = float(text)
    if -_BEYOND < value < _BEYOND:
        return value
    long = LongFloat(_BEYOND if value > 0 else -_BEYOND)
    long.written = text
    return long


def key_faults(value: object, location: Location = ()) -> Iterator[Fault]:
    """Find the keys, at any depth, that can't count."""
    if isinstance(value, FlawedValue):
        for key in value.repeated:
            yield Fault((*location, key), "duplicate key; only one of them can count")
        for key in value.halved:
            text = "a key must not hold half a character (a lone surrogate)"
            yield Fault((*location, key), text)
    for step, item in _items(value):
        if isinstance(item, (dict, list)):
            yield from key_faults(item, (*location, step))


def _flawed(pairs: Iterable[tuple[str, object]]) -> FlawedValue:
    made, repeated, halved = FlawedValue(), [], []
    for key, value in pairs:
        if _HALF.search(key):
            halved.append(key)
            continue
        if key in made:
            repeated.append(key)
        made[key] = value
    made.repeated, made.halved = repeated, halved
    return made


def _items(value: object) -> Iterable[tuple[int | str, object]]:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()
