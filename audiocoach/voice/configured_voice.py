"""A voice together with its settings: its speed, spoken forms, level and limits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from audiocoach.errors import VoiceError
from audiocoach.spoken_form.speakable import speakable
from audiocoach.voice.clip_cache import ClipCache
from audiocoach.voice.normalize import VoiceGain
from audiocoach.voice.pronunciation import Pronunciation
from audiocoach.voice.speed import StretchedVoice, at_speed
from audiocoach.voice.voice import LimitedVoice, Voice


@dataclass(frozen=True)
class ConfiguredVoice:
    """A voice and its settings."""

    voice: Voice
    """The voice at the speed asked for."""
    limits: LimitedVoice | None
    """The voice at its own speed, if it has some texts only: it knows which."""
    wording: Pronunciation
    """Puts in spoken forms."""
    level: VoiceGain | None
    """Levels its clips, if it doesn't do so itself."""

    @classmethod
    def of(
        cls, voice: Voice, speed: float, wording: Pronunciation, cache: ClipCache
    ) -> ConfiguredVoice:
        """Have `voice` speak at `speed`; VoiceError where that is out of range."""
        limits = voice if isinstance(voice, LimitedVoice) else None
        paced = at_speed(voice, speed, cache)
        # Stretching keeps the loudness, so the voice's own gain is that of every speed.
        measured = voice if isinstance(paced, StretchedVoice) else paced
        level = None if paced.is_levelled else VoiceGain(measured, cache.folder)
        return cls(paced, limits, wording, level)

    def form(self, text: str) -> str:
        """Return `text` as passed to the voice: spoken, or where it is recorded as written."""
        if self.limits is not None:
            return text
        worded = self.wording(text)
        # Where empty forms leave nothing, the text is spoken as it stands: never silence.
        spoken = worded if any(map(str.isalnum, worded)) else text
        return speakable(spoken, self.voice.language)

    def has(self, text: str) -> bool:
        """Whether the voice is one that can say `text`."""
        return self.limits is None or self.limits.has(text)

    def needs_no_voice(self, text: str) -> bool:
        """Whether a clip is kept that only has to be stretched."""
        return isinstance(self.voice, StretchedVoice) and self.voice.needs_only_stretching(
            self.form(text)
        )

    def check(self, texts: Collection[str]) -> None:
        """Raise VoiceError with all that is wrong with `texts`, if that can be known ahead."""
        faults = self.limits.faults(texts) if self.limits else []
        if faults:
            raise VoiceError(*faults)
