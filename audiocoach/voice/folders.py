"""Where the clip cache lies, and the voices that were fetched."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import audiocoach
from audiocoach.errors import OutputError
from audiocoach.paths import user_cache, user_data

VARIABLE = "AUDIOCOACH_CACHE"
"""The environment variable that names the clip cache."""
VOICES_VARIABLE = "AUDIOCOACH_VOICES"
"""The environment variable that names the folder of fetched voices."""


def find_cache(
    explicit: Path | None, routines: Path | None, environment: Mapping[str, str]
) -> Path:
    """Choose the folder; nothing is created.

    `explicit`, else what `AUDIOCOACH_CACHE` names, else `audio_cache` beside the
    file `routines`, else (if that can't be written, or the file is the one that
    was installed with us, or there is none) the user's cache folder. OutputError for a
    user who has none.
    """
    if explicit is not None:
        return explicit
    if environment.get(VARIABLE):
        return Path(environment[VARIABLE])
    beside = routines and routines.parent / "audio_cache"
    if routines and beside and not _is_ours(routines) and _is_writable(beside):
        return beside
    return user_cache() or _homeless("the cache of spoken clips", f"--cache DIR, or {VARIABLE}")


def find_voices(environment: Mapping[str, str]) -> Path:
    """Choose the folder of fetched voices; nothing is created.

    What `AUDIOCOACH_VOICES` names, else `voices` in the user's data folder.
    OutputError for a user who has none.
    """
    if environment.get(VOICES_VARIABLE):
        return Path(environment[VOICES_VARIABLE])
    return (user_data(environment) or _homeless("fetched voices", VOICES_VARIABLE)) / "voices"


def _homeless(what: str, remedy: str) -> NoReturn:
    raise OutputError(f"{what}: this user has no home folder; name a folder with {remedy}")


def _is_ours(routines: Path) -> bool:
    """Whether the file lies in the installed package."""
    return routines.resolve().parent == Path(audiocoach.__file__).resolve().parent


def _is_writable(folder: Path) -> bool:
    """Whether files can be made in `folder`, or it can be made where it belongs."""
    if folder.exists():
        return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
    return os.access(folder.parent, os.W_OK | os.X_OK)
