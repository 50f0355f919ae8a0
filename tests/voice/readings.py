"""Lines as a microphone in a quiet room hears them, one by one or in one reading."""

from __future__ import annotations

import random
from collections.abc import Sequence

from audiocoach.sound.clip import packed
from audiocoach.units import ms_to_bytes
from audiocoach.voice.engines.espeak import EspeakVoice

VOICE = EspeakVoice("en", variant="f3")
"""Who reads."""
ROOM = packed(random.Random(1).randint(-12, 12) for _ in range(48_000))
"""Two seconds of its noise, at -73 dBFS."""


def room(ms: int) -> bytes:
    return (ROOM * (1 + ms // 2000))[: ms_to_bytes(ms)]


def said(text: str, before_ms: int = 700, after_ms: int = 600) -> bytes:
    """Return `text` as a microphone would hear it."""
    return room(before_ms) + VOICE.speak(text).pcm + room(after_ms)


def reading(texts: Sequence[str], pause_ms: int = 900) -> bytes:
    return room(900) + b"".join(said(text, 0, pause_ms) for text in texts)
