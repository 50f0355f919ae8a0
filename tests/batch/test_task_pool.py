"""Work goes on where a worker dies; what kills workers is found, and refused."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import loky
import pytest

from audiocoach.batch.own_processes import processes
from audiocoach.batch.task_pool import Call, LostError, at_work
from audiocoach.errors import WorkersError
from audiocoach.storage import replacing

unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")


def double(number: int) -> int:
    return 2 * number


def die_once(mark: str) -> str:
    if not os.path.exists(mark):  # noqa: PTH110
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return mark


def die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail(_: int) -> None:
    raise ZeroDivisionError


def test_every_call_has_its_result() -> None:
    with at_work(ThreadPoolExecutor(2)) as workers:
        made = {call.about: each for call, each in workers.results(calls(50))}
    assert made == {number: 2 * number for number in range(50)}


def calls(count: int) -> list[Call]:
    return [Call(double, (number,), number) for number in range(count)]


def test_few_calls_wait_at_a_time() -> None:
    taken = []

    def ahead() -> Any:
        for call in calls(100):
            taken.append(call.about)
            yield call

    with at_work(ThreadPoolExecutor(2)) as workers:
        results = workers.results(ahead())
        next(results)
        assert len(taken) <= 3 * 2
        results.close()


@unix
def test_a_worker_that_dies_costs_nothing_but_time(tmp_path: Path) -> None:
    marks = [str(tmp_path / str(number)) for number in range(2)]
    more = [Call(die_once, (mark,), mark) for mark in marks]
    with at_work(None, 2) as workers:
        made = sorted((str(call.about), each) for call, each in workers.results([*more, *calls(5)]))
    expected = [*((mark, mark) for mark in marks), *((str(n), 2 * n) for n in range(5))]
    assert made == sorted(expected)


@unix
@pytest.mark.parametrize("pool", [ProcessPoolExecutor, loky.ProcessPoolExecutor])
def test_what_kills_every_worker_is_lost_alone(pool: Callable[[int], Executor]) -> None:
    with at_work(lambda: pool(1)) as workers:
        results: dict[Any, Any] = {
            call.about: each
            for call, each in workers.results([Call(die, (0,), "bad"), *calls(2)], singly=True)
        }
    assert isinstance(results.pop("bad"), LostError)
    assert results == {0: 0, 1: 2}


@unix
def test_a_pool_that_cannot_be_made_again_ends_the_work() -> None:
    with (
        ProcessPoolExecutor(1) as pool,
        at_work(pool) as workers,
        pytest.raises(WorkersError, match="run it again, what is done is kept"),
    ):
        list(workers.results([Call(die, (0,))]))


def test_a_bug_keeps_its_traceback() -> None:
    with at_work(ThreadPoolExecutor(1)) as workers, pytest.raises(ZeroDivisionError):
        list(workers.results([Call(fail, (0,))]))


@unix
def test_workers_end_with_a_parent_that_is_killed() -> None:
    code = (
        "import time\n"
        "from os import getpid\n"
        "from audiocoach.batch.own_processes import processes\n"
        "if __name__ == '__main__':\n"
        "    pool = processes(1)\n"
        "    print(pool.submit(getpid).result(), flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        worker = int(parent.stdout.readline())
        parent.kill()
    for _ in range(100):
        if not is_alive(worker):
            return
        time.sleep(0.05)
    pytest.fail("the worker outlives its parent")


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_processes_are_made_for_as_many_as_asked() -> None:
    pool = processes(2)
    assert pool._max_workers == 2  # type: ignore[attr-defined]
    pool.shutdown()


def test_no_thread_of_a_pool_outlasts_it() -> None:
    # Python wakes the thread of every pool at its end: one that ends meanwhile is a traceback.
    before = set(threading.enumerate())
    with at_work(None, 2) as workers:
        assert len(list(workers.results(calls(20)))) == 20
    assert set(threading.enumerate()) <= before


@unix
def test_no_thread_outlasts_a_pool_whose_worker_died(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with at_work(None, 1) as workers:
        list(workers.results([Call(die_once, (str(tmp_path / "mark"),)), *calls(9)]))
    assert set(threading.enumerate()) <= before


def test_abandoned_calls_end_with_their_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    # Python's own thread fails where workers end before it has forgotten what was cancelled.
    failed: list[object] = []
    monkeypatch.setattr(threading, "excepthook", failed.append)
    for _ in range(3):
        with at_work(None, 2) as workers:
            next(workers.results(Call(time.sleep, (0.01,)) for _ in range(100)))
    assert failed == []


def write_slowly(path: str) -> None:
    with replacing(Path(path)) as part:
        part.write_bytes(b"half of it")
        time.sleep(50)


def write_where_the_other_writes(folder: str, number: int) -> int:
    while number and not list(Path(folder).iterdir()):
        time.sleep(0.01)
    if not number:
        write_slowly(os.path.join(folder, "made"))  # noqa: PTH118
    return number


@unix
def test_what_an_abandoned_call_was_writing_goes(tmp_path: Path) -> None:
    with at_work(None, 2) as workers:
        made = workers.results(
            Call(write_where_the_other_writes, (str(tmp_path), number)) for number in range(20)
        )
        assert next(made)[1]
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())
