"""The cover: a picture of one's own, or one made from the session."""

from __future__ import annotations

from pathlib import Path

from audiocoach.coach.score import Score
from audiocoach.errors import OutputError

_NAMES = ("cover.jpg", "cover.jpeg", "cover.png")
_MOST_BYTES = 10_000_000
"""More than this makes phones slow, with no visible difference."""

_DRAWING = "cover 5"
"""Raise its number with each change of the drawing."""

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"


def find_cover(asked: Path | None, routines: Path) -> bytes | None:
    """Return the picture asked for, else the one beside the routine file, if there is one.

    OutputError where it can't be read, is no PNG or JPEG, or is too large.
    """
    if asked is not None:
        return _read(asked)
    beside = (routines.parent / name for name in _NAMES)
    return next((_read(path) for path in beside if path.is_file()), None)


def made_cover(score: Score, folder: Path | None) -> bytes:
    """Return the cover drawn for `score`; it is kept in `folder`, checked like frames."""
    from audiocoach.export.mp3.frame_store import Shelf, digest_of

    drawn = [(span.kind, span.start_ms, span.end_ms) for span in score.spans]
    key = repr((_DRAWING, score.title, score.length_ms, drawn)).encode(errors="replace")
    shelf, digest = Shelf(folder), digest_of(key)
    picture = shelf.get(digest)
    if picture is None:
        picture = _draw(score)
        shelf.put(digest, picture)
    return picture


def _draw(score: Score) -> bytes:
    # Loading Pillow takes longer than a whole export from ready frames.
    from audiocoach.export.cover_art import draw

    return draw(score)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as fault:
        raise OutputError(f"{path}: can't be read: {fault.strerror or fault}") from fault
    if not data.startswith((_PNG, _JPEG)):
        raise OutputError(f"{path}: a cover must be a PNG or JPEG picture")
    if len(data) > _MOST_BYTES:
        raise OutputError(f"{path}: a cover must be at most {_MOST_BYTES // 1_000_000} MB")
    return data
