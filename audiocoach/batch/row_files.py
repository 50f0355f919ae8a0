"""A row's session written to its file, or to bytes; or only foretold.

A file that is there already and is the very same counts as written: a worker may have been
killed after it wrote one, and before it could say so.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.batch.tasks import Job, Laid, Task
from audiocoach.errors import OVERWRITES, OutputError
from audiocoach.library.ready_session import ReadySession

if TYPE_CHECKING:
    from audiocoach.batch.bench import RowSessions
    from audiocoach.export.files import Item
    from audiocoach.export.mp3.frame_store import FrameStore
    from audiocoach.library.selection import Selection
    from audiocoach.mix import Mix
    from audiocoach.storage import WriteBehind
    from audiocoach.track import Track


class InTheWayError(OutputError):
    """A file of another is where a row's would be: choose another name, or overwrite it."""


def write(job: Job, task: Task, made: ReadySession, frames: FrameStore, disk: WriteBehind) -> Laid:
    """Write a session, and say what came of it; OutputError where the disk doesn't take it."""
    folder = _folder(job)
    if folder is None:
        from audiocoach.storage import scratch

        with scratch() as place:
            part = _part(job, place / f"session{job.ending}", made, frames)
            data = part.read_bytes()
        size, digest = len(data), hashlib.sha256(data).hexdigest()
        return _laid(task, made, size, digest, data)
    target = folder / task.file
    with _naming(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    part = _part(job, target, made, frames)
    try:
        with _naming(target):
            size, digest = part.stat().st_size, _digest(part)
            _put(part, target, digest, replaces=job.force or task.replaces)
            disk.wrote(target)
    finally:
        with suppress(OSError):
            part.unlink()
    return _laid(task, made, size, digest, None)


def _laid(task: Task, made: ReadySession, size: int, digest: str, data: bytes | None) -> Laid:
    length_ms = made.track.score.length_ms
    return Laid(task.number, length_ms, size, digest, made.chosen.voice, data)


def foretold(job: Job, number: int, sessions: RowSessions, wanted: Selection) -> Laid:
    """Say how long a session will be, and how large; nothing is spoken."""
    from audiocoach.export.files import estimated_bytes
    from audiocoach.export.job import silent
    from audiocoach.session import glance

    speech, chosen = sessions.speaking(wanted)
    seen = glance(sessions.plan(wanted), speech, sessions.style(wanted))
    item = _item(job, sessions.laid(silent(seen.score)), Path(f"session{job.ending}"), None)
    places = (str(speech.kept_at(text)) for text in sorted(seen.estimated))
    unspoken = tuple(hashlib.sha256(each.encode()).hexdigest()[:16] for each in places)
    length_ms = seen.score.length_ms
    return Laid(number, length_ms, estimated_bytes(item), "", chosen.voice, unspoken=unspoken)


def _item(job: Job, sound: Track | Mix, path: Path, kept: Path | None) -> Item:
    """Return the file of a session; pictures of chapters are kept in the folder `kept`."""
    from audiocoach.export.files import Item
    from audiocoach.export.metadata import metadata

    score = sound.score
    if job.foretells:
        return Item(path, sound, metadata(score, job.year, job.cover))
    from audiocoach.export.chapter_pictures import chapter_pictures
    from audiocoach.export.cover import made_cover
    from audiocoach.illustrations import illustrations

    cover = job.cover or made_cover(score, None)
    shown = chapter_pictures(illustrations(score, job.pictures), kept)
    return Item(path, sound, metadata(score, job.year, cover, shown))


def _part(job: Job, target: Path, made: ReadySession, frames: FrameStore) -> Path:
    """Write the session beside `target`, and return where."""
    from audiocoach.export.files import write_part
    from audiocoach.export.formats import Tools
    from audiocoach.storage import hidden_beside
    from audiocoach.workers import WorkerPool

    part = hidden_beside(target)
    try:
        with WorkerPool(1) as pool:  # each core has a worker
            item = _item(job, made.sound, target, frames.folder)
            write_part(item, part, lambda _: None, Tools(frames, pool))
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    return part


def _put(part: Path, target: Path, digest: str, *, replaces: bool) -> None:
    from audiocoach.export.transaction import put_in_place

    if not replaces and os.path.lexists(target):
        if target.is_file() and _digest(target) == digest:
            return
        raise InTheWayError(f"{target}: exists already, and is another{OVERWRITES}")
    put_in_place([part], [target], force=replaces)


def _digest(path: Path) -> str:
    sha = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(2**20):
            sha.update(block)
    return sha.hexdigest()


def _folder(job: Job) -> Path | None:
    """Return the folder for the files, if a worker sees it."""
    if job.folder is None or not (Path(job.folder) / job.folder_token).exists():
        return None
    return Path(job.folder)


@contextmanager
def _naming(target: Path) -> Iterator[None]:
    from audiocoach.export.transaction import naming

    with naming(target):
        yield


def put_bytes(job: Job, folder: Path, task: Task, laid: Laid, disk: WriteBehind) -> None:
    """Write what a worker without the folder has sent; OutputError as in `write`."""
    from audiocoach.storage import hidden_beside

    assert laid.data is not None
    target = folder / task.file
    part = hidden_beside(target)
    try:
        with _naming(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(laid.data)
            _put(part, target, laid.digest, replaces=job.force or task.replaces)
            disk.wrote(target)
    finally:
        with suppress(OSError):
            part.unlink()
