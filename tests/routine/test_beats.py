"""Phases written in beats of a metronome."""

from __future__ import annotations

import json
from typing import Any

import pytest

from audiocoach.routine.plan import plan_routine
from audiocoach.routine.reader import parse_routines
from tests.routine.files import faults, routine, wall_sit, whole_file

LEFT: dict[str, Any] = {"name": "Left", "beats": 1}
THREE: dict[str, Any] = {"name": "Right", "beats": 3}


def tree(*entries: object, **of_exercise: Any) -> dict[str, Any]:
    exercises = {"wall-sit": wall_sit(**of_exercise)}
    return whole_file(exercises=exercises, routines={"r": routine(*entries)})


def seconds(whole: dict[str, Any]) -> list[list[float]]:
    plan = plan_routine(parse_routines(json.dumps(whole).encode()), "r")
    return [[phase.seconds for phase in step.exercise.phases] for step in plan.steps]


def test_beats_are_as_long_as_their_speed_says() -> None:
    assert seconds(tree(bpm=150, phases=[LEFT, THREE])) == [[0.4, 1.2]]
    assert seconds(tree(bpm="140", phases=[LEFT, {"name": "Rest", "seconds": 2}])) == [[0.429, 2]]


def test_a_step_may_change_the_speed_or_the_phases() -> None:
    steps = [{"exercise": "wall-sit", "bpm": 60}, {"exercise": "wall-sit", "phases": [THREE]}]
    assert seconds(tree(*steps, bpm=150, phases=[LEFT])) == [[1], [1.2]]


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"phases": [LEFT]}, ': must have "bpm", as phases have "beats", not {'),
        ({"bpm": 9, "phases": [LEFT]}, ".bpm: must be at least 10, not 9"),
        ({"bpm": 301, "phases": [LEFT]}, ".bpm: must be at most 300, not 301"),
        ({"bpm": "quick"}, '.bpm: must be a number, not text "quick"'),
        (
            {"bpm": 60, "phases": [{**LEFT, "seconds": 1}]},
            '.phases[0].seconds: must be left out beside "beats", not 1',
        ),
        ({"bpm": 60, "phases": [{"name": "Left"}]}, ".phases[0].seconds: is missing"),
        (
            {"bpm": 60, "phases": [{"name": "Left", "beats": 0}]},
            ".phases[0].beats: must be at least 1, not 0",
        ),
        (
            {"phases": [{"name": "Hold", "seconds": 0.4, "hold": True}]},
            ".phases[0]: must last at least 0.5 seconds to be a hold, not {",
        ),
        (
            {"bpm": 150, "phases": [{**LEFT, "hold": True}]},
            ": must last at least 0.5 seconds to be a hold, not {",
        ),
    ],
)
def test_what_cant_be_is_named_by_its_place(fields: dict[str, Any], fault: str) -> None:
    [line] = faults(tree(**fields))
    assert line.startswith(f"exercises.wall-sit{fault}")


def test_beats_of_a_step_need_a_speed() -> None:
    step = {"exercise": "wall-sit", "phases": [LEFT]}
    assert faults(tree(step)) == [
        'routines.r.steps[0]: must have "bpm" for "Wall sit", as phases have "beats"'
    ]


def test_ticks_count_among_the_phases_a_session_may_have() -> None:
    turn = {"name": "Turn", "seconds": 600}
    [line, _] = faults(tree(phases=[turn], reps=100, bpm=60))
    assert line == (
        "exercises.wall-sit: must have at most 20,000 phases, not 60,100 "
        "(at level hard, with all seconds that are counted aloud and ticks of a metronome)"
    )
