"""A small session with every kind of span, its track, and stand-ins for the world around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from audiocoach.coach.score import Cue, Score, Span, SpanKind, Where
from audiocoach.errors import DeviceError
from audiocoach.play.announcements import Announcements
from audiocoach.play.display.view_model import View, view
from audiocoach.play.player import Player
from audiocoach.play.transport import Key, Transport
from audiocoach.tone_spec import TONE_MS, Tone
from audiocoach.track import Track
from audiocoach.units import ms_to_bytes, ms_to_samples
from tests.coach.making import DOWN, ENGLISH, UP, composed, exercise, one_second

SIT = Where("wall-sit", 1, 1)
LIFT = Where("bridge", 1, 1, "left")


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
        _span("rep", "Rep 1", 15_000, 18_000, LIFT),
        _span("hold", "Lift", 15_000, 18_000, LIFT),
    ),
)

HOLD_6 = {"name": "Hold", "seconds": 6, "hold": True}

COMPOSED = composed(
    exercise(UP, HOLD_6, DOWN, reps=2, title="Wall sit", rest_between_reps_seconds=5),
    exercise(HOLD_6, title="Bridge", sides="each"),
    exercise(UP, DOWN, reps=3, title="Squat", sets=2, rest_between_sets_seconds=12),
    rest=15,
    measure=one_second,
)
"""A session as the composer makes it: exercises with holds, sides, sets and rests."""


@dataclass(frozen=True)
class Pcm:
    """A clip as plain bytes."""

    pcm: bytes


def buzz(tone: Tone, _tones: str = "") -> Pcm:
    """Return a square wave of 1000 Hz as long as `tone`."""
    return Pcm((b"\x00\x20" * 12 + b"\x00\xe0" * 12) * (ms_to_bytes(TONE_MS[tone]) // 48))


def no_speech(text: str) -> Pcm:
    raise AssertionError(f"no one says {text}")


def spoken(text: str) -> Pcm:
    """Return a second of one sample that stands for `text`, over and over."""
    return Pcm((sum(text.encode()) % 4000 + 100).to_bytes(2, "little") * ms_to_samples(1000))


def track(*starts_ms: int, length_ms: int) -> Track:
    """Return a track with an end tone at each of `starts_ms`."""
    cues = tuple(Cue(start, start + TONE_MS["end"], tone="end") for start in starts_ms)
    return Track(Score("t", "Tones", "en", length_ms, cues, ()), no_speech, buzz)


def announcements(track: Track, measure: Callable[[str], int] = one_second) -> Announcements:
    """Return what makes asides in the voice of `track`."""
    return Announcements(ENGLISH, measure, lambda score: replace(track, score=score, clip=spoken))


SPOKEN = Track(COMPOSED, spoken, buzz)
ASIDES = announcements(SPOKEN)


def seen(score: Score, at_ms: int) -> View:
    """Return what is shown at `at_ms` of `score`, when no key was pressed."""
    transport = Transport(score, head_ms=at_ms)
    return view(transport, transport.place(0), "", ())


class FakeSpeaker:
    """A speaker whose time passes only when someone waits."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.ms = 0
        self.gone = False
        self.underrun = False
        self.sound = b""
        """All of the program that plays, or played last."""
        self.heard = 0
        self.volumes_db: list[float] = []
        """Each volume it was started with or turned to."""
        self._began = 0
        self._plays = False

    def start(self, blocks: Iterable[bytes], volume_db: float) -> None:
        if self.gone:
            raise DeviceError("no sound device: unplugged")
        self.log.append("start")
        self.underrun = False
        self.volumes_db.append(volume_db)
        self.sound, self._began, self._plays, self.heard = b"".join(blocks), self.ms, True, 0

    def position(self) -> int:
        if self.gone:
            raise DeviceError("no sound device: unplugged")
        if self._plays:
            self.heard = ms_to_samples(min(self.ms - self._began, self._length_ms))
        return self.heard

    def set_volume(self, volume_db: float) -> None:
        self.volumes_db.append(volume_db)

    def finished(self) -> bool:
        return self.ms - self._began > self._length_ms

    def stop(self) -> None:
        self._plays = False
        self.log.append("stop")

    def wait(self, seconds: float) -> None:
        self.ms += round(seconds * 1000)

    def clock(self) -> float:
        return self.ms / 1000

    @property
    def _length_ms(self) -> int:
        return len(self.sound) // ms_to_bytes(1)


class Hand:
    """A player on a fake speaker, with keys pressed at their times."""

    def __init__(self, track: Track = SPOKEN, start_ms: int = 0) -> None:
        self.speaker = FakeSpeaker()
        speaks = announcements(track)
        self.player = Player(track, self.speaker, speaks, start_ms=start_ms, now=self.speaker.clock)
        self.player.start()

    def after(self, ms: int, *keys: Key) -> View:
        """Let `ms` pass in steps of a look, press `keys`, and return what is shown."""
        end = self.speaker.ms + ms
        while self.speaker.ms < end:
            self.player.look()
            self.speaker.ms = min(end, self.speaker.ms + 25)
        self.player.look()
        for key in keys:
            self.player.press(key)
        return self.player.look()

    @property
    def at_ms(self) -> int:
        """Where in the session the ear is."""
        return self.player.look().moment.elapsed_ms
