"""Tags, chapters, words and cover of each format.

Wraps mutagen, because FFmpeg's muxers write no lyrics, and no cover or chapters
in some formats.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from audiocoach.export.metadata import ARTIST, GENRE, Metadata
from audiocoach.units import long_timestamp

_HEADER_BYTES = 10
_UTF_16 = 1
_MILLISECONDS = 2
_LYRICS = 1
_FRONT_COVER = 3
_AUDIO_BOOK = 2
_NO_OFFSET = 0xFFFFFFFF
_TOP_LEVEL_AND_ORDERED = 3


def id3(label: Metadata) -> bytes:
    """Return an ID3v2.3 tag, the version that old cars and Windows read too.

    Chapters as in "ID3v2 Chapter Frame Addendum 1.0" (id3.org): one table of
    contents, on top and in order, names them all.
    """
    from mutagen.id3 import BitPaddedInt

    frames = (*_texts(label), *_chapters(label), *_words(label), *_picture(label))
    body = b"".join(_written(frame) for frame in frames)
    return b"ID3\x03\0\0" + BitPaddedInt.to_str(len(body), width=4) + body


def _written(frame: Any) -> bytes:
    """Return one frame's bytes.

    Written apart: mutagen sorts the frames of a tag by their size, and there are
    players that take chapters in the order they find them.
    """
    from mutagen.id3 import ID3

    tag, file = ID3(), io.BytesIO()
    tag.add(frame)
    tag.save(file, v1=0, v2_version=3, padding=_no_padding)
    return file.getvalue()[_HEADER_BYTES:]


def _texts(label: Metadata) -> list[Any]:
    from mutagen import id3

    texts: dict[type[Any], str | None] = {
        id3.TIT2: label.title,
        id3.TPE1: ARTIST,
        id3.TPE2: ARTIST,
        id3.TALB: label.album,
        id3.TCON: GENRE,
        id3.TYER: _year(label),
        id3.TRCK: _number(label),
        id3.TLEN: str(label.length_ms),
        id3.TLAN: label.language,
    }
    frames = [kind(encoding=_UTF_16, text=[text]) for kind, text in texts.items() if text]
    if label.comment:
        frames.append(
            id3.COMM(encoding=_UTF_16, lang=label.language, desc="", text=[label.comment])
        )
    return frames


def _chapters(label: Metadata) -> list[Any]:
    """Return the table of contents, then the chapters.

    A table has room for 255 names, so three digits are enough. There are programs
    that sort chapters by their names: padded, ch010 comes after ch009.
    """
    from mutagen.id3 import CHAP, CTOC, TIT2

    if not label.chapters:
        return []
    names = [f"ch{number:03}" for number in range(1, len(label.chapters) + 1)]
    chapters = [
        CHAP(
            element_id=name,
            start_time=chapter.start_ms,
            end_time=chapter.end_ms,
            start_offset=_NO_OFFSET,
            end_offset=_NO_OFFSET,
            sub_frames=[TIT2(encoding=_UTF_16, text=[chapter.title]), *_image(chapter.picture)],
        )
        for name, chapter in zip(names, label.chapters, strict=True)
    ]
    contents = CTOC(
        element_id="contents",
        flags=_TOP_LEVEL_AND_ORDERED,
        child_element_ids=names,
        sub_frames=[TIT2(encoding=_UTF_16, text=[label.title])],
    )
    return [contents, *chapters]


def _words(label: Metadata) -> list[Any]:
    """Return what is spoken, once to read and once with the millisecond of each line.

    In synchronised words a new line is marked ahead of its text (id3.org, SYLT).
    """
    from mutagen.id3 import SYLT, USLT

    if not label.lines:
        return []
    timed = [(f"\n{line.text}" if n else line.text, line.start_ms) for n, line in
             enumerate(label.lines)]  # fmt: skip
    return [
        USLT(encoding=_UTF_16, lang=label.language, desc="", text=label.text),
        SYLT(encoding=_UTF_16, lang=label.language, format=_MILLISECONDS, type=_LYRICS, desc="",
             text=timed),
    ]  # fmt: skip


def _picture(label: Metadata) -> list[Any]:
    return _image(label.cover)


def _image(data: bytes | None) -> list[Any]:
    """Return the frame of a picture, if there is one: of the tag or of a chapter."""
    from mutagen.id3 import APIC

    if data is None:
        return []
    return [APIC(encoding=0, mime=mime(data), type=_FRONT_COVER, desc="", data=data)]


def mime(picture: bytes) -> str:
    """Distinguish PNG from JPEG by the first bytes."""
    return "image/png" if picture.startswith(b"\x89PNG") else "image/jpeg"


def _year(label: Metadata) -> str | None:
    return str(label.year) if label.year is not None else None


def _number(label: Metadata) -> str | None:
    return f"{label.number}/{label.total}" if label.number else None


@contextmanager
def _disk_faults() -> Iterator[None]:
    """Raise the OSError that mutagen wraps in an error of its own, one for each format."""
    from mutagen import MutagenError

    try:
        yield
    except MutagenError as fault:
        for inner in fault.args:
            if isinstance(inner, OSError):
                raise inner from fault
        raise


@_disk_faults()
def tag_mp4(path: Path, label: Metadata, samples: int) -> None:
    """Tag the AAC file at `path`, as iTunes does; its chapters are in it already."""
    from mutagen.mp4 import MP4, AtomDataType, MP4Cover, MP4FreeForm

    file: Any = MP4(path)
    texts = {
        "\xa9nam": label.title,
        "\xa9ART": ARTIST,
        "aART": ARTIST,
        "\xa9alb": label.album,
        "\xa9gen": GENRE,
        "\xa9day": _year(label),
        "\xa9cmt": label.comment,
        "\xa9lyr": label.text or None,
    }
    file.tags.update({key: [text] for key, text in texts.items() if text})
    if label.number:
        file.tags["trkn"] = [(label.number, label.total or 0)]
    gaps = MP4FreeForm(_gaps(samples).encode(), AtomDataType.UTF8)
    file.tags["----:com.apple.iTunes:iTunSMPB"] = [gaps]
    if path.suffix.lower() == ".m4b":
        file.tags["stik"] = [_AUDIO_BOOK]
    if label.cover is not None:
        kinds = {"image/png": AtomDataType.PNG, "image/jpeg": AtomDataType.JPEG}
        file.tags["covr"] = [MP4Cover(label.cover, kinds[mime(label.cover)])]
    file.save(padding=_no_padding)


_AAC_FRAME = 1024
_AAC_PRIMING = 1024
"""Samples that FFmpeg's AAC encoder puts before the sound (its `initial_padding`)."""


