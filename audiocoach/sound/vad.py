"""Where the speech in a recording begins and ends, though there is noise around it.

A recording made at home has room noise and hum where there is no speech, and a click or
a breath before the first word. Speech is what stands out from the recording's own
noise, in either of two bands: one for the voice, one for the hiss of f, s and h,
which is far weaker, but where rooms are quiet too.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from operator import mul

from audiocoach.sound.clip import Clip, cut, unpack
from audiocoach.units import SAMPLES_PER_MS, ms_to_samples

RUMBLE_HZ = 75
"""Below it nothing is kept: the deepest voices begin at about 80 Hz, hum is at 50 or 60."""

_BANDS_HZ = (250, 3000)
"""Where the bands begin in which speech is looked for, both above hum's strong part."""
_WINDOW_MS = 5
"""What is compared with the noise: as short as the burst of a t."""
_LEVEL_MS = 100
"""The loudest stretch of so long is a band's level: a click is over long before."""
_FLOOR_MS = 40
"""The quietest stretch of so long is a band's noise."""
_NOTHING = 0.01
"""Mean square of a millisecond (of 16-bit samples) that holds no sound: it was put
there by an encoder or a gate, and the noise is looked for elsewhere."""
_LEAST = 1.0
"""Mean square that is not speech in any recording: 16-bit samples can't hold less."""
_SHOWS_DB = 9.0
"""Speech is so far above the mean noise: its 5 ms windows vary by 5 dB."""
_DEPTH_DB = 45.0
"""What is further below a band's level belongs to no word, in the quietest room."""
_HISS_MS, _HISS_DB, _HISS_WINDOW_DB = 25, 4.0, 2.0
"""A hiss of so many milliseconds is speech from 4 dB above the noise on, if each of
its windows is 2 dB above it: an f before a word is often no louder."""
_RANGE_DB = 20.0
"""Where a band's noise is nearer to its level, the two can't be distinguished."""
_STEADY_DB = 6.0
"""What varies less in both bands is noise, and no speech."""
_FAINTEST = 1000.0
"""Mean square that one band of speech must reach: -60 dBFS."""
_EDGE_MS, _FLOOR_SHARE, _FLOOR_SPREAD_DB = 120, 70, 4.0
"""The noise is looked for so far into a recording, and before its end. Where so many of
those stretches keep near to one level, it is noise: a word begins and ends otherwise."""
_GAP_MS = 250
"""Sounds further apart than the stop before a t are looked at one by one."""
_CLICK_MS = 30
"""What is clearly heard for less, and stands alone, is no word."""
_FAINT_DB = 25.0
"""What is so far below the level, and stands alone, is a breath or a rustle."""


@dataclass(frozen=True)
class _Band:
    """The sound of one band, millisecond by millisecond."""

    powers: Sequence[float]
    """Mean squares of each window of `_WINDOW_MS`, one for each millisecond."""
    level: float
    """Mean square of the loudest stretch."""
    floor: float
    """Mean square of the noise; 0 where there is none."""
    quietest: float
    """Mean square of the quietest stretch; 0 where much of it is nothing."""

    @property
    def range_db(self) -> float:
        """How far the level is above the noise."""
        return 10 * math.log10(self.level / self.floor) if self.floor else math.inf

    @property
    def threshold(self) -> float:
        """Level a window of speech is above; none is where it can't be distinguished from noise."""
        if self.range_db < _RANGE_DB:
            return math.inf
        return max(self.floor * _ratio(_SHOWS_DB), self.level * _ratio(-_DEPTH_DB), _LEAST)

    def heard(self) -> list[bool]:
        """Return for each millisecond whether something is heard in it."""
        return [power > self.threshold for power in self.powers]

    def hissed(self) -> list[bool]:
        """Return for each millisecond whether it is part of a faint, but long hiss."""
        faint = [False] * len(self.powers)
        if not self.floor or self.threshold == math.inf:
            return faint
        least, enough = (self.floor * _ratio(db) for db in (_HISS_WINDOW_DB, _HISS_DB))
        above = [least < power <= self.threshold for power in self.powers]
        start = 0
        for is_above, run in groupby(above):
            end = start + len(list(run))
            if is_above and end - start >= _HISS_MS:
                loud = sum(self.powers[start:end]) > enough * (end - start)
                faint[start:end] = [loud] * (end - start)
            start = end
        return faint


def _ratio(db: float) -> float:
    """Return the ratio of powers that `db` stands for."""
    return float(10 ** (db / 10))


