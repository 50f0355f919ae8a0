from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import count, islice

import pytest

from audiocoach.errors import MusicError
from audiocoach.sound.music_stream import KEPT_SAMPLES, MusicStream
from audiocoach.sound.pcm_format import FLOATS

BLOCK = 1000
"""Samples of a block."""


def sample(number: int) -> bytes:
    return struct.pack("<ff", float(number), float(number))


class Counting:
    """Music whose samples are numbers; it counts how often it was begun."""

    def __init__(self) -> None:
        self.begun = 0

    def stream(self, lufs: float, longest_samples: int) -> Iterator[bytes]:
        self.begun += 1
        for first in count(0, BLOCK):
            yield b"".join(map(sample, range(first, first + BLOCK)))


def first(music: Iterator[bytes]) -> int:
    """Return the number of the next sample."""
    return int(struct.unpack_from("<f", next(music))[0])


@pytest.mark.parametrize("back", [0, 1, 999, KEPT_SAMPLES - BLOCK])
def test_music_goes_on_at_any_place_that_was_read_lately(back: int) -> None:
    source = Counting()
    ongoing = MusicStream(source)
    read = sum(len(block) // FLOATS.width for block in islice(ongoing.stream(-20, 9), 800))
    again = ongoing.stream(-20, 9, read - back)
    assert (first(again), source.begun) == (read - back, 1)
    assert first(again) == (read - back) // BLOCK * BLOCK + BLOCK


def test_who_goes_back_beyond_what_is_kept_has_it_read_again() -> None:
    source = Counting()
    ongoing = MusicStream(source)
    for _ in islice(ongoing.stream(-20, 9), 2 * KEPT_SAMPLES // BLOCK):
        pass
    assert (first(ongoing.stream(-20, 9, 5)), source.begun) == (5, 2)


def test_one_who_still_reads_disturbs_no_one() -> None:
    ongoing = MusicStream(Counting())
    old, new = ongoing.stream(-20, 9), ongoing.stream(-20, 9)
    assert [first(each) for each in (old, old, new, old, new)] == [0, 1000, 0, 2000, 1000]


def test_damaged_music_is_asked_to_all_who_ask() -> None:
    class Damaged:
        def stream(self, lufs: float, longest_samples: int) -> Iterator[bytes]:
            yield sample(0)
            raise MusicError("a.mp3: damaged")

    ongoing = MusicStream(Damaged())
    for _ in range(2):
        with pytest.raises(MusicError, match="damaged"):
            list(ongoing.stream(-20, 9))
