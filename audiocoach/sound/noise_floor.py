"""A steady, very quiet floor of noise, by which Bluetooth devices stay awake.

Some fall asleep between the ticks of a score, for they ask how loud it is on the whole. Noise
that never changes draws no attention; pink, it has as much in each octave, whatever part of the
sound a device's own detector looks at.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator
from functools import cache
from operator import mul

from audiocoach.sound.ffmpeg import chain, crossfade, made_noise
from audiocoach.sound.pcm_format import FLOATS

LEVEL_DBFS = -60.0
"""Mean level (RMS) of each channel: under the noise of a quiet room at usual volumes."""
LOOP_SAMPLES = 10 * FLOATS.rate
"""After so many samples it comes again. Noise that repeats within a second or two is heard
to (N. Guttman, B. Julesz, 1963); 10 s are far from it, and 3.5 MB."""

_LOW_HZ, _HIGH_HZ = 100, 8000
"""Below, small speakers only move; above, it would be the hiss that one does hear."""
_SETTLING_SAMPLES = FLOATS.rate // 2
"""Thrown away at the beginning, where filters start from nothing."""
_FADE_SAMPLES = FLOATS.rate
"""In so many samples the loop's end goes over into its beginning."""


def stream(start: int = 0) -> Iterator[bytes]:
    """Return `FLOATS` from sample `start` on, without an end, a second each.

    What is at a sample is the same from any start, in every session.
    """
    loop, size = _loop(), FLOATS.rate * FLOATS.width
    at = start % LOOP_SAMPLES * FLOATS.width
    while True:
        yield loop[at : at + size]
        at = (at + size) if at + size < len(loop) else 0


@cache
def _loop() -> bytes:
    """Make the loop: its last sample is followed by its first as by any other."""
    noise = made_noise(_SETTLING_SAMPLES + LOOP_SAMPLES + _FADE_SAMPLES, _LOW_HZ, _HIGH_HZ)
    noise = noise[_SETTLING_SAMPLES * FLOATS.width :]
    fade, size = _FADE_SAMPLES * FLOATS.width, LOOP_SAMPLES * FLOATS.width
    return _levelled(crossfade(noise[size:], noise[:fade]) + noise[fade:size])


def _levelled(noise: bytes) -> bytes:
    """Bring `noise` to its level: measured, for each version of FFmpeg may make another."""
    samples = array("f", noise)
    level = 10 * math.log10(sum(map(mul, samples, samples)) / len(samples))
    gain = ("volume", f"{LEVEL_DBFS - level}dB:precision=float")
    return b"".join(chain([noise], FLOATS, [gain], FLOATS.width))
