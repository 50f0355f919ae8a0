"""Blocks made ahead of time in a thread of their own, for a callback that only copies."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable

from audiocoach.play.device.volume_ramp import RAMP_MS, VolumeRamp
from audiocoach.units import SAMPLE_BYTES, SAMPLE_RATE

AHEAD_SECONDS = 10
"""Sound kept ready: ten seconds, so that a slow disk or voice isn't heard."""

FIRST_SECONDS = 0.4
"""Made before a device begins: the most that one asks for at once."""

PAUSE_SECONDS = 0.001
"""Paused after each further block until the device takes its first: opening it needs Python's
lock several times, and a thread that is at work hands that over every 5 ms only."""


class PlaybackBuffer:
    """A bounded store between the thread that makes sound and the one that plays it.

    What is ready is kept as it was made and at its volume: so a new volume is for the
    very next sample, and the reader only copies.
    """

    def __init__(
        self,
        blocks: Iterable[bytes],
        rate: int = SAMPLE_RATE,
        channels: int = 1,
        volume_db: float = 0.0,
        ahead_bytes: int | None = None,
    ) -> None:
        """Take the blocks to hand out; nothing is read before `start`.

        They are `rate` samples a second of each of `channels`, handed out `volume_db`
        louder. `ahead_bytes` is how much is kept ready (None: AHEAD_SECONDS).
        """
        self.fault: BaseException | None = None
        self._blocks = blocks
        self._rate, self._channels = rate, channels
        self._width = SAMPLE_BYTES * channels
        self._ahead = AHEAD_SECONDS * rate * self._width if ahead_bytes is None else ahead_bytes
        self._first = min(self._ahead, round(FIRST_SECONDS * rate) * self._width)
        self._taken_at = self._made_at = VolumeRamp.of(volume_db)
        self._made: deque[bytes] = deque()
        self._ready: deque[bytes] = deque()
        self._size = 0
        self._begun = False
        self._all_made = False
        self._closed = False
        self._changed = threading.Condition()

    def start(self) -> None:
        """Begin to make blocks."""
        threading.Thread(target=self._fill, name="audiocoach feed", daemon=True).start()

    def wait_for_first(self) -> None:
        """Wait until there is enough for a device to begin, or no more will come."""
        with self._changed:
            while not (self._size >= self._first or self._all_made or self._closed):
                self._changed.wait(0.1)  # without a limit, Ctrl-C would wait too, on Windows

    def set_volume(self, volume_db: float, ramp_ms: int = RAMP_MS) -> None:
        """Return out what follows at `volume_db`, which it goes to within `ramp_ms`."""
        with self._changed:
            gain = self._taken_at.to(volume_db, ramp_ms * self._rate // 1000)
            self._taken_at = self._made_at = gain
            self._ready = deque(self._turned(block) for block in self._made)

    def take(self, size: int) -> bytes:
        """Return up to `size` bytes, less if no more are ready; never waits for them to be made."""
        with self._changed:
            self._begun = True
            taken: list[bytes] = []
            while size and self._ready:
                made, block = self._made.popleft(), self._ready.popleft()
                taken.append(block[:size])
                if len(block) > size:
                    self._made.appendleft(made[size:])
                    self._ready.appendleft(block[size:])
                size -= len(taken[-1])
                self._size -= len(taken[-1])
            sound = b"".join(taken)
            self._taken_at = self._taken_at.after(len(sound) // self._width)
            self._changed.notify_all()
            return sound

    @property
    def exhausted(self) -> bool:
        """Return whether everything has been taken and nothing more will come."""
        with self._changed:
            return self._all_made and not self._ready

    @property
    def closed(self) -> bool:
        """Whether no more blocks are wanted."""
        return self._closed

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
            self._made.append(block)
            self._ready.append(self._turned(block))
            self._size += len(block)
            self._changed.notify_all()
            if self._size >= self._first and not self._begun:
                self._changed.wait(PAUSE_SECONDS)
            return not self._closed

    def _turned(self, block: bytes) -> bytes:
        """Return the block that follows what was made so far at its volume."""
        gain = self._made_at
        self._made_at = gain.after(len(block) // self._width)
        return gain.turned(block, self._channels)
