"""Programmes as people really do them: what is said in each, and what yields."""

from pathlib import Path
from typing import Any

import pytest

from audiocoach.coach.score import Score
from audiocoach.coach.unheard_texts import probes, remarks, work_remarks
from audiocoach.routine.plan import plan_routine
from audiocoach.routine.reader import read_routines
from tests.coach.making import composed_plan, said, short_words

FILE = read_routines(Path(__file__).with_name("data") / "programmes.json")
MOST_DROPPED = 0.02


def made(name: str, talk: Any = "full") -> Score:
    return composed_plan(plan_routine(FILE, name), talk=talk)


@pytest.mark.parametrize("talk", ["full", "brief"])
@pytest.mark.parametrize("name", FILE.routines)
def test_next_to_no_word_of_a_phase_is_dropped_and_none_without_a_remark(
    name: str, talk: str
) -> None:
    score = made(name, talk)
    phases = {(span.title, span.start_ms) for span in score.spans if span.kind in ("phase", "hold")}
    dropped = [drop for drop in score.dropped if (drop.text, drop.at_ms) in phases]
    assert len(dropped) <= MOST_DROPPED * len(phases)
    assert all(any(drop.place in line for line in remarks(score)) for drop in dropped)


def test_heel_drops_say_up_and_down_in_all_90_and_count_as_long_as_they_are_new() -> None:
    words = said(made("heel-drops"))
    assert (words.count("Up with both"), words.count("Down with one")) == (90, 90)
    counted = [text for text in words if text.endswith((", left.", ", right."))]
    assert len(counted) == 3 * 2 * len([1, 2, 3, 5, 10, 15])


def test_box_breathing_says_all_four_of_its_words() -> None:
    words = said(made("box-breathing"))
    assert [words.count(word) for word in ("In", "Hold", "Out", "Empty")] == [4] * 4


def test_planks_have_their_own_countdown_warning_and_reminder() -> None:
    words = said(made("planks"))
    assert words.count("Lift your left foot.") == 2
    assert words.count("10 seconds left.") == 2
    assert words.count("Sit back on your heels.") == 1  # in the rest, and on again
    assert words.count("Come onto your hands and knees.") == 2
    assert (words.count("5."), words.count("4.")) == (2, 2)


def test_run_and_walk_say_what_is_left_every_30_seconds_and_never_halfway() -> None:
    words = said(made("run-walk"))
    assert (words.count("1 minute left."), words.count("30 seconds left.")) == (8, 8)
    assert "Halfway." not in words


def test_a_hold_of_50_seconds_is_counted_down_from_49_to_1() -> None:
    words = [text for text in said(made("strength")) if text[:-1].isdigit()]
    assert words[-49:] == [f"{n}." for n in range(49, 0, -1)]


def test_a_probe_of_single_steps_finds_no_fault_with_the_ways_between_them() -> None:
    (probe,) = probes([plan_routine(FILE, "circuit")], short_words)
    score = composed_plan(probe, alone=True)
    assert [*work_remarks(score, score)] == []


def test_the_mat_of_curl_ups_stays_for_the_planks() -> None:
    words = said(made("big-three"))
    assert words.count("Take a mat.") == 1
    assert not [text for text in words if "aside" in text or "no longer" in text]
