from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import pairwise

import pytest

from audiocoach.play.device import buffer
from audiocoach.play.device.buffer import FIRST_SECONDS, PlaybackBuffer
from audiocoach.sound.clip import packed, turned, unpack
from audiocoach.units import SAMPLE_RATE


def drained(feed: PlaybackBuffer, size: int) -> bytes:
    taken = b""
    while not feed.exhausted:
        feed.wait_for_first()
        taken += feed.take(size)
    return taken


@pytest.mark.parametrize("size", [1, 3, 100])
def test_what_is_taken_is_what_was_made_whatever_the_sizes(size: int) -> None:
    feed = PlaybackBuffer([b"abcd", b"", b"ef", b"ghijk"])
    feed.start()
    assert drained(feed, size) == b"abcdefghijk"


def test_a_store_smaller_than_a_block_still_lets_everything_through() -> None:
    feed = PlaybackBuffer([b"abcd"] * 50, ahead_bytes=1)
    feed.start()
    assert drained(feed, 3) == b"abcd" * 50


def test_taking_never_waits_for_sound_to_be_made() -> None:
    go_on = threading.Event()

    def blocks() -> Iterator[bytes]:
        yield b"ab"
        go_on.wait(60)

    feed = PlaybackBuffer(blocks(), ahead_bytes=2)
    feed.start()
    feed.wait_for_first()
    assert (feed.take(4), feed.take(4), feed.exhausted) == (b"ab", b"", False)
    go_on.set()


def test_no_more_is_made_than_has_room() -> None:
    made: list[int] = []
    asked = threading.Semaphore(0)

    def blocks() -> Iterator[bytes]:
        for number in range(1000):
            made.append(number)
            asked.release()
            yield b"abcd"

    feed = PlaybackBuffer(blocks(), ahead_bytes=8)
    feed.start()
    for _ in range(3):
        assert asked.acquire(timeout=60)
    feed.close()
    assert len(made) == 3


def test_a_device_that_is_opened_is_not_kept_waiting_by_what_is_made_ahead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The making had Python's lock in turns of 5 ms: it took the first sound up to 25 ms."""
    monkeypatch.setattr(buffer, "PAUSE_SECONDS", 60.0)
    made = threading.Semaphore(0)

    def blocks() -> Iterator[bytes]:
        for _ in range(10):
            made.release()
            yield b"ab" * round(FIRST_SECONDS * SAMPLE_RATE)

    feed = PlaybackBuffer(blocks())
    feed.start()
    feed.wait_for_first()
    assert (made.acquire(timeout=60), made.acquire(timeout=0.1)) == (True, False)
    assert feed.take(2) == b"ab"
    assert all(made.acquire(timeout=10) for _ in range(9))


def test_a_fault_in_the_making_is_kept_after_what_came_before() -> None:
    fault = RuntimeError("no voice")

    def blocks() -> Iterator[bytes]:
        yield b"ab"
        raise fault

    feed = PlaybackBuffer(blocks())
    feed.start()
    assert drained(feed, 10) == b"ab"
    assert feed.fault is fault


STEADY = packed([10_000] * 2400)
"""A tenth of a second."""


def test_what_is_ready_is_passed_on_at_a_new_volume_from_the_next_sample_on() -> None:
    feed = PlaybackBuffer([STEADY] * 3)
    feed.start()
    feed.wait_for_first()
    before = feed.take(len(STEADY) // 2)
    feed.set_volume(-6)
    after = drained(feed, 1000)
    assert before == STEADY[: len(STEADY) // 2]
    assert after[480:] == turned((STEADY * 3)[len(before) + 480 :], -6)


@pytest.mark.parametrize("channels", [1, 2])
def test_a_new_volume_is_reached_along_a_ramp(channels: int) -> None:
    feed = PlaybackBuffer([STEADY] * 4, channels=channels)
    feed.start()
    feed.wait_for_first()
    feed.set_volume(-6)
    samples = unpack(drained(feed, 480))
    assert samples[: 240 * channels : channels] == samples[channels - 1 : 240 * channels : channels]
    steps = [b - a for a, b in pairwise(samples[: 250 * channels])]
    assert (samples[0], samples[-1], max(steps)) == (10_000, 5011, 0)
    assert min(steps) >= -22


def test_a_second_turn_within_the_ramp_of_the_first_makes_no_jump() -> None:
    feed = PlaybackBuffer([STEADY] * 4)
    feed.start()
    feed.wait_for_first()
    feed.set_volume(-30)
    beginning = feed.take(240)
    feed.set_volume(0)
    samples = unpack(beginning + drained(feed, 480))
    assert max(abs(b - a) for a, b in pairwise(samples)) <= 41
    assert samples[-1] == 10_000


def test_what_is_made_after_a_turn_has_the_new_volume_too() -> None:
    go_on = threading.Event()

    def blocks() -> Iterator[bytes]:
        yield STEADY
        go_on.wait(60)
        yield STEADY

    feed = PlaybackBuffer(blocks(), ahead_bytes=1)
    feed.start()
    feed.wait_for_first()
    feed.set_volume(-6)
    first = feed.take(len(STEADY))
    go_on.set()
    assert (len(first), drained(feed, 4800)) == (len(STEADY), turned(STEADY, -6))
