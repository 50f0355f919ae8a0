"""The files of a page, as they lie beside this module: styles and scripts, of no other's making."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "assets"
"""Where they lie."""

_TYPES = {".css": "text/css", ".js": "text/javascript"}


def media_type(name: str) -> str:
    """Return what the file `name` is called on the web."""
    return _TYPES[Path(name).suffix]


@cache
def names() -> list[str]:
    """Name the files that a page may ask for."""
    return sorted(path.name for path in FOLDER.iterdir() if path.suffix in _TYPES)


@cache
def text(name: str) -> str:
    """Return what is in the file `name`."""
    return (FOLDER / name).read_text(encoding="utf-8")


@cache
def version(name: str) -> str:
    """Return what distinguishes this version of the file `name` from any other."""
    return hashlib.sha256(text(name).encode()).hexdigest()[:12]


def source_hash(code: str) -> str:
    """Return `code` as a Content-Security-Policy names it: as the one that may run."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
