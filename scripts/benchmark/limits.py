"""Measures what many workers wait for.

`limits.py hand-out ROWS`, `limits.py pass-on CHUNKS ADDRESS` or `limits.py send FILES ADDRESS`.

Nothing is composed here. Prints one number: rows a second that the process handing them out can
serve, chunks of rows a second through a Dask scheduler, or megabytes a second that its workers
send back. What is sent has the size of the real thing.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from audiocoach import export_many
from audiocoach.batch.tasks import Answer, Laid, Task
from audiocoach.paths import shipped_routines

_CHUNK = 50
"""Rows in a chunk: the most that a batch puts into one."""
_SESSION_BYTES = 5_800_000
"""About what a quarter of an hour takes as MP3."""


class Idle(Executor):
    """Answers at once that every row is made."""

    def submit(self, _work: Callable[..., Any], /, *given: Any, **_: Any) -> Future[Any]:
        """Return what a worker would have answered."""
        done: Future[Any] = Future()
        done.set_result(answer(given[1]))
        return done


def answer(tasks: Sequence[Task], size: int = 0) -> Answer:
    """Return what a worker answers that has made `tasks`; with `size`, each with so many bytes."""
    data = os.urandom(size) if size else None  # nothing on the way can make them fewer
    return Answer([Laid(each.number, 954_000, size, "0" * 64, "builtin", data) for each in tasks])


def _hand_out(count: int) -> float:
    """Return rows a second of the process that reads, hands out and notes them."""
    rows = [{"routine": "back-care", "title": f"For {row}"} for row in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        shipped, cache = shipped_routines(), Path(folder)
        export_many(
            rows, folder, Idle(), routines=shipped, name="{row}", voice="builtin", cache=cache
        )
        return count / (time.perf_counter() - began)


def _passed_on(address: str, chunks: int, rows: int, size: int) -> float:
    """Return chunks a second that a Dask cluster takes and brings back, three to each worker."""
    from distributed import Client

    from audiocoach.batch.task_pool import Call, Workers

    tasks = [
        Task(row, {"title": f"For {row}", "wall-sit.sets": 2}, f"{row}.mp3") for row in range(rows)
    ]
    with Client(address) as client:  # type: ignore[no-untyped-call]
        workers = Workers(client.get_executor(pure=False), None, 2)
        calls = (Call(answer, (tasks, size)) for _ in range(chunks))
        began = time.perf_counter()
        came = sum(1 for _ in workers.results(calls))
        return came / (time.perf_counter() - began)


def main() -> None:
    """Measure what is asked for."""
    what, count = sys.argv[1], int(sys.argv[2])
    if what == "hand-out":
        print(_hand_out(count))
    elif what == "pass-on":
        print(_passed_on(sys.argv[3], count, _CHUNK, 0))
    else:
        print(_passed_on(sys.argv[3], count, 1, _SESSION_BYTES) * _SESSION_BYTES / 1e6)


if __name__ == "__main__":
    main()
