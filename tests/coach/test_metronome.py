"""Metronomes, and movements quicker than a word."""

from __future__ import annotations

from typing import Any

import pytest

from tests.coach.making import composed, exercise, said, tones

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
