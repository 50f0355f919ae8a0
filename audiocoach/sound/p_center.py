"""The moment at which a spoken word is felt to happen: its P-centre.

Words that begin at even intervals don't sound even: a listener hears a word when its
energy rises, at the vowel, not when its first consonant begins (Morton, Marcus and
Frankish 1976, "Perceptual centers"). Of the built-in voice's numbers one to ten that
moment comes 14 to 121 ms after the word's start, so "7" to "8" was 913 ms and "8" to "9"
1,107 ms. It is estimated, for every voice alike, by where the energy first reaches half of
its maximum.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from audiocoach.sound.clip import Clip, unpack
from audiocoach.units import SAMPLE_BYTES, SAMPLES_PER_MS

_STEP_MS = 5
_WINDOW_STEPS = 3
"""The energy is taken over 15 ms: longer than a deep voice's single pulse."""
_FIRST_MS = 400
"""Where the first syllable is over: a later, stronger one is not when a word begins."""
_RISEN = 0.5


def perceived_ms(clip: Clip) -> int:
    """Return how many milliseconds after the start of `clip`, a spoken text, it is felt to begin.

    0 for silence.
    """
    samples = unpack(clip.pcm[: _FIRST_MS * SAMPLES_PER_MS * SAMPLE_BYTES])
    step = _STEP_MS * SAMPLES_PER_MS
    parts = [samples[i : i + step] for i in range(0, len(samples), step)]
    powers = [float(_power(part)) for part in parts]
    energies = [
        sum(powers[max(0, i - _WINDOW_STEPS // 2) : i + _WINDOW_STEPS // 2 + 1])
        for i in range(len(powers))
    ]
    risen = max(energies, default=0.0) * _RISEN
    if not risen:
        return 0
    return next(i for i, energy in enumerate(energies) if energy >= risen) * _STEP_MS


def _power(part: Sequence[int]) -> int:
    """Return the sum of the squares, exactly: the root has 16 digits, the sum at most 12."""
    return round(hypot(*part) ** 2)  # half the time of adding them up
