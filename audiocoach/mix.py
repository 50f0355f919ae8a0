"""A track with music under it, or none: 44,100 Hz stereo, made while it is read.

The bed is 20 dB under the speech, and goes further down while the coach speaks:
the score says when, so it goes down ahead of the first word, as no compressor can.
Where headphones are to be kept awake a floor of noise lies under all of it, and never moves.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol

from audiocoach.coach.score import Cue, Score
from audiocoach.sound import noise_floor
from audiocoach.sound.ffmpeg import mix
from audiocoach.sound.meter import SPEECH_LUFS
from audiocoach.sound.music import find_music
from audiocoach.sound.music_stream import MusicStream
from audiocoach.sound.pcm_format import FLOATS, STEREO
from audiocoach.tone_spec import Tone
from audiocoach.track import Track
from audiocoach.units import SAMPLE_BYTES, SAMPLES_PER_MS, in_blocks

UNDER_SPEECH_LU = 20.0
"""How much quieter than speech the music is where there is no speech."""
DUCKED_DB = 8.0
"""How much further it goes down under speech."""
DOWN_MS, UP_MS = 400, 900
"""How long it takes to go down, all of it before the first word, and to come up again."""
STAYS_DOWN_MS = 300
"""How long it stays down after a word. Where words follow sooner than it would be up
again, it stays down between them: a bed that pumps is worse than a quiet one."""
FADE_IN_S, FADE_OUT_S = 3, 5
"""Fades at the session's two ends, in seconds."""

_STEREO_LU = 10 * math.log10(2)
"""Mono played by two speakers is as much louder than by one (BS.1770-4 adds channels)."""
_CEILING_DBFS = -2.0
"""No sample of the mix is louder: leaves room for peaks between samples and for the encoder."""
_GRID_MS = 10
"""Both rates have whole samples in so many milliseconds."""


class Bed(Protocol):
    """What lies under a track."""

    def stream(self, lufs: float, longest_samples: int, start: int = 0) -> Iterator[bytes]:
        """Return `FLOATS` from sample `start` on, without an end, at `lufs`."""


class NoMusic:
    """No music: for what is said while the session, and its music, stands still."""

    def stream(
        self,
        lufs: float,  # noqa: ARG002
        longest_samples: int,  # noqa: ARG002
        start: int = 0,  # noqa: ARG002
    ) -> Iterator[bytes]:
        """Return silence."""
        while True:
            yield from _held(0.0, FLOATS.rate * FLOATS.width)


