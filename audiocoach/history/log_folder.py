"""Where the log of sessions lies."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from audiocoach.errors import LogError
from audiocoach.paths import DATA_VARIABLE, user_data


def find_data(environment: Mapping[str, str]) -> Path:
    """Return the user's data folder; nothing is created. LogError for a user who has none."""
    folder = user_data(environment)
    if folder is not None:
        return folder
    raise LogError(f"the log of sessions: this user has no home folder; set {DATA_VARIABLE} to one")
