"""An MP3 spliced from ready frames: it costs what is new, not what is long.

A session is mostly silence and repeated words. With the bit reservoir off every
MP3 frame stands alone, so that each sound is encoded once for its offset in the
grid of frames, and laid between frames of silence. A whole-file encode and this
decode to the same length, with every sound on the same sample.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from audiocoach.coach.score import Cue
from audiocoach.cores import Crew, lent
from audiocoach.export.frames import FrameStore
from audiocoach.sound.infoframe import DECODER_DELAY, ENCODER_DELAY, info_frame
from audiocoach.track import Track
from audiocoach.units import SAMPLE_BYTES, SAMPLES_PER_MS, ms_to_bytes

if TYPE_CHECKING:
    from concurrent.futures import Future

FRAME_SAMPLES = 576
"""Samples of one frame at 24,000 Hz (MPEG-2 layer III): 24 ms."""

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

_BUFFERED = 2**18
"""Bytes of a file written at once, of the small pieces that most of it is made of."""

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
    def likeness(self) -> str:
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
    crew: Crew | None = None,
) -> None:
    """Write `track` to the new file `path` as MP3, 24,000 Hz mono, 48 kbit/s constant.

    `tag` is an ID3v2 tag: it comes first. `progress` is told how many milliseconds
    are done. What isn't ready is encoded first, by `crew` (None: on all cores). Raises
    OSError if the file can't be written.
    """
    silence = store.find(_SILENCE) or store.keep(_SILENCE, _quiet(), _settled)
    found = list(_named(track))
    with path.open("xb", buffering=_BUFFERED) as file:
        with lent(crew) as workers:
            _make_ready(track, found, store, progress, workers)
        file.write(tag)
        _write(file, track, found, store, silence)
    progress(track.score.length_ms)


def _named(track: Track) -> Iterator[tuple[str, Run]]:
    """Return the runs of `track` in order, each with what is known to sound the same."""
    levels = str(astuple(track.levels))
    once: dict[str, str] = {}  # most runs are heard again and again
    for run in runs(track.score.cues):
        name = f"{run.likeness} {levels}"
        yield once.setdefault(name, name), run


_SILENCE = "silence"
"""The likeness of the frame that silence settles to, and that decodes to digital silence."""


def _quiet() -> bytes:
    return bytes(_SETTLED * 2 * FRAME_SAMPLES * SAMPLE_BYTES)


def _settled(pcm: bytes) -> bytes:
    return _made(pcm)[_SETTLED]


_Found = Sequence[tuple[str, Run]]
"""The runs of a session in order, each with its likeness."""


def _make_ready(
    track: Track,
    found: _Found,
    store: FrameStore,
    progress: Callable[[int], None],
    crew: Crew,
) -> None:
    """Encode what the store has no name for yet; each by itself, so that order is nothing.

    The encoder runs without Python's lock, so threads keep all cores busy.
    Only a few sounds wait at a time: memory stays the same for any length.
    """
    new: dict[str, Run] = {}
    for likeness, run in found:
        if likeness not in store.names:
            new.setdefault(likeness, run)
    if not new:
        return
    waiting: deque[tuple[Future[bytes], Run]] = deque()
    try:
        for likeness, run in new.items():
            if len(waiting) >= _WAITING * crew.size:
                _finish(waiting, progress)
            encode = partial(_encoded, run=run)
            job = crew.submit(store.keep, likeness, _pcm(track, run), encode)
            waiting.append((job, run))
        while waiting:
            _finish(waiting, progress)
    finally:
        for job, _ in waiting:
            job.cancel()


def _finish(waiting: deque[tuple[Future[bytes], Run]], progress: Callable[[int], None]) -> None:
    job, run = waiting.popleft()
    job.result()
    progress(run.cues[-1].end_ms)


def _write(file: BinaryIO, track: Track, found: _Found, store: FrameStore, silence: bytes) -> None:
    samples, size = track.length_samples, len(silence)
    total = -(-(samples + ENCODER_DELAY + DECODER_DELAY) // FRAME_SAMPLES)
    file.write(info_frame(silence, total, samples))
    at = 0
    for likeness, run in found:
        _write_silence(file, silence, run.first - at)
        frames = store.find(likeness) or _again(track, likeness, run, store)
        first, end = max(run.first, 0), min(run.end, total)
        file.write(frames[(first - run.first) * size : (end - run.first) * size])
        at = end
    _write_silence(file, silence, total - at)


def _write_silence(file: BinaryIO, silence: bytes, frames: int) -> None:
    for at in range(0, frames, _WRITTEN):
        file.write(silence * min(frames - at, _WRITTEN))


def _again(track: Track, likeness: str, run: Run, store: FrameStore) -> bytes:
    """Encode what was known once, but is gone or damaged."""
    return store.keep(likeness, _pcm(track, run), partial(_encoded, run=run))


def _made(pcm: bytes) -> list[bytes]:
    # Loading an encoder takes longer than a whole export from ready frames.
    from audiocoach.sound.mp3 import encode_frames

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
