"""Requests to a service, paced: in turn, with a gap between, and held off when it asks for that."""

from __future__ import annotations

import threading
from collections.abc import Callable


class RateLimit:
    """Turns for requests, some seconds apart, for all threads together."""

    def __init__(
        self, gap_seconds: float, clock: Callable[[], float], wait: Callable[[float], object]
    ) -> None:
        """Let `gap_seconds` pass between two; `clock` returns seconds, `wait` waits for some."""
        self._gap_seconds, self._clock, self._wait = gap_seconds, clock, wait
        self._lock = threading.Lock()
        self._next = clock()

    def turn(self) -> None:
        """Wait for the next turn."""
        with self._lock:
            now = self._clock()
            start = max(now, self._next)
            self._next = start + self._gap_seconds
        if start > now:
            self._wait(start - now)

    def hold(self, seconds: float) -> None:
        """Let no turn come for so long: one 429 is meant for all."""
        with self._lock:
            self._next = max(self._next, self._clock() + seconds)
