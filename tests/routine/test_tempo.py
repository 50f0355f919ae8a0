"""Tempos as strength plans write them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from audiocoach.coach.tempo_words import with_words
from audiocoach.routine.plan import Plan, plan_exercise, plan_routine
from audiocoach.routine.reader import parse_routines
from tests.routine.files import faults, routine, wall_sit, whole_file


def exercise(**fields: Any) -> dict[str, Any]:
    whole = wall_sit(**fields)
    del whole["phases"]
    return whole


def tree(tempo: object, *entries: object, **of_routine: Any) -> dict[str, Any]:
    exercises = {"wall-sit": exercise(tempo=tempo), "plank": wall_sit(title="Plank")}
    return whole_file(exercises=exercises, routines={"r": routine(*entries, **of_routine)})


def planned(whole: dict[str, Any]) -> Plan:
    return with_words(plan_routine(parse_routines(json.dumps(whole).encode()), "r"))


def phases(plan: Plan, step: int = 0) -> list[tuple[str, float]]:
    return [(each.name, each.seconds) for each in plan.steps[step].exercise.phases]


def lengths(tempo: object) -> list[float]:
    return [seconds for _, seconds in phases(planned(tree(tempo)))]


@pytest.mark.parametrize(
    ("tempo", "seconds"),
    [
        ("3-1-2-4", [3, 1, 2, 4]),
        ("3124", [3, 1, 2, 4]),
        (3124, [3, 1, 2, 4]),
        ("3/1/2/4", [3, 1, 2, 4]),
        (" 3 1 2 4 ", [3, 1, 2, 4]),
        ("31X0", [3, 1, 1]),
        ("3-0-x-0", [3, 1]),
        ("3-1-2", [3, 1, 2]),
        ("10-0-1.5-0", [10, 1.5]),
        ("0-0-0.2-0", [0.2]),
    ],
)
def test_a_tempo_has_a_phase_for_each_count_above_0(tempo: object, seconds: list[float]) -> None:
    assert lengths(tempo) == seconds


def test_its_parts_are_called_as_the_coach_does_in_the_routines_language() -> None:
    english, german = (planned(tree("3-1-2-1", language=tag)) for tag in ("en", "de"))
    assert phases(english) == [("Down", 3), ("Hold", 1), ("Up", 2), ("Hold", 1)]
    assert phases(german) == [("Nach unten", 3), ("Halten", 1), ("Nach oben", 2), ("Halten", 1)]


def test_a_movement_may_begin_with_the_lifting_and_have_words_of_its_own() -> None:
    pull = {"counts": "3-0-2-1", "begins_with": "lift", "lift": "Pull", "lift_pause": "Squeeze"}
    assert phases(planned(tree(pull))) == [("Pull", 2), ("Squeeze", 1), ("Down", 3)]


def test_a_step_may_change_the_tempo_or_have_phases_instead() -> None:
    other = [{"name": "In", "seconds": 1}]
    steps = [
        {"exercise": "wall-sit", "tempo": "2020"},
        {"exercise": "wall-sit", "phases": other},
        {"exercise": "plank", "tempo": "10X0"},
    ]
    plan = planned(tree("3110", *steps))
    found = [phases(plan, step) for step in range(3)]
    assert found == [[("Down", 2), ("Up", 2)], [("In", 1)], [("Down", 1), ("Up", 1)]]
    assert plan.steps[0].place == "routines.r.steps[0]"


def test_an_exercise_alone_has_its_tempo_too() -> None:
    file = parse_routines(json.dumps(tree("3110")).encode())
    assert phases(with_words(plan_exercise(file, "wall-sit"))) == [
        ("Down", 3), ("Hold", 1), ("Up", 1),
    ]  # fmt: skip


COUNTS = 'must be four counts, such as "3-1-1-0" or "31X0": lowering, pause, lifting, pause'


@pytest.mark.parametrize(
    ("tempo", "fault"),
    [
        ("fast", f': {COUNTS}, not "fast"'),
        ("3-1", f': {COUNTS}, not "3-1"'),
        ("3-1-1-0-2", f': {COUNTS}, not "3-1-1-0-2"'),
        (True, f": {COUNTS}, not true"),
        (
            "3-X-1-0",
            ': must have a number for each pause: only a movement may be "X", not "3-X-1-0"',
        ),
        ("0000", ': must have a count above 0, not "0000"'),
        ("61-0-1-0", ': must have counts of 0, or of 0.2 to 60, not "61-0-1-0"'),
        ("0.1-0-1-0", ': must have counts of 0, or of 0.2 to 60, not "0.1-0-1-0"'),
        ({"counts": "3"}, f'.counts: {COUNTS}, not "3"'),
        ({"lift": "Pull"}, ".counts: is missing"),
        ({"counts": "3110", "lfit": "Pull"}, '.lfit: unknown key, did you mean "lift"?'),
        (
            {"counts": "3110", "begins_with": "pull"},
            '.begins_with: must be one of lower, lift, not "pull"',
        ),
        (None, ": must have a value, or be left out, not null"),
    ],
)
def test_a_faulty_tempo_is_named_by_its_place(tempo: object, fault: str) -> None:
    assert faults(tree(tempo)) == [f"exercises.wall-sit.tempo{fault}"]
    step = {"exercise": "plank", "tempo": tempo}
    assert faults(tree("3110", step)) == [f"routines.r.steps[0].tempo{fault}"]


def test_a_tempo_beside_phases_is_refused() -> None:
    whole = tree("3110")
    whole["exercises"]["wall-sit"]["phases"] = [{"name": "Up", "seconds": 1}]
    [line] = faults(whole)
    assert line == 'exercises.wall-sit: must have either "phases" or "tempo", not both'
    step = {"exercise": "plank", "tempo": "3110", "phases": [{"name": "Up", "seconds": 1}]}
    [line] = faults(tree("3110", step))
    assert line == 'routines.r.steps[0]: must have either "phases" or "tempo", not both'


def test_an_exercise_has_one_of_both() -> None:
    whole = tree("3110")
    del whole["exercises"]["wall-sit"]["tempo"]
    assert faults(whole) == ["exercises.wall-sit.phases: is missing"]
