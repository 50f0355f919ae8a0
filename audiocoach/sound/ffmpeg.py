"""FFmpeg in process: resampling, limiting, mixing.

Wraps PyAV, because its wheels bring FFmpeg's libraries and libmp3lame along, so
that no ffmpeg program has to be on the machine.
"""

from __future__ import annotations

import errno
import io
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import pairwise
from math import inf
from operator import add
from typing import BinaryIO, cast

import av
import av.error
import av.filter

from audiocoach.sound.frame_header import frame_bytes
from audiocoach.sound.pcm_format import FLOATS, HOUSE, STEREO, PcmFormat
from audiocoach.sound.truncation import missing_bytes
from audiocoach.units import SAMPLE_BYTES, SAMPLE_RATE, ms_to_bytes, ms_to_samples

Filters = Sequence[tuple[str, str]]
_SINC = "filter_size=64:cutoff=0.97"
_FAST_SINC = _SINC + ":internal_sample_fmt=fltp"
"""As good for 16 bits: the difference is 111 dB below the sound."""
_S16: tuple[str, str] = ("aformat", "sample_fmts=s16")


def resample(pcm: bytes, rate: int) -> bytes:
    """Bring `pcm` (16-bit mono at `rate`) to 24,000 Hz, without delay.

    Flat within 0.1 dB up to 9 kHz from 22,050 Hz on, images below -60 dB.
    """
    return _filtered(pcm, rate, [("aresample", f"{SAMPLE_RATE}:{_SINC}"), _S16])


def decode(data: bytes, most_ms: float = inf) -> bytes:
    """Return the sound in `data`, a whole file of any kind, as 24,000 Hz mono 16-bit.

    Raises ValueError if there is none in it, if it is longer than `most_ms`, or if it is
    damaged: a WAV, FLAC or Ogg file that is cut short, or an MP3 whose last frame is.
    """
    missing = missing_bytes(data)
    if missing:
        raise ValueError(f"it is cut short: {missing:,} bytes are missing")
    sound = bytearray()
    try:
        with av.open(io.BytesIO(data)) as container:
            for piece in _decoded(container):
                sound += piece
                if len(sound) > most_ms * ms_to_bytes(1):
                    raise ValueError(f"it lasts more than {most_ms:.0f} ms")
    except (av.error.FFmpegError, IndexError) as error:
        raise _unreadable(error) from error
    # A resampler may keep some milliseconds to itself.
    if len(sound) // SAMPLE_BYTES + ms_to_samples(10) < _flac_samples(data):
        raise ValueError("it is cut short: samples are missing")
    return bytes(sound)


def _flac_samples(data: bytes) -> int:
    """Return how many samples at our rate a FLAC file promises; 0 where that isn't said."""
    if data[:4] != b"fLaC":
        return 0
    # STREAMINFO (RFC 9639, section 8.2): 20 bits of rate, 8 of its form, 36 of its length.
    packed = int.from_bytes(data[18:26], "big")
    rate, samples = packed >> 44, packed & ((1 << 36) - 1)
    return samples * SAMPLE_RATE // rate if rate else 0


def _unreadable(error: av.error.FFmpegError | IndexError) -> ValueError:
    """Say it in plain words: FFmpeg's own are about numbers and functions."""
    if isinstance(error, IndexError):
        return ValueError("there is no sound in it")
    if isinstance(error, (av.error.InvalidDataError, av.error.EOFError)):
        return ValueError("it is damaged, or of an unknown kind")
    return ValueError(f"it can't be read: {error.strerror}")


def _decoded(container: av.container.InputContainer) -> Iterator[bytes]:
    """Decode the first audio stream; IndexError if there is none."""
    stream = container.streams.audio[0]
    graph = _graph()
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


def has_sound(file: BinaryIO) -> bool:
    """Return whether FFmpeg finds an audio stream in `file`."""
    try:
        with av.open(file) as container:
            return bool(container.streams.audio)
    except av.error.FFmpegError:
        return False
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        return False  # FFmpeg sought before the beginning of what is too short to be anything


