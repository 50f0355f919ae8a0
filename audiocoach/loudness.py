"""A track at another loudness than the one voices are levelled at.

Speech is measured, never guessed: what the limiter takes off is made up for. Tones
move with it by the plain difference, so they stay below speech.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from audiocoach.errors import LoudnessError
from audiocoach.sound.clip import Clip
from audiocoach.sound.meter import CEILING_DBTP, SPEECH_LUFS, integrated_lufs
from audiocoach.tone_spec import UNHEARD, Tone
from audiocoach.track import Sound, Track

QUIETEST_LUFS, LOUDEST_LUFS = -30.0, -14.0
"""Range of loudness, in LUFS mono. Below it tones get lost in a room's noise; above it
the limiter would have to take more than 6 dB off the built-in voice's peaks all the time."""

LOUD_CEILING_DBTP = CEILING_DBTP - 1
"""Highest true peak of a sound made louder: where the limiter works hard, the MP3 encoder
may add up to 2.4 dB."""
_RELEASE_MS = 20
"""How soon the limiter lets go: 50 ms, as for clips at their own loudness, would cost 1 LU."""
_SAMPLE_MS = 40_000
"""About as much of what the session says is measured."""
_ALONE_LU = 0.6
"""How much louder than required the words are made, end to end: in a session they stand alone, and
by ebur128 it comes to 1.1 to 1.6 LU less than they."""
_ROUNDS = 10
_NEAR_LU = 0.15
"""A measured loudness this near to the target one is good."""
_FAR_LU = 1.0
"""One further off than this is not what was asked for."""
_EAGERNESS = 1.5
"""How much of what is missing a round adds: the limiter takes part of it off again."""
_STEPS = 4
"""Gains are rounded to a quarter of a decibel, so that sessions share encoded sounds."""
_KEPT = 64
"""Clips held in memory at their new loudness, and as they were."""


def check_loudness(lufs: float) -> None:
    """Raise LoudnessError for a loudness out of range."""
    if not QUIETEST_LUFS <= lufs <= LOUDEST_LUFS:
        raise LoudnessError(
            f"loudness: must be {QUIETEST_LUFS:g} to {LOUDEST_LUFS:g} LUFS, not {lufs:g}",
            asked_lufs=lufs,
            nearest_lufs=min(max(lufs, QUIETEST_LUFS), LOUDEST_LUFS),
        )


def at_loudness(track: Track, lufs: float) -> Track:
    """Return `track` with its speech at `lufs`, mono, and every true peak held below -1 dBTP.

    At the loudness that all voices have it stays as it is. Raises LoudnessError for
    one out of range, or that this voice can't have.
    """
    check_loudness(lufs)
    if lufs == SPEECH_LUFS:
        return track
    return at_gain(track, lufs, speech_gain(track, lufs))


def at_gain(track: Track, lufs: float, speech_db: float) -> Track:
    """Return `track` with the gain `speech_db` that brings its speech to `lufs`.

    The tones' own level is made one with their gain: only so the limiter has the last
    word. Those that should be inaudible stay as they are.
    """
    gain_db = lufs - SPEECH_LUFS + track.levels.tone_db

    def tone(name: Tone, tones: str) -> Sound:
        made = track.tone(name, tones)
        return made if name in UNHEARD else _turned(made.pcm, gain_db)

    levels = replace(track.levels, tone_db=0.0)
    return replace(track, clip=louder_clips(track.clip, speech_db), tone=tone, levels=levels)


def louder_clips(clip: Callable[[str], Sound], gain_db: float) -> Callable[[str], Sound]:
    """Return a function for the clips of `clip` with `gain_db`, limited."""
    return lambda text: _turned(clip(text).pcm, gain_db)


@lru_cache(_KEPT)
def _turned(pcm: bytes, gain_db: float) -> Sound:
    """Make a clip louder; kept for all sessions together, so that many take no more memory."""
    return Clip.from_pcm(louder(pcm, gain_db))


def speech_gain(track: Track, lufs: float) -> float:
    """Find the gain in dB that brings the speech of `track` to `lufs`."""
    sample = b"".join(_sample(track))
    loudness = integrated_lufs(sample)
    if loudness < QUIETEST_LUFS - _FAR_LU:  # no speech, or too little to be measured
        return lufs - SPEECH_LUFS
    return _found(
        lambda gain: integrated_lufs(louder(sample, gain)) - _ALONE_LU,
        lufs,
        lufs + _ALONE_LU - loudness,
    )


def _found(measure: Callable[[float], float], lufs: float, gain: float) -> float:
    """Come nearer to `lufs` from `gain`, until what is measured is near enough."""
    best = (float("inf"), 0.0, 0.0)
    for _ in range(_ROUNDS):
        tried = round(gain * _STEPS) / _STEPS
        reached = measure(tried)
        best = min(best, (abs(lufs - reached), tried, reached))
        if best[0] <= _NEAR_LU:
            break
        gain += _EAGERNESS * (lufs - reached)
    off, tried, reached = best
    if off > _FAR_LU:
        raise LoudnessError(
            f"loudness: this voice can't be at {lufs:g} LUFS with true peaks below -1 dBTP;"
            f" it comes to {reached:.1f}",
            asked_lufs=lufs,
            nearest_lufs=reached,
        )
    return tried


def _sample(track: Track) -> Iterator[bytes]:
    """Return what is measured: texts from the whole session, as often as they are said."""
    said = [cue for cue in track.score.cues if cue.text]
    every = -(-sum(cue.end_ms - cue.start_ms for cue in said) // _SAMPLE_MS)
    return (track.clip(cue.text or "").pcm for cue in said[:: max(every, 1)])


def louder(pcm: bytes, gain_db: float) -> bytes:
    """Return `pcm` with `gain_db`, its true peak at most about `LOUD_CEILING_DBTP`."""
    if gain_db <= 0:
        return bytes(Clip.from_pcm(pcm).segment.apply_gain(gain_db).raw_data)
    from audiocoach.sound.ffmpeg import limit

    return limit(pcm, LOUD_CEILING_DBTP, gain_db, release_ms=_RELEASE_MS)
