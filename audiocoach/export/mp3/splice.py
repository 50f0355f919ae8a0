"""An MP3 spliced from ready frames: it costs what is new, not what is long.

A session is mostly silence and repeated words. With the bit reservoir off every
MP3 frame stands alone, so that each sound is encoded once for its offset in the
grid of frames, and laid between frames of silence. A whole-file encode and this
decode to the same length, with every sound on the same sample.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import partial
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from audiocoach.coach.score import Cue
from audiocoach.export.mp3.frame_store import FrameStore
from audiocoach.sound.mp3.info_frame import (
    DECODER_DELAY,
    ENCODER_DELAY,
    info_frame,
    open_info_frame,
)
from audiocoach.track import Track
from audiocoach.units import SAMPLE_BYTES, SAMPLES_PER_MS, ms_to_bytes
from audiocoach.workers import WorkerPool, shared_pool

if TYPE_CHECKING:
    from concurrent.futures import Future

FRAME_SAMPLES = 576
"""Samples of one frame at 24,000 Hz (MPEG-2 layer III): 24 ms."""

FRAME_BYTES = 144
"""Bytes of one frame at 48 kbit/s."""

_FRAME_MS = FRAME_SAMPLES // SAMPLES_PER_MS

_BEFORE = 3
"""Silent frames encoded ahead of a sound, for the encoder to settle."""
_LEAD = 1
"""Of these, as many are written: the first that a sound's onset may change."""
_TRAIL = 4
"""Frames after a sound's last that it may change: the encoder's and decoder's
delays are 1.9 frames together, and each frame reaches into the next."""


_SETTLED = 8
"""From this frame on, silence encodes to one constant frame."""

_WAITING = 4
"""Sounds that wait for each encoder."""

_AHEAD = 512
"""Runs looked ahead for what has yet to be encoded."""

_BUFFERED = 2**19
"""Bytes of a file written at once, of the small pieces that most of it is made of. With 2**16
the system took half as long again for two hours of sound."""

_WRITTEN = 4096
"""Most frames of silence written at once."""


@dataclass(frozen=True, slots=True)
class Run:
    """Sounds so close together that their frames touch: encoded as one."""

    cues: tuple[Cue, ...]
    """In order; at least one."""
    grid: int
    """The frame of the grid that the first sound begins in."""
    end: int
    """The first frame after those this run changes."""

    @property
    def first(self) -> int:
        """The first frame this run changes; may lie before the file's start."""
        return self.grid - _LEAD

    @property
    def fingerprint(self) -> str:
        """What two runs share that sound alike: their sounds, and where in the grid."""
        origin = self.grid * _FRAME_MS
        parts = [
            (c.text, c.tone, c.tones, c.start_ms - origin, c.end_ms - origin) for c in self.cues
        ]
        return blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def runs(cues: Sequence[Cue]) -> Iterator[Run]:
    """Group `cues` into runs whose frames don't touch."""
    begin, end = 0, 0
    for number, cue in enumerate(cues):
        if number and _grid(cue.start_ms) - _LEAD >= end:
            yield Run(tuple(cues[begin:number]), _grid(cues[begin].start_ms), end)
            begin = number
        end = _grid(cue.end_ms) + _TRAIL
    if cues:
        yield Run(tuple(cues[begin:]), _grid(cues[begin].start_ms), end)


def _grid(ms: int) -> int:
    return ms // _FRAME_MS


def write_spliced(
    track: Track,
    path: Path,
    store: FrameStore,
    progress: Callable[[int], None],
    tag: bytes = b"",
    pool: WorkerPool | None = None,
) -> None:
    """Write `track` to the new file `path` as MP3, 24,000 Hz mono, 48 kbit/s constant.

    `tag` is an ID3v2 tag: it comes first. `progress` is called with how many milliseconds
    are done. What isn't ready is encoded first, by `pool` (None: on all cores). Raises
    OSError if the file can't be written.
    """
    silence = _silence(store)
    with path.open("xb", buffering=_BUFFERED) as file, shared_pool(pool) as workers:
        file.write(tag)
        file.write(info_frame(silence, _frames(track), track.length_samples))
        ready = _ready(track, store, progress, workers, file.flush)
        _write(file, ready, silence, _frames(track))
    progress(track.score.length_ms)


def first_frames(track: Track, store: FrameStore) -> tuple[bytes, bytes]:
    """Return how the MP3 begins of any session that begins as `track` does, and lasts longer.

    An Info frame that says nothing of the length, then frames; those that a sound after the
    end of `track` may change are left out.
    """
    silence = _silence(store)
    end = _grid(track.score.length_ms) - _LEAD
    end = next((run.first for run in runs(track.score.cues) if run.end > end), end)
    written = BytesIO()
    with shared_pool(None) as workers:
        ready = _ready(track, store, lambda _: None, workers, written.flush)
        _write(written, ready, silence, max(end, 0))
    return open_info_frame(silence), written.getvalue()


