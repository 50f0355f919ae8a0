"""Signals that end the program: the first is heard once, wherever it comes; no other breaks in."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")

BEGUN = """
import ctypes, os, signal, sys, time
from audiocoach import posix_signals
from audiocoach.posix_signals import at_hard_end, ended_by_signals, reported_to, undisturbed

def come(number):
    os.kill(os.getpid(), number)

"""
INSIDE = "with ended_by_signals(process=True):\n"

IN_A_MODULE = """
    sys.path.insert(0, '.')
    import stopped
    print(stopped.whole)
    while True: pass
"""
IN_WHAT_GOES = """
    class Gone:
        def __del__(self):
            come(signal.{name})
            print(True)
    Gone()
    while True: pass
"""
IN_WHAT_C_CALLS = """
    compared = []
    def compare(one, two):
        compared.append(True)
        if len(compared) == 1:
            come(signal.{name})
        return 0
    called = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(compare)
    ctypes.CDLL(None).qsort(bytes(64), 8, 8, called)
    print(len(compared) > 1)
    while True: pass
"""
STATUS = [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)]


def ran(code: str, folder: Path | None = None) -> tuple[int, str, str]:
    """Run `code`, which hears signals as the program does; return its status and what it wrote."""
    command = [sys.executable, "-c", BEGUN + code]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(("name", "status"), STATUS)
def test_what_is_being_imported_is_imported_whole_before_the_program_ends(
    name: str, status: int, tmp_path: Path
) -> None:
    signalled = f"import os, signal\nos.kill(os.getpid(), signal.{name})\nwhole = True\n"
    (tmp_path / "stopped.py").write_text(signalled)
    assert ran(INSIDE + IN_A_MODULE, tmp_path) == (status, "True\n", "")


@pytest.mark.parametrize(("name", "status"), STATUS)
def test_a_signal_in_what_is_called_when_an_object_goes_is_not_lost(name: str, status: int) -> None:
    assert ran(INSIDE + IN_WHAT_GOES.format(name=name)) == (status, "True\n", "")


@pytest.mark.parametrize(("name", "status"), STATUS)
def test_a_signal_in_what_c_calls_is_not_lost(name: str, status: int) -> None:
    assert ran(INSIDE + IN_WHAT_C_CALLS.format(name=name)) == (status, "True\n", "")


@pytest.mark.parametrize(("name", "status"), STATUS)
def test_elsewhere_a_signal_ends_the_program_at_once(name: str, status: int) -> None:
    code = f"    come(signal.{name})\n    print('still here')"
    assert ran(INSIDE + code) == (status, "", "")


@pytest.mark.parametrize("second", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize(("first", "status"), STATUS)
def test_a_second_signal_breaks_into_no_cleanup_and_changes_no_status(
    first: str, status: int, second: str
) -> None:
    code = f"""
    try:
        come(signal.{first})
    finally:
        come(signal.{second})
        time.sleep(0.1)
        print("cleaned up")
"""
    assert ran(INSIDE + code) == (status, "cleaned up\n", "")


def test_a_first_signal_waits_for_a_cleanup_under_way() -> None:
    code = """
    class Closed:
        def __enter__(self): pass
        def __exit__(self, *_):
            come(signal.SIGTERM)
            time.sleep(0.1)
            print("cleaned up")
    with Closed():
        pass
    while True: pass
"""
    assert ran(INSIDE + code) == (143, "cleaned up\n", "")


def test_a_cleanup_that_takes_too_long_is_broken_into() -> None:
    code = """
    posix_signals.CLEANUP_TICKS = 5
    class Closed:
        def __enter__(self): pass
        def __exit__(self, *_):
            come(signal.SIGINT)
            while True: pass
    with Closed():
        pass
"""
    assert ran(INSIDE + code) == (130, "", "")


def test_a_signal_that_code_swallowed_is_the_status_all_the_same() -> None:
    code = """
    try:
        come(signal.SIGTERM)
    except BaseException:
        print("swallowed")
