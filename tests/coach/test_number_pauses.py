"""Sentences that end in a number, and the number that is said next."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from audiocoach.coach.composer import compose
from audiocoach.coach.number_pauses import begins_with_number, ends_in_number, spoken_title
from audiocoach.coach.phrases import languages, load_phrases
from audiocoach.coach.score import Score
from audiocoach.coach.style import Style
from audiocoach.coach.timeline import NUMBERS_APART_MS, PAUSE_MS, usual_pause
from audiocoach.routine.model import Exercise
from tests.coach.making import DOWN, ENGLISH, HOLD_10, UP, composed, exercise, plan, short_words

TITLES = ("Move 3", "Side 1", "Warrior II", "Figure four", "7")


def silences(score: Score) -> list[tuple[str, str, int]]:
    """Return each two texts that follow one another without a tone, with the silence between."""
    return [
        (one.text, two.text, two.start_ms - one.end_ms)
        for one, two in pairwise(score.cues)
        if one.text and two.text
    ]


def run_together(score: Score) -> list[tuple[str, str, int]]:
    """Return those of them of which one ends in a number, and the next begins with one too soon.

    Numbers of a count are alone.
    """
    return [
        (one, two, ms)
        for one, two, ms in silences(score)
        if len(one.split()) > 1
        and ends_in_number(ENGLISH, one)
        and begins_with_number(ENGLISH, two)
        and ms < NUMBERS_APART_MS
    ]


def numbered(title: str, *phases: dict[str, Any], **fields: Any) -> Exercise:
    return exercise(*(phases or (HOLD_10,)), title=title, instructions="Hold for ten.", **fields)


@pytest.mark.parametrize("talk", ["full", "brief"])
@pytest.mark.parametrize("rests", ["at_least", "exact"])
@pytest.mark.parametrize("rest", [0, 1, 4, 9, 12, 30, 60])
def test_a_number_at_the_end_is_well_apart_from_the_next(talk: Any, rests: Any, rest: int) -> None:
    """ "Next: Move 3." "3." "2." "1." was one count, and "Set 2 of 3." "1 of 8." one number."""
    sets = {"sets": 3, "rest_between_sets_seconds": rest}
    made = [
        numbered(title, *phases, rests=rests, **fields)
        for title in TITLES
        for phases, fields in (((HOLD_10,), {}), ((UP, DOWN), {"reps": 8, **sets}))
    ]
    score = composed(*made, rest=rest, talk=talk)
    assert run_together(score) == []


def dose_after_name(score: Score) -> int:
    """Return the silence between the name and the dose, in milliseconds."""
    (found,) = (ms for one, two, ms in silences(score) if two == "4 times.")
    return found


@pytest.mark.parametrize("count", [{"count_aloud": True}, {"hold": True}, {}])
def test_a_phase_named_by_a_number_is_apart_from_the_count_in_it(count: dict[str, Any]) -> None:
    phases = [{"name": f"Position {n}", "seconds": 8, **count} for n in (1, 2)]
    assert run_together(composed(numbered("Ballet", *phases, reps=3))) == []


def test_nothing_takes_longer_where_no_number_ends_a_sentence() -> None:
    assert usual_pause("Next: Squat.", "10 times.") == PAUSE_MS
    first, second = (composed(numbered(f"Move {n}", UP, reps=4), talk="brief") for n in ("A", "3"))
    assert dose_after_name(second) - dose_after_name(first) == NUMBERS_APART_MS - PAUSE_MS


def test_a_day_of_a_plan_is_apart_from_how_many_exercises_it_has() -> None:
    """ "Day 12. 3 exercises" is one clip, in which a voice may read "12." as "twelfth"."""
    whole = plan(exercise(UP))
    for language in languages():
        phrases = load_phrases(language)
        day = type(whole)(**{**vars(whole), "title": "Day 12", "language": language})
        first, second, *_ = (cue for cue in compose(day, phrases, short_words, Style()).cues)
        assert first.text == phrases.say("only", title="Day 12")
        assert second.text
        assert "12" not in second.text
        assert second.start_ms - first.end_ms >= PAUSE_MS


@pytest.mark.parametrize("language", languages())
def test_a_title_that_is_a_number_is_named_as_an_exercise(language: str) -> None:
    phrases = load_phrases(language)
    for title in ("3", "42.", "IV"):
        said = spoken_title(phrases, title)
        assert said.endswith(title.rstrip("."))
        assert len(said) > len(title)
    assert spoken_title(phrases, "Move 3.") == "Move 3"


@pytest.mark.parametrize("language", languages())
def test_every_language_knows_its_numbers(language: str) -> None:
    phrases = load_phrases(language)
    for n in (1, 2, 3, 7, 10):
        assert begins_with_number(phrases, phrases.say("rep", n=n))
    for word in phrases.number_words:
        assert ends_in_number(phrases, f"X {word}.")
    assert not ends_in_number(phrases, phrases.say("get_ready"))


def test_how_long_a_numbered_phase_lasts_stands_apart_from_its_name() -> None:
    phases = [{"name": f"Gear {n}", "seconds": 30 * n} for n in (1, 2)]
    texts = [cue.text for cue in composed(numbered("Bike", *phases, reps=4)).cues if cue.text]
    assert "4 times: Gear 1, 30 seconds, Gear 2, 1 minute." in texts
