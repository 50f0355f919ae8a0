"""Lists with more values than there are sets or rounds: none is dropped without a word."""

from __future__ import annotations

from typing import Any

import pytest

from audiocoach.coach.remarks import remarks
from audiocoach.routine.plan import plan_routine
from tests.routine.doses import set_count
from tests.routine.files import faults, parsed, wall_sit, whole_file, with_exercise, with_steps

BY_LEVEL = {"easy": 1, "normal": 2, "hard": 3}


def phases(seconds: object) -> list[dict[str, Any]]:
    return [{"name": "Down", "seconds": seconds}]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (
            {"sets": 2, "reps": [10, 8, 6]},
            '.reps: must have at most 2 values, not 3, as "sets" is 2',
        ),
        ({"sets": 1, "reps": [10, 8]}, '.reps: must have at most 1 value, not 2, as "sets" is 1'),
        (
            {"sets": 2, "phases": phases([3, 2, 1])},
            '.phases[0].seconds: must have at most 2 values, not 3, as "sets" is 2',
        ),
        (
            {"sets": 2, "rest_between_sets_seconds": [60, 90]},
            '.rest_between_sets_seconds: must have at most 1 value, not 2, as "sets" is 2',
        ),
        (
            {"sets": 1, "rest_between_sets_seconds": [60]},
            '.rest_between_sets_seconds: must not be a list, as "sets" is 1, with no rest between',
        ),
        (
            {"sets": 1, "rest_between_reps_seconds": [1, 2]},
            '.rest_between_reps_seconds: must have at most 1 value, not 2, as "sets" is 1',
        ),
        (
            {"sets": 2, "for_seconds": [40, 30, 20]},
            '.for_seconds: must have at most 2 values, not 3, as "sets" is 2',
        ),
        (
            {"sets": 2, "every_seconds": [60, 60, 60]},
            '.every_seconds: must have at most 2 values, not 3, as "sets" is 2',
        ),
        (
            {"sets": BY_LEVEL, "reps": [4, 3, 2, 1]},
            '.reps: must have at most 3 values, not 4, as "sets" is 3',
        ),
        (
            {"sets": BY_LEVEL, "reps": {"easy": [4, 3], "normal": 2, "hard": [3, 2, 1]}},
            '.reps.easy: must have at most 1 value, not 2, as "sets" is 1',
        ),
        (
            {"sets": 3, "sides": "each", "left": {"sets": 1, "reps": [2, 1]}},
            '.left.reps: must have at most 1 value, not 2, as "sets" is 1',
        ),
    ],
)  # fmt: skip
def test_a_value_that_no_set_has_is_a_fault_with_both_numbers(
    changes: dict[str, Any], fault: str
) -> None:
    assert faults(with_exercise(**changes)) == [f"exercises.wall-sit{fault}"]


@pytest.mark.parametrize(
    "changes",
    [
        {"sets": 3, "reps": [10, 8, 6]},
        {"sets": 4, "reps": [10, 8, 6]},
        {"reps": [10, 8, 6]},
        {"sets": BY_LEVEL, "reps": [3, 2, 1]},
        {"sets": 2, "reps": [3, 2, 1], "sides": "each", "left": {"sets": 3}},
        {"sets": 3, "rest_between_sets_seconds": [60, 90]},
    ],
)
def test_a_value_that_some_set_has_is_none(changes: dict[str, Any]) -> None:
    assert faults(with_exercise(**changes)) == []


def test_a_step_with_sets_and_a_list_of_its_own_is_held_to_both() -> None:
    step = {"exercise": "wall-sit", "sets": 2, "reps": [10, 8, 6]}
    assert faults(with_steps(step)) == [
        'routines.daily.steps[0].reps: must have at most 2 values, not 3, as "sets" is 2'
    ]


def test_a_step_that_leaves_sets_of_its_exercise_out_is_remarked_on() -> None:
    tree = with_steps({"exercise": "wall-sit", "sets": 2}, {"exercise": "wall-sit", "sets": 3})
    tree["exercises"] = {"wall-sit": wall_sit(reps=[10, 8, 6])}
    (found,) = remarks(parsed(tree))
    assert found.location == ("routines", "daily", "steps", 0, "sets")
    assert found.text == "is 2, which leaves 2 of the 3 values of exercises.wall-sit.reps in use"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (
            {"rest_between_rounds_seconds": [60, 50, 40]},
            '.rest_between_rounds_seconds: must have at most 2 values, not 3, as "rounds" is 3',
        ),
        (
            {"every_seconds": [60, 60, 60, 60]},
            '.every_seconds: must have at most 3 values, not 4, as "rounds" is 3',
        ),
    ],
)
def test_a_value_that_no_round_has_is_a_fault_at_any_depth(
    changes: dict[str, Any], fault: str
) -> None:
    block = {"rounds": 3, "steps": ["wall-sit"], **changes}
    assert faults(with_steps(block)) == [f"routines.daily.steps[0]{fault}"]
    nested = {"rounds": 2, "steps": ["wall-sit", block]}
    assert faults(with_steps(nested)) == [f"routines.daily.steps[0].steps[1]{fault}"]


def test_a_single_rest_in_a_list_stands_between_two_sets() -> None:
    tree = whole_file(exercises={"wall-sit": wall_sit(rest_between_sets_seconds=[60])})
    (step,) = plan_routine(parsed(tree), "daily").steps
    assert set_count(step.exercise, "normal") == 2
