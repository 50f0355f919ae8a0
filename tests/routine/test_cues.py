"""What a routine file chooses of what is said and counted within the phases."""

from typing import Any

import pytest

from audiocoach.routine.cues import Cues
from audiocoach.routine.plan import plan_exercise, plan_routine
from tests.routine.files import faults, parsed, routine, wall_sit, whole_file, with_exercise


def chosen(of_routine: Any = None, of_exercise: Any = None, of_step: Any = None) -> Cues:
    """Return what holds for the step of a routine."""
    changes = {"cues": of_exercise} if of_exercise else {}
    step = {"exercise": "wall-sit", **({"cues": of_step} if of_step else {})}
    of_all = {"cues": of_routine} if of_routine else {}
    file = parsed(
        whole_file(
            exercises={"wall-sit": wall_sit(**changes)},
            routines={"daily": routine(step, **of_all)},
        )
    )
    return plan_routine(file, "daily").steps[0].exercise.cues


def with_cue(cue: object) -> dict[str, Any]:
    return with_exercise(phases=[{"name": "Hold", "seconds": 15, "cues": [cue]}])


def test_nothing_is_chosen_unless_it_is_written() -> None:
    assert chosen() == Cues()


def test_a_step_goes_before_its_exercise_and_that_before_the_routine_key_by_key() -> None:
    cues = chosen(
        {"halfway": False, "countdown_seconds": 5, "count": "up"},
        {"countdown_seconds": 7, "count": "down"},
        {"count": "none"},
    )
    assert cues == Cues(halfway=False, countdown_seconds=7, count="none")


def test_a_previewed_exercise_is_coached_as_in_its_routine() -> None:
    file = parsed(whole_file(routines={"daily": routine(cues={"halfway": False})}))
    assert plan_exercise(file, "wall-sit").steps[0].exercise.cues == Cues(halfway=False)


def test_values_are_taken_as_people_write_them() -> None:
    written = {"halfway": "no", "countdown_seconds": "5", "time_left_every_seconds": "1:00"}
    assert chosen(written | {"count": "downwards"}) == Cues(
        halfway=False, countdown_seconds=5, time_left_every_seconds=60, count="down"
    )
    assert chosen({"count": False}) == Cues(count="none")


@pytest.mark.parametrize(
    ("cues", "fault"),
    [
        ({"countdown_seconds": 11}, ".countdown_seconds: must be at most 10, not 11"),
        ({"warning_seconds": -1}, ".warning_seconds: must be at least 0, not -1"),
        ({"count": "sideways"}, '.count: must be one of up, down, none, not "sideways"'),
        ({"halfway": None}, ".halfway: must have a value, or be left out, not null"),
        ({"halfwy": True}, '.halfwy: unknown key, did you mean "halfway"?'),
        ({"countdown": 5}, '.countdown: unknown key, did you mean "countdown_seconds"?'),
        (
            {"time_left_every_seconds": 2},
            ': must have "time_left_every_seconds" of 0, or at least 5, not ',
        ),
        (
            {"warning_seconds": 3},
            ': must have "warning_seconds" above the 3 that are counted down, not ',
        ),
        (["Breathe."], ': must be an object such as {"halfway": false}; reminders are "cues" of'),
    ],
)
def test_a_wrong_choice_is_a_fault_that_names_place_rule_and_value(cues: Any, fault: str) -> None:
    (line,) = faults(with_exercise(cues=cues))
    assert line.startswith(f"exercises.wall-sit.cues{fault}")


def test_a_key_of_cues_elsewhere_is_reported_where_it_belongs() -> None:
    (line,) = faults(with_exercise(phases=[{"name": "Go", "seconds": 9, "countdown_seconds": 9}]))
    assert line == (
        "exercises.wall-sit.phases[0].countdown_seconds: unknown key; "
        "it belongs in cues of an exercise or a routine"
    )


def test_a_reminder_may_stand_at_a_second() -> None:
    file = parsed(with_cue({"at_seconds": "0:07", "say": " Other leg. "}))
    (phase,) = file.exercises["wall-sit"].phases
    assert phase.cue_texts == ("Other leg.",)


@pytest.mark.parametrize(
    ("cue", "fault"),
    [
        ({"say": "Now."}, ".cues[0].at_seconds: is missing"),
        ({"at_seconds": 5}, ".cues[0].say: is missing"),
        ({"at_seconds": -1, "say": "Now."}, ".cues[0].at_seconds: must be at least 0, not -1"),
        ({"at_seconds": 5, "say": "…"}, ".cues[0].say: must hold at least one letter or digit"),
        ({"at": 5, "say": "Now."}, '.cues[0].at: unknown key, did you mean "at_seconds"?'),
        (7, ".cues[0]: must be text, not 7"),
        (
            {"at_seconds": 15, "say": "Now."},
            ': must have cues with "at_seconds" below its "seconds", 15, not ',
        ),
    ],
)
def test_a_wrong_reminder_is_a_fault_that_names_place_rule_and_value(cue: Any, fault: str) -> None:
    lines = faults(with_cue(cue))
    assert [line for line in lines if line.startswith(f"exercises.wall-sit.phases[0]{fault}")]
