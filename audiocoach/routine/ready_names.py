"""Which ready exercise is meant by a name that people write."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from audiocoach.routine.lookup import plainly
from audiocoach.routine.ready_aliases import ALIASES, OF_SEVERAL
from audiocoach.routine.ready_tree import ready_section

_ALIKE = 5
"""Letters from which on a word may have a slip of the fingers."""
_LONG_STEM = 9
"""Letters that two forms of a long word share: strengthener, strengthening."""
_LONG_END = 4
"""Letters that such forms end with at most: more are another word of a German compound."""
_ENDS = ("s", "es", "e", "n", "en", "x")
"""What a plural ends with, in English, German, Spanish and French."""


class Meant(NamedTuple):
    """A ready exercise, and how it was found."""

    id: str
    """Its id."""
    said: str
    """What is said of it: its id, or that it is only the nearest."""


def ready_meant(name: str) -> Meant | None:
    """Return the ready exercise that `name` means, by its name, another one, or a slip of one.

    A part of a name means none: a curl is no curl-up, and a row not the bent-over one.
    """
    plain = _plain(name)
    names = _names()
    if plain in OF_SEVERAL:
        return None
    singular = plain.removesuffix("s")
    for form in (plain, singular, plain.replace("-and-", "-")):
        if form in names:
            return Meant(names[form], names[form])
    likely = [each for each in names if _is_likely(plain, each)]
    if not likely or len({names[each] for each in likely}) > 1:
        return None
    means = names[likely[0]]
    is_plural = any(_are_plurals(plain, each) for each in likely)
    return Meant(means, means if is_plural else f"{means}, the nearest")


def perhaps_meant(name: str) -> tuple[str, ...]:
    """Return the ready exercises that an ambiguous name may mean; none for any other."""
    return OF_SEVERAL.get(_plain(name), ())


def _plain(name: str) -> str:
    """Return `name` in the form of an id: "Cat / Cow" as "Cat and cow" is written."""
    name = _BETWEEN.sub(" and ", name.replace("’", "'"))
    return plainly(_SIGNS.sub("", name)).replace("'", "")


_BETWEEN = re.compile(r"\s*[/&+]\s*")
_SIGNS = re.compile(r"[.!:*_]+$|^[*_]+")


def _is_likely(plain: str, name: str) -> bool:
    """Return whether two names are the same, word by word, but for plurals and one slip."""
    if abs(len(plain) - len(name)) > _MOST_LONGER or plain[:1] != name[:1]:
        return False
    one, other = plain.split("-"), name.split("-")
    pairs = [(a, b) for a, b in zip(one, other, strict=False) if a != b and not _is_plural(a, b)]
    return len(one) == len(other) and len(pairs) <= 1 and all(_is_slip(a, b) for a, b in pairs)


_MOST_LONGER = 8


def _are_plurals(plain: str, name: str) -> bool:
    pairs = zip(plain.split("-"), name.split("-"), strict=False)
    return all(a == b or _is_plural(a, b) for a, b in pairs)


def _is_plural(one: str, other: str) -> bool:
    """Return whether a word is the plural of the other."""
    short, long = sorted((one, other), key=len)
    return len(short) > len("the") and any(long == short + end for end in _ENDS)


def _is_slip(one: str, other: str) -> bool:
    """Return whether a word is another with a slip of the fingers, or another form of it."""
    is_turned = sorted(one) == sorted(other) and len(one) >= len("and")
    if one[:1] != other[:1] or (min(len(one), len(other)) < _ALIKE and not is_turned):
        return False
    shared = _shared(one, other)
    are_forms = shared >= _LONG_STEM and max(len(one), len(other)) - shared <= _LONG_END
    return are_forms or _differ_by_one(one, other)


def _differ_by_one(one: str, other: str) -> bool:
    """Return whether a letter is missing, wrong, or in the place of its neighbour."""
    start = _shared(one, other)
    end = _shared(one[start:][::-1], other[start:][::-1])
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    return max(len(left), len(right)) <= 1 or (left == right[::-1] and len(left) == len("ab"))


def _shared(one: str, other: str) -> int:
    """Return how many letters two words begin with that are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))


@cache
def _names() -> Mapping[str, str]:
    """Return ids by the plain form of every name: ids, titles in each language, other names."""
    exercises = ready_section("exercises")
    found = {id_: id_ for id_ in exercises}
    for id_, each in exercises.items():
        for texts in (each, *each["translations"].values()):
            found.setdefault(_plain(texts["title"]), id_)
    for id_, others in ALIASES.items():
        for other in others:
            found.setdefault(other, id_)
    return {name: id_ for name, id_ in found.items() if name not in OF_SEVERAL}
