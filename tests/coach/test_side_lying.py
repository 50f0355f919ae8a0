"""Which side begins, for a body that is to lie down on one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.coach.making import HOLD_10, composed, exercise, said

SIDE, DOWN = "Left side first.", ("Lie down on your side.", "Onto your side.")


@pytest.mark.parametrize("sides", ["each", "alternate"])
@pytest.mark.parametrize("rests", ["at_least", "exact"])
@pytest.mark.parametrize("rest", [2, 5, 8, 12, 30, 60])
def test_the_side_is_named_before_the_way_down_onto_one(sides: str, rests: Any, rest: int) -> None:
    """It came after the instruction and the dose, when the body lay on one side already."""
    first = exercise(HOLD_10, title="Bridge", posture="lying_face_up", rests=rests)
    lift = exercise(HOLD_10, title="Leg lift", posture="lying_on_side", sides=sides, rests=rests)
    texts = said(composed(exercise(HOLD_10, rests=rests), first, lift, rest=rest))
    ways = [n for n, text in enumerate(texts) if text in DOWN or text == "Turn onto your side."]
    assert ways
    assert texts[ways[0] - 1] == SIDE
    assert texts.count(SIDE) == 1


def test_who_lies_on_the_other_side_already_hears_it_before_turning_over() -> None:
    one, two = (
        exercise(HOLD_10, title=title, posture="lying_on_side", sides="each", instructions=title)
        for title in ("Clamshell", "Leg lift")
    )
    texts = said(composed(one, two, rest=10))
    again = texts.index("Next: Leg lift.")
    assert texts[texts.index(SIDE, again) + 1] == "Turn over onto your other side."
