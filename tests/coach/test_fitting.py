import re
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from audiocoach.coach.composer import compose
from audiocoach.coach.fitting import LONGEST_REST, SHORTEST_REST, TOLERANCE_MS, fit, least_ms
from audiocoach.coach.score import Score
from audiocoach.coach.style import Style
from audiocoach.errors import FitError
from audiocoach.routine.effective_values import in_force, ranges_at, sides_of
from audiocoach.routine.model import Level
from audiocoach.routine.plan import Plan
from tests.coach.making import ENGLISH, HOLD_10, UP, exercise, plan, short_words
from tests.coach.strategies import plans
from tests.routine.doses import reps_in

levels: st.SearchStrategy[Level] = st.sampled_from(["easy", "normal", "hard"])

TWO = plan(
    exercise(UP, reps={"min": 10, "max": 20}, sets=2, rest_between_sets_seconds=30),
    exercise(HOLD_10, reps={"min": 2, "max": 4}, rest_between_reps_seconds=10),
    rest=60,
)


def composed(work: Plan, level: Level = "normal") -> Score:
    return compose(work, ENGLISH, short_words, Style(level=level))


def length(level: Level) -> Callable[[Plan], int]:
    return lambda work: composed(work, level).length_ms


def reps(work: Plan, level: Level) -> list[int]:
    return [reps_in(step.exercise, level) for step in work.steps]


def ranges(work: Plan, level: Level) -> list[tuple[int, int]]:
    """Return the fewest and the most reps of the first set that the file lets `level` have."""
    first = (
        in_force(ranges_at(step.exercise, level), 1, sides_of(step.exercise)[0]).reps
        for step in work.steps
    )
    return [(written.at("easy"), written.at("hard")) for written in first]


def rests(work: Plan) -> list[float]:
    return [
        rest
        for step in work.steps
        for rest in (
            step.rest_after_seconds,
            step.exercise.rest_between_sets_seconds,
            step.exercise.rest_between_reps_seconds,
        )
    ]


def fitted(minutes: float, level: Level = "normal") -> Plan:
    return fit(TWO, level, round(minutes * 60_000), length(level))


@pytest.mark.parametrize("seconds", range(180, 300, 15))
def test_a_session_lasts_as_long_as_asked(seconds: int) -> None:
    assert composed(fitted(seconds / 60)).length_ms == pytest.approx(
        seconds * 1000, abs=TOLERANCE_MS
    )


def test_reps_stay_where_rests_can_do_it() -> None:
    longer = composed(TWO).length_ms / 60_000 + 0.4
    assert (reps(fitted(longer), "normal"), rests(fitted(longer)) > rests(TWO)) == ([15, 3], True)


@pytest.mark.parametrize("level", ["easy", "normal", "hard"])
def test_the_length_it_has_anyway_changes_nothing(level: Level) -> None:
    target = composed(TWO, level).length_ms
    same = fit(TWO, level, target, length(level))
    assert (reps(same, level), rests(same)) == (reps(TWO, level), rests(TWO))


def test_a_length_out_of_reach_is_reported_with_those_that_can_be_had() -> None:
    with pytest.raises(FitError) as fault:
        fitted(60)
    said = re.fullmatch(
        r"test: can't last 1:00:00 by reps and rests alone; it can last from (\S+) to (\S+)",
        str(fault.value),
    )
    assert said is not None
    shortest, longest = (
        int(each.split(":")[0]) + int(each.split(":")[1]) / 60 for each in said.groups()
    )
    assert (reps(fitted(shortest), "normal"), reps(fitted(longest), "normal")) == ([10, 2], [20, 4])


def test_what_lasts_for_a_time_keeps_its_reps() -> None:
    """Shorter rests between them changed nothing but their number."""
    lasting = exercise(UP, for_seconds=300, rest_between_reps_seconds=1)
    work = plan(lasting, exercise(UP, reps={"min": 10, "max": 20}), rest=60)
    shorter = fit(work, "normal", composed(work).length_ms - 20_000, length("normal"))
    assert shorter.steps[0].exercise == work.steps[0].exercise


@given(plans, levels, st.floats(0, 1))
def test_holds_stay_and_reps_and_rests_keep_their_bounds(
    work: Plan, level: Level, share: float
) -> None:
    shortest, longest = composed(work, "easy").length_ms, composed(work, "hard").length_ms
    target = round(shortest + share * (longest - shortest))
    try:
        found = fit(work, level, target, length(level))
    except FitError:
        assume(False)
    assert abs(composed(found, level).length_ms - target) <= TOLERANCE_MS
    assert [step.exercise.phases for step in found.steps] == [
        step.exercise.phases for step in work.steps
    ]
    # Those of the level: a file may write a range for each, and no more for a harder one.
    bounds, chosen = ranges(work, level), reps(found, level)
    assert all(low <= n <= high for (low, high), n in zip(bounds, chosen, strict=True))
    assert all(
        written * SHORTEST_REST <= rest <= written * LONGEST_REST
        for written, rest in zip(rests(work), rests(found), strict=True)
    )


@given(plans, levels)
def test_no_session_is_shorter_than_its_work(work: Plan, level: Level) -> None:
    with pytest.raises(FitError) as refused:
        fit(work, level, 0, length(level))
    assert least_ms(work, level) <= refused.value.shortest_ms


def test_the_work_is_what_its_fewest_reps_and_shortest_rests_take() -> None:
    assert least_ms(TWO, "normal") == 2 * 10 * 2000 + 15_000 + 30_000 + 2 * 10_000 + 5000
