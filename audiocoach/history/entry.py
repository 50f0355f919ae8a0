"""One session in the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from audiocoach.history.spot import Spot

State = Literal["playing", "stopped", "finished"]

STILL = timedelta(seconds=15)
"""A row marked as playing that wasn't written for so long is of a player that was killed."""


@dataclass(frozen=True)
class Entry:
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
    spot: Spot
    """The place it got to, in the routine's own terms."""
    speed: float | None = None
    """How fast was spoken, as a factor; None for what the routine file says."""
    fit: str | None = None
    """The length asked for, as it was written; None if none was."""
    keep_alive: bool = False
    """Whether ticks kept headphones awake."""
    voice_volume: float = 0.0
    """Gain of what was spoken, in dB."""
    tone_volume: float = 0.0
    """Gain of the tones, in dB."""

    @property
    def day(self) -> date:
        """The day it began on, where it began."""
        return self.started.date()

    def state_at(self, now: datetime) -> State:
        """Tell how it stands at `now`: what was killed has stopped."""
        if self.state == "playing" and now - self.updated > STILL:
            return "stopped"
        return self.state
