"""A track written to a file, whole or not at all."""

from __future__ import annotations

import os
import secrets
import wave
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import OutputError
from audiocoach.export.label import Label, label
from audiocoach.track import Sound, Track
from audiocoach.units import SAMPLE_BYTES, SAMPLE_RATE, ms_to_bytes, samples_to_ms

if TYPE_CHECKING:
    from audiocoach.sound.encoder import Codec, Mark

_RIFF_HEADER_BYTES = 8
WAV_LIMIT_BYTES = 2**32 - 1 - 36 - 64_000_000
"""Most sound a WAV file can hold: its sizes are 32-bit numbers, and the header and the tag
count too."""


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
    written: Label | None = None,
) -> Exported:
    """Write `track` to `target`, in the format its ending names, and tell what came of it.

    `progress` is told, again and again, how many milliseconds are done. `frames` is
    the folder where an MP3's encoded sounds are kept for the next export, `written`
    what is written on the file, if not what its score tells. Raises
    OutputError if the file can't be written, or is there already and `force` is
    not given; then, and on any other exception, no new file stands anywhere.
    """
    write = _writer(target)
    check_target(track, target, force=force)
    part = target.with_name(f".audiocoach-{secrets.token_hex(6)}{target.suffix.lower()}")
    source = _Source(track, progress, written or label(track.score))
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

    def __init__(self, track: Track, progress: Callable[[int], None], written: Label) -> None:
        self.fault: Exception | None = None
        self.progress = progress
        self.label = written
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
    from audiocoach.export.tags import id3

    write_spliced(source.track, path, FrameStore(frames), source.progress, id3(source.label))


def _write_wav(source: _Source, path: Path, _frames: Path | None) -> None:
    from audiocoach.export.tags import id3

    with path.open("xb") as file, wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(SAMPLE_BYTES)
        wav.setframerate(SAMPLE_RATE)
        for block in source:
            wav.writeframesraw(block)
    _append_id3(path, id3(source.label))


def _append_id3(path: Path, tag: bytes) -> None:
    """Put `tag` behind a WAV file's sound, in a chunk of its own, as most programs do."""
    even = tag + bytes(len(tag) % 2)
    with path.open("r+b") as file:
        file.seek(0, os.SEEK_END)
        file.write(b"id3 " + len(tag).to_bytes(4, "little") + even)
        size = file.tell() - _RIFF_HEADER_BYTES
        file.seek(4)
        file.write(size.to_bytes(4, "little"))


def _write_aac(source: _Source, path: Path, _frames: Path | None) -> None:
    from audiocoach.export.tags import tag_mp4
    from audiocoach.sound.encoder import AAC, AAC_BOOK

    codec = AAC_BOOK if path.suffix == ".m4b" else AAC
    marks = [(each.title, each.start_ms, each.end_ms) for each in source.label.chapters]
    _encode(source, path, codec, marks)
    tag_mp4(path, source.label)


def _write_opus(source: _Source, path: Path, _frames: Path | None) -> None:
    from audiocoach.export.tags import tag_opus
    from audiocoach.sound.encoder import OPUS

    _encode(source, path, OPUS)
    tag_opus(path, source.label)


def _write_flac(source: _Source, path: Path, _frames: Path | None) -> None:
    from audiocoach.export.tags import tag_flac
    from audiocoach.sound.encoder import FLAC

    _encode(source, path, FLAC)
    tag_flac(path, source.label)


def _encode(source: _Source, path: Path, codec: Codec, marks: Sequence[Mark] = ()) -> None:
    from audiocoach.sound.encoder import encode

    with path.open("x+b") as file:
        encode(source, file, codec, marks)


_Writer = Callable[[_Source, Path, "Path | None"], None]
_WRITERS: dict[str, _Writer] = {
    ".mp3": _write_mp3,
    ".m4a": _write_aac,
    ".m4b": _write_aac,
    ".opus": _write_opus,
    ".ogg": _write_opus,
    ".flac": _write_flac,
    ".wav": _write_wav,
}
ENDINGS = tuple(_WRITERS)
"""What a file's name may end with."""


def _writer(target: Path) -> _Writer:
    writer = _WRITERS.get(target.suffix.lower())
    if writer is None:
        ending = target.suffix or "none"
        raise OutputError(
            f"{target}: the ending must be one of {', '.join(ENDINGS)}, not {ending};"
            " a folder ends with a slash"
        )
    return writer


def check_target(track: Track, target: Path, *, force: bool) -> None:
    """Refuse what can be known to fail before any work is done."""
    if target.is_dir():
        raise OutputError(f"{target}: is a folder, not a file")
    if not target.parent.is_dir():
        raise OutputError(f"{target}: there is no folder {target.parent}")
    if os.path.lexists(target) and not force:
        raise _exists(target)
    needed = ms_to_bytes(track.score.length_ms)
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
