"""Values by set and by level: read, done and said."""

from __future__ import annotations

from typing import Any

import pytest

from audiocoach.coach.score import Score
from audiocoach.export.sheet import sheet
from audiocoach.routine.model import Level
from audiocoach.routine.plan import plan_routine, step_at_level
from tests.coach.making import HOLD_10, UP, composed, exercise, lengths, plan, said
from tests.routine.doses import set_count
from tests.routine.files import faults, parsed, whole_file, with_exercise, with_steps

LEVELS: tuple[Level, ...] = ("easy", "normal", "hard")
BY_LEVEL = {"easy": 1, "normal": 2, "hard": 3}


def holds(score: Score) -> list[int]:
    return [length // 1000 for length in lengths(score, "hold")]


def set_rests(score: Score) -> list[int]:
    spans = [each for each in score.spans if each.kind == "rest" and each.where.set]
    return [(each.end_ms - each.start_ms) // 1000 for each in spans if not each.where.rep]


def test_a_hold_may_last_longer_at_each_level() -> None:
    held = exercise({**HOLD_10, "seconds": {"easy": 10, "normal": 20, "hard": 30}})
    assert [holds(composed(held, level=level)) for level in LEVELS] == [[10], [20], [30]]


def test_a_hold_may_last_longer_in_each_set_and_makes_as_many_sets() -> None:
    held = exercise({**HOLD_10, "seconds": [30, 20, 10]}, rest_between_sets_seconds=30)
    score = composed(held)
    assert holds(score) == [30, 20, 10]
    texts = said(score)
    assert texts.index("3 sets.") + 1 == texts.index("For 30 seconds.")
    assert texts.index("Set 2 of 3.") + 1 == texts.index("For 20 seconds.")
    assert texts.index("Set 3 of 3.") + 1 == texts.index("For 10 seconds.")
    (entry,) = sheet(score, plan(held)).entries
    assert [part.text for row in entry.rows for part in row.parts if part.hold] == [
        "Hold 30\u00a0s / 20\u00a0s / 10\u00a0s"
    ]


def test_the_reps_of_each_set_stand_on_the_sheet() -> None:
    ladder = exercise(UP, reps=[10, 8])
    (entry,) = sheet(composed(ladder), plan(ladder)).entries
    assert entry.dose == "Set 1: 10 repetitions · Set 2: 8 repetitions"


def test_a_list_has_each_rest_between_sets() -> None:
    score = composed(exercise(UP, rest_between_sets_seconds=[60, 90]))
    assert set_rests(score) == [60, 90]
    assert set_rests(composed(exercise(UP, sets=4, rest_between_sets_seconds=[60, 90]))) == [
        60, 90, 90,
    ]  # fmt: skip


def test_sets_and_rests_may_differ_by_level() -> None:
    fields: dict[str, Any] = {"sets": BY_LEVEL, "reps": 2}
    rested = exercise(
        UP,
        rest_between_sets_seconds={"easy": 50, "normal": 40, "hard": [30, 20]},
        rest_between_reps_seconds={"easy": 3, "normal": 2, "hard": 1},
        **fields,
    )
    scores = [composed(rested, level=level) for level in LEVELS]
    assert list(map(set_rests, scores)) == [[], [40], [30, 20]]
    assert [lengths(score, "rest")[0] for score in scores] == [3000, 2000, 1000]


def test_the_rests_of_steps_and_rounds_may_differ_by_level() -> None:
    step = {"exercise": "wall-sit", "rest_after_seconds": {"easy": 30, "normal": 20, "hard": 10}}
    between = {"easy": 60, "normal": [50, 40], "hard": 30}
    block = {"rounds": 3, "rest_between_rounds_seconds": between, "steps": [step]}
    planned = plan_routine(parsed(with_steps(block)), "daily").steps
    found = [
        [step_at_level(each, level).rest_after_seconds for each in planned] for level in LEVELS
    ]
    assert found == [[60, 60, 30], [50, 40, 20], [30, 30, 10]]


def test_a_time_may_differ_by_set_and_level() -> None:
    timed = exercise(UP, for_seconds={"easy": 10, "normal": [20, 10], "hard": 30})
    assert [len(lengths(composed(timed, level=level), "rep")) for level in LEVELS] == [5, 15, 15]


def test_a_list_in_a_step_makes_as_many_sets() -> None:
    tree = whole_file(routines={"r": {"title": "R", "steps": [
        {"exercise": "wall-sit", "rest_between_sets_seconds": [60, 90]}
    ]}})  # fmt: skip
    (step,) = plan_routine(parsed(tree), "r").steps
    assert set_count(step.exercise, "hard") == 3


def test_a_session_may_last_longest_at_another_level_than_hard() -> None:
    long = [{"name": "Walk", "seconds": 3600}]
    (fault, *_) = faults(with_exercise(phases=long, reps={"easy": 25, "normal": 2, "hard": 1}))
    assert fault.endswith("not 25:00:00 (at level easy, without speech)")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"sets": {"easy": 1, "hard": 3}}, ".sets.normal: is missing"),
        ({"sets": [1, 2]}, ".sets: must be a whole number, not [1, 2]"),
        ({"rest_between_sets_seconds": []}, ".rest_between_sets_seconds: must not be empty"),
        (
            {"rest_between_sets_seconds": [60, -1]},
            ".rest_between_sets_seconds[1]: must be at least 0, not -1",
        ),
        (
            {"rest_between_sets_seconds": {**BY_LEVEL, "harder": 4}},
            ".rest_between_sets_seconds.harder: unknown key; known are easy, normal, hard",
        ),
        (
            {"phases": [{"name": "Up", "seconds": {**BY_LEVEL, "easy": 0}}]},
            ".phases[0].seconds.easy: must be at least 0.2, not 0",
        ),
        (
            {"for_seconds": [100, 10]},
            ': must have "for_seconds" of at least 18 for "Wall sit", not 10: no rep',
        ),
    ],
)
def test_a_faulty_value_is_named_with_its_place(changes: dict[str, Any], fault: str) -> None:
    assert faults(with_exercise(**changes))[0].startswith(f"exercises.wall-sit{fault}")


@pytest.mark.parametrize("key", ["sets", "rest_between_sets_seconds", "for_seconds"])
def test_a_truth_value_at_a_level_is_no_number(key: str) -> None:
    """It was taken as 1, though alone and in a list it is refused."""
    file = with_exercise(**{key: {"easy": 1, "normal": True, "hard": 3}})
    assert any(line.endswith("number, not true") for line in faults(file)), faults(file)
