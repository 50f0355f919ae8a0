"""Tasks spread over the workers of any executor, and done again where a worker dies.

Wraps concurrent.futures: threads, processes, loky's pool and Dask's `Client.get_executor()` all
are its `Executor`. Only a few tasks wait at a time, so memory stays the same for any number.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    wait,
)
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from audiocoach.batch.own_processes import processes
from audiocoach.errors import WorkersError
from audiocoach.workers import cores

_WAITING = 3
"""Tasks for each worker, that it never waits for the next."""
_USUAL_WORKERS = 8
"""How many an executor is taken to have that doesn't say."""
_MOST_DEATHS = 4
"""Workers that may die at one task in a row before it is abandoned: it may be what kills them."""

Making = Executor | Callable[[], Executor]
"""An executor, or what makes one: then another is made where all of its workers died."""


@dataclass(frozen=True)
class Call:
    """A task on its way."""

    work: Callable[..., Any]
    """What a worker calls."""
    given: tuple[Any, ...]
    """With what."""
    about: Any = None
    """What it is about, for the caller."""
    deaths: int = 0
    """How many workers have died at it."""


class LostError(Exception):
    """Too many workers died at a task."""

    def __init__(self, call: Call) -> None:
        """Keep the task."""
        super().__init__(f"{call.deaths} workers ended")
        self.call = call


class Workers:
    """The workers of an executor."""

    def __init__(self, executor: Executor, make: Callable[[], Executor] | None, size: int) -> None:
        """Use `executor`, which has `size` workers; `make` makes another where it breaks."""
        self.size = size
        self._executor, self._make = executor, make
        self._broken: list[Executor] = []

    def results(
        self, calls: Iterable[Call], *, singly: bool = False
    ) -> Generator[tuple[Call, Any], None, None]:
        """Yield each of `calls` with its result, or a LostError, as they are done.

        `singly` has each done before the next is begun: then who dies, dies by that one.
        """
        most = 1 if singly else _WAITING * self.size
        ahead = iter(calls)
        waiting: dict[Future[Any], Call] = {}
        again: list[Call] = []
        try:
            while True:
                self._fill(waiting, again, ahead, most)
                if not waiting:
                    return
                done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    call = waiting.pop(future)
                    result = self._result(future, call)
                    if isinstance(result, Call):
                        again.append(result)
                    else:
                        yield call, result
        finally:
            for future in waiting:
                future.cancel()

    def _fill(
        self,
        waiting: dict[Future[Any], Call],
        again: list[Call],
        ahead: Iterator[Call],
        most: int,
    ) -> None:
        while len(waiting) < most:
            call = again.pop(0) if again else next(ahead, None)
            if call is None:
                return
            try:
                waiting[self._submit(call)] = call
            except (BrokenExecutor, CancelledError):
                again.insert(0, call)
                self._renew()

    def _submit(self, call: Call) -> Future[Any]:
        return self._executor.submit(call.work, *call.given)

    def _result(self, future: Future[Any], call: Call) -> Any:
        """Return the result; the call once more where a worker died at it."""
        try:
            return future.result()
        except Exception as fault:
            if not _is_death(fault):
                raise
            if isinstance(fault, BrokenExecutor):
                self._renew()
            died = replace(call, deaths=call.deaths + 1)
            return died if died.deaths < _MOST_DEATHS else LostError(died)

    def _renew(self) -> None:
        """Make another executor where this one is broken: a process pool is, by one death."""
        if not _is_broken(self._executor):
            return
        if self._make is None:
            raise WorkersError(
                "a worker was killed, and this executor can't go on: run it again, what is done"
                " is kept; or hand over a function that makes the executor"
            )
        self._broken.append(self._executor)
        self._executor = self._make()

    def close(self) -> None:
        """End the executors that were made here; what they are at is abandoned."""
        if self._make is not None:
            for each in (*self._broken, self._executor):
                _end(each)


def _is_broken(executor: Executor) -> bool:
    with suppress(Exception):
        executor.submit(os.getpid).cancel()
        return False
    return True


def _is_death(fault: BaseException) -> bool:
    """Whether a worker has died, and not the work failed."""
    if isinstance(fault, (BrokenExecutor, CancelledError)):
        return True
    # Dask isn't loaded to know its errors.
    return type(fault).__name__ in {"KilledWorker", "FutureCancelledError", "CommClosedError"}


def _end(executor: Executor) -> None:
    """End an executor with its workers, and wait until it has."""
    processes = list((getattr(executor, "_processes", None) or {}).values())
    # A pool of processes that is shut without waiting forgets its thread: shut again, it waits for
    # nothing, and Python, which wakes all such threads at its end, finds the pipe to one closed.
    thread = getattr(executor, "_executor_manager_thread", None)
    # Shut first: Python's thread fails where workers end while calls of theirs are cancelled.
    _shut(executor)
    for each in processes:
        with suppress(Exception):
            each.terminate()
    _shut(executor, wait=True)
    if thread is not None:
        thread.join()


def _shut(executor: Executor, *, wait: bool = False) -> None:
    """Cancel what an executor has not begun; `wait` for what it has."""
    try:
        executor.shutdown(wait, cancel_futures=True)
    except TypeError:  # loky's has no such parameter
        executor.shutdown(wait)


@contextmanager
def at_work(executor: Making | None, size: int | None = None) -> Iterator[Workers]:
    """Have the workers of `executor`, for as long as this lasts; None: a process for each core.

    `size` says how many there are, or are to be.
    """
    if executor is None:
        count = size or cores()
        make: Callable[[], Executor] | None = lambda: processes(count)  # noqa: E731
    else:
        make = None if isinstance(executor, Executor) else executor
    started = make() if make is not None else executor
    assert isinstance(started, Executor)
    workers = Workers(started, make, size or _size(started))
    try:
        yield workers
    finally:
        workers.close()


def _size(executor: Executor) -> int:
    """Count the workers of an executor."""
    found = getattr(executor, "_max_workers", None)
    client = getattr(executor, "_client", None)
    if client is not None:  # Dask's
        with suppress(Exception):
            found = sum(client.ncores().values())
    return found if isinstance(found, int) and found > 0 else _USUAL_WORKERS
