"""Pictures of chapters in an MPEG-4 file: a track of stills that the sound refers to.

As Apple's enhanced podcasts have it (QuickTime File Format, "Chapter lists"): a disabled video
track, named in the sound's `chap` reference beside the track of titles. Written here, since
FFmpeg's muxer makes that reference for its own titles only, and mutagen makes no tracks.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from audiocoach.export.chapter_pictures import SIDE
from audiocoach.export.metadata import Metadata

_HEAD_BYTES = 8
_QUALITY = 75
_MS_A_SECOND = 1000
_IN_MOVIE = 2
"""Flags of a track that is there, but isn't shown by itself."""
_MATRIX = struct.pack(">9I", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
_DOTS_AN_INCH = 72 << 16
_UNDETERMINED = 0x55C4
"""Language "und", in five bits a letter."""


class Still(NamedTuple):
    """A picture as it stands in the track."""

    picture: bytes
    """What is shown, in JPEG."""
    length_ms: int
    """How long."""


class _Box(NamedTuple):
    kind: bytes
    """Its four letters."""
    start: int
    """Offset of its first byte."""
    end: int
    """Offset behind its last byte."""


def add_pictures(path: Path, label: Metadata, side: int = SIDE) -> None:
    """Show the chapters' pictures, `side` pixels wide, in the MPEG-4 file at `path`.

    A chapter without one shows the cover, else what was shown before. Nothing is done
    where no chapter has one.
    """
    stills = stills_of(label, side)
    if not stills:
        return
    with path.open("r+b") as file:
        moov = next(each for each in _boxes(file) if each.kind == b"moov")
        file.seek(moov.start)
        written = bytearray(file.read(moov.end - moov.start))
        places = _write_pictures(file, moov.start, stills)
        file.write(_with_track(written, stills, places, side))
        file.truncate()


def stills_of(label: Metadata, side: int) -> list[Still]:
    """Return what is shown from 0 to the end; nothing where no chapter has a picture."""
    if not any(each.picture for each in label.chapters):
        return []
    stills: list[Still] = []
    for chapter in label.chapters:
        picture = chapter.picture or label.cover
        length = chapter.end_ms - chapter.start_ms
        if picture is None and stills:
            stills[-1] = Still(stills[-1].picture, stills[-1].length_ms + length)
        else:
            first = next(each.picture for each in label.chapters if each.picture)
            stills.append(Still(_jpeg(picture or first, side), length))
    return stills


def _jpeg(picture: bytes, side: int) -> bytes:
    """Return a picture as JPEG of `side` pixels: what players of such tracks expect."""
    import io

    from PIL import Image

    file = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        square = image.convert("RGB")
        if square.size != (side, side):
            square = square.resize((side, side))
        square.save(file, "JPEG", quality=_QUALITY, optimize=True)
    return file.getvalue()


def _boxes(file: BinaryIO) -> Iterator[_Box]:
    """Yield the boxes of a file, on its highest level."""
    file.seek(0, 2)
    end, at = file.tell(), 0
    while at < end:
        file.seek(at)
        size, kind = struct.unpack(">I4s", file.read(_HEAD_BYTES))
        if size == 1:
            size = int.from_bytes(file.read(8), "big")
        yield _Box(kind, at, at + size)
        at += size


def _inner(data: bytearray, box: _Box) -> Iterator[_Box]:
    """Yield the boxes within one of `data`."""
    at = box.start + _HEAD_BYTES
    while at < box.end:
        size, kind = struct.unpack_from(">I4s", data, at)
        yield _Box(kind, at, at + size)
        at += size


def _found(data: bytearray, box: _Box, *kinds: bytes) -> _Box | None:
    """Return the first box at a path within `box`."""
    for kind in kinds:
        inner = next((each for each in _inner(data, box) if each.kind == kind), None)
        if inner is None:
            return None
        box = inner
    return box


def _write_pictures(file: BinaryIO, at: int, stills: Sequence[Still]) -> dict[bytes, int]:
    """Write each different picture once, from `at` on; return where each is."""
    different = dict.fromkeys(each.picture for each in stills)
    file.seek(at)
    file.write(struct.pack(">I4s", _HEAD_BYTES + sum(map(len, different)), b"mdat"))
    places = {}
    for picture in different:
        places[picture] = file.tell()
        file.write(picture)
    return places


def _with_track(
    moov: bytearray, stills: Sequence[Still], places: dict[bytes, int], side: int
) -> bytes:
    """Return a file's description with the track of pictures, which the sound refers to."""
    whole = _Box(b"moov", 0, len(moov))
    header = _found(moov, whole, b"mvhd")
    assert header is not None
    number = int.from_bytes(moov[header.end - 4 : header.end], "big")
    scale, length = _scale_and_length(moov, header)
    moov[header.end - 4 : header.end] = struct.pack(">I", number + 1)
    last = max(each.end for each in _inner(moov, whole) if each.kind == b"trak")
    track = _track(stills, places, side, number, length * _MS_A_SECOND // scale, length)
    moov[last:last] = track
    _resize(moov, whole, len(track))
    _refer(moov, _Box(b"moov", 0, len(moov)), number)
    return bytes(moov)


def _scale_and_length(moov: bytearray, header: _Box) -> tuple[int, int]:
    """Return the units a second in which the file's length is said, and that length."""
    if moov[header.start + _HEAD_BYTES]:
        scale, length = struct.unpack_from(">IQ", moov, header.start + 28)
    else:
        scale, length = struct.unpack_from(">II", moov, header.start + 20)
    return scale, length


def _refer(moov: bytearray, whole: _Box, number: int) -> None:
    """Add a track to those that the sound refers to for its chapters."""
    for track in _inner(moov, whole):
        handler = track.kind == b"trak" and _found(moov, track, b"mdia", b"hdlr")
        if not handler or moov[handler.start + 16 : handler.start + 20] != b"soun":
            continue
        reference = _found(moov, track, b"tref", b"chap")
        group = _found(moov, track, b"tref")
        assert reference is not None
        assert group is not None
        moov[reference.end : reference.end] = struct.pack(">I", number)
        for each in (reference, group, track, whole):
            _resize(moov, each, 4)
        return


def _resize(data: bytearray, box: _Box, more: int) -> None:
    data[box.start : box.start + 4] = struct.pack(">I", box.end - box.start + more)


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", _HEAD_BYTES + len(body), kind) + body


def _full(kind: bytes, *parts: bytes, flags: int = 0) -> bytes:
    return _box(kind, struct.pack(">I", flags), *parts)


def _numbers(*values: int) -> bytes:
    return struct.pack(f">{len(values)}I", *values)


def _track(
    stills: Sequence[Still],
    places: dict[bytes, int],
    side: int,
    number: int,
    length_ms: int,
    length: int,
) -> bytes:
    size = _numbers(side << 16, side << 16)
    head = _full(
        b"tkhd", _numbers(0, 0, number, 0, length, 0, 0, 0, 0), _MATRIX, size, flags=_IN_MOVIE
    )
    times = _numbers(0, 0, _MS_A_SECOND, length_ms)
    about = _full(b"mdhd", times, struct.pack(">HH", _UNDETERMINED, 0))
    handler = _full(b"hdlr", b"\0\0\0\0vide", bytes(12), b"Chapter pictures\0")
    source = _box(b"dinf", _full(b"dref", _numbers(1), _full(b"url ", flags=1)))
    samples = _box(b"stbl", *_samples(stills, places, side))
    inside = _box(b"minf", _full(b"vmhd", bytes(8), flags=1), source, samples)
    return _box(b"trak", head, _box(b"mdia", about, handler, inside))


def _samples(stills: Sequence[Still], places: dict[bytes, int], side: int) -> Iterator[bytes]:
    """Yield the tables of the track: a chunk for each still, which may lie where another does."""
    form = _box(
        b"jpeg",
        bytes(6),
        struct.pack(">H", 1),
        bytes(16),
        struct.pack(">HHIIIH", side, side, _DOTS_AN_INCH, _DOTS_AN_INCH, 0, 1),
        b"\x04jpeg".ljust(32, b"\0"),
        struct.pack(">Hh", 24, -1),
    )
    many = len(stills)
    yield _full(b"stsd", _numbers(1), form)
    yield _full(b"stts", _numbers(many), *(_numbers(1, each.length_ms) for each in stills))
    yield _full(b"stsc", _numbers(1, 1, 1, 1))
    yield _full(b"stsz", _numbers(0, many), *(_numbers(len(each.picture)) for each in stills))
    yield _full(b"stco", _numbers(many), *(_numbers(places[each.picture]) for each in stills))
