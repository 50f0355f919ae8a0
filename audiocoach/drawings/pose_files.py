"""The files of poses: which exercises are drawn, in how many frames; nothing is worked out.

They stand in the folder `poses`: `bases.json` has the poses that many share, every other file the
exercises of a theme.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).resolve().parent / "poses"
_BASES = "bases.json"


def drawing_ids() -> frozenset[str]:
    """Return the ids of all exercises that are drawn."""
    return frozenset(_written())


def exercise_poses(id_: str) -> dict[str, Any]:
    """Return an exercise as its file has it, or that of which it has the drawings.

    Raises KeyError where it isn't drawn.
    """
    written: dict[str, Any] = _written()[id_]
    return exercise_poses(written["as"]) if "as" in written else written


def frame_count(id_: str) -> int:
    """Return how many frames a ready exercise has."""
    return len(exercise_poses(id_)["frames"])


def key_frame(id_: str) -> int:
    """Return the index of the frame that shows a ready exercise best alone."""
    written = exercise_poses(id_)
    key: int = written.get("key", min(1, len(written["frames"]) - 1))
    return key


@cache
def poses_digest() -> str:
    """Return a digest of all poses: what was drawn of others is out of date."""
    digest = blake2b(digest_size=16)
    for data in _files().values():
        digest.update(data)
    return digest.hexdigest()


@cache
def bases() -> dict[str, Any]:
    """Return the poses that many share, by their names."""
    found: dict[str, Any] = json.loads(_files()[_BASES])
    return found


@cache
def _written() -> dict[str, Any]:
    themes = (json.loads(data) for name, data in _files().items() if name != _BASES)
    return {id_: each for theme in themes for id_, each in theme.items()}


@cache
def _files() -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(_FOLDER.glob("*.json"))}
