"""Worker processes that end with the one that made them, and clean up where they are stopped.

Python ends a worker by SIGTERM, in the middle of what it does: what it was writing would stay,
under a name of its own. So the work of ours is ended by an error, as Ctrl-C ends it elsewhere.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any

_GRACE_SECONDS = 5.0
"""How long a worker whose parent was killed may clean up."""


class _StoppedError(BaseException):
    """The work is abandoned. No Exception: no one is to take it but who stopped it."""


class _State:
    is_working = False
    is_stopped = False


class _Processes(ProcessPoolExecutor):
    """Processes whose work can be stopped."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return super().submit(_work, fn, args, kwargs)


def processes(count: int) -> ProcessPoolExecutor:
    """Make `count` processes that end with this one, and leave Ctrl-C to it."""
    # Not by fork: threads of ours, such as a progress bar's, would leave locks taken for ever.
    context = multiprocessing.get_context("spawn")
    return _Processes(
        count, mp_context=context, initializer=_begin, initargs=(tuple(sys.orig_argv),)
    )


def _begin(typed: Sequence[str]) -> None:
    """Begin a worker process; `typed` is how this one was called, for the commands it suggests."""
    sys.orig_argv = [*typed]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _stop(*_: Any) -> None:
    if not _State.is_working:
        os._exit(1)
    if not _State.is_stopped:  # else it cleans up already
        _State.is_stopped = True
        raise _StoppedError


def _work(work: Callable[..., Any], args: Sequence[Any], named: dict[str, Any]) -> Any:
    _State.is_working = True
    try:
        return work(*args, **named)
    finally:
        _State.is_working = False
        if _State.is_stopped:
            os._exit(1)


def _end_with(parent: Any) -> None:
    # A parent that is killed closes no pool: its workers would wait for ever.
    parent.join()
    if sys.platform != "win32":  # where it ends a process at once
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_GRACE_SECONDS)
    os._exit(1)
