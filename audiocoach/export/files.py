"""A track written to a file, whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import OutputError
from audiocoach.export.formats import Source, Tools, writer
from audiocoach.export.metadata import Metadata, metadata
from audiocoach.export.page_kind import is_bundle, is_sheet
from audiocoach.export.transaction import exists, naming, put_in_place, unwritten
from audiocoach.posix_signals import at_hard_end, undisturbed
from audiocoach.progress import forward
from audiocoach.storage import clear_leftovers, hidden_beside
from audiocoach.text import megabytes
from audiocoach.track import Track
from audiocoach.units import SAMPLE_BYTES

if TYPE_CHECKING:
    from audiocoach.export.bundle import Bundle
    from audiocoach.export.mp3.frame_store import FrameStore
    from audiocoach.mix import Mix
    from audiocoach.workers import WorkerPool

WAV_LIMIT_BYTES = 2**32 - 1 - 36 - 64_000_000
"""Most sound a WAV file can hold: its sizes are 32-bit numbers, and the header and the tag
count too."""


PAGE_ENDING = ".html"
"""Ending of a page that a sound is laid into; that sound is MP3, which every browser plays."""


@dataclass(frozen=True)
class ExportedFile:
    """A session that now stands in a file."""

    path: Path
    """The file."""
    length_ms: int
    """Length of its sound in milliseconds."""
    size_bytes: int
    """Size of the file in bytes."""


@dataclass(frozen=True)
class Item:
    """A file that is to be written."""

    path: Path
    """The file."""
    content: Track | Mix | bytes
    """A session, or whatever lies beside it."""
    written: Metadata | None = None
    """What is written on the file, if not what its score says."""
    check: Callable[[Path], None] | None = None
    """Refuses, with OutputError, what was written, before it gets its name."""
    page: Bundle | None = None
    """The page that the sound is laid into; then `path` is that page's."""

    @property
    def sound(self) -> Path:
        """Name whose ending says what kind of sound it is."""
        return self.path.with_suffix(".mp3") if self.page else self.path


def export_track(
    track: Track | Mix,
    target: Path,
    *,
    force: bool,
    progress: Callable[[int], None],
    frames: FrameStore | None = None,
    pool: WorkerPool | None = None,
    written: Metadata | None = None,
) -> ExportedFile:
    """Write `track` to `target`, in the format its ending names, and return what came of it.

    A mix is 44,100 Hz stereo (Opus: 48,000), a track 24,000 Hz mono.
    `progress` is called, again and again, with how many milliseconds are done. `frames`
    keeps an MP3's encoded sounds for the next export; `pool` encodes them (None: on
    all cores). The sound is the same in any case. `written` is what
    is written on the file, if not what its score says. Raises
    OutputError if the file can't be written, or is there already and `force` is
    not set; then, and on any other exception, no new file stands anywhere.
    """
    items = [Item(target, track, written)]
    return export_items(items, force=force, progress=progress, frames=frames, pool=pool)[0]


def export_items(
    items: Sequence[Item],
    *,
    force: bool,
    progress: Callable[[int], None],
    frames: FrameStore | None = None,
    pool: WorkerPool | None = None,
) -> list[ExportedFile]:
    """Write all of `items` or none; the rest is as for `export_track`.

    `progress` counts all of them together, and ends at the sum of their lengths.
    """
    from audiocoach.export.mp3.frame_store import FrameStore

    check_items(items, force=force)
    progress = forward(progress)
    tools = Tools(frames or FrameStore(None), pool)
    for folder in {item.path.parent for item in items}:
        clear_leftovers(folder)
    parts: list[Path] = []
    done: list[ExportedFile] = []
    with _removed(parts):
        for item in items:
            before = sum(each.length_ms for each in done)
            parts.append(hidden_beside(item.path))
            length_ms = _write_item(item, parts[-1], _from(before, item, progress), tools)
            done.append(ExportedFile(item.path, length_ms, parts[-1].stat().st_size))
        put_in_place(parts, [item.path for item in items], force=force)
    return done


@contextmanager
def _removed(parts: list[Path]) -> Iterator[None]:
    """Remove `parts` afterwards, however it ends."""

    def remove() -> None:
        for part in parts:
            part.unlink(missing_ok=True)

    with at_hard_end(remove):
        try:
            yield
        finally:
            with undisturbed():
                remove()


def _from(before: int, item: Item, progress: Callable[[int], None]) -> Callable[[int], None]:
    # A block is reported in whole milliseconds, rounded up: the next file's first may be fewer.
    most = 0 if isinstance(item.content, bytes) else item.content.score.length_ms
    return lambda ms: progress(before + min(ms, most))


def _write_item(item: Item, part: Path, progress: Callable[[int], None], tools: Tools) -> int:
    """Write `item` to `part`: its sound into its page, if it has one; return its length in ms."""
    if item.page is None:
        return write_part(item, part, progress, tools)
    sounds = [hidden_beside(item.path)]
    with _removed(sounds):
        length_ms = write_part(item, sounds[0], progress, tools)
        with naming(item.path):
            item.page.write(sounds[0], part)
        return length_ms


