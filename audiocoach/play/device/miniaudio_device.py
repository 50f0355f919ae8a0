"""The sound device. Wraps miniaudio, the one library that plays on every system from a wheel.

Its callback runs in the device's own thread and only copies: sound is made ahead
of time by a `PlaybackBuffer`, positions are worked out later by a `PlaybackClock`.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, Literal, get_args

from audiocoach.errors import DeviceError
from audiocoach.paths import BACKEND_VARIABLE
from audiocoach.play.device.buffer import PlaybackBuffer
from audiocoach.play.device.device_names import find_device
from audiocoach.play.device.fed_device import FedDevice, no_device
from audiocoach.play.device.playback_clock import NOTHING, WAKING_SECONDS, StallWatch, patience
from audiocoach.play.device.quiet_stderr import quiet_stderr
from audiocoach.play.device.time_limit import HangsError, TimeLimit
from audiocoach.units import SAMPLE_BYTES, SAMPLE_RATE

# miniaudio loads numpy where there is one, to take its arrays, which we never
# pass: 0.15 s before the first sound. "None" makes the import find none.
_HIDDEN = "numpy" not in sys.modules
if _HIDDEN:
    sys.modules["numpy"] = None  # type: ignore[assignment]
try:
    import miniaudio
finally:
    if _HIDDEN:
        del sys.modules["numpy"]


PERIODS = 4
PERIOD_MS = 25
"""0.1 s in all: about so late is a key for the volume heard. Beside two busy processes on two
cores, calls came up to 54 ms apart (2026), as long as the program collects no garbage (`calm`)."""
PULSEAUDIO_PERIOD_MS = 40
"""A PulseAudio server that is asked for 160 ms holds 80 (version 16), PipeWire in its place 60
(0.3.65)."""
ROOMY_PERIOD_MS = 100
"""What a machine gets on which the device ran dry all the same."""

DRAIN_MS = 300
"""Silence played after the last sample: sound servers and headphones hold more than we know."""

OPEN_SECONDS = 10.0
"""A sound server that takes longer hangs: one that is started by our asking takes one to three."""
REOPEN_SECONDS = 3.0
"""The same in the midst of a session, where no key is heard meanwhile."""
LIST_SECONDS = 5.0
"""The same for each sound system that is asked for its devices."""

CLOSE_SECONDS = 2.0
"""A device that can't be closed in this time is left behind."""

_opening = TimeLimit()

Backend = Literal["default", "miniaudio", "simpleaudio", "null"]
"""As the command line has them: `default` is another word for `miniaudio`."""


