"""How far the lines yet to be spoken may be from what the spoken ones make of them."""

from __future__ import annotations

import random

import pytest

from audiocoach.session_measures import doubt_of, pace_of


def spoken_so_far(spread: float, seed: int) -> tuple[list[tuple[int | None, int]], list[int]]:
    """Return some lines with what they take, where they are spoken, and what the others will."""
    chance = random.Random(seed)
    pace, count = chance.uniform(0.6, 1.6), chance.randint(10, 60)
    foreseen = [chance.randint(400, 5000) for _ in range(count)]
    taken = [round(pace * ms * chance.uniform(1 - spread, 1 + spread)) for ms in foreseen]
    first = chance.randint(8, count - 1)
    lengths: list[tuple[int | None, int]] = [*zip(taken[:first], foreseen[:first], strict=True)]
    return [*lengths, *((None, ms) for ms in foreseen[first:])], taken[first:]


@pytest.mark.parametrize("spread", [0.03, 0.2])
def test_what_is_yet_to_be_spoken_stays_within_the_doubt(spread: float) -> None:
    """Of a few lines that happened to be slow the pace was taken for certain."""
    missed = 0
    for seed in range(1000):
        lengths, later = spoken_so_far(spread, seed)
        foreseen = pace_of(lengths) * sum(ms for taken, ms in lengths if taken is None)
        missed += abs(sum(later) / foreseen - 1) > doubt_of(lengths)
    assert missed <= 10


def test_who_foresees_well_leaves_little_doubt() -> None:
    doubts = sorted(doubt_of(spoken_so_far(0.03, seed)[0]) for seed in range(100))
    assert doubts[50] < 0.05
    assert doubt_of([]) == doubt_of([(1000, 1000)]) == 0
