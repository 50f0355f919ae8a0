"""A line that was just recorded: trimmed, judged, and as it will be heard.

The file keeps a rim of the room's noise around the words: from it a recorded voice finds out
where they begin, each time it is read. It isn't levelled: that is done for the whole folder,
by one gain, which isn't known before the last line.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

from audiocoach.errors import VoiceError
from audiocoach.sound.clip import Clip
from audiocoach.text import count
from audiocoach.units import ms_to_bytes

RIM_MS = 300
"""So much of what is around the words is kept on either side."""
_NEAR_MS = 80
"""Words that begin or end so near to the recording's edge may be cut."""
_FAINT_DBFS = -30.0
"""A peak below this leaves little between the words and any microphone's own noise."""
_CLEAR_DB = 20.0
"""What is nearer to the room's noise can't be distinguished from it; see `vad`."""
NOTHING = "nothing in it stands out from the noise"


@dataclass(frozen=True)
class LineTake:
    """One recording of a line."""

    data: bytes
    """The file: FLAC, mono, 24,000 Hz, 16-bit."""
    heard: Clip
    """What will be heard of it: cut and levelled as the recorded voice does."""
    peak_dbfs: float
    """Its highest sample, in dBFS."""
    remarks: tuple[str, ...]
    """What a person could do better, a line each."""


def line_take(pcm: bytes, noise_dbfs: float = -math.inf, *, is_cut: bool = False) -> LineTake:
    """Make a take of `pcm`, 16-bit mono at 24,000 Hz; VoiceError if no speech is in it.

    `noise_dbfs` is the level of the room without speech. Where it `is_cut` out of pauses, words
    near its edges are whole.
    """
    from audiocoach.sound.room_noise import peak_dbfs
    from audiocoach.sound.vad import cut_speech, speech_span
    from audiocoach.voice.engines.recorded import heard_alone

    whole = Clip.from_pcm(pcm)
    span = None if whole.is_silent else speech_span(whole)
    if span is None:
        raise VoiceError(NOTHING)
    first, last = span
    kept = pcm[ms_to_bytes(max(0, first - RIM_MS)) : ms_to_bytes(last + 1 + RIM_MS)]
    speech = cut_speech(Clip.from_pcm(kept))
    if speech.is_silent:
        raise VoiceError(NOTHING)
    edges = [] if is_cut else _edges(first, last, whole.ms)
    remarks = (*_levels(kept, speech, noise_dbfs), *edges)
    return LineTake(flac(kept), heard_alone(speech), peak_dbfs(kept), remarks)


def _levels(kept: bytes, speech: Clip, noise_dbfs: float) -> list[str]:
    from audiocoach.sound.room_noise import clipped_places, dbfs, peak_dbfs

    remarks = []
    clipped = clipped_places(kept)
    if clipped:
        remarks.append(
            f"too loud: cut off in {count(clipped, 'place')}; move back, or turn the microphone"
            " down"
        )
    if peak_dbfs(kept) < _FAINT_DBFS:
        remarks.append("very quiet: come closer, or turn the microphone up")
    above = dbfs(speech.pcm) - noise_dbfs
    if above < _CLEAR_DB:
        remarks.append(f"only {above:.0f} dB above the room's noise: come closer")
    return remarks


def _edges(first: int, last: int, ms: int) -> list[str]:
    """Find words at the very beginning or end, where they may be cut."""
    remarks = []
    if first < _NEAR_MS:
        remarks.append("the beginning may be cut off: wait a moment before you speak")
    if ms - last < _NEAR_MS:
        remarks.append("the end may be cut off: wait a moment before Enter")
    return remarks


def flac(pcm: bytes) -> bytes:
    """Return `pcm`, 16-bit mono at 24,000 Hz, as a FLAC file."""
    from audiocoach.sound.encoder import FLAC, encode

    file = io.BytesIO()
    encode([pcm], file, FLAC)
    return file.getvalue()
