"""A small routine file, and batches of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import audiocoach
from audiocoach.api.export_many import Many
from audiocoach.batch.manifest import NAME

HOLD = {"name": "Hold", "seconds": 1, "hold": True}
SIT = {"title": "Sit", "posture": "at_wall", "instructions": "Sit.", "phases": [HOLD], "reps": 1}
FILE: dict[str, Any] = {
    "exercises": {"sit": SIT, "rise": {**SIT, "title": "Rise"}},
    "routines": {"short": {"title": "Short", "talk": "brief", "steps": ["sit", "rise"]}},
}

ROWS: list[Any] = [
    {"title": "For Anna"},
    {"level": "easy", "sit.sets": 2},
    {"routine": "sit"},
    {"title": "For Bob", "talk": "full"},
    {"speed": 1.2},
]


def batch(
    rows: Iterable[Mapping[str, Any]] | str | Path,
    folder: Path | None,
    executor: Executor | Callable[[], Executor] | None = None,
    **options: Any,
) -> Many:
    """Make `rows` of the small file with the quick voice."""
    options.setdefault("voice", "builtin")
    options.setdefault("routines", FILE)
    return audiocoach.export_many(rows, folder, executor, **options)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file in `folder` that can be seen, by its name."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in files
        if not path.name.startswith(".")
    }


def entries(folder: Path) -> list[dict[str, Any]]:
    """Return the lines of the manifest in `folder`."""
    return [json.loads(line) for line in (folder / NAME).read_text("utf-8").splitlines()]
