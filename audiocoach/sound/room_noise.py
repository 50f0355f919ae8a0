"""How quiet a room is, and whether a recording is too loud or too faint: figures and verdicts.

What a person can do about a recording (close the window, move the lamp's cable, step back)
must be known before 150 lines are read, not after.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import mul
from statistics import median
from typing import Literal

from audiocoach.sound.clip import unpack
from audiocoach.sound.vad import RUMBLE_HZ
from audiocoach.units import SAMPLES_PER_MS

Verdict = Literal["dead", "quiet", "audible", "loud"]

QUIET_DBFS, LOUD_DBFS = -55.0, -45.0
"""Speech at a laptop's microphone is at about -25 dBFS (mean power). The search for words needs
20 dB between them and the noise; 30 dB below them it is hardly heard."""
_DEAD_DBFS = -90.0
"""A microphone that is on has more noise than the last bit of 16 (-98 dBFS)."""
_WINDOW_MS = 50
_FULL = 32_768.0
_HUM_RATE = 1600
"""Samples a second in which hum is looked for, so that little is to be counted."""
_MAINS_HZ = (50, 60)
_HARMONICS = (1, 2, 3, 4, 5)
_BESIDE_HZ = (-9.0, -7.0, 7.0, 9.0)
"""Where hum is not: other mains' harmonics are further away, and its own width is 1 Hz."""
_HUM_DB, _HUM_HARMONICS = 15.0, 2
"""Hum stands out by so much in so many of its harmonics."""
_CLIPPED = 32_440
"""-0.09 dBFS: flat tops come out so after resampling."""
_CLIPPED_SAMPLES = 2
"""So many of these in a row are one clipped place."""


@dataclass(frozen=True)
class RoomNoise:
    """What is heard in a room while no one speaks."""

    level_dbfs: float
    """Level of the noise above 75 Hz, in dBFS (mean power of the middle 50 ms); -inf if none."""
    hum_hz: int | None
    """50 or 60 where mains hum stands out, else None."""

    @property
    def verdict(self) -> Verdict:
        """Whether one can record in it; `dead` where the microphone is off."""
        if self.level_dbfs < _DEAD_DBFS:
            return "dead"
        if self.level_dbfs <= QUIET_DBFS:
            return "quiet"
        return "audible" if self.level_dbfs <= LOUD_DBFS else "loud"


def room_noise(pcm: bytes) -> RoomNoise:
    """Judge a room by two seconds of it, 16-bit mono at 24,000 Hz.

    A click, as of the key that began it, counts for nothing.
    """
    from audiocoach.sound.ffmpeg import high_pass

    return RoomNoise(_middle_dbfs(high_pass(pcm, RUMBLE_HZ)), _hum(pcm))


def dbfs(pcm: bytes) -> float:
    """Return the mean power of 16-bit samples in dBFS, where a full square wave has 0."""
    samples = unpack(pcm)
    return _decibels(sum(map(mul, samples, samples)) / max(len(samples), 1) / _FULL**2)


def peak_dbfs(pcm: bytes) -> float:
    """Return the highest sample of `pcm`, 16-bit, in dBFS."""
    from audiocoach.sound.level_profile import extremes

    return _decibels((max(map(abs, extremes(pcm))) / _FULL) ** 2)


def clipped_places(pcm: bytes) -> int:
    """Count the places where 16-bit samples stay at the very top: louder was cut off."""
    loud = (abs(sample) >= _CLIPPED for sample in unpack(pcm))
    return sum(is_loud and len([*run]) >= _CLIPPED_SAMPLES for is_loud, run in groupby(loud))


def _middle_dbfs(pcm: bytes) -> float:
    samples, size = unpack(pcm), _WINDOW_MS * SAMPLES_PER_MS
    windows = [samples[at : at + size] for at in range(0, len(samples) - size + 1, size)]
    powers = [sum(map(mul, each, each)) / size for each in windows]
    return _decibels(median(powers) / _FULL**2) if powers else -math.inf


def _decibels(power: float) -> float:
    return 10 * math.log10(power) if power > 0 else -math.inf


def _hum(pcm: bytes) -> int | None:
    from audiocoach.sound.ffmpeg import chain
    from audiocoach.sound.pcm_format import HOUSE

    slow = chain([pcm], HOUSE, [("aresample", str(_HUM_RATE)), ("aformat", "sample_fmts=dbl")], 8)
    samples = array("d", b"".join(slow)) if pcm else array("d")
    if not any(samples):
        return None
    standing = {hz: _harmonics_standing_out(_windowed(samples), hz) for hz in _MAINS_HZ}
    hz = max(_MAINS_HZ, key=standing.__getitem__)
    return hz if standing[hz] >= _HUM_HARMONICS else None


def _windowed(samples: Sequence[float]) -> list[float]:
    """Fade in and out along a whole cosine (Hann), so that one frequency doesn't leak far."""
    step = 2 * math.pi / len(samples)
    return [each * (0.5 - 0.5 * math.cos(step * n)) for n, each in enumerate(samples)]


def _harmonics_standing_out(samples: Sequence[float], hz: int) -> int:
    return sum(_stands_out(samples, float(hz * each)) for each in _HARMONICS)


def _stands_out(samples: Sequence[float], hz: float) -> bool:
    beside = sum(_power(samples, hz + off) for off in _BESIDE_HZ) / len(_BESIDE_HZ)
    # Mains wander by 0.1 Hz: at the harmonics one looked for, that is within a window's width.
    return _power(samples, hz) > beside * 10 ** (_HUM_DB / 10) + 1e-12 * len(samples) ** 2


def _power(samples: Sequence[float], hz: float) -> float:
    """Return the power of one frequency, by Goertzel's recursion."""
    turn = 2 * math.cos(2 * math.pi * hz / _HUM_RATE)
    one = two = 0.0
    for sample in samples:
        one, two = sample + turn * one - two, one
    return one * one + two * two - turn * one * two
