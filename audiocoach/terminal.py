r"""Text made safe to show: no file, name or reply may steer the terminal it is printed on.

An escape sequence in a title or a file's name could clear the screen, rename the window
or fill the clipboard; a bidirectional override makes a name read as another one. Each such
character is shown as Python writes it: `\x1b`, `\u202e`.
"""

from __future__ import annotations

import re

_UNSAFE = (
    "\x00-\x1f\x7f-\x9f"  # C0 and C1: what a terminal obeys
    "\u2028\u2029"  # line and paragraph separators
    "\u202a-\u202e\u2066-\u206f"  # what reorders the text around it
    "\ud800-\udfff"  # halves of characters, which no encoding has
)
_IN_A_LINE = re.compile(f"[{_UNSAFE}]")
_IN_LINES = re.compile(f"(?!\n)[{_UNSAFE}]")
_LOGIN = re.compile(r"(?<=://)[^\s/?#]*@")
_RAW_BYTES = range(0xDC80, 0xDD00)
"""Surrogates that stand for bytes of a file's name which are no text (PEP 383)."""
_BYTE = 0x100


def visible(text: str) -> str:
    """Return `text` as one line that no terminal obeys."""
    return _IN_A_LINE.sub(_escaped, text)


def visible_lines(text: str) -> str:
    """Return `text` with its line ends, and otherwise as `visible` does."""
    return _IN_LINES.sub(_escaped, text)


def visible_json(text: str) -> str:
    r"""Return JSON text that holds the same values and has no unsafe character in it.

    JSON must escape C0 only; `\u009b` in a string means the very character.
    """
    return _IN_LINES.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def without_login(text: str) -> str:
    """Return `text` without the user and password of each URL in it."""
    return _LOGIN.sub("", text)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code in _RAW_BYTES:
        code -= 0xDC00
    return {"\t": r"\t", "\n": r"\n", "\r": r"\r"}.get(found[0]) or (
        f"\\x{code:02x}" if code < _BYTE else f"\\u{code:04x}"
    )
