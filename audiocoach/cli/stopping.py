"""Signals that end the program, heard only where that is safe.

Python calls a signal's handler between any two steps of the main thread. An exception
that is raised while a module is being imported, or in what is called when an object
goes, is printed and forgotten, and may leave an import locked for ever: the program
would not end, and hang. So such a signal is heard a moment later.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import NoReturn

_LATER_SECONDS = 0.02

_LOST_IN = ("importlib", "_frozen_importlib", "weakref", "_weakrefset")
"""Modules out of whose functions an exception may not come."""


def end_on_signals() -> None:
    """End as by an exception on SIGINT (Ctrl-C), SIGTERM and SIGHUP, so that all is cleaned up.

    What is ignored (nohup) stays so.
    """
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _heard)


def _heard(number: int, frame: FrameType | None) -> None:
    if not _is_lost_in(frame) or not hasattr(signal, "setitimer"):
        _end(number)
    # An alarm, not a thread: the main thread may hold the lock that starting one takes.
    signal.signal(signal.SIGALRM, lambda _, now: _heard(number, now))
    signal.setitimer(signal.ITIMER_REAL, _LATER_SECONDS)


def _is_lost_in(frame: FrameType | None) -> bool:
    """Tell whether an exception that is raised in `frame` may not reach the program."""
    while frame is not None:
        module = str(frame.f_globals.get("__name__"))
        if frame.f_code.co_name == "__del__" or module.partition(".")[0] in _LOST_IN:
            return True
        frame = frame.f_back
    return False


def _end(number: int) -> NoReturn:
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    sys.exit(128 + number)
