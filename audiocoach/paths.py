"""The user's own folders. Wraps platformdirs: each system has its own place for them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

DATA_VARIABLE = "AUDIOCOACH_DATA"
"""The environment variable that names the folder for the user's data."""


def user_cache() -> Path | None:
    """Return the folder for what can be made again; None for a user who has no home."""
    import platformdirs

    with suppress(RuntimeError):
        return _whole(platformdirs.user_cache_dir("audiocoach", appauthor=False))
    return None


def user_data(environment: Mapping[str, str]) -> Path | None:
    """Return the folder for what is to stay: the log, voices, what the user was told.

    What `AUDIOCOACH_DATA` names, else the system's place for it; None for a user who has
    neither. Nothing is created.
    """
    if environment.get(DATA_VARIABLE):
        return Path(environment[DATA_VARIABLE])
    import platformdirs

    with suppress(RuntimeError):
        return _whole(platformdirs.user_data_dir("audiocoach", appauthor=False))
    return None


def user_runtime() -> Path | None:
    """Return the folder for sockets; None for a user who has none. Nothing is created."""
    import warnings

    import platformdirs

    # It warns of a folder that others may enter, and takes another one.
    with suppress(RuntimeError), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _whole(platformdirs.user_runtime_dir("audiocoach", appauthor=False))
    return None


def _whole(folder: str) -> Path | None:
    # Without a home, older versions give `~/…` itself, which would become a folder
    # called `~` wherever we are; newer ones raise RuntimeError.
    return Path(folder) if Path(folder).is_absolute() else None
