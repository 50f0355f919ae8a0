"""How a voice asks a service: in turn, again where a fault may pass, no more once stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from audiocoach.errors import VoiceError
from audiocoach.voice.rate_limit import RateLimit
from audiocoach.voice.unsayable import nothing_in

_Answer = TypeVar("_Answer")

_WAITS = (1.0, 2.0, 4.0, 8.0)
"""Seconds before each new try of a text."""
_LONGEST_WAIT = 120.0
"""Seconds: where the service asks for a longer wait, it is an error instead."""


class PassingError(Exception):
    """A fault that may be gone next time."""

    def __init__(self, what: str, after: float = 0.0) -> None:
        """Say what failed, and how many seconds to wait as the service asks."""
        super().__init__(what)
        self.after = after


class ServiceTurns:
    """The turns of one voice, for all threads together."""

    def __init__(
        self,
        voice: str,
        gap_seconds: float,
        clock: Callable[[], float],
        wait: Callable[[float], object] | None,
    ) -> None:
        """Let `gap_seconds` pass between two requests of the voice called `voice`.

        `clock` returns seconds, `wait` waits for some; without it they end when it is stopped.
        """
        self._voice = voice
        self.stopped = threading.Event()
        self._limit = RateLimit(gap_seconds, clock, wait or self._wait)

    def _wait(self, seconds: float) -> None:
        if self.stopped.wait(seconds):
            raise VoiceError(f"voice {self._voice}: stopped while it waited")

    def turn(self) -> None:
        """Wait for the next turn."""
        self._limit.turn()

    def stop(self) -> None:
        """Let no request be tried again; for good."""
        self.stopped.set()

    def persist(self, once: Callable[[], _Answer], failure: Callable[[str], Exception]) -> _Answer:
        """Return what `once` returns, tried again while it raises PassingError.

        After the last try raise what `failure` makes of the fault.
        """
        for wait in (*_WAITS, None):
            try:
                return once()
            except PassingError as fault:  # noqa: PERF203 - trying again is the point
                if wait is None or fault.after > _LONGEST_WAIT or self.stopped.is_set():
                    raise failure(str(fault)) from fault
                self._limit.hold(max(wait, fault.after))
        raise AssertionError("the last try returns or raises")


class ServiceVoice:
    """What the voices of services have in common."""

    name: str
    """What the voice is called."""
    _turns: ServiceTurns

    def stop(self) -> None:
        """Ask no more, and have every `speak` fail that would try again; for good."""
        self._turns.stop()

    def _check_words(self, text: str) -> None:
        """Raise VoiceError where no service would find a word in `text`."""
        if not any(each.isalnum() for each in text):
            raise VoiceError(nothing_in(text, self.name))
