from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.coach.composer import compose
from audiocoach.coach.phrases import load_phrases
from audiocoach.coach.score import Score
from audiocoach.coach.style import Style, Talk
from audiocoach.history.bookmark import Bookmark, bookmark_at, named, place_ms, title_at
from audiocoach.routine.model import Level, RoutineFile
from audiocoach.routine.plan import plan_routine
from audiocoach.routine.reader import read_routines, shipped_routines
from tests.play.sessions import SCORE

FILE = read_routines(shipped_routines())
ENGLISH = load_phrases("en")
LEVELS: list[Level] = ["easy", "normal", "hard"]
TALKS: list[Talk] = ["full", "brief", "tones"]


def composed(level: Level = "normal", talk: Talk = "full", letter_ms: int = 60) -> Score:
    """Compose back care for a voice that takes `letter_ms` for each letter."""
    plan = plan_routine(FILE, "back-care")
    return compose(plan, ENGLISH, lambda text: letter_ms * len(text), Style(level, talk))


SCORES = [composed(level, talk) for level in LEVELS for talk in TALKS] + [composed(letter_ms=90)]


@given(st.sampled_from([SCORE, *SCORES]), st.floats(0, 1, exclude_max=True))
def test_every_place_is_found_again_to_the_millisecond(score: Score, part: float) -> None:
    at = int(part * score.length_ms)
    assert place_ms(score, bookmark_at(score, at)) == at


@given(st.sampled_from(SCORES), st.sampled_from(SCORES), st.floats(0, 1, exclude_max=True))
def test_in_another_level_voice_or_talk_the_exercise_stays(
    one: Score, other: Score, part: float
) -> None:
    saved = bookmark_at(one, int(part * one.length_ms))
    found = bookmark_at(other, place_ms(other, saved))
    assert (found.step, found.exercise) == (saved.step, saved.exercise)


def test_a_place_that_is_in_both_is_the_same_place() -> None:
    saved = Bookmark(3, "wall-sit", 1, "rep", 1, 2, None, 2500, (), 1)
    for score in SCORES:
        found = bookmark_at(score, place_ms(score, saved))
        assert replace(found, step=3) == saved


@pytest.mark.parametrize("gone", [{"set": 9}, {"rep": 99}, {"side": "left"}, {"offset_ms": 10**6}])
def test_a_place_that_no_longer_fits_is_its_exercises_start(gone: dict[str, int]) -> None:
    saved = replace(Bookmark(1, "wall-sit", 1, "rep", 1, 2, None, 500), **gone)  # type: ignore[arg-type]
    assert place_ms(SCORE, saved) == 2000


def test_an_exercise_that_had_an_id_in_each_language_is_found_again() -> None:
    saved = bookmark_at(SCORE, 9500)
    assert saved.exercise == "wall-sit"
    german = replace(SCORE, language="de")
    assert place_ms(german, replace(saved, exercise="wall-sit-de")) == 9500
    assert place_ms(SCORE, replace(saved, exercise="wall-sit-de")) == SCORE.exercises[0].start_ms


WORK = {"name": "Hold", "seconds": 2}


def in_rounds(*steps: dict[str, Any]) -> Score:
    """Compose a routine of `steps`, which are written as in a file."""
    exercises = {
        name: {
            "title": name.title(),
            "posture": "standing",
            "instructions": "Stand.",
            "phases": [WORK],
        }
        for name in ("squat", "lunge")
    }
    file = {"exercises": exercises, "routines": {"circuit": {"title": "C", "steps": list(steps)}}}
    plan = plan_routine(RoutineFile.model_validate_json(json.dumps(file)), "circuit")
    return compose(plan, ENGLISH, lambda text: 60 * len(text))


def rounds(count: int, *steps: dict[str, Any]) -> dict[str, Any]:
    return {"rounds": count, "steps": list(steps)}


SQUAT, LUNGE = {"exercise": "squat"}, {"exercise": "lunge"}


def moved(before: Score, step: int, after: Score) -> int:
    """Return the step of `after` at which one goes on who left `before` within `step`."""
    saved = bookmark_at(before, before.exercises[step - 1].end_ms - 1500)
    found = bookmark_at(after, place_ms(after, saved))
    assert found.offset_ms == saved.offset_ms
    return found.step


