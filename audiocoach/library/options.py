"""What a listener asks of a session, as plain values."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, TypeVar, cast

from audiocoach.routine.choices import USUAL_CHOICES, Choices

if TYPE_CHECKING:
    from audiocoach.coach.style import Style
    from audiocoach.routine.choices import Level, Talk
    from audiocoach.track import Levels

LONGEST_FIT_MS = 24 * 3_600_000
"""The longest session one may ask for, in milliseconds: a day."""
SPEEDS = (0.8, 1.5)
"""The speeds that voices take; what holds them to it is slow to import."""
TICK, NOISE = "tick", "noise"
"""What keeps Bluetooth headphones awake: a sound now and then, or one that never ends."""

_Kind = TypeVar("_Kind", bound="CoachingOptions")


@dataclass(frozen=True)
class CoachingOptions:
    """How the listener wants to be coached."""

    level: str | None = None
    """How much work, `easy`, `normal` or `hard`; None: as the file says, else `normal`."""
    talk: str | None = None
    """How much is said, `full`, `brief` or `tones`; None: as the file says, else `full`."""
    language: str | None = None
    """Language of the texts, as a BCP 47 tag; None: the routine's own."""

    @property
    def choices(self) -> Choices:
        """What is chosen of what a routine file may choose."""
        return Choices(cast("Level | None", self.level), cast("Talk | None", self.talk))

    def filled(self: _Kind, choices: Choices) -> _Kind:
        """Return these, with `choices` where they say nothing, and what is usual in the end."""
        filled = self.choices.otherwise(choices).otherwise(USUAL_CHOICES)
        names = {each.name for each in fields(self)}
        return replace(self, **{k: v for k, v in asdict(filled).items() if k in names})

    def style(self, *, alone: bool = False) -> Style:
        """Return how to coach; `alone` for an exercise outside any routine."""
        from audiocoach.coach.style import Style

        filled = self.choices.otherwise(USUAL_CHOICES)
        return Style(filled.level or "normal", filled.talk or "full", alone)


@dataclass(frozen=True)
class SessionOptions(CoachingOptions):
    """What the listener wants of a session."""

    voice: str | None = None
    """Who speaks, as `NAME` or `NAME:VARIANT`; None: as the file says, else the usual voice."""
    fill_with: str | None = None
    """Who speaks the lines that a recorded voice lacks; None: as the file says."""
    speed: float | None = None
    """How fast is spoken, as a factor, 0.8 to 1.5; None: as the file says, else 1."""
    voice_volume: float | None = None
    """Gain of what is said, -30 to 0 dB; None: as the file says, else 0."""
    tone_volume: float | None = None
    """Gain of the tones, -30 to 9 dB; None: as the file says, else 0."""
    tones: str | None = None
    """The tones, `standard`, `soft`, `bell` or a folder; None: as the file says."""
    loudness: float | None = None
    """How loud speech is, in LUFS mono, -30 to -14; None: -19."""

    @property
    def choices(self) -> Choices:
        """What is chosen of what a routine file may choose."""
        return replace(
            super().choices,
            voice_volume=self.voice_volume,
            tone_volume=self.tone_volume,
            tones=self.tones,
        )

    def levels(self) -> Levels:
        """Return how loud the voice and the tones are."""
        from audiocoach.track import Levels

        return Levels(self.voice_volume or 0.0, self.tone_volume or 0.0)


@dataclass(frozen=True)
class RoutineOptions(SessionOptions):
    """What is asked of a whole routine."""

    fit: str | None = None
    """How long it is to last, such as `12m` or `12:30`; None: as long as it takes."""
    keep_alive: str | None = None
    """What keeps Bluetooth headphones awake: a `tick` in long silences, or a floor of `noise`
    under all; None: nothing."""

    @property
    def has_floor(self) -> bool:
        """Whether a floor of noise lies under the session."""
        return self.keep_alive == NOISE

    def style(self, *, alone: bool = False) -> Style:
        """Return how to coach; `alone` for an exercise outside any routine."""
        style = super().style(alone=alone)
        return replace(style, fit_ms=_fit_ms(self.fit), keep_alive=self.keep_alive == TICK)


@dataclass(frozen=True)
class MusicOptions(RoutineOptions):
    """What is asked of a whole routine that is heard."""

    music: str | None = None
    """File or folder of music under it."""


@dataclass(frozen=True)
class ExportOptions(MusicOptions):
    """What is asked of a whole routine that is written to a file."""

    rate: int | None = None
    """Samples a second, 44,100, in stereo; None: 24,000 mono, or with music 44,100 stereo."""


@dataclass(frozen=True)
class ScriptOptions(CoachingOptions):
    """What decides which lines a session may need."""

    speed: float | None = None
    """How fast is spoken, as in `SessionOptions`."""
    fit: str | None = None
    """How long it is to last, as in `RoutineOptions`."""

    def style(self, *, alone: bool = False) -> Style:
        """Return how to coach; `alone` for an exercise outside any routine."""
        return replace(super().style(alone=alone), fit_ms=_fit_ms(self.fit))


def _fit_ms(length: str | None) -> int | None:
    from audiocoach.units import parse_length

    return parse_length(length) if length else None
