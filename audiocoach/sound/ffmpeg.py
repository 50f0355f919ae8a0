"""FFmpeg in process: resampling, loudness, limiting, and the MP3 encoder.

Wraps PyAV, because its wheels bring FFmpeg's libraries and libmp3lame along, so
that no ffmpeg program has to be on the machine.
"""

from __future__ import annotations

import io
import math
from array import array
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import cast

import av
import av.error
import av.filter

from audiocoach.units import SAMPLE_BYTES, SAMPLE_RATE

MP3_BITS_A_SECOND = 48_000
"""Constant rate of the MP3 we write: transparent for speech at 24,000 Hz mono."""

_Filters = Sequence[tuple[str, str]]
_SINC = "filter_size=64:cutoff=0.97"
_S16: tuple[str, str] = ("aformat", "sample_fmts=s16")
_DOUBLE: tuple[str, str] = ("aformat", "sample_fmts=dbl")
_OVERSAMPLED = 4 * SAMPLE_RATE
_GATE_LUFS = -70


def resample(pcm: bytes, rate: int) -> bytes:
    """Bring `pcm` (16-bit mono at `rate`) to 24,000 Hz, without delay.

    Flat within 0.1 dB up to 9 kHz from 22,050 Hz on, images below -60 dB.
    """
    return _filtered(pcm, rate, [("aresample", f"{SAMPLE_RATE}:{_SINC}"), _S16])


def decode(data: bytes) -> bytes:
    """Give the sound in `data`, a whole file of any kind, as 24,000 Hz mono 16-bit.

    Raises ValueError if there is none in it, or if it is damaged or an MP3 whose
    last frame is cut short.
    """
    try:
        with av.open(io.BytesIO(data)) as container:
            return b"".join(_decoded(container))
    except (av.error.FFmpegError, IndexError) as error:
        raise ValueError(f"not sound that FFmpeg can decode ({error})") from error


def _decoded(container: av.container.InputContainer) -> Iterator[bytes]:
    """Decode the first audio stream; IndexError if there is none."""
    stream = container.streams.audio[0]
    graph = av.filter.Graph()
    resampling = f"{SAMPLE_RATE}:{_SINC}:out_chlayout=mono:out_sample_fmt=s16"
    source = graph.add_abuffer(template=stream, time_base=stream.time_base)
    sink = graph.add("abuffersink")
    graph.link_nodes(source, graph.add("aresample", resampling), sink).configure()
    for packet in container.demux(stream):
        _check_whole(bytes(packet), stream.codec_context)
        for frame in packet.decode():
            source.push(frame)
            yield from _pulled(sink, SAMPLE_BYTES)
    source.push(None)
    yield from _pulled(sink, SAMPLE_BYTES)


def _check_whole(frame: bytes, codec: av.AudioCodecContext) -> None:
    """Refuse an MP3 frame that is shorter than its header says: FFmpeg makes it up."""
    if frame and codec.name.startswith("mp3"):
        due = _mp3_frame_bytes(frame[:4].ljust(4, b"\0"), codec.sample_rate)
        if len(frame) < max(due, 4):
            raise ValueError(f"cut short: the last frame has {len(frame)} of {due} bytes")


_KBITS = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Rates of layer III by number, for MPEG-1 (True) and MPEG-2 and 2.5 (ISO 11172-3, 13818-3)."""


def _mp3_frame_bytes(head: bytes, rate: int) -> int:
    """Read a layer III frame's size from its header of four bytes."""
    is_mpeg1 = bool(head[1] & 0x08) and bool(head[1] & 0x10)
    kbits = _KBITS[is_mpeg1][head[2] >> 4]
    return (144_000 if is_mpeg1 else 72_000) * kbits // rate + (head[2] >> 1 & 1)


def limit(pcm: bytes, ceiling_dbtp: float, gain_db: float = 0.0, release_ms: int = 50) -> bytes:
    """Make `pcm` louder by `gain_db`, its true peak at most about `ceiling_dbtp`.

    Works ahead at four times the rate, so that peaks between samples count; lets go
    within `release_ms` after a peak; length and timing stay as they are.
    """
    ceiling = 10 ** (ceiling_dbtp / 20)
    limited = _filtered(
        pcm,
        SAMPLE_RATE,
        [
            ("aresample", f"{_OVERSAMPLED}:{_SINC}"),
            ("aformat", "sample_fmts=dbl"),
            ("volume", f"{gain_db}dB:precision=double"),
            ("alimiter", f"limit={ceiling}:attack=5:release={release_ms}:level=0:latency=1"),
            ("aresample", f"{SAMPLE_RATE}:{_SINC}"),
            _S16,
        ],
    )
    return limited[: len(pcm)].ljust(len(pcm), b"\0")


def stretch(pcm: bytes, speed: float) -> bytes:
    """Play `pcm` `speed` times as fast, 0.5 to 100, at its own pitch.

    FFmpeg's atempo adds overlapping windows of 43 ms: sounds begin and end up to
    that much beside their due place.
    """
    return _filtered(pcm, SAMPLE_RATE, [("atempo", f"{speed!r}"), _S16])


