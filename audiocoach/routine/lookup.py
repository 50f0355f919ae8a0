"""Which routine or exercise is meant by a name as people type it.

By its id, or by its title; in any case, and with spaces or underscores for hyphens.
Other than a suggestion (`text.py`) this is acted on: so nothing is guessed, and a name
that fits several is refused. Apart from the model, which takes long to load.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from itertools import islice

from audiocoach.errors import UnknownNameError

_MOST_SHOWN = 50
_GAP = re.compile(r"[\s_\-‐‑–—]+")


def find(typed: str, kinds: Sequence[Collection[tuple[str, str]]]) -> tuple[int, str] | None:
    """Find `typed` in `kinds`, each of them ids with titles: the number of the kind, and the id.

    An id goes before a title, as written before any other way of writing it, and an
    earlier kind before a later one. None if nothing fits; UnknownNameError, which lists
    them, if several do.
    """
    plain = plainly(typed)
    fits: tuple[Callable[[str, str], bool], ...] = (
        lambda name, _: name == typed,
        lambda name, _: plainly(name) == plain,
        lambda _, title: plainly(title) == plain,
    )
    for fit in fits if plain else ():
        for number, names in enumerate(kinds):
            found = list(dict.fromkeys(name for name, title in names if fit(name, title)))
            if len(found) > 1:
                raise UnknownNameError(_ambiguous(typed, found), asked=typed)
            if found:
                return number, found[0]
    return None


def unknown(
    typed: str, *kinds: tuple[str, Collection[str]], further: Collection[str] = ()
) -> UnknownNameError:
    """Say that none of `kinds`, each a noun with the names there are, is called `typed`.

    With the nearest name, or one of `further` that is as near, else with those of the first kind.
    """
    from audiocoach.routine.faults import shown
    from audiocoach.text import nearest

    noun, first = kinds[0]
    near = nearest(typed, [name for _, names in kinds for name in names])
    near = near or nearest(typed, further)
    what = " or ".join(noun for noun, _ in kinds)
    there = f', did you mean "{near}"?' if near else f"; {noun}s are: {listed(list(first))}"
    line = f"no {what} is called {shown(typed)}{there}"
    return UnknownNameError(line, asked=typed, nearest=near)


def plainly(name: str) -> str:
    """Return `name` without what may differ where it is typed: case, and what parts its words."""
    text = unicodedata.normalize("NFC", name).casefold()
    return _GAP.sub("-", unicodedata.normalize("NFC", text).strip())


def _ambiguous(typed: str, names: Sequence[str]) -> str:
    from audiocoach.routine.faults import shown

    return f"{shown(typed)} could be {listed(names)}: use one of these names"


def listed(names: Sequence[str]) -> str:
    """Write `names` in a line, some of them where they are many."""
    return ", ".join([*islice(names, _MOST_SHOWN), *(["…"] if len(names) > _MOST_SHOWN else [])])
