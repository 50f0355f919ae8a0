import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from audiocoach.voice.engines.engine_client import Engine, EngineError, TextError

ROOT = Path(__file__).parents[3]


@contextmanager
def running(threads: int = 2, idle_seconds: float = 30.0, **options: str) -> Iterator[Engine]:
    engine = Engine("tests.voice.engines.fake_engines", options, threads, idle_seconds)
    try:
        yield engine
    finally:
        engine.close()


def test_each_text_gets_its_own_sound_however_many_ask_at_once() -> None:
    texts = [f"text {number}" for number in range(200)]
    with running() as engine, ThreadPoolExecutor(16) as pool:
        sounds = list(pool.map(lambda text: engine.ask(text=text, times=500), texts))
    assert sounds == [text.encode() * 500 for text in texts]


def test_what_a_library_prints_is_no_answer() -> None:
    with running() as engine:
        assert [engine.ask(text=text) for text in ("print", "Hold")] == [b"print", b"Hold"]


def test_an_error_is_that_of_one_text() -> None:
    with running() as engine:
        with pytest.raises(TextError, match=r"^ValueError: not this one$"):
            engine.ask(text="raise")
        assert engine.ask(text="Hold") == b"Hold"


def test_a_text_that_crashes_it_twice_is_its_fault_and_the_next_one_is_spoken() -> None:
    with running() as engine:
        with pytest.raises(EngineError, match=r"its process ended \(SIGSEGV\)") as fault:
            engine.ask(text="crash")
        assert fault.value.is_loaded
        assert engine.ask(text="Hold") == b"Hold"


@pytest.mark.parametrize(
    ("broken", "reason"),
    [("numpy", "ImportError: numpy is missing"), ("crash", r"its process ended \(SIGILL\)")],
)
def test_one_that_cannot_be_loaded_says_why_and_is_not_tried_again(
    broken: str, reason: str
) -> None:
    with running(broken=broken) as engine:
        for _ in range(2):
            with pytest.raises(EngineError, match=f"^{reason}$") as fault:
                engine.ask(text="Hold")
            assert not fault.value.is_loaded
        assert engine._running is None


def test_a_module_that_is_not_there_is_an_engine_that_cannot_be_loaded() -> None:
    engine = Engine("no_such_engine", {}, 1)
    with pytest.raises(EngineError, match="No module named 'no_such_engine'"):
        engine.ask(text="Hold")


def test_one_that_no_one_asks_ends_and_comes_back_when_asked() -> None:
    with running(idle_seconds=0.1) as engine:
        first = engine.ask(text="who")
        assert engine._running
        engine._running._process.wait()
        assert engine.ask(text="who") != first


def test_what_takes_longer_than_it_may_be_idle_is_waited_for() -> None:
    with running(idle_seconds=0.1) as engine:
        assert engine.ask(text="wait0.6") == b"wait0.6"


def test_one_that_is_stopped_breaks_off_what_it_speaks_and_is_asked_no_more() -> None:
    stopped = threading.Event()
    with running() as engine, ThreadPoolExecutor(1) as pool:
        pid = int(engine.ask(text="who"))
        waiting = pool.submit(engine.ask, stopped, text="wait60")
        stopped.set()
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(EngineError, match="it was stopped"):
            waiting.result()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no sessions")
def test_a_terminals_signals_are_for_the_one_who_asks() -> None:
    with running() as engine:
        assert os.getsid(int(engine.ask(text="who"))) != os.getsid(0)


def test_it_ends_with_the_process_that_asks_however_that_ends() -> None:
    script = (
        "import os; from audiocoach.voice.engines.engine_client import Engine;"
        "engine = Engine('tests.voice.engines.fake_engines', {}, 1);"
        "print(engine.ask(text='who').decode(), flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=False
    )
    process = Path("/proc", done.stdout.decode().strip())
    while process.exists() and "\nState:\tZ" not in (process / "status").read_text():
        time.sleep(0.01)
    assert done.returncode == -9
