"""How loud speech is to be, and how loud it is: by ITU-R BS.1770-4, in LUFS.

Measured on FFmpeg's filters, which are loaded by the first measurement: the targets are asked for
by much that measures nothing.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import mul
from typing import TYPE_CHECKING

from audiocoach.sound.pcm_format import FLOATS, HOUSE
from audiocoach.units import SAMPLE_RATE, in_blocks

if TYPE_CHECKING:
    from audiocoach.sound.ffmpeg import Filters

SPEECH_LUFS = -19.0
"""Loudness of speech, in LUFS mono: -16 in stereo, as podcasts are."""
RUNNING_LUFS = SPEECH_LUFS + 0.5
"""Loudness that running text is brought to, in LUFS mono. In a session words stand alone: by
ebur128 the speech of a whole one comes to 0.3 to 1.1 LU less (15 sessions, six voices), and with
the tones among it, which are quieter, to 0.7 to 1.5 LU less (40 sessions; one of little but
tones to 2.2)."""
CEILING_DBTP = -2.5
"""Highest true peak of a clip: the MP3 encoder may add up to 1.5 dB."""
LEVELS = f"{RUNNING_LUFS} LUFS, {CEILING_DBTP} dBTP"
"""Both, as a part of what makes a voice sound as it does."""

_DOUBLE: tuple[str, str] = ("aformat", "sample_fmts=dbl")
_GATE_LUFS = -70
_ROOM_DB = 12


def integrated_lufs(pcm: bytes) -> float:
    """Measure the loudness of `pcm` alone, in LUFS: much faster than with its peak.

    Gates and averages 400 ms blocks as BS.1770-4 says (mono: one channel, weight 1).
    """
    return _gated(weighted_powers(pcm, 100))


def levelling_gain(
    pcm: bytes, levelled: Callable[[float], bytes], target_lufs: float = RUNNING_LUFS
) -> float:
    """Return the gain in dB that brings speech to `target_lufs`, or not finite for silence.

    `pcm` is the speech, 16-bit mono at 24,000 Hz, and `levelled` returns it with a gain and
    limited: what the limiter takes off is made up for in a second round.
    """
    gain_db = target_lufs - integrated_lufs(pcm)
    if not math.isfinite(gain_db):
        return gain_db
    return gain_db + target_lufs - integrated_lufs(levelled(gain_db))


def floats_lufs(blocks: Iterable[bytes]) -> float:
    """Measure the loudness of `FLOATS`, both channels together, in LUFS."""
    from audiocoach.sound.clip import rms
    from audiocoach.sound.ffmpeg import chain

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
    from audiocoach.sound.ffmpeg import chain

    for block in chain([pcm], HOUSE, filters, 8):
        yield array("d", block)
