"""What of a file is asked for: ranges and conditions of a request, by RFC 9110."""

from __future__ import annotations

import re

_RANGES = re.compile(r"bytes=[ \t]*(\S.*?)[ \t]*", re.IGNORECASE | re.ASCII)
_RANGE = re.compile(r"(\d{1,18})-(\d{1,18})?|-(\d{1,18})", re.ASCII)
MOST_RANGES = 100
"""A header with more is passed over: each costs, and no player asks for so many."""


class UnsatisfiableError(Exception):
    """No range that is asked for lies in the file."""


def ranges(header: str | None, size: int) -> list[tuple[int, int]]:
    """Return first byte, and first after, of each range of a file of `size` bytes.

    None where the whole file is to be sent: without a header, with another unit than bytes, or
    with one that breaks the grammar, which RFC 9110 (14.2) has a server pass over. Those that
    overlap or touch become one. Raises UnsatisfiableError.
    """
    found = _RANGES.fullmatch(header or "")
    parts = [part.strip(" \t") for part in found[1].split(",")] if found else []
    parts = [part for part in parts if part]
    read = [_RANGE.fullmatch(part) for part in parts]
    if not read or len(read) > MOST_RANGES or not all(map(_is_sound, read)):
        return []
    within = [each for each in (_within(one, size) for one in read if one) if each]
    if not within:
        raise UnsatisfiableError
    return _merged(within)


def _is_sound(found: re.Match[str] | None) -> bool:
    return found is not None and not (found[2] and int(found[2]) < int(found[1]))


def _within(found: re.Match[str], size: int) -> tuple[int, int] | None:
    """Return the part of a range that lies in the file; None where none does."""
    if found[3] is not None:
        length = min(int(found[3]), size)
        return (size - length, size) if length else None
    start = int(found[1])
    end = min(int(found[2]) + 1, size) if found[2] else size
    return (start, end) if start < size else None


def _merged(within: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged = sorted(within)[:1]
    for start, end in sorted(within)[1:]:
        before = merged[-1]
        if start <= before[1]:
            merged[-1] = (before[0], max(before[1], end))
        else:
            merged.append((start, end))
    return merged


_ETAG = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')


def is_unchanged(if_none_match: str | None, etag: str) -> bool:
    """Whether the client has the file with `etag` already."""
    if if_none_match is None:
        return False
    if if_none_match.strip() == "*":
        return True
    return any(found[2] == etag for found in _ETAG.finditer(if_none_match))


def has_part_of(if_range: str | None, etag: str) -> bool:
    """Whether ranges may be sent: no condition, or a part of this very file is there already.

    A weak tag or a date is no promise that the bytes are the same.
    """
    return if_range is None or if_range.strip() == etag
