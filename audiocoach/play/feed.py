"""Blocks made ahead of time in a thread of their own, for a callback that only copies."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable

from audiocoach.units import SAMPLE_BYTES, SAMPLE_RATE

AHEAD_SECONDS = 10
"""Sound kept ready: ten seconds, so that a slow disk or voice isn't heard."""

AHEAD_BYTES = AHEAD_SECONDS * SAMPLE_RATE * SAMPLE_BYTES
"""As much of the house's own sound."""


class Feed:
    """A bounded store between the thread that makes sound and the one that plays it."""

    def __init__(self, blocks: Iterable[bytes], ahead_bytes: int = AHEAD_BYTES) -> None:
        """Take the blocks to give out; nothing is read before `start`."""
        self.fault: BaseException | None = None
        self._blocks = blocks
        self._ahead = ahead_bytes
        self._ready: deque[bytes] = deque()
        self._size = 0
        self._all_made = False
        self._closed = False
        self._changed = threading.Condition()

    def start(self) -> None:
        """Begin to make blocks."""
        threading.Thread(target=self._fill, name="audiocoach feed", daemon=True).start()

    def wait_for_first(self) -> None:
        """Wait until the first block is there, or none will come."""
        with self._changed:
            while not (self._ready or self._all_made or self._closed):
                self._changed.wait(0.1)  # without a limit, Ctrl-C would wait too, on Windows

    def take(self, size: int) -> bytes:
        """Give up to `size` bytes, less if no more are ready; never waits for them to be made."""
        with self._changed:
            taken: list[bytes] = []
            while size and self._ready:
                block = self._ready.popleft()
                taken.append(block[:size])
                if len(block) > size:
                    self._ready.appendleft(block[size:])
                size -= len(taken[-1])
                self._size -= len(taken[-1])
            self._changed.notify_all()
            return b"".join(taken)

    @property
    def exhausted(self) -> bool:
        """Tell whether everything has been taken and nothing more will come."""
        with self._changed:
            return self._all_made and not self._ready

    def close(self) -> None:
        """Make no more blocks."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _fill(self) -> None:
        try:
            for block in self._blocks:
                if not self._put(block):
                    break
        except BaseException as fault:
            self.fault = fault
        with self._changed:
            self._all_made = True
            self._changed.notify_all()

    def _put(self, block: bytes) -> bool:
        """Store `block` as soon as there is room; False once closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._size < self._ahead)
            self._ready.append(block)
            self._size += len(block)
            self._changed.notify_all()
            return not self._closed