def spliced_bytes(track: Track, tag: bytes) -> int:
    """Return how large the file will be that `write_spliced` writes: the rate is constant."""
    return len(tag) + (1 + _frames(track)) * FRAME_BYTES


def _frames(track: Track) -> int:
    return -(-(track.length_samples + ENCODER_DELAY + DECODER_DELAY) // FRAME_SAMPLES)


def _named(track: Track) -> Iterator[tuple[str, Run]]:
    """Return the runs of `track` in order, each with what is known to sound the same."""
    levels = str(astuple(track.levels))
    once: dict[str, str] = {}  # most runs are heard again and again
    for run in runs(track.score.cues):
        name = f"{run.fingerprint} {levels}"
        yield once.setdefault(name, name), run


_SILENCE = "silence"
"""The fingerprint of the frame that silence settles to, and that decodes to digital silence."""


def _silence(store: FrameStore) -> bytes:
    return store.find(_SILENCE) or store.keep(_SILENCE, _quiet(), _settled)


def _quiet() -> bytes:
    return bytes(_SETTLED * 2 * FRAME_SAMPLES * SAMPLE_BYTES)


def _settled(pcm: bytes) -> bytes:
    return _made(pcm)[_SETTLED]


def _ready(
    track: Track,
    store: FrameStore,
    progress: Callable[[int], None],
    pool: WorkerPool,
    flush: Callable[[], None],
) -> Iterator[tuple[Run, bytes]]:
    """Yield the runs of a session in order, each with its frames: encoded where none are kept.

    The encoder runs without Python's lock, so threads keep all cores busy, ahead of what is
    yielded. Only a few sounds wait at a time: memory stays the same for any length. Before each
    that must be encoded, what was yielded is flushed: `serve` sends it on meanwhile.
    """
    waiting: deque[tuple[str, Run]] = deque()
    jobs: dict[str, Future[bytes]] = {}
    try:
        for fingerprint, run in _named(track):
            if fingerprint not in store.names and fingerprint not in jobs:
                flush()
                encode = partial(_encoded, run=run)
                jobs[fingerprint] = pool.submit(store.keep, fingerprint, _pcm(track, run), encode)
            waiting.append((fingerprint, run))
            while len(jobs) >= _WAITING * pool.size or len(waiting) >= _AHEAD:
                yield _next(waiting, jobs, track, store, progress)
        while waiting:
            yield _next(waiting, jobs, track, store, progress)
    finally:
        for job in jobs.values():
            job.cancel()


def _next(
    waiting: deque[tuple[str, Run]],
    jobs: dict[str, Future[bytes]],
    track: Track,
    store: FrameStore,
    progress: Callable[[int], None],
) -> tuple[Run, bytes]:
    fingerprint, run = waiting.popleft()
    job = jobs.pop(fingerprint, None)
    if job is not None:
        frames = job.result()
        progress(run.cues[-1].end_ms)
        return run, frames
    return run, store.find(fingerprint) or _again(track, fingerprint, run, store)


def _write(file: BinaryIO, ready: Iterable[tuple[Run, bytes]], silence: bytes, total: int) -> None:
    size, at = len(silence), 0
    for run, frames in ready:
        _write_silence(file, silence, run.first - at)
        first, end = max(run.first, 0), min(run.end, total)
        file.write(frames[(first - run.first) * size : (end - run.first) * size])
        at = end
    _write_silence(file, silence, total - at)


def _write_silence(file: BinaryIO, silence: bytes, frames: int) -> None:
    for at in range(0, frames, _WRITTEN):
        file.write(silence * min(frames - at, _WRITTEN))


def _again(track: Track, fingerprint: str, run: Run, store: FrameStore) -> bytes:
    """Encode what was known once, but is gone or damaged."""
    return store.keep(fingerprint, _pcm(track, run), partial(_encoded, run=run))


def _made(pcm: bytes) -> list[bytes]:
    # Loading an encoder takes longer than a whole export from ready frames.
    from audiocoach.sound.mp3.frame_encoder import encode_frames

    return encode_frames(pcm)


def _pcm(track: Track, run: Run) -> bytes:
    """Return the sound of `run` as the encoder gets it: silence around it, on the grid."""
    origin = (run.grid - _BEFORE) * FRAME_SAMPLES * SAMPLE_BYTES
    pcm = bytearray((run.end - run.grid + 2 * _BEFORE) * FRAME_SAMPLES * SAMPLE_BYTES)
    for cue in run.cues:
        start, end = ms_to_bytes(cue.start_ms) - origin, ms_to_bytes(cue.end_ms) - origin
        pcm[start:end] = track.sound(cue)
    return bytes(pcm)


def _encoded(pcm: bytes, run: Run) -> bytes:
    skipped = _BEFORE - _LEAD
    return b"".join(_made(pcm)[skipped : skipped + run.end - run.first])
