from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from audiocoach.play.feed import Feed


def drained(feed: Feed, size: int) -> bytes:
    taken = b""
    while not feed.exhausted:
        feed.wait_for_first()
        taken += feed.take(size)
    return taken


@pytest.mark.parametrize("size", [1, 3, 100])
def test_what_is_taken_is_what_was_made_whatever_the_sizes(size: int) -> None:
    feed = Feed([b"abcd", b"", b"ef", b"ghijk"])
    feed.start()
    assert drained(feed, size) == b"abcdefghijk"


def test_a_store_smaller_than_a_block_still_lets_everything_through() -> None:
    feed = Feed([b"abcd"] * 50, ahead_bytes=1)
    feed.start()
    assert drained(feed, 3) == b"abcd" * 50


def test_taking_never_waits_for_sound_to_be_made() -> None:
    go_on = threading.Event()

    def blocks() -> Iterator[bytes]:
        yield b"ab"
        go_on.wait(60)

    feed = Feed(blocks())
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

    feed = Feed(blocks(), ahead_bytes=8)
    feed.start()
    for _ in range(3):
        assert asked.acquire(timeout=60)
    feed.close()
    assert len(made) == 3


def test_a_fault_in_the_making_is_kept_after_what_came_before() -> None:
    fault = RuntimeError("no voice")

    def blocks() -> Iterator[bytes]:
        yield b"ab"
        raise fault

    feed = Feed(blocks())
    feed.start()
    assert drained(feed, 10) == b"ab"
    assert feed.fault is fault
