"""Which ready exercise is meant by a name: by those that people use, in four languages.

A mismatch is worse than none: another exercise would be explained, and drawn.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from audiocoach.routine.ready_names import perhaps_meant, ready_meant
from audiocoach.routine.ready_tree import ready_section
from audiocoach.routine.text_reader import read_text

_LIST = Path(__file__).with_name("exercise_names.txt").read_text(encoding="utf-8").splitlines()
NAMES = {name.strip(): id_.strip() for name, _, id_ in (line.partition("=") for line in _LIST)}
"""Over 500 names, each with the id of the ready exercise that it means, or none."""


def meant(name: str) -> str:
    found = ready_meant(name)
    return found.id if found else ""


def test_an_ambiguous_name_is_said_with_what_it_may_mean() -> None:
    assert perhaps_meant("Aufsteigen") == ("step-up", "chair-step-up")
    assert ready_meant("Aufsteigen") is None
    remarks = [each.text for each in read_text("# A\nAufsteigen 10\n").guesses]
    assert remarks[0].endswith("; it may be step-up or chair-step-up: say which")


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
def test_no_two_ready_exercises_have_one_title(language: str) -> None:
    """The step and the chair were both "Aufsteigen"."""
    exercises = ready_section("exercises").values()
    titles = [({**each, **each["translations"].get(language, {})})["title"] for each in exercises]
    assert len({*titles}) == len(titles)


def test_every_usual_name_means_what_people_mean_by_it() -> None:
    assert len(NAMES) > 500
    assert {name: meant(name) for name in NAMES} == NAMES


def test_every_name_means_a_ready_exercise() -> None:
    assert {*NAMES.values()} - {""} <= {*ready_section("exercises")}


@pytest.mark.parametrize(
    "name", ["Curl", "Row", "Leg raise", "Chair squat", "Cat stretch", "Chaise"]
)
def test_a_part_of_a_name_or_another_animal_means_none(name: str) -> None:
    """Curl meant the McGill curl-up, a cat stretch that of the calf."""
    assert meant(name) == ""


@pytest.mark.parametrize("name", ["", "-", "--", "–", "a--b", "𝄞-plank", "/", "'"])
def test_a_name_without_words_means_none(name: str) -> None:
    """A word of no letters was a traceback; damaged files have such."""
    assert meant(name) == ""


@pytest.mark.parametrize(
    ("slip", "id_"),
    [
        ("Hamstrign stretch", "hamstring-stretch"),
        ("Clamshel", "clamshell"),
        ("Front knee strengthening", "knee-extension"),
        ("Unterarmstutz", "plank"),
    ],
)
def test_a_slip_of_the_fingers_is_said_to_be_the_nearest(slip: str, id_: str) -> None:
    found = ready_meant(slip)
    assert found == (id_, f"{id_}, the nearest")


def test_plurals_are_no_slips() -> None:
    for name in ("Kniebeugen", "Liegestütze", "Elevar los talones", "Calf stretches"):
        found = ready_meant(name)
        assert found is not None
        assert found.said == found.id
