"""The smallest ID3v2 tag: a file's title, for players that would show the file name."""

from __future__ import annotations

_UTF_8 = b"\x03"
_MOST_BYTES = 10_000


def title_tag(title: str) -> bytes:
    """Give an ID3v2.4 tag with `title` alone (TIT2), as specified on id3.org."""
    text = _UTF_8 + title.encode()[:_MOST_BYTES].decode(errors="ignore").encode()
    frame = b"TIT2" + _synchsafe(len(text)) + bytes(2) + text
    return b"ID3\x04\x00\x00" + _synchsafe(len(frame)) + frame


def _synchsafe(number: int) -> bytes:
    """Write a size in four bytes of seven bits, which no player takes for a frame's start."""
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))
