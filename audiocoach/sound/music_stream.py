"""Music for a player's hands: after a pause or a seek it goes on where it was."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from typing import Protocol

from audiocoach.sound.pcm_format import FLOATS

KEPT_SAMPLES = 15 * FLOATS.rate
"""Read is up to 11 s more than was heard: what is made ahead, and what the device holds."""


class Source(Protocol):
    """Music from its beginning."""

    def stream(self, lufs: float, longest_samples: int) -> Iterator[bytes]:
        """Return `FLOATS` without an end, at `lufs`."""


class MusicStream:
    """One reading of the music for all who listen, one after the other.

    To decode an hour again for each key would take seconds. What was read lately is
    kept, for more is read than is heard.
    """

    def __init__(self, music: Source) -> None:
        """Read `music`, once, when it is first asked for."""
        self._music = music
        self._source: Iterator[bytes] | None = None
        self._kept: deque[bytes] = deque()
        self._begin = self._end = 0
        self._lock = threading.Lock()

    def stream(self, lufs: float, longest_samples: int, start: int = 0) -> Iterator[bytes]:
        """Return `FLOATS` from sample `start` on, without an end.

        The loudness is that of the first who asked. Who goes back beyond what is kept
        has the music start over.
        """
        while True:
            block = self._block(lufs, longest_samples, start)
            yield block
            start += len(block) // FLOATS.width

    def _block(self, lufs: float, longest_samples: int, at: int) -> bytes:
        # A speaker that was stopped may still be reading while the next one begins.
        with self._lock:
            if self._source is None or at < self._begin:
                self._source = self._music.stream(lufs, longest_samples)
                self._kept.clear()
                self._begin = self._end = 0
            while self._end <= at:
                self._read(self._source)
            return self._found(at)

    def _read(self, source: Iterator[bytes]) -> None:
        try:
            block = next(source)
        except BaseException:
            self._source = None  # damaged: the next reader gets the error too
            raise
        self._kept.append(block)
        self._end += len(block) // FLOATS.width
        while self._end - self._begin - len(self._kept[0]) // FLOATS.width >= KEPT_SAMPLES:
            self._begin += len(self._kept.popleft()) // FLOATS.width

    def _found(self, at: int) -> bytes:
        """Return what is kept from `at` to the end of its block; `at` is among it."""
        begin = self._begin
        for block in self._kept:
            end = begin + len(block) // FLOATS.width
            if at < end:
                return block[(at - begin) * FLOATS.width :]
            begin = end
        raise AssertionError(at)
