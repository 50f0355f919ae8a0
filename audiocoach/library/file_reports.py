"""What is said of files that are written, or would be: a line, or an object for programs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audiocoach.export import ExportedFile, Item


@dataclass(frozen=True)
class Report:
    """What is to be said of one file."""

    line: str
    """For people."""
    facts: dict[str, object]
    """For programs: JSON values; keys that don't apply are absent."""
    path: Path
    """The file, or what stands in for it."""
    is_written: bool = False
    """Whether it was written now."""


def written(done: ExportedFile, name: str) -> Report:
    """Report a file that was written, under `name`."""
    from audiocoach.text import megabytes
    from audiocoach.units import clock

    length = f"  {clock(done.length_ms)}" if done.length_ms else ""
    return Report(
        f"{name}{length}  {megabytes(done.size_bytes)}",
        _facts(name, done.length_ms, done.size_bytes),
        done.path,
        is_written=True,
    )


def removed(path: Path) -> Report:
    """Report a file of an earlier export that went."""
    name = str(shown(path))
    return Report(f"{name}  removed: of an earlier export", {"file": name, "removed": True}, path)


def kept(path: Path) -> Report:
    """Report a file of an earlier export that would go."""
    name = str(shown(path))
    facts: dict[str, object] = {"file": name, "removed": False}
    return Report(f"{name}  of an earlier export, not removed", facts, path)


def foretold(file: Item, name: str | None, *, guessed: bool, force: bool) -> Report:
    """Report a file that would be written: under `name`, which is no file, or as itself."""
    from audiocoach.export import estimated_bytes
    from audiocoach.text import megabytes
    from audiocoach.units import clock

    length_ms = 0 if isinstance(file.content, bytes) else file.content.score.length_ms
    length = f"  {'~' if guessed else ''}{clock(length_ms)}" if length_ms else ""
    size, exists = estimated_bytes(file), name is None and os.path.lexists(file.path)
    over = "overwrites the one there" if force else "exists already, --force overwrites it"
    remark = f"; {over}" if exists else ""
    name = name or str(shown(file.path))
    more = {"estimated": True} if guessed and length_ms else {}
    return Report(
        f"{name}{length}  about {megabytes(size)}, not written{remark}",
        {**_facts(name, length_ms, size), **more, "written": False, "exists": exists},
        file.path,
    )


def _facts(name: str, length_ms: int, size_bytes: int) -> dict[str, object]:
    length = {"length_ms": length_ms} if length_ms else {}
    return {"file": name, **length, "size_bytes": size_bytes}


def shown(path: Path) -> Path:
    """Return `path` as one would type it here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
