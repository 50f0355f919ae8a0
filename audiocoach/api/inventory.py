"""What there is on this machine, and what was done: as the command line lists it for programs."""

from __future__ import annotations

import os
from typing import Any

from audiocoach.api.program_library import Progress


def voices() -> list[dict[str, Any]]:
    """Return every voice as JSON values, as `audiocoach voices list --json` prints them."""
    from audiocoach.library.voice_listing import as_json

    return as_json()


def fetch_voice(name: str, *, progress: Progress | None = None) -> str:
    """Fetch a voice by its name, or the best of a language by its tag; return its name.

    What was cut off goes on where it was. Raises UnknownNameError, NetworkError, OutputError.
    """
    from audiocoach.library.voice_fetching import fetch

    return fetch(name, lambda done, size: progress(done / max(size, 1)) if progress else None)


def devices() -> list[dict[str, object]]:
    """Return what could play, as `audiocoach devices --json` prints it."""
    from audiocoach.play.device.backends import as_json

    return as_json()


def past_sessions() -> list[dict[str, Any]]:
    """Return the sessions done, the latest last, as `audiocoach history --json` prints them."""
    from audiocoach.history import report
    from audiocoach.history.database import reading
    from audiocoach.history.log_folder import find_data
    from audiocoach.history.recorder import local_now

    with reading(find_data(os.environ)) as store:
        entries = store.entries() if store else []
    return report.as_json(entries, local_now())


def schema() -> dict[str, Any]:
    """Return the JSON Schema of routine files."""
    from audiocoach.routine.schema import json_schema

    return json_schema()
