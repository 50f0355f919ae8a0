from __future__ import annotations

import dataclasses

import pytest

from audiocoach.coach.phrases import languages
from audiocoach.export.metadata import Chapter, alpha_3, metadata, tidy
from tests.export.sessions import session


def test_there_is_a_chapter_for_the_opening_and_every_exercise_without_gaps() -> None:
    assert metadata(session("Sit", "Rise").score).chapters == (
        Chapter("Back care", 0, 2107),
        Chapter("Sit", 2107, 5118),
        Chapter("Rise", 5118, 8629),
    )


def test_without_an_opening_the_first_chapter_is_the_exercise() -> None:
    score = session("Sit").score
    span = dataclasses.replace(score.spans[0], start_ms=0)
    alone = dataclasses.replace(score, spans=(span,))
    assert metadata(alone).chapters == (Chapter("Sit", 0, 5618),)


def test_without_exercises_there_is_one_chapter() -> None:
    score = dataclasses.replace(session().score, spans=())
    assert metadata(score).chapters == (Chapter("Back care", 0, score.length_ms),)


def test_every_language_of_the_coach_has_its_code() -> None:
    assert [tag for tag in languages() if alpha_3(tag) == "und"] == []


@pytest.mark.parametrize(("tag", "code"), [("en-GB", "eng"), ("pt-BR", "por"), ("gsw", "gsw")])
def test_a_language_is_named_by_three_letters(tag: str, code: str) -> None:
    assert alpha_3(tag) == code


@pytest.mark.parametrize(
    ("text", "kept"),
    [("a\0b\x1b\u2028c\n", "a b c"), ("\ud83d", "?"), ("العربية 中文 🧘‍♀️", "العربية 中文 🧘‍♀️")],
)
def test_what_no_tag_can_hold_is_left_out(text: str, kept: str) -> None:
    assert tidy(text) == kept
