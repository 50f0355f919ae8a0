"""Conversions between the units of the house: seconds, milliseconds, samples.

Routine files are in seconds, scores in whole milliseconds, tracks in whole
samples. One millisecond is exactly 24 samples, so nothing is rounded between
score and track, and nothing drifts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

SAMPLE_RATE = 24_000
"""Samples a second of all sound inside the house (mono)."""

SAMPLE_BYTES = 2
"""Bytes of one sample: 16-bit signed, little-endian."""

SAMPLES_PER_MS = SAMPLE_RATE // 1000
"""Samples in one millisecond: 24, a whole number."""


def seconds_to_ms(seconds: float) -> int:
    """Return the whole milliseconds nearest to `seconds`."""
    return round(seconds * 1000)


def ms_to_samples(ms: int) -> int:
    """Return the samples in `ms` milliseconds, exactly."""
    return ms * SAMPLES_PER_MS


def ms_to_bytes(ms: int) -> int:
    """Return the bytes of `ms` milliseconds of sound, exactly."""
    return ms * SAMPLES_PER_MS * SAMPLE_BYTES


def samples_to_ms(samples: int) -> int:
    """Return the milliseconds that hold `samples`, rounded up to a whole one."""
    return -(-samples // SAMPLES_PER_MS)


def clock(ms: int) -> str:
    """Write a length for people: `14:32`, or `1:02:03` from an hour on.

    Rounded to the nearest second.
    """
    minutes, seconds = divmod((ms + 500) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


_NUMBER = r"(\d+(?:[.,]\d+)?)"
_LENGTH = re.compile(
    rf"(?=\d)(?:{_NUMBER}\s*(?:h|hrs?|hours?))?[\s,]*(?:{_NUMBER}\s*(?:m|mins?|minutes?))?[\s,]*"
    rf"(?:{_NUMBER}\s*(s|secs?|seconds?)?)?",
    re.IGNORECASE | re.ASCII,
)
_CLOCK = re.compile(r"(?:(\d+):(?=[0-5]?\d:))?(\d+):([0-5]\d(?:\.\d+)?)", re.ASCII)


def parse_length(text: str) -> int:
    """Read a length that people write, as milliseconds.

    `12m`, `14 min`, `1h5m`, `1h30`, `1 hour 5 minutes`, `1.5h`, `90s`, `12:30`,
    `1:02:03`; a bare number is seconds. Raises ValueError for anything else.
    """
    named = _LENGTH.fullmatch(text.strip())
    parts = named or _CLOCK.fullmatch(text.strip())
    if parts is None:
        raise ValueError("must be a length such as 12m, 90s or 12:30")
    hours, minutes, seconds = (
        float((part or "0").replace(",", ".")) for part in parts.group(1, 2, 3)
    )
    if named and hours and parts[2] is None and parts[4] is None:  # 1h30
        minutes, seconds = seconds, 0
    return seconds_to_ms(hours * 3600 + minutes * 60 + seconds)


def timestamp(ms: int) -> str:
    """Write a time to the millisecond: `14:32.125`, or `1:02:03.125`."""
    return clock(ms - ms % 1000) + f".{ms % 1000:03}"


def long_timestamp(ms: int) -> str:
    """Write a time as players' files want it: `00:14:32.125`."""
    minutes, rest = divmod(ms, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def in_blocks(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Regroup `pieces` into blocks of `size` bytes, the last one maybe shorter."""
    rest = bytearray()
    for piece in pieces:
        rest += piece
        whole = len(rest) - len(rest) % size
        for at in range(0, whole, size):
            yield bytes(rest[at : at + size])
        del rest[:whole]
    if rest:
        yield bytes(rest)
