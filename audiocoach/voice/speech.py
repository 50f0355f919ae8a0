"""Texts to clips: through the cache when it can, through the voice when it must."""

from __future__ import annotations

from collections import OrderedDict

from audiocoach.errors import VoiceError
from audiocoach.sound.clip import Clip
from audiocoach.voice.cache import ClipCache
from audiocoach.voice.voice import Voice

_KEPT = 64
"""Clips held in memory: a coach says the same few words again and again."""


class Speech:
    """A voice with its cache. What `measure` has said, `clip` keeps to."""

    def __init__(self, voice: Voice, cache: ClipCache) -> None:
        """Speak with `voice`, keeping what it says in `cache`."""
        self._voice = voice
        self._cache = cache
        self._measured: dict[str, int] = {}
        self._clips: OrderedDict[str, Clip] = OrderedDict()

    def measure(self, text: str) -> int:
        """Give the length of `text`, spoken, in milliseconds. Raises VoiceError."""
        if text not in self._measured:
            known = self._cache.length_ms(self._voice, text)
            self._measured[text] = known or self._made(text).ms
        return self._measured[text]

    def clip(self, text: str) -> Clip:
        """Give `text`, spoken, just as long as measured. Raises VoiceError."""
        clip = self._clips.pop(text, None) or self._found(text)
        self._clips[text] = clip
        if len(self._clips) > _KEPT:
            self._clips.popitem(last=False)
        return clip

    def _found(self, text: str) -> Clip:
        """Read the clip or make it; see that it can be heard and fits."""
        clip = self._cache.get(self._voice, text)
        if clip is None or clip.is_silent:
            clip = self._made(text)
        expected = self._measured.setdefault(text, clip.ms)
        if clip.ms != expected:
            raise VoiceError(
                f"text {text!r}: is {clip.ms} ms long, was {expected} ms when measured;"
                " run it again"
            )
        return clip

    def _made(self, text: str) -> Clip:
        """Have it spoken, and keep it."""
        clip = self._voice.speak(text)
        if clip.is_silent:
            raise VoiceError(f"text {text!r}: the voice {self._voice.name!r} gave no sound for it")
        self._cache.put(self._voice, text, clip)
        return clip
