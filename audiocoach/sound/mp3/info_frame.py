"""The Info frame: an MP3's first frame, which states its length and the encoder's delay.

Written after LAME's description of its tag ("MP3 Info Tag rev 1"). A constant
bit rate needs no table of contents, and with one the tag (169 bytes) would not
fit into a frame of 144, as those of our mono files are.
"""

from __future__ import annotations

from audiocoach.sound.frame_header import KBITS

ENCODER_DELAY = 576
"""Samples that LAME puts before the sound."""

DECODER_DELAY = 529
"""Samples by which every decoder is late."""

_FRAMES_AND_BYTES = 3
_BYTES = 2
_UNKNOWN = 0xFFFF_FFFF
_CONSTANT_RATE = 1
_MONO = 3


def info_frame(like: bytes, frames: int, samples: int, size: int | None = None) -> bytes:
    """Return the first frame of a file of `frames` more, which hold `samples` of sound.

    `like` is any frame of the file: the Info frame has its header and size. `size` is
    the bytes of all others together (None: all are as long as `like`).
    """
    is_mpeg1, _ = _rate(like)
    padding = frames * (1152 if is_mpeg1 else 576) - ENCODER_DELAY - samples
    whole = len(like) + (frames * len(like) if size is None else size)
    known = _FRAMES_AND_BYTES.to_bytes(4, "big")
    known += frames.to_bytes(4, "big") + whole.to_bytes(4, "big")
    return _tagged(like, known, padding, whole)


def open_info_frame(like: bytes) -> bytes:
    """Return the first frame of sound whose length isn't known yet, as of a live stream.

    It states the encoder's delay, without which every sound would come later, and a size that
    no session has: of a tag with neither size nor frames FFmpeg plays the frame itself, 24 ms.
    """
    known = _BYTES.to_bytes(4, "big") + _UNKNOWN.to_bytes(4, "big")
    return _tagged(like, known, 0, _UNKNOWN)


def _tagged(like: bytes, known: bytes, padding: int, whole: int) -> bytes:
    _, kbits = _rate(like)
    tag = bytearray(like[:4] + bytes(_side_information_bytes(like)) + b"Info" + known)
    lame = len(tag)
    tag += b"LAME3.100" + bytes([_CONSTANT_RATE]) + bytes(11)
    tag[lame + 20] = min(kbits, 255)
    tag += (ENCODER_DELAY << 12 | padding).to_bytes(3, "big") + bytes(4)
    tag += whole.to_bytes(4, "big") + bytes(2)
    tag += _crc16(bytes(tag)).to_bytes(2, "big")
    return bytes(tag).ljust(len(like), b"\0")


def unpadded(frame: bytes) -> bytes:
    """Return `frame` as one without the byte of padding that some have at 44,100 Hz."""
    if not frame[2] & 0x02:
        return frame
    return frame[:2] + bytes([frame[2] & ~0x02]) + frame[3:-1]


def _rate(frame: bytes) -> tuple[bool, int]:
    """Return whether `frame` is MPEG-1, and its kbit/s."""
    is_mpeg1 = bool(frame[1] & 0x08)
    return is_mpeg1, KBITS[is_mpeg1][frame[2] >> 4]


def _side_information_bytes(frame: bytes) -> int:
    """Return the bytes between the header and the tag, by version and channels."""
    is_mono = frame[3] >> 6 == _MONO
    if frame[1] & 0x08:
        return 17 if is_mono else 32
    return 9 if is_mono else 17


def _crc16(data: bytes) -> int:
    """Return the CRC-16/ARC, with which the LAME header protects itself."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0xA001 if crc & 1 else 0)
    return crc