def cut_speech(clip: Clip) -> Clip:
    """Cut what is around the speech in `clip`, and the rumble below it.

    As after `trim`, the speech begins 4 ms after the start and ends 30 ms before the
    end. A recording that has no noise to compare speech with (it was cut already) is
    kept whole. What holds no speech results in an empty clip.
    """
    from audiocoach.sound.ffmpeg import high_pass

    span = speech_span(clip)
    if span is None:
        return Clip.from_pcm(b"")
    first, last = span
    samples = unpack(high_pass(clip.pcm, RUMBLE_HZ))
    return cut(samples, ms_to_samples(first), min(ms_to_samples(last + 1), len(samples)) - 1)


def speech_span(clip: Clip) -> tuple[int, int] | None:
    """Return the first and the last millisecond of the speech in `clip`; None if it has none."""
    from audiocoach.sound.ffmpeg import high_pass

    bands = [_band(high_pass(clip.pcm, hz)) for hz in _BANDS_HZ]
    first, last = _speech(bands) if _can_hold_speech(bands) else (0, -1)
    return None if first > last else (first, last)


def _can_hold_speech(bands: Sequence[_Band]) -> bool:
    """Distinguish sound that changes from silence, hum and steady noise."""
    is_loud = any(band.level >= _FAINTEST for band in bands)
    return is_loud and any(band.level >= band.quietest * _ratio(_STEADY_DB) for band in bands)


def _band(pcm: bytes) -> _Band:
    """Measure one band."""
    samples = unpack(pcm)
    powers = [sum(map(mul, part, part)) / SAMPLES_PER_MS for part in _milliseconds(samples)]
    levels = _means(powers, _LEVEL_MS)
    level = max(levels, default=0.0)
    return _Band(_centred(powers), level, _floor(powers), _quietest(powers))


def _milliseconds(samples: array[int]) -> list[array[int]]:
    return [samples[i : i + SAMPLES_PER_MS] for i in range(0, len(samples), SAMPLES_PER_MS)]


def _means(values: Sequence[float], width: int) -> list[float]:
    """Return the mean of each `width` values in a row; of all, if they are fewer."""
    width = max(1, min(width, len(values)))
    sums = list(accumulate(values, initial=0.0))
    return [max(0.0, b - a) / width for a, b in zip(sums, sums[width:], strict=False)]


def _centred(powers: Sequence[float]) -> list[float]:
    """Return the mean around each millisecond."""
    side = [0.0] * (_WINDOW_MS // 2)
    return _means([*side, *powers, *side], _WINDOW_MS)


def _sounding(powers: Sequence[float]) -> list[float]:
    """Return the means of all stretches without a millisecond of nothing."""
    nothing = _means([power < _NOTHING for power in powers], _FLOOR_MS)
    rows = zip(_means(powers, _FLOOR_MS), nothing, strict=True)
    return [mean for mean, none in rows if none == 0]


def _quietest(powers: Sequence[float]) -> float:
    """Return the quietest stretch; 0 where much is nothing: what sounds is a word then."""
    if sum(power < _NOTHING for power in powers) >= _EDGE_MS:
        return 0.0
    return min(_sounding(powers), default=0.0)


def _floor(powers: Sequence[float]) -> float:
    """Find the noise: the quietest level that is kept for long at the two edges."""
    edges = sorted([*_sounding(powers[:_EDGE_MS]), *_sounding(powers[-_EDGE_MS:])])
    rows = zip(edges, edges[_FLOOR_SHARE - 1 :], strict=False)
    return next((low for low, high in rows if high <= low * _ratio(_FLOOR_SPREAD_DB)), 0.0)


def _speech(bands: Sequence[_Band]) -> tuple[int, int]:
    """Find the first and the last millisecond of speech; (0, -1) if there is none."""
    count = len(bands[0].powers)
    if all(band.threshold == math.inf for band in bands):
        return 0, count - 1
    rows = zip(*(band.heard() for band in bands), bands[-1].hissed(), strict=True)
    heard = [ms for ms, row in enumerate(rows) if any(row)]
    words = [sound for sound in _sounds(heard) if _is_word(sound, bands)]
    return (words[0][0], words[-1][-1]) if words else (0, -1)


def _sounds(heard: Sequence[int]) -> list[list[int]]:
    """Part the milliseconds in which something is heard where a long gap is."""
    sounds: list[list[int]] = []
    for ms in heard:
        if not sounds or ms - sounds[-1][-1] > _GAP_MS:
            sounds.append([])
        sounds[-1].append(ms)
    return sounds


def _is_word(sound: Sequence[int], bands: Sequence[_Band]) -> bool:
    """Distinguish a word from a click or a breath."""
    clear = max(band.level for band in bands) * _ratio(-_FAINT_DB)
    return sum(any(band.powers[ms] > clear for band in bands) for ms in sound) >= _CLICK_MS
