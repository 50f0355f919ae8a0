"""Starts the program as usual, and ends it when the device gets the first samples.

`first_sound.py ROOT play ...`, with AUDIOCOACH_BACKEND=null: so the wall time of this
process is the time from the command to the first sound. What a real device keeps
in its buffers comes on top.
"""

from __future__ import annotations

import importlib.machinery
import importlib.util
import os
import sys
from collections.abc import Generator, Sequence
from types import ModuleType
from typing import Any

WATCHED = "miniaudio"


class Watching:
    """Finds the device's library when the program itself asks for it.

    Loaded here, it would come before the program's own precautions: it takes numpy
    along where there is one, 0.15 s that the program spares itself.
    """

    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return the library's spec, with what watches its devices."""
        if name != WATCHED:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        assert spec is not None
        assert spec.loader is not None
        load = spec.loader.exec_module

        def load_and_watch(module: ModuleType) -> None:
            load(module)
            _watch(module)

        spec.loader.exec_module = load_and_watch  # type: ignore[method-assign]
        return spec


def _watch(module: Any) -> None:
    start = module.PlaybackDevice.start

    def begin(device: Any, sound: Generator[bytes, int, None]) -> None:
        generator = watched(sound)
        next(generator)
        start(device, generator)

    module.PlaybackDevice.start = begin


def watched(sound: Generator[bytes, int, None]) -> Generator[bytes, int, None]:
    """Pass on what the device asks for; once it has received samples, end."""
    asked = yield b""
    while True:
        if sound.send(asked):
            os._exit(0)
        asked = yield b""


def main() -> None:
    """Run the program with a device that ends it."""
    sys.path.insert(0, sys.argv.pop(1))
    sys.meta_path.insert(0, Watching())
    from audiocoach.cli import main as program

    sys.argv[0] = "audiocoach"
    program()


if __name__ == "__main__":
    main()
