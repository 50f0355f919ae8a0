"""SIGINT (Ctrl-C), SIGTERM and SIGHUP: the first ends the program, no other breaks into its end.

Python calls a signal's handler between any two steps of the main thread. An exception raised
there may be lost: out of a module that is being imported, a `__del__`, or a function that C
calls, it is printed and forgotten; and out of a cleanup it leaves things half closed. With a
second signal the player closed its device half, and hung in miniaudio at its exit. So the
handler raises once, where that is safe; a thread, woken by the signal even while the main
thread is busy in C, has it try again, and ends a process that doesn't end by itself.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from types import FrameType
from typing import Any, NoReturn

TICK_SECONDS = 0.02
"""Time between two tries to raise, and between two looks at how long the end takes."""

CLEANUP_TICKS = 100
"""A cleanup is broken into only after so many: 2 s."""

AGAIN_TICKS = 100
"""A signal so much later than the first ends the process at once: the end takes too long."""

UNANSWERED_TICKS = 250
"""A main thread that doesn't run Python for so long (5 s) is stuck in a C library."""

END_TICKS = 750
"""The end may take so long, 15 s: a slow disk is waited for 10 s, a sound device 2 s."""

_LOST_IN = ("importlib", "_frozen_importlib", "weakref", "_weakrefset")
"""Modules out of whose functions an exception may not come."""

_IS_WATCHED = sys.platform != "win32"
"""Windows can wake no thread by a signal: there, an exception is raised wherever one comes."""

Report = Callable[[int], bool]
"""Takes the number of a signal; returns False where the exception may be raised at once."""

_ending: _Ending | None = None
_at_hard_end: list[Callable[[], object]] = []


