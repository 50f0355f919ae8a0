"""What to say of a name that isn't there: the nearest one that is.

A suggestion that makes no sense is worse than none. So a name counts as meant where
it is what was typed but for its signs or case, begins with it, is a slip or two of the
fingers away, has it as one of its words, or else much alike (`secs` for `seconds`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from itertools import islice

_LONGEST_WORD = 100
_MOST_NAMES = 500  # comparing is slow: a strange file must not make it take minutes
_LEAST_PART = 3
"""Letters from which on a part of a name says which."""
_LETTERS_A_SLIP = 4
"""Letters of a word for each slip allowed in it: with fewer, any short word would do."""
_ALIKE = 0.7
"""How much alike: difflib's usual 0.6 takes `play` for `plank`."""


def nearest(word: str, names: Iterable[str]) -> str | None:
    """Give the name that `word` was probably meant to be, or None."""
    typed = _plain(word)
    if not typed or len(word) > _LONGEST_WORD:
        return None
    there = {name: _plain(name) for name in islice(names, _MOST_NAMES)}
    for near in (_same, _begun, _slipped, _within, _alike):
        found = near(typed, list(there.values()))
        if found is not None:
            return next(name for name, plain in there.items() if plain == found)
    return None


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """Give `, did you mean "wall-sit"?`, or nothing where no name is near."""
    name = nearest(word, names)
    return f', did you mean "{name}"?' if name else ""


def _plain(name: str) -> str:
    """Give the words of `name` in small letters, with single hyphens between."""
    return re.sub(r"[\W_]+", "-", name.lower()).strip("-")


def _same(typed: str, names: Sequence[str]) -> str | None:
    joined = typed.replace("-", "")
    return next((name for name in names if name.replace("-", "") == joined), None)


def _slipped(typed: str, names: Sequence[str]) -> str | None:
    most = max(1, len(typed) // _LETTERS_A_SLIP)
    near = [name for name in names if abs(len(name) - len(typed)) <= most]
    slips = {name: _slips(typed, name) for name in near}
    found = min(near, key=slips.__getitem__, default=None)
    # In a word of two letters one slip leaves nothing to go by.
    if found is None or len(typed) < _LEAST_PART or slips[found] > most:
        return None
    return found


def _begun(typed: str, names: Sequence[str]) -> str | None:
    """Find the shortest name that begins with `typed`."""
    begun = [name for name in names if name.startswith(typed)]
    return min(begun, key=len, default=None) if len(typed) >= _LEAST_PART else None


def _within(typed: str, names: Sequence[str]) -> str | None:
    """Find a name with `typed` as some of its words, or as whose words it has."""
    if len(typed) < _LEAST_PART:
        return None
    return next((name for name in names if _holds(name, typed) or _holds(typed, name)), None)


def _holds(name: str, part: str) -> bool:
    return len(part) >= _LEAST_PART and f"-{part}-" in f"-{name}-"


def _alike(typed: str, names: Sequence[str]) -> str | None:
    return next(iter(get_close_matches(typed, names, n=1, cutoff=_ALIKE)), None)


def _slips(one: str, other: str) -> int:
    """Count the letters left out, put in, mistaken or swapped between two words.

    That is the optimal string alignment distance.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, mine in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, theirs in enumerate(other, 1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (mine != theirs))
            if i > 1 < j and mine == other[j - 2] and theirs == one[i - 2]:
                least = min(least, last[j - 2] + 1)
            row.append(least)
    return row[-1]