def read_floats(file: BinaryIO, gain_db: float = 0.0) -> Iterator[bytes]:
    """Decode the first audio stream of `file` as `FLOATS`, `gain_db` louder, block by block.

    What lies before and behind the sound (tags, say) is passed over; ValueError
    for damage between.
    """
    try:
        with av.open(file) as container:
            yield from _floats(container, gain_db)
    except (av.error.FFmpegError, IndexError) as error:
        raise _unreadable(error) from error


def _floats(container: av.container.InputContainer, gain_db: float) -> Iterator[bytes]:
    stream = container.streams.audio[0]
    graph = av.filter.Graph()
    source = graph.add_abuffer(template=stream, time_base=stream.time_base)
    resampling = f"{FLOATS.rate}:{_SINC}:out_chlayout=stereo:out_sample_fmt=flt"
    sink = graph.add("abuffersink")
    gain = graph.add("volume", f"{gain_db}dB")
    graph.link_nodes(source, graph.add("aresample", resampling), gain, sink).configure()
    for frame in _sound_frames(container, stream):
        source.push(frame)
        yield from _pulled(sink, FLOATS.width)
    source.push(None)
    yield from _pulled(sink, FLOATS.width)


def _sound_frames(
    container: av.container.InputContainer, stream: av.AudioStream
) -> Iterator[av.AudioFrame]:
    """Decode `stream`; a packet that can't be decoded is a fault between two that can."""
    begun, fault = False, None
    for packet in container.demux(stream):
        try:
            frames = packet.decode()
        except av.error.FFmpegError as error:
            fault = error if begun else None
            continue
        if frames and fault:
            raise fault
        begun = begun or bool(frames)
        yield from frames


def _check_whole(frame: bytes, codec: av.AudioCodecContext) -> None:
    """Refuse an MP3 frame that is shorter than its header says: FFmpeg makes it up."""
    if frame and codec.name.startswith("mp3"):
        due = frame_bytes(frame[:4].ljust(4, b"\0"), codec.sample_rate)
        if len(frame) < max(due, 4):
            raise ValueError(f"it is cut short: the last frame has {len(frame)} of {due} bytes")


def limit(
    pcm: bytes,
    ceiling_dbtp: float,
    gain_db: float = 0.0,
    rate: int = SAMPLE_RATE,
    release_ms: int = 50,
    oversampling: int = 4,
    above_hz: int | None = None,
) -> bytes:
    """Make `pcm`, 16-bit mono at `rate`, louder by `gain_db`; return it at 24,000 Hz.

    Its true peak is then at most about `ceiling_dbtp`. Works ahead at `oversampling`
    times the rate, so that peaks between samples count; lets go within `release_ms` after
    a peak; length and timing stay as they are. What lies below `above_hz` is taken out first.
    All of it is one chain of filters: setting one up takes FFmpeg longer than sending a word
    through.
    """
    ceiling = 10 ** (ceiling_dbtp / 20)
    limited = _filtered(
        pcm,
        rate,
        [
            ("aresample", f"{oversampling * SAMPLE_RATE}:{_FAST_SINC}"),
            ("aformat", "sample_fmts=dbl"),
            *(_high_pass(above_hz) if above_hz else []),
            ("volume", f"{gain_db}dB:precision=double"),
            ("alimiter", f"limit={ceiling}:attack=5:release={release_ms}:level=0:latency=1"),
            ("aresample", f"{SAMPLE_RATE}:{_FAST_SINC}"),
            _S16,
        ],
    )
    due = len(pcm) // SAMPLE_BYTES * SAMPLE_RATE // rate * SAMPLE_BYTES
    return limited[:due].ljust(due, b"\0")


def stretch(pcm: bytes, speed: float) -> bytes:
    """Play `pcm` `speed` times as fast, 0.5 to 100, at its own pitch.

    FFmpeg's atempo adds overlapping windows of 43 ms: sounds begin and end up to
    that much beside their due place.
    """
    return _filtered(pcm, SAMPLE_RATE, [("atempo", f"{speed!r}"), _S16])