class _Ending:
    """What has been heard, and how far the end has come."""

    def __init__(self) -> None:
        self.number: int | None = None
        self.depth = 1  # until `begin`, when somebody waits for the exception
        self.report: Report | None = None
        self._fault: BaseException | None = None
        self._ticks = 0
        self._before: dict[int, Any] = {}
        self._pipe = -1

    def exit(self) -> BaseException:
        """Return the exception for the first signal."""
        assert self.number is not None
        is_ctrl_c = self.number == signal.SIGINT
        return KeyboardInterrupt() if is_ctrl_c else SystemExit(128 + self.number)

    def begin(self) -> None:
        """Raise from now on, and at once where a signal was heard already."""
        self.depth -= 1
        self.deliver(None)

    def heard(self, number: int, frame: FrameType | None) -> None:
        """Handle a signal: the first one ends the program, others change nothing."""
        if self.number is None:
            self.number = number
        self.deliver(frame)

    def deliver(self, frame: FrameType | None) -> None:
        """Raise the exception for the first signal, once, if `frame` is a place for that."""
        if self.number is None or self._fault is not None or self.depth:
            return
        if self.report is not None and self.report(self.number):
            self._fault = self.exit()
            return
        if _IS_WATCHED and self._must_wait(frame):
            return
        self._fault = self.exit()
        raise self._fault

    def note(self, number: int) -> None:
        """Take it that `number` was heard, and that its exception is on its way."""
        if self.number is None:
            self.number = number
            self._fault = self.exit()

    def _must_wait(self, frame: FrameType | None) -> bool:
        """Return whether an exception raised in `frame` might be lost, or leave a mess."""
        while frame is not None:
            name, module = frame.f_code.co_name, str(frame.f_globals.get("__name__"))
            if name == "__del__" or module.partition(".")[0] in _LOST_IN:
                return True
            if name == "__exit__" and self._ticks < CLEANUP_TICKS:
                return True
            frame = frame.f_back
        return False

    def _retry(self, _number: int, frame: FrameType | None) -> None:
        self.deliver(frame)

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Handle the signals; what is ignored (nohup) stays so."""
        hook = sys.unraisablehook

        def unraisable(lost: Any) -> None:
            """Raise once more what was raised where it is lost."""
            if lost.exc_value is not None and lost.exc_value is self._fault:
                self._fault = None
            else:
                hook(lost)

        try:
            self._before = {number: signal.getsignal(number) for number in _heard_here()}
            sys.unraisablehook = unraisable
            for number in self._before:
                signal.signal(number, self.heard)
            with self._watched() if _IS_WATCHED else nullcontext():
                yield
        finally:
            for number, handler in self._before.items():
                signal.signal(number, handler)
            sys.unraisablehook = hook

    if sys.platform != "win32":

        @contextmanager
        def _watched(self) -> Iterator[None]:
            """Have a thread woken by each signal."""
            # SIGURG, to try again: where it has no handler any more, it does nothing.
            urgent = signal.signal(signal.SIGURG, self._retry)
            self._pipe, wakes = os.pipe()
            os.set_blocking(wakes, False)
            before = signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
            watcher = threading.Thread(target=self._watch, name="audiocoach signals", daemon=True)
            watcher.start()
            try:
                yield
            finally:
                signal.set_wakeup_fd(before)
                os.write(wakes, b"\0")
                watcher.join()
                signal.signal(signal.SIGURG, urgent)
                os.close(wakes)
                os.close(self._pipe)

        def _watch(self) -> None:
            """Wait for the first signal, then see that the process ends."""
            first = None
            while first is None:
                came = os.read(self._pipe, 64)
                if 0 in came:
                    return
                first = next((number for number in came if number in self._before), None)
            os.set_blocking(self._pipe, False)
            while not self._is_over(first):
                if self._fault is None:
                    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGURG)

        def _is_over(self, first: int) -> bool:
            """Wait a tick; end the process where its end takes too long."""
            time.sleep(TICK_SECONDS)  # counted, for a sleep of the whole computer is none of it
            self._ticks += 1
            came = b""
            with suppress(BlockingIOError):
                came = os.read(self._pipe, 64)
            if self._ticks >= AGAIN_TICKS and any(number in self._before for number in came):
                end_hard(first)
            if self._ticks >= (UNANSWERED_TICKS if self.number is None else END_TICKS):
                end_hard(first)
            return 0 in came


def _heard_here() -> list[int]:
    """Return the signals that end the program, without those that are ignored."""
    numbers = [getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP")]
    passed_over = (None, signal.SIG_IGN)
    return [each for each in numbers if each and signal.getsignal(each) not in passed_over]


def _is_main() -> bool:
    return threading.current_thread() is threading.main_thread()


@contextmanager
def ended_by_signals(*, process: bool = False) -> Iterator[None]:
    """Raise KeyboardInterrupt on SIGINT, SystemExit on SIGTERM and SIGHUP: once, where it is safe.

    When the block is through one of these is raised, whatever became of the exception; with
    `process` the whole process ends, with the signal's status, and waits for no thread.
    """
    global _ending  # noqa: PLW0603 - signals are the process's
    if _ending is not None or not _is_main():
        yield
        return
    ending = _Ending()
    with ending.installed():
        try:
            _ending = ending
            ending.begin()
            yield
        except Exception as fault:
            if ending.number is None:
                raise
            if not isinstance(fault, OSError):  # such as of a terminal that has gone
                sys.excepthook(type(fault), fault, fault.__traceback__)
        finally:
            ending.depth += 1  # nothing is raised any more
            if process and ending.number is not None:
                _leave(128 + ending.number)
            _ending = None
    if ending.number is None:
        return
    if process:
        _leave(128 + ending.number)
    raise ending.exit()


def _leave(status: int) -> NoReturn:
    """End the process when all is cleaned up.

    A thread that waits for a reply, or for a sound server that hangs, isn't waited for.
    """
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


def end_hard(number: int) -> NoReturn:
    """End the process now; only what is registered by `at_hard_end` is cleaned up."""
    for clean in [*_at_hard_end]:
        with suppress(Exception):
            clean()
    with suppress(OSError):
        os.write(2, b"audiocoach: it didn't end in time, and was ended without cleaning up\n")
    os._exit(128 + number)


@contextmanager
def at_hard_end(clean: Callable[[], object]) -> Iterator[None]:
    """Have `clean` called if the process must be ended within the block, in another thread."""
    _at_hard_end.append(clean)
    try:
        yield
    finally:
        _at_hard_end.remove(clean)


@contextmanager
def reported_to(report: Report) -> Iterator[None]:
    """Have `report` called for the first signal in place of the exception, if it takes that."""
    ending = _ending
    if ending is None or not _is_main():
        yield
        return
    before, ending.report = ending.report, report
    try:
        yield
    finally:
        ending.report = before


def note(number: int) -> None:
    """Take it that signal `number` was heard, as when Ctrl-C was read as a key."""
    if _ending is not None:
        _ending.note(number)


def undisturbed() -> AbstractContextManager[None]:
    """Return what holds signals back until its block is through.

    For what must not be broken into; also while C calls Python, which forgets exceptions.
    """
    if not _is_main():  # they come to the main thread alone
        return nullcontext()
    return _held_back() if _ending is None else _Undisturbed(_ending)


class _Undisturbed:
    """Holds back our own exception."""

    def __init__(self, ending: _Ending) -> None:
        self._ending = ending

    def __enter__(self) -> None:
        self._ending.depth += 1

    def __exit__(self, *_: object) -> None:
        self._ending.depth -= 1
        # Not in our own frame, which is that of a cleanup.
        self._ending.deliver(sys._getframe(1))


@contextmanager
def _held_back() -> Iterator[None]:
    """Hold back the signals of a program that handles them in its own way."""
    held: list[tuple[int, FrameType | None]] = []
    heard = {number: signal.getsignal(number) for number in _heard_here()}
    ours = {number: handler for number, handler in heard.items() if callable(handler)}
    try:
        for number in ours:
            signal.signal(number, lambda *came: held.append(came))
        yield
    finally:
        for number, handler in ours.items():
            signal.signal(number, handler)
        for number, frame in held[:1]:
            ours[signal.Signals(number)](number, frame)
