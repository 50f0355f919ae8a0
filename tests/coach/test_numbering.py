"""By what a rep is announced where sides take turns: the side first, then its number."""

from __future__ import annotations

from typing import Any

import pytest

from audiocoach.coach.score import Score
from audiocoach.coach.timeline import Measure
from tests.coach.making import composed, exercise

SIDES = ("Left.", "Right.")


def in_turn(*seconds: float, measure: Measure, hold: bool = False, **fields: Any) -> Score:
    """Compose reps of the phases Lift and Back, so long, on sides that take turns."""
    names = zip(("Lift", "Back"), seconds, strict=False)
    phases = [{"name": name, "seconds": each, "hold": hold} for name, each in names]
    whole = exercise(*phases, sides="alternate", **{"reps": 2, **fields})
    return composed(whole, alone=True, measure=measure)


def slow_words(text: str) -> int:
    """Return the length of a text as a slow voice says it."""
    return 200 + 60 * len(text)


def announced(score: Score) -> list[str]:
    """Return what names a side or begins with a number, from the first rep's count-in on."""
    first = next(span.start_ms for span in score.spans if span.kind == "rep")
    texts = [cue.text for cue in score.cues if cue.text and cue.start_ms > first - 4500]
    return [text for text in texts if text in SIDES or text[0].isdigit()]


@pytest.mark.parametrize("seconds", [(1.2, 1.2), (1.6,), (2.0,), (1.3, 0.9), (0.9, 1.2)])
def test_a_side_is_heard_at_a_tight_pace_and_its_number_may_go(seconds: tuple[float, ...]) -> None:
    """ "1." "1." "2." "2." was heard, and never which side it was."""
    said = announced(in_turn(*seconds, measure=slow_words))
    assert [SIDES[("ight" in text)] for text in said] == [*SIDES, *SIDES]
    assert not [text for text in said if text not in SIDES and "t." not in text]


def test_a_side_needs_no_distance_from_the_seconds_and_goes_before_them() -> None:
    """In five seconds of a hold the countdown stood, and no side."""
    for seconds in (3, 4, 5):
        score = in_turn(seconds, measure=slow_words, hold=True)
        said = [text for text in announced(score) if text in SIDES]
        assert said == [*SIDES, *SIDES], seconds
        assert not [drop.text for drop in score.dropped if drop.text in SIDES]


def test_in_five_seconds_the_last_three_are_counted_after_the_side() -> None:
    said = announced(in_turn(5, measure=lambda text: 100 + 40 * len(text), hold=True))
    assert said == ["Left.", "3.", "2.", "1.", "Right.", "3.", "2.", "1."] * 2


def test_once_a_quick_movement_is_known_the_side_stands_for_its_word() -> None:
    score = in_turn(0.9, 0.9, measure=lambda text: 500, reps=5)
    late = [cue for cue in score.cues if cue.where.rep in (4, 5) and cue.text]
    assert [cue.text for cue in late] == ["Left.", "Back", "Right.", "Back"] * 2
