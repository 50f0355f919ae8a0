"""Where the log of sessions lies."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from audiocoach.errors import LogError
from audiocoach.home import user_data

VARIABLE = "AUDIOCOACH_DATA"
"""The environment variable that names the folder for the user's data."""


def find_data(environment: Mapping[str, str]) -> Path:
    """Choose the folder; nothing is created.

    What `AUDIOCOACH_DATA` names, else the user's data folder. LogError for a user
    who has none.
    """
    if environment.get(VARIABLE):
        return Path(environment[VARIABLE])
    folder = user_data()
    if folder is not None:
        return folder
    raise LogError(f"the log of sessions: this user has no home folder; set {VARIABLE} to one")
