"""What there is on this machine, and what was done: as the command line lists it for programs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiocoach.api.program_library import Fraction, Progress

if TYPE_CHECKING:
    from audiocoach.library.importing import ImportResult


def voices() -> list[dict[str, Any]]:
    """Return every voice as JSON values, as `audiocoach voices list --json` prints them."""
    from audiocoach.library.voice_listing import as_json

    return as_json()


def fetch_voice(name: str, *, progress: Progress | None = None) -> str:
    """Fetch a voice by its name, or the best of a language by its tag; return its name.

    What was cut off goes on where it was. Raises UnknownNameError, NetworkError, OutputError.
    """
    from audiocoach.library.voice_fetching import fetch

    fetched = Fraction(progress)
    got = fetch(name, lambda done, size: fetched.reach(done / max(size, 1)))
    fetched.end()
    return got


def voice_offers(*languages: str) -> list[dict[str, Any]]:
    """Return the voices that can be fetched, in all languages or these.

    They are as `audiocoach voices get --list --json` prints them. Raises NetworkError, and
    UnknownNameError for a language that none of them speaks.
    """
    from audiocoach.library.voice_fetching import VoiceOffers

    return VoiceOffers(languages).as_json()


def cache(
    folder: str | os.PathLike[str] | None = None,
    *,
    most_bytes: int | None = None,
) -> dict[str, Any]:
    """Return what is kept of clips, encoded sounds and sessions, as `audiocoach cache --json`.

    `folder` is where it is kept; without it, that of the command line. With `most_bytes`, what
    was not used for longest goes first until no more is left; 0 removes all. Raises OutputError.
    """
    from audiocoach.library import cache_folder
    from audiocoach.library.library import Library

    where = Library(None, None if folder is None else Path(folder)).clips()
    gone = []
    if most_bytes is not None:
        gone = cache_folder.trim(where, most_bytes) if most_bytes else cache_folder.clear(where)
    return cache_folder.as_json(where, gone)


def devices() -> list[dict[str, object]]:
    """Return what could play and record, as `audiocoach devices --json` prints it."""
    from audiocoach.library.playing import Devices

    return Devices().as_json()


def past_sessions() -> list[dict[str, Any]]:
    """Return the sessions done, the latest last, as `audiocoach history --json` prints them."""
    from audiocoach.library.past import past

    return past().as_json()


def past_sessions_csv() -> str:
    """Return the sessions done as CSV, as `audiocoach history --csv` prints them."""
    from audiocoach.library.past import past

    return past().as_csv()


def schema() -> dict[str, Any]:
    """Return the JSON Schema of routine files."""
    from audiocoach.routine.schema import json_schema

    return json_schema()


def import_file(source: str | os.PathLike[str] | bytes) -> ImportResult:
    """Read a file of another program, or its bytes, as `audiocoach import` does; write nothing.

    The result has `text`, `lines()`, `as_json()`, and `save(path)`. Raises RoutineFileError where
    it is of no known kind, or has what a routine can't have.
    """
    from audiocoach.library.importing import import_file as imported

    if isinstance(source, bytes):
        return imported(Path("the file"), source)
    return imported(Path(source))
