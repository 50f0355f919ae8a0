from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest

from audiocoach.coach.score import Score
from audiocoach.coach.style import USUAL, Style
from audiocoach.errors import FitError, VoiceError
from audiocoach.session import SessionRequest, compose_all, prepare
from audiocoach.sound.clip import Clip
from audiocoach.voice.clip_cache import ClipCache
from audiocoach.voice.synthesizer import Synthesizer
from tests.coach.making import DOWN, HOLD_10, exercise, plan
from tests.voice.fakes import FakeVoice, tone_of


@dataclass
class Mute(FakeVoice):
    """Can't say one word."""

    unspeakable: str = "Plank."

    def speak(self, text: str) -> Clip:
        if self.unspeakable in text:
            raise VoiceError(f"text {text!r}: not spoken")
        return super().speak(text)


@dataclass
class Closing(Mute):
    """A service: once it is stopped it says nothing more."""

    is_slow: bool = True
    stopped: bool = False
    """Whether it was stopped."""
    broken: Iterator[bool] = field(default_factory=lambda: iter(()))
    """Whether it is down, each time it is asked; at the end it is not."""

    def stop(self) -> None:
        """Stop for good."""
        self.stopped = True

    def speak(self, text: str) -> Clip:
        """Say `text`, if it still can."""
        if self.stopped or next(self.broken, False):
            self.said.append(text)
            raise VoiceError("stopped" if self.stopped else "down")
        return super().speak(text)


WALL = plan(exercise(HOLD_10, title="Wall sit"), intro="Begin.")
PLANK = plan(exercise(HOLD_10, title="Plank"), intro="Begin. Plank.")


def test_what_several_sessions_say_is_spoken_once(tmp_path: Path) -> None:
    voice = FakeVoice(tone_of(500), is_slow=True)
    speech = Synthesizer(voice, ClipCache(tmp_path))
    scores = compose_all([SessionRequest(WALL, speech), SessionRequest(PLANK, speech)])
    said = {cue.text for score in scores if isinstance(score, Score) for cue in score.cues}
    assert sorted(voice.said) == sorted(said - {None})  # type: ignore[type-var]


def test_sessions_made_together_are_the_same_as_one_by_one(tmp_path: Path) -> None:
    speech = Synthesizer(FakeVoice(tone_of(500)), ClipCache(tmp_path))
    alone = [prepare(each, speech).score for each in (WALL, PLANK)]
    assert compose_all([SessionRequest(WALL, speech), SessionRequest(PLANK, speech)]) == alone


def test_a_line_that_can_not_be_spoken_is_the_fault_of_its_session_alone(tmp_path: Path) -> None:
    speech = Synthesizer(Mute(tone_of(500)), ClipCache(tmp_path))
    fault, score = compose_all(
        [SessionRequest(PLANK, speech, USUAL), SessionRequest(WALL, speech, USUAL)]
    )
    assert isinstance(fault, VoiceError)
    assert "Plank" in str(fault)
    assert score == prepare(WALL, speech).score


def test_a_service_that_fails_at_one_line_still_speaks_the_other_sessions(tmp_path: Path) -> None:
    speech = Synthesizer(Closing(tone_of(500)), ClipCache(tmp_path))
    fault, score = compose_all([SessionRequest(PLANK, speech), SessionRequest(WALL, speech)])
    assert (isinstance(fault, VoiceError), "Plank" in str(fault)) == (True, True)
    assert score == prepare(WALL, speech).score


def test_a_service_that_is_down_is_abandoned_and_every_session_shows_so(tmp_path: Path) -> None:
    voice = Closing(tone_of(500), broken=repeat(True))
    speech = Synthesizer(voice, ClipCache(tmp_path))
    faults = compose_all([SessionRequest(WALL, speech), SessionRequest(PLANK, speech)])
    assert ([str(each) for each in faults], len(voice.said)) == (["down", "down"], 4)


def test_a_session_whose_lines_are_all_kept_needs_no_service(tmp_path: Path) -> None:
    voice = Closing(tone_of(500))
    speech = Synthesizer(voice, ClipCache(tmp_path))
    before = prepare(WALL, speech).score
    voice.broken = repeat(True)
    score, fault = compose_all([SessionRequest(WALL, speech), SessionRequest(PLANK, speech)])
    assert (score, isinstance(fault, VoiceError)) == (before, True)


def test_nothing_is_spoken_to_refuse_a_length_that_the_work_alone_exceeds(tmp_path: Path) -> None:
    """The natural voice spoke for 18 s before it was said that a minute is too short."""
    voice = FakeVoice(tone_of(500))
    longer = plan(exercise(HOLD_10, title="Plank", reps=20), intro="Begin.")
    with pytest.raises(FitError, match=r"it can last from about 3:\d\d to 3:\d\d$"):
        prepare(longer, Synthesizer(voice, ClipCache(tmp_path)), Style(fit_ms=60_000))
    assert voice.said == []


@dataclass
class Brisk(FakeVoice):
    """Says every text in 40 ms a letter, which is less than is guessed."""

    def speak(self, text: str) -> Clip:
        """Say `text`."""
        self.said.append(text)
        return tone_of(40 * len(text))


class Rounds(Synthesizer):
    """Counts how often it is asked to speak."""

    def __init__(self, voice: FakeVoice, folder: Path) -> None:
        super().__init__(voice, ClipCache(folder))
        self.rounds = 0

    def prepare(self, *given: Any, **more: Any) -> None:
        """Count it."""
        self.rounds += bool(given[0])
        super().prepare(*given, **more)


def test_what_real_lengths_show_to_have_room_is_found_all_at_once(tmp_path: Path) -> None:
    raised = {"name": "Raise", "seconds": 2}
    counted = exercise(
        raised, HOLD_10, DOWN, reps=6, sides="alternate", rest_between_reps_seconds=2
    )
    speech = Rounds(Brisk(), tmp_path)
    (score,) = compose_all([SessionRequest(plan(counted), speech)])
    assert isinstance(score, Score)
    assert {"2 out of 6, left.", "6 out of 6, right."} <= {cue.text for cue in score.cues}
    assert speech.rounds <= 3
