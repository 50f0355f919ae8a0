"""One session in the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from audiocoach.history.bookmark import Bookmark

State = Literal["playing", "stopped", "finished"]
Option = str | float | bool | None

STILL = timedelta(seconds=6)
"""A row marked as playing that wasn't written for so long is of a player that was killed, or
sent to the background: one that goes on writes every four seconds."""


@dataclass(frozen=True)
class SessionRecord:
    """A session as it was done, or is being done."""

    started: datetime
    """When it began, with the offset of local time from UTC then."""
    updated: datetime
    """When the entry was last written."""
    routine: str
    """The routine's id."""
    title: str
    """The routine's title."""
    level: str
    """The level asked for: easy, normal or hard."""
    talk: str
    """The amount of talk asked for: full, brief or tones."""
    voice: str
    """The voice that spoke, as one asks for it."""
    length_ms: int
    """Length of the whole session, in milliseconds."""
    at_ms: int
    """How far it got: milliseconds from the session's start, 0..length."""
    played_ms: int
    """Milliseconds that were heard; pauses and what was skipped don't count."""
    state: State
    """What was known when it was last written."""
    exercise_title: str | None
    """Title of the exercise it got to; None before the first."""
    spot: Bookmark
    """The place it got to, in the routine's own terms."""
    missed_ms: int = 0
    """How much of the session's last part was skipped, in milliseconds; see `done`."""
    options: Mapping[str, Option] = field(default_factory=dict)
    """The other options of the session, by name, as they were asked for."""

    @property
    def day(self) -> date:
        """The day it began on, where it began."""
        return self.started.date()

    def state_at(self, now: datetime) -> State:
        """Return how it stands at `now`: what was killed has stopped."""
        if self.state == "playing" and now - self.updated > STILL:
            return "stopped"
        return self.state
