"""The folder of what can be made again: what is in it, and how it is made smaller.

Clips, refusals and gains lie below each voice and language, encoded sounds in `frames`, composed
sessions in `sessions`, files that `serve` made in `served`. Any number of processes share the
folder, also while it is made smaller: a session that misses a file makes it again. Only files
with names of our making are counted or removed, for the folder may be anybody's.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiocoach.errors import OutputError
from audiocoach.storage import clear_leftovers

_SHELVES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("frames", re.compile(r"frames/[0-9a-f]{2}/[0-9a-f]{32}\.frames")),
    ("sessions", re.compile(r"sessions/[0-9a-f]{2}/[0-9a-f]{30}")),
    ("served", re.compile(r"served/[0-9a-f]{32}/[a-z]+\.[0-9a-f]{32}\.[0-9a-f]{32}\.[a-z0-9]+")),
    ("gains", re.compile(r"[^/]+/[^/]+/[0-9a-f]{20}\.level")),
    ("clips", re.compile(r"[^/]+/[^/]+/[a-z0-9-]+-[0-9a-f]{20}\.(wav|refused)")),
)
"""Kinds of what is kept, with the paths of their files."""

KINDS = tuple(kind for kind, _ in _SHELVES)

_DEPTH = 3
"""Folders and file of a path: deeper nothing is ours."""


@dataclass(frozen=True)
class Kept:
    """One file of the store."""

    path: Path
    """The file."""
    kind: str
    """What it is, one of `KINDS`."""
    size_bytes: int
    """Its size in bytes."""
    used: float
    """When it was last read or written, in seconds since 1970, as far as the system says."""


def kept(folder: Path) -> list[Kept]:
    """List what is kept in `folder`; nothing where there is none. Raises OutputError."""
    try:
        return list(_kept(folder, ""))
    except FileNotFoundError:
        return []
    except OSError as fault:
        raise OutputError(f"{folder}: can't be read: {fault.strerror or fault}") from fault


def _kept(folder: Path, before: str) -> Iterator[Kept]:
    with os.scandir(folder) as entries:
        found = list(entries)
    for entry in found:
        name = f"{before}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if name.count("/") < _DEPTH - 1:
                with suppress(OSError):
                    yield from _kept(Path(entry.path), f"{name}/")
        elif kind := next((kind for kind, names in _SHELVES if names.fullmatch(name)), None):
            with suppress(FileNotFoundError):  # another process has removed it
                status = entry.stat(follow_symlinks=False)
                used = max(status.st_atime, status.st_mtime)
                yield Kept(Path(entry.path), kind, status.st_size, used)


def trim(folder: Path, most_bytes: int) -> list[Kept]:
    """Remove what was not used for longest until `most_bytes` are left; return what went.

    A gain stays: without it a voice could sound louder than in its other sessions. What killed
    processes left goes too. Raises OutputError where something can't be removed.
    """
    there = kept(folder)
    size = sum(each.size_bytes for each in there)
    going = []
    for each in sorted(there, key=lambda each: each.used):
        if size <= most_bytes:
            break
        if each.kind != "gains":
            size -= each.size_bytes
            going.append(each)
    return _removed(folder, going)


def clear(folder: Path) -> list[Kept]:
    """Remove all that is kept, and what killed processes left; return what went.

    Raises OutputError where something can't be removed.
    """
    return _removed(folder, kept(folder))


def _removed(folder: Path, going: Iterable[Kept]) -> list[Kept]:
    gone = []
    for each in going:
        try:
            each.path.unlink(missing_ok=True)
        except OSError as fault:
            raise OutputError(f"{each.path}: can't be removed: {fault.strerror}") from fault
        gone.append(each)
    for below in _folders(folder):
        clear_leftovers(below)
        if below != folder:
            with suppress(OSError):  # it holds something
                below.rmdir()
    return gone


def _folders(folder: Path, depth: int = 0) -> Iterator[Path]:
    """Return the folders of the store, the deepest first."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in list(entries):
            if depth < _DEPTH - 1 and entry.is_dir(follow_symlinks=False):
                yield from _folders(Path(entry.path), depth + 1)
    yield folder


def as_json(folder: Path, gone: Iterable[Kept] = ()) -> dict[str, Any]:
    """Return what is kept in `folder`, and what has `gone`, as JSON values."""
    there = kept(folder)
    kinds = {kind: facts(each for each in there if each.kind == kind) for kind in KINDS}
    return {"folder": str(folder), **facts(there), "removed": facts(gone), **kinds}


def facts(files: Iterable[Kept]) -> dict[str, int]:
    """Return how many files there are, and their bytes together."""
    sizes = [each.size_bytes for each in files]
    return {"files": len(sizes), "size_bytes": sum(sizes)}
