from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path

import pytest

from audiocoach.coach.score import Score
from audiocoach.coach.style import USUAL, Style
from audiocoach.errors import VoiceError
from audiocoach.session import SessionRequest, compose_all, opening, prepare
from audiocoach.sound.clip import Clip
from audiocoach.voice.clip_cache import ClipCache
from audiocoach.voice.synthesizer import Synthesizer
from tests.coach.making import HOLD_10, exercise, plan
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


@dataclass
class Foreseeing(FakeVoice):
    """Knows how long a text will take, nearly: each is a little longer or shorter."""

    def foreseen_ms(self, text: str) -> int:
        """Return a length that is up to 3 % wrong."""
        return round(self.speak(text).ms * (0.97 + 0.06 * (len(text) % 5) / 4))

    def speak(self, text: str) -> Clip:
        """Take 60 ms a letter."""
        self.said.append(text)
        return tone_of(200 + 60 * len(text))


@pytest.mark.parametrize("seconds", range(1, 60, 4))
def test_an_opening_that_is_known_ahead_is_that_of_the_session(
    tmp_path: Path, seconds: int
) -> None:
    speech = Synthesizer(Foreseeing(), ClipCache(tmp_path))
    hold = {"name": "Hold", "seconds": 60 + seconds, "hold": True}
    request = SessionRequest(
        plan(exercise(hold), exercise(HOLD_10, title="Plank"), intro="Begin."), speech
    )
    head = opening(request)
    (whole,) = compose_all([request])
    assert isinstance(whole, Score)
    if head is not None:
        assert whole.cues[: len(head.cues)] == head.cues
        assert whole.cues[len(head.cues)].start_ms >= head.length_ms


def test_most_openings_are_known_ahead(tmp_path: Path) -> None:
    speech = Synthesizer(Foreseeing(), ClipCache(tmp_path))
    heads = [
        opening(SessionRequest(plan(exercise({**HOLD_10, "seconds": 60 + seconds})), speech))
        for seconds in range(0, 60, 3)
    ]
    assert heads.count(None) < 8


def test_an_opening_is_spoken_alone(tmp_path: Path) -> None:
    speech = Synthesizer(Foreseeing(), ClipCache(tmp_path))
    head = opening(SessionRequest(plan(exercise(HOLD_10)), speech))
    assert head is not None
    assert [speech.known_ms(text) is None for text in ("Stand tall.", "Hold")] == [True, True]
    assert all(speech.known_ms(cue.text) for cue in head.cues if cue.text)


@pytest.mark.parametrize("style", [Style(talk="tones"), Style(keep_alive=True), Style(alone=True)])
def test_where_no_opening_is_certain_there_is_none(tmp_path: Path, style: Style) -> None:
    speech = Synthesizer(Foreseeing(), ClipCache(tmp_path))
    assert opening(SessionRequest(plan(exercise(HOLD_10)), speech, style)) is None
    blind = Synthesizer(FakeVoice(), ClipCache(tmp_path))
    assert opening(SessionRequest(plan(exercise(HOLD_10)), blind)) is None
