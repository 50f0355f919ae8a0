from __future__ import annotations

import threading
from types import FrameType

import pytest

from audiocoach.play.device.time_limit import HangsError, TimeLimit


def test_a_call_in_time_returns_what_it_returns_or_raises() -> None:
    limit = TimeLimit()
    assert limit.call(60, lambda: 3) == 3
    with pytest.raises(ZeroDivisionError):
        limit.call(60, lambda: 1 // 0)


def test_a_call_that_is_through_keeps_no_other_waiting() -> None:
    limit, ended = TimeLimit(), threading.Event()

    def lingering(frame: FrameType, event: str, _: object) -> None:
        if event == "return" and frame.f_code.co_name == "make":
            ended.wait(60)

    threading.setprofile(lingering)  # as on Python 3.13, where a thread takes longer to end
    try:
        assert [limit.call(60, lambda: 1), limit.call(60, lambda: 2)] == [1, 2]
    finally:
        threading.setprofile(None)
        ended.set()


def test_a_call_that_hangs_is_left_and_no_other_is_begun_until_it_is_through() -> None:
    limit, hangs, undone = TimeLimit(), threading.Event(), threading.Event()
    with pytest.raises(HangsError):
        limit.call(0.01, lambda: hangs.wait(60), lambda _: undone.set())
    with pytest.raises(HangsError, match="the sound server doesn't answer"):
        limit.call(60, lambda: True)
    hangs.set()
    assert undone.wait(60)


def test_what_comes_of_a_call_too_late_is_undone_once() -> None:
    limit, hangs, undone = TimeLimit(), threading.Event(), threading.Semaphore(0)

    def late() -> str:
        hangs.wait(60)
        return "device"

    with pytest.raises(HangsError):
        limit.call(0.01, late, lambda _: undone.release())
    hangs.set()
    assert undone.acquire(timeout=60)
    assert not undone.acquire(timeout=0.05)
