"""An MP3 spliced from ready frames: it costs what is new, not what is long.

A session is mostly silence and repeated words. With the bit reservoir off every
MP3 frame stands alone, so that each sound is encoded once for its offset in the
grid of frames, and laid between frames of silence. A whole-file encode and this
decode to the same length, with every sound on the same sample.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

from audiocoach.coach.score import Cue
from audiocoach.export.frames import FrameStore
from audiocoach.sound.infoframe import DECODER_DELAY, ENCODER_DELAY, info_frame
from audiocoach.track import Track
from audiocoach.units import SAMPLE_BYTES, ms_to_bytes, ms_to_samples

FRAME_SAMPLES = 576
"""Samples of one frame at 24,000 Hz (MPEG-2 layer III): 24 ms."""

_BEFORE = 3
"""Silent frames encoded ahead of a sound, for the encoder to settle."""
_LEAD = 1
"""Of these, as many are written: the first that a sound's onset may change."""
_TRAIL = 4
"""Frames after a sound's last that it may change: the encoder's and decoder's
delays are 1.9 frames together, and each frame reaches into the next."""


_SETTLED = 8
"""From this frame on, silence encodes to one constant frame."""


@dataclass(frozen=True)
class Run:
    """Sounds so close together that their frames touch: encoded as one."""

    cues: tuple[Cue, ...]
    """In order; at least one."""

    @property
    def grid(self) -> int:
        """The frame of the grid that the first sound begins in."""
        return ms_to_samples(self.cues[0].start_ms) // FRAME_SAMPLES

    @property
    def first(self) -> int:
        """The first frame this run changes; may lie before the file's start."""
        return self.grid - _LEAD

    @property
    def end(self) -> int:
        """The first frame after those this run changes."""
        return ms_to_samples(self.cues[-1].end_ms) // FRAME_SAMPLES + _TRAIL

    @property
    def likeness(self) -> tuple[object, ...]:
        """What two runs share that sound alike: their sounds, and where in the grid."""
        origin = self.grid * FRAME_SAMPLES
        return tuple(
            (cue.text, cue.tone, ms_to_samples(cue.start_ms) - origin) for cue in self.cues
        )


def runs(cues: tuple[Cue, ...]) -> Iterator[Run]:
    """Group `cues` into runs whose frames don't touch."""
    group: list[Cue] = []
    for cue in cues:
        if group and Run((cue,)).first < Run(tuple(group)).end:
            group.append(cue)
            continue
        if group:
            yield Run(tuple(group))
        group = [cue]
    if group:
        yield Run(tuple(group))


def write_spliced(
    track: Track,
    path: Path,
    store: FrameStore,
    progress: Callable[[int], None],
    tag: bytes = b"",
) -> None:
    """Write `track` to the new file `path` as MP3, 24,000 Hz mono, 48 kbit/s constant.

    `tag` is an ID3v2 tag: it comes first. `progress` is told how many milliseconds
    are done. Raises OSError if the file can't be written.
    """
    samples = track.length_samples
    total = -(-(samples + ENCODER_DELAY + DECODER_DELAY) // FRAME_SAMPLES)
    silence = _silent_frame(store)
    with path.open("xb") as file:
        file.write(tag + info_frame(silence, total, samples))
        at = 0
        for run in runs(track.score.cues):
            file.writelines(repeat(silence, run.first - at))
            frames = _frames(track, run, store)
            first, end = max(run.first, 0), min(run.end, total)
            size = len(silence)
            file.write(frames[(first - run.first) * size : (end - run.first) * size])
            at = end
            progress(run.cues[-1].end_ms)
        file.writelines(repeat(silence, total - at))
    progress(track.score.length_ms)


def _silent_frame(store: FrameStore) -> bytes:
    """Give the frame that silence settles to, and that decodes to digital silence."""
    silence = bytes(_SETTLED * 2 * FRAME_SAMPLES * SAMPLE_BYTES)
    return store.keep(None, silence, lambda pcm: _made(pcm)[_SETTLED])


def _made(pcm: bytes) -> list[bytes]:
    # Loading FFmpeg takes longer than a whole export from ready frames.
    from audiocoach.sound.ffmpeg import encode_frames

    return encode_frames(pcm)


def _frames(track: Track, run: Run, store: FrameStore) -> bytes:
    """Give the frames of `run` from `run.first` to `run.end`: ready ones, or made now."""
    likeness = (track.levels, run.likeness)
    known = store.alike(likeness)
    if known is None:
        known = store.keep(likeness, _pcm(track, run), lambda pcm: _encoded(pcm, run))
    return known


def _pcm(track: Track, run: Run) -> bytes:
    """Give the sound of `run` as the encoder gets it: silence around it, on the grid."""
    origin = (run.grid - _BEFORE) * FRAME_SAMPLES * SAMPLE_BYTES
    pcm = bytearray((run.end - run.grid + 2 * _BEFORE) * FRAME_SAMPLES * SAMPLE_BYTES)
    for cue in run.cues:
        start, end = ms_to_bytes(cue.start_ms) - origin, ms_to_bytes(cue.end_ms) - origin
        pcm[start:end] = track.sound(cue)
    return bytes(pcm)


def _encoded(pcm: bytes, run: Run) -> bytes:
    skipped = _BEFORE - _LEAD
    return b"".join(_made(pcm)[skipped : skipped + run.end - run.first])
