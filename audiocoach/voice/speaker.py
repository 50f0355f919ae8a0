"""A voice together with what it is given: its speed, spoken forms, level and limits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from audiocoach.errors import VoiceError
from audiocoach.spoken_form.speakable import speakable
from audiocoach.voice.cache import ClipCache
from audiocoach.voice.level import Level
from audiocoach.voice.pace import Paced, at_speed
from audiocoach.voice.voice import LimitedVoice, Voice
from audiocoach.voice.wording import Wording


@dataclass(frozen=True)
class Speaker:
    """A voice and what it is given."""

    voice: Voice
    """The voice at the speed asked for."""
    limits: LimitedVoice | None
    """The voice at its own speed, if it has some texts only: it knows which."""
    wording: Wording
    """Puts in spoken forms."""
    level: Level | None
    """Levels its clips, if it doesn't do so itself."""

    @classmethod
    def of(cls, voice: Voice, speed: float, wording: Wording, cache: ClipCache) -> Speaker:
        """Have `voice` speak at `speed`; VoiceError where that is out of range."""
        limits = voice if isinstance(voice, LimitedVoice) else None
        paced = at_speed(voice, speed, cache)
        # Stretching keeps the loudness, so the voice's own gain is that of every speed.
        measured = voice if isinstance(paced, Paced) else paced
        level = None if paced.is_levelled else Level(measured, cache.folder)
        return cls(paced, limits, wording, level)

    def form(self, text: str) -> str:
        """Return `text` as the voice is given it: spoken, or where it is recorded as written."""
        if self.limits is not None:
            return text
        worded = self.wording(text)
        # Where empty forms leave nothing, the text is spoken as it stands: never silence.
        spoken = worded if any(map(str.isalnum, worded)) else text
        return speakable(spoken, self.voice.language)

    def has(self, text: str) -> bool:
        """Whether the voice is one that can say `text`."""
        return self.limits is None or self.limits.has(text)

    def needs_nobody(self, text: str) -> bool:
        """Whether a clip is kept that only has to be stretched."""
        return isinstance(self.voice, Paced) and self.voice.needs_only_stretching(self.form(text))

    def check(self, texts: Collection[str]) -> None:
        """Raise VoiceError with all that is wrong with `texts`, if that can be known ahead."""
        faults = self.limits.faults(texts) if self.limits else []
        if faults:
            raise VoiceError(*faults)
