"""Engines for tests: what `voice/engines/engine_client.py` loads in a process of its own."""

import os
import signal
import sys
import time
from typing import Any


class Engine:
    """Does what its texts say."""

    def __init__(self, broken: str = "") -> None:
        """Load; `broken` says how that goes wrong."""
        if broken == "crash":
            os.kill(os.getpid(), signal.SIGILL)
            signal.pause()
        if broken:
            raise ImportError(f"{broken}\nis missing")

    def speak(self, text: str, **more: Any) -> bytes:
        """Return `text` as bytes, or do as it says."""
        if text == "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
            signal.pause()  # which thread gets it is open
        if text == "raise":
            raise ValueError("not this\none")
        if text == "print":
            print("chatter", flush=True)  # noqa: T201
            os.write(1, b"more chatter")
            sys.stderr.write("and more")
        if text == "who":
            return str(os.getpid()).encode()
        if text.startswith("wait"):
            time.sleep(float(text.removeprefix("wait")))
        return text.encode() * int(more.get("times", 1))
