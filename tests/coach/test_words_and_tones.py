"""Words and tones agree, and no silence ends in something to do without a sign."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.coach.composer import compose
from audiocoach.coach.phrases import languages, load_phrases
from audiocoach.coach.rest_updates import UNWARNED_MS, WARNING_MS
from audiocoach.coach.score import Score
from audiocoach.coach.style import Style, Talk
from audiocoach.coach.timeline import PAUSE_MS, Measure
from audiocoach.routine.plan import Plan
from audiocoach.tone_spec import COUNT_IN
from tests.coach.making import HOLD_10, composed, exercise, plan, short_words
from tests.coach.strategies import measures, plans

talks: st.SearchStrategy[Talk] = st.sampled_from(["full", "brief", "tones"])
NAMED = {"tones_count_in": "count_in", "tone_go": "go", "tone_phase": "phase", "tone_end": "end"}
"""What is said of each tone, by the names of phrases."""


@pytest.mark.parametrize("language", languages())
def test_a_sentence_that_names_a_tone_is_followed_by_that_tone(language: str) -> None:
    phrases = load_phrases(language)
    two = plan(exercise(HOLD_10, {**HOLD_10, "name": "Turn"}))
    cues = compose(two, phrases, short_words).cues
    following = {cue.text: after for cue, after in pairwise(cues) if cue.text}
    for name, tone in NAMED.items():
        sentence = phrases.say(name)
        after = following[sentence]
        assert after.tone == tone
        said = next(cue for cue in cues if cue.text == sentence)
        assert after.start_ms - said.end_ms == PAUSE_MS


@given(plans, measures, talks)
def test_each_tone_means_what_is_said_of_it(plan: Plan, measure: Measure, talk: Talk) -> None:
    score = compose(plan, ENGLISH_PHRASES, measure, Style(talk=talk))
    work = [span for span in score.spans if span.kind in ("phase", "hold", "set")]
    starts, ends = {span.start_ms for span in work}, {span.end_ms for span in work}
    of_work = [cue for cue in score.cues if cue.where.exercise]
    assert {cue.start_ms for cue in of_work if cue.tone == "go"} <= starts
    assert {cue.start_ms for cue in of_work if cue.tone == "end"} <= ends
    for cue in of_work:
        if cue.tone == "count_in":
            assert {cue.start_ms + 1000 * n for n in range(1, COUNT_IN + 1)} & starts


ENGLISH_PHRASES = load_phrases("en")


@given(plans, measures, talks)
def test_after_a_silence_a_sound_comes_at_least_a_second_before_something_to_do(
    plan: Plan, measure: Measure, talk: Talk
) -> None:
    score = compose(plan, ENGLISH_PHRASES, measure, Style(talk=talk))
    for start in {span.start_ms for span in score.spans if span.kind in ("phase", "hold")}:
        assert is_announced(score, start)


def is_announced(score: Score, at: int) -> bool:
    """Return whether no long silence ends less than a second before `at`."""
    before = [cue for cue in score.cues if cue.start_ms <= at - WARNING_MS]
    late = [cue.start_ms for cue in score.cues if at - WARNING_MS < cue.start_ms < at]
    silent_from = max((cue.end_ms for cue in before), default=0)
    return min([*late, at]) - silent_from <= UNWARNED_MS


@pytest.mark.parametrize(("seconds", "ticks"), [(5, 0), (9, 2)])
def test_a_slow_phase_ends_with_a_tick_a_second_before_the_next(seconds: float, ticks: int) -> None:
    breath = exercise({"name": "In", "seconds": seconds}, {"name": "Out", "seconds": seconds})
    score = composed(breath, alone=True)
    heard = [cue.start_ms for cue in score.cues if cue.tone == "tick"]
    ends = [span.end_ms - WARNING_MS for span in score.spans if span.kind == "phase"]
    assert heard == ends[:ticks]


def test_a_silence_that_goes_on_in_a_short_rest_ends_with_a_tick_a_second_before_the_next() -> None:
    raises = exercise({"name": "Up", "seconds": 6.5}, reps=3, rest_between_reps_seconds=1)
    score = composed(raises, alone=True)
    [_, *starts] = [span.start_ms for span in score.spans if span.kind == "phase"]
    assert [cue.start_ms for cue in score.cues if cue.tone == "tick"] == [
        start - WARNING_MS for start in starts
    ]
