"""The frame store: encoded sounds, kept for every later export.

Beside the clips, a file for each run of sounds, named by a digest of what the
encoder got. Written by rename, with a checksum at its end: a damaged file is
noticed and made again, and any number of processes may share the folder.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from threading import Lock

from audiocoach.storage import keep_sealed, read_sealed

_FORMAT = b"mp3 24000 mono 48k reservoir 0, grid 576, effort 7, 3"
"""What besides the sound decides the frames: raise its number with each change."""

_KEPT = 128
"""Runs held in memory: a session says the same things again and again."""


class Shelf:
    """A folder of what takes long to make, each under a digest of what it is made of."""

    def __init__(self, folder: Path | None) -> None:
        """Keep everything in `folder` (None: nothing)."""
        self._folder = folder

    def get(self, digest: str) -> bytes | None:
        """Return what is kept under `digest`, or None if it is absent or damaged in any way."""
        if self._folder is None:
            return None
        name = f"{digest}.frames"
        return read_sealed(f"{self._folder}/{digest[:2]}/{name}", name)

    def put(self, digest: str, data: bytes) -> None:
        """Keep `data` if the folder takes it: without it the next export is only slower."""
        if self._folder is None:
            return
        path = self._folder / digest[:2] / f"{digest}.frames"
        with suppress(OSError):
            keep_sealed(path, path.name, data)


class FrameStore:
    """Frames of one session, or of several with one voice: in memory, and on a shelf for all.

    They are kept under a digest of the very samples they were encoded from, so that
    no other sound can be among them. To know it without the samples, `names` says
    which digest belongs to what a score says of a run.
    """

    def __init__(
        self, folder: Path | None, names: Mapping[str, str] | None = None, kept: int = _KEPT
    ) -> None:
        """Keep frames in `folder` (None: in memory alone); `names` are known from before.

        `kept` runs are held in memory.
        """
        self._kept = kept
        self.folder = folder
        self._shelf = Shelf(folder)
        self._ready: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()
        self.names = dict(names or {})

    def find(self, fingerprint: str) -> bytes | None:
        """Return the frames of a run, if its sound is known and its frames are there whole."""
        digest = self.names.get(fingerprint)
        if digest is None:
            return None
        frames = self._ready.get(digest) or self._shelf.get(digest)
        if frames is not None:
            self._remember(digest, frames)
        return frames

    def keep(self, fingerprint: str, pcm: bytes, encode: Callable[[bytes], bytes]) -> bytes:
        """Return the frames for `pcm`, read or else made by `encode`, and keep them.

        May be called in several threads.
        """
        digest = digest_of(_FORMAT, self._encoder, pcm)
        frames = self._shelf.get(digest)
        if frames is None:
            frames = encode(pcm)
            self._shelf.put(digest, frames)
        self._remember(digest, frames)
        self.names[fingerprint] = digest
        return frames

    @cached_property
    def _encoder(self) -> bytes:
        # Loading what reports a version takes longer than all ready frames.
        from audiocoach.sound.mp3.frame_encoder import encoder

        return encoder().encode()

    def _remember(self, digest: str, frames: bytes) -> None:
        with self._lock:
            self._ready.pop(digest, None)  # what is used again moves to the end
            self._ready[digest] = frames
            if len(self._ready) > self._kept:
                self._ready.popitem(last=False)


def digest_of(*parts: bytes) -> str:
    """Digest what something is made of."""
    return blake2b(b"".join(parts), digest_size=16).hexdigest()
