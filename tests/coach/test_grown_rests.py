"""What is said to an author of rests that last far longer than written."""

from typing import Any

from audiocoach.coach.composer import compose
from audiocoach.coach.grown_rests import grown_rests
from audiocoach.routine.plan import plan_routine
from tests.coach.making import ENGLISH, HOLD_10, exercise, short_words
from tests.routine.files import parsed, whole_file

LONG = "Do it in just this way. " * 12


def grown(rest: float, **fields: Any) -> list[str]:
    """Return what is said of a step with `fields`, after one that rests for `rest` seconds."""
    exercises = {"a": exercise(HOLD_10), "b": exercise(HOLD_10, **fields)}
    written = {name: each.model_dump(exclude_unset=True) for name, each in exercises.items()}
    steps = [{"exercise": "a", "rest_after_seconds": rest}, {"exercise": "b"}]
    routines = {"walk": {"title": "Walk", "steps": steps}}
    plan = plan_routine(parsed(whole_file(exercises=written, routines=routines)), "walk")
    return list(grown_rests(plan, compose(plan, ENGLISH, short_words)))


def test_a_rest_that_lasts_more_than_three_times_as_written_is_named_with_both_lengths() -> None:
    (line,) = grown(10, instructions=LONG, posture="lying_face_up")
    assert line.startswith(
        "walk: rests grow for the way and what is said in them: before routines.walk.steps[1] "
        "from 10 to about "
    )
    assert line.endswith(' seconds: shorten instructions, or write "rests": "exact"')
    assert 30 < float(line.partition("about ")[2].split()[0]) < 60


def test_a_rest_that_lasts_about_as_written_or_is_a_mere_minimum_is_not_remarked_on() -> None:
    assert grown(10) == []
    assert grown(3, instructions=LONG, posture="lying_face_up") == []
