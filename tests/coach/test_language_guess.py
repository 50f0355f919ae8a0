"""Which language a text looks like: sure of sentences, silent on a few words."""

from __future__ import annotations

import pytest

from audiocoach.coach.language_guess import letter_triples, other_language
from audiocoach.coach.phrases import languages
from audiocoach.routine.localized_names import in_languages
from audiocoach.routine.model import Exercise
from audiocoach.routine.plan import plan_routine
from audiocoach.routine.reader import read_routines, shipped_routines
from tests.coach.samples import SAMPLES

FILE = read_routines(shipped_routines())
SHIPPED: list[tuple[str, Exercise]] = [
    (called.tag, step.exercise)
    for called in in_languages(FILE, "routine", "back-care")
    for step in plan_routine(FILE, called.name).steps
]


def looks_like(text: str, declared: str) -> str | None:
    return other_language(letter_triples(text), declared)


def text_of(exercise: Exercise) -> str:
    return f"{exercise.title} {exercise.instructions} {exercise.cue}"


def test_no_shipped_exercise_looks_like_another_language() -> None:
    found = [looks_like(text_of(exercise), tag) for tag, exercise in SHIPPED]
    assert (len(found), set(found)) == (24, {None})


def test_every_shipped_exercise_is_distinguished_from_every_other_language() -> None:
    wrong = [
        (tag, declared, exercise.title, found)
        for tag, exercise in SHIPPED
        for declared in set(languages()) - {tag}
        if (found := looks_like(text_of(exercise), declared)) != tag
    ]
    assert wrong == []


@pytest.mark.parametrize("tag", SAMPLES)
def test_every_other_language_is_known_too(tag: str) -> None:
    assert looks_like(SAMPLES[tag], tag) is None
    assert looks_like(SAMPLES[tag], "en-GB") == tag


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Plank",
        "Bauchlage, Aufstützen",
        "Adho Mukha Svanasana, Urdhva Mukha Svanasana, Chaturanga Dandasana, Paschimottanasana",
        "Plié, relevé, battement tendu: move slowly, and keep your hips level all the time.",
        "Move 1. Go. Move 2. Go. " * 100,
        "นอนหงาย งอเข่า ยกสะโพกช้าๆ แล้วค้างไว้",
    ],
)
def test_a_few_words_and_foreign_names_are_no_other_language(text: str) -> None:
    assert looks_like(text, "en") is None
