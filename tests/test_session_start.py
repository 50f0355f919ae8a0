"""How a session begins, found while its lines are still being spoken."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given
from hypothesis import strategies as st

from audiocoach.coach.score import Score
from audiocoach.coach.style import USUAL, Style
from audiocoach.errors import VoiceError
from audiocoach.routine.plan import Plan
from audiocoach.session import SessionRequest, compose_all
from audiocoach.session_start import Start, speak_from_start
from audiocoach.sound.clip import Clip
from audiocoach.voice.clip_cache import ClipCache
from audiocoach.voice.synthesizer import Synthesizer
from tests.coach.making import HOLD_10, exercise, plan
from tests.coach.strategies import plans
from tests.examples import examples
from tests.voice.fakes import FakeVoice, tone_of


@dataclass
class Lively(FakeVoice):
    """Takes about as long as letters say, at a pace of its own."""

    pace: float = 1.0
    spread: float = 0.2
    """By which part a line may be longer or shorter than its letters say."""
    broken: str = ""
    """What it can't say."""

    def speak(self, text: str) -> Clip:
        """Take 60 ms a letter, about."""
        self.said.append(text)
        if text == self.broken:
            raise VoiceError(f"text {text!r}: can't be said")
        off = random.Random(text).uniform(1 - self.spread, 1 + self.spread)
        return tone_of(max(200, round(self.pace * off * 60 * len(text))))


@dataclass
class Foreseeing(Lively):
    """Knows how long a text will take, nearly: each is a little longer or shorter."""

    spread: float = 0.03

    def foreseen_ms(self, text: str) -> int:
        """Return a length that is up to 3 % wrong."""
        return max(200, 60 * len(text))


def begun(
    request: Plan, speech: Synthesizer, style: Style = USUAL, **more: Any
) -> tuple[list[Start], Score]:
    """Return how a session began while it was spoken, and the session."""
    starts: list[Start] = []
    speak_from_start(request, speech, style, starts.append, **more)
    (whole,) = compose_all([SessionRequest(request, speech, style)])
    assert isinstance(whole, Score)
    return starts, whole


def agrees(start: Start, whole: Score) -> bool:
    """Return whether `whole` begins with `start`, and nothing more comes before its end."""
    score = start.score
    count = len(score.cues)
    later = [cue.start_ms for cue in whole.cues[count:]]
    is_before = min(later, default=score.length_ms) >= score.length_ms
    return whole.cues[:count] == score.cues and is_before


MANY = plan(
    *(
        exercise(
            HOLD_10,
            title=f"Exercise {each}",
            sets=2,
            instructions=f"Stand on leg {each}, and hold.",
        )
        for each in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    ),
    intro="Begin.",
)


@pytest.mark.parametrize("voice", [Foreseeing(), Lively(pace=0.8), Lively(pace=1.1)])
@pytest.mark.parametrize("style", [Style(), Style(keep_alive=True), Style(talk="brief")])
def test_it_grows_while_it_is_spoken_and_is_that_of_the_session(
    tmp_path: Path, voice: FakeVoice, style: Style
) -> None:
    starts, whole = begun(MANY, Synthesizer(voice, ClipCache(tmp_path)), style)
    lengths = [start.score.length_ms for start in starts]
    assert lengths
    assert lengths == sorted(lengths)
    assert all(agrees(start, whole) for start in starts)
    for shortest, longest in (start.lengths_ms for start in starts):
        assert shortest <= whole.length_ms <= longest


@given(plans, st.floats(0.6, 1.6), st.booleans(), st.sampled_from(["full", "brief", "tones"]))
@examples(0.5, phases=[Phase.generate])
def test_no_session_begins_otherwise(
    tmp_path_factory: pytest.TempPathFactory, wanted: Plan, pace: float, ticks: bool, talk: Any
) -> None:
    cache = ClipCache(tmp_path_factory.mktemp("clips"))
    style = Style(talk=talk, keep_alive=ticks)
    starts, whole = begun(wanted, Synthesizer(Lively(pace=pace), cache), style)
    assert all(agrees(start, whole) for start in starts)


def said_before_its_start(wanted: Plan, voice: FakeVoice, speech: Synthesizer) -> int:
    """Return how many lines are spoken before anything is certain."""
    said: list[int] = []
    speak_from_start(wanted, speech, USUAL, lambda _: said.append(len(voice.said)))
    return min(said, default=99)


