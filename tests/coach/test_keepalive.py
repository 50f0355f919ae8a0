from dataclasses import replace

from hypothesis import given

from audiocoach.coach.composer import compose
from audiocoach.coach.keepalive import CLEAR_MS, EVERY_MS, keep_alive
from audiocoach.coach.score import Cue, Score
from audiocoach.coach.style import Style
from audiocoach.coach.timeline import Measure
from audiocoach.routine.plan import Plan
from audiocoach.tone_spec import TONE_MS
from tests.coach.making import ENGLISH, HOLD_10, composed, exercise
from tests.coach.strategies import measures, plans


def ticks(score: Score) -> list[int]:
    return [cue.start_ms for cue in score.cues if cue.tone == "keep_alive"]


def score(length_ms: int, *cues: Cue) -> Score:
    return Score("t", "T", "en", length_ms, cues, ())


def test_a_long_silence_has_a_tick_every_two_seconds_but_not_close_to_a_sound() -> None:
    heard = keep_alive(score(20_000, Cue(0, 1000, text="Hold."), Cue(10_000, 10_400, tone="end")))
    assert ticks(heard) == [3000, 5000, 7000, 12_400, 14_400, 16_400, 18_400]


def test_no_silence_is_without_a_tick_for_longer_than_three_seconds() -> None:
    heard = composed(exercise(HOLD_10, reps=3), rest=60, keep_alive=True)
    edges = [
        0,
        *(edge for cue in heard.cues for edge in (cue.start_ms, cue.end_ms)),
        heard.length_ms,
    ]
    gaps = [end - start for start, end in zip(edges[::2], edges[1::2], strict=True)]
    assert max(gaps) <= EVERY_MS + CLEAR_MS + TONE_MS["keep_alive"]


@given(plans, measures)
def test_ticks_change_nothing_else(plan: Plan, measure: Measure) -> None:
    usual = compose(plan, ENGLISH, measure)
    heard = compose(plan, ENGLISH, measure, Style(keep_alive=True))
    others = tuple(cue for cue in heard.cues if cue.tone != "keep_alive")
    assert replace(heard, cues=others) == usual
