"""Where the log of sessions lies."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from audiocoach.errors import LogError

VARIABLE = "AUDIOCOACH_DATA"
"""The environment variable that names the folder for the user's data."""


def find_data(environment: Mapping[str, str]) -> Path:
    """Choose the folder; nothing is created.

    What `AUDIOCOACH_DATA` names, else the user's data folder. LogError on a
    machine that has none: without a home, platformdirs raises RuntimeError or,
    in older versions, gives `~/…` itself, which would become a folder called `~`
    wherever we are.
    """
    if environment.get(VARIABLE):
        return Path(environment[VARIABLE])
    import platformdirs

    with suppress(RuntimeError):
        folder = Path(platformdirs.user_data_dir("audiocoach", appauthor=False))
        if folder.is_absolute():
            return folder
    raise LogError(f"the log of sessions: this user has no home folder; set {VARIABLE} to one")
