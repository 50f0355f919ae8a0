"""Seconds counted aloud: on their beats, of one kind, and always to the end in words."""

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.coach.score import Score
from audiocoach.coach.timeline import MARGIN_MS, Measure
from tests.coach.making import HOLD_10, composed, exercise, short_words, tones


def counted(seconds: float, measure: Measure = short_words, **style: Any) -> list[tuple[int, str]]:
    """Return (ms after the go tone, sound) of all that is heard in a hold that is counted aloud."""
    hold = {**HOLD_10, "seconds": seconds, "count_aloud": True}
    score = composed(exercise(hold), measure=measure, alone=True, **style)
    (go,) = tones(score, "go")
    heard = [cue for cue in score.cues if cue.start_ms >= go]
    return [(cue.start_ms - go, cue.text or cue.tone or "") for cue in heard]


def numbers(score: list[tuple[int, str]]) -> list[int]:
    return [int(text[:-1]) for _, text in score if re.fullmatch(r"\d+\.", text)]


def test_a_count_of_10_says_ten_as_its_tenth_second_begins_and_the_end_tone_follows() -> None:
    beats = [((n - 1) * 1000, f"{n}.") for n in range(2, 11)]
    assert counted(10) == [(0, "go"), (350, "Hold"), *beats, (10_000, "end")]


def test_a_part_of_a_second_at_the_end_is_not_counted() -> None:
    assert counted(10.3) == [*counted(10)[:-1], (10_300, "end")]


def test_without_words_every_second_ticks() -> None:
    ticks = [(n * 1000, "tick") for n in range(1, 10)]
    assert counted(10, talk="tones") == [(0, "go"), *ticks, (10_000, "end")]


def test_a_count_that_outgrows_its_second_goes_on_by_fives_and_ends_in_words() -> None:
    def measure(text: str) -> int:
        return 950 if re.fullmatch(r"(2[1-9]|[3-9].)\.", text) else 400

    heard = counted(63, measure)
    assert numbers(heard) == [*range(2, 21), 25, 30, 35, 40, 45, 50, 55, 60, 63]
    assert not [text for _, text in heard if text == "tick"]


def test_a_voice_too_slow_for_fives_counts_by_tens() -> None:
    assert numbers(counted(40, lambda text: 5000)) == [10, 20, 30, 40]


@pytest.mark.parametrize("seconds", [4, 10, 25, 60, 120])
def test_a_slow_voice_still_says_the_last_number(seconds: int) -> None:
    assert numbers(counted(seconds, lambda text: 1100))[-1:] == [seconds]


@given(st.integers(3, 130), st.integers(100, 4000))
def test_every_number_but_the_last_begins_with_its_second(seconds: int, length: int) -> None:
    heard = counted(seconds, lambda text: length if text[:-1].isdigit() else 300)
    spoken = [(at, int(text[:-1])) for at, text in heard if text[:-1].isdigit()]
    assert all(at == (n - 1) * 1000 for at, n in spoken[:-1])
    starts = [*[at for at, _ in spoken], seconds * 1000]
    assert all(
        start + length + MARGIN_MS <= following for start, following in pairwise(starts) if spoken
    )


def test_one_count_is_of_one_kind_in_every_rep() -> None:
    def measure(text: str) -> int:
        return 1000 if text == "7." else 400

    hold = {**HOLD_10, "count_aloud": True}
    score: Score = composed(exercise(hold, reps=3, rest_between_reps_seconds=5), measure=measure)
    texts = [cue.text for cue in score.cues if re.fullmatch(r"\d+\.", cue.text or "")]
    assert texts == ["2.", "3.", "4.", "5.", "6.", "10."] * 3
    assert tones(score, "tick") == []


BOX = [
    {"name": "In", "seconds": 4},
    {"name": "Hold", "seconds": 4, "hold": True},
    {"name": "Out", "seconds": 4},
    {"name": "Empty", "seconds": 4, "hold": True},
]


@pytest.mark.parametrize(
    ("empty_ms", "counts"),
    [(564, ["3.", "2.", "1."]), (600, ["3.", "2.", "1."]), (601, ["2.", "1."])],
)
def test_holds_of_one_length_are_counted_alike_whatever_they_are_called(
    empty_ms: int, counts: list[str]
) -> None:
    """The built-in voice takes 564 ms for "Empty": that hold alone lost its "3."."""

    def measure(text: str) -> int:
        return empty_ms if text == "Empty" else 380

    score = composed(exercise(*BOX, reps=2), measure=measure, alone=True)
    holds = [span for span in score.spans if span.kind == "hold"]
    of_hold = [
        [cue.text for cue in score.cues if span.goes_on_at(cue.start_ms) and cue.text in counts]
        for span in holds
    ]
    assert of_hold == [counts] * 4
    digits = [cue.text for cue in score.cues if re.fullmatch(r"\d\.", cue.text or "")]
    assert len(digits) == 4 * len(counts)


def test_holds_of_another_length_are_counted_as_far_as_each_has_room() -> None:
    def measure(text: str) -> int:
        return 900 if text == "Empty" else 380

    long = [{**phase, "seconds": 6} if phase["name"] == "Hold" else phase for phase in BOX]
    score = composed(exercise(*long), measure=measure, alone=True)
    digits = [cue.text for cue in score.cues if re.fullmatch(r"\d\.", cue.text or "")]
    assert digits == ["3.", "2.", "1.", "2.", "1."]
