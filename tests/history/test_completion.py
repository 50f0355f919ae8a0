from __future__ import annotations

from dataclasses import replace
from functools import reduce

import pytest

from audiocoach.history.completion import LastPart, last_part
from tests.play.sessions import SCORE

PART = LastPart(15_000, 18_000)
"""The last rep of SCORE."""


def after(*moves: tuple[int, int, bool]) -> LastPart:
    return reduce(lambda part, move: part.moved(*move), moves, PART)


def test_the_last_part_is_the_last_rep_else_the_last_exercise_else_nothing() -> None:
    exercises = tuple(span for span in SCORE.spans if span.kind == "exercise")
    assert last_part(SCORE) == PART
    assert last_part(replace(SCORE, spans=exercises)) == LastPart(12_000, 18_000)
    assert last_part(replace(SCORE, spans=())) == LastPart(20_000, 20_000)


@pytest.mark.parametrize(
    ("moves", "missed_ms"),
    [
        ([(0, 20_000, False)], 0),
        ([(5000, 18_000, True)], 3000),
        ([(16_000, 20_000, True)], 2000),
        ([(16_000, 16_500, True), (17_000, 19_000, True)], 1500),
        ([(18_500, 20_000, True)], 0),
        ([(5000, 18_000, True), (18_100, 12_000, True)], 0),
        ([(5000, 18_000, True), (18_100, 16_000, True)], 1000),
    ],
)
def test_what_was_jumped_over_is_missed_unless_one_goes_back(
    moves: list[tuple[int, int, bool]], missed_ms: int
) -> None:
    assert after(*moves).missed_ms == missed_ms


def test_half_of_the_last_part_must_be_heard() -> None:
    assert [replace(PART, missed_ms=ms).was_heard for ms in (0, 1500, 1501)] == [True, True, False]