def high_pass(pcm: bytes, hz: int) -> bytes:
    """Take out of `pcm` what lies below `hz`: -3 dB there, 24 dB less an octave below.

    A Butterworth filter of the fourth order, in two halves.
    """
    return _filtered(pcm, SAMPLE_RATE, [*_high_pass(hz), _S16])


def _high_pass(hz: int) -> Filters:
    return [("highpass", f"f={hz}:width_type=q:width={q}") for q in (0.5412, 1.3066)]


def _filtered(pcm: bytes, rate: int, filters: Filters) -> bytes:
    """Send `pcm` through `filters`, which end in 16 bits."""
    return b"".join(_through(pcm, rate, filters, SAMPLE_BYTES))


def _through(pcm: bytes, rate: int, filters: Filters, width: int) -> Iterator[bytes]:
    """Send `pcm`, 16-bit mono, through `filters`; return what comes out, `width` bytes a sample."""
    return chain([pcm], PcmFormat(rate, 1), filters, width) if pcm else iter(())


def chain(
    blocks: Iterable[bytes], form: PcmFormat, filters: Filters, width: int
) -> Iterator[bytes]:
    """Send `blocks` of `form` through `filters`; return what comes out, `width` bytes a sample."""
    graph = _graph()
    nodes = [
        _source(graph, form),
        *(graph.add(*each) for each in filters),
        graph.add("abuffersink"),
    ]
    graph.link_nodes(*nodes).configure()
    for frame in _frames(blocks, form):
        nodes[0].push(frame)
        yield from _pulled(nodes[-1], width)
    nodes[0].push(None)
    yield from _pulled(nodes[-1], width)


def _graph() -> av.filter.Graph:
    """Return a graph without threads of its own, which take longer to start than a word takes."""
    graph = av.filter.Graph()
    with suppress(AttributeError):  # PyAV has it from 17.1 on
        graph.threads = 1
    return graph


def _source(graph: av.filter.Graph, form: PcmFormat) -> av.filter.context.FilterContext:
    return graph.add_abuffer(
        sample_rate=form.rate,
        format=form.sample,
        layout=form.layout,
        time_base=Fraction(1, form.rate),
    )


def mix(
    speech: Iterable[bytes],
    bed: Iterable[bytes],
    gains: Iterable[bytes],
    bed_filters: Filters,
    ceiling_dbfs: float,
    floor: Iterable[bytes] | None = None,
) -> Iterator[bytes]:
    """Lay `speech` (as in the house), in the middle, over `bed`; return `STEREO`.

    `bed` and `gains`, which it is multiplied with, are `FLOATS`; `bed_filters` come
    after that. `floor`, which lies under all of it as it is, are `FLOATS` too. They are read in
    step, until `speech` ends. No sample is above `ceiling_dbfs`.
    """
    graph = av.filter.Graph()
    inputs = [(speech, HOUSE), (bed, FLOATS), (gains, FLOATS)]
    inputs += [] if floor is None else [(floor, FLOATS)]
    sources = [_source(graph, form) for _, form in inputs]
    ducked = graph.add("amultiply")
    mixed = graph.add("amix", f"inputs={len(inputs) - 1}:normalize=0")
    _link(sources[0], _resampler(graph), graph.add("pan", "stereo|c0=c0|c1=c0"), mixed)
    _link(sources[1], ducked)
    sources[2].link_to(ducked, 0, 1)
    filtered = [ducked, *(graph.add(*each) for each in bed_filters)]
    _link(*filtered)
    filtered[-1].link_to(mixed, 0, 1)
    for source in sources[3:]:
        source.link_to(mixed, 0, 2)
    limiting = f"limit={10 ** (ceiling_dbfs / 20)}:attack=5:release=50:level=0:latency=1"
    sink = graph.add("abuffersink")
    _link(mixed, graph.add("alimiter", limiting), graph.add(*_S16), sink)
    graph.configure()
    yield from _in_step(sources, sink, inputs)


