"""The tones: what is said without words.

Every tone is one to four notes: a sine with a little of its harmonics, a soft
attack of 5 ms whose onset can still be told to the millisecond, a decay like a
struck bar's. All keep between 500 and 2000 Hz, differ in pitch and in shape,
and fade to zero before they end (PMC4777049; SimpleHIIT #337).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import mul

from audiocoach.signals import TONE_MS, Tone
from audiocoach.sound.clip import Clip, pack
from audiocoach.units import SAMPLE_RATE, ms_to_samples

_PEAK = 0.22
"""Full scale is 1. Repeated without a gap, the strongest tone then measures about
-21 LUFS: tones stay 2 dB or more below the speech's -19, and a tone among
quiet words startles nobody."""
_ATTACK = ms_to_samples(5)
_RELEASE = ms_to_samples(12)


@dataclass(frozen=True)
class _Shape:
    """How a tone sounds; its length stands in `TONE_MS`."""

    notes: Sequence[float]
    """Fundamentals in Hz, one after the other, each the same share of the length."""
    harmonics: Sequence[float]
    """Strength of each multiple of the fundamental, from the first."""
    decay: float
    """How many times a note falls to 1/e of itself before it ends."""
    level: float = 1.0
    """Strength of the whole, 0 to 1."""


_SHAPES: dict[Tone, _Shape] = {
    "count_in": _Shape([600], [1, 0.15], decay=1),
    "go": _Shape([1200], [1, 0.2], decay=1.2),
    "phase": _Shape([1046.5, 1396.9], [1, 0.1], decay=0.8, level=0.8),
    # So short, it must be as strong as a longer one, and hold on, to be heard on a phone.
    "tick": _Shape([900], [1], decay=1),
    "warning": _Shape([784, 784, 784], [1, 0.15], decay=2.5),
    "end": _Shape([1000, 660], [1, 0.2, 0.08], decay=0.8),
    "side": _Shape([880, 740, 880, 740], [1, 0.1], decay=0.3, level=0.75),
    "rest_over": _Shape([660, 880], [1, 0.1], decay=1),
    "finish": _Shape([523.25, 659.25, 783.99], [1, 0.1], decay=2, level=0.9),
    "keep_alive": _Shape([800], [1], decay=1, level=0.023),  # a peak of -46 dBFS
}


@cache
def tone(name: Tone) -> Clip:
    """Make the tone `name`, exactly `TONE_MS[name]` long."""
    shape = _SHAPES[name]
    length = ms_to_samples(TONE_MS[name]) // len(shape.notes)
    wave = [sample for hertz in shape.notes for sample in _note(shape, hertz, length)]
    return Clip.from_pcm(pack(wave))


def _note(shape: _Shape, hertz: float, length: int) -> list[int]:
    """Make one note of `length` samples."""
    peak = 32767 * _PEAK * shape.level / sum(shape.harmonics)
    fall = -shape.decay / length
    envelope = [peak * _edges(i, length) * math.exp(fall * i) for i in range(length)]
    return list(map(round, map(mul, envelope, _wave(shape.harmonics, hertz, length))))


def _wave(harmonics: Sequence[float], hertz: float, length: int) -> list[float]:
    """Add up sines. One list after the other: the tones are part of every first export."""
    turn = math.tau * hertz / SAMPLE_RATE
    waves = [
        [part * math.sin(n * turn * i) for i in range(length)]
        for n, part in enumerate(harmonics, 1)
    ]
    return list(map(sum, zip(*waves, strict=True)))


def _edges(i: int, length: int) -> float:
    """Rise and fall along half a cosine at a note's two ends."""
    if _ATTACK <= i < length - _RELEASE:
        return 1.0
    nearest = min(i / _ATTACK, (length - 1 - i) / _RELEASE, 1.0)
    return 0.5 - 0.5 * math.cos(math.pi * nearest)
