"""Sets and rounds that begin so often, exactly: every minute on the minute."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.coach.score import Score
from audiocoach.export.sheet import sheet
from audiocoach.routine.plan import plan_routine
from tests.coach.making import DOWN, HOLD_10, UP, composed, composed_plan, exercise, plan, said
from tests.coach.strategies import measures
from tests.routine.files import faults, parsed, wall_sit, whole_file, with_exercise, with_steps


def starts(score: Score, *, kind: str = "set") -> list[int]:
    """Return when each set, or round, has its first rep."""
    spans = [span for span in score.spans if span.kind == kind]
    reps = [span.start_ms for span in score.spans if span.kind == "rep"]
    return [next(at for at in reps if at >= span.start_ms) for span in spans]


def gaps(times: list[int]) -> list[int]:
    return [after - before for before, after in pairwise(times)]


def test_a_set_begins_every_minute() -> None:
    emom = exercise(UP, DOWN, reps=10, sets=10, every_seconds=60)
    score = composed(emom)
    assert gaps(starts(score)) == [60_000] * 9
    assert "Each set, with its rest, takes 1 minute." in said(score)
    assert "Rest for 20 seconds." in said(score)
    (entry,) = sheet(score, plan(emom)).entries
    rows = {row.label: [part.text for part in row.parts] for row in entry.rows}
    assert rows["Each set with its rest"] == ["60 s"]


def test_a_set_may_fill_its_period() -> None:
    score = composed(exercise(HOLD_10, reps=2, sets=3, every_seconds=20))
    assert gaps(starts(score)) == [20_000] * 2


def test_periods_may_differ_by_set_and_level() -> None:
    every = {"easy": 40, "normal": [30, 20], "hard": 20}
    emom = exercise(UP, reps=2, sets=3, every_seconds=every)
    found = [gaps(starts(composed(emom, level=level))) for level in ("easy", "normal", "hard")]
    assert found == [[40_000] * 2, [30_000, 20_000], [20_000] * 2]


def periods_said(score: Score, *, kind: str = "set") -> list[tuple[str, int]]:
    """Return each sentence of how often a set, or round, begins, with what is next to begin."""
    spans = [span.start_ms for span in score.spans if span.kind == kind]
    reps = [span.start_ms for span in score.spans if span.kind == "rep"]
    firsts = [next(at for at in reps if at >= start) for start in spans]
    return [
        (
            cue.text.removeprefix(f"Each {kind}, with its rest, takes "),
            1 + sum(at < cue.start_ms for at in firsts),
        )
        for cue in score.cues
        if cue.text is not None and cue.text.startswith(f"Each {kind}, with its rest, takes ")
    ]


@pytest.mark.parametrize(
    ("every", "reported"),
    [
        (40, [("40 seconds.", 1)]),
        ([40, 40, 40], [("40 seconds.", 1)]),
        ([40, 50, 50], [("40 seconds.", 1), ("50 seconds.", 2)]),
        ([40, 40, 60], [("40 seconds.", 1), ("1 minute.", 3)]),
        ([40, 50, 40], [("40 seconds.", 1), ("50 seconds.", 2), ("40 seconds.", 3)]),
        ([40, 40.333, 40], []),
    ],
)
def test_a_changed_period_is_said_where_it_changes(every: Any, reported: list[Any]) -> None:
    score = composed(exercise(UP, reps=2, sets=4, every_seconds=every))
    assert periods_said(score) == reported
    assert score.dropped == ()


def test_the_period_of_a_last_set_is_not_said() -> None:
    score = composed(exercise(UP, reps=2, sets=3, every_seconds=[40, 40, 60]))
    assert periods_said(score) == [("40 seconds.", 1)]


def test_a_changed_period_of_rounds_is_said_where_it_changes() -> None:
    file = parsed(rounds(rounds=4, every_seconds=[120, 150, 150, 200]))
    score = composed_plan(plan_routine(file, "daily"))
    assert periods_said(score, kind="round") == [
        ("2 minutes.", 1),
        ("2 minutes and 30 seconds.", 2),
    ]


def test_a_period_of_rounds_in_no_whole_seconds_is_said_as_that_of_sets() -> None:
    every = [120, 150.5, 200]
    file = parsed(rounds(rounds=3, every_seconds=every))
    score = composed_plan(plan_routine(file, "daily"))
    expected = [("2 minutes.", 1), ("2 minutes and 30.5 seconds.", 2)]
    assert periods_said(score, kind="round") == expected
    assert periods_said(composed(exercise(UP, sets=3, every_seconds=every))) == expected


@pytest.mark.parametrize("every", [120.333, [120, 150.333, 200], [150.333, 120, 200]])
def test_a_period_that_is_finer_than_hundredths_is_as_little_said_for_rounds_as_for_sets(
    every: Any,
) -> None:
    """A list said its whole ones: what was said first did not hold until the next."""
    file = parsed(rounds(rounds=3, every_seconds=every))
    score = composed_plan(plan_routine(file, "daily"))
    assert periods_said(score, kind="round") == []
    assert periods_said(composed(exercise(UP, sets=3, every_seconds=every))) == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Each set, with its rest, takes 7.5 seconds."),
        ("de", "Jeder Satz dauert mit der Pause 7,5 Sekunden."),
        ("pl", "Każda seria razem z przerwą: 7,5 sekundy."),
        ("ja", "セットの はじめから つぎの はじめまで、ななてんごびょう。"),
    ],
)
def test_half_a_second_is_said_as_the_language_does(language: str, sentence: str) -> None:
    emom = plan(exercise(UP, sets=3, every_seconds=7.5))
    assert sentence in said(composed_plan(emom, language=language))


def test_the_last_round_has_no_period_that_keeps_the_others_from_being_said() -> None:
    file = parsed(rounds(rounds=3, every_seconds=[120, 120, 200.5]))
    score = composed_plan(plan_routine(file, "daily"))
    assert periods_said(score, kind="round") == [("2 minutes.", 1)]


def test_what_follows_the_last_set_has_the_time_it_needs() -> None:
    score = composed(exercise(UP, sets=2, every_seconds=10), exercise(DOWN, instructions="x " * 40))
    assert score.dropped == ()


def test_what_follows_the_last_round_has_the_time_it_needs() -> None:
    """The next exercise began unnamed on the beat on which the last round ended."""
    block = {"rounds": 3, "every_seconds": 60, "steps": ["wall-sit"]}
    tree = with_steps(block, {"exercise": "wall-sit", "reps": 2})
    score = composed_plan(plan_routine(parsed(tree), "daily"))
    reps = [span for span in score.spans if span.kind == "rep"]
    assert gaps([span.start_ms for span in reps[:3]]) == [60_000] * 2
    assert reps[3].start_ms - reps[2].end_ms >= 5000
    assert score.dropped == ()


def test_what_follows_exact_rounds_is_exact() -> None:
    block = {"rounds": 2, "every_seconds": 60, "rests": "exact", "steps": ["wall-sit"]}
    tree = with_steps({**block, "rest_after_seconds": 7}, {"exercise": "wall-sit", "reps": 2})
    score = composed_plan(plan_routine(parsed(tree), "daily"))
    reps = [span for span in score.spans if span.kind == "rep"]
    assert reps[2].start_ms - reps[1].end_ms == 7000


def test_both_sides_fit_into_a_period() -> None:
    score = composed(exercise(UP, reps=3, sets=2, sides="each", every_seconds=30))
    assert gaps(starts(score)) == [30_000]


@given(
    st.integers(1, 4),
    st.sampled_from(["none", "each", "alternate", "right"]),
    st.integers(0, 3),
    st.sampled_from([0, 300, 1500, 4000, 12_345]),
    st.sampled_from(["full", "brief", "tones"]),
    measures,
)
def test_every_period_is_exact_whatever_is_said(
    reps: int, sides: str, rest: int, spare: int, talk: Any, measure: Any
) -> None:
    from audiocoach.routine.effective_values import at_level
    from audiocoach.routine.periods import set_ms

    fields: dict[str, Any] = {"reps": reps, "sides": sides, "rest_between_reps_seconds": rest}
    needed = set_ms(at_level(exercise(UP, HOLD_10, **fields), "normal"), 1)
    every = (needed + spare) / 1000
    emom = exercise(UP, HOLD_10, sets=3, every_seconds=every, **fields)
    score = composed_plan(plan(emom), measure, talk=talk)
    assert gaps(starts(score)) == [needed + spare] * 2


def rounds(**block: Any) -> dict[str, Any]:
    """Return a file with rounds of two steps."""
    steps = [{"exercise": "wall-sit", "rest_after_seconds": 10}, "wall-sit"]
    return with_steps({"rounds": 3, "steps": steps, **block})


@pytest.mark.parametrize("talk", ["full", "brief", "tones"])
def test_a_round_begins_every_two_minutes(talk: Any) -> None:
    score = composed_plan(plan_routine(parsed(rounds(every_seconds=120)), "daily"), talk=talk)
    assert gaps(starts(score, kind="round")) == [120_000] * 2
    if talk != "tones":
        assert said(score).count("Each round, with its rest, takes 2 minutes.") == 1


def test_nested_rounds_keep_both_periods() -> None:
    inner = {"rounds": 2, "every_seconds": 30, "steps": ["wall-sit"]}
    tree = with_steps({"rounds": 2, "every_seconds": 100, "steps": [inner, "wall-sit"]})
    score = composed_plan(plan_routine(parsed(tree), "daily"))
    outer = [s for s in score.spans if s.kind == "round" and not s.where.outer_rounds]
    reps = [span.start_ms for span in score.spans if span.kind == "rep"]
    assert gaps(reps) == [30_000, 18_000, 52_000, 30_000, 18_000]
    assert len(outer) == 2


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (
            {"sets": 2, "reps": {"easy": 1, "normal": 2, "hard": 3}, "every_seconds": 40},
            ': must have "every_seconds" of at least 54 for "Wall sit", not 40 (at level hard)',
        ),
        (
            {"sets": 2, "every_seconds": 18.1},
            ': must have "every_seconds" of 18, or at least 18.3 for "Wall sit", not 18.1',
        ),
        (
            {"every_seconds": 60, "rest_between_sets_seconds": 10},
            ': must have either "every_seconds" or "rest_between_sets_seconds"',
        ),
        ({"every_seconds": 0}, ".every_seconds: must be at least 1, not 0"),
    ],
)
def test_a_period_that_does_not_fit_is_refused(changes: dict[str, Any], fault: str) -> None:
    assert faults(with_exercise(**changes))[0].startswith(f"exercises.wall-sit{fault}")


def test_rounds_that_do_not_fit_are_refused() -> None:
    (line,) = faults(rounds(every_seconds=40))
    assert line.startswith(
        'routines.daily.steps[0].every_seconds: must have "every_seconds" of at least 46'
        " for its rounds, not 40"
    )


def test_rounds_have_a_period_or_a_rest() -> None:
    (line,) = faults(rounds(every_seconds=400, rest_between_rounds_seconds=3))
    assert 'must have either "every_seconds" or "rest_between_rounds_seconds"' in line


def test_a_step_may_have_another_rest_or_period_than_its_exercise() -> None:
    tree = whole_file(
        exercises={"wall-sit": wall_sit(sets=2, every_seconds=60)},
        routines={
            "r": {"title": "R", "steps": [{"exercise": "wall-sit", "rest_between_sets_seconds": 5}]}
        },
    )
    (step,) = plan_routine(parsed(tree), "r").steps
    assert step.exercise.every_seconds is None


def test_four_rounds_of_box_breathing_last_just_over_a_minute() -> None:
    box = [{"name": n, "seconds": 4, "hold": h} for n, h in
           (("In", False), ("Hold", True), ("Out", False), ("Empty", True))]  # fmt: skip
    for talk in ("full", "brief", "tones"):
        score = composed(exercise(*box, reps=4), talk=talk)
        reps = [span for span in score.spans if span.kind == "rep"]
        assert reps[-1].end_ms - reps[0].start_ms == 64_000


@pytest.mark.parametrize("sides", ["none", "alternate", "left"])
@pytest.mark.parametrize("reps", [1, 2, 5])
def test_a_hold_that_ends_a_rep_adds_no_time(sides: str, reps: int) -> None:
    score = composed(exercise(UP, HOLD_10, reps=reps, sides=sides))
    spans = [span for span in score.spans if span.kind == "rep"]
    assert spans[-1].end_ms - spans[0].start_ms == len(spans) * 12_000


def test_a_fault_names_a_level_only_where_the_levels_differ() -> None:
    fields = {"reps": 40, "sets": 3, "every_seconds": 20}
    found = faults(with_exercise(**fields))
    assert '"every_seconds" of at least' in str(found)
    assert "at level" not in str(found)
