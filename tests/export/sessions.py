"""Small sessions with chapters, for tests of files."""

from __future__ import annotations

import json
import math
import struct
import zlib
from functools import cache
from pathlib import Path
from typing import Any

from audiocoach.coach.score import Cue, Score, Span, Where
from audiocoach.sound.clip import Clip
from audiocoach.track import Track
from audiocoach.units import ms_to_samples
from tests.tools import run

OPENING_MS = 2107
EXERCISE_MS = 3011
TITLES = ("Wall sit", "Rücken / Übung", "仰卧起坐 🧘")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\x40\x80\0\x80\xff"))
    + _chunk(b"IEND", b"")
)
"""A grey picture of two by two."""


@cache
def hum(ms: int) -> Clip:
    """Return `ms` milliseconds of a soft hum that begins and ends in silence."""
    length = ms_to_samples(ms)
    wave = [
        8000 * math.sin(math.pi * n / length) * math.sin(2 * math.pi * 440 * n / 24_000)
        for n in range(length)
    ]
    return Clip.from_pcm(struct.pack(f"<{length}h", *map(int, wave)))


def session(*titles: str, title: str = "Back care", language: str = "en") -> Track:
    """Return an opening and an exercise for each title; each begins with its first word."""
    titles = titles or TITLES
    starts = [OPENING_MS + n * EXERCISE_MS for n in range(len(titles))]
    end = OPENING_MS + len(titles) * EXERCISE_MS
    cues = [Cue(1000, 1700, text="Welcome")]
    cues += [Cue(start, start + 700, text=f"Next {start}") for start in starts]
    spans = tuple(
        Span("exercise", each, start, start + EXERCISE_MS, Where(f"exercise{start}"))
        for each, start in zip(titles, starts, strict=True)
    )
    score = Score("back", title, language, end + 500, tuple(cues), spans)
    return Track(score, lambda _: hum(700))


def tags(path: Path) -> dict[str, str]:
    """Return the tags ffprobe reads, of the file or its stream, with small letters."""
    read = probed(path)
    found: dict[str, str] = {}
    for holder in (*read["streams"][:1], read["format"]):
        found |= {key.lower(): value for key, value in holder.get("tags", {}).items()}
    return found


def probed(path: Path) -> dict[str, Any]:
    """Return what ffprobe reads in `path`."""
    shown = ["-show_format", "-show_chapters", "-show_streams"]
    # Of a cover or of chapters in MP4 ffprobe warns that they have no sound.
    level = "error" if path.suffix in {".m4a", ".m4b", ".mp4"} else "warning"
    told = run("ffprobe", "-v", level, "-of", "json", *shown, path)
    assert told.stderr == b""
    answer: dict[str, Any] = json.loads(told.stdout)
    return answer


def chapters_of(path: Path) -> list[tuple[str, int, int]]:
    """Return each chapter's title, start and end in ms, as ffprobe reads them."""
    return [
        (
            chapter["tags"]["title"],
            round(float(chapter["start_time"]) * 1000),
            round(float(chapter["end_time"]) * 1000),
        )
        for chapter in probed(path)["chapters"]
    ]


def chapters_due(track: Track) -> list[tuple[str, int, int]]:
    """Return the chapters a file of `track` must have."""
    spans = track.score.spans
    marks = [(track.score.title, 0), *((span.title, span.start_ms) for span in spans)]
    ends = [*(start for _, start in marks[1:]), track.score.length_ms]
    return [(title, start, end) for (title, start), end in zip(marks, ends, strict=True)]
