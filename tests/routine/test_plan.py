"""Plans: overrides merged, names looked up."""

from __future__ import annotations

import pytest

from audiocoach.errors import UnknownNameError
from audiocoach.routine.model import Exercise
from audiocoach.routine.plan import Plan, PlannedStep, plan_exercise, plan_routine, work_ms
from tests.routine.files import parsed, routine, wall_sit, whole_file, with_exercise, with_steps


def planned(tree: object) -> Exercise:
    return plan_routine(parsed(tree), "daily").steps[0].exercise


def test_a_routine_is_planned_with_its_texts_and_steps() -> None:
    steps = ({"exercise": "wall-sit", "rest_after_seconds": 20},)
    daily = routine(*steps, language="de", intro="Los.", outro="Aus.")
    file = parsed(whole_file(routines={"daily": daily}))
    at, origin = "exercises.wall-sit", "routines.daily.steps[0]"
    step = PlannedStep("wall-sit", file.exercises["wall-sit"], 20.0, place=at, origin=origin)
    assert plan_routine(file, "daily") == Plan("daily", "Daily", "de", "Los.", "Aus.", (step,))


def test_a_step_overrides_any_field_of_its_exercise() -> None:
    changes = {
        "title": "Long wall sit",
        "area": "legs",
        "posture": "standing",
        "equipment": ["a wall"],
        "instructions": "Sink.",
        "cue": "Breathe.",
        "phases": [{"name": "Sit", "seconds": 60}],
        "sets": 2,
        "reps": {"min": 4},
        "sides": "each",
        "rest_between_reps_seconds": 1,
        "rest_between_sets_seconds": 2.5,
    }
    assert planned(with_steps({"exercise": "wall-sit", **changes})) == planned(
        with_exercise(**changes)
    )


def test_what_a_step_leaves_out_stays() -> None:
    file = parsed(with_steps({"exercise": "wall-sit", "sets": 3}))
    merged = plan_routine(file, "daily").steps[0].exercise
    assert merged == file.exercises["wall-sit"].model_copy(update={"sets": 3})
    assert merged.phases is file.exercises["wall-sit"].phases


def test_an_override_may_take_a_value_away() -> None:
    tree = with_exercise(cue="Breathe.", equipment=["a mat"])
    tree["routines"]["daily"]["steps"] = [{"exercise": "wall-sit", "cue": "", "equipment": []}]
    assert planned(tree) == planned(whole_file())


def test_one_exercise_is_planned_by_itself() -> None:
    file = parsed(with_steps({"exercise": "wall-sit", "sets": 3, "rest_after_seconds": 9}))
    step = PlannedStep("wall-sit", file.exercises["wall-sit"], 0, place="exercises.wall-sit")
    assert plan_exercise(file, "wall-sit") == Plan("wall-sit", "Wall sit", "en", "", "", (step,))


def test_an_exercise_speaks_the_language_of_the_first_routine_that_uses_it() -> None:
    exercises = {"wall-sit": wall_sit(), "plank": wall_sit(), "unused": wall_sit()}
    french = routine({"exercise": "wall-sit"}, language="fr")
    german = routine({"exercise": "plank"}, {"exercise": "wall-sit"}, language="de")
    file = parsed({"exercises": exercises, "routines": {"f": french, "g": german}})
    languages = {name: plan_exercise(file, name).language for name in exercises}
    assert languages == {"wall-sit": "fr", "plank": "de", "unused": "fr"}


def test_an_unknown_routine_is_answered_with_the_nearest_alone() -> None:
    file = parsed(whole_file(routines={"back-care": routine(), "neck": routine()}))
    with pytest.raises(UnknownNameError) as caught:
        plan_routine(file, "bakc-care")
    assert caught.value.lines == ('no routine is called "bakc-care", did you mean "back-care"?',)


def test_an_unknown_exercise_is_answered_with_all_names() -> None:
    with pytest.raises(UnknownNameError) as caught:
        plan_exercise(parsed(whole_file()), "\n?")
    assert str(caught.value) == r'no exercise is called "\n?"; there are: wall-sit'


def test_work_counts_sets_reps_sides_phases_and_rests() -> None:
    exercise = parsed(
        with_exercise(
            sets=2,
            reps={"min": 1, "max": 2},
            sides="each",
            rest_between_reps_seconds=0.5,
            rest_between_sets_seconds=30,
        )
    ).exercises["wall-sit"]
    step = PlannedStep("wall-sit", exercise, 10)
    assert work_ms(step, "hard") == 2 * (4 * 18_000 + 3 * 500) + 30_000 + 10_000
    assert work_ms(step, "easy") == 2 * (2 * 18_000 + 1 * 500) + 30_000 + 10_000
