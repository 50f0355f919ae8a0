"""What a WAV file says of its own length: FFmpeg takes a cut one for whole."""

from __future__ import annotations

import struct

_HEAD = struct.Struct("<4sI")
"""What stands before a chunk: its name, and its bytes."""
_FIRST = 12
"""Bytes before the first chunk."""
_UNKNOWN = 0x7FFF_FFFF
"""Sizes from here on, like 0, are written by programs that don't know how long it will be."""
_PADDING = 8
"""Bytes that some program may count too many."""


def missing_bytes(data: bytes) -> int:
    """Tell how much of the sound in `data` is missing; 0 for what is whole, or no WAV file."""
    if data[:4] != b"RIFF" or data[8:_FIRST] != b"WAVE":
        return 0
    at = _FIRST
    while at + _HEAD.size <= len(data):
        name, size = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        if name == b"data":
            missing = at + size - len(data)
            return int(missing) if size < _UNKNOWN and missing > _PADDING else 0
        at += size + size % 2  # chunks begin at even places
    return 0
