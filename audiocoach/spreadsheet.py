"""Cells of a table that a spreadsheet program takes for text.

A cell that begins with `=`, `+`, `-`, `@`, a tab or a line end is a formula to them, and a
formula can call programs or send the table away. A single quote before it makes it text, as
OWASP advises ("CSV Injection"). That can be undone: `written` returns what stood there.
"""

from __future__ import annotations

import re

_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""With quotes of its own before it, so that no two texts become one; and with the wide
forms of the signs, which Excel takes for the others in East Asia."""


def cell(text: str) -> str:
    """Return `text` as a cell that no spreadsheet reckons with."""
    return f"'{text}" if _FORMULA.match(text) else text


def written(text: str) -> str:
    """Return the text that `cell` made `text` of."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
