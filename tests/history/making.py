"""Entries of sessions, and a clock that stands still until it is moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from audiocoach.history.bookmark import Bookmark
from audiocoach.history.database import reading, writing
from audiocoach.history.record import SessionRecord

BERLIN = timezone(timedelta(hours=1))
MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=BERLIN)
"""A Monday, half past seven."""

SPOT = Bookmark(2, "wall-sit", 1, "rep", 1, 2, "left", 1500)

ENTRY = SessionRecord(
    started=MONDAY,
    updated=MONDAY + timedelta(minutes=6),
    routine="back-care",
    title="Back care",
    level="easy",
    talk="full",
    voice="builtin",
    length_ms=796_000,
    at_ms=365_000,
    played_ms=360_000,
    state="stopped",
    exercise_title="Wall sit",
    spot=SPOT,
    missed_ms=250,
    options={
        "speed": 1.25,
        "keep_alive": True,
        "voice_volume": -3.5,
        "tone_volume": 6.0,
    },
)


def entry(days: float = 0, **changes: Any) -> SessionRecord:
    """Return a session begun `days` after MONDAY, 6 minutes long, stopped in the wall sit."""
    shift = timedelta(days=days)
    moved = replace(ENTRY, started=ENTRY.started + shift, updated=ENTRY.updated + shift)
    return replace(moved, **changes)


def log(folder: Path, *entries: SessionRecord) -> None:
    """Write `entries` into the log in `folder`."""
    store = writing(folder)
    for one in entries:
        store.begin(one)
    store.close()


def logged(folder: Path) -> list[SessionRecord]:
    """Read the log in `folder`."""
    with reading(folder) as store:
        return store.entries() if store else []


class Clock:
    """Time that passes only when asked to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def ticks(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return MONDAY + timedelta(seconds=self.seconds)
