"""Whole files encoded in blocks: AAC, Opus and FLAC in their containers.

Wraps PyAV's muxers and encoders, because its wheels bring FFmpeg's along. The
sound comes in blocks and goes out as it comes, so memory doesn't grow with length.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain
from typing import BinaryIO

import av
import av.audio.stream
from av.codec.context import Flags

from audiocoach.sound.ffmpeg import wrapped
from audiocoach.sound.pcm_format import HOUSE, PcmFormat


@dataclass(frozen=True)
class Codec:
    """How a kind of file is encoded."""

    name: str
    """FFmpeg's encoder."""
    container: str
    """FFmpeg's muxer."""
    sample_format: str
    """What the encoder takes."""
    bits_a_second: int | None = None
    """Rate asked for with speech, mono; None where nothing is lost."""
    stereo_bits_a_second: int | None = None
    """Rate asked for with music, stereo."""
    stereo_rate: int | None = None
    """Samples a second with music, where the codec doesn't take 44,100."""
    options: dict[str, str] = field(default_factory=dict)
    """Further words for the muxer."""


AAC = Codec("aac", "ipod", "fltp", 64_000, 128_000)
"""64 kbit/s: FFmpeg's own AAC is the weakest encoder here, and at 48 tones get rough."""
AAC_BOOK = Codec("aac", "ipod", "fltp", 64_000, 128_000, options={"brand": "M4B "})
"""The same, marked as an audio book: players keep the place where one stopped."""
OPUS = Codec("libopus", "opus", "s16", 32_000, 96_000, 48_000)
"""32 kbit/s: inside what the Xiph wiki names for mono speech at full band (24 to 40); 96 is
what it names for stereo music over the network."""
FLAC = Codec("flac", "flac", "s16")
"""Nothing is lost."""

Mark = tuple[str, int, int]
"""A chapter's title, start and end in milliseconds."""


def encode(
    blocks: Iterable[bytes],
    file: BinaryIO,
    codec: Codec,
    chapters: Iterable[Mark] = (),
    form: PcmFormat = HOUSE,
    language: str = "und",
) -> None:
    """Write `blocks` of `form` (16-bit) to `file`, which can seek.

    `chapters` and `language` (ISO 639-2) go into containers that have a place for
    them. The same sound results in the same bytes. Raises OSError if `file` takes no more.
    """
    options = {"fflags": "+bitexact", **codec.options}
    sink = _Sink(file)
    with (
        _raising(sink),
        av.open(sink, "w", format=codec.container, container_options=options) as container,
    ):
        is_stereo = form.channels > 1
        rate = (is_stereo and codec.stereo_rate) or form.rate
        stream = container.add_stream(codec.name, rate=rate)
        assert isinstance(stream, av.audio.stream.AudioStream)
        stream.codec_context.layout = form.layout
        stream.codec_context.format = codec.sample_format
        stream.codec_context.flags |= Flags.bitexact
        stream.metadata["language"] = language
        bits = codec.stereo_bits_a_second if is_stereo else codec.bits_a_second
        if bits:
            stream.bit_rate = bits
        container.set_chapters([_chapter(n, *mark) for n, mark in enumerate(chapters, 1)])
        _feed(container, stream, sink.checked(wrapped(blocks, form)))


class _Sink:
    """A file as FFmpeg's muxer gets it: it never fails, but remembers that it did.

    PyAV keeps one fault of a callback until FFmpeg has returned. A second one, as on a
    full disk, makes it print the first with a traceback; and what isn't an Exception,
    such as Ctrl-C, is printed and lost.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._at = file, file.tell()
        self.fault: BaseException | None = None

    def write(self, data: bytes) -> int:
        self._try(lambda: self._file.write(data))
        self._at += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = offset if whence == os.SEEK_SET else self._at + offset
        self._try(lambda: self._file.seek(self._at))
        return self._at

    def tell(self) -> int:
        return self._at

    def checked(self, frames: Iterable[av.AudioFrame]) -> Iterator[av.AudioFrame]:
        """Yield `frames` as long as they can be written."""
        for frame in frames:
            if self.fault is not None:
                return
            yield frame

    def _try(self, work: Callable[[], object]) -> None:
        if self.fault is None:
            try:
                work()
            except BaseException as fault:  # raised again by `_raising`
                self.fault = fault


@contextmanager
def _raising(sink: _Sink) -> Iterator[None]:
    """Raise what failed in `sink`, once FFmpeg is through."""
    try:
        yield
    finally:
        if sink.fault is not None:
            raise sink.fault


def _feed(
    container: av.container.OutputContainer,
    stream: av.audio.stream.AudioStream,
    frames: Iterable[av.AudioFrame],
) -> None:
    to = stream.codec_context
    resampler = av.AudioResampler(to.format, to.layout, to.sample_rate)
    for frame in chain(frames, [None]):  # None: the resampler flushes what it still holds
        for part in resampler.resample(frame):
            container.mux(stream.encode(part))
    container.mux(stream.encode(None))


def _chapter(number: int, title: str, start_ms: int, end_ms: int) -> av.container.core.Chapter:
    return {
        "id": number,
        "start": start_ms,
        "end": end_ms,
        "time_base": Fraction(1, 1000),
        "metadata": {"title": title},
    }
