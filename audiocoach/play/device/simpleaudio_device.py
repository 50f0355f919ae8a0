"""The sound device by simpleaudio, for systems where miniaudio makes no sound.

Wraps simpleaudio, the extra `audiocoach[simpleaudio]`. It is not the default:
its author has archived it; on Linux it has no wheel and needs a compiler and
ALSA's headers; it knows only the default device; it crashes Python 3.12 and newer.

It plays whole buffers and nothing else. Played one after the other, pieces of
500 ms left 44 to 121 ms of silence between them (measured on a PulseAudio null
sink, 2026); started by the clock instead, they tore the sound at each seam. So we
pass it a single buffer, and write into that just ahead of where it reads: it
reads the caller's memory as it plays, and never copies more than 0.2 s ahead.
"""

from __future__ import annotations

import mmap
import sys
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from types import ModuleType
from typing import Any

from audiocoach.errors import DeviceError
from audiocoach.play.device.buffer import PlaybackBuffer
from audiocoach.play.device.fed_device import FedDevice, no_device
from audiocoach.play.device.quiet_stderr import quiet_stderr
from audiocoach.play.device.time_limit import TimeLimit
from audiocoach.play.device.volume_ramp import RAMP_MS, VolumeRamp
from audiocoach.suggested_commands import installs
from audiocoach.units import SAMPLE_BYTES, SAMPLE_RATE, ms_to_samples

BUFFER_SAMPLES = 4 * 3600 * SAMPLE_RATE
"""Four hours, the longest session: memory is taken up only as it is written."""

AHEAD_SAMPLES = ms_to_samples(2000)
"""Written so far ahead. Its clock isn't ours: the two may part by 100 ppm, 0.36 s an hour."""

READ_SAMPLES = ms_to_samples(300)
"""It may have read so far ahead: two of its periods of 0.1 s, and a little."""

LATENCY_SAMPLES = ms_to_samples(200)
"""From our clock to the ear: its buffer of 0.1 s, and that of the sound server."""

DRAIN_SAMPLES = ms_to_samples(2000)
"""Silence played after the last sample: each time the device had to wait, it is later than our
clock, and an idle sound server may take two seconds to wake."""

PUMP_SECONDS = 0.05
"""Time between two looks for what to write."""

OPEN_SECONDS = 10.0
"""A sound server that takes longer hangs."""

CLOSE_SECONDS = 2.0
"""A device that can't be closed in this time is left behind."""

FIRST_TO_CRASH = (3, 12)

_opening = TimeLimit()


