"""How a session is coached: how much work, how many words."""

from __future__ import annotations

from dataclasses import dataclass

from audiocoach.routine.choices import Level, Talk

__all__ = ["USUAL", "Level", "Style", "Talk"]


@dataclass(frozen=True)
class Style:
    """What a listener chooses, for any routine."""

    level: Level = "normal"
    """How many reps: the low end of each range, its middle, or its high end."""
    talk: Talk = "full"
    """How much is said."""
    alone: bool = False
    """Whether to leave out what belongs to a session: greeting, closing words, finish tone."""
    sample: bool = False
    """Whether it is a preview of a routine: its title stands for the greeting, and nothing for
    the end."""
    fit_ms: int | None = None
    """How long the session shall last, in milliseconds; nothing: as long as it takes."""
    keep_alive: bool = False
    """Whether to lay a very quiet tick in long silences, for Bluetooth headphones."""


USUAL = Style()
"""What is chosen when nothing is said."""
