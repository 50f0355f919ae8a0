"""How much this machine can do side by side, and who does it."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from threading import Event, Lock
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

_Value = TypeVar("_Value")


def cores() -> int:
    """Count the processor cores that we may use; at least 1."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class StoppedError(Exception):
    """Work was abandoned because other work failed or the user interrupted it."""


class WorkerPool:
    """Threads for what takes long, shared by all who have such work.

    What they do for long must not hold Python's lock: LAME and FFmpeg don't.
    """

    def __init__(self, size: int | None = None) -> None:
        """Take `size` threads (None: one for each core); none starts before there is work."""
        self.size = size or cores()
        self._is_stopped = Event()
        self._pool: ThreadPoolExecutor | None = None
        self._making = Lock()

    def submit(self, work: Callable[..., _Value], *given: Any) -> Future[_Value]:
        """Have `work` done. Raises StoppedError once there is no more work to be done."""
        self.check()
        with self._making:  # several writers may come with the first work at once
            if self._pool is None:
                from concurrent.futures import ThreadPoolExecutor

                self._pool = ThreadPoolExecutor(self.size)
        return self._pool.submit(work, *given)

    def check(self) -> None:
        """Raise StoppedError if all was abandoned: to be called in long work now and then."""
        if self._is_stopped.is_set():
            raise StoppedError

    def __enter__(self) -> WorkerPool:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Cancel what hasn't started, and wait for what can't be cancelled."""
        self._is_stopped.set()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def shared_pool(pool: WorkerPool | None) -> AbstractContextManager[WorkerPool]:
    """Return `pool` for a while, or where there is none, one just for that."""
    return nullcontext(pool) if pool else WorkerPool()