class MiniaudioSpeaker(FedDevice):
    """Plays 16-bit sound on one device.

    The device is opened by each `start` and closed by each `stop`: that is what drops
    the sound it holds, at once (closing takes a PulseAudio stream 2 ms, opening 10 to
    50).
    """

    def __init__(
        self,
        backend: Backend | None = None,
        now: Callable[[], float] = time.perf_counter,
        waking_seconds: float = WAKING_SECONDS,
        device: str | None = None,
        rate: int = SAMPLE_RATE,
        channels: int = 1,
    ) -> None:
        """Choose the device: "null" plays no sound, in real time.

        `rate` is the samples a second of each of `channels`, 1 or 2.
        It may take `waking_seconds` to begin in earnest.
        Without `backend`, AUDIOCOACH_BACKEND decides, else it is "default". Of what the
        command line takes, "simpleaudio" too plays by miniaudio here. `device`
        is part of the name of one of those that `playbacks` lists; without it, it
        is the system's default. Raises DeviceError if it is not one device's.
        """
        super().__init__()
        self._backend = backend or os.environ.get(BACKEND_VARIABLE) or "default"
        self._found = None if device is None else _find(device)
        self._now, self._waking = now, waking_seconds
        self._rate, self._channels = rate, channels
        self._handed = replace(NOTHING, rate=rate)
        self._roomy = False
        self._watch = StallWatch()
        self._device: miniaudio.PlaybackDevice | None = None
        self._open_seconds = OPEN_SECONDS

    def start(self, blocks: Iterable[bytes], volume_db: float = 0.0) -> None:
        """Open the device and play `blocks` from the first one on; DeviceError if it can't.

        They are played `volume_db` louder. May be called again after `stop`; positions
        then count from 0 again.
        """
        self._handed, self._heard = replace(NOTHING, rate=self._rate), 0
        self._feed = feed = PlaybackBuffer(blocks, self._rate, self._channels, volume_db)
        feed.start()
        try:
            with quiet_stderr():
                self._device = device = _opening.call(
                    self._open_seconds, lambda: self._opened(feed), _close
                )
            self._handed = replace(self._handed, room=self._room(device))
            feed.wait_for_first()
            _opening.call(self._open_seconds, lambda: device.start(self._callback(feed)))
        except (miniaudio.MiniaudioError, HangsError) as fault:
            self.stop()
            raise _no_device(fault) from fault
        self._open_seconds = REOPEN_SECONDS
        self._watch = StallWatch().look(self._handed, self._now())

    @property
    def underrun(self) -> bool:
        """Whether the device ran dry, where opening it again with more room may help."""
        return self._handed.underrun and not self._roomy

    def set_volume(self, volume_db: float) -> None:
        """Play on at `volume_db`: heard once what the device holds has been played."""
        if self._feed is not None:
            self._feed.set_volume(volume_db)

    def position(self) -> int:
        """Return how many samples of the blocks have been heard.

        Raises DeviceError if the device is gone, and what making the sound raised.
        """
        self._check_sound()
        handed, now = self._handed, self._now()
        self._watch = self._watch.look(handed, now)
        if self._watch.silent_for > patience(handed, self._waking):
            # It was handed more than it played: go by what it asked for last.
            self._heard = handed.heard(handed.at)
            raise _no_device("the one that played asks for no more sound")
        # After a late call the estimate falls back by as much; a display mustn't.
        self._heard = max(self._heard, handed.heard(now))
        return self._heard

    def finished(self) -> bool:
        """Return whether the last sample has left the device."""
        handed = self._handed
        played = handed.played(self._now())
        drained = handed.last_sound + DRAIN_MS * self._rate // 1000
        return self._fed().exhausted and played >= drained

    def stop(self) -> None:
        """Fall silent at once and let go of the device. May be called at any time, and again."""
        self._roomy = self._roomy or self.underrun
        if self._feed is not None:
            self._feed.close()
        device, self._device = self._device, None
        if device is not None:
            _close(device)

    def _opened(self, feed: PlaybackBuffer) -> miniaudio.PlaybackDevice:
        """Open the one asked for, else the default one of the first system that answers.

        No other is asked where the first one has hung, and `feed` was closed meanwhile.
        """
        if self._found is not None:
            return self._open(*self._found)
        for system in sound_systems(self._backend):
            if feed.closed:
                break
            with suppress(miniaudio.MiniaudioError):
                return self._open(system)
        raise miniaudio.MiniaudioError("no sound system answers")

    def _open(self, system: miniaudio.Backend, device: Any = None) -> miniaudio.PlaybackDevice:
        device = miniaudio.PlaybackDevice(
            output_format=miniaudio.SampleFormat.SIGNED16,
            nchannels=self._channels,
            sample_rate=self._rate,
            buffersize_msec=self._period_ms(system == miniaudio.Backend.PULSEAUDIO),
            callback_periods=PERIODS,
            device_id=device,
            backends=[system],
            # On Linux only who may have it gets it; others get what there is.
            thread_prio=miniaudio.ThreadPriority.REALTIME,
            app_name="audiocoach",
        )
        _open.append(device)
        return device

    def _period_ms(self, pulseaudio: bool) -> int:
        if self._roomy:
            return ROOMY_PERIOD_MS
        return PULSEAUDIO_PERIOD_MS if pulseaudio else PERIOD_MS

    def _room(self, device: miniaudio.PlaybackDevice) -> int:
        """Return how many samples `device` was made to hold."""
        pulseaudio = device.backend == "PulseAudio"
        asked_ms = PERIODS * self._period_ms(pulseaudio)
        return (asked_ms // 2 if pulseaudio else asked_ms) * self._rate // 1000

    def _callback(self, feed: PlaybackBuffer) -> Generator[bytes, int, None]:
        """Return the generator for miniaudio, which is sent the number of samples to yield."""
        width = SAMPLE_BYTES * self._channels

        def copy() -> Generator[bytes, int, None]:
            asked = yield b""
            while self._feed is feed:  # a device left behind must not count for the next
                sound = feed.take(asked * width)
                self._handed = self._handed.more(self._now(), asked, len(sound) // width)
                asked = yield sound.ljust(asked * width, b"\0")

        generator = copy()
        next(generator)
        return generator


def sound_systems(backend: str) -> list[miniaudio.Backend]:
    """Return the systems to try, in miniaudio's order of preference.

    Never the null one unless it is asked for: miniaudio would fall back on it,
    and play a whole session unheard.
    """
    known = backend.lower()
    if known == "null":
        return [miniaudio.Backend.NULL]
    if known not in get_args(Backend):
        names = ", ".join(get_args(Backend)[1:])
        raise DeviceError(f"{BACKEND_VARIABLE}: must be one of {names}, not {backend!r}")
    silent = {miniaudio.Backend.NULL, miniaudio.Backend.CUSTOM}
    return sorted(miniaudio.get_enabled_backends() - silent, key=lambda one: int(one.value))


def playbacks() -> dict[str, list[str] | None]:
    """Name the playback devices of each sound system that is there, in order of preference.

    None stands for those of one that hangs.
    """
    with quiet_stderr():
        systems = dict(ids_of_all(sound_systems("default"), playback_ids))
    return {each.name: None if ids is None else list(ids) for each, ids in systems.items()}


def ids_of_all(
    backends: Iterable[miniaudio.Backend], ask: Callable[[miniaudio.Backend], dict[str, Any]]
) -> Iterator[tuple[miniaudio.Backend, dict[str, Any] | None]]:
    """Return each system that is there, with the ids it is asked for; None if it hangs."""
    for backend in backends:
        with suppress(miniaudio.MiniaudioError):
            yield backend, _in_time(partial(ask, backend))


def _in_time(ask: Callable[[], dict[str, Any]]) -> dict[str, Any] | None:
    try:
        return TimeLimit().call(LIST_SECONDS, ask)
    except HangsError:
        return None


def playback_ids(backend: miniaudio.Backend) -> dict[str, Any]:
    """Ask one system for the ids of its playback devices, by name."""
    return _by_name(miniaudio.Devices([backend]).get_playbacks())


def capture_ids(backend: miniaudio.Backend) -> dict[str, Any]:
    """Ask one system for the ids of its microphones, by name."""
    return _by_name(miniaudio.Devices([backend]).get_captures())


def _by_name(devices: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    ids: dict[str, Any] = {}
    for each in devices:
        ids.setdefault(each["name"], each["id"])  # of two of one name, the first
    return ids


def _find(name: str) -> tuple[miniaudio.Backend, Any]:
    """Find the one device with `name` in its name; DeviceError if it is not one."""
    with quiet_stderr():
        found = dict(ids_of_all(sound_systems("default"), playback_ids))
    systems = {system: ids for system, ids in found.items() if ids is not None}
    try:
        wanted, device = find_device(
            name, {system.name: list(ids) for system, ids in systems.items()}
        )
    except DeviceError:
        if len(systems) < len(found):  # it may be one of those
            raise _no_device(HangsError()) from None
        raise
    return next((system, ids[device]) for system, ids in systems.items() if system.name == wanted)


def _no_device(fault: object) -> DeviceError:
    why = fault.args[0] if isinstance(fault, miniaudio.MiniaudioError) else fault
    return no_device(why)


_open: list[miniaudio.PlaybackDevice] = []
"""Devices that are open, or couldn't be closed."""


def _close(device: miniaudio.PlaybackDevice) -> None:
    """Close `device`, but don't wait for ever: a sound server that hangs would hang us."""

    def close() -> None:
        device.close()
        with suppress(ValueError):  # another thread may close it, too
            _open.remove(device)

    closing = threading.Thread(target=close, name="audiocoach close", daemon=True)
    closing.start()
    closing.join(CLOSE_SECONDS)


@atexit.register
def _close_all() -> None:
    """Close what still plays while our threads run.

    miniaudio itself would close it once they are gone, and wait for one of them for ever.
    """
    for device in [*_open]:
        _close(device)
