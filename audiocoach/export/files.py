"""A track written to a file, whole or not at all."""

from __future__ import annotations

import os
import secrets
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from audiocoach.errors import OutputError
from audiocoach.track import Sound, Track
from audiocoach.units import SAMPLE_BYTES, SAMPLE_RATE, ms_to_bytes, samples_to_ms

WAV_LIMIT_BYTES = 2**32 - 1 - 36
"""Most sound a WAV file can hold: its sizes are 32-bit numbers, and the header counts too."""


@dataclass(frozen=True)
class Exported:
    """A session that now stands in a file."""

    path: Path
    """The file."""
    length_ms: int
    """Length of its sound in milliseconds."""
    size_bytes: int
    """Size of the file in bytes."""


def export_track(
    track: Track,
    target: Path,
    *,
    force: bool,
    progress: Callable[[int], None],
    frames: Path | None = None,
) -> Exported:
    """Write `track` to `target`, as MP3 or WAV by its ending, and tell what came of it.

    `progress` is told, again and again, how many milliseconds are done. `frames` is
    the folder where an MP3's encoded sounds are kept for the next export. Raises
    OutputError if the file can't be written, or is there already and `force` is
    not given; then, and on any other exception, no new file stands anywhere.
    """
    write = _writer(target)
    check_target(track, target, force=force)
    part = _part(target)
    source = _Source(track, progress)
    try:
        write(source, part, frames)
        size = part.stat().st_size
        _put_in_place(part, target, force=force)
    except OSError as fault:
        if fault is source.fault:
            raise
        raise OutputError(f"{target}: can't be written: {fault.strerror or fault}") from fault
    finally:
        part.unlink(missing_ok=True)
    return Exported(target, track.score.length_ms, size)


class _Source:
    """A track for an encoder; tells a fault of its clips from one of the disk."""

    def __init__(self, track: Track, progress: Callable[[int], None]) -> None:
        self.fault: Exception | None = None
        self.progress = progress
        self.track = replace(track, clip=self._watched(track.clip))

    def _watched(self, clip: Callable[[str], Sound]) -> Callable[[str], Sound]:
        def watched(text: str) -> Sound:
            try:
                return clip(text)
            except Exception as fault:
                self.fault = fault
                raise

        return watched

    def __iter__(self) -> Iterator[bytes]:
        done = 0
        for block in self.track.blocks():
            yield block
            done += len(block) // SAMPLE_BYTES
            self.progress(samples_to_ms(done))


def _write_mp3(source: _Source, path: Path, frames: Path | None) -> None:
    from audiocoach.export.frames import FrameStore
    from audiocoach.export.splice import write_spliced

    write_spliced(source.track, path, FrameStore(frames), source.progress)


def _write_wav(source: _Source, path: Path, _frames: Path | None) -> None:
    with path.open("xb") as file, wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(SAMPLE_BYTES)
        wav.setframerate(SAMPLE_RATE)
        for block in source:
            wav.writeframesraw(block)


_Writer = Callable[[_Source, Path, "Path | None"], None]
_WRITERS: dict[str, _Writer] = {".mp3": _write_mp3, ".wav": _write_wav}


def _writer(target: Path) -> _Writer:
    writer = _WRITERS.get(target.suffix.lower())
    if writer is None:
        ending = target.suffix or "none"
        raise OutputError(
            f"{target}: the ending must be {' or '.join(_WRITERS)}, not {ending};"
            " a folder ends with a slash"
        )
    return writer


def check_target(track: Track, target: Path, *, force: bool) -> None:
    """Refuse what can be known to fail before any work is done."""
    _check_place(target, force=force)
    needed = ms_to_bytes(track.score.length_ms)
    if target.suffix.lower() == ".wav" and needed > WAV_LIMIT_BYTES:
        raise OutputError(f"{target}: a WAV file holds at most 4 GiB, not {needed} bytes: use .mp3")


def write_file(data: bytes, target: Path, *, force: bool) -> None:
    """Write `data` to `target`, whole or not at all.

    Raises OutputError if that can't be done, or if it is there already and `force`
    is not given.
    """
    _check_place(target, force=force)
    part = _part(target)
    try:
        part.write_bytes(data)
        _put_in_place(part, target, force=force)
    except OSError as fault:
        raise OutputError(f"{target}: can't be written: {fault.strerror or fault}") from fault
    finally:
        part.unlink(missing_ok=True)


def _part(target: Path) -> Path:
    """Name a file beside `target` for what isn't finished."""
    return target.with_name(f".audiocoach-{secrets.token_hex(6)}{target.suffix.lower()}")


def _check_place(target: Path, *, force: bool) -> None:
    """Refuse a folder, a folder that isn't there, and without `force` a file that is."""
    if target.is_dir():
        raise OutputError(f"{target}: is a folder, not a file")
    if not target.parent.is_dir():
        raise OutputError(f"{target}: there is no folder {target.parent}")
    if os.path.lexists(target) and not force:
        raise _exists(target)


def _exists(target: Path) -> OutputError:
    return OutputError(f"{target}: exists already; --force overwrites it")


def _put_in_place(part: Path, target: Path, *, force: bool) -> None:
    """Give the finished file its name, without `force` never over another file."""
    if not force:
        _claim(part, target)
    part.replace(target)


def _claim(part: Path, target: Path) -> None:
    """Make `target` ours, even if another program tries the same just now.

    A hard link takes the name together with the whole sound. Where the file
    system has none (FAT, some network drives), an empty file takes the name.
    """
    try:
        _take_name(part, target)
    except FileExistsError as fault:
        raise _exists(target) from fault


def _take_name(part: Path, target: Path) -> None:
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except (OSError, AttributeError, NotImplementedError):
        target.open("xb").close()
