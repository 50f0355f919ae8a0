"""A voice for tests: instant, and its sound can be chosen."""

from __future__ import annotations

from array import array
from collections.abc import Collection
from dataclasses import dataclass, field

from audiocoach.sound.clip import Clip


def tone_of(ms: int, peak: int = 5000) -> Clip:
    """Make a square wave of `ms` milliseconds."""
    return Clip.from_pcm(array("h", [peak, -peak] * (12 * ms)).tobytes())


@dataclass
class FakeVoice:
    """Says everything as one clip, and keeps count."""

    clip: Clip = field(default_factory=lambda: tone_of(1000))
    """What it returns for every text."""
    name: str = "fake"
    """Its name."""
    language: str = "en"
    """Its language."""
    identity: str = "fake 1"
    """Its identity."""
    is_slow: bool = False
    """Whether it counts as slow."""
    side_by_side: int = 1
    """How many texts at once."""
    is_levelled: bool = True
    """Whether it is as loud as speech is to be."""
    said: list[str] = field(default_factory=list)
    """Every text it was asked for, in order."""

    def stop(self) -> None:
        """Do nothing."""

    def speak(self, text: str) -> Clip:
        """Return the clip."""
        self.said.append(text)
        return self.clip


@dataclass
class FakeLimited(FakeVoice):
    """Has some texts only."""

    texts: tuple[str, ...] = ("Hold",)
    """What it has."""
    unfit: tuple[str, ...] = ()
    """What of it can't be said."""

    def has(self, text: str) -> bool:
        """Whether it has `text`."""
        return text in self.texts

    def missing(self, texts: Collection[str]) -> list[str]:
        """Name what it lacks."""
        return [f"missing: {text}" for text in texts if text not in self.texts]

    def faults(self, texts: Collection[str]) -> list[str]:
        """Name what can't be said."""
        return [f"unfit: {text}" for text in texts if text in self.unfit]