def _resampler(graph: av.filter.Graph) -> av.filter.context.FilterContext:
    return graph.add("aresample", f"{STEREO.rate}:{_SINC}:out_sample_fmt=flt")


def _link(*nodes: av.filter.context.FilterContext) -> None:
    for one, next_one in pairwise(nodes):
        one.link_to(next_one)


def _in_step(
    sources: Sequence[av.filter.context.FilterContext],
    sink: av.filter.context.FilterContext,
    inputs: Sequence[tuple[Iterable[bytes], PcmFormat]],
) -> Iterator[bytes]:
    at = [0] * len(inputs)
    for blocks in zip(*(each for each, _ in inputs), strict=False):
        for n, (block, (_, form)) in enumerate(zip(blocks, inputs, strict=True)):
            sources[n].push(_frame(block, form, at[n]))
            at[n] += len(block) // form.width
        yield from _pulled(sink, STEREO.width)
    for source in sources:
        source.push(None)
    yield from _pulled(sink, STEREO.width)


def crossfade(ending: bytes, beginning: bytes) -> bytes:
    """Fade `FLOATS` that end into others, equally long, that begin; the power stays the same."""
    samples = len(ending) // FLOATS.width
    faded = [
        array("f", b"".join(chain([each], FLOATS, [("afade", fade)], FLOATS.width)))
        for each, way in ((ending, "out"), (beginning, "in"))
        for fade in [f"t={way}:ss=0:ns={samples}:curve=qsin"]
    ]
    return array("f", map(add, *faded)).tobytes()


def made_noise(samples: int, low_hz: int, high_hz: int) -> bytes:
    """Make `samples` of pink noise between two frequencies, as `FLOATS`, alike on both sides.

    It is the same noise each time.
    """
    graph = av.filter.Graph()
    sink = graph.add("abuffersink")
    _link(
        graph.add("anoisesrc", f"color=pink:seed=1:sample_rate={FLOATS.rate}:nb_samples=4410"),
        *(graph.add(*each) for each in _high_pass(low_hz)),
        graph.add("lowpass", f"f={high_hz}"),
        graph.add("pan", "stereo|c0=c0|c1=c0"),
        graph.add("aformat", "sample_fmts=flt"),
        sink,
    )
    graph.configure()
    made = bytearray()
    while len(made) < samples * FLOATS.width:
        frame = cast("av.AudioFrame", sink.pull())
        made += bytes(frame.planes[0])[: frame.samples * FLOATS.width]
    return bytes(made[: samples * FLOATS.width])


def _pulled(sink: av.filter.context.FilterContext, width: int) -> Iterator[bytes]:
    """Return all that is ready."""
    while True:
        try:
            frame = cast("av.AudioFrame", sink.pull())
        except (av.error.BlockingIOError, av.error.EOFError):
            return
        yield bytes(frame.planes[0])[: frame.samples * width]


def _frames(blocks: Iterable[bytes], form: PcmFormat) -> Iterator[av.AudioFrame]:
    """Wrap blocks of `form` for FFmpeg, at most a second each."""
    start = 0
    for block in blocks:
        for at in range(0, len(block), form.rate * form.width):
            frame = _frame(block[at : at + form.rate * form.width], form, start)
            start += frame.samples
            yield frame


def wrapped(blocks: Iterable[bytes], form: PcmFormat = HOUSE) -> Iterator[av.AudioFrame]:
    """Wrap blocks of `form` for FFmpeg's encoders."""
    return _frames(blocks, form)


def _frame(block: bytes, form: PcmFormat, start: int) -> av.AudioFrame:
    frame = av.AudioFrame(form.sample, form.layout, len(block) // form.width)
    frame.sample_rate = form.rate
    frame.time_base = Fraction(1, form.rate)
    frame.pts = start
    plane = frame.planes[0]
    plane.update(block.ljust(plane.buffer_size, b"\0"))
    return frame
