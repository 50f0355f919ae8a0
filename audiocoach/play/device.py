"""The sound device. Wraps miniaudio, the one library that plays on every system from a wheel.

Its callback runs in the device's own thread and only copies: sound is made ahead
of time by a `Feed`, positions are worked out later by a `Handed`.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Literal

import miniaudio

from audiocoach.errors import DeviceError
from audiocoach.play.feed import AHEAD_SECONDS, Feed
from audiocoach.play.transport import NOTHING, Watch
from audiocoach.units import SAMPLE_BYTES, SAMPLE_RATE

PERIOD_MS = 100
PERIODS = 4
"""With less ahead than 0.4 s, two busy cores were enough to tear a tone apart."""

LATENCY_MS = PERIOD_MS * PERIODS
"""What the device holds ahead of the ear: as much as we ask it to, for miniaudio
doesn't tell what it got."""

DRAIN_MS = 300
"""Silence played after the last sample: sound servers and headphones hold more than we know."""

GIVE_UP_SECONDS = 3.0
"""A device that hasn't called for so long is gone. An idle PulseAudio sink may take two."""

CLOSE_SECONDS = 2.0
"""A device that can't be closed in this time is left behind."""

Backend = Literal["default", "null"]


class Speaker:
    """Plays 16-bit sound on the default device, once."""

    def __init__(
        self,
        backend: Backend | None = None,
        now: Callable[[], float] = time.perf_counter,
        rate: int = SAMPLE_RATE,
        channels: int = 1,
    ) -> None:
        """Choose the device: "null" plays to nobody, in real time.

        `rate` is the samples a second of each of `channels`, 1 or 2. Without
        `backend`, AUDIOCOACH_BACKEND decides, else it is "default".
        """
        self._backend = backend or os.environ.get("AUDIOCOACH_BACKEND") or "default"
        self._now = now
        self._rate, self._channels = rate, channels
        self._handed = replace(NOTHING, rate=rate)
        self._heard = 0
        self._watch = Watch()
        self._device: miniaudio.PlaybackDevice | None = None
        self._feed: Feed | None = None

    def start(self, blocks: Iterable[bytes]) -> None:
        """Open the device and play `blocks` from the first one on; DeviceError if it can't."""
        self._feed = feed = Feed(blocks, AHEAD_SECONDS * self._rate * self._width)
        feed.start()
        try:
            with _quiet():
                self._device = _open(self._backend, self._rate, self._channels)
            feed.wait_for_first()
            self._device.start(self._callback(feed))
        except miniaudio.MiniaudioError as fault:
            feed.close()
            raise _no_device(fault) from fault
        self._watch = Watch().look(self._handed, self._now())

    def position(self) -> int:
        """Tell which of the track's samples is being heard.

        Raises DeviceError if the device is gone, and what making the sound raised.
        """
        assert self._feed is not None, "not started"
        if self._feed.fault is not None:
            raise self._feed.fault
        handed, now = self._handed, self._now()
        self._watch = self._watch.look(handed, now)
        if self._watch.silent_for > GIVE_UP_SECONDS:
            raise _no_device("it stopped asking for sound")
        # After a late call the estimate falls back by as much; a display mustn't.
        self._heard = max(self._heard, handed.heard(now, self._samples(LATENCY_MS)))
        return self._heard

    def finished(self) -> bool:
        """Tell whether the last sample has left the device."""
        assert self._feed is not None, "not started"
        handed = self._handed
        played = handed.played(self._now(), self._samples(LATENCY_MS))
        return self._feed.exhausted and played >= handed.last_sound + self._samples(DRAIN_MS)

    def stop(self) -> None:
        """Fall silent at once and let go of the device. May be called at any time, and again."""
        if self._feed is not None:
            self._feed.close()
        device, self._device = self._device, None
        if device is not None:
            _close(device)

    def _samples(self, ms: int) -> int:
        return ms * self._rate // 1000

    @property
    def _width(self) -> int:
        return SAMPLE_BYTES * self._channels

    def _callback(self, feed: Feed) -> Generator[bytes, int, None]:
        """Give miniaudio its generator, which is sent the samples to give."""
        width = self._width

        def copy() -> Generator[bytes, int, None]:
            asked = yield b""
            while True:
                sound = feed.take(asked * width)
                self._handed = self._handed.more(self._now(), asked, len(sound) // width)
                asked = yield sound.ljust(asked * width, b"\0")

        generator = copy()
        next(generator)
        return generator


def _open(backend: str, rate: int, channels: int) -> miniaudio.PlaybackDevice:
    return miniaudio.PlaybackDevice(
        output_format=miniaudio.SampleFormat.SIGNED16,
        nchannels=channels,
        sample_rate=rate,
        buffersize_msec=PERIOD_MS,
        callback_periods=PERIODS,
        backends=_backends(backend),
        app_name="audiocoach",
    )


def _backends(backend: str) -> list[miniaudio.Backend]:
    """Give the systems to try, in miniaudio's order of preference.

    Never the null one unless it is asked for: miniaudio would fall back on it,
    and play a whole session to nobody.
    """
    if backend == "null":
        return [miniaudio.Backend.NULL]
    if backend != "default":
        raise DeviceError(f"AUDIOCOACH_BACKEND: must be default or null, not {backend}")
    silent = {miniaudio.Backend.NULL, miniaudio.Backend.CUSTOM}
    return sorted(miniaudio.get_enabled_backends() - silent, key=lambda one: int(one.value))


def _no_device(fault: object) -> DeviceError:
    why = fault.args[0] if isinstance(fault, miniaudio.MiniaudioError) else fault
    return DeviceError(f"no sound device: {why}; `audiocoach export NAME` makes a file instead")


def _close(device: miniaudio.PlaybackDevice) -> None:
    """Close `device`, but don't wait for ever: a sound server that hangs would hang us."""
    closing = threading.Thread(target=device.close, name="audiocoach close", daemon=True)
    closing.start()
    closing.join(CLOSE_SECONDS)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what ALSA and JACK write about missing parts, past Python, off the terminal."""
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    try:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device, not a path of ours
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
