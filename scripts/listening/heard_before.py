"""What a recogniser wrote down of sounds that it was played before, a file each.

Most lines of a ready routine stand in others too, and a run that was stopped, or that
follows a change of a few texts, has most of its lines behind it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from listening.recogniser import Recogniser


class HeardBefore:
    """A recogniser that is played each sound once."""

    def __init__(self, recognise: Recogniser, identity: str, folder: Path) -> None:
        """`identity` is all that changes what `recognise` writes down but the sound."""
        self._recognise = recognise
        self._identity = identity.encode()
        self._folder = folder

    def __call__(self, pcm: bytes) -> str:
        """Return the words understood in `pcm`."""
        path = self._folder / hashlib.sha256(self._identity + b"\0" + pcm).hexdigest()
        if path.exists():
            return path.read_text(encoding="utf-8")
        heard = self._recognise(pcm)
        self._folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(heard, encoding="utf-8")
        part.replace(path)
        return heard
