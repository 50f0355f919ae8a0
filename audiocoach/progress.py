"""Progress that never goes back, by any reporter, in any order."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock


def forward(progress: Callable[[int], None]) -> Callable[[int], None]:
    """Return what passes on to `progress` how much is done, or the most reported before.

    Work is done again, or reported late by another thread: neither is news. It may be
    called in several threads; `progress` is called by one at a time.
    """
    lock, most = Lock(), 0

    def advance(done: int) -> None:
        nonlocal most
        with lock:
            most = max(most, done)
            progress(most)

    return advance
