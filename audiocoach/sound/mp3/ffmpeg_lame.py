"""LAME through FFmpeg: MP3 frames where LAME itself can't be called.

Wraps PyAV, whose wheels bring libmp3lame along; slower than `lame.py`, and no different.
"""

from __future__ import annotations

import av

from audiocoach.sound.ffmpeg import chain, wrapped
from audiocoach.sound.mp3.lame import SCALED
from audiocoach.sound.pcm_format import PcmFormat


def encode_frames(pcm: bytes, form: PcmFormat, bits_a_second: int, effort: int) -> list[bytes]:
    """Return `pcm` as MP3 frames, with the bit reservoir off.

    For `effort` see `frame_encoder.py`.

    What LAME takes off is made up for ahead, in floats, which have room for it: nothing
    that FFmpeg passes on keeps LAME from it.
    """
    floats = PcmFormat(form.rate, form.channels, "flt")
    gain = ("volume", f"{1 / SCALED!r}:precision=float")
    scaled = chain([pcm], form, [gain, ("aformat", "sample_fmts=flt")], floats.width)
    encoder = av.CodecContext.create("libmp3lame", "w")
    assert isinstance(encoder, av.AudioCodecContext)
    encoder.sample_rate = form.rate
    encoder.layout = form.layout
    encoder.format = "fltp"
    encoder.bit_rate = bits_a_second
    encoder.options = {"reservoir": "0", "compression_level": str(effort)}
    packets = [packet for frame in wrapped(scaled, floats) for packet in encoder.encode(frame)]
    return [bytes(packet) for packet in [*packets, *encoder.encode(None)]]