@dataclass(frozen=True)
class Mix:
    """A track with music under it, as 44,100 Hz stereo 16-bit sound."""

    rate: ClassVar[int] = STEREO.rate
    """Samples a second of each channel."""
    channels: ClassVar[int] = STEREO.channels
    """Stereo."""

    track: Track
    """What the coach says, and the tones."""
    music: Bed
    """What lies under it."""
    speech_lufs: float = SPEECH_LUFS
    """Loudness of the track's speech at its usual volume, in LUFS mono."""
    music_from_ms: int = 0
    """Where in the music any part of the session begins, in milliseconds."""
    has_floor: bool = False
    """Whether a floor of noise lies under all of it."""

    @property
    def is_bare(self) -> bool:
        """Whether no music lies under it."""
        return isinstance(self.music, NoMusic)

    @property
    def score(self) -> Score:
        """What is heard when, besides the music."""
        return self.track.score

    @property
    def length_samples(self) -> int:
        """Length of the whole session in samples of 44,100 Hz, rounded to a whole one."""
        return at_sample(self.score.length_ms)

    @staticmethod
    def sample_at(ms: int) -> int:
        """Return the sample of 44,100 Hz at `ms`, rounded."""
        return at_sample(ms)

    def ongoing(self) -> Mix:
        """Return it for a player, whose music goes on at any place without being read again."""
        return replace(self, music=MusicStream(self.music))

    def with_music_from(self, ms: int) -> Mix:
        """Return it with music that begins at `ms`, wherever in the session one begins."""
        return replace(self, music_from_ms=ms)

    def tone_pcm(self, tone: Tone, tones: str = "") -> bytes:
        """Return the sound of `tone`, of the set `tones`, at its level, with no music under it."""
        length = len(self.track.tone_pcm(tone, tones)) // (SAMPLE_BYTES * SAMPLES_PER_MS)
        cue = Cue(0, length, tone=tone, tones=tones)
        score = replace(self.score, length_ms=length, cues=(cue,), spans=())
        return b"".join(bare(replace(self.track, score=score)).blocks())

    def between(self, track: Track) -> Mix:
        """Return `track` as what is said between sounds: with the floor, if any, but no music."""
        return replace(self, track=track, music=NoMusic())

    def blocks(
        self, start_sample: int = 0, block_samples: int = STEREO.rate // 2
    ) -> Iterator[bytes]:
        """Return the sound from `start_sample` on, in blocks of `block_samples` samples.

        The last block may be shorter. Speech and tones are where they are from any
        start; the music begins at `music_from_ms`, fading in. Raises ValueError, while read, as a
        track does, and MusicError for music that can't be used.
        """
        if not 0 <= start_sample <= self.length_samples:
            raise ValueError(f"start_sample: must be 0 to {self.length_samples}: {start_sample}")
        sound = self._exactly(start_sample)
        return in_blocks(sound, block_samples * STEREO.width)

    def _exactly(self, start_sample: int) -> Iterator[bytes]:
        """Return the sound from `start_sample` on, just as long as due."""
        start_ms = start_sample * 1000 // self.rate // _GRID_MS * _GRID_MS
        skipped = start_sample - at_sample(start_ms)
        size = (self.length_samples - start_sample) * STEREO.width
        for block in self._mixed(start_ms):
            piece = block[skipped * STEREO.width :][:size]
            skipped = max(0, skipped - len(block) // STEREO.width)
            size -= len(piece)
            yield piece
        yield bytes(size)

    def _mixed(self, start_ms: int) -> Iterator[bytes]:
        """Mix from `start_ms` on, on the grid of both rates, in steps of half a second."""
        speech_lufs = self.speech_lufs + self.track.levels.voice_db
        lufs = speech_lufs + _STEREO_LU - UNDER_SPEECH_LU
        left = self.length_samples - at_sample(start_ms)
        step = STEREO.rate // 2 * FLOATS.width
        out = max(0, left - FADE_OUT_S * self.rate)
        fades = [
            ("afade", f"t=in:ss=0:ns={FADE_IN_S * self.rate}:curve=hsin"),
            ("afade", f"t=out:ss={out}:ns={left - out}:curve=hsin"),
        ]
        return mix(
            self.track.blocks(start_ms * SAMPLES_PER_MS),
            in_blocks(
                self.music.stream(lufs, self.length_samples, at_sample(self.music_from_ms)), step
            ),
            in_blocks(chain(gains(self.score, start_ms), _held(1.0, step)), step),
            fades,
            _CEILING_DBFS,
            self._floor(start_ms) if self.has_floor else None,
        )

    @staticmethod
    def _floor(start_ms: int) -> Iterator[bytes]:
        step = STEREO.rate // 2 * FLOATS.width
        return in_blocks(noise_floor.stream(at_sample(start_ms)), step)


def with_music(
    path: Path, speech_lufs: float | None = None, *, has_floor: bool = False
) -> Callable[[Track], Mix]:
    """Return what lays the music at `path`, a file or folder, under a track.

    `speech_lufs` is the loudness of the track's speech (None: as voices are levelled).
    Raises MusicError if there is no music.
    """
    music, lufs = find_music(path), SPEECH_LUFS if speech_lufs is None else speech_lufs
    return lambda track: Mix(track, music, lufs, has_floor=has_floor)


def bare(track: Track, *, has_floor: bool = False) -> Mix:
    """Return `track` as it is in a mix, but with no music under it."""
    return Mix(track, NoMusic(), has_floor=has_floor)


def at_sample(ms: int) -> int:
    """Return the sample of 44,100 Hz at `ms`, rounded."""
    return round(ms * STEREO.rate / 1000)


def spoken(score: Score) -> list[tuple[int, int]]:
    """Return the stretches, in ms, in which the bed is all the way down."""
    stretches: list[tuple[int, int]] = []
    for cue in filter(_is_spoken, score.cues):
        start, end = cue.start_ms, cue.end_ms + STAYS_DOWN_MS
        if stretches and start - DOWN_MS < stretches[-1][1] + UP_MS:
            start = stretches.pop()[0]
        stretches.append((start, end))
    return stretches


def _is_spoken(cue: Cue) -> bool:
    return cue.text is not None


def gains(score: Score, start_ms: int = 0) -> Iterator[bytes]:
    """Return what the bed is multiplied with from `start_ms` on, as `FLOATS`."""
    skipped = at_sample(start_ms) * FLOATS.width
    for block in _whole_gains(score):
        yield block[skipped:]
        skipped = max(0, skipped - len(block))


def _whole_gains(score: Score) -> Iterator[bytes]:
    at, low = 0, 10 ** (-DUCKED_DB / 20)
    for start_ms, end_ms in spoken(score):
        start, end = at_sample(start_ms), at_sample(end_ms)
        down = _ramp(at_sample(DOWN_MS), 0.0, -DUCKED_DB)
        from_sample = start - at_sample(DOWN_MS)
        yield from _held(1.0, (from_sample - at) * FLOATS.width)
        yield down[max(0, at - from_sample) * FLOATS.width :]
        yield from _held(low, (end - start) * FLOATS.width)
        yield _ramp(at_sample(UP_MS), -DUCKED_DB, 0.0)
        at = end + at_sample(UP_MS)
    yield from _held(1.0, (at_sample(score.length_ms) - at) * FLOATS.width)


@cache
def _ramp(samples: int, from_db: float, to_db: float) -> bytes:
    """Go from one gain to another along half a cosine, in decibels."""
    ramp = array("f")
    for n in range(samples):
        part = 0.5 - 0.5 * math.cos(math.pi * n / samples)
        gain = 10 ** ((from_db + part * (to_db - from_db)) / 20)
        ramp.extend((gain, gain))
    return ramp.tobytes()


def _held(gain: float, size: int) -> Iterator[bytes]:
    """Return `size` bytes of one gain, none if not above 0, in pieces of at most a second."""
    second = array("f", [gain] * FLOATS.channels).tobytes() * FLOATS.rate
    while size > 0:
        yield second[:size]
        size -= len(second)


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Find what had another name; an import asks for `__path__` each time."""
        if name.startswith("__"):
            raise AttributeError(name)
        from audiocoach.old_names import named

        return named(__name__, name)
