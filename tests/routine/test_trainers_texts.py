"""What trainers' pages write in a line: distances, minutes that grow, efforts and their parts."""

from __future__ import annotations

from typing import Any

import pytest

from audiocoach.routine.text_reader import read_text
from audiocoach.routine.text_writer import written
from audiocoach.routine.typical_paces import assumed
from tests.routine.test_sheets import outline


@pytest.mark.parametrize(
    ("line", "name", "seconds"),
    [
        ("Run 400m", "Run 400 metres", 145),
        ("400 m row", "Row 400 metres", 120),
        ("1 mile run", "Run 1 mile", 580),
        ("½ mile jog", "Jog 0.5 miles", 340),
        ("20 cal row", "Row 20 calories", 80),
        ("Farmer carry 20m", "Farmer carry 20 metres", 20),
        ("Walking lunge 50 ft", "Walking lunge 50 feet", 30),
        ("Run 400m in 2:00", "Run 400 metres", 120),
        ("500m row, 2:05", "Row 500 metres", 125),
        ("Run 1k @ 5:30/km", "Run 1 km", 330),
        ("Row 1000m 2:15/500m", "Row 1000 metres", 270),
        ("5 km at 6:00 min/km", "Run 5 km", 1800),
        ("90 min run", "Run", 5400),
    ],
)
def test_a_distance_takes_its_time(line: str, name: str, seconds: float) -> None:
    [exercise] = read_text(f"# A\n- {line}\n").tree["exercises"].values()
    steps = read_text(f"# A\n- {line}\n").tree["routines"]["a"]["steps"]
    [phase] = {**exercise, **steps[0]}["phases"]
    assert (exercise["title"], phase["seconds"]) == (name, seconds)


@pytest.mark.parametrize("line", ["Run 20m", "Box jump 24 inch", "Couch to 5k", "Stand 2 m away"])
def test_what_measures_no_way_has_no_assumed_time(line: str) -> None:
    assert "assumed" not in outline(f"# A\n- {line}\n")


def test_an_assumed_time_is_remarked_on_and_a_stated_one_is_not() -> None:
    assert "2:25 is assumed; say how long it takes" in outline("# A\nRun 400m\n")
    assert "assumed" not in outline("# A\nRun 400m in 2:00\n")


def test_a_distance_of_a_pace_no_one_keeps_is_not_assumed() -> None:
    assert assumed("Stack 400 metres") is None
    assert assumed("Sprint 3 metres") == ("3 metres", 5)


def _steps(text: str) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = read_text(text).tree["routines"]["a"]["steps"]
    return steps


def test_what_is_jogged_between_is_an_exercise_of_the_rounds() -> None:
    [rounds] = _steps("# A\n6 x 400m w/ 200m jog\n")
    assert rounds["rounds"] == 6
    assert [each["exercise"] for each in rounds["steps"]] == ["run-400-metres", "jog-200-metres"]


def test_words_behind_a_quoted_name_are_a_note() -> None:
    found = read_text('# A\n"Form 24" 3x5 slowly\n')
    assert (
        found.tree["exercises"]["form-24"] | {"sets": 3, "reps": 5, "note": "slowly"}
        == (found.tree["exercises"]["form-24"])
    )
    assert any("isn't understood" in each.text for each in found.guesses)


def test_a_second_line_of_an_exercise_has_not_the_sets_of_the_first() -> None:
    first, second = _steps("# A\nBurpees 3x10 each side\nBurpees 30s\n")
    assert first == {"exercise": "burpees"}
    assert (second["sets"], second["reps"], second["sides"]) == (1, 1, "none")
    assert second["phases"] == [{"name": "Go", "seconds": 30}]


def test_reps_in_a_period_are_quick_enough_for_it() -> None:
    assert "tempo 1-0-1-0" in outline("# A\nSwings 10x10, every 30s\n")
    assert "tempo 2-0-2-0" in outline("# A\nSwings 10x5, every 60s\n")


def test_rounds_that_last_longer_than_their_period_follow_one_another() -> None:
    said = outline("Every 2 min for 5 rounds:\nRun 400m\n15 swings\n")
    assert "rounds: rounds 5\n" in said
    assert "5 rounds, one right after the other, since one takes longer" in said


@pytest.mark.parametrize("value", [":", "3 x:", "now:"])
def test_a_field_of_rounds_that_ends_with_a_colon_is_no_label(value: str) -> None:
    rounds = {"rounds": 2, "rest_between_rounds_seconds": value, "steps": [{"exercise": "a"}]}
    file = {"exercises": {"a": {}}, "routines": {"r": {"steps": [rounds]}}}
    assert read_text(written(file)).tree == file


def test_a_line_that_is_read_otherwise_still_stands_right_above_the_next() -> None:
    [rounds] = _steps("# A\nRelevé 20 reps, then hold 10 seconds\nPlié 10\nRepeat all 3 times.\n")
    assert (rounds["rounds"], len(rounds["steps"])) == (3, 3)


def test_instructions_and_described_exercises_keep_their_distances() -> None:
    text = "# A\nthrow 3x5\n  Stand 2 m away.\n\n## Exercise: Throw {#throw}\nRun 20 m and throw.\n"
    assert read_text(text).tree["exercises"]["throw"]["instructions"] == "Run 20 m and throw."
    assert _steps(text)[0]["instructions"] == "Stand 2 m away."


@pytest.mark.parametrize("title", ["Death by Burpees", "Death by Burpees {#d}"])
def test_a_workout_that_grows_comes_back_from_text(title: str) -> None:
    tree = read_text(f"# {title}\n- Burpees 3x10\n").tree
    assert [*tree["exercises"]] == ["burpees"]
    grown = read_text("Death by Burpees\n").tree
    assert read_text(written(grown)).tree == grown
