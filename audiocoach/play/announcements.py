"""What the coach says between: small tracks of their own, spliced before the session goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from audiocoach.coach.phrases import Phrases
from audiocoach.coach.score import Score, Where
from audiocoach.coach.timeline import PAUSE_MS, Measure, Timeline
from audiocoach.errors import CoachError
from audiocoach.tone_spec import COUNT_IN, STANDARD, ToneSet

if TYPE_CHECKING:
    from audiocoach.mix import Mix
    from audiocoach.track import Track

Kind = Literal["count_in", "time_left"]

_MINUTES_FROM_MS = 90_000
"""Beyond this the time left is said in minutes, up to it in steps of ten seconds."""
_STEP_MS = 10_000


@dataclass(frozen=True)
class Announcement:
    """Something spoken while the session stands still."""

    kind: Kind
    """What it is for."""
    track: Track | Mix
    """Its sound."""

    @property
    def length_ms(self) -> int:
        """Length in milliseconds."""
        return self.track.score.length_ms


@dataclass(frozen=True)
class Announcements:
    """Makes asides with the session's voice, words and levels."""

    phrases: Phrases
    """The coach's words in the session's language."""
    measure: Measure
    """How many milliseconds a text takes to say. Raises VoiceError."""
    sound: Callable[[Score], Track | Mix]
    """Lays a score on a track of the session's kind, with its clips and levels."""
    speaks: bool = True
    """Whether the coach speaks at all; else tones alone count in."""
    tones: ToneSet = STANDARD
    """The session's tones."""

    def count_in(self, position: Sequence[str] = ()) -> Announcement:
        """Make "Get ready" and three low tones, a second apart; it ends where work goes on.

        What brings the body into its `position` comes first: it may have left it meanwhile.
        """
        timeline, where = Timeline(self.measure, tones=self.tones), Where()
        # A voice that fails just now is no reason not to go on: the tones say it too.
        with suppress(CoachError):
            if self.speaks:
                timeline.talk([*position, self.phrases.say("get_ready")], where)
                timeline.now += PAUSE_MS
        for _ in range(COUNT_IN):
            timeline.tone("count_in", timeline.now, where)
            timeline.now += 1000
        return Announcement("count_in", self._track(timeline))

    def time_left(self, left_ms: int) -> Announcement:
        """Make the answer to "how much longer", in about so many minutes or seconds."""
        timeline = Timeline(self.measure)
        timeline.talk([self._answer(left_ms)], Where())
        timeline.now += PAUSE_MS
        return Announcement("time_left", self._track(timeline))

    def texts(self, length_ms: int) -> list[str]:
        """Return all that may be spoken in a session of `length_ms`, for a voice to prepare."""
        steps = range(0, length_ms + _STEP_MS, _STEP_MS)
        answers = [self._answer(left) for left in steps]
        return list(dict.fromkeys([self.phrases.say("get_ready"), *answers]))

    def _answer(self, left_ms: int) -> str:
        if left_ms > _MINUTES_FROM_MS:
            time = self.phrases.duration("minute", (left_ms + 30_000) // 60_000)
        else:
            steps = max(1, (left_ms + _STEP_MS // 2) // _STEP_MS)
            time = self.phrases.duration("second", steps * _STEP_MS // 1000)
        return self.phrases.say("how_long", time=time)

    def _track(self, timeline: Timeline) -> Track | Mix:
        cues = tuple(timeline.ordered_cues(0))
        name = self.phrases.language
        return self.sound(Score("", "", name, timeline.now, cues, ()))
