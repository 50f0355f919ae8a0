"""What is written for the time between sets where there is one: refused, or remarked on."""

from __future__ import annotations

from typing import Any

import pytest

from audiocoach.coach.remarks import remarks
from audiocoach.routine.faults import path_text
from tests.routine.files import faults, parsed, wall_sit, whole_file

REFUSED = "must not be there, as there is a single set: none begins after it"


def file_of(exercise: dict[str, Any], *steps: dict[str, Any]) -> Any:
    written = [{"exercise": "wall-sit", **step} for step in steps]
    return whole_file(
        exercises={"wall-sit": wall_sit(**exercise)},
        routines={"daily": {"title": "Daily", "steps": written}},
    )


@pytest.mark.parametrize(
    ("exercise", "steps", "place"),
    [
        ({"every_seconds": 60}, [{}], "exercises.wall-sit.every_seconds"),
        ({"every_seconds": [60]}, [{}], "exercises.wall-sit.every_seconds"),
        ({"sets": 1, "every_seconds": {"easy": 60, "normal": 50, "hard": 40}}, [{}],
         "exercises.wall-sit.every_seconds"),
        ({}, [{}, {"every_seconds": 60}], "routines.daily.steps[1].every_seconds"),
        ({"sets": 3}, [{"sets": 1, "every_seconds": 60}], "routines.daily.steps[0].every_seconds"),
    ],
)  # fmt: skip
def test_a_period_of_a_single_set_is_refused_where_it_stands(
    exercise: dict[str, Any], steps: list[dict[str, Any]], place: str
) -> None:
    (line,) = faults(file_of(exercise, *steps))
    assert line.startswith(f"{place}: {REFUSED}")


@pytest.mark.parametrize(
    ("exercise", "steps"),
    [
        ({"every_seconds": 60}, [{"sets": 3}, {"sets": 1}]),
        ({"every_seconds": [60, 70]}, [{}]),
        ({"sets": {"easy": 1, "normal": 1, "hard": 2}, "every_seconds": 60}, [{}]),
        ({"every_seconds": 60}, [{"reps": [2, 1]}]),
        ({"sides": "each", "left": {"sets": 2}, "every_seconds": 120}, [{}]),
        ({"every_seconds": 60}, [{"rest_between_sets_seconds": 5}]),
    ],
)
def test_a_period_that_some_step_has_a_use_for_is_taken(
    exercise: dict[str, Any], steps: list[dict[str, Any]]
) -> None:
    assert faults(file_of(exercise, *steps)) == []


@pytest.mark.parametrize(
    ("exercise", "steps", "places"),
    [
        ({"rest_between_sets_seconds": 30}, [{}], ["exercises.wall-sit"]),
        ({"rest_between_sets_seconds": 30}, [{}, {"sets": 2}], []),
        ({"rest_between_sets_seconds": [30]}, [{}], []),  # that makes two
        ({"rest_between_sets_seconds": 0}, [{}], []),
        ({"sets": 2, "rest_between_sets_seconds": 30}, [{"sets": 1}], []),
        ({}, [{"rest_between_sets_seconds": 30}], ["routines.daily.steps[0]"]),
    ],
)
def test_a_rest_between_sets_of_a_single_one_is_remarked_on(
    exercise: dict[str, Any], steps: list[dict[str, Any]], places: list[str]
) -> None:
    """Files of before the periods have such rests, and mean what they meant."""
    found = [*remarks(parsed(file_of(exercise, *steps)))]
    idle = [each for each in found if "single set" in each.text]
    assert [path_text(each.location) for each in idle] == [
        f"{place}.rest_between_sets_seconds" for place in places
    ]


def test_so_it_is_with_rounds() -> None:
    block = {"rounds": 1, "every_seconds": 60, "steps": ["wall-sit"]}
    (line,) = faults(file_of({}, {}) | with_entry(block))
    place = "routines.daily.steps[0].every_seconds"
    assert line == f"{place}: must not be there, as there is a single round: none begins after it"
    rest = {"rounds": 1, "rest_between_rounds_seconds": 60, "steps": ["wall-sit"]}
    (found,) = remarks(parsed(file_of({}, {}) | with_entry(rest)))
    assert path_text(found.location) == "routines.daily.steps[0].rest_between_rounds_seconds"
    assert found.text == "has no effect: there is a single round"


def with_entry(block: dict[str, Any]) -> dict[str, Any]:
    return {"routines": {"daily": {"title": "Daily", "steps": [block]}}}
