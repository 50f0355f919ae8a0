"""Starts the program as usual, and ends it when the device is given the first samples.

`first_sound.py ROOT play ...`, with AUDIOCOACH_BACKEND=null: so the wall time of this
process is the time from the command to the first sound. What a real device keeps
in its buffers comes on top.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from typing import Any


def watched(sound: Generator[bytes, int, None]) -> Generator[bytes, int, None]:
    """Pass on what the device asks for; once it has been given samples, end."""
    asked = yield b""
    while True:
        if sound.send(asked):
            os._exit(0)
        asked = yield b""


def main() -> None:
    """Run the program with a device that ends it."""
    sys.path.insert(0, sys.argv.pop(1))
    import miniaudio

    start = miniaudio.PlaybackDevice.start

    def begin(device: Any, sound: Generator[bytes, int, None]) -> None:
        generator = watched(sound)
        next(generator)
        start(device, generator)

    miniaudio.PlaybackDevice.start = begin
    from audiocoach.cli import main as program

    sys.argv[0] = "audiocoach"
    program()


if __name__ == "__main__":
    main()
