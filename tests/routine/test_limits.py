"""Limits of a session: what can't be composed is refused by its place, rule and value."""

from __future__ import annotations

from typing import Any

import pytest

from audiocoach.coach.timeline import MARGIN_MS
from audiocoach.routine.limits import LEAST_EXACT_REST_SECONDS
from audiocoach.tone_spec import TONE_MS
from audiocoach.units import seconds_to_ms
from tests.routine.files import faults, wall_sit, whole_file, with_exercise, with_steps

RULE = 'must have an exact {!r} of 0 or at least 0.3 for "Wall sit", not 0.05'


@pytest.mark.parametrize("name", ["rest_between_reps_seconds", "rest_between_sets_seconds"])
def test_an_exact_rest_that_no_end_tone_fits_into_is_refused(name: str) -> None:
    [fault, *_] = faults(with_exercise(rests="exact", **{name: 0.05}))
    assert fault.endswith(RULE.format(name).replace("'", '"'))


def test_so_is_one_after_a_step() -> None:
    step = {"exercise": "wall-sit", "rests": "exact", "rest_after_seconds": 0.05}
    [fault] = faults(with_steps(step))
    assert fault.startswith("routines.daily.steps[0].rest_after_seconds: ")
    assert fault.endswith(RULE.format("rest_after_seconds").replace("'", '"'))


@pytest.mark.parametrize(("rests", "seconds"), [("at_least", 0.05), ("exact", 0), ("exact", 0.3)])
def test_any_other_rest_is_taken(rests: str, seconds: float) -> None:
    assert faults(with_exercise(rests=rests, rest_between_reps_seconds=seconds)) == []


def test_the_shortest_exact_rest_has_room_for_a_tone_when_halved() -> None:
    assert seconds_to_ms(LEAST_EXACT_REST_SECONDS) // 2 >= TONE_MS["tick"] + MARGIN_MS


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        (
            {"rounds": 2, "rest_between_rounds_seconds": 0.1, "steps": ["wall-sit"]},
            "steps[1].rest_between_rounds_seconds",
        ),
        (
            {"rounds": 2, "rest_after_seconds": 0.1, "steps": ["wall-sit"]},
            "steps[1].rest_after_seconds",
        ),
        (
            {"exercise": "wall-sit", "sets": 2, "rest_between_sets_seconds": 0.1},
            "steps[1].rest_between_sets_seconds",
        ),
    ],
)
def test_an_exact_rest_is_refused_at_its_place(entry: dict[str, Any], place: str) -> None:
    tree = with_steps("wall-sit", entry)
    tree["routines"]["daily"]["rests"] = "exact"
    (fault,) = faults(tree)
    name = place.rpartition(".")[2]
    assert fault.startswith(f'routines.daily.{place}: must have an exact "{name}" of 0')


def test_what_only_the_routine_makes_unfit_is_refused_at_the_step() -> None:
    """The exercise alone has rests that may grow."""
    tree = whole_file(
        exercises={"wall-sit": wall_sit(), "sit": wall_sit(rest_between_reps_seconds=0.1)},
        routines={"daily": {"title": "R", "rests": "exact", "steps": ["wall-sit", "sit"]}},
    )
    (fault,) = faults(tree)
    assert fault.startswith('routines.daily.steps[1]: must have an exact "rest_between_reps_')


def test_a_step_whose_sets_take_too_long_is_named() -> None:
    step = {"exercise": "wall-sit", "sets": 2, "every_seconds": 3}
    (fault,) = faults(with_steps("wall-sit", step))
    assert fault.startswith('routines.daily.steps[1].every_seconds: must have "every_seconds" of')
