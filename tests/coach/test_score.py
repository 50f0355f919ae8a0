"""What a score answers about its stretches of time."""

from __future__ import annotations

import pytest

from audiocoach.coach.score import Score, Span, innermost

ROUND = Span("round", "Round 1", 1000, 9000)
SIT = Span("exercise", "Sit", 1000, 5000)
SET = Span("set", "Set 1", 2000, 5000)
HOLD = Span("hold", "Hold", 2000, 4000)
ROW = Span("exercise", "Row", 6000, 9000)
SCORE = Score("short", "Short", "en", 10_000, (), (ROUND, SIT, SET, HOLD, ROW))


@pytest.mark.parametrize(
    ("at_ms", "spans"),
    [(0, ()), (1000, (ROUND, SIT)), (2000, (ROUND, SIT, SET, HOLD)), (4000, (ROUND, SIT, SET)),
     (5000, (ROUND,)), (8999, (ROUND, ROW)), (9000, ())],
)  # fmt: skip
def test_what_goes_on_stands_outer_before_inner(at_ms: int, spans: tuple[Span, ...]) -> None:
    assert SCORE.spans_at(at_ms) == spans


def test_what_goes_on_may_be_asked_by_kind() -> None:
    assert SCORE.spans_at(2000, "hold", "exercise") == (SIT, HOLD)
    assert SCORE.spans_at(2000, "rest") == ()


def test_all_of_a_kind_stand_in_order() -> None:
    assert SCORE.spans_of("exercise") == SCORE.exercises == (SIT, ROW)
    assert SCORE.spans_of("hold", "round") == (ROUND, HOLD)


def test_the_innermost_began_last_and_ends_first() -> None:
    assert innermost(SCORE.spans_at(2000)) == HOLD
    assert innermost([ROUND, SIT]) == SIT
    assert innermost([]) is None


def test_what_is_no_exercise_is_opening_or_closing() -> None:
    assert [SCORE.outside(at) for at in (0, 999, 9000)] == ["opening", "opening", "closing"]
    assert Score("voice", "Hello", "en", 1000, (), ()).outside(0) is None
