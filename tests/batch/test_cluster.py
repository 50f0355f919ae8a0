"""A real Dask cluster, scheduler and workers as processes, makes the same bytes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from audiocoach.batch import cluster
from audiocoach.batch.cluster import on_cluster
from audiocoach.errors import WorkersError
from tests.batch.making import FILE, ROWS, batch, contents
from tests.conftest import Run

pytestmark = pytest.mark.filterwarnings("ignore")


def start(stack: ExitStack, module: str, *given: str, **environment: str) -> Any:
    """Start a program of Dask's until the stack ends."""
    command = [sys.executable, "-m", f"distributed.cli.{module}", *given]
    quiet = subprocess.DEVNULL
    own = {**os.environ, **environment}
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=own)
    stack.callback(end, process)
    return process


def end(process: Any) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a scheduler with two workers, which share our folders."""
    with ExitStack() as stack:
        yield started(stack, tmp_path_factory.mktemp("dask"), workers=2)


def started(stack: ExitStack, folder: Path, workers: int, **environment: str) -> str:
    """Start a scheduler and its workers; return its address."""
    found = folder / "scheduler.json"
    loopback = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    start(stack, "dask_scheduler", *loopback, "--scheduler-file", str(found))
    for _ in range(600):
        if found.exists() and found.read_text():
            break
        time.sleep(0.1)
    address = str(json.loads(found.read_text())["address"])
    own = ("--nthreads", "1", "--no-dashboard", "--local-directory", str(folder))
    for _ in range(workers):
        start(stack, "dask_worker", address, *own, **environment)
    return address


def wait_for(address: str, workers: int) -> None:
    distributed: Any = import_module("distributed")
    with distributed.Client(address, set_as_default=False) as client:
        client.wait_for_workers(workers, timeout=60)


def test_a_cluster_makes_the_same_bytes(address: str, clips: Path, tmp_path: Path) -> None:
    batch(ROWS, tmp_path / "here", ThreadPoolExecutor(1), cache=clips)
    wait_for(address, 2)
    with on_cluster(address) as executor:
        many = batch(ROWS, tmp_path / "there", executor, cache=tmp_path / "cold")
    assert (many.done, many.faults) == (len(ROWS), [])
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_the_command_takes_the_address_of_a_scheduler(
    address: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "routines.json").write_text(json.dumps(FILE), "utf-8")
    (tmp_path / "rows.csv").write_text("level\neasy\nhard\nlots\n", "utf-8")
    ran = run("batch", "rows.csv", "-o", "out", "--cluster", address)
    assert ran.err == (
        "audiocoach: rows.csv:4: level: must be one of easy, normal, hard, not 'lots'\n"
    )
    assert ran.out.startswith("out: 2 sessions, ")


def test_a_scheduler_that_is_not_there_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_SECONDS", 1)
    with (
        pytest.raises(WorkersError, match=r"--cluster: tcp://127.0.0.1:9: can't be reached"),
        on_cluster("tcp://127.0.0.1:9"),
    ):
        pass


def test_without_distributed_its_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(WorkersError, match=r"needs distributed; install it with: .*\[cluster\]"),
        on_cluster("local:1"),
    ):
        pass


@pytest.mark.nightly
def test_workers_that_share_nothing_send_their_files(clips: Path, tmp_path: Path) -> None:
    batch(ROWS, tmp_path / "here", ThreadPoolExecutor(1), cache=clips)
    theirs = {"AUDIOCOACH_CACHE": str(tmp_path / "theirs")}
    with ExitStack() as stack:
        address = started(stack, tmp_path, 2, **theirs)
        wait_for(address, 2)
        with on_cluster(address) as executor:
            batch(ROWS, None, executor, cache=tmp_path / "ours", on_row=keep(tmp_path / "there"))
    made = contents(tmp_path / "here")
    made.pop("manifest.jsonl")
    assert contents(tmp_path / "there") == made


def keep(folder: Path) -> Any:
    folder.mkdir()
    return lambda row, data: (folder / row["file"]).write_bytes(data)


@pytest.mark.nightly
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_workers_lose_nothing(clips: Path, tmp_path: Path) -> None:
    rows = [{"title": f"For {number}", "sit.sets": 1 + number % 9} for number in range(150)]
    batch(rows, tmp_path / "here", ThreadPoolExecutor(1), cache=clips)
    distributed: Any = import_module("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None
        ) as local,
        distributed.Client(local, set_as_default=False) as client,
    ):
        stop = threading.Event()
        killed: list[int] = []

        def kill() -> None:
            while len(killed) < 3 and not stop.wait(3):
                nannies = list(local.workers.values())
                killed.append(nannies[len(killed) % len(nannies)].pid)
                os.kill(killed[-1], signal.SIGKILL)

        thread = threading.Thread(target=kill)
        thread.start()
        try:
            batch(rows, tmp_path / "there", client.get_executor(), cache=tmp_path / "cold")
        finally:
            stop.set()
            thread.join()
    assert killed
    assert contents(tmp_path / "there") == contents(tmp_path / "here")
