"""Which of our pages a file is: the sheet and the page with everything in it share their name.

Known by their heads, so that pages of earlier versions are known, too.
"""

from __future__ import annotations

from pathlib import Path

_HEAD_BYTES = 2048
_HEAD = b"<!DOCTYPE html>\n<html lang="
_STYLE = b"color-scheme: light dark; --paper:"
"""What the style of both begins with."""
_POLICY = b"media-src data: blob:"
"""What only the page with a sound in it has to allow."""


def is_sheet(path: Path) -> bool:
    """Return whether a sheet is at `path`."""
    return _STYLE in (head := _head(path)) and _POLICY not in head


def is_bundle(path: Path) -> bool:
    """Return whether a page with everything in it is at `path`."""
    return _STYLE in (head := _head(path)) and _POLICY in head


def _head(path: Path) -> bytes:
    """Return how the file begins; nothing where it isn't ours or can't be read."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError:
        return b""
    return head if head.startswith(_HEAD) else b""
