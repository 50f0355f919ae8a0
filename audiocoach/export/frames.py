"""The frame store: encoded sounds, kept for every later export.

Beside the clips, a file for each run of sounds, named by a digest of what the
encoder got. Written by rename, with a checksum at its end: a damaged file is
noticed and made again, and any number of processes may share the folder.
"""

from __future__ import annotations

import os
import zlib
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from threading import Lock

_FORMAT = b"mp3 24000 mono 48k reservoir 0, grid 576, effort 7, 2"
"""What besides the sound decides the frames: raise its number with each change."""

_KEPT = 128
"""Runs held in memory: a session says the same things again and again."""

_CHECK_BYTES = 4
_USUAL_BYTES = 2**16
"""More than nearly every run has."""


class FrameStore:
    """Frames of one voice: in memory for one command, in a folder for all.

    A file's name is a digest of the very samples it was encoded from, so that it can
    hold no other sound. To know the name without the samples, `names` says which
    digest belongs to what a score says of a run.
    """

    def __init__(self, folder: Path | None) -> None:
        """Keep frames in `folder` (None: in memory alone)."""
        self._folder = folder
        self._ready: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()
        self.names: dict[str, str] = {}

    def find(self, likeness: str) -> bytes | None:
        """Give the frames of a run, if its sound is known and its frames are there whole."""
        digest = self.names.get(likeness)
        if digest is None:
            return None
        frames = self._ready.get(digest) or self._read(digest)
        if frames is not None:
            self._remember(digest, frames)
        return frames

    def keep(self, likeness: str, pcm: bytes, encode: Callable[[bytes], bytes]) -> bytes:
        """Give the frames for `pcm`, read or else made by `encode`, and keep them.

        May be called in several threads.
        """
        digest = blake2b(_FORMAT + _encoder() + pcm, digest_size=16).hexdigest()
        frames = self._read(digest)
        if frames is None:
            frames = encode(pcm)
            self._write(digest, frames)
        self._remember(digest, frames)
        self.names[likeness] = digest
        return frames

    def _remember(self, digest: str, frames: bytes) -> None:
        with self._lock:
            self._ready.pop(digest, None)  # what is used again moves to the end
            self._ready[digest] = frames
            if len(self._ready) > _KEPT:
                self._ready.popitem(last=False)

    def _read(self, digest: str) -> bytes | None:
        if self._folder is None:
            return None
        try:
            data = _contents(f"{self._folder}/{digest[:2]}/{digest}.frames")
        except OSError:
            return None
        frames, check = data[:-_CHECK_BYTES], data[-_CHECK_BYTES:]
        return frames if frames and check == _check(frames, digest) else None

    def _write(self, digest: str, frames: bytes) -> None:
        """Keep `frames` if the folder takes them: without it the export is only slower."""
        if self._folder is None:
            return
        path = self._folder / digest[:2] / f"{digest}.frames"
        part = path.with_name(f".{os.urandom(6).hex()}.part")
        with suppress(OSError):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                part.write_bytes(frames + _check(frames, digest))
                os.replace(part, path)  # noqa: PTH105
            finally:
                part.unlink(missing_ok=True)


@cache
def _encoder() -> bytes:
    # Loading what tells a version takes longer than all ready frames.
    from importlib.metadata import version

    return version("av").encode()


def _contents(path: str) -> bytes:
    """Read a small file with three calls to the system, not eight: a session has hundreds."""
    file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        data = os.read(file, _USUAL_BYTES)
        while len(data) % _USUAL_BYTES == 0 and (more := os.read(file, _USUAL_BYTES)):
            data += more
    finally:
        os.close(file)
    return data


def _check(frames: bytes, digest: str) -> bytes:
    """Give the checksum of `frames` under their own name: another's file won't pass."""
    return zlib.crc32(f"{digest}.frames".encode() + frames).to_bytes(_CHECK_BYTES, "big")