def _gaps(samples: int) -> str:
    """Return iTunes' note for players that ignore the edit list: what is not sound.

    Hexadecimal: a zero, the samples before the sound, those after it, those of the sound,
    and eight more zeros, as iTunes writes them.
    """
    after = -(samples + _AAC_PRIMING) % _AAC_FRAME
    return f" {0:08X} {_AAC_PRIMING:08X} {after:08X} {samples:016X}" + f" {0:08X}" * 8


@_disk_faults()
def tag_opus(path: Path, label: Metadata) -> None:
    """Tag the Opus file at `path`; the picture goes in as the Xiph wiki describes it."""
    from mutagen.oggopus import OggOpus

    file: Any = OggOpus(path)
    file.tags.update(_comments(label))
    if label.cover is not None:
        block = base64.b64encode(_flac_picture(label.cover).write()).decode()
        file.tags["METADATA_BLOCK_PICTURE"] = [block]
    file.save(padding=_no_padding)


@_disk_faults()
def tag_flac(path: Path, label: Metadata) -> None:
    """Tag the FLAC file at `path`."""
    from mutagen.flac import FLAC

    file: Any = FLAC(path)
    if file.tags is None:
        file.add_tags()
    file.tags.update(_comments(label))
    if label.cover is not None:
        file.add_picture(_flac_picture(label.cover))
    file.save(padding=_no_padding)


def _comments(label: Metadata) -> dict[str, list[str]]:
    """Return Vorbis comments, with chapters as the Xiph wiki's "Chapter Extension" has them."""
    texts = {
        "TITLE": label.title,
        "ARTIST": ARTIST,
        "ALBUMARTIST": ARTIST,
        "ALBUM": label.album,
        "GENRE": GENRE,
        "DATE": _year(label),
        "LANGUAGE": label.language,
        "COMMENT": label.comment,
        "LYRICS": label.text,
        "TRACKNUMBER": str(label.number) if label.number else None,
        "TRACKTOTAL": str(label.total) if label.total else None,
    }
    for number, chapter in enumerate(label.chapters, 1):
        texts[f"CHAPTER{number:03}"] = long_timestamp(chapter.start_ms)
        texts[f"CHAPTER{number:03}NAME"] = chapter.title
    return {key: [text] for key, text in texts.items() if text}


def _flac_picture(picture: bytes) -> Any:
    from mutagen.flac import Picture

    block = Picture()
    block.type, block.mime, block.data = _FRONT_COVER, mime(picture), picture
    if block.mime == "image/png":
        block.width, block.height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
        block.depth, block.colors = _depth(picture)
    return block


_CHANNELS = {0: 1, 2: 3, 4: 2, 6: 4}
"""Numbers for each point by a PNG's type of colour (RFC 2083)."""


def _depth(png: bytes) -> tuple[int, int]:
    """Return the bits of a point, and the colours of the palette: opusinfo warns of others."""
    bits, kind = png[24], png[25]
    if kind in _CHANNELS:
        return bits * _CHANNELS[kind], 0
    palette = png.find(b"PLTE")
    return 24, int.from_bytes(png[max(palette - 4, 0) : max(palette, 0)], "big") // 3


def is_ours(path: Path) -> bool:
    """Return whether the file at `path` names us as its artist; not so if it can't be read."""
    from mutagen import File, MutagenError

    try:
        tags: Any = getattr(File(path), "tags", None) or {}
    except (OSError, MutagenError):
        return False
    return any(key.upper() in _ARTISTS and ARTIST in map(str, values)
               for key, values in tags.items())  # fmt: skip


_ARTISTS = ("TPE1", "\xa9ART", "ARTIST")
"""What each format calls the artist."""


def _no_padding(_: object) -> int:
    return 0


Tagger = Callable[[Path, Metadata], None]
"""Writes a label on a finished file."""
