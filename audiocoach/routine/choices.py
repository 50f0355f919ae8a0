"""What a listener chooses for any routine, and a routine file may choose for them.

Apart from the model, which takes long to load: a command line needs these words first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Literal

Level = Literal["easy", "normal", "hard"]
"""How much work: the low end of each range of reps, its middle, or its high end."""

Talk = Literal["full", "brief", "tones"]
"""How much the coach says; no hold changes with it."""

LEVELS: Sequence[Level] = ("easy", "normal", "hard")
LEVEL_WORDS: Mapping[str, str] = {"medium": "normal", "middle": "normal"}
"""Other words for levels."""

TALKS: Sequence[Talk] = ("full", "brief", "tones")

VOICE_DB = (-30.0, 0.0)
"""How loud the voice may be, in dB: its peaks are at -1 dBTP already."""

TONE_DB = (-30.0, 9.0)
"""How loud the tones may be, in dB."""


@dataclass(frozen=True)
class Choices:
    """How a session is coached, as far as somebody says."""

    level: Level | None = None
    """How much work."""
    talk: Talk | None = None
    """How much is said."""
    voice_volume: float | None = None
    """Gain of what is spoken, -30 to 0 dB."""
    tone_volume: float | None = None
    """Gain of the tones, -30 to 9 dB."""
    tones: str | None = None
    """Which tones sound: a set's name, or a folder of one's own."""

    def otherwise(self, others: Choices) -> Choices:
        """Return these, with those of `others` where these say nothing."""
        mine = {each.name: getattr(self, each.name) for each in fields(self)}
        return Choices(
            **{
                name: getattr(others, name) if value is None else value
                for name, value in mine.items()
            }
        )


USUAL_CHOICES = Choices("normal", "full", 0.0, 0.0, "standard")
"""Defaults, where nothing else is set."""


def one_of(typed: str, words: Sequence[str], others: Mapping[str, str]) -> str | None:
    """Return the one of `words` that `typed` means: in any case, or by its beginning.

    `others` are further names for some of them. None if it means none, or several.
    """
    names = {**{word: word for word in words}, **others}
    plain = typed.strip().lower()
    begun = {word for name, word in names.items() if plain and name.startswith(plain)}
    if plain in names or len(begun) == 1:
        return names.get(plain) or begun.pop()
    return None
