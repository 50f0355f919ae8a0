"""Keys from a plain terminal. Wraps termios and msvcrt, which read a key without Enter."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TextIO

from audiocoach.play.desk import Desk
from audiocoach.play.transport import Command, Key
from audiocoach.posix_signals import at_hard_end

Wait = Callable[[float], "Command | None"]
"""Waits so many seconds, less where something is asked for, and returns that."""

KEYS: Mapping[str, Key] = {
    " ": "pause", "n": "next", "p": "previous", "r": "restart",
    "left": "back", "right": "forth", "+": "louder", "=": "louder", "-": "softer",
    "h": "how_long", "s": "skip", "?": "help", "q": "quit",
}  # fmt: skip
"""What each key asks for. `=` is `+` without Shift on many keyboards."""

_ARROWS: Mapping[str, str] = {
    "\x1b[D": "left", "\x1bOD": "left", "\x1b[C": "right", "\x1bOC": "right",
    "\xe0K": "left", "\xe0M": "right", "\x00K": "left", "\x00M": "right",
}  # fmt: skip
"""What terminals, and Windows, send for an arrow key."""


def decoded(typed: str) -> list[Key]:
    """Return the keys in what was typed; what is no key of ours is passed over."""
    keys: list[Key] = []
    while typed:
        arrow = next((code for code in _ARROWS if typed.startswith(code)), None)
        name = _ARROWS[arrow] if arrow else typed[0].lower()
        typed = typed[len(arrow) if arrow else _foreign(typed) :]
        if name in KEYS:
            keys.append(KEYS[name])
    return keys


def _foreign(typed: str) -> int:
    """Return how many characters belong together.

    All of an escape sequence do, so that no letter within one is taken for a key.
    """
    if not typed.startswith("\x1b["):
        return 1
    ends = (at for at, sign in enumerate(typed[2:], 3) if "@" <= sign <= "~")
    return next(ends, len(typed))


@contextmanager
def terminal_keys(stream: TextIO, desk: Desk | None = None) -> Iterator[Wait]:
    """Put keys from `stream` on `desk` without Enter, if it is a terminal; restore it at the end.

    Where it is none, nothing is read. Without a desk there are keys alone. What is returned
    waits for the next command on the desk, wherever it came from.
    """
    pressed = desk or Desk()
    if not stream.isatty():
        yield pressed.wait
        return
    with _keys_into(pressed, stream):
        yield pressed.wait


if sys.platform == "win32":
    import msvcrt

    @contextmanager
    def _keys_into(pressed: Desk, _stream: TextIO) -> Iterator[None]:
        done = threading.Event()

        def read() -> None:
            while not done.wait(0.02):
                typed = ""
                while msvcrt.kbhit():
                    typed += msvcrt.getwch()
                for key in decoded(typed):
                    pressed.put(key)

        threading.Thread(target=read, name="audiocoach keys", daemon=True).start()
        try:
            yield
        finally:
            done.set()

else:
    import select
    import termios
    import tty

    class _Terminal:
        """A terminal that yields keys without Enter, and goes back to how it was."""

        def __init__(self, stream: TextIO, pressed: Desk) -> None:
            self._terminal, self._pressed = stream.fileno(), pressed
            self._before = termios.tcgetattr(self._terminal)
            self._done = threading.Event()

        def begin(self) -> None:
            tty.setcbreak(self._terminal, termios.TCSANOW)

        def restore(self) -> None:
            # At once: to wait until all is written can be interrupted, and take for ever.
            with suppress(termios.error):  # it has gone
                termios.tcsetattr(self._terminal, termios.TCSANOW, self._before)

        def hold(self, _number: int, _frame: FrameType | None) -> None:
            """Leave the terminal as it was while we are stopped with Ctrl-Z."""
            self._pressed.put("halt")
            self.restore()
            os.kill(os.getpid(), signal.SIGSTOP)

        def go_on(self, _number: int, _frame: FrameType | None) -> None:
            with suppress(termios.error):
                self.begin()

        def read(self) -> None:
            """Read keys until `end`."""
            while not self._done.is_set():
                if select.select([self._terminal], [], [], 0.1)[0]:
                    try:
                        typed = os.read(self._terminal, 1024).decode(errors="replace")
                    except OSError:  # in the background it can't be read
                        self._done.wait(0.1)
                        continue
                    if not typed:  # hung up
                        return
                    for key in decoded(typed):
                        self._pressed.put(key)

        def end(self) -> None:
            self._done.set()

    @contextmanager
    def _keys_into(pressed: Desk, stream: TextIO) -> Iterator[None]:
        terminal = _Terminal(stream, pressed)
        reader = threading.Thread(target=terminal.read, name="audiocoach keys", daemon=True)
        stopping = signal.signal(signal.SIGTSTP, terminal.hold)
        continuing = signal.signal(signal.SIGCONT, terminal.go_on)
        try:
            with at_hard_end(terminal.restore):
                terminal.begin()
                reader.start()
                yield
        finally:
            terminal.end()
            if reader.ident is not None:
                reader.join()
            signal.signal(signal.SIGTSTP, stopping)
            signal.signal(signal.SIGCONT, continuing)
            terminal.restore()
