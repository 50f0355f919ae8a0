"""MP3 frames that each stand alone, from the best encoder at hand."""

from __future__ import annotations

from importlib.metadata import version

from audiocoach.sound.frame_header import frame_bytes
from audiocoach.sound.mp3.lame import Lame, lame
from audiocoach.sound.pcm_format import HOUSE, PcmFormat

BITS_A_SECOND = 48_000
"""Constant rate of the MP3 we write: transparent for speech at 24,000 Hz mono."""

_EFFORT = 7
"""How hard LAME tries, from 0 (most) to 9. For the built-in voice at 48 kbit/s, 24,000 Hz
mono, 7 takes half the time of its usual 3 and is no worse: its noise is 24 dB below the
sound, not 20, though shaped less (17 % of all bands above a simple model's masking, not
15 %), and PESQ (ITU-T P.862.2, 12 sentences) yields 3.84 instead of 3.78, at least 3.64
both. 5 and 6 take nearly as long as 3, 9 as long as 7. For a minute of a session with music
under it, 128 kbit/s stereo, 7 takes 0.6 of the time: by the same kind of model its noise is
7 dB below masking, not 6, with plucked strings and with a pad, 2 dB with pink noise, as with
3, and 2 dB, not 3, with loud chords in noise."""


def encode_frames(
    pcm: bytes, form: PcmFormat = HOUSE, bits_a_second: int = BITS_A_SECOND
) -> list[bytes]:
    """Return `pcm` (16-bit, of `form`) as MP3 frames that each stand alone.

    The bit reservoir is off, and they are as loud as `pcm`. Frame n of the list is frame
    n of a file that begins with `pcm`.
    """
    found = lame()
    if found:
        return by_lame(found, pcm, form, bits_a_second, _EFFORT)
    from audiocoach.sound.mp3.ffmpeg_lame import encode_frames as by_ffmpeg

    return by_ffmpeg(pcm, form, bits_a_second, _EFFORT)


def encoder() -> str:
    """Name what encodes, by the version of the wheel it is in."""
    wheel = "lameenc" if lame() else "av"
    return f"{wheel} {version(wheel)}"


def by_lame(
    found: Lame, pcm: bytes, form: PcmFormat, bits_a_second: int, effort: int
) -> list[bytes]:
    """Encode with LAME itself."""
    data = found.encode(pcm, form.rate, form.channels, bits_a_second // 1000, effort)
    frames, at = [], 0
    while at < len(data):
        end = at + frame_bytes(data[at : at + 4], form.rate)
        frames.append(data[at:end])
        at = end
    return frames
