"""A session written to its files, all of them or none."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.library.library import Library
from audiocoach.library.ready_session import ReadySession

if TYPE_CHECKING:
    from audiocoach.export import ExportedFile, Item
    from audiocoach.export.job import ExportJob


def usual_order(library: Library, cover: Path | None = None) -> ExportJob:
    """Return what is wanted when nothing is said: `cover`, else a picture beside the file."""
    from audiocoach.export.cover import find_cover, made_cover
    from audiocoach.export.job import ExportJob
    from audiocoach.illustrations import illustrations

    kept = library.clips() / "frames"
    if not library.has_place:
        picture = find_cover(cover, Path()) if cover else None
        return ExportJob(
            cover=lambda score: picture or made_cover(score, kept),
            track_pictures=picture is None,
            pictures=lambda score: illustrations(score, None),
            kept=kept,
        )
    routines = library.file()
    picture = find_cover(cover, routines)
    # The year of the last change, not of today: the same session has the same bytes.
    year = _year(routines.stat().st_mtime)
    return ExportJob(
        year=year,
        cover=lambda score: picture or made_cover(score, kept),
        track_pictures=picture is None,
        pictures=lambda score: illustrations(score, routines.parent),
        kept=kept,
    )


def _year(seconds: float) -> int:
    """Return the year of a time in UTC; 1970 for one that no calendar has."""
    try:
        return min(max(time.gmtime(seconds).tm_year, 1), 9999)
    except (OSError, OverflowError, ValueError):
        return 1970


def as_meant(output: str | None, cwd: Path, ending: str) -> str | None:
    """Return what followed `-o`, with `ending` for a file that has none."""
    from audiocoach.export.filenames import as_meant as meant

    return meant(output, cwd, ending)


def write_session(
    session: ReadySession,
    output: str | None,
    order: ExportJob,
    *,
    force: bool,
    progress: Callable[[int], None],
) -> list[ExportedFile]:
    """Write `session` as `order` says, and return what was written.

    `output` is a file, a folder, or None for a file of its name in the current folder;
    `progress` takes how many milliseconds are done. Files of an earlier export that
    `force` replaces, and this one doesn't write, are removed. Raises OutputError; then,
    and on any other exception, no new file stands anywhere.
    """
    from audiocoach.export import export_items, missing_folders, new_folders
    from audiocoach.export.stale_files import leftovers, remove

    files = planned(session, output, order)
    folders = set(missing_folders(output, Path.cwd()))
    if order.tracks:
        folders.add(files[0].path.parent)
    with new_folders(folders):
        old = leftovers(files) if force else []
        with session.frames() as frames:
            done = export_items(files, force=force, progress=progress, frames=frames)
        remove(old)
    return done


def planned(session: ReadySession, output: str | None, order: ExportJob) -> Sequence[Item]:
    """Return the files that `session` would be written to."""
    from audiocoach.export.filenames import as_meant, targets
    from audiocoach.export.job import items

    several = "tracks need" if order.tracks else ""
    meant = as_meant(output, Path.cwd(), order.ending, several=several)
    (path,) = targets([session.name], meant, Path.cwd(), "" if order.tracks else order.ending)
    return items(session.sound, path, order)
