"""The clip cache: what a voice has said once is not synthesised again.

A clip is an ordinary WAV file under a readable name, with a chunk of our own at
its end: the key it was made for and a check sum. Every byte of a file follows
from its key and samples, so any damage is noticed; a damaged file counts as
absent and is written again.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import zlib
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from audiocoach.errors import OutputError
from audiocoach.sound.clip import Clip
from audiocoach.storage import replace_whole
from audiocoach.text import hyphenated
from audiocoach.units import SAMPLE_BYTES, SAMPLE_RATE, ms_to_bytes
from audiocoach.voice.voice import Voice

_FORMAT = 1
"""Number of the file layout: raise it with each change."""
_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_TRAILER = struct.Struct("<4sII32s")
_SLUG_CHARACTERS = 40


class ClipCache:
    """A folder of clips. Several processes may share it."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`; it is created when the first clip is written."""
        self.folder = folder

    def path(self, voice: Voice, text: str) -> Path:
        """Return the file for `text`: `builtin/en/wall-sit-<20 hex digits>.wav`."""
        name, _ = _named(voice.name, voice.identity, voice.language, text)
        return self.folder / voice.name / voice.language / name

    def get(self, voice: Voice, text: str) -> Clip | None:
        """Return the clip for `text`, or None if it is absent or damaged in any way."""
        try:
            data = self.path(voice, text).read_bytes()
        except OSError:
            return None
        pcm = data[_HEADER.size : -_TRAILER.size]
        if not _is_whole(len(pcm)) or data != _wav(pcm, _key(voice, text)):
            return None
        return Clip.from_pcm(pcm)

    def length_ms(self, voice: Voice, text: str) -> int | None:
        """Return the clip's length, or None if it is absent, cut short or another's.

        Reads the file's two ends only; damage to samples is found by `get`.
        """
        if not self._has_any(voice):
            return None
        try:
            with self.path(voice, text).open("rb") as file:
                header = file.read(_HEADER.size)
                size = file.seek(0, os.SEEK_END) - _HEADER.size - _TRAILER.size
                if not _is_whole(size) or header != _header(size):
                    return None
                file.seek(-_TRAILER.size, os.SEEK_END)
                trailer = file.read()
        except OSError:
            return None
        return size // ms_to_bytes(1) if trailer.endswith(_key(voice, text)) else None

    def put(self, voice: Voice, text: str, clip: Clip) -> None:
        """Keep `clip`. Raises OutputError if the folder can't be written."""
        path = self.path(voice, text)
        try:
            _clear_folder(path)
            replace_whole(path, _wav(clip.pcm, _key(voice, text)))
        except OSError as error:
            # Windows refuses to replace a file that another process is reading.
            if self.get(voice, text) != clip:
                raise OutputError(
                    f"{self.folder}: the clip cache can't be written"
                    f" ({error.strerror}: {path.name}); choose another with --cache DIR"
                ) from error

    def refuse(self, voice: Voice, text: str) -> None:
        """Note that `voice` produces nothing plausible for `text`: asking again would take long.

        Without the note it is only asked again.
        """
        with suppress(OSError):
            path = self._refusal(voice, text)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()

    def is_refused(self, voice: Voice, text: str) -> bool:
        """Whether that was noted."""
        return self._has_any(voice) and self._refusal(voice, text).exists()

    def _has_any(self, voice: Voice) -> bool:
        """Whether there is a folder for `voice`; without one its identity needn't be read."""
        return os.path.isdir(f"{self.folder}/{voice.name}/{voice.language}")  # noqa: PTH112

    def _refusal(self, voice: Voice, text: str) -> Path:
        return self.path(voice, text).with_suffix(".refused")


def _clear_folder(path: Path) -> None:
    """Remove an empty folder that stands where a clip belongs."""
    if path.is_dir():
        path.rmdir()


def slug(text: str) -> str:
    """Write the beginning of `text` with small ASCII letters, digits and hyphens."""
    return hyphenated(text[:200])[:_SLUG_CHARACTERS].strip("-") or "clip"


def _key(voice: Voice, text: str) -> bytes:
    """Digest everything that changes the sound."""
    _, key = _named(voice.name, voice.identity, voice.language, text)
    return key


@lru_cache(maxsize=1024)  # a text is looked for in each round of composing
def _named(voice: str, identity: str, language: str, text: str) -> tuple[str, bytes]:
    """Return the name of the file for `text`, and the digest of everything that changes it."""
    parts = json.dumps([_FORMAT, voice, identity, language, text])
    key = hashlib.sha256(parts.encode()).digest()
    return f"{slug(text)}-{key.hex()[:20]}.wav", key


def _is_whole(size: int) -> bool:
    """Whether `size` bytes of samples are some whole milliseconds."""
    return size > 0 and size % ms_to_bytes(1) == 0


def _header(size: int) -> bytes:
    """Write all that stands before `size` bytes of samples."""
    riff = _HEADER.size + size + _TRAILER.size - 8
    rate = SAMPLE_RATE * SAMPLE_BYTES
    form = (b"fmt ", 16, 1, 1, SAMPLE_RATE, rate, SAMPLE_BYTES, 8 * SAMPLE_BYTES)
    return _HEADER.pack(b"RIFF", riff, b"WAVE", *form, b"data", size)


def _wav(pcm: bytes, key: bytes) -> bytes:
    """Write the whole file."""
    return _header(len(pcm)) + pcm + _TRAILER.pack(b"ackd", 36, zlib.crc32(pcm), key)
