"""The frame store: encoded sounds, kept for every later export.

Beside the clips, a file for each run of sounds, named by a digest of what the
encoder got. Written by rename, with a checksum at its end: a damaged file is
noticed and made again, and any number of processes may share the folder.
"""

from __future__ import annotations

import os
import secrets
import zlib
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

_FORMAT = b"mp3 24000 mono 48k reservoir 0, grid 576, 1"
"""What besides the sound decides the frames: raise its number with each change."""

_KEPT = 512
"""Runs held in memory: a session says the same things again and again."""

_CHECK_BYTES = 4


class FrameStore:
    """Frames by what they sound like: in memory for one session, in a folder for all."""

    def __init__(self, folder: Path | None) -> None:
        """Keep frames in `folder` (None: in memory alone)."""
        self._folder = folder
        self._encoder = version("av").encode() if folder else b""
        self._alike: OrderedDict[object, bytes] = OrderedDict()

    def alike(self, likeness: object) -> bytes | None:
        """Give the frames of a run of this session that sounds the same."""
        return self._alike.get(likeness)

    def keep(self, likeness: object, pcm: bytes, encode: Callable[[bytes], bytes]) -> bytes:
        """Give the frames for `pcm`, read or else made by `encode`, and keep them."""
        frames = self._read(pcm)
        if frames is None:
            frames = encode(pcm)
            self._write(pcm, frames)
        self._alike[likeness] = frames
        if len(self._alike) > _KEPT:
            self._alike.popitem(last=False)
        return frames

    def path(self, pcm: bytes) -> Path | None:
        """Give the file that holds the frames for `pcm`."""
        if self._folder is None:
            return None
        digest = blake2b(_FORMAT + self._encoder + pcm, digest_size=16).hexdigest()
        return self._folder / digest[:2] / f"{digest}.frames"

    def _read(self, pcm: bytes) -> bytes | None:
        path = self.path(pcm)
        try:
            data = path.read_bytes() if path else b""
        except OSError:
            return None
        frames, check = data[:-_CHECK_BYTES], data[-_CHECK_BYTES:]
        return frames if frames and check == _check(frames, path) else None

    def _write(self, pcm: bytes, frames: bytes) -> None:
        """Keep `frames` if the folder takes them: without it the export is only slower."""
        path = self.path(pcm)
        if path is None:
            return
        part = path.with_name(f".{secrets.token_hex(6)}.part")
        with suppress(OSError):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                part.write_bytes(frames + _check(frames, path))
                os.replace(part, path)  # noqa: PTH105
            finally:
                part.unlink(missing_ok=True)


def _check(frames: bytes, path: Path | None) -> bytes:
    """Give the checksum of `frames` under their own name: another's file won't pass."""
    name = path.name.encode() if path else b""
    return zlib.crc32(name + frames).to_bytes(_CHECK_BYTES, "big")
