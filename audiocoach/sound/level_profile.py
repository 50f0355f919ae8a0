"""How a sound goes, window by window: its level, and how often it crosses zero.

Wraps audioop (in Python until 3.12, then audioop-lts, which pydub needs anyway), which
measures a window in C: a session has minutes of speech.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from audiocoach.units import SAMPLE_BYTES, SAMPLE_RATE

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import audioop

WINDOW_MS = 10
"""Length of a window."""
_SOUNDS = 10 ** (-35 / 20)
"""What is above this part of the loudest window is sound, the rest is pause."""


@dataclass(frozen=True)
class Profile:
    """A sound in windows of 10 ms."""

    levels: tuple[int, ...]
    """Root mean square of each window, of 16-bit samples."""
    crossings: tuple[float, ...]
    """How many of each window's steps cross zero, 0 to 1: voices have few, hiss many."""

    @cached_property
    def peak(self) -> int:
        """Level of the loudest window; 0 where there is none."""
        return max(self.levels, default=0)

    def runs(self) -> list[tuple[bool, int]]:
        """Return sound (True) and pause in turn, with their lengths in milliseconds.

        Begins and ends with sound; empty where there is none.
        """
        least = self.peak * _SOUNDS
        runs = [
            (is_sound, WINDOW_MS * len([*run]))
            for is_sound, run in groupby(level > least for level in self.levels)
        ]
        while runs and not runs[0][0]:
            del runs[0]
        while runs and not runs[-1][0]:
            del runs[-1]
        return runs

    def sounding_ms(self, longest_pause_ms: int) -> int:
        """Return how long it sounds, with the pauses that are no longer than this."""
        return sum(ms for sounds, ms in self.runs() if sounds or ms <= longest_pause_ms)

    def parts_ms(self, shortest_pause_ms: int) -> list[int]:
        """Return the lengths of what lies between pauses of at least this length."""
        parts = [0]
        for sounds, ms in self.runs():
            if not sounds and ms >= shortest_pause_ms:
                parts.append(0)
            else:
                parts[-1] += ms
        return parts

    def pauses(self, shortest_ms: int) -> list[float]:
        """Return where its pauses of at least this length are: the part of its sound before each.

        Pauses themselves don't count, so that all of it is 1.
        """
        whole = self.sounding_ms(0)
        before, found = 0, []
        for sounds, ms in self.runs():
            if sounds:
                before += ms
            elif ms >= shortest_ms:
                found.append(before / whole)
        return found


def profile(pcm: bytes, rate: int = SAMPLE_RATE) -> Profile:
    """Measure `pcm`, 16-bit mono; what is left after the last whole window is passed over."""
    size = SAMPLE_BYTES * (rate * WINDOW_MS // 1000)
    windows = [pcm[at : at + size] for at in range(0, len(pcm) - size + 1, size)]
    steps = size // SAMPLE_BYTES - 1
    return Profile(
        tuple(audioop.rms(window, SAMPLE_BYTES) for window in windows),
        tuple(audioop.cross(window, SAMPLE_BYTES) / steps for window in windows),
    )


def extremes(pcm: bytes) -> tuple[int, int]:
    """Return the least and the greatest sample of `pcm`, 16-bit; zeros where it is empty."""
    return audioop.minmax(pcm, SAMPLE_BYTES) if pcm else (0, 0)
