"""The Info frame: an MP3's first frame, which tells its length and the encoder's delay.

Written after LAME's description of its tag ("MP3 Info Tag rev 1"). A constant
bit rate needs no table of contents, and with one the tag (169 bytes) would not
fit into a frame of 144.
"""

from __future__ import annotations

ENCODER_DELAY = 576
"""Samples that LAME puts before the sound."""

DECODER_DELAY = 529
"""Samples by which every decoder is late."""

_FRAME_SAMPLES = 576
_SIDE_INFORMATION_BYTES = 9
_FRAMES_AND_BYTES = 3
_CONSTANT_RATE = 1


def info_frame(like: bytes, frames: int, samples: int) -> bytes:
    """Give the first frame of a file of `frames` more, which hold `samples` of sound.

    `like` is any frame of the file: the Info frame has its header and size.
    """
    padding = frames * _FRAME_SAMPLES - ENCODER_DELAY - samples
    tag = bytearray(like[:4] + bytes(_SIDE_INFORMATION_BYTES) + b"Info")
    tag += _FRAMES_AND_BYTES.to_bytes(4, "big")
    tag += frames.to_bytes(4, "big") + ((frames + 1) * len(like)).to_bytes(4, "big")
    lame = len(tag)
    tag += b"LAME3.100" + bytes([_CONSTANT_RATE]) + bytes(11)
    tag[lame + 20] = 48  # kbit/s
    tag += (ENCODER_DELAY << 12 | padding).to_bytes(3, "big") + bytes(4)
    tag += ((frames + 1) * len(like)).to_bytes(4, "big") + bytes(2)
    tag += _crc16(bytes(tag)).to_bytes(2, "big")
    return bytes(tag).ljust(len(like), b"\0")


def _crc16(data: bytes) -> int:
    """Give the CRC-16/ARC, with which the LAME header protects itself."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0xA001 if crc & 1 else 0)
    return crc
