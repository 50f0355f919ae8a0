"""A track written to a file, whole or not at all."""

from __future__ import annotations

import os
import secrets
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import OutputError
from audiocoach.track import Sound, Track
from audiocoach.units import SAMPLE_BYTES

if TYPE_CHECKING:
    from audiocoach.mix import Mix

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
    track: Track | Mix,
    target: Path,
    *,
    force: bool,
    progress: Callable[[int], None],
    frames: Path | None = None,
) -> Exported:
    """Write `track` to `target`, as MP3 or WAV by its ending, and tell what came of it.

    With music it is 44,100 Hz stereo, else 24,000 Hz mono.

    `progress` is told, again and again, how many milliseconds are done. `frames` is
    the folder where an MP3's encoded sounds are kept for the next export. Raises
    OutputError if the file can't be written, or is there already and `force` is
    not given; then, and on any other exception, no new file stands anywhere.
    """
    write = _writer(target)
    check_target(track, target, force=force)
    part = target.with_name(f".audiocoach-{secrets.token_hex(6)}{target.suffix.lower()}")
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

    def __init__(self, track: Track | Mix, progress: Callable[[int], None]) -> None:
        self.fault: Exception | None = None
        self.progress = progress
        self.track: Track | Mix
        if isinstance(track, Track):
            self.track = self._watched_track(track)
        else:
            self.track = replace(track, track=self._watched_track(track.track))

    def _watched_track(self, track: Track) -> Track:
        return replace(track, clip=self._watched(track.clip))

    def _watched(self, clip: Callable[[str], Sound]) -> Callable[[str], Sound]:
        def watched(text: str) -> Sound:
            try:
                return clip(text)
            except Exception as fault:
                self.fault = fault
                raise

        return watched

    def __iter__(self) -> Iterator[bytes]:
        done, second = 0, self.track.rate * self.track.channels * SAMPLE_BYTES
        for block in self.track.blocks():
            yield block
            done += len(block)
            self.progress(-(-done * 1000 // second))


def _write_mp3(source: _Source, path: Path, frames: Path | None) -> None:
    from audiocoach.export.frames import FrameStore
    from audiocoach.export.splice import write_spliced

    if isinstance(source.track, Track):
        write_spliced(source.track, path, FrameStore(frames), source.progress)
    else:
        from audiocoach.export.parts import write_parts

        write_parts(source.track, path, source.progress)


def _write_wav(source: _Source, path: Path, _frames: Path | None) -> None:
    with path.open("xb") as file, wave.open(file, "wb") as wav:
        wav.setnchannels(source.track.channels)
        wav.setsampwidth(SAMPLE_BYTES)
        wav.setframerate(source.track.rate)
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


def check_target(track: Track | Mix, target: Path, *, force: bool) -> None:
    """Refuse what can be known to fail before any work is done."""
    if target.is_dir():
        raise OutputError(f"{target}: is a folder, not a file")
    if not target.parent.is_dir():
        raise OutputError(f"{target}: there is no folder {target.parent}")
    if os.path.lexists(target) and not force:
        raise _exists(target)
    needed = track.length_samples * track.channels * SAMPLE_BYTES
    if target.suffix.lower() == ".wav" and needed > WAV_LIMIT_BYTES:
        raise OutputError(f"{target}: a WAV file holds at most 4 GiB, not {needed} bytes: use .mp3")


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