def long_one(seconds: int) -> Plan:
    """Return a session whose minutes depend on `seconds`."""
    hold = {**HOLD_10, "seconds": 60 + seconds}
    return plan(*(exercise(hold, title=f"Hold {each}") for each in range(9)))


def test_most_openings_of_a_voice_that_foresees_are_known_first_of_all(tmp_path: Path) -> None:
    early = 0
    for seconds in range(0, 60, 3):
        voice = Foreseeing(identity=f"{seconds}")
        speech = Synthesizer(voice, ClipCache(tmp_path))
        early += said_before_its_start(long_one(seconds), voice, speech) < 12
    assert early > 12


def test_the_minutes_are_spoken_alone_once_they_are_known(tmp_path: Path) -> None:
    late: list[list[str]] = []
    for seconds in range(0, 60, 3):
        voice = Foreseeing(identity=f"{seconds}")
        speech = Synthesizer(voice, ClipCache(tmp_path))
        before = said_before_its_start(long_one(seconds), voice, speech)
        late += [voice.said[8:before]] if before > 8 else []
    assert any("minutes" in said[0] and len(said) == 1 for said in late)
    assert not any("minutes" in said[0] and len(said) > 1 for said in late)


def test_its_opening_is_spoken_first(tmp_path: Path) -> None:
    voice = Foreseeing()
    _, whole = begun(MANY, Synthesizer(voice, ClipCache(tmp_path)))
    opening = {cue.text for cue in whole.cues if cue.start_ms < whole.exercises[0].start_ms}
    first = [*dict.fromkeys(voice.said)][: len(opening)]
    assert len(opening & {*first}) >= len(opening) - 2  # all but that which has the minutes


def test_every_line_is_said_once_and_none_that_the_session_lacks(tmp_path: Path) -> None:
    once, before = Lively(), Lively()
    _, whole = begun(MANY, Synthesizer(once, ClipCache(tmp_path / "one")))
    compose_all([SessionRequest(MANY, Synthesizer(before, ClipCache(tmp_path / "two")))])
    assert len(once.said) == len({*once.said})
    assert {*once.said} <= {*before.said}
    assert {cue.text for cue in whole.cues if cue.text} <= {*once.said}


@dataclass
class Shown:
    """Keeps what a display of progress is shown."""

    opened: list[tuple[str, int]] = field(default_factory=list)
    done: list[int] = field(default_factory=list)

    @contextmanager
    def __call__(self, voice: str, total: int) -> Iterator[Any]:
        """Open one."""
        self.opened.append((voice, total))
        yield self.done.append


def test_how_far_it_has_come_is_shown_of_all_its_lines(tmp_path: Path) -> None:
    voice, shown = Lively(), Shown()
    begun(MANY, Synthesizer(voice, ClipCache(tmp_path)), progress=shown)
    ((name, total),) = shown.opened
    assert name == "fake"
    assert total == pytest.approx(len(voice.said), abs=2)
    assert shown.done == [*range(1, len(voice.said) + 1)]


def test_a_line_that_cannot_be_said_is_a_fault_of_the_session_not_of_its_start(
    tmp_path: Path,
) -> None:
    _, whole = begun(MANY, Synthesizer(Lively(), ClipCache(tmp_path / "whole")))
    broken = next(cue.text for cue in whole.cues if cue.text and "five" in cue.text)
    speech = Synthesizer(Lively(broken=broken), ClipCache(tmp_path / "broken"))
    starts: list[Start] = []
    speak_from_start(MANY, speech, Style(), starts.append)
    (fault,) = compose_all([SessionRequest(MANY, speech)])
    assert isinstance(fault, VoiceError)
    assert broken in str(fault)


@pytest.mark.parametrize(
    ("voice", "style"),
    [(Lively(), Style(fit_ms=600_000)), (Lively(is_levelled=False), Style())],
)
def test_where_all_must_be_known_first_it_has_no_start(
    tmp_path: Path, voice: Lively, style: Style
) -> None:
    starts: list[Start] = []
    speak_from_start(MANY, Synthesizer(voice, ClipCache(tmp_path)), style, starts.append)
    assert (starts, voice.said) == ([], [])


def test_what_is_spoken_already_needs_no_start(tmp_path: Path) -> None:
    speech = Synthesizer(Lively(), ClipCache(tmp_path))
    begun(MANY, speech)
    assert begun(MANY, speech)[0] == []
