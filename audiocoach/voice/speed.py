"""Speaking faster or slower: by the voice itself where it can, else by time-stretching."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from audiocoach.errors import VoiceError
from audiocoach.sound.clip import Clip, trim
from audiocoach.units import ms_to_bytes
from audiocoach.voice.clip_cache import ClipCache
from audiocoach.voice.voice import Voice

SLOWEST, FASTEST = 0.8, 1.5
"""Range of speeds, as a factor of the voice's own: beyond it speech is hard to follow."""

_PROCESSING = 1
"""Number of the way from a clip to its other speed: raise it with each change."""
_ROOM_MS = 100
"""Silence before and after a clip: atempo works with overlapping windows of 43 ms."""


@runtime_checkable
class PacedVoice(Protocol):
    """A voice whose engine can speak at another speed, which sounds better."""

    def at_speed(self, speed: float) -> Voice:
        """Return the same voice at `speed` times its own, 0.8 to 1.5; its identity differs."""


def check_speed(speed: float) -> None:
    """Raise VoiceError for a speed out of range."""
    if not SLOWEST <= speed <= FASTEST:
        raise VoiceError(f"speed: must be {SLOWEST} to {FASTEST}, not {speed:g}")


def at_speed(voice: Voice, speed: float, cache: ClipCache) -> Voice:
    """Return `voice` at `speed` times its own; VoiceError for a speed out of range.

    Where the sound is stretched, `cache` keeps what `voice` said first: another speed
    then asks no service again.
    """
    check_speed(speed)
    if speed == 1:
        return voice
    return (
        voice.at_speed(speed)
        if isinstance(voice, PacedVoice)
        else StretchedVoice(voice, speed, cache)
    )


class StretchedVoice:
    """A voice whose clips are stretched or shortened, with their pitch kept."""

    def __init__(self, voice: Voice, speed: float, cache: ClipCache) -> None:
        """Let `voice` speak, `speed` times as fast; keep its own clips in `cache`."""
        self._voice, self._speed, self._cache = voice, speed, cache
        self.name, self.language = voice.name, voice.language
        self.is_slow, self.side_by_side = voice.is_slow, voice.side_by_side
        self.is_levelled = voice.is_levelled

    @property
    def identity(self) -> str:
        """All that changes the sound but the text."""
        return f"{self._voice.identity}; at speed {self._speed!r}, stretching {_PROCESSING}"

    def stop(self) -> None:
        """Have the voice stop."""
        self._voice.stop()

    def needs_only_stretching(self, text: str) -> bool:
        """Whether `text` is kept as the voice said it: then no voice is asked."""
        return self._kept(text) is not None

    def speak(self, text: str) -> Clip:
        """Say `text`. Raises VoiceError as the voice does."""
        clip = self._kept(text)
        if clip is None:
            clip = self._voice.speak(text)
            if clip.is_silent:
                return clip
            self._cache.put(self._voice, text, clip)
        return stretched(clip, self._speed)

    def _kept(self, text: str) -> Clip | None:
        clip = self._cache.get(self._voice, text)
        return None if clip is None or clip.is_silent else clip


def stretched(clip: Clip, speed: float) -> Clip:
    """Return `clip`, trimmed, `speed` times as fast; pitch and loudness stay."""
    from audiocoach.sound.ffmpeg import limit, stretch
    from audiocoach.sound.meter import CEILING_DBTP

    room = bytes(ms_to_bytes(_ROOM_MS))
    return trim(Clip.from_pcm(limit(stretch(room + clip.pcm + room, speed), CEILING_DBTP)))