def test_in_more_or_fewer_rounds_the_round_stays() -> None:
    before = in_rounds(rounds(3, SQUAT, LUNGE, SQUAT))
    assert moved(before, 6, in_rounds(rounds(5, SQUAT, LUNGE, SQUAT))) == 6
    assert moved(before, 6, in_rounds(rounds(2, SQUAT, LUNGE, SQUAT))) == 6
    assert moved(before, 9, in_rounds(rounds(2, SQUAT, LUNGE, SQUAT))) == 6
    assert moved(before, 6, in_rounds(rounds(3, SQUAT))) == 2
    assert moved(in_rounds(rounds(3, SQUAT)), 2, before) == 4


def test_what_comes_after_rounds_is_found_after_them() -> None:
    before = in_rounds(rounds(3, SQUAT), SQUAT, rounds(2, LUNGE, SQUAT))
    after = in_rounds(rounds(5, SQUAT), SQUAT, rounds(2, LUNGE, SQUAT))
    assert [moved(before, step, after) for step in (3, 4, 6, 8)] == [3, 6, 8, 10]


def test_rounds_within_rounds_are_found_in_theirs() -> None:
    before = in_rounds(rounds(2, rounds(2, SQUAT), LUNGE, rounds(2, SQUAT)))
    after = in_rounds(rounds(2, rounds(3, SQUAT), LUNGE, rounds(2, SQUAT)))
    found = [moved(before, step, after) for step in range(1, 11)]
    assert found == [1, 2, 4, 5, 6, 7, 8, 10, 11, 12]


def test_of_rounds_that_are_gone_the_time_counts() -> None:
    before, after = in_rounds(rounds(3, SQUAT)), in_rounds(LUNGE, SQUAT, SQUAT)
    assert moved(before, 2, after) == 3


def test_a_place_kept_by_an_older_version_is_found_by_its_time() -> None:
    before, after = in_rounds(rounds(3, SQUAT, SQUAT)), in_rounds(rounds(3, SQUAT))
    saved = bookmark_at(before, before.exercises[2].end_ms - 1500)
    old = replace(saved, rounds=None, nth_in_round=0)
    assert bookmark_at(after, place_ms(after, old)).step == 3
    assert bookmark_at(after, place_ms(after, saved)).step == 2


def test_an_exercise_that_is_gone_yields_to_the_one_in_its_place() -> None:
    assert place_ms(SCORE, Bookmark(2, "plank", 1, "set", 1, None, None, 500)) == 12_000
    assert place_ms(SCORE, Bookmark(7, "plank", 1, "set", 1, None, None, 500)) == 12_000


def test_an_exercise_that_moved_is_found_where_it_is_now() -> None:
    assert place_ms(SCORE, Bookmark(5, "wall-sit", 1, "hold", None, None, None, 0)) == 2000
    assert place_ms(SCORE, Bookmark(5, "bridge", 3, "set", 1, None, None, 100)) == 15_100


@pytest.mark.parametrize(("offset", "found"), [(0, 0), (1999, 1999), (2000, 0), (10**9, 0)])
def test_the_opening_is_resumed_where_it_is_long_enough(offset: int, found: int) -> None:
    assert place_ms(SCORE, Bookmark(0, None, 0, None, None, None, None, offset)) == found


def test_the_closing_belongs_to_the_last_exercise() -> None:
    assert bookmark_at(SCORE, 19_000) == Bookmark(
        2, "bridge", 1, "exercise", None, None, None, 7000, (), 1
    )
    assert place_ms(SCORE, bookmark_at(SCORE, 99_000)) == 12_000


def test_a_session_without_exercises_begins_at_its_start() -> None:
    empty = replace(SCORE, spans=())
    assert place_ms(empty, bookmark_at(SCORE, 6000)) == 0


def test_places_have_names() -> None:
    places = [(title_at(SCORE, at), bookmark_at(SCORE, at)) for at in (0, 3000, 9500, 15_000)]
    assert [named(*place) for place in places] == [
        "the opening",
        "Wall sit",
        "Wall sit, set 1",
        "Bridge, set 1, rep 1, left side",
    ]
