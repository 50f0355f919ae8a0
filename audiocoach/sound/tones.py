"""The tones: what is said without words.

Every tone is one to four notes: a sine with a little of its harmonics, a soft
attack of 5 ms whose onset can still be located to the millisecond, a decay like a
struck bar's. All keep between 500 and 2000 Hz, differ in pitch and in shape,
and fade to zero before they end (PMC4777049; SimpleHIIT #337).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import mul

from audiocoach.sound.clip import Clip, pack
from audiocoach.tone_spec import HOUSE_SETS, Tone
from audiocoach.units import SAMPLE_RATE, ms_to_samples

_PEAK = 0.22
"""Full scale is 1. Repeated without a gap, the strongest tone then measures about
-21 LUFS: tones stay 2 dB or more below the speech's -19, and a tone among
quiet words doesn't startle."""
_RELEASE = ms_to_samples(12)


@dataclass(frozen=True)
class _Shape:
    """How a tone sounds; its length stands in `signals`."""

    notes: Sequence[float]
    """Fundamentals in Hz, one after the other, each the same share of the length."""
    harmonics: Sequence[float]
    """Strength of each multiple of the fundamental, from the first."""
    decay: float
    """How many times a note falls to 1/e of itself before it ends."""
    level: float = 1.0
    """Strength of the whole, 0 to 1."""
    attack_ms: int = 5
    """How long a note takes to rise."""
    ratios: Sequence[float] = ()
    """Multiples of the fundamental that sound; empty: 1, 2, 3, …"""


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


_SOFT: dict[Tone, _Shape] = {
    "count_in": _Shape([523.25], [1], decay=0.5, level=0.7, attack_ms=6),
    "go": _Shape([880], [1, 0.05], decay=0.6, level=0.7, attack_ms=6),
    "phase": _Shape([698.5, 932.3], [1], decay=0.4, level=0.6, attack_ms=6),
    "tick": _Shape([740], [1], decay=0.5, level=0.8, attack_ms=6),
    "warning": _Shape([659.25, 659.25, 659.25], [1], decay=1.5, level=0.7, attack_ms=6),
    "end": _Shape([784, 523.25], [1, 0.05], decay=0.5, level=0.7, attack_ms=6),
    "side": _Shape([698.5, 587.3, 698.5, 587.3], [1], decay=0.3, level=0.6, attack_ms=6),
    "rest_over": _Shape([523.25, 698.5], [1], decay=0.6, level=0.7, attack_ms=6),
    "finish": _Shape([523.25, 659.25, 783.99], [1], decay=1.2, level=0.7, attack_ms=6),
}
"""Softer: sines alone, lower and quieter, that rise more slowly."""

_STRUCK = (1.0, 0.3, 0.2, 0.08)
_RATIOS = (1.0, 2.0, 2.4, 3.0)
"""Partials of a church bell above its prime: octave, tierce and twelfth (N. H. Fletcher, T. D.
Rossing, The Physics of Musical Instruments, ch. 21)."""

_BELL: dict[Tone, _Shape] = {
    "count_in": _Shape([580], _STRUCK, decay=2.5, ratios=_RATIOS),
    "go": _Shape([1180], _STRUCK, decay=2.5, ratios=_RATIOS),
    "phase": _Shape([880, 1320], _STRUCK, decay=1.2, level=0.9, ratios=_RATIOS),
    "tick": _Shape([1040], _STRUCK, decay=1.5, ratios=_RATIOS),
    "warning": _Shape([780, 780, 780], _STRUCK, decay=2.5, ratios=_RATIOS),
    "end": _Shape([980, 660], _STRUCK, decay=1.5, ratios=_RATIOS),
    "side": _Shape([880, 700, 880, 700], _STRUCK, decay=1, level=0.9, ratios=_RATIOS),
    "rest_over": _Shape([660, 880], _STRUCK, decay=1.5, ratios=_RATIOS),
    "finish": _Shape([520, 660, 780], _STRUCK, decay=2.5, ratios=_RATIOS),
}

_SETS: dict[str, dict[Tone, _Shape]] = {"": _SHAPES, "soft": _SOFT, "bell": _BELL}


@cache
def tone(name: Tone, tones: str = "") -> Clip:
    """Make the tone `name` of the set called `tones`, exactly as long as `signals` says."""
    shape = _SETS[tones].get(name) or _SHAPES[name]
    length = ms_to_samples(HOUSE_SETS[tones or "standard"].ms[name]) // len(shape.notes)
    wave = [sample for hertz in shape.notes for sample in _note(shape, hertz, length)]
    return Clip.from_pcm(pack(wave))


def _note(shape: _Shape, hertz: float, length: int) -> list[int]:
    """Make one note of `length` samples."""
    peak = 32767 * _PEAK * shape.level / sum(shape.harmonics)
    fall = -shape.decay / length
    attack = ms_to_samples(shape.attack_ms)
    envelope = [peak * _edges(i, length, attack) * math.exp(fall * i) for i in range(length)]
    return list(map(round, map(mul, envelope, _wave(shape, hertz, length))))


def _wave(shape: _Shape, hertz: float, length: int) -> list[float]:
    """Add up sines. One list after the other: the tones are part of every first export."""
    turn = math.tau * hertz / SAMPLE_RATE
    ratios = shape.ratios or range(1, len(shape.harmonics) + 1)
    waves = [
        [part * math.sin(ratio * turn * i) for i in range(length)]
        for ratio, part in zip(ratios, shape.harmonics, strict=True)
    ]
    return list(map(sum, zip(*waves, strict=True)))


def _edges(i: int, length: int, attack: int) -> float:
    """Rise and fall along half a cosine at a note's two ends."""
    if attack <= i < length - _RELEASE:
        return 1.0
    nearest = min(i / attack, (length - 1 - i) / _RELEASE, 1.0)
    return 0.5 - 0.5 * math.cos(math.pi * nearest)
