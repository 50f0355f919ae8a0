"""Short words as loud as the sentences around them.

One gain for all that a voice says leaves its words uneven: of the numbers one to twenty
the loudest is 3 LU (English) to 6.5 LU (German) above the weakest, and a "5" with its
closed vowel is lost in a gym. So each text is brought towards its voice's general level,
by no more than some LU: what a voice stresses stays stressed.

A word of 300 ms is measured in two ways, and the mean of both counts: by the power of
its voiced part, and by that of the 400 ms around it (momentary loudness, EBU Tech 3341),
in which a shorter word has more silence. The ear does something in between.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from audiocoach.sound.clip import Clip
from audiocoach.sound.meter import integrated_lufs, lufs, weighted_powers
from audiocoach.units import ms_to_bytes

_STEP_MS = 10
_MOMENT_STEPS = 400 // _STEP_MS
_VOICED = 10 ** (-20 / 10)
"""What is less than 20 dB below the strongest 10 ms is a word's voiced part."""
_SHORT_MS = 1000
"""A text up to this length is a word or a number; a longer one is a sentence."""
_ALONE_LU = 2.0
"""How much louder than running text a word is wanted that stands alone: silence around it
counts in the loudness of a session, and without it a session of numbers would be too quiet."""
_AUDIBLE_LU = 0.5
"""A smaller difference is not worth a pass through the limiter."""
_MOST_LU, _MOST_OF_SENTENCES_LU = 6.0, 2.0


def evened(clip: Clip, wanted_lufs: float, ceiling_dbtp: float) -> Clip:
    """Return `clip`, a text of a voice whose level is `wanted_lufs`, as loud as the others.

    Its true peak is at most about `ceiling_dbtp`; its length stays.
    """
    from audiocoach.sound.ffmpeg import limit

    gain_db = evening_db(clip.pcm, wanted_lufs)
    if abs(gain_db) < _AUDIBLE_LU:
        return clip
    return Clip.from_pcm(limit(clip.pcm, ceiling_dbtp, gain_db))


def evening_db(pcm: bytes, wanted_lufs: float) -> float:
    """Return the gain in dB that brings the speech in `pcm` towards `wanted_lufs`.

    `pcm` is 16-bit mono at 24,000 Hz. The gain is at most 6 dB for words, 2 dB for sentences.
    """
    if len(pcm) > ms_to_bytes(_SHORT_MS):
        return _bounded(wanted_lufs - integrated_lufs(pcm), _MOST_OF_SENTENCES_LU)
    powers = weighted_powers(pcm, _STEP_MS)
    if not any(powers):
        return 0.0
    return _bounded(wanted_lufs + _ALONE_LU - _loudness(powers), _MOST_LU)


def _bounded(gain_db: float, most: float) -> float:
    return max(-most, min(most, gain_db)) if math.isfinite(gain_db) else 0.0


def _loudness(powers: Sequence[float]) -> float:
    """Return the loudness of a word in LUFS, from the powers of its 10 ms steps."""
    strongest = max(powers)
    voiced = [power for power in powers if power > strongest * _VOICED]
    moments = [
        sum(powers[i : i + _MOMENT_STEPS]) / _MOMENT_STEPS
        for i in range(max(1, len(powers) - _MOMENT_STEPS + 1))
    ]
    return (lufs(sum(voiced) / len(voiced)) + lufs(max(moments))) / 2
