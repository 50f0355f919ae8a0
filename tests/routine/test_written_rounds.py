"""Rounds as they are written: what is read, what is refused, what is planned."""

from __future__ import annotations

import json
from typing import Any

import pytest

from audiocoach.routine.plan import Plan, exercise_numbers, plan_routine
from audiocoach.routine.reader import parse_routines
from tests.routine.files import faults, routine, wall_sit, whole_file


def rounds(times: Any, *steps: Any, **fields: Any) -> dict[str, Any]:
    return {"rounds": times, "steps": list(steps), **fields}


def step(rest: float) -> dict[str, Any]:
    return {"exercise": "wall-sit", "rest_after_seconds": rest}


def planned(*entries: Any) -> Plan:
    tree = whole_file(routines={"r": routine(*entries)})
    return plan_routine(parse_routines(json.dumps(tree).encode()), "r")


def faults_of(*entries: Any) -> list[str]:
    return faults(whole_file(routines={"r": routine(*entries)}))


def rests(plan: Plan) -> list[float]:
    return [each.rest_after_seconds for each in plan.steps]


def test_steps_are_done_once_for_each_round() -> None:
    plan = planned(step(1), rounds(2, step(2), step(3)))
    assert rests(plan) == [1, 2, 3, 2, 3]
    numbers = [[each.number for each in step.rounds] for step in plan.steps]
    assert numbers == [[], [1], [1], [2], [2]]


def test_the_rest_between_rounds_stands_for_that_of_their_last_step() -> None:
    plan = planned(rounds(3, step(2), step(3), rest_between_rounds_seconds=60))
    assert rests(plan) == [2, 60, 2, 60, 2, 3]


def test_the_rest_after_rounds_comes_after_the_last_of_them() -> None:
    plan = planned(rounds(2, step(2), rest_between_rounds_seconds=0, rest_after_seconds=90))
    assert rests(plan) == [0, 90]


def test_a_step_in_several_rounds_is_one_exercise() -> None:
    plan = planned(step(1), rounds(2, step(2), rounds(2, step(3))))
    assert exercise_numbers(plan.steps) == (1, 2, 3, 3, 2, 3, 3)


def test_one_round_is_no_round() -> None:
    assert [each.rounds for each in planned(rounds(1, step(1))).steps] == [()]


def test_what_is_written_as_people_do_is_taken() -> None:
    assert len(planned(rounds("3", "wall-sit")).steps) == 3


def test_rounds_are_nested_up_to_three_deep() -> None:
    three = rounds(2, rounds(2, rounds(2, "wall-sit")))
    assert len(planned(three).steps) == 8
    [line] = faults_of(rounds(2, three))
    assert line.startswith("routines.r.steps[0]: must hold rounds nested at most 3 deep, not {")


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (rounds(0, "wall-sit"), ".rounds: must be at least 1, not 0"),
        (rounds("many", "wall-sit"), '.rounds: must be a whole number, not text "many"'),
        (rounds(2), ".steps: must not be empty"),
        ({"rounds": 2}, ".steps: is missing"),
        ({"steps": ["wall-sit"]}, ".rounds: is missing"),
        (
            rounds(2, "wall-sit", sets=3),
            '.sets: unknown key, did you mean "rounds"?',
        ),
        (
            rounds(2, "wall-sit", rest=3),
            '.rest: unknown key, did you mean "rest_between_rounds_seconds"?',
        ),
        (
            {"exercise": "wall-sit", "rounds": 2},
            (
                '.rounds: unknown key, did you mean {"rounds": …, "steps": [{"exercise": …}]}'
                ' for rounds of it, or "sets"?'
            ),
        ),
        (
            rounds(2, {"exercise": "wall-sit", "sets": 0}),
            ".steps[0].sets: must be at least 1, not 0",
        ),
        (
            rounds(2, rounds(2, "wal-sit")),
            '.steps[0].steps[0]: unknown exercise "wal-sit", did you mean "wall-sit"?',
        ),
        (
            rounds(2, "wall-sit", rest_between_rounds_seconds=None),
            ".rest_between_rounds_seconds: must have a value, or be left out, not null",
        ),
    ],
)
def test_a_fault_in_rounds_names_its_place_and_rule(entry: Any, fault: str) -> None:
    missing = [".steps: is missing", ".rounds: is missing"]
    found = faults_of(entry)
    assert found[0] == f"routines.r.steps[0]{fault}" or fault in missing