def write_part(item: Item, part: Path, progress: Callable[[int], None], tools: Tools) -> int:
    """Write `item` under a name of its own; return its length in milliseconds."""
    track = item.content
    if isinstance(track, bytes):
        with naming(item.path):
            part.write_bytes(track)
        return 0
    source = Source(track, progress, item.written or metadata(track.score))
    with _naming(item.path, source):
        writer(item.sound)(source, part, tools)
        if item.check:
            item.check(part)
    return track.score.length_ms


@contextmanager
def _naming(target: Path, source: Source) -> Iterator[None]:
    """Make a fault of the disk one line; a fault of a clip stays what it is."""
    try:
        yield
    except OSError as fault:
        if fault is source.fault:
            raise
        raise unwritten(target, fault) from fault


def check_items(items: Sequence[Item], *, force: bool) -> None:
    """Refuse what can be known to fail before any work is done."""
    for item in items:
        check_target(item.content, item.path, force=force, page=item.page is not None)
    _check_room(items)


def check_target(
    content: Track | Mix | bytes, target: Path, *, force: bool, page: bool = False
) -> None:
    """Refuse a file that can't be written; a `page` has its sound inside."""
    if page:
        check_page(target)
    elif target.suffix.lower() == PAGE_ENDING:
        check_sheet(target)
    elif not isinstance(content, bytes):
        writer(target)
    check_place(target, force=force)
    needed = 0 if isinstance(content, bytes) else _pcm_bytes(content)
    if target.suffix.lower() == ".wav" and needed > WAV_LIMIT_BYTES:
        raise OutputError(f"{target}: a WAV file holds at most 4 GiB, not {needed} bytes: use .mp3")


def _pcm_bytes(track: Track | Mix) -> int:
    return track.length_samples * track.channels * SAMPLE_BYTES


def check_place(target: Path, *, force: bool) -> None:
    """Refuse a file that can't stand where it is wanted."""
    if os.path.isdir(target):  # noqa: PTH112 - unlike pathlib's, it never raises
        raise OutputError(f"{target}: is a folder, not a file")
    if not os.path.isdir(target.parent):  # noqa: PTH112
        raise OutputError(f"{target}: there is no folder {target.parent}")
    if os.path.lexists(target) and not force:
        raise exists(target)


def check_page(target: Path) -> None:
    """Refuse another ending than a page's: no browser would open it."""
    if target.suffix.lower() != PAGE_ENDING:
        ending = target.suffix or "none"
        raise OutputError(f"{target}: --bundle: the ending must be {PAGE_ENDING}, not {ending}")
    if is_sheet(target):
        raise OutputError(
            f"{target}: is a page of --sheet, and that of --bundle has the same name: "
            "write one of them to another name or folder"
        )


def check_sheet(target: Path) -> None:
    """Refuse to replace the page with everything in it: only its name is that of the sheet."""
    if is_bundle(target):
        raise OutputError(
            f"{target}: is a page of --bundle, and the sheet has the same name: "
            "write one of them to another name or folder"
        )


def _check_room(items: Sequence[Item]) -> None:
    folder = items[0].path.parent
    needed = sum(estimated_bytes(item) for item in items)
    with suppress(OSError):
        total, _, free = shutil.disk_usage(folder)
        if total and needed > free:  # a file system that keeps no count reports 0 of 0
            raise OutputError(
                f"{folder}: about {megabytes(needed)} are needed, {megabytes(free)} are free"
            )


_BYTES_A_SECOND = {
    ".mp3": (6000, 6000), ".m4a": (11_300, 400), ".m4b": (11_300, 400),
    ".mp4": (11_300, 400), ".opus": (5600, 500),
    ".ogg": (5600, 500), ".flac": (25_500, 100), ".wav": (48_000, 48_000),
}  # fmt: skip
"""What a second of sound takes, and one of silence: exact where the rate is constant, else
fitted to 10 sessions of 3 to 18 minutes, with 5 to 93 % of sound; Opus was 0.8 to 1.2 times
that, AAC and FLAC within 10 %."""

_STEREO_BYTES_A_SECOND = {
    ".mp3": 16_000, ".m4a": 16_500, ".m4b": 16_500, ".mp4": 16_500, ".opus": 12_000, ".ogg": 12_000,
    ".flac": 60_000, ".wav": 176_400,
}  # fmt: skip
"""The same with music. FLAC and Opus depend on it: pink noise took 47 and 9 kB."""


def estimated_bytes(item: Item) -> int:
    """Estimate the size of a file before it is made."""
    if isinstance(item.content, bytes):
        return len(item.content)
    if item.page:
        sound_bytes = estimated_bytes(replace(item, path=item.sound, page=None))
        return item.page.estimated_bytes(sound_bytes)
    about = item.written or metadata(item.content.score)
    tag = 8000 + 100 * len(about.lines) + len(about.cover or b"")
    score, ending = item.content.score, item.path.suffix.lower()
    if item.content.channels > 1:
        return tag + score.length_ms * _STEREO_BYTES_A_SECOND[ending] // 1000
    sound_ms = sum(cue.end_ms - cue.start_ms for cue in score.cues)
    sound, silence = _BYTES_A_SECOND[ending]
    return tag + (sound_ms * sound + (score.length_ms - sound_ms) * silence) // 1000


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Find what had another name; an import asks for `__path__` each time."""
        if name.startswith("__"):
            raise AttributeError(name)
        from audiocoach.old_names import named

        return named(__name__, name)
