"""A person's own tones: a folder with a sound file for each kind of tone.

The onset of each sound is the beat, so silence before it is cut away; each is brought
to the loudness of the house's tone of its kind. A kind without a file has the house's.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import blake2b
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import ToneError
from audiocoach.sound.clip import Clip, trim, turned, unpack
from audiocoach.sound.tones import tone
from audiocoach.tone_spec import LONGEST_MS, STANDARD, Tone, ToneSet
from audiocoach.units import SAMPLE_RATE, ms_to_bytes

ENDINGS = (".wav", ".mp3", ".m4a", ".ogg", ".flac", ".opus", ".aac", ".aif", ".aiff")
"""Files that are taken for sounds."""

_KINDS = ", ".join(LONGEST_MS)
_NEAR = 0.5
"""From this similarity on (1: the same) a kind's name is suggested."""
_PROCESSING = 1
"""Number of the way from a file to a tone: raise it with each change."""
_MOST_BYTES = 20_000_000
_MOST_MS = 60_000
"""So much of a file is looked at to find the sound in it."""
_PEAK = 0.22
"""Full scale is 1: no louder than the house's loudest."""
_MEASURED_MS = 2000
"""A tone is repeated to be measured: loudness is that of blocks of 400 ms."""

_SLICE_MS, _SLICES = 40, 10
_BANDS_HZ = tuple(250 * 2 ** (n / 3) for n in range(15))
"""Third octaves, from 250 to 6,350 Hz."""
_ALIKE = 0.97
"""Two sounds are alike whose spectra over time agree to more than this (1: the same)."""


@dataclass(frozen=True)
class OwnTones:
    """The tones in a folder."""

    tones: ToneSet
    """Their name, which follows from all sounds in it, and their lengths."""
    clips: Mapping[Tone, Clip]
    """The sound of each."""


def contents(folder: Path) -> list[list[str]]:
    """Return each sound file's name in `folder` with a digest of what is in it; OSError."""
    return [[file.name, _digest(file.read_bytes())] for file in _files(folder).values()]


def own_tones(folder: Path, name: str) -> OwnTones:
    """Read the tones in `folder`, which messages call `name`; ToneError with a line a fault."""
    try:
        files = _files(folder)
    except OSError as fault:
        raise ToneError(f"tones {name}: {_reason(fault)}") from None
    if not files and not any(_unknown(folder)):
        raise ToneError(f"tones {name}: must hold a sound file for one of {_KINDS}; there is none")
    faults = [f"tones {name}/{line}" for line in _unknown(folder)]
    clips: dict[Tone, Clip] = {}
    for kind, file in files.items():
        with _collected(faults, f"tones {name}/{file.name}"):
            clips[kind] = _clip(file, kind)
    whole = {kind: clips.get(kind) or tone(kind) for kind in STANDARD.ms}
    faults += () if faults else (f"tones {name}: {line}" for line in _twins(whole))
    if faults:
        raise ToneError(*faults)
    digest = _digest(b"".join(clip.pcm for clip in whole.values()))
    lengths = {kind: clip.ms for kind, clip in whole.items()}
    return OwnTones(ToneSet(f"own-{digest}", lengths), whole)


@contextmanager
def _collected(faults: list[str], place: str) -> Iterator[None]:
    """Put what is wrong with the file at `place` into `faults`."""
    try:
        yield
    except OSError as fault:
        faults.append(f"{place}: {_reason(fault)}")
    except ValueError as fault:
        faults.append(f"{place}: {fault}")


def _files(folder: Path) -> dict[Tone, Path]:
    """Return the file of each kind that has one, the first of several in order of name."""
    files: dict[Tone, Path] = {}
    named = {kind: kind for kind in LONGEST_MS}
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        kind = named.get(_kind_of(file))  # type: ignore[call-overload]
        if kind and file.suffix.lower() in ENDINGS:
            files.setdefault(kind, file)
    return {kind: files[kind] for kind in LONGEST_MS if kind in files}


