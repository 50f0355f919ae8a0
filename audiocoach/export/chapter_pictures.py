"""The pictures of chapters: the drawing that shows an exercise best, on the cover's colours.

They are kept on the shelf of encoded sounds: to draw one takes longer than to write a chapter.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audiocoach.illustrations import Illustration

SIDE = 480
"""Pixels of a side: enough for a phone's screen, at 4 to 6 kB."""


def chapter_pictures(
    shown: Sequence[Illustration | None], folder: Path | None
) -> list[bytes | None]:
    """Return each exercise's picture as PNG, from `folder` where it is kept there."""
    made: dict[str, bytes | None] = {}
    for each in shown:
        if each is not None and each.name not in made:
            made[each.name] = _picture(each, folder)
    return [None if each is None else made[each.name] for each in shown]


def _picture(shown: Illustration, folder: Path | None) -> bytes | None:
    from audiocoach.export.mp3.frame_store import Shelf, digest_of

    shelf, digest = Shelf(folder), digest_of(f"chapter {SIDE}: {shown.name}".encode())
    picture = shelf.get(digest)
    if picture is None:
        # Loading Pillow takes longer than a whole export from ready frames.
        from audiocoach.drawings.ink import ON_DARK

        picture = shown.png(SIDE, ON_DARK)
        if picture is not None:
            shelf.put(digest, picture)
    return picture
