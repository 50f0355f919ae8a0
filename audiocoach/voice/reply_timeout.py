"""How long a reply is waited for, whatever its server does.

The timeouts of sockets count from one byte to the next: a server that sends a byte now
and then could hold the program for hours, and so could a name that is not resolved, or
headers without an end. So a thread of its own does the waiting. The one who wants the reply
takes its pieces as they come, and can leave at any time: when it is too late, when the
user stops it, or on Ctrl-C. A thread that is left behind ends with its socket's timeout.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from queue import Empty, Full, Queue

_HELD = 16
"""Pieces that wait for their taker."""
_SLICE_SECONDS = 0.05
"""How often it is looked whether to go on waiting."""
_STOPPED_SECONDS = 2.0
"""How long a reply may still take when all has been stopped: most are there by then."""


@dataclass(frozen=True)
class ReplyTimeout:
    """How long to wait."""

    idle_seconds: float = 20.0
    """To connect, and for each piece; above 0."""
    whole_seconds: float = inf
    """For the whole reply, from the request on; above 0."""
    least_bytes: int = 0
    """What must come in each `window_seconds`; 0 or more."""
    window_seconds: float = 30.0
    """See `least_bytes`; above 0."""


class LateError(Exception):
    """The reply, or more of it, did not come in time; says so in words."""


def watched(
    source: Iterator[bytes],
    patience: ReplyTimeout,
    stopped: threading.Event | None = None,
    leave: Callable[[], object] = int,
) -> Iterator[bytes]:
    """Yield the pieces of `source`, which is read in another thread. Raises LateError.

    Exceptions of `source` come out here. Once `stopped` is set, only a moment is waited
    for the rest. `leave` is called when no more pieces are taken, so that it can wake
    `source`.
    """
    handed: Queue[bytes | BaseException | None] = Queue(_HELD)
    left, limit = threading.Event(), _Limit(patience, stopped)

    def hand(piece: bytes | BaseException | None) -> None:
        while not left.is_set():
            with suppress(Full):
                handed.put(piece, timeout=_SLICE_SECONDS)
                return

    def read() -> None:
        try:
            for piece in source:
                limit.count(len(piece))
                hand(piece)
                if left.is_set():
                    break
            hand(None)
        except BaseException as fault:  # raised again where the pieces are taken
            hand(fault)

    threading.Thread(target=read, daemon=True, name="reply").start()
    try:
        yield from _taken(handed, limit)
    finally:
        left.set()
        leave()


def _taken(handed: Queue[bytes | BaseException | None], limit: _Limit) -> Iterator[bytes]:
    """Yield what is handed over, until None; raise what is an exception."""
    while True:
        limit.check()
        try:
            piece = handed.get(timeout=_SLICE_SECONDS)
        except Empty:
            continue
        if piece is None:
            return
        if isinstance(piece, BaseException):
            raise piece
        yield piece


class _Limit:
    """Decides when it is too late."""

    def __init__(self, patience: ReplyTimeout, stopped: threading.Event | None) -> None:
        self._patience, self._stopped = patience, stopped
        self._begun = self._window_begun = time.monotonic()
        self._end = self._begun + patience.whole_seconds
        self._came = self._window_came = 0

    def count(self, size: int) -> None:
        """Count bytes that came, in the thread that reads: a taker may be slow too."""
        self._came += size

    def check(self) -> None:
        """Raise LateError if no more is to be waited for."""
        now = time.monotonic()
        if self._stopped is not None and self._stopped.is_set():
            self._end, self._stopped = min(self._end, now + _STOPPED_SECONDS), None
        if now > self._end:
            raise LateError(f"the whole answer took longer than {now - self._begun:.3g} seconds")
        if now - self._window_begun < self._patience.window_seconds:
            return
        if self._came - self._window_came < self._patience.least_bytes:
            raise LateError(
                f"fewer than {self._patience.least_bytes} bytes of the answer came in"
                f" {self._patience.window_seconds:g} seconds"
            )
        self._window_begun, self._window_came = now, self._came
