"""A small session with every kind of span, its track, and stand-ins for the world around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from audiocoach.coach.score import Cue, Score, Span, SpanKind, Where
from audiocoach.signals import TONE_MS, Tone
from audiocoach.track import Track
from audiocoach.units import ms_to_bytes, ms_to_samples

SIT = Where("wall-sit", 1, 1)
DOWN = Where("bridge", 1, 1, "left")


def _span(kind: SpanKind, title: str, start: int, end: int, where: Where) -> Span:
    return Span(kind, title, start, end, where)


SCORE = Score(
    "back",
    "Back care",
    "en",
    20_000,
    (Cue(1000, 1400, tone="end"),),
    (
        _span("exercise", "Wall sit", 2000, 12_000, Where("wall-sit")),
        _span("change", "Wall sit", 2000, 5000, Where("wall-sit")),
        _span("set", "Set 1", 5000, 12_000, Where("wall-sit", 1)),
        _span("rep", "Rep 1", 5000, 9000, SIT),
        _span("phase", "Slide down", 5000, 6500, SIT),
        _span("hold", "Hold", 6500, 9000, SIT),
        _span("rest", "Rest", 9000, 10_000, Where("wall-sit", 1)),
        _span("rep", "Rep 2", 10_000, 12_000, Where("wall-sit", 1, 2)),
        _span("hold", "Hold", 10_000, 12_000, Where("wall-sit", 1, 2)),
        _span("exercise", "Bridge", 12_000, 18_000, Where("bridge")),
        _span("change", "Bridge", 12_000, 15_000, Where("bridge")),
        _span("rest", "Rest", 12_000, 14_000, Where("bridge")),
        _span("set", "Set 1", 15_000, 18_000, Where("bridge", 1)),
        _span("rep", "Rep 1", 15_000, 18_000, DOWN),
        _span("hold", "Lift", 15_000, 18_000, DOWN),
    ),
)


@dataclass(frozen=True)
class Pcm:
    """A clip as plain bytes."""

    pcm: bytes


def buzz(tone: Tone) -> Pcm:
    """Give a square wave of 1000 Hz as long as `tone`."""
    return Pcm((b"\x00\x20" * 12 + b"\x00\xe0" * 12) * (ms_to_bytes(TONE_MS[tone]) // 48))


def no_speech(text: str) -> Pcm:
    raise AssertionError(f"nobody says {text}")


def track(*starts_ms: int, length_ms: int) -> Track:
    """Give a track with an end tone at each of `starts_ms`."""
    cues = tuple(Cue(start, start + TONE_MS["end"], tone="end") for start in starts_ms)
    return Track(Score("t", "Tones", "en", length_ms, cues, ()), no_speech, buzz)


class FakeSpeaker:
    """A speaker whose time passes only when someone waits."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.ms = 0
        self.length_ms = 0

    def start(self, blocks: Iterable[bytes]) -> None:
        self.log.append("start")
        self.length_ms = sum(map(len, blocks)) // ms_to_bytes(1)

    def position(self) -> int:
        return ms_to_samples(min(self.ms, self.length_ms))

    def finished(self) -> bool:
        return self.ms > self.length_ms

    def stop(self) -> None:
        self.log.append("stop")

    def wait(self, seconds: float) -> None:
        self.ms += round(seconds * 1000)
