"""Metronomes, and movements quicker than a word."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.coach.timeline import MARGIN_MS, Measure
from audiocoach.coach.work_calls import NEAR_MS
from tests.coach.making import composed, exercise, said, tones
from tests.coach.strategies import measures

LEFT: dict[str, Any] = {"name": "Left", "beats": 1}
RIGHT: dict[str, Any] = {"name": "Right", "beats": 1}


def onsets(score: Any) -> list[tuple[str, int]]:
    start = tones(score, "go")[0]
    works = ("go", "phase", "tick", "end")
    return [
        (str(cue.tone), cue.start_ms - start)
        for cue in score.cues
        if cue.tone in works and cue.start_ms >= start
    ]


def test_each_beat_ticks_where_no_word_has_room() -> None:
    score = composed(exercise(LEFT, RIGHT, bpm=150, reps=2))
    assert onsets(score) == [("go", 0), ("tick", 400), ("tick", 800), ("tick", 1200), ("end", 1600)]
    start = tones(score, "go")[0]
    assert [cue.start_ms < start for cue in score.cues if cue.text == "Left"] == [True]


def test_a_word_follows_the_tick_of_a_slow_beat() -> None:
    score = composed(exercise(LEFT, RIGHT, bpm=60, reps=2))
    start = tones(score, "go")[0]
    words = [
        (cue.text, cue.start_ms - start) for cue in score.cues if cue.text in ("Left", "Right")
    ]
    assert words == [("Left", 350), ("Right", 1140), ("Left", 2140), ("Right", 3140)]


def test_a_phase_of_several_beats_begins_with_two_notes() -> None:
    score = composed(exercise({"name": "Up", "beats": 3}, {"name": "Down", "beats": 2}, bpm=120))
    assert onsets(score) == [
        ("go", 0), ("tick", 500), ("tick", 1000), ("phase", 1500), ("tick", 2000), ("end", 2500),
    ]  # fmt: skip


def test_a_metronome_also_ticks_through_a_phase_in_seconds() -> None:
    score = composed(exercise({"name": "Turn", "seconds": 12}, bpm=60), talk="tones")
    assert onsets(score) == [
        ("go", 0), *(("tick", 1000 * n) for n in range(1, 12)), ("end", 12_000),
    ]  # fmt: skip


@pytest.mark.parametrize("bpm", [140, 155.5, 300])
def test_beats_stay_within_a_millisecond_of_their_time_in_a_phase(bpm: float) -> None:
    score = composed(exercise({"name": "Turn", "beats": 60}, bpm=bpm), talk="tones")
    start = min(tones(score, "go") + tones(score, "phase"))
    for at in tones(score, "tick"):
        beats = (at - start) * bpm / 60_000
        assert abs(beats - round(beats)) * 60_000 / bpm <= 0.5


def test_a_metronome_is_the_only_count() -> None:
    slow = exercise({"name": "Hold", "beats": 20, "hold": True}, bpm=60)
    assert not {"3.", "2.", "1."} & set(said(composed(slow)))


@pytest.mark.parametrize("talk", ["full", "tones"])
def test_the_quickest_phases_each_begin_with_a_sign(talk: str) -> None:
    quick = {"seconds": 0.2}
    score = composed(exercise({"name": "In", **quick}, {"name": "Out", **quick}, reps=2), talk=talk)
    first = [span.start_ms for span in score.spans if span.kind == "phase"]
    assert [start - first[0] for start in first] == [0, 200, 400, 600]
    assert set(first) <= {cue.start_ms for cue in score.cues if cue.tone == "phase"}


@pytest.mark.parametrize("bpm", [50, 60, 100, 150, 300])
def test_ticks_yield_to_what_is_left_of_work_by_time(bpm: float) -> None:
    """All three calls of two minutes were dropped, at any pace."""
    score = composed(exercise(LEFT, RIGHT, bpm=bpm, for_seconds=120))
    start, lefts = score.spans_of("rep")[0].start_ms, {"1 minute left.": 60, "30 seconds left.": 90}
    calls = [(cue.start_ms - start, cue.text) for cue in score.cues if cue.text in lefts]
    assert [text for _, text in calls] == [*lefts]
    assert all(abs(at - 1000 * lefts[str(text)]) <= NEAR_MS for at, text in calls)


def test_ticks_yield_to_words_that_have_their_moment() -> None:
    turn = {"name": "Turn", "seconds": 100, "cues": [{"at_seconds": 45, "say": "Other way."}]}
    cues = {"warning_seconds": 5, "time_left_every_seconds": 30}
    score = composed(exercise(turn, bpm=150, cues=cues))
    start = tones(score, "go")[0]
    heard = [(cue.start_ms - start, cue.text) for cue in score.cues if cue.text]
    assert [each for each in heard if each[0] > 2000 and each[0] < 100_000] == [
        (10_000, "90 seconds left."), (40_000, "1 minute left."), (45_000, "Other way."),
        (70_000, "30 seconds left."), (95_000, "5 seconds left."),
    ]  # fmt: skip
    assert score.dropped == ()


@given(
    bpm=st.integers(10, 300),
    seconds=st.integers(91, 400),
    every=st.sampled_from([10, 20, 45, 200]),
    measure=measures,
)
def test_a_beat_is_missed_only_where_something_is_said(
    bpm: int, seconds: int, every: int, measure: Measure
) -> None:
    turn = {"name": "Turn", "seconds": seconds}
    score = composed(
        exercise(turn, bpm=bpm, cues={"time_left_every_seconds": every}), measure=measure
    )
    (phase,) = [span for span in score.spans if span.kind in ("phase", "hold")]
    within = [cue for cue in score.cues if phase.start_ms <= cue.start_ms < phase.end_ms]
    count = math.ceil(seconds * bpm / 60 - 0.5)
    beats = {phase.start_ms + round(n * 60_000 / bpm) for n in range(count)}
    heard = {cue.start_ms for cue in within if cue.tone}
    assert heard <= beats
    for beat in beats - heard:
        assert any(
            cue.start_ms - MARGIN_MS < beat + 120 and beat < cue.end_ms + MARGIN_MS
            for cue in within
        )
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(within))


@pytest.mark.parametrize(("beats", "tone"), [(1, "tick"), (2, "phase")])
def test_a_word_with_no_room_after_the_tick_stands_in_its_place_while_it_is_new(
    beats: int, tone: str
) -> None:
    """None but the first was said, at the pace at which eyes and head are trained."""
    phases = [{"name": name, "beats": beats} for name in ("Left", "Right")]
    score = composed(exercise(*phases, bpm=100, reps=6), measure=lambda _: 450)
    starts = [span.start_ms for span in score.spans if span.kind == "phase"]
    on_beat = [cue.text or cue.tone for cue in score.cues if cue.start_ms in starts]
    assert on_beat == ["go", "Right", "Left", "Right", "Left", "Right", *[tone] * 6]
    assert {"Left", "Right"}.isdisjoint(drop.text for drop in score.dropped)


def test_the_word_of_a_long_phase_takes_the_place_of_a_later_tick() -> None:
    phases = [{"name": name, "beats": 10} for name in ("Up", "Down")]
    score = composed(exercise(*phases, bpm=100), measure=lambda _: 450)
    start = score.spans_of("phase")[1].start_ms
    (word,) = [cue.start_ms - start for cue in score.cues if cue.text == "Down"]
    assert word == 240
    assert "Down" not in [drop.text for drop in score.dropped]
    assert 600 not in [at - start for at in tones(score, "tick")]
    assert 1200 in [at - start for at in tones(score, "tick")]
