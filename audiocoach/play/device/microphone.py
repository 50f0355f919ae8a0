"""The microphone. Wraps miniaudio's capture, which works on every system from a wheel.

It stays open from the first line to the last: to open one takes up to a second, and on some
headsets changes how everything sounds. What is heard is kept only between `begin` and `end`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Generator
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Any

from audiocoach.errors import DeviceError
from audiocoach.paths import BACKEND_VARIABLE
from audiocoach.play.device.device_names import find_device
from audiocoach.play.device.miniaudio_device import (
    CLOSE_SECONDS,
    OPEN_SECONDS,
    capture_ids,
    ids_of_all,
    sound_systems,
)
from audiocoach.play.device.quiet_stderr import quiet_stderr
from audiocoach.play.device.time_limit import HangsError, TimeLimit
from audiocoach.units import SAMPLE_BYTES

import miniaudio  # isort: skip - after the module that hides numpy from it

RATE = 48_000
"""Samples a second that are asked for: nearly every device's own, so nothing but our own
resampler touches them."""
_PERIOD_MS = 20
_SILENT_SECONDS = 3.0
"""A microphone that hands over nothing for so long has been pulled out."""
_LATE_SECONDS, _WAIT_SECONDS = 0.1, 2.0
"""How late what is heard comes at least, and how long it is waited for on a busy machine."""
_LEVEL_BYTES = RATE // 20 * SAMPLE_BYTES
"""50 ms: what a level meter shows at a time."""


def microphones(systems: Collection[str]) -> dict[str, list[str]]:
    """Name the microphones of each of `systems`, which are sound systems that answer."""
    asked = [each for each in sound_systems("default") if each.name in systems]
    with quiet_stderr():
        return {each.name: list(ids or ()) for each, ids in ids_of_all(asked, capture_ids)}


class Microphone:
    """Records 16-bit mono from one device."""

    def __init__(self, device: str | None = None, backend: str | None = None) -> None:
        """Choose the device: part of its name, or the system's default without it.

        Without `backend`, AUDIOCOACH_BACKEND decides, as for playback; "null" hears nothing.
        """
        self._wanted = device
        self._backend = backend or os.environ.get(BACKEND_VARIABLE) or "default"
        self._device: Any = None
        self._parts: list[bytes] = []
        self._is_on = False
        self._grown = (0, 0.0)
        self._begun = 0.0

    def __enter__(self) -> Microphone:
        """Open it. Raises DeviceError where there is none."""
        try:
            with quiet_stderr():
                self._device = TimeLimit().call(OPEN_SECONDS, self._opened, _close)
        except (miniaudio.MiniaudioError, HangsError) as fault:
            raise _no_microphone(fault) from fault
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of it; one that hangs is left behind."""
        self._is_on = False
        device, self._device = self._device, None
        if device is not None:
            with suppress(HangsError):
                TimeLimit().call(CLOSE_SECONDS, partial(_close, device))

    def begin(self) -> None:
        """Keep what is heard from now on, and nothing of before."""
        self._parts = []
        self._begun = time.monotonic()
        self._grown = (0, self._begun)
        self._is_on = True

    def end(self) -> bytes:
        """Stop keeping; return what was heard since `begin`: 16-bit mono at 24,000 Hz.

        What sounded before now may still be on its way: on a busy machine the last word was lost.
        """
        from audiocoach.sound.ffmpeg import resample

        self._catch_up(time.monotonic() - self._begun + _LATE_SECONDS)
        self._is_on = False
        parts, self._parts = self._parts, []
        return resample(b"".join(parts), RATE)

    def seconds(self) -> float:
        """Return how much has been heard since `begin`. Raises DeviceError if it is gone."""
        parts, now = len(self._parts), time.monotonic()
        if parts > self._grown[0]:
            self._grown = (parts, now)
        elif now - self._grown[1] > _SILENT_SECONDS:
            raise DeviceError("no microphone: the one that was used hands over no more sound")
        return self._heard_seconds()

    def _catch_up(self, wanted_seconds: float) -> None:
        """Wait until so much has been heard, for at most `_WAIT_SECONDS`."""
        end = time.monotonic() + _WAIT_SECONDS
        while self._heard_seconds() < wanted_seconds and time.monotonic() < end:
            time.sleep(_PERIOD_MS / 1000)

    def _heard_seconds(self) -> float:
        return sum(map(len, self._parts)) / SAMPLE_BYTES / RATE

    def latest(self) -> bytes:
        """Return the last 50 ms heard, at 48,000 Hz, for a level meter."""
        return b"".join(self._parts[-4:])[-_LEVEL_BYTES:]

    def _opened(self) -> Any:
        systems = sound_systems(self._backend)
        if self._wanted is not None:
            return self._started(*_find(self._wanted, systems))
        for system in systems:
            with suppress(miniaudio.MiniaudioError):
                return self._started(system)
        raise miniaudio.MiniaudioError("no sound system has one")

    def _started(self, system: miniaudio.Backend, device: Any = None) -> Any:
        opened = miniaudio.CaptureDevice(
            input_format=miniaudio.SampleFormat.SIGNED16,
            nchannels=1,
            sample_rate=RATE,
            buffersize_msec=_PERIOD_MS,
            device_id=device,
            backends=[system],
            app_name="audiocoach",
        )
        collector = self._collect()
        next(collector)
        opened.start(collector)
        return opened

    def _collect(self) -> Generator[None, bytes, None]:
        """Return the generator for miniaudio, which is sent what was heard."""
        while True:
            heard = yield
            if self._is_on:
                self._parts.append(bytes(heard))


def _close(device: Any) -> None:
    device.close()


def _find(name: str, systems: list[miniaudio.Backend]) -> tuple[miniaudio.Backend, Any]:
    """Find the one microphone with `name` in its name; DeviceError if it is not one."""
    found = {system: ids for system, ids in ids_of_all(systems, capture_ids) if ids is not None}
    names = {system.name: list(ids) for system, ids in found.items()}
    wanted, device = find_device(name, names, "--microphone", "microphone")
    return next((system, ids[device]) for system, ids in found.items() if system.name == wanted)


def _no_microphone(fault: object) -> DeviceError:
    why = fault.args[0] if isinstance(fault, miniaudio.MiniaudioError) else fault
    return DeviceError(f"no microphone: {why}; --take FILE reads a recording made elsewhere")
