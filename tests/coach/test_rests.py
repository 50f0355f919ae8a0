"""Rests: what is said of them and in them, and the rising tone before their end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.coach.composer import compose
from audiocoach.coach.rest_updates import LONGEST_SILENCE_MS
from audiocoach.coach.rests import RISING_MS
from audiocoach.coach.score import Score, Span
from audiocoach.coach.style import Style, Talk
from audiocoach.coach.timeline import PAUSE_MS, Measure
from audiocoach.coach.words_before import LONG_REST_MS
from audiocoach.routine.plan import Plan
from tests.coach.making import DOWN, ENGLISH, HOLD_10, UP, composed, exercise, said, tones
from tests.coach.strategies import measures, plans

UP_ONCE = exercise(UP)

talks: st.SearchStrategy[Talk] = st.sampled_from(["full", "brief", "tones"])


def waits(score: Score) -> list[Span]:
    """Return every rest and change of exercise."""
    return [
        span
        for span in score.spans
        if span.kind == "rest" or (span.kind == "change" and span.title == "Get ready")
    ]


def is_talked_over(score: Score, at: int) -> bool:
    """Return whether a sentence goes on at `at`, or would touch a tone there."""
    around = [cue for cue in score.cues if cue.text and cue.start_ms < at + 900]
    return any(cue.end_ms > at - 500 for cue in around)


@given(plans, measures, talks)
def test_the_rising_tone_comes_5_seconds_before_go_always(
    plan: Plan, measure: Measure, talk: Talk
) -> None:
    score = compose(plan, ENGLISH, measure, Style(talk=talk))
    work = {span.start_ms for span in score.spans if span.kind == "rep"}
    rising = [cue.start_ms + RISING_MS for cue in score.cues if cue.tone == "rest_over"]
    assert set(rising) <= work
    long = [span for span in waits(score) if span.end_ms - span.start_ms >= LONG_REST_MS]
    missing = {span.end_ms for span in long if span.end_ms in work} - set(rising)
    # But where the way to the next posture leaves no place for it, in an exact rest.
    assert all(is_talked_over(score, go - RISING_MS) for go in missing)


@given(plans, measures, st.sampled_from(["full", "brief"]))
def test_no_rest_is_silent_for_long(plan: Plan, measure: Measure, talk: Talk) -> None:
    score = compose(plan, ENGLISH, measure, Style(talk=talk))
    for span in waits(score):
        heard = [cue for cue in score.cues if span.start_ms <= cue.start_ms < span.end_ms]
        ends = [span.start_ms, *(cue.end_ms for cue in heard)]
        starts = [*(cue.start_ms for cue in heard), span.end_ms]
        gaps = [start - end for end, start in zip(ends, starts, strict=True)]
        assert max(gaps) <= LONGEST_SILENCE_MS[talk]


@given(plans, measures)
def test_a_rest_lasts_as_long_as_is_said(plan: Plan, measure: Measure) -> None:
    score = compose(plan, ENGLISH, measure)
    starts = [cue.start_ms for cue in score.cues if (cue.text or "").startswith("Rest for")]
    for start in starts:
        spans = [span for span in score.spans if span.start_ms <= start < span.end_ms]
        (rest,) = [span for span in spans if span.kind == "rest"]
        wait = next(span for span in spans if span.kind in ("change", "rest"))
        assert wait.end_ms == rest.end_ms


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (15, "Rest for 15 seconds."),
        (60, "Rest for 1 minute."),
        (90, "Rest for 90 seconds."),
        (300, "Rest for 5 minutes."),
    ],
)
@pytest.mark.parametrize("talk", ["full", "brief"])
def test_the_length_of_a_rest_is_said_in_minutes_where_there_are(
    seconds: float, words: str, talk: str
) -> None:
    sets = composed(exercise(UP, DOWN, sets=2, rest_between_sets_seconds=seconds), talk=talk)
    change = composed(exercise(UP), exercise(DOWN), rest=seconds, talk=talk)
    assert words in said(sets)
    assert words in said(change)


def test_nothing_is_called_a_rest_that_is_full_of_instructions() -> None:
    talkative = exercise(UP, instructions="Stand tall. " * 20)
    assert not [text for text in said(composed(UP_ONCE, talkative, rest=15)) if "Rest" in text]


def test_after_a_long_rest_the_name_and_the_cue_come_again_before_the_start() -> None:
    row = exercise(UP, title="Row", cue="Slow release.")
    words = said(composed(UP_ONCE, row, rest=120))
    assert words[words.index("Rest for 2 minutes.") :][1:2] == ["Next: Row."]
    assert words[-4:] == ["Row.", "Slow release.", "Get ready.", "Up"]


def test_after_a_long_rest_between_sets_the_name_comes_again() -> None:
    row = exercise(UP, title="Row", cue="Slow release.", sets=2, rest_between_sets_seconds=60)
    words = said(composed(row))
    assert words[-4:] == ["Row.", "Set 2 of 2.", "Slow release.", "Up"]


def test_a_five_minute_rest_shows_every_minute_and_ticks_between() -> None:
    score = composed(UP_ONCE, exercise(DOWN), rest=300)
    left = [text for text in said(score) if text.endswith("left.")]
    assert left == [
        "4 minutes left.",
        "3 minutes left.",
        "2 minutes left.",
        "1 minute left.",
        "30 seconds left.",
        "20 seconds left.",
        "10 seconds left.",
    ]


def test_between_the_rising_tone_and_the_count_in_stands_the_reps_number() -> None:
    score = composed(exercise(HOLD_10, reps=2, rest_between_reps_seconds=20))
    go = tones(score, "go")[1]
    (number,) = [cue for cue in score.cues if cue.text == "2 of 2."]
    assert go - RISING_MS < number.start_ms < number.end_ms < go - 3000


def test_a_pause_follows_the_way_out_of_a_posture_that_tires() -> None:
    """ "Stand up straight." once ended the very moment that "Next: Curl." began."""
    row = exercise(UP, posture="standing_bent_over")
    for rest in (0, 10, 60):
        score = composed(row, exercise(UP, title="Curl"), rest=rest)
        release = next(cue for cue in score.cues if cue.text == "Stand up straight.")
        after = next(cue for cue in score.cues if cue.start_ms > release.start_ms)
        assert after.start_ms - release.end_ms >= PAUSE_MS


def test_a_rest_does_not_grow_for_a_dose_that_is_known() -> None:
    arm = exercise(UP, HOLD_10, title="Arm", instructions="Reach.", reps=2, sides="each")
    leg = exercise(UP, title="Leg", instructions="Kick.", reps=4, sets=2)
    score = composed(arm, leg, arm, leg, arm.model_copy(), rest=5)
    texts = said(score)
    assert texts.count("2 times on each side.") == texts.count("2 sets, 4 times each.") == 1
    assert texts.count("Left side first.") == 3
    roomy = said(composed(arm, leg, arm, leg, rest=30))
    assert roomy.count("2 times on each side.") == roomy.count("2 sets, 4 times each.") == 2


def test_a_dose_that_is_another_than_the_last_time_is_said_in_a_short_rest() -> None:
    more = exercise(UP, title="Leg", reps=6)
    texts = said(composed(exercise(UP, title="Leg", reps=4), UP_ONCE, more, rest=5))
    assert {"4 times.", "6 times."} <= {*texts}


def test_how_to_stand_to_bend_forward_is_said_the_first_time_only() -> None:
    row = exercise(UP, title="Row", instructions="Pull.", posture="standing_bent_over")
    curl = exercise(UP, title="Curl", instructions="Bend.")
    texts = said(composed(row, curl, row, curl, row, rest=20))
    assert texts.count("Stand with your feet hip-width apart.") == 1
    assert sum("bend forward" in text for text in texts) == 3
    on_floor = exercise(UP, title="Bridge", instructions="Lift.", posture="lying_face_up")
    texts = said(composed(row, on_floor, row, rest=20))
    assert texts.count("Stand with your feet hip-width apart.") == 2
