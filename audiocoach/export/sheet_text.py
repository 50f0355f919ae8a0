"""The sheet as plain text, for a mail or a printer without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import east_asian_width

from audiocoach.export.sheet import Sheet
from audiocoach.export.sheet_rounds import Rounds
from audiocoach.export.sheet_row import Part, Row
from audiocoach.export.sheet_work import NO_BREAK
from audiocoach.units import clock

_WIDTH = 78
"""Columns of the page; Chinese and Japanese signs take two."""

_INDENT = "   "

_LEAST_BLANK = 20
"""Columns for a date in anyone's hand; the rest of the line is for the name."""


def text(page: Sheet) -> str:
    """Write `page` as plain text; it has no pictures."""
    head = [" · ".join(page.facts), page.intro, *(_line(page, row) for row in page.things)]
    lines = [*_wrapped([f"{page.title}  {clock(page.length_ms)}"]), "=" * _WIDTH]
    lines += ["", _blanks(page), "", *_wrapped([*head, page.safety])]
    before: tuple[Rounds, ...] = ()
    for number, entry in enumerate(page.entries, 1):
        for depth, one in enumerate(entry.rounds):
            if entry.rounds[: depth + 1] != before[: depth + 1]:
                title = page.labelled.format(label=one.title, text="").rstrip()
                rows = _wrapped([_line(page, row) for row in one.rows], _INDENT * (depth + 1))
                lines += ["", *_wrapped([title], _INDENT * depth), *rows]
        before, indent = entry.rounds, _INDENT * len(entry.rounds)
        title = f"{number}. {entry.title}  ({clock(entry.start_ms)})"
        lines += ["", *_wrapped([title], indent)]
        facts = [_line(page, row) for row in entry.rows]
        lines += _wrapped([entry.dose, *facts, entry.text, entry.cue], indent + _INDENT)
    return "\n".join([*lines, ""])


def _line(page: Sheet, row: Row) -> str:
    values = " · ".join(map(_value, row.parts))
    return page.labelled.format(label=row.label, text=values)


def _value(part: Part) -> str:
    return f"{part.text} ({part.breath})" if part.breath else part.text


def _blanks(page: Sheet) -> str:
    """Return a line to write name and date on."""
    name, date = (page.labelled.format(label=label, text="").rstrip() for label in page.blanks)
    date = f"{date} {'_' * _LEAST_BLANK}"
    return f"{name} {'_' * (_WIDTH - _columns(name) - _columns(date) - 3)}  {date}"


def _wrapped(texts: Iterable[str], indent: str = "") -> list[str]:
    width = _WIDTH - len(indent)
    return [indent + line for each in texts for line in _broken(each, width)]


_UNSPACED = "\u2e80-\u312f\u3190-\ua4cf\uf900-\ufaff\uff00-\uff9f\U00020000-\U0003ffff"
"""Signs of scripts that have no spaces between words: Chinese and Japanese."""

_PIECES = re.compile(rf" *(?:[{_UNSPACED}][、。，：！？）」』ー]*|[^{_UNSPACED}]+)")
"""Where a line may be broken: between words, and after any sign of a script without spaces,
but not before a sign that ends something there."""


def _broken(text: str, width: int) -> list[str]:
    """Break `text` into lines of at most `width` columns."""
    lines = [""]
    for piece in _pieces(text, width):
        if lines[-1] and _columns(lines[-1] + piece) > width:
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    return [line.rstrip().replace(NO_BREAK, " ") for line in lines if line]


def _pieces(text: str, width: int) -> Iterable[str]:
    """Return what no line is broken within; what is wider than a line is cut."""
    for piece in re.findall(_PIECES, text):
        for word in re.findall(r" *[^ ]+| +$", piece):
            most = width // 2 if _columns(word) > width else len(word)
            yield from (word[at : at + most] for at in range(0, len(word), most))


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(sign) in {"W", "F"} else 1 for sign in text)