def _unknown(folder: Path) -> Iterator[str]:
    """Say which sound files in `folder` are called like no kind of tone."""
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        kind = _kind_of(file)
        if file.suffix.lower() in ENDINGS and kind not in LONGEST_MS and file.name[0] != ".":
            (nearest, *_) = get_close_matches(kind, LONGEST_MS, cutoff=_NEAR) or [""]
            hint = f', did you mean "{nearest}"?' if nearest else f"; known are {_KINDS}"
            yield f"{file.name}: is called like no kind of tone{hint}"


def _kind_of(file: Path) -> str:
    """Return the kind of tone that `file` is called by."""
    return file.stem.lower().replace("-", "_")


def _clip(file: Path, kind: Tone) -> Clip:
    """Read a file as the tone `kind`; ValueError says what is wrong with it."""
    from audiocoach.sound.ffmpeg import decode

    if file.stat().st_size > _MOST_BYTES:
        raise ValueError(f"must have at most {_MOST_BYTES:,} bytes")
    clip = trim(Clip.from_pcm(decode(file.read_bytes(), _MOST_MS)))
    if not clip.samples:
        raise ValueError("is silent")
    if clip.ms > LONGEST_MS[kind]:
        most = LONGEST_MS[kind] / 1000
        raise ValueError(f"must last at most {most:g} seconds, not {clip.ms / 1000:g}")
    return _levelled(clip, kind)


def _levelled(clip: Clip, kind: Tone) -> Clip:
    """Bring a sound to the loudness of the house's tone of its kind, if its peaks let it."""
    from audiocoach.sound.meter import integrated_lufs

    def loudness(pcm: bytes) -> float:
        return integrated_lufs(pcm * (ms_to_bytes(_MEASURED_MS) // len(pcm) + 1))

    peak = max(map(abs, unpack(clip.pcm)))
    most_db = 20 * math.log10(32767 * _PEAK / peak)
    gain_db = min(loudness(tone(kind).pcm) - loudness(clip.pcm), most_db)
    return Clip.from_pcm(turned(clip.pcm, gain_db))


def _twins(clips: Mapping[Tone, Clip]) -> Iterator[str]:
    """Find kinds that can't be distinguished."""
    pictures = {kind: spectrum(clip.pcm) for kind, clip in clips.items() if kind in LONGEST_MS}
    for (one, first), (other, second) in combinations(pictures.items(), 2):
        if fingerprint(first, second) > _ALIKE:
            yield f"{one} and {other} must sound different, not alike"


def spectrum(pcm: bytes) -> list[float]:
    """Return how strong each band is in each of the first 40 ms, of the whole."""
    samples, width = unpack(pcm), SAMPLE_RATE * _SLICE_MS // 1000
    return [
        _power(samples[at : at + width], hertz)
        for at in range(0, width * _SLICES, width)
        for hertz in _BANDS_HZ
    ]


def _power(samples: object, hertz: float) -> float:
    """Return the square root of the power near `hertz`, by Goertzel's algorithm."""
    turn = 2 * math.cos(math.tau * hertz / SAMPLE_RATE)
    before = last = 0.0
    for sample in samples:  # type: ignore[attr-defined]
        before, last = last, sample + turn * last - before
    return math.sqrt(max(before**2 + last**2 - turn * before * last, 0.0))


def fingerprint(one: list[float], other: list[float]) -> float:
    """Return how alike two pictures are, from 0 to 1, however loud they are."""
    product = sum(a * b for a, b in zip(one, other, strict=True))
    size = math.sqrt(sum(a * a for a in one) * sum(b * b for b in other))
    return product / size if size else 1.0


def _reason(fault: OSError) -> str:
    return f"can't be read: {fault.strerror or fault}"


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=12, salt=str(_PROCESSING).encode()).hexdigest()


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Find what had another name; an import asks for `__path__` each time."""
        if name.startswith("__"):
            raise AttributeError(name)
        from audiocoach.old_names import named

        return named(__name__, name)