def integrated_lufs(pcm: bytes) -> float:
    """Measure the loudness of `pcm` alone, in LUFS: much faster than with its peak.

    Gates and averages 400 ms blocks as BS.1770-4 says (mono: one channel, weight 1).
    """
    steps = _powers(pcm)
    blocks = [sum(steps[i : i + 4]) / 4 for i in range(len(steps) - 3)]
    loud = [power for power in blocks if _lufs(power) > _GATE_LUFS]
    gate = _lufs(_mean(loud)) - 10
    return _lufs(_mean([power for power in loud if _lufs(power) > gate]))


def _powers(pcm: bytes) -> list[float]:
    """Mean square of every whole 100 ms of the K-weighted sound."""
    step = SAMPLE_RATE // 10
    weighted = array("d")
    for block in _doubles(pcm, [_DOUBLE, *_k_weighting()]):
        weighted.extend(block)
    return [
        sum(sample * sample for sample in weighted[i : i + step]) / step
        for i in range(0, len(weighted) - step + 1, step)
    ]


def _k_weighting() -> _Filters:
    """Write the two filters of BS.1770-4 at our rate, by libebur128's formulas."""
    k = math.tan(math.pi * 1681.974450955533 / SAMPLE_RATE)
    q, high = 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    shelf = _biquad(
        (high + band * k / q + k * k, 2 * (k * k - high), high - band * k / q + k * k),
        (1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k),
    )
    k, q = math.tan(math.pi * 38.13547087602444 / SAMPLE_RATE), 0.5003270373238773
    a0 = 1 + k / q + k * k
    return [shelf, _biquad((a0, -2 * a0, a0), (a0, 2 * (k * k - 1), 1 - k / q + k * k))]


def _biquad(b: tuple[float, float, float], a: tuple[float, float, float]) -> tuple[str, str]:
    """Write a filter of second order for FFmpeg."""
    names = ("b0", "b1", "b2", "a0", "a1", "a2")
    return "biquad", ":".join(
        f"{name}={value!r}" for name, value in zip(names, (*b, *a), strict=True)
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _lufs(power: float) -> float:
    return -0.691 + _decibels(math.sqrt(power))


def _decibels(amplitude: float) -> float:
    return 20 * math.log10(amplitude) if amplitude > 0 else -math.inf


def _doubles(pcm: bytes, filters: _Filters) -> Iterator[array[float]]:
    """Send `pcm` through `filters`, which end in doubles."""
    for block in _through(pcm, SAMPLE_RATE, filters, 8):
        yield array("d", block)


def _filtered(pcm: bytes, rate: int, filters: _Filters) -> bytes:
    """Send `pcm` through `filters`, which end in 16 bits."""
    return b"".join(_through(pcm, rate, filters, SAMPLE_BYTES))


def _through(pcm: bytes, rate: int, filters: _Filters, width: int) -> Iterator[bytes]:
    """Send `pcm` through `filters`; give what comes out, `width` bytes a sample."""
    if not pcm:
        return
    graph = av.filter.Graph()
    source = graph.add_abuffer(
        sample_rate=rate, format="s16", layout="mono", time_base=Fraction(1, rate)
    )
    nodes = [source, *(graph.add(*each) for each in filters), graph.add("abuffersink")]
    graph.link_nodes(*nodes).configure()
    for frame in (*_frames([pcm], rate), None):
        source.push(frame)
        yield from _pulled(nodes[-1], width)


def _pulled(sink: av.filter.context.FilterContext, width: int) -> Iterator[bytes]:
    """Give all that is ready."""
    while True:
        try:
            frame = cast("av.AudioFrame", sink.pull())
        except (av.error.BlockingIOError, av.error.EOFError):
            return
        yield bytes(frame.planes[0])[: frame.samples * width]


def _frames(blocks: Iterable[bytes], rate: int) -> Iterator[av.AudioFrame]:
    """Wrap blocks of 16-bit mono for FFmpeg, at most a second each."""
    start = 0
    for block in blocks:
        for at in range(0, len(block), rate * SAMPLE_BYTES):
            frame = _frame(block[at : at + rate * SAMPLE_BYTES], rate, start)
            start += frame.samples
            yield frame


def _frame(pcm: bytes, rate: int, start: int) -> av.AudioFrame:
    frame = av.AudioFrame(format="s16", layout="mono", samples=len(pcm) // SAMPLE_BYTES)
    frame.sample_rate = rate
    frame.time_base = Fraction(1, rate)
    frame.pts = start
    plane = frame.planes[0]
    plane.update(pcm.ljust(plane.buffer_size, b"\0"))
    return frame


def encode_frames(pcm: bytes) -> list[bytes]:
    """Give `pcm` as MP3 frames that each stand alone: the bit reservoir is off.

    Frame n of the list is frame n of a file that begins with `pcm`.
    """
    encoder = av.CodecContext.create("libmp3lame", "w")
    assert isinstance(encoder, av.AudioCodecContext)
    encoder.sample_rate = SAMPLE_RATE
    encoder.layout = "mono"
    encoder.format = "s16p"
    encoder.bit_rate = MP3_BITS_A_SECOND
    encoder.options = {"reservoir": "0"}
    packets = [packet for frame in _frames([pcm], SAMPLE_RATE) for packet in encoder.encode(frame)]
    return [bytes(packet) for packet in [*packets, *encoder.encode(None)]]
