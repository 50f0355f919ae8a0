"""A limit for calls into a sound system, which may hang in C, where no signal is heard."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

_Value = TypeVar("_Value")

_LOOK_SECONDS = 0.1
"""A wait without a limit couldn't be interrupted on Windows; there a long one can't either."""


class HangsError(Exception):
    """A call was left behind, or not begun because the one before still hangs."""

    def __str__(self) -> str:
        """Return the message for the user."""
        return "the sound server doesn't answer"


class TimeLimit:
    """Makes calls one after the other, each in a thread of its own.

    A thread that hangs can't be ended, only left behind: so while one does, no call is made.
    """

    def __init__(self) -> None:
        """Begin with nothing that hangs."""
        self._hangs: threading.Thread | None = None

    def call(
        self,
        seconds: float,
        work: Callable[[], _Value],
        undo: Callable[[_Value], object] = lambda _: None,
    ) -> _Value:
        """Return what `work` returns, and raise what it raises; HangsError after `seconds`.

        The wait can be interrupted. `undo` takes what comes of a call that was left behind.
        """
        if self._hangs is not None and self._hangs.is_alive():
            raise HangsError
        call = _Call(work, undo)
        self._hangs = threading.Thread(target=call.make, name="audiocoach sound", daemon=True)
        try:
            self._hangs.start()
            call.wait(seconds)
            return call.result()
        except BaseException:
            call.leave()
            raise
        finally:
            # From Python 3.13 on, a thread counts as alive for a moment after its last line.
            if call.is_through():
                self._hangs = None


class _Call(Generic[_Value]):
    """A call, and what has come of it."""

    def __init__(self, work: Callable[[], _Value], undo: Callable[[_Value], object]) -> None:
        self._work, self._undo = work, undo
        self._returned: list[_Value] = []
        self._fault: BaseException | None = None
        self._lock = threading.Lock()
        self._done = threading.Event()
        self._is_left = False

    def make(self) -> None:
        try:
            self._returned.append(self._work())
        except BaseException as fault:
            self._fault = fault
        self._done.set()
        if self._is_left:
            self.leave()

    def wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not self._done.wait(_LOOK_SECONDS) and time.monotonic() < end:
            pass

    def is_through(self) -> bool:
        return self._done.is_set()

    def result(self) -> _Value:
        """Return what came of it; HangsError if nothing has."""
        if not self._done.is_set():
            raise HangsError
        if self._fault is not None:
            raise self._fault
        return self._returned[0]

    def leave(self) -> None:
        """Undo what came of it, or will, once."""
        self._is_left = True
        with self._lock:
            while self._returned:
                self._undo(self._returned.pop())
