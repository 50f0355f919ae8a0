"""The user's own folders. Wraps platformdirs: each system has its own place for them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def user_cache() -> Path | None:
    """Give the folder for what can be made again; None for a user who has no home."""
    import platformdirs

    with suppress(RuntimeError):
        return _whole(platformdirs.user_cache_dir("audiocoach", appauthor=False))
    return None


def user_data() -> Path | None:
    """Give the folder for what is to stay; None for a user who has no home."""
    import platformdirs

    with suppress(RuntimeError):
        return _whole(platformdirs.user_data_dir("audiocoach", appauthor=False))
    return None


def _whole(folder: str) -> Path | None:
    # Without a home, older versions give `~/…` itself, which would become a folder
    # called `~` wherever we are; newer ones raise RuntimeError.
    return Path(folder) if Path(folder).is_absolute() else None
