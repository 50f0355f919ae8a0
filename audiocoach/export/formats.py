"""The formats a session is written in, by the ending of the file's name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import OutputError
from audiocoach.export.metadata import Metadata
from audiocoach.track import Sound, Track
from audiocoach.units import SAMPLE_BYTES

if TYPE_CHECKING:
    from audiocoach.export.mp3.frame_store import FrameStore
    from audiocoach.mix import Mix
    from audiocoach.sound.encoder import Codec, Mark
    from audiocoach.workers import WorkerPool

_RIFF_HEADER_BYTES = 8


@dataclass(frozen=True)
class Tools:
    """What an MP3 is made with."""

    frames: FrameStore
    """Its encoded sounds."""
    pool: WorkerPool | None
    """Who encodes them; None: threads of its own."""


class Source:
    """A track for an encoder; separates a fault of its clips from one of the disk."""

    def __init__(
        self, track: Track | Mix, progress: Callable[[int], None], written: Metadata
    ) -> None:
        """Take the sound of `track`, reporting to `progress`, for a file that says `written`."""
        self.fault: Exception | None = None
        self.progress = progress
        self.label = written
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
        """Return the sound in blocks."""
        done, second = 0, self.track.rate * self.track.channels * SAMPLE_BYTES
        for block in self.track.blocks():
            yield block
            done += len(block)
            self.progress(-(-done * 1000 // second))


def _write_mp3(source: Source, path: Path, tools: Tools) -> None:
    from audiocoach.export.tags import id3

    tag = id3(source.label)
    if isinstance(source.track, Track):
        from audiocoach.export.mp3.splice import write_spliced

        write_spliced(source.track, path, tools.frames, source.progress, tag, tools.pool)
    else:
        from audiocoach.export.mp3.parallel import write_parts

        write_parts(source.track, path, source.progress, tag, tools.pool)


def _write_wav(source: Source, path: Path, _tools: Tools) -> None:
    import wave

    from audiocoach.export.tags import id3

    with path.open("xb") as file, wave.open(file, "wb") as wav:
        wav.setnchannels(source.track.channels)
        wav.setsampwidth(SAMPLE_BYTES)
        wav.setframerate(source.track.rate)
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


_CHPL_BYTES = 255
"""Most of a title in Nero's list of chapters: its length is one byte. FFmpeg cuts a longer
one in the midst of a character, and then mutagen can't read the file."""


def _cut(text: str, most_bytes: int) -> str:
    """Return `text`, with dots for its end where it has more than `most_bytes` in UTF-8."""
    if len(text.encode()) <= most_bytes:
        return text
    return f"{text.encode()[: most_bytes - 3].decode(errors='ignore')}…"


def _write_aac(source: Source, path: Path, _tools: Tools) -> None:
    from audiocoach.export.tags import tag_mp4
    from audiocoach.sound.encoder import AAC, AAC_BOOK

    codec = AAC_BOOK if path.suffix == ".m4b" else AAC
    marks = [
        (_cut(each.title, _CHPL_BYTES), each.start_ms, each.end_ms)
        for each in source.label.chapters
    ]
    _encode(source, path, codec, marks)
    if path.suffix == ".m4b":
        from audiocoach.export.picture_track import add_pictures

        add_pictures(path, source.label)
    tag_mp4(path, source.label, source.track.length_samples)


def _write_opus(source: Source, path: Path, _tools: Tools) -> None:
    from audiocoach.export.tags import tag_opus
    from audiocoach.sound.encoder import OPUS

    _encode(source, path, OPUS)
    tag_opus(path, source.label)


def _write_flac(source: Source, path: Path, _tools: Tools) -> None:
    from audiocoach.export.tags import tag_flac
    from audiocoach.sound.encoder import FLAC

    _encode(source, path, FLAC)
    tag_flac(path, source.label)


def _encode(source: Source, path: Path, codec: Codec, marks: Sequence[Mark] = ()) -> None:
    from audiocoach.sound.encoder import encode
    from audiocoach.sound.pcm_format import PcmFormat

    form = PcmFormat(source.track.rate, source.track.channels)
    with path.open("x+b") as file:
        encode(source, file, codec, marks, form, source.label.language)


Writer = Callable[[Source, Path, Tools], None]
_WRITERS: dict[str, Writer] = {
    ".mp3": _write_mp3,
    ".m4a": _write_aac,
    ".m4b": _write_aac,
    ".mp4": _write_aac,
    ".opus": _write_opus,
    ".ogg": _write_opus,
    ".flac": _write_flac,
    ".wav": _write_wav,
}
ENDINGS = tuple(_WRITERS)
"""What a file's name may end with."""


def writer(target: Path) -> Writer:
    """Return what writes a file with the ending of `target`; OutputError for any other ending."""
    found = _WRITERS.get(target.suffix.lower())
    if found is None:
        if target.suffix.lower() == ".html":
            raise OutputError(f"{target}: a page with the sound in it is written with --bundle")
        ending = target.suffix or "none"
        raise OutputError(
            f"{target}: the ending must be one of {', '.join(ENDINGS)}, not {ending};"
            " a folder ends with a slash"
        )
    return found
