"""Faults without the texts of a row: those are spoken, and never logged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from audiocoach.terminal import visible
from audiocoach.text import in_json

HIDDEN = "(not shown)"

_SPOKEN = re.compile(r"\btext (?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|['\"].*)")
"""A text as faults of voices quote it: it may have been made of several, and cut."""
_QUOTED = re.compile(r"'(?:[^'\\]|\\.)+'|\"(?:[^\"\\]|\\.)+\"")
_SHORTEST = 3
"""Letters of a text that is hidden also where it isn't quoted."""


def private(line: str, texts: Iterable[str]) -> str:
    """Return `line` without any of `texts`, and without any text that a voice was to say."""
    written = {form.strip() for each in texts for form in _forms(each)}
    secret = sorted(filter(None, written), key=len, reverse=True)
    line = _SPOKEN.sub(f"text {HIDDEN}", line)
    line = _QUOTED.sub(lambda found: HIDDEN if _is_of(found[0][1:-1], secret) else found[0], line)
    for each in secret:
        if len(each) >= _SHORTEST:
            line = re.sub(re.escape(each), HIDDEN, line, flags=re.IGNORECASE)
    return line


def _forms(text: str) -> Iterator[str]:
    """Yield `text` as it is, and in all ways in which faults write it."""
    yield text
    yield json.dumps(text)[1:-1]
    yield in_json(text)[1:-1]
    yield repr(text)[1:-1]
    yield visible(text)


def _is_of(quoted: str, secret: Iterable[str]) -> bool:
    """Whether `quoted`, maybe cut, is of a secret text, or has one in it."""
    seen = quoted.rstrip("….").casefold()
    return any(seen in each.casefold() or each.casefold() in seen for each in secret)
