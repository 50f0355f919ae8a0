"""hibari-tts in a process of its own (see `engine_client.py`); nothing else imports it.

Wraps hibari-tts: English in one small model on onnxruntime, all of it in the wheel, about
130 times as fast as it is heard.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
from hibari import Hibari

_FULL = 32_767


class Engine:
    """One voice."""

    def __init__(self, model: str, voice: str, sha256: str) -> None:
        """Load `model`, which must have the digest `sha256`, as hibari's `voice`."""
        found = hashlib.sha256(Path(model).read_bytes()).hexdigest()
        if found != sha256:
            raise ValueError(f"{model} is damaged: its SHA-256 is {found[:12]}…")
        self._tts = Hibari(voice=voice, model=model, threads=1)
        # Both are loaded when first needed, which several threads must not do at once.
        assert self._tts.g2p.oov is not None

    def speak(self, text: str, speed: float, seed: int) -> bytes:
        """Return `text` as 16-bit mono at 24,000 Hz."""
        sound = self._tts(text, speed=speed, seed=seed)
        return bytes(np.round(np.clip(sound, -1, 1) * _FULL).astype("<i2").tobytes())
