"""Music without an end: one file or a folder of them, levelled, each fading into the next."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from audiocoach.errors import MusicError
from audiocoach.sound.ffmpeg import crossfade, has_sound, read_floats
from audiocoach.sound.meter import floats_lufs
from audiocoach.sound.pcm_format import FLOATS

FADE_SAMPLES = 3 * FLOATS.rate
"""Samples in which one piece fades into the next: 3 s, less where a piece is shorter than 6 s."""

_SHORTEST_SAMPLES = FLOATS.rate
"""A shorter piece is no music: a second."""


_LEAST_SAMPLES = 10 * FLOATS.rate
"""As much of a piece is measured, if it is so long, for the shortest session too."""


@dataclass(frozen=True)
class Music:
    """Pieces of music that follow each other for ever."""

    files: tuple[Path, ...]
    """In this order; at least one, each with sound in it."""
    _levels: dict[Path, float] = field(default_factory=dict, compare=False, repr=False)
    """Loudness of the files measured so far, in LUFS."""

    def stream(self, lufs: float, longest_samples: int, start: int = 0) -> Iterator[bytes]:
        """Return the music from sample `start` on as `FLOATS`, every piece at `lufs`.

        It never ends; what comes before `start` is decoded too. No more than
        `longest_samples` of a piece are measured: what is heard. Raises MusicError, naming
        the file, for one that is damaged, too short or silent.
        """
        pieces = (self._piece(file, lufs, longest_samples) for file in cycle(self.files))
        return _later(joined(pieces), start * FLOATS.width)

    def _piece(self, file: Path, lufs: float, longest_samples: int) -> Iterator[bytes]:
        if file not in self._levels:
            self._levels[file] = _loudness(file, max(longest_samples, _LEAST_SAMPLES))
        yield from _read(file, lufs - self._levels[file])


def find_music(path: Path) -> Music:
    """Find the music at `path`, a file or a folder whose files are taken in order of name.

    In a folder, what holds no sound is passed over. Raises MusicError if none is left.
    """
    with _naming(path):
        if not path.is_dir():
            if not _holds_sound(path):
                raise MusicError(f"{path}: no sound in it that can be read")
            return Music((path,))
        files = sorted(path.iterdir(), key=lambda file: (file.name.casefold(), file.name))
        found = tuple(file for file in files if file.is_file() and _holds_sound(file))
    if not found:
        raise MusicError(f"{path}: no file with sound in this folder")
    return Music(found)


def _holds_sound(file: Path) -> bool:
    with file.open("rb") as opened:
        return has_sound(opened)


def _read(file: Path, gain_db: float) -> Iterator[bytes]:
    with _naming(file), file.open("rb") as opened:
        yield from read_floats(opened, gain_db)


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Describe in one line what is wrong with `path`."""
    try:
        yield
    except ValueError as fault:
        raise MusicError(f"{path}: can't be used as music: {fault}") from fault
    except OSError as fault:
        raise MusicError(f"{path}: can't be read: {fault.strerror or fault}") from fault


def _loudness(file: Path, longest_samples: int) -> float:
    """Measure the beginning of `file`; MusicError if it is too short or silent."""
    measured = _Counted(_read(file, 0.0), longest_samples)
    loudness = floats_lufs(measured)
    if measured.samples < _SHORTEST_SAMPLES:
        seconds = measured.samples / FLOATS.rate
        raise MusicError(f"{file}: music must last at least 1 s, not {seconds:.2f}")
    if loudness == -math.inf:
        raise MusicError(f"{file}: can't be used as music: it is silent")
    return loudness


class _Counted:
    """Blocks of `FLOATS` that are counted, until there are enough."""

    def __init__(self, blocks: Iterable[bytes], most: int) -> None:
        self._blocks, self._most = blocks, most
        self.samples = 0

    def __iter__(self) -> Iterator[bytes]:
        for block in self._blocks:
            self.samples += len(block) // FLOATS.width
            yield block
            if self.samples >= self._most:
                return


def joined(pieces: Iterable[Iterable[bytes]], fade_samples: int = FADE_SAMPLES) -> Iterator[bytes]:
    """Return `pieces` one after the other, each fading into the next: no joint clicks.

    Holds no more than two fades in memory. A piece shorter than that fades by half.
    """
    fade, tail = fade_samples * FLOATS.width, b""
    for piece in pieces:
        held, begun = bytearray(), False
        for block in piece:
            held += block
            if len(held) < 2 * fade:
                continue
            if not begun:
                yield _joint(tail, held, fade)
                begun = True
            yield bytes(held[:-fade])
            del held[:-fade]
        kept = fade if begun else _half(held, fade)
        if not begun:
            yield _joint(tail, held, kept)
        yield bytes(held[: len(held) - kept])
        tail = bytes(held[len(held) - kept :])


def _later(blocks: Iterable[bytes], skipped: int) -> Iterator[bytes]:
    """Return `blocks` without their first `skipped` bytes."""
    for block in blocks:
        if len(block) > skipped:
            yield block[skipped:]
        skipped = max(0, skipped - len(block))


def _half(piece: bytearray, most: int) -> int:
    """Return the bytes of half of `piece`, in whole samples, at most `most`."""
    return min(len(piece) // (2 * FLOATS.width) * FLOATS.width, most)


def _joint(tail: bytes, head: bytearray, most: int) -> bytes:
    """Fade from `tail` to the beginning of `head`, which is taken off it."""
    size = min(len(tail), most)
    if not size:
        return tail
    beginning = bytes(head[:size])
    del head[:size]
    return tail[:-size] + crossfade(tail[-size:], beginning)
