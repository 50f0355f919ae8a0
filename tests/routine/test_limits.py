"""Limits of a session: what can't be composed is refused by its place, rule and value."""

from __future__ import annotations

import pytest

from audiocoach.coach.timeline import MARGIN_MS
from audiocoach.routine.limits import LEAST_EXACT_REST_SECONDS
from audiocoach.tone_spec import TONE_MS
from audiocoach.units import seconds_to_ms
from tests.routine.files import faults, with_exercise, with_steps

RULE = 'must have an exact {!r} of 0 or at least 0.3 for "Wall sit", not 0.05'


@pytest.mark.parametrize("name", ["rest_between_reps_seconds", "rest_between_sets_seconds"])
def test_an_exact_rest_that_no_end_tone_fits_into_is_refused(name: str) -> None:
    [fault, *_] = faults(with_exercise(rests="exact", **{name: 0.05}))
    assert fault.endswith(RULE.format(name).replace("'", '"'))


def test_so_is_one_after_a_step() -> None:
    step = {"exercise": "wall-sit", "rests": "exact", "rest_after_seconds": 0.05}
    [fault] = faults(with_steps(step))
    assert fault.startswith("routines.daily: ")
    assert fault.endswith(RULE.format("rest_after_seconds").replace("'", '"'))


@pytest.mark.parametrize(("rests", "seconds"), [("at_least", 0.05), ("exact", 0), ("exact", 0.3)])
def test_any_other_rest_is_taken(rests: str, seconds: float) -> None:
    assert faults(with_exercise(rests=rests, rest_between_reps_seconds=seconds)) == []


def test_the_shortest_exact_rest_has_room_for_a_tone_when_halved() -> None:
    assert seconds_to_ms(LEAST_EXACT_REST_SECONDS) // 2 >= TONE_MS["tick"] + MARGIN_MS