def test_a_routine_has_more_than_two_hundred_steps() -> None:
    assert faults_of(*["wall-sit"] * 1001) == []


def test_steps_in_rounds_count_once_for_each_round() -> None:
    assert faults_of(rounds(1000, rounds(30, "wall-sit"))) == [
        "routines: must have at most 20,000 steps in all, not 30,000"
    ]


def test_a_day_is_long_enough_for_all_rounds() -> None:
    [line] = faults_of(rounds(1000, "wall-sit", rest_between_rounds_seconds=3600))
    assert line.startswith("routines.r: must last at most 24 hours, not 1004:00:00 ")


def test_a_skipped_step_is_left_out() -> None:
    plan = planned(step(1), {**step(2), "skip": True}, {**step(3), "skip": "no"})
    assert rests(plan) == [1, 3]
    assert exercise_numbers(plan.steps) == (1, 2)
    assert [each.origin for each in plan.steps] == ["routines.r.steps[0]", "routines.r.steps[2]"]


def test_the_rest_between_rounds_follows_the_last_step_that_is_not_skipped() -> None:
    last = {**step(3), "skip": True}
    plan = planned(rounds(2, step(2), last, rest_between_rounds_seconds=60))
    assert rests(plan) == [60, 2]


def test_skipped_rounds_are_left_out_as_are_rounds_of_skipped_steps() -> None:
    skipped = {**step(2), "skip": True}
    plan = planned(rounds(2, step(5), skip=True), rounds(3, skipped), step(1))
    assert rests(plan) == [1]


def test_a_skipped_exercise_is_left_out_but_where_a_step_says_otherwise() -> None:
    exercises = {"wall-sit": wall_sit(skip=True), "plank": wall_sit(title="Plank")}
    entries = ["wall-sit", "plank", {"exercise": "wall-sit", "skip": False}]
    tree = whole_file(exercises=exercises, routines={"r": routine(*entries)})
    plan = plan_routine(parse_routines(json.dumps(tree).encode()), "r")
    assert [each.exercise_id for each in plan.steps] == ["plank", "wall-sit"]


@pytest.mark.parametrize(
    "entry",
    [
        {**step(1), "skip": True},
        rounds(2, {**step(1), "skip": True}),
        rounds(2, step(1), skip=True),
    ],
)
def test_a_routine_without_a_step_that_is_not_skipped_is_refused(entry: dict[str, Any]) -> None:
    assert faults_of(entry) == ["routines.r.steps: must have at least one step that is not skipped"]


def test_what_is_skipped_is_checked_nevertheless() -> None:
    skipped = {"exercise": "wall-sit", "skip": True, "sets": 0}
    assert faults_of(step(1), skipped) == ["routines.r.steps[1].sets: must be at least 1, not 0"]


def test_other_words_for_skipping_are_known() -> None:
    [line] = faults_of(step(1), {**step(1), "disabled": True})
    assert line == (
        'routines.r.steps[1].disabled: unknown key; to leave this out, write "skip": true'
    )


@pytest.mark.parametrize("name", ["Wall sit", "WALL SIT", "Wall-Sit", "wall_sit"])
def test_a_step_may_name_its_exercise_by_title_in_any_case(name: str) -> None:
    plan = planned(name, {"exercise": name}, rounds(2, name), rounds(2, {"exercise": name}))
    assert {each.exercise_id for each in plan.steps} == {"wall-sit"}
    tree = whole_file(routines={"r": {"title": "R", "steps": name}})
    assert plan_routine(parse_routines(json.dumps(tree).encode()), "r").steps


def test_a_title_that_two_exercises_have_is_no_name_for_a_step() -> None:
    exercises = {
        "wall-sit": wall_sit(),
        "plank": wall_sit(title="Plank"),
        "b": wall_sit(title="plank!"),
    }
    exercises["plank-2"] = wall_sit(title="Long plank")
    exercises["other"] = wall_sit(title="long PLANK")
    tree = whole_file(exercises=exercises, routines={"r": routine("Plank", "Long plank")})
    assert faults(tree) == [
        'routines.r.steps[1]: "Long plank" could be plank-2, other: use one of these names'
    ]
