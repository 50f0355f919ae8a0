"""The ways to the ear, by name: miniaudio, simpleaudio, and null, which is silent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

from audiocoach.errors import DeviceError
from audiocoach.paths import BACKEND_VARIABLE
from audiocoach.play.device.sound_device import SoundDevice
from audiocoach.units import SAMPLE_RATE

NAMES = ("miniaudio", "simpleaudio", "null")
"""What may be asked for; the first is the default."""


def open_speaker(
    backend: str | None = None,
    device: str | None = None,
    rate: int = SAMPLE_RATE,
    channels: int = 1,
) -> SoundDevice:
    """Return the speaker of `backend`, else of the one AUDIOCOACH_BACKEND names, else miniaudio.

    `device` is part of a device's name; without it, it is the system's default. It
    plays `rate` samples a second of each of `channels`.
    Raises DeviceError for a backend that can't be used here.
    """
    name = _name(backend)
    if device is not None and name != "miniaudio":
        raise DeviceError(
            f"--device: the backend {name} plays only where it always does; "
            f"use --backend miniaudio to choose a device"
        )
    if name == "simpleaudio":
        from audiocoach.play.device.simpleaudio_device import SimpleaudioSpeaker

        if (rate, channels) != (SAMPLE_RATE, 1):
            raise DeviceError(
                "--music: the backend simpleaudio plays only speech and tones; "
                "use --backend miniaudio for music, or for --keep-alive noise"
            )
        return SimpleaudioSpeaker()
    from audiocoach.play.device.miniaudio_device import MiniaudioSpeaker

    return MiniaudioSpeaker(
        "null" if name == "null" else "default", device=device, rate=rate, channels=channels
    )


def _name(backend: str | None) -> str:
    place, name = "--backend", backend
    if name is None:
        place, name = BACKEND_VARIABLE, os.environ.get(BACKEND_VARIABLE) or NAMES[0]
    known = NAMES[0] if name.lower() == "default" else name.lower()
    if known not in NAMES:
        raise DeviceError(f"{place}: must be one of {', '.join(NAMES)}, not {name!r}")
    return known


@dataclass(frozen=True)
class Outlet:
    """A backend, or one of the sound systems behind it, and what it can play on."""

    backend: str
    """What `--backend` takes."""
    system: str | None = None
    """The sound system, such as `pulseaudio`, where the backend has several."""
    devices: tuple[str, ...] = ()
    """The names that `--device` takes, or parts of."""
    microphones: tuple[str, ...] = ()
    """Those that `record --microphone` takes, likewise."""
    remark: str = ""
    """What it plays on where it has no names for that, or why it can't be used."""
    is_usable: bool = True
    """Whether it can play."""


def outlets() -> Iterator[Outlet]:
    """Yield all that could play, in order of preference."""
    from audiocoach.play.device.microphone import microphones
    from audiocoach.play.device.miniaudio_device import playbacks
    from audiocoach.play.device.simpleaudio_device import load

    systems = playbacks()
    heard_by = microphones([each for each, names in systems.items() if names is not None])
    for system, names in systems.items():
        remark = "doesn't answer" if names is None else "" if names else "none"
        yield Outlet(
            "miniaudio",
            system.lower(),
            tuple(names or ()),
            tuple(heard_by.get(system, ())),
            remark,
            is_usable=bool(names),
        )
    if not systems:
        yield Outlet("miniaudio", remark="no sound system answers", is_usable=False)
    try:
        load()
    except DeviceError as fault:
        reason = fault.lines[0].removeprefix("--backend simpleaudio: ")
        yield Outlet("simpleaudio", remark=reason, is_usable=False)
    else:
        yield Outlet("simpleaudio", remark="the system's default device")
    yield Outlet("null", remark="plays no sound, in real time")


def overview() -> Iterator[str]:
    """Yield the lines of `audiocoach devices`: each backend, what it plays on, and hears by."""
    for each in outlets():
        yield f"{each.backend} ({each.system})" if each.system else each.backend
        yield from (f"  {line}" for line in (*each.devices, each.remark) if line)
        yield from (f"  microphone: {name}" for name in each.microphones)


def as_json() -> list[dict[str, object]]:
    """Return the same for programs; keys that don't apply are absent."""
    return [
        {
            "backend": each.backend,
            **({"system": each.system} if each.system else {}),
            "usable": each.is_usable,
            "devices": list(each.devices),
            **({"microphones": list(each.microphones)} if each.system else {}),
            **({"remark": each.remark} if each.remark else {}),
        }
        for each in outlets()
    ]
