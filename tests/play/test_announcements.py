from __future__ import annotations

import pytest

from audiocoach.coach.phrases import languages, load_phrases
from audiocoach.coach.score import Score
from audiocoach.errors import VoiceError
from audiocoach.play.announcements import Announcements
from audiocoach.track import Track
from tests.coach.making import one_second
from tests.play.sessions import ASIDES, SPOKEN, announcements, buzz, spoken


def heard(score: Score) -> list[tuple[int, str | None]]:
    return [(cue.start_ms, cue.text or cue.tone) for cue in score.cues]


def mute(text: str) -> int:
    raise VoiceError(f"{text}: offline")


COUNTED = [(0, "count_in"), (1000, "count_in"), (2000, "count_in")]


def test_the_count_in_says_get_ready_and_leaves_three_seconds() -> None:
    announcement = ASIDES.count_in()
    assert heard(announcement.track.score) == [
        (0, "Get ready."), *((at + 1450, name) for at, name in COUNTED)
    ]  # fmt: skip
    assert announcement.length_ms == 1450 + 3000


def test_without_words_tones_alone_count_in() -> None:
    silent = Announcements(ASIDES.phrases, one_second, ASIDES.sound, speaks=False)
    assert heard(silent.count_in().track.score) == COUNTED


def test_a_voice_that_fails_leaves_the_tones() -> None:
    assert heard(announcements(SPOKEN, mute).count_in().track.score) == COUNTED


@pytest.mark.parametrize(
    ("left_ms", "text"),
    [
        (840_000, "About 14 minutes left."),
        (90_001, "About 2 minutes left."),
        (90_000, "About 90 seconds left."),
        (15_000, "About 20 seconds left."),
        (14_999, "About 10 seconds left."),
        (0, "About 10 seconds left."),
    ],
)
def test_the_time_left_is_reported_in_minutes_then_in_tens_of_seconds(
    left_ms: int, text: str
) -> None:
    assert heard(ASIDES.time_left(left_ms).track.score) == [(0, text)]


@pytest.mark.parametrize("language", languages())
def test_all_that_may_be_said_is_named_beforehand(language: str) -> None:
    said: list[str] = []

    def noted(text: str) -> int:
        said.append(text)
        return 1000

    made = Announcements(load_phrases(language), noted, lambda score: Track(score, spoken, buzz))
    known = made.texts(3_600_000)
    made.count_in()
    for left in range(0, 3_600_000, 4001):
        made.time_left(left)
    assert set(said) == set(known)
