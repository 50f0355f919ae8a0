"""Lines that a person types and ends with Enter: in a terminal, with nothing to redraw."""

from __future__ import annotations

import sys
import time

from audiocoach.console.printing import prompt, say


def typed_line(asked: str = "") -> str | None:
    """Ask for a line and return it; None at the end."""
    try:
        prompt(asked)
        read = sys.stdin.buffer.readline()
    except KeyboardInterrupt:
        say("")  # the shell's prompt would stand behind ours
        raise
    if not read:
        say("")
        return None
    return read.decode("utf-8", "replace").rstrip("\r\n")


if sys.platform == "win32":
    import msvcrt

    _LOOK_SECONDS = 0.02

    def is_line_typed(seconds: float) -> bool:
        """Wait up to so many seconds until a key is pressed; return whether one was."""
        end = time.monotonic() + seconds
        while not msvcrt.kbhit():
            if time.monotonic() >= end:
                return False
            time.sleep(_LOOK_SECONDS)
        return True

else:
    import select

    def is_line_typed(seconds: float) -> bool:
        """Wait up to so many seconds until a line is typed; return whether one was."""
        # A terminal hands over one line at a time, so none is left in Python's buffer.
        return bool(select.select([sys.stdin.buffer], [], [], seconds)[0])
