"""What WAV and Ogg files say of their own length: FFmpeg takes cut ones for whole."""

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


_PAGE_HEAD, _LENGTHS = 27, 26
"""Bytes of an Ogg page before the lengths of its pieces; the last is their number (RFC 3533)."""


def missing_bytes(data: bytes) -> int:
    """Return how much is missing at the end of `data`, as far as it says so itself.

    Bytes of sound of a WAV file, of the last page of an Ogg file; 0 for any other file.
    """
    if data[:4] == b"RIFF" and data[8:_FIRST] == b"WAVE":
        return _missing_of_wav(data)
    return _missing_of_ogg(data) if data[:4] == b"OggS" else 0


def _missing_of_wav(data: bytes) -> int:
    at = _FIRST
    while at + _HEAD.size <= len(data):
        name, size = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        if name == b"data":
            missing = at + size - len(data)
            return int(missing) if size < _UNKNOWN and missing > _PADDING else 0
        at += size + size % 2  # chunks begin at even places
    return 0


def _missing_of_ogg(data: bytes) -> int:
    at = 0
    while data[at : at + 4] == b"OggS":
        lengths = at + _PAGE_HEAD
        pieces = data[at + _LENGTHS] if lengths <= len(data) else 0
        at = lengths + pieces + sum(data[lengths : lengths + pieces])
    return max(at - len(data), 0)
