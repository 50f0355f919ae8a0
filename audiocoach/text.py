"""Text in messages and names: quoted, counted, put in place of what was mistyped.

A suggestion that makes no sense is worse than none. So a name counts as meant where
it is what was typed but for its signs or case, begins with it, is a slip or two of the
fingers away, has it as one of its words, or else much alike (`secs` for `seconds`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from heapq import nlargest

_QUOTED = 60
"""Characters of a text that a message quotes."""
_KILOBYTES_BELOW = 50_000
_MEGABYTE, _GIGABYTE = 10**6, 10**9
_LONGEST_WORD = 100
_LONGEST_ALIKE = 30
"""Letters up to which difflib compares: longer words are no abbreviations, and its time
grows with the square of their length."""
_MOST_COMPARED = 20
"""Names that are compared letter by letter, which is slow: those that share most letters."""
_MOST_SLIPS = 5
_LEAST_PART = 3
"""Letters from which on a part of a name says which."""
_LETTERS_A_SLIP = 4
"""Letters of a word for each slip allowed in it: with fewer, any short word would do."""
_LONG = 8
"""Letters from which on a word is known by the others, though its first one is wrong."""
_ALIKE, _MUCH_ALIKE = 0.7, 0.8
"""How much alike: difflib's usual 0.6 takes `play` for `plank`; below the second only a word
that is shortened counts, for 0.73 takes `break` for `breath`."""


def quoted(text: str) -> str:
    """Quote `text` on one line, cut where it gets long."""
    return repr(text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…")


def in_json(value: object) -> str:
    """Write `value` as the routine file has it: `"Hold"`, letters of any script as they are."""
    import json  # it takes the program's help half a millisecond

    return json.dumps(value, ensure_ascii=False)


def count(number: int, noun: str) -> str:
    """Return `number` with its noun: `1 line`, `2 lines`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def megabytes(size: int) -> str:
    """Write a size in bytes for people."""
    return f"{size / _MEGABYTE:.1f} MB" if size >= _KILOBYTES_BELOW else f"{size / 1000:.1f} kB"


def size_text(size: int) -> str:
    """Write a size in bytes for people, also one of many gigabytes."""
    return megabytes(size) if size < _GIGABYTE else f"{size / _GIGABYTE:.1f} GB"


def hyphenated(text: str) -> str:
    """Write `text` in small ASCII letters and digits, each run of anything else as a hyphen."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)


_Near = Callable[[str, Sequence[str]], "str | None"]
"""Finds among names the one that is near to what was typed, in one way."""


def nearest(word: str, names: Iterable[str]) -> str | None:
    """Return the name that `word` was probably meant to be, or None."""
    return _nearest(word, names, (_same, _begun, _slipped, _within, _alike))


def misspelt(word: str, names: Iterable[str]) -> str | None:
    """Return the name that `word` is but for a slip of the fingers, or None."""
    return _nearest(word, names, (_same, _slipped))


def _nearest(word: str, names: Iterable[str], ways: Iterable[_Near]) -> str | None:
    typed = _plain(word)
    if not typed or len(word) > _LONGEST_WORD:
        return None
    there: dict[str, str] = {}
    for name in names:
        if len(name) <= _LONGEST_WORD:  # a strange file may have ids of megabytes
            there.setdefault(_plain(name), name)
    compared = list(there)
    for near in ways:
        found = near(typed, compared)
        if found is not None:
            return there[found]
    return None


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """Return `, did you mean "wall-sit"?`, or nothing where no name is near."""
    name = nearest(word, names)
    return f', did you mean "{name}"?' if name else ""


def _plain(name: str) -> str:
    """Return the words of `name` in small letters, with single hyphens between."""
    return re.sub(r"[\W_]+", "-", name.lower()).strip("-")


def _same(typed: str, names: Sequence[str]) -> str | None:
    joined = typed.replace("-", "")
    return next((name for name in names if name.replace("-", "") == joined), None)


def _slipped(typed: str, names: Sequence[str]) -> str | None:
    most = min(_MOST_SLIPS, max(1, len(typed) // _LETTERS_A_SLIP))
    fit = [each for each in names if abs(len(each) - len(typed)) <= most and _begins(typed, each)]
    near = _likest(typed, fit)
    slips = {name: _slips(typed, name, most) for name in near}
    found = min(near, key=slips.__getitem__, default=None)
    # In a word of two letters one slip leaves nothing to go by.
    if found is None or len(typed) < _LEAST_PART or slips[found] > most:
        return None
    return found


def _begins(typed: str, name: str) -> bool:
    """Return whether both begin alike: of short words the first letter is seldom the wrong one."""
    # Where a letter is left out, put in or swapped, the second one is the other's first.
    ends = typed[:1] == name[:1] or typed[:1] == name[1:2] or typed[1:2] == name[:1]
    return ends or len(typed) >= _LONG


def _likest(typed: str, names: Sequence[str]) -> list[str]:
    """Return the few names that share most letters with `typed`, in any order, likest first."""
    letters = Counter(typed)

    def shared(name: str) -> float:
        return (letters & Counter(name)).total() / (len(typed) + len(name))

    return nlargest(_MOST_COMPARED, names, key=shared)


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
    if len(typed) > _LONGEST_ALIKE:
        return None
    from difflib import SequenceMatcher, get_close_matches  # loaded where a name isn't found

    short = [name for name in names if len(name) <= _LONGEST_ALIKE and name[:1] == typed[:1]]
    for name in get_close_matches(typed, _likest(typed, short), cutoff=_ALIKE):
        if _shortens(typed, name) or SequenceMatcher(None, name, typed).ratio() >= _MUCH_ALIKE:
            return name
    return None


def _shortens(typed: str, name: str) -> bool:
    """Return whether `typed` is `name` with letters left out."""
    letters = iter(name)
    return all(letter in letters for letter in typed)


def _slips(one: str, other: str, most: int) -> int:
    """Count the letters left out, put in, mistaken or swapped between two words.

    That is the optimal string alignment distance. Where it is above `most`, the result
    is any number above it: only cells within `most` of the diagonal are looked at.
    """
    far = most + 1
    before: list[int] = []
    row = [min(j, far) for j in range(len(other) + 1)]
    for i, mine in enumerate(one, 1):
        before, last, row = row, before, [min(i, far)] + [far] * len(other)
        for j in range(max(1, i - most), min(len(other), i + most) + 1):
            theirs = other[j - 1]
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (mine != theirs))
            if i > 1 < j and mine == other[j - 2] and theirs == one[i - 2]:
                least = min(least, last[j - 2] + 1)
            row[j] = least
    return row[-1]
