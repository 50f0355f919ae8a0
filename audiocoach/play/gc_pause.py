"""No long pauses of this program while sound plays: the callback needs Python's lock too."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Loaded = Callable[[], None]
"""To be called when the display is up."""


SWITCH_SECONDS = 0.001
"""Most that a thread which computes keeps Python's lock from one that has something to do, in
place of Python's 5 ms: a pressed key passes through up to four threads until the sound stops."""


@contextmanager
def quick_switches() -> Iterator[None]:
    """Let threads that wait have their turn sooner."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


@contextmanager
def gc_paused() -> Iterator[Loaded]:
    """Let no garbage be collected until the yielded function is called, and then only new.

    With a full-screen display loaded, looking through all objects took 47 ms on an idle
    machine, during which nothing else can run (Python 3.11, 2026). Call it when the
    display is up: what is there by then stays, and isn't looked through again. A voice
    that is loaded still is little beside it.
    """
    was_on, was_frozen = gc.isenabled(), gc.get_freeze_count()
    gc.disable()

    def loaded() -> None:
        gc.freeze()
        if was_on:
            gc.enable()

    try:
        yield loaded
    finally:
        if not was_frozen:
            gc.unfreeze()
        if was_on:
            gc.enable()
