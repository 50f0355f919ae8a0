"""LAME, the MP3 encoder, in process and at its full speed.

Wraps lameenc, for the LAME in its wheels: that is built as LAME's makers mean it.
The one in PyAV's wheels (18.1) is built without optimisation, and takes four to five
times as long for the same work. lameenc's own Python interface can't turn off the bit
reservoir, without which no frame stands alone; but its wheels for Linux and macOS
export LAME's C API, which is called here through ctypes. Where they don't (on Windows),
there is no LAME here, and PyAV's has to do.
"""

from __future__ import annotations

import ctypes
from functools import cache
from importlib.util import find_spec
from threading import Lock

_starting = Lock()
"""LAME's tables are the same for all encoders, and each fills them when it starts."""

SCALED = 0.95
"""What LAME multiplies all sound with at a constant rate, by its table of presets (measured:
0.9500 at 48 kbit/s mono and 128 stereo): every MP3 would be 0.45 dB quieter than its sound."""

_MONO, _JOINT_STEREO = 3, 1
_OFF, _ON = 0, 1


class Lame:
    """LAME's C API; an encoder of its own for each sound, so threads may share it."""

    def __init__(self, path: str) -> None:
        """Load the library at `path`. Raises OSError or AttributeError if LAME isn't in it."""
        self._c = ctypes.CDLL(path)
        self._c.lame_init.restype = ctypes.c_void_p
        self._set_up = [
            getattr(self._c, f"lame_{name}")
            for name in (
                "set_in_samplerate",
                "set_out_samplerate",
                "set_num_channels",
                "set_mode",
                "set_brate",
                "set_quality",
                "set_disable_reservoir",
                "set_bWriteVbrTag",
            )
        ]
        # All of them now: one that is missing must not be found in the midst of a session.
        self._set_scale, self._init_params = self._c.lame_set_scale, self._c.lame_init_params
        self._flush, self._close = self._c.lame_encode_flush, self._c.lame_close
        self._encode = {1: self._c.lame_encode_buffer, 2: self._c.lame_encode_buffer_interleaved}

    def encode(self, pcm: bytes, rate: int, channels: int, kbits: int, effort: int) -> bytes:
        """Return 16-bit `pcm` as MP3 frames end to end, without an Info frame.

        `rate` in samples a second, `channels` 1 or 2, `kbits` constant, `effort` from
        0 (most) to 9. Raises ValueError where LAME takes none of them together.
        """
        flags = ctypes.c_void_p(self._c.lame_init())
        if not flags:
            raise MemoryError("LAME: no memory for an encoder")
        try:
            mode = _MONO if channels == 1 else _JOINT_STEREO
            given = (rate, rate, channels, mode, kbits, effort, _ON, _OFF)
            for set_up, value in zip(self._set_up, given, strict=True):
                set_up(flags, value)
            self._set_scale(flags, ctypes.c_float(1 / SCALED))
            with _starting:
                error = self._init_params(flags)
            if error:
                raise ValueError(f"LAME can't make {kbits} kbit/s at {rate} Hz")
            return self._encoded(flags, pcm, channels)
        finally:
            self._close(flags)

    def _encoded(self, flags: ctypes.c_void_p, pcm: bytes, channels: int) -> bytes:
        samples = len(pcm) // (2 * channels)
        room = samples * 5 // 4 + 2 * _MOST_FLUSHED  # what LAME's lame.h asks for
        out = ctypes.create_string_buffer(room)
        right = (None,) if channels == 1 else ()
        size = self._encode[channels](flags, pcm, *right, samples, out, room)
        if size >= 0:
            rest = ctypes.byref(out, size)
            flushed = self._flush(flags, rest, room - size)
            if flushed >= 0:
                return out.raw[: size + flushed]
        raise ValueError(f"LAME: error {size if size < 0 else flushed}")


_MOST_FLUSHED = 7200
"""Most bytes that LAME returns beyond those for the samples it got, says its lame.h."""


@cache
def lame() -> Lame | None:
    """Return LAME, or None where its functions can't be called."""
    spec = find_spec("lameenc")
    if spec is None or spec.origin is None:
        return None
    try:
        return Lame(spec.origin)
    except (OSError, AttributeError):
        return None