class SimpleaudioSpeaker(FedDevice):
    """Plays mono 16-bit sound at 24,000 Hz on the system's default device.

    Each `start` opens the device again, each `stop` lets go of it.
    """

    def __init__(self, now: Callable[[], float] = time.perf_counter) -> None:
        """Take the time from `now`: simpleaudio doesn't report where it is."""
        super().__init__()
        self._module = load()
        self._now = now
        self._began = 0.0
        self._written = self._sound = self._last_sound = 0
        self._volume_db = 0.0
        self._buffer: mmap.mmap | None = None
        self._writing = threading.Lock()
        self._playing: Any = None
        self._stopped = threading.Event()
        self._pumping: threading.Thread | None = None

    def start(self, blocks: Iterable[bytes], volume_db: float = 0.0) -> None:
        """Open the device and play `blocks` from the first one on; DeviceError if it can't.

        They are played `volume_db` louder. May be called again after `stop`; positions
        then count from 0 again.
        """
        self._written = self._sound = self._last_sound = self._heard = 0
        self._stopped = stopped = threading.Event()
        self._volume_db = volume_db
        self._feed = feed = PlaybackBuffer(blocks, volume_db=volume_db)
        feed.start()
        feed.wait_for_first()
        try:
            self._buffer = buffer = mmap.mmap(-1, BUFFER_SAMPLES * SAMPLE_BYTES)
            self._began = self._now()
            self._fill(feed, buffer)
            with quiet_stderr():
                self._playing = _opening.call(OPEN_SECONDS, partial(self._play, buffer), _stop)
        except Exception as fault:  # its own class is private to its C part
            feed.close()
            raise _no_device(fault) from fault
        self._began = self._now()
        self._pumping = threading.Thread(
            target=self._pump, args=(feed, buffer, stopped), name="audiocoach pump", daemon=True
        )
        self._pumping.start()

    def _play(self, buffer: mmap.mmap) -> Any:
        return self._module.play_buffer(buffer, 1, SAMPLE_BYTES, SAMPLE_RATE)

    @property
    def underrun(self) -> bool:
        """Never: opened again it would have no more room."""
        return False

    def set_volume(self, volume_db: float) -> None:
        """Play on at `volume_db`: heard in 0.3 s, for so far ahead the buffer may be read."""
        if self._feed is None or self._buffer is None:
            return
        with self._writing:
            start = min(self._written, max(0, self._clock() + READ_SAMPLES)) * SAMPLE_BYTES
            end = self._written * SAMPLE_BYTES
            change = VolumeRamp.of(0).to(volume_db - self._volume_db, ms_to_samples(RAMP_MS))
            self._buffer[start:end] = change.turned(self._buffer[start:end])
            self._volume_db = volume_db
            self._feed.set_volume(volume_db, ramp_ms=0)

    def position(self) -> int:
        """Return which of the track's samples is being heard, by the clock.

        Raises DeviceError if the device is gone, and what making the sound raised.
        """
        self._check_sound()
        if not self._playing.is_playing():
            raise _no_device("the one that played asks for no more sound")
        gaps = self._last_sound - self._sound
        self._heard = max(self._heard, min(self._sound, self._played() - gaps))
        return self._heard

    def finished(self) -> bool:
        """Return whether the last sample has left the device."""
        return self._fed().exhausted and self._played() >= self._last_sound + DRAIN_SAMPLES

    def stop(self) -> None:
        """Fall silent and let go of the device. May be called at any time, and again.

        What it has read already still sounds: up to 0.3 s.
        """
        self._stopped.set()
        pumping, self._pumping = self._pumping, None
        if pumping is not None:
            pumping.join()  # it must not write into what is started next
        if self._feed is not None:
            self._feed.close()
        playing, self._playing = self._playing, None
        if playing is not None:
            playing.stop()
            end = self._now() + CLOSE_SECONDS
            while playing.is_playing() and self._now() < end:
                time.sleep(0.005)

    def _clock(self) -> int:
        """Return the sample that is read now, by the clock."""
        return round((self._now() - self._began) * SAMPLE_RATE)

    def _played(self) -> int:
        return max(0, self._clock() - LATENCY_SAMPLES)

    def _pump(self, feed: PlaybackBuffer, buffer: mmap.mmap, stopped: threading.Event) -> None:
        while not stopped.wait(PUMP_SECONDS):
            self._fill(feed, buffer)

    def _fill(self, feed: PlaybackBuffer, buffer: mmap.mmap) -> None:
        """Write what is ready, up to two seconds ahead; what was read already stays silent."""
        clock = self._clock()
        begun = clock + READ_SAMPLES if self._written else 0
        at = max(self._written, begun)
        room = min(clock + AHEAD_SAMPLES, BUFFER_SAMPLES) - at
        with self._writing:
            sound = feed.take(max(0, room) * SAMPLE_BYTES)
            if sound:
                buffer[at * SAMPLE_BYTES : at * SAMPLE_BYTES + len(sound)] = sound
                count = len(sound) // SAMPLE_BYTES
                self._written = self._last_sound = at + count
                self._sound += count


def load(version: tuple[int, ...] = sys.version_info[:2]) -> ModuleType:
    """Return the library; DeviceError where it isn't there, or would crash this Python."""
    if version >= FIRST_TO_CRASH:
        raise DeviceError(
            f"--backend simpleaudio: when a sound ends, simpleaudio frees memory without holding "
            f"Python's lock, which crashes Python 3.12 and newer, and this is "
            f"{'.'.join(map(str, version))}: use --backend miniaudio"
        )
    try:
        import simpleaudio
    except ImportError as fault:
        raise DeviceError(
            f"--backend simpleaudio: it is not installed: {installs('simpleaudio')} "
            "(on Linux that needs a C compiler and ALSA's headers)"
        ) from fault
    module: ModuleType = simpleaudio
    return module


def _stop(playing: Any) -> None:
    playing.stop()


def _no_device(fault: object) -> DeviceError:
    return no_device(" ".join(str(fault).split()))