"""
    assert ran(INSIDE + code) == (143, "swallowed\n", "")


def test_no_thread_is_waited_for() -> None:
    code = """
    import threading
    threading.Thread(target=time.sleep, args=(1000,)).start()
    come(signal.SIGTERM)
"""
    assert ran(INSIDE + code) == (143, "", "")


HANGING = """
    mutex = ctypes.create_string_buffer(256)
    def hang():
        for _ in range(2):
            ctypes.CDLL(None).pthread_mutex_lock(mutex)
"""
"""A lock of C's that nothing interrupts, as a sound server that hangs."""
ENDED_HARD = "audiocoach: it didn't end in time, and was ended without cleaning up\n"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a mutex of zeros may be none")
def test_a_signal_is_heard_while_the_main_thread_hangs_in_c() -> None:
    code = """
    import threading
    posix_signals.UNANSWERED_TICKS = 5
    threading.Timer(0.1, come, [signal.SIGTERM]).start()
    with at_hard_end(lambda: print("terminal restored", flush=True)):
        hang()
"""
    assert ran(INSIDE + HANGING + code) == (143, "terminal restored\n", ENDED_HARD)


def cleaning(ticks: str, number: str, cleanup: str) -> str:
    """Return a program that gets a signal, and does `cleanup`; `ticks` says what is short."""
    return f"""
    posix_signals.{ticks} = 5
    try:
        come(signal.{number})
    finally:
        while True: {cleanup}
"""


def test_an_end_that_takes_too_long_is_cut_short() -> None:
    assert ran(INSIDE + cleaning("END_TICKS", "SIGHUP", "pass")) == (129, "", ENDED_HARD)


def test_a_signal_long_after_the_first_ends_the_program_at_once() -> None:
    code = cleaning("AGAIN_TICKS", "SIGINT", "time.sleep(0.05); come(signal.SIGTERM)")
    assert ran(INSIDE + code) == (130, "", ENDED_HARD)


def test_a_display_takes_a_signal_in_its_own_time() -> None:
    code = """
    taken = []
    with reported_to(lambda number: taken.append(number) or True):
        come(signal.SIGHUP)
        come(signal.SIGTERM)
        print(taken == [signal.SIGHUP])
"""
    assert ran(INSIDE + code) == (129, "True\n", "")


def test_a_display_that_is_waiting_is_interrupted() -> None:
    code = """
    with reported_to(lambda number: False):
        come(signal.SIGTERM)
        print("still here")
"""
    assert ran(INSIDE + code) == (143, "", "")


@pytest.mark.parametrize("inside", [INSIDE, "if True:\n"], ids=["ours", "another's"])
def test_what_is_undisturbed_is_done_before_a_signal_is_heard(inside: str) -> None:
    code = """
    try:
        with undisturbed():
            with undisturbed():
                come(signal.SIGINT)
            print("done")
        print("still here")
    except KeyboardInterrupt:
        os._exit(print("heard", flush=True) or 3)
"""
    assert ran(inside + code) == (3, "done\nheard\n", "")


def test_what_is_ignored_stays_ignored() -> None:
    code = "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n" + INSIDE + "    come(signal.SIGHUP)"
    assert ran(code) == (0, "", "")


def test_all_handlers_are_afterwards_as_they_were() -> None:
    numbers = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGURG]
    code = f"""
def all():
    return [*map(signal.getsignal, {[int(each) for each in numbers]})], sys.unraisablehook
before = all()
with ended_by_signals():
    pass
print(before == all(), signal.set_wakeup_fd(-1))
"""
    assert ran(code) == (0, "True -1\n", "")


def test_a_signal_while_the_handlers_are_put_up_is_heard_once_they_are() -> None:
    code = """
watched = posix_signals._Ending._watched
def signalled(self):
    come(signal.SIGINT)
    come(signal.SIGTERM)
    return watched(self)
posix_signals._Ending._watched = signalled
"""
    assert ran(code + INSIDE + "    print('still here')") == (130, "", "")
