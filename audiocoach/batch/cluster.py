"""Work done on a Dask cluster: one that runs somewhere, or workers that are started here.

Wraps distributed, because it schedules over many machines, starts dead workers again, and has an
executor like that of the standard library. It comes with the extra `cluster`.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from audiocoach.errors import UsageError, WorkersError

_LOCAL = "local:"
_MOST_WORKERS = 256
_SECONDS = 10
"""How long a scheduler may take to answer."""


@contextmanager
def on_cluster(where: str | None) -> Iterator[Executor | None]:
    """Have the executor of the cluster `where`: an address, or `local:8`; None for None.

    Raises UsageError for what is neither, and WorkersError where no cluster can be had.
    """
    if where is None:
        yield None
        return
    client = _client(where)
    try:
        executor: Executor = client.get_executor()
        yield executor
    finally:
        client.close()
        if client.cluster is not None and where.startswith(_LOCAL):
            client.cluster.close()


def _client(where: str) -> Any:
    workers = _workers(where)
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        from audiocoach.suggested_commands import installs

        raise WorkersError(
            f"--cluster: needs distributed; install it with: {installs('audiocoach[cluster]')}"
        ) from None
    try:
        if workers is None:
            return distributed.Client(where, timeout=_SECONDS, set_as_default=False)
        # One thread each: the work holds Python's lock.
        cluster = distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None
        )
        return distributed.Client(cluster, set_as_default=False)
    except (OSError, ValueError) as fault:
        raise WorkersError(f"--cluster: {where}: can't be reached: {fault}") from None


def _workers(where: str) -> int | None:
    """Return how many workers are to be started here; None for an address."""
    if not where.startswith(_LOCAL):
        if ":" not in where:
            raise UsageError(
                "--cluster: must be an address such as tcp://10.0.0.5:8786, or local:8, not"
                f" {where!r}"
            )
        return None
    number = where.removeprefix(_LOCAL)
    if not number.isdecimal() or not 1 <= int(number) <= _MOST_WORKERS:
        raise UsageError(f"--cluster: must be local:1 to local:{_MOST_WORKERS}, not {where!r}")
    return int(number)
