"""What every part of the composer writes with."""

from __future__ import annotations

from dataclasses import dataclass

from audiocoach.coach.phrases import Phrases
from audiocoach.coach.style import Talk
from audiocoach.coach.timeline import Timeline


@dataclass(frozen=True)
class ComposeContext:
    """What every part of the composer writes with."""

    timeline: Timeline
    """Where sounds are laid down."""
    phrases: Phrases
    """The coach's words."""
    talk: Talk
    """How much is said."""

    @property
    def speaks(self) -> bool:
        """Return whether anything at all is said."""
        return self.talk != "tones"
