"""A clip: a piece of sound, mono, 24,000 Hz, 16-bit.

Wraps pydub's AudioSegment, the house's container for editing sound: slicing,
fades and gain are its own. Its `from_file` and `export` would call an ffmpeg
program that a fresh machine lacks, so they are not used.
"""

from __future__ import annotations

import math
import sys
import warnings
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from audiocoach.units import SAMPLE_BYTES, SAMPLE_RATE, ms_to_samples, samples_to_ms

with warnings.catch_warnings():
    # pydub looks for an ffmpeg program, which we never call, uses audioop, and
    # has regular expressions that Python 3.12 warns of.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

_SILENT = 33
"""Samples up to this size are silence: -60 dBFS."""
_LEAD_MS = 4
"""From a trimmed clip's start to its onset: room for the fade-in."""
_TAIL_MS = 30
"""From where the sound has died away to a trimmed clip's end."""
ONSET_DB = -35.0
"""How far below a clip's peak its onset is, where nothing else is asked for."""
_TAIL_RATIO = 10 ** (-50 / 20)


@dataclass(frozen=True)
class Clip:
    """A piece of sound: mono, 24,000 Hz, 16-bit."""

    segment: AudioSegment
    """The sound, as pydub holds it."""

    def __post_init__(self) -> None:
        """Assert the house's one format."""
        form = (self.segment.channels, self.segment.frame_rate, self.segment.sample_width)
        assert form == (1, SAMPLE_RATE, SAMPLE_BYTES), form

    @classmethod
    def from_pcm(cls, pcm: bytes) -> Clip:
        """Wrap `pcm`: 16-bit signed little-endian samples at 24,000 Hz."""
        return cls(AudioSegment(pcm, sample_width=SAMPLE_BYTES, frame_rate=SAMPLE_RATE, channels=1))

    @classmethod
    def silence(cls, ms: int) -> Clip:
        """Make `ms` milliseconds of nothing."""
        return cls.from_pcm(bytes(SAMPLE_BYTES * ms_to_samples(ms)))

    @property
    def pcm(self) -> bytes:
        """The samples, 16-bit signed little-endian."""
        return bytes(self.segment.raw_data)

    @property
    def samples(self) -> int:
        """Length in samples."""
        return len(self.segment.raw_data) // SAMPLE_BYTES

    @property
    def ms(self) -> int:
        """Length in milliseconds, rounded up to a whole one."""
        return samples_to_ms(self.samples)

    @property
    def is_silent(self) -> bool:
        """Whether nothing in it is louder than -60 dBFS (an empty clip is silent)."""
        return int(self.segment.max) <= _SILENT


def unpack(pcm: bytes) -> array[int]:
    """Return the samples in `pcm` as numbers, on any machine."""
    samples = array("h", pcm)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def packed(samples: Iterable[int]) -> bytes:
    """Return `samples` as bytes, on any machine."""
    numbers = array("h", samples)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def pack(samples: Sequence[int]) -> bytes:
    """Return `samples`, padded with zeros to a whole millisecond, as bytes."""
    whole = array("h", samples)
    whole.extend([0] * (ms_to_samples(samples_to_ms(len(whole))) - len(whole)))
    return packed(whole)


def turned(pcm: bytes, db: float) -> bytes:
    """Return `pcm` with `db` decibels of gain; what would be too loud is cut off."""
    return bytes((Clip.from_pcm(pcm).segment + db).raw_data) if db and pcm else pcm


def mixed(pcm: bytes, over: bytes, under_db: float) -> bytes:
    """Lay `over` on the beginning of `pcm`, which is turned by `under_db` there."""
    part = turned(pcm[: len(over)], under_db)
    under, top = (_by_samples(each) for each in (part.ljust(len(over), b"\0"), over))
    return bytes(under.overlay(top).raw_data) + pcm[len(over) :]


def _by_samples(pcm: bytes) -> AudioSegment:
    # Pydub cuts at whole milliseconds: at this rate those are samples, so stereo at
    # 44,100 Hz, whose lengths are no whole milliseconds of ours, keeps its length.
    return AudioSegment(pcm, sample_width=SAMPLE_BYTES, frame_rate=1000, channels=1)


def rms(pcm: bytes, sample_bytes: int) -> float:
    """Return the root mean square of whole numbers of `sample_bytes` bytes, of all channels."""
    segment = AudioSegment(pcm, sample_width=sample_bytes, frame_rate=SAMPLE_RATE, channels=1)
    return float(segment.rms)


def trim(clip: Clip, onset_db: float = ONSET_DB) -> Clip:
    """Cut the silence around the sound, with fades so that no join clicks.

    The onset (the first sample above `onset_db` of the clip's peak) comes to lie
    4 ms after the start; the end lies 30 ms after the sound fell below -50 dB.
    The length is a whole number of milliseconds. Silence results in an empty clip.
    A voice whose silence is clean can have a lower onset than -35 dB, so that no
    weak consonant is cut.
    """
    if clip.is_silent:
        return Clip.from_pcm(b"")
    samples = unpack(clip.pcm)
    peak = int(clip.segment.max)
    silent = _SILENT if onset_db >= ONSET_DB else _SILENT / 4
    first = _first_above(samples, max(silent, peak * 10 ** (onset_db / 20)))
    last = len(samples) - 1 - _first_above(samples[::-1], max(_SILENT / 4, peak * _TAIL_RATIO))
    return cut(samples, first, last)


def cut(samples: array[int], first: int, last: int) -> Clip:
    """Make a clip of the samples `first` to `last`, both sound, as `trim` does."""
    return Clip.from_pcm(pack(_faded(_cut(samples, first, last))))


def _first_above(samples: Sequence[int], threshold: float) -> int:
    """Find the first sample that is louder than `threshold`; one must be there."""
    return next(i for i, sample in enumerate(samples) if abs(sample) > threshold)


def _cut(samples: array[int], first: int, last: int) -> array[int]:
    """Keep `first` to `last` with the lead before and the tail after, made up with zeros."""
    start, end = first - ms_to_samples(_LEAD_MS), last + ms_to_samples(_TAIL_MS)
    cut = array("h", [0] * -start) + samples[max(start, 0) : end]
    cut.extend([0] * (end - start - len(cut)))
    return cut


def _faded(samples: array[int]) -> array[int]:
    """Fade in and out along half a cosine, to and from zero."""
    for i, part in enumerate(_FADE_IN):
        samples[i] = round(samples[i] * part)
    for i, part in enumerate(_FADE_OUT):
        samples[-1 - i] = round(samples[-1 - i] * part)
    return samples


def rise(samples: int) -> list[float]:
    """Return the factors of a fade-in: from 0 towards 1 along half a cosine."""
    return [0.5 - 0.5 * math.cos(math.pi * i / samples) for i in range(samples)]


_FADE_IN = rise(60)
"""2.5 ms: over before the onset."""
_FADE_OUT = rise(ms_to_samples(10))
