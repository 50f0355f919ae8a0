"""The ways to the ear, by name: miniaudio, simpleaudio, and null, which plays to nobody."""

from __future__ import annotations

import os
from collections.abc import Iterator

from audiocoach.errors import DeviceError
from audiocoach.play.player import Plays
from audiocoach.units import SAMPLE_RATE

NAMES = ("miniaudio", "simpleaudio", "null")
"""What may be asked for; the first is the default."""

VARIABLE = "AUDIOCOACH_BACKEND"
"""The environment variable that names the backend where no option does."""


def open_speaker(
    backend: str | None = None,
    device: str | None = None,
    rate: int = SAMPLE_RATE,
    channels: int = 1,
) -> Plays:
    """Give the speaker of `backend`, else of the one AUDIOCOACH_BACKEND names, else miniaudio.

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
        from audiocoach.play.simpleaudio_device import SimpleaudioSpeaker

        if (rate, channels) != (SAMPLE_RATE, 1):
            raise DeviceError(
                "--music: the backend simpleaudio plays only speech and tones; "
                "use --backend miniaudio for music"
            )
        return SimpleaudioSpeaker()
    from audiocoach.play.device import Speaker

    return Speaker(
        "null" if name == "null" else "default", device=device, rate=rate, channels=channels
    )


def _name(backend: str | None) -> str:
    asked = os.environ.get(VARIABLE)
    place, name = ("--backend", backend) if backend is not None else (VARIABLE, asked or NAMES[0])
    known = NAMES[0] if name.lower() == "default" else name.lower()
    if known not in NAMES:
        raise DeviceError(f"{place}: must be one of {', '.join(NAMES)}, not {name!r}")
    return known


def overview() -> Iterator[str]:
    """Give the lines of `audiocoach devices`: each backend, and what it can play on."""
    from audiocoach.play.device import playbacks
    from audiocoach.play.simpleaudio_device import load

    systems = playbacks()
    for system, names in systems.items():
        yield f"miniaudio ({system.lower()})"
        told = ["doesn't answer"] if names is None else names or ["none"]
        yield from (f"  {each}" for each in told)
    if not systems:
        yield from ("miniaudio", "  no sound system answers")
    yield "simpleaudio"
    try:
        load()
    except DeviceError as fault:
        yield f"  {fault.lines[0].removeprefix('--backend simpleaudio: ')}"
    else:
        yield "  the system's default device"
    yield from ("null", "  plays to nobody, in real time")
