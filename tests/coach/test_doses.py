"""Doses by set, by level and by time, as they are read, done and said."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.coach.composer import compose
from audiocoach.coach.style import Style
from audiocoach.routine.model import Level
from tests.coach.making import DOWN, ENGLISH, UP, composed, exercise, lengths, plan, said
from tests.coach.strategies import measures
from tests.routine.doses import reps_of_sets, set_count
from tests.routine.files import faults, parsed, whole_file, with_exercise, with_steps

LEVELS: tuple[Level, ...] = ("easy", "normal", "hard")


def counts(level: Level, **fields: Any) -> list[int]:
    """Return the reps of each set of an exercise with `fields`."""
    return reps_of_sets(exercise(UP, **fields), level)


def test_a_list_has_the_reps_of_each_set() -> None:
    assert counts("normal", reps=[10, 8, 6]) == [10, 8, 6]


def test_a_list_may_have_ranges_and_levels() -> None:
    by_level = {"easy": 1, "normal": 2, "hard": 3}
    written = [{"min": 4, "max": 8}, by_level]
    assert [counts(level, reps=written) for level in LEVELS] == [[4, 1], [6, 2], [8, 3]]


def test_each_level_may_have_its_own_reps_and_sets() -> None:
    written = {"easy": 7, "normal": [12, 10], "hard": {"min": 20, "max": 21}}
    assert [counts(level, reps=written) for level in LEVELS] == [[7], [12, 10], [21]]


def test_a_step_may_change_reps_to_those_of_each_set() -> None:
    file = parsed(with_steps({"exercise": "wall-sit", "reps": [3, 2, 1]}))
    from audiocoach.routine.plan import plan_routine

    [step] = plan_routine(file, "daily").steps
    assert set_count(step.exercise, "normal") == 3


def test_the_reps_of_another_set_are_said_in_the_rest_before_it() -> None:
    texts = said(composed(exercise(UP, DOWN, reps=[3, 2], rest_between_sets_seconds=30)))
    assert texts.index("2 sets.") < texts.index("3 times.") < texts.index("2 times.")
    assert "2 times." in texts[texts.index("Set 2 of 2.") :]


def test_as_many_whole_reps_are_done_as_fit_into_the_time() -> None:
    score = composed(exercise(UP, DOWN, for_seconds=300, rest_between_reps_seconds=1))
    assert len(lengths(score, "rep")) == 60
    assert "For 5 minutes." in said(score)


def test_a_time_is_shared_by_both_sides() -> None:
    assert counts("normal", for_seconds=60, sides="alternate") == [15]


def test_the_breath_of_eleven_minutes_lasts_eleven_minutes() -> None:
    long = exercise({"name": "In", "seconds": 4}, {"name": "Out", "seconds": 7}, for_seconds=660)
    reps = [span for span in composed(long).spans if span.kind == "rep"]
    assert reps[-1].end_ms - reps[0].start_ms == 660_000


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"reps": []}, ".reps: must not be empty"),
        ({"reps": [10, 0]}, ".reps[1]: must be at least 1 and at most 1000, not 0"),
        ({"reps": [[1]]}, ".reps[0]: must be a whole number, or "),
        ({"reps": {"easy": 1, "hard": 3}}, ".reps.normal: is missing"),
        ({"reps": {"easy": 1, "normal": "x", "hard": 3}}, ".reps.normal: must be a whole number,"),
        ({"reps": {"max": 3}}, ".reps.min: is missing"),
        ({"reps": 3, "for_seconds": 60}, ': must have either "reps" or "for_seconds"'),
        ({"for_seconds": 10}, ': must have "for_seconds" of at least 18 for "Wall sit", not 10'),
    ],
)
def test_a_faulty_dose_is_named_with_its_place_and_rule(
    changes: dict[str, Any], fault: str
) -> None:
    assert faults(with_exercise(**changes))[0].startswith(f"exercises.wall-sit{fault}")


def test_a_level_that_is_misspelt_is_named() -> None:
    levels = {"easy": 1, "normal": 2, "hard": 3, "harder": 4}
    [line] = faults(with_exercise(reps=levels))
    assert line.startswith("exercises.wall-sit.reps.harder: unknown key")


def test_a_step_may_have_a_time_in_place_of_reps() -> None:
    tree = whole_file(routines={"r": {"title": "R", "steps": [
        {"exercise": "wall-sit", "for_seconds": 100}
    ]}})  # fmt: skip
    assert faults(tree) == []


@given(st.integers(10, 900), measures, st.sampled_from(["at_least", "exact"]))
def test_work_by_time_never_takes_longer_than_written(
    seconds: int, measure: Any, rests: Any
) -> None:
    timed = exercise(UP, DOWN, for_seconds=seconds, rests=rests, rest_between_reps_seconds=0.5)
    score = compose(plan(timed), ENGLISH, measure, Style())
    reps = [span for span in score.spans if span.kind == "rep"]
    lasts = reps[-1].end_ms - reps[0].start_ms
    assert seconds * 1000 - 4500 < lasts <= seconds * 1000
