"""What the frames of an MP3 say of themselves: kind, rates, length.

Read after ISO/IEC 11172-3 and 13818-3, whose tables these are; only Layer III
is read, the one that is called MP3.
"""

from __future__ import annotations

from dataclasses import dataclass

ID3_BYTES = 10
"""Head of an ID3v2 tag, which says how long the tag is."""
_HEAD_BYTES = 4
_MPEG_1, _MPEG_2 = 3, 2
_LAYER_III = 1
_RATES = {_MPEG_1: (44_100, 48_000, 32_000), _MPEG_2: (22_050, 24_000, 16_000)}

KBITS = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Bit rates by number, in kbit/s, for MPEG-1 (True) and MPEG-2 and 2.5."""


@dataclass(frozen=True)
class Stream:
    """What all frames of a file have in common, and what they come to."""

    version: int
    """1 or 2: MPEG-1 is for 32,000 Hz and above, MPEG-2 for what is below."""
    rate: int
    """Samples a second."""
    kilobits: frozenset[int]
    """Every bit rate of the sound, in kbit/s; at a constant rate one. The Info frame doesn't
    count: LAME sets there a rate at which its table has room."""
    length_ms: int
    """Length of all frames, with the Info frame and the encoder's padding, rounded up."""


def read_stream(data: bytes) -> Stream:
    """Read the frames of the MP3 `data`, after its ID3v2 tag.

    ValueError where it isn't frame after frame of one kind and rate to its end.
    """
    at = tag_bytes(data)
    kinds: set[tuple[int, int]] = set()
    kilobits: set[int] = set()
    frames = 0
    while at < len(data):
        version, rate, speed = _head(data, at)
        kinds.add((version, rate))
        frames += 1
        end = at + frame_bytes(data[at : at + _HEAD_BYTES], rate)
        if frames > 1 or not _is_info(data[at:end]):
            kilobits.add(speed)
        at = end
    if len(kinds) != 1 or at != len(data):
        raise ValueError("not MP3 frames of one kind to the end")
    ((version, rate),) = kinds
    samples = frames * (1152 if version == 1 else 576)
    return Stream(version, rate, frozenset(kilobits), -(-samples * 1000 // rate))


def tag_bytes(data: bytes) -> int:
    """Return how long the ID3v2 tag is that `data` begins with; 0 where there is none.

    The first `ID3_BYTES` of it say so.
    """
    if not data.startswith(b"ID3"):
        return 0
    size = 0
    for byte in data[6:ID3_BYTES]:
        size = size << 7 | byte
    return ID3_BYTES + size


def _is_info(frame: bytes) -> bool:
    return b"Info" in frame[:40] or b"Xing" in frame[:40]


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """Return version, rate and kbit/s of the frame at `at`."""
    head = int.from_bytes(data[at : at + _HEAD_BYTES], "big")
    version, layer = head >> 19 & 3, head >> 17 & 3
    bits, rate = head >> 12 & 15, head >> 10 & 3
    known = head >> 21 == 0x7FF and version in _RATES and layer == _LAYER_III  # noqa: PLR2004
    if not known or bits in {0, 15} or rate == 3:  # noqa: PLR2004
        raise ValueError(f"no MP3 frame at byte {at}")
    return 1 if version == _MPEG_1 else 2, _RATES[version][rate], KBITS[version == _MPEG_1][bits]


def frame_bytes(head: bytes, rate: int) -> int:
    """Read a frame's size from its header of four bytes; `rate` in samples a second.

    Raises IndexError for the number of no bit rate.
    """
    is_mpeg1 = bool(head[1] & 0x08) and bool(head[1] & 0x10)
    kbits = KBITS[is_mpeg1][head[2] >> 4]
    return (144_000 if is_mpeg1 else 72_000) * kbits // rate + (head[2] >> 1 & 1)
