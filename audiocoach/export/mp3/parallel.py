"""An MP3 encoded in parts side by side: for sound that is never silent.

With the bit reservoir off every frame stands alone. Each part is encoded with
some sound before and after it, whose frames are thrown away: where the kept ones
meet, both encoders had heard the same. The parts are the same on any machine.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from audiocoach.mix import DOWN_MS, STAYS_DOWN_MS, UP_MS, Mix, at_sample
from audiocoach.sound.mp3.frame_encoder import encode_frames
from audiocoach.sound.mp3.info_frame import (
    DECODER_DELAY,
    ENCODER_DELAY,
    info_frame,
    open_info_frame,
    unpadded,
)
from audiocoach.sound.pcm_format import STEREO
from audiocoach.workers import WorkerPool, shared_pool

if TYPE_CHECKING:
    from concurrent.futures import Future

FRAME_SAMPLES = 1152
"""Samples of one frame at 44,100 Hz (MPEG-1 layer III): 26 ms."""
BITS_A_SECOND = 128_000
"""Constant rate of the MP3 with music."""
PART_FRAMES = 766
"""Frames of a part: 20 s, 3.5 MB of sound."""

_LEAD_FRAMES = 16
"""Frames before a part that its encoder hears first: 0.4 s, for it to settle."""
_TRAIL_FRAMES = 4
"""Frames after a part that its encoder hears too: it looks ahead by 1.9 frames."""
_UNSURE_MS = DOWN_MS + STAYS_DOWN_MS + UP_MS + 400
"""So long before a sound music may move for it: it goes down ahead of speech, and stays down where
it would not be up again. The rest is for the limiter, which hears 5 ms ahead, the resampler and
the encoder."""
_FRAME_BYTES = FRAME_SAMPLES * STEREO.width


@dataclass(frozen=True)
class _Part:
    """What one encoder gets, and which of its frames are kept."""

    pcm: bytes
    """Whole frames of sound."""
    skipped: int
    """Frames to throw away at the beginning."""
    frames: int
    """Frames to keep."""

    def encoded(self) -> list[bytes]:
        """Return the frames to keep."""
        made = encode_frames(self.pcm, STEREO, BITS_A_SECOND)
        return made[self.skipped : self.skipped + self.frames]


def write_parts(
    sound: Mix,
    path: Path,
    progress: Callable[[int], None],
    tag: bytes = b"",
    pool: WorkerPool | None = None,
) -> None:
    """Write `sound` to the new file `path` as MP3, 44,100 Hz stereo, 128 kbit/s constant.

    `tag` is an ID3v2 tag: it comes first. `progress` is called with how many milliseconds are
    done; `pool` encodes parts side by side (None: on all cores). Raises OSError if the
    file can't be written.
    """
    with path.open("xb") as file:
        file.write(tag)
        with shared_pool(pool) as workers:
            _write(sound, file, progress, workers)


def first_parts(
    sounds: Sequence[Mix], end_ms: int, pool: WorkerPool | None = None
) -> tuple[bytes, bytes]:
    """Return how the MP3 begins of any session that is as each of `sounds` until `end_ms`.

    An Info frame that says nothing of the length, then frames: those of all of them. There are
    none where their music is as loud as only the whole length shows.
    """
    total = at_sample(max(0, end_ms - _UNSURE_MS)) // FRAME_SAMPLES
    with shared_pool(pool) as workers:
        made = [list(chain.from_iterable(_side_by_side(_parts(each, total), workers)))
                for each in sounds]  # fmt: skip
    same = takewhile(lambda frames: len({*frames}) == 1, zip(*made, strict=True))
    frames = [each[0] for each in same]
    return (open_info_frame(unpadded(frames[0])) if frames else b""), b"".join(frames)


def _write(sound: Mix, file: BinaryIO, progress: Callable[[int], None], pool: WorkerPool) -> None:
    samples = sound.length_samples
    total = -(-(samples + ENCODER_DELAY + DECODER_DELAY) // FRAME_SAMPLES)
    size = done = 0
    head, like = file.tell(), b""
    for frames in _side_by_side(_parts(sound, total), pool):
        if not like:
            like = unpadded(frames[0])
            file.write(open_info_frame(like))  # what reads along can play it
        size += file.write(b"".join(frames))
        done += len(frames)
        progress(min(done * FRAME_SAMPLES * 1000 // STEREO.rate, sound.score.length_ms))
    file.seek(head)
    file.write(info_frame(like, total, samples, size))


def _parts(sound: Mix, total: int) -> Iterator[_Part]:
    """Cut `sound` into parts of `total` frames together."""
    blocks = sound.blocks()
    held, first = bytearray(), 0
    for start in range(0, total, PART_FRAMES):
        end = min(start + PART_FRAMES, total)
        lead = max(start - _LEAD_FRAMES, 0)
        del held[: (lead - first) * _FRAME_BYTES]
        first, due = lead, (end + _TRAIL_FRAMES - lead) * _FRAME_BYTES
        while len(held) < due:
            held += next(blocks, None) or bytes(due - len(held))
        yield _Part(bytes(held[:due]), start - lead, end - start)


def _side_by_side(parts: Iterator[_Part], pool: WorkerPool) -> Iterator[list[bytes]]:
    """Have `pool` encode `parts`, and yield them in order; few are held at once."""
    waiting: deque[Future[list[bytes]]] = deque()
    try:
        for part in parts:
            waiting.append(pool.submit(part.encoded))
            if len(waiting) > pool.size:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for job in waiting:
            job.cancel()
