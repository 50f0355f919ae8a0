"""A Dask cluster on loopback: a scheduler and two workers, as processes."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from benchmark.contenders import Bench
from benchmark.measuring import BenchError


@contextmanager
def cluster(bench: Bench, environment: Mapping[str, str]) -> Iterator[str]:
    """Have a scheduler and two workers, as processes; yield the scheduler's address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    scheduler = ["dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    worker = ["dask_worker", address, "--nthreads", "1", "--no-dashboard"]
    with (bench.folder / "dask.log").open("ab") as log:
        started = [
            subprocess.Popen(
                [bench.python, "-m", f"distributed.cli.{name}", *more],
                stdout=log,
                stderr=log,
                env=dict(environment),
            )
            for name, *more in (scheduler, worker, worker)
        ]
        try:
            _wait_for(bench.python, address)
            yield address
        finally:
            for each in reversed(started):
                each.terminate()
            for each in started:
                each.wait()


def _wait_for(python: str, address: str) -> None:
    client = f"distributed.Client({address!r}, timeout=60)"
    program = f"import distributed; {client}.wait_for_workers(2, timeout=60)"
    done = subprocess.run([python, "-c", program], capture_output=True, check=False)
    if done.returncode:
        raise BenchError(f"no Dask cluster: {done.stderr.decode()[-300:]}")
