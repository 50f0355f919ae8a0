"""Textual's driver of a terminal, on systems that have one, with what a player needs besides."""

from __future__ import annotations

import codecs
import errno
import os
import signal
import struct
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, Any

from textual.events import Key as Pressed

from audiocoach.play.display.terminal_pictures import QUESTION, Answer, replied

if TYPE_CHECKING:
    from textual.app import App

LEAVING = (
    b"\x1b[?2004l\x1b[?7h\x1b[<u\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"
    b"\x1b[?1049l\x1b[?25h\x1b[?1004l"
)
"""What is written on leaving: no bracketed paste, lines wrapped, keys as usual, no mouse, the
main screen, its cursor shown, no word of the focus."""

ANSWER_SECONDS = 0.3
"""How long a terminal's answer is waited for at the end: the shell would show it."""


class Answers(codecs.IncrementalDecoder):
    """Decodes what a terminal sends, and takes its answers to QUESTION out of it.

    A byte that isn't UTF-8 is replaced: Textual's own decoder raises an error, which ends the app.
    """

    def __init__(self, answered: Callable[[Answer], None] | None, errors: str = "replace") -> None:
        """Have `answered` called with the answer; None for one that wasn't asked for."""
        super().__init__(errors)
        self._text = codecs.getincrementaldecoder("utf-8")(errors)
        self._answered, self._held = answered, ""
        self._cell: tuple[int, int] | None = None

    def decode(self, data: Any, final: bool = False) -> str:
        """Return what was typed."""
        text = self._held + self._text.decode(data, final)
        self._held = ""
        if self._answered is None:
            return text
        reply = replied(text, self._cell)
        self._cell = reply.cell
        if reply.answer is not None:
            self._answered(reply.answer)
            self._answered = None
        elif not final:
            self._held = reply.held
            return reply.typed
        return reply.typed + reply.held


if sys.platform == "win32":
    Driver = None

    def is_closed() -> bool:
        """Return whether the terminal has been closed; here it ends the program with it."""
        return False

else:
    import fcntl
    import termios

    from textual.drivers import linux_driver

    def is_closed() -> bool:
        """Return whether the terminal has been closed.

        Where SIGHUP is ignored (nohup) nothing else says so: Textual would read its end again
        and again, and wait for ever to write.
        """
        try:
            termios.tcgetattr(0)
        except termios.error as fault:
            return fault.args[0] in {errno.EIO, errno.ENXIO}
        return False

    class Driver(linux_driver.LinuxDriver):
        """Textual's, with questions to the terminal, clicks alone, and a Ctrl-Z at any time.

        A Ctrl-Z that comes while it starts is done afterwards: Textual would take down what
        isn't set up yet, and end with a traceback.
        """

        def __init__(self, app: App[None], **options: Any) -> None:
            """Drive the terminal for `app`, a screen of `fullscreen`."""
            super().__init__(app, **options)
            self._screen: Any = app
            self._sent_away = self._has_asked = False
            self._has_answer = threading.Event()
            self._suspending = signal.signal(signal.SIGTSTP, self._later)

        def _later(self, _number: int, _frame: FrameType | None) -> None:
            self._sent_away = True

        def start_application_mode(self) -> None:
            """Set the terminal up, the first time or once more after a Ctrl-Z."""
            signal.signal(signal.SIGTSTP, self._later)
            super().start_application_mode()  # type: ignore[no-untyped-call]
            signal.signal(signal.SIGTSTP, self._suspending)
            if self._screen.asks and not self._has_asked:
                self._has_asked = True
                self.write(QUESTION)
            if self._sent_away:
                self._sent_away = False
                self._app.post_message(Pressed("ctrl+z", None))

        def run_input_thread(self) -> None:
            """Read keys, and the terminal's answers between them."""
            answered = self._take if self._screen.asks and not self._has_answer.is_set() else None
            linux_driver.getincrementaldecoder = lambda _: partial(  # type: ignore[assignment, attr-defined]
                Answers, answered
            )
            super().run_input_thread()

        def _take(self, answer: Answer) -> None:
            self._has_answer.set()
            self._app.call_later(self._screen.answered, answer)

        def _enable_mouse_support(self) -> None:
            """Have clicks and the wheel reported, but not where the mouse is."""
            if self._mouse:
                self.write("\x1b[?1000h\x1b[?1006h")
                self.flush()

        def stop_application_mode(self) -> None:
            """Restore the terminal; take in first what it still has to say."""
            if self._has_asked:
                self._has_answer.wait(ANSWER_SECONDS)
            self.write(self._screen.farewell())
            if self._mouse_pixels:
                self.write("\x1b[?1016l")
            super().stop_application_mode()

        def cell_pixels(self) -> tuple[int, int] | None:
            """Return width and height of a cell, where the terminal's size is known in pixels."""
            with suppress(OSError):
                packed = fcntl.ioctl(self.fileno, termios.TIOCGWINSZ, bytes(8))
                rows, columns, width, height = struct.unpack("HHHH", packed)
                if rows and columns and width and height:
                    return width // columns, height // rows
            return None


def restoring() -> Callable[[], object]:
    """Return what restores the terminal where Textual can't any more."""
    if sys.platform == "win32" or not sys.stdin.isatty():
        return lambda: None
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)

    def restore() -> None:
        os.write(2, LEAVING)
        termios.tcsetattr(terminal, termios.TCSANOW, before)

    return restore
