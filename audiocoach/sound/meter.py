"""Loudness by ITU-R BS.1770-4, in LUFS, measured on FFmpeg's filters."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Iterator, Sequence
from operator import mul

from audiocoach.sound.clip import rms
from audiocoach.sound.ffmpeg import Filters, chain
from audiocoach.sound.pcm_format import FLOATS, HOUSE
from audiocoach.units import SAMPLE_RATE, in_blocks

_DOUBLE: tuple[str, str] = ("aformat", "sample_fmts=dbl")
_GATE_LUFS = -70
_ROOM_DB = 12


def integrated_lufs(pcm: bytes) -> float:
    """Measure the loudness of `pcm` alone, in LUFS: much faster than with its peak.

    Gates and averages 400 ms blocks as BS.1770-4 says (mono: one channel, weight 1).
    """
    return _gated(weighted_powers(pcm, 100))


def floats_lufs(blocks: Iterable[bytes]) -> float:
    """Measure the loudness of `FLOATS`, both channels together, in LUFS."""
    # The weighting adds up to 4 dB: without room, whole numbers would clip.
    filters = [("volume", f"-{_ROOM_DB}dB"), *_k_weighting(FLOATS.rate)]
    weighted = chain(blocks, FLOATS, [*filters, ("aformat", "sample_fmts=s32")], 8)
    steps = in_blocks(weighted, FLOATS.rate // 10 * 8)
    full = 2**31 * 10 ** (-_ROOM_DB / 20)
    return _gated([2 * (rms(step, 4) / full) ** 2 for step in steps])


def _gated(steps: Sequence[float]) -> float:
    """Return the loudness of powers of 100 ms each, by BS.1770-4."""
    blocks = [sum(steps[i : i + 4]) / 4 for i in range(len(steps) - 3)]
    loud = [power for power in blocks if lufs(power) > _GATE_LUFS]
    gate = lufs(_mean(loud)) - 10
    return lufs(_mean([power for power in loud if lufs(power) > gate]))


def weighted_powers(pcm: bytes, step_ms: int) -> list[float]:
    """Return the mean square of every whole `step_ms` of the K-weighted sound.

    `pcm` is 16-bit mono at 24,000 Hz.
    """
    step = SAMPLE_RATE * step_ms // 1000
    powers: list[float] = []
    weighted = array("d")
    for block in _doubles(pcm, [_DOUBLE, *_k_weighting(SAMPLE_RATE)]):
        weighted.extend(block)
        whole = len(weighted) // step * step
        powers.extend(sum(map(mul, part, part)) / step for part in _parts(weighted[:whole], step))
        del weighted[:whole]
    return powers


def _parts(samples: array[float], step: int) -> Iterator[array[float]]:
    """Cut `samples` into pieces of `step`."""
    return (samples[i : i + step] for i in range(0, len(samples), step))


def _k_weighting(rate: int) -> Filters:
    """Write the two filters of BS.1770-4 at `rate`, by libebur128's formulas."""
    k = math.tan(math.pi * 1681.974450955533 / rate)
    q, high = 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    shelf = _biquad(
        (high + band * k / q + k * k, 2 * (k * k - high), high - band * k / q + k * k),
        (1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k),
    )
    k, q = math.tan(math.pi * 38.13547087602444 / rate), 0.5003270373238773
    a0 = 1 + k / q + k * k
    return [shelf, _biquad((a0, -2 * a0, a0), (a0, 2 * (k * k - 1), 1 - k / q + k * k))]


def _biquad(b: tuple[float, float, float], a: tuple[float, float, float]) -> tuple[str, str]:
    """Write a filter of second order for FFmpeg."""
    names = ("b0", "b1", "b2", "a0", "a1", "a2")
    return "biquad", ":".join(
        f"{name}={value!r}" for name, value in zip(names, (*b, *a), strict=True)
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def lufs(power: float) -> float:
    """Return the loudness of a mean square of K-weighted sound (full scale is 1), in LUFS."""
    return -0.691 + _decibels(math.sqrt(power))


def _decibels(amplitude: float) -> float:
    return 20 * math.log10(amplitude) if amplitude > 0 else -math.inf


def _doubles(pcm: bytes, filters: Filters) -> Iterator[array[float]]:
    """Send `pcm` through `filters`, which end in doubles."""
    for block in chain([pcm], HOUSE, filters, 8):
        yield array("d", block)
