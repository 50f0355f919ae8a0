"""A score with its clips laid at their samples: the session as sound.

The two wings meet here: words come in as a score, sound as clips. The track is
made in blocks, so its memory doesn't grow with its length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import ClassVar, Protocol

from audiocoach.coach.score import Cue, Score
from audiocoach.tone_spec import UNHEARD, Tone
from audiocoach.units import (
    SAMPLE_BYTES,
    SAMPLE_RATE,
    in_blocks,
    ms_to_bytes,
    ms_to_samples,
    timestamp,
)

BLOCK_SAMPLES = SAMPLE_RATE // 2
"""Samples of a block unless another size is asked for: half a second."""


class Sound(Protocol):
    """What a track needs of a clip."""

    @property
    def pcm(self) -> bytes:
        """Mono 16-bit little-endian samples at 24,000 Hz."""


@dataclass(frozen=True)
class Levels:
    """How loud the two kinds of sound are, against what they are made at."""

    voice_db: float = 0.0
    """Gain of what is spoken, -30 to 0 dB: its peaks are at -1 dBTP already."""
    tone_db: float = 0.0
    """Gain of the tones, in dB: their peaks are at -13 dBFS."""

    def of(self, score: Score) -> Levels:
        """Return these levels for `score`: where nothing is said, tones are as loud as can be."""
        if any(cue.text for cue in score.cues):
            return self
        return replace(self, tone_db=min(_ALONE_DB + self.tone_db, _ALONE_DB))


_ALONE_DB = 10.5
"""Gain of tones where nothing is said: peaks at -2.6 dBFS, as those of speech are."""


def house_tone(name: Tone, tones: str = "") -> Sound:
    """Return the tone `name` of a set that comes with the program."""
    from audiocoach.sound.tones import tone

    return tone(name, tones)


@dataclass(frozen=True)
class Track:
    """A session as mono 24,000 Hz 16-bit sound, made while it is read."""

    rate: ClassVar[int] = SAMPLE_RATE
    """Samples a second."""
    channels: ClassVar[int] = 1
    """Mono."""

    score: Score
    """What is heard and when; its cues in order, none overlapping."""
    clip: Callable[[str], Sound]
    """Returns the clip of a spoken text; called once for each cue, as it comes up."""
    tone: Callable[[Tone, str], Sound] = house_tone
    """Returns the clip of a tone of a set."""
    levels: Levels = field(default_factory=Levels)
    """How loud each kind of sound is."""

    def __post_init__(self) -> None:
        """Refuse, with ValueError, a score whose cues can't be laid one after the other."""
        for cue in self.score.cues:
            _check_place(cue, self.score.length_ms)
        for earlier, later in pairwise(self.score.cues):
            if later.start_ms < earlier.end_ms:
                raise ValueError(f"{_name(later)} begins before {_name(earlier)} has ended")

    def ongoing(self) -> Track:
        """Return it for a player: as it is."""
        return self

    def with_music_from(self, ms: int) -> Track:  # noqa: ARG002
        """Return it as it is: there is no music."""
        return self

    @property
    def length_samples(self) -> int:
        """Length of the whole session in samples."""
        return self.sample_at(self.score.length_ms)

    @staticmethod
    def sample_at(ms: int) -> int:
        """Return the sample that `ms` milliseconds come before."""
        return ms_to_samples(ms)

    def blocks(self, start_sample: int = 0, block_samples: int = BLOCK_SAMPLES) -> Iterator[bytes]:
        """Return the sound from `start_sample` on, in blocks of `block_samples` samples.

        The last block may be shorter. Raises ValueError, while read, for a clip
        that doesn't last as long as its cue.
        """
        if not 0 <= start_sample <= self.length_samples:
            raise ValueError(f"start_sample: must be 0 to {self.length_samples}: {start_sample}")
        pieces = self._pieces(start_sample * SAMPLE_BYTES)
        return in_blocks(pieces, block_samples * SAMPLE_BYTES)

    def _pieces(self, at: int) -> Iterator[bytes]:
        """Return silence and clips in turn, from byte `at` to the end."""
        for cue in self.score.cues:
            start, end = ms_to_bytes(cue.start_ms), ms_to_bytes(cue.end_ms)
            if end <= at:
                continue
            yield from _silence(start - at)
            yield self.sound(cue)[max(0, at - start) :]
            at = end
        yield from _silence(ms_to_bytes(self.score.length_ms) - at)

    def sound(self, cue: Cue) -> bytes:
        """Return the sound of `cue`; ValueError if it doesn't last as long as the cue."""
        pcm = self.tone_pcm(cue.tone, cue.tones) if cue.tone else self._voice_pcm(cue.text or "")
        due = ms_to_bytes(cue.end_ms - cue.start_ms)
        if len(pcm) != due:
            raise ValueError(f"{_name(cue)} must have {due} bytes of sound, not {len(pcm)}")
        return pcm

    def tone_pcm(self, tone: Tone, tones: str = "") -> bytes:
        """Return the sound of `tone` at its level; one that should be inaudible keeps its own."""
        db = 0.0 if tone in UNHEARD else self.levels.tone_db
        return _turned(self.tone(tone, tones).pcm, db)

    def _voice_pcm(self, text: str) -> bytes:
        return _turned(self.clip(text).pcm, self.levels.voice_db)


def _turned(pcm: bytes, db: float) -> bytes:
    if not db:
        return pcm
    from audiocoach.sound.clip import turned

    return turned(pcm, db)


def _name(cue: Cue) -> str:
    what = cue.tone if cue.text is None else repr(cue.text)
    return f"the cue {what} at {timestamp(cue.start_ms)}"


def _check_place(cue: Cue, length_ms: int) -> None:
    if (cue.text is None) == (cue.tone is None):
        raise ValueError(f"{_name(cue)} must be either a text or a tone")
    if not 0 <= cue.start_ms <= cue.end_ms <= length_ms:
        raise ValueError(
            f"{_name(cue)} must lie within 0 and {length_ms} ms, not {cue.start_ms} to {cue.end_ms}"
        )


_SILENCE = bytes(SAMPLE_RATE * SAMPLE_BYTES)


def _silence(length: int) -> Iterator[bytes]:
    """Return `length` zero bytes in pieces of at most a second; none if not above 0."""
    while length > 0:
        yield _SILENCE[:length]
        length -= len(_SILENCE)
