"""Rounds that a title says, and work and rest in turns, as trainers write them."""

from __future__ import annotations

from typing import Any

import pytest

from audiocoach.routine.text_reader import read_text

LIST = "Plank 30 sec\nHollow rock x 10\n"


def steps(text: str) -> list[Any]:
    (routine,) = read_text(text).tree["routines"].values()
    return list(routine["steps"])


@pytest.mark.parametrize(
    "title",
    [
        "Core circuit (3 rounds)\n",
        "Core circuit (3 rounds)\n\n",
        "Core circuit – 3 rounds\n\n",
        "# Core circuit (3 rounds)\n",
        "# Monday\n\nCore circuit (3 rounds)\n",
        "# Monday\n\nCore work [3 rounds]:\n",
        "# Lundi\n\nCircuit abdos (3 tours)\n",
        "# Montag\n\nRumpf: 3 Runden\n",
    ],
)
def test_a_title_says_the_rounds_of_what_is_right_below_it(title: str) -> None:
    (rounds,) = steps(title + LIST)
    assert rounds["rounds"] == 3
    assert len(rounds["steps"]) == 2


def test_such_a_title_does_not_say_the_rounds_again() -> None:
    (routine,) = read_text(f"Core circuit (3 rounds)\n\n{LIST}").tree["routines"].values()
    assert routine["title"] == "Core circuit"


def test_the_rest_between_such_rounds_is_read() -> None:
    (rounds,) = steps(f"Core circuit (3 rounds)\n\n{LIST}Rest 1 min between rounds\n")
    assert rounds["rest_between_rounds_seconds"] == 60


@pytest.mark.parametrize(
    "head",
    [
        "Zirkeltraining (3 Runden)\n40 Sek. Belastung / 20 Sek. Pause\n\n",
        "Circuit – 3 rounds\n40 sec on / 20 sec off\n",
        "Circuit maison (3 tours)\n\n40 s d'effort / 20 s de repos\n\n",
    ],
)
def test_turns_may_stand_below_a_title_with_rounds(head: str) -> None:
    (rounds,) = steps(f"{head}Squat jumps\nBurpees\nRest 1 min between rounds\n")
    assert (rounds["rounds"], rounds["rest_between_rounds_seconds"]) == (3, 60)
    assert [each["rest_after_seconds"] for each in rounds["steps"]] == [20, 20]


def test_a_title_of_several_paragraphs_has_no_rounds() -> None:
    found = steps(f"Core circuit (3 rounds)\n\nJumping jacks 60 sec\nMarch 60 sec\n\n{LIST}")
    assert len(found) == 4


def test_a_ready_exercise_with_rounds_is_no_title() -> None:
    assert "rounds" not in steps(f"# Monday\n\nWall sit (3 rounds)\n{LIST}")[0]


@pytest.mark.parametrize(
    "turns",
    [
        "40 sec on / 20 sec off",
        "40s on, 20s off",
        "Work: 40 sec work / 20 sec rest",
        "0:40 on 0:20 off",
        "40 s Belastung / 20 s Pause",
        "40 seconds on, 20 seconds off each exercise",
        "40 s each, 20 s rest",
        "40 sec per exercise with 20 sec rest between exercises",
        "40 Sek. pro Übung, 20 Sek. Pause",
    ],
)
@pytest.mark.parametrize("behind", ["", "Repeat x 5\n", "Repeat 5 times\n"])
def test_work_and_rest_in_turns_are_of_each_below(turns: str, behind: str) -> None:
    text = f"# HIIT\n\n{turns}\nSquat jumps\nMountain climbers\n{behind}"
    found = steps(text)
    if behind:
        (rounds,) = found
        assert rounds["rounds"] == 5
        found = rounds["steps"]
    tree = read_text(text).tree["exercises"]["squat-jumps"]
    assert [phase["seconds"] for phase in tree["phases"]] == [40]
    assert [each["rest_after_seconds"] for each in found] == [20, 20]


def test_minutes_in_turns_are_no_exercises() -> None:
    found = steps("# HIIT\n\n1 min on / 1 min off\nSquat jumps\nMountain climbers\n")
    assert [each["rest_after_seconds"] for each in found] == [60, 60]


def test_turns_alone_stay_what_is_done() -> None:
    assert len(steps("# Run\n\n1 min on / 1 min off\n")) == 2


@pytest.mark.parametrize(
    "rest", ["Rest 1 minute between exercises", "1 min rest between exercises"]
)
def test_turns_are_of_each_where_all_rest_between_exercises(rest: str) -> None:
    text = f"TABATA\n20 seconds work / 10 seconds rest x 8\n1. Squat jumps\n2. Burpees\n{rest}\n"
    found = steps(text)
    assert [each["exercise"] for each in found] == ["squat-jumps", "burpees"]
    assert found[0]["rest_after_seconds"] == 60
    assert read_text(text).tree["exercises"]["burpees"]["reps"] == 8


@pytest.mark.parametrize("line", ["Bird dog 8 each side", "Bird dog – 8 each side, hold 5 sec"])
def test_a_dose_without_sets_is_of_one_set(line: str) -> None:
    """The ready one is done in three."""
    (step,) = steps(f"# Back\n\n{line}\n")
    assert (step["sets"], step["reps"], step["sides"]) == (1, 8, "each")


def test_a_ready_exercise_without_a_dose_keeps_its_sets() -> None:
    assert steps("# Back\n\nBird dog\n") == [{"exercise": "bird-dog"}]


def test_a_field_is_no_title() -> None:
    assert len(steps(f"# A\n\nintro: 3 rounds\n\n{LIST}")) == 2
