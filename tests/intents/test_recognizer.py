"""A hundred sentences a language, each to its act; and what is only like one, to none.

`python -m tests.intents.test_recognizer` counts them.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from audiocoach.intents.recognizer import Intent, IntentName, answer, languages, recognize

ROUTINES = {
    "back-care": ["Back care", "Rückenprogramm", "Cuidado de la espalda", "Soin du dos"],
    "neck": ["Neck (5 | short)", "Nacken", "Cuello", "Nuque"],
}

SAID = {each.stem: each.read_text("utf-8") for each in sorted(Path(__file__).parent.glob("*.txt"))}
"""By language, a line for each intent: its name, and what people say for it."""

AROUND = {
    "en": "never {} | {} tomorrow | we {} yesterday | {} the dishwasher | do not {}",
    "de": "niemals {} | {} morgen früh | gestern {} | {} den Geschirrspüler | nie {}",
    "es": "nunca {} | {} mañana temprano | ayer {} | {} el lavavajillas | jamás {}",
    "fr": "jamais {} | {} demain matin | hier {} | {} le lave-vaisselle | surtout pas {}",
}
"""What makes of each sentence one that we mustn't obey."""


def sentences(language: str) -> Iterator[tuple[str, str]]:
    for line in SAID[language].splitlines():
        name, _, said = line.partition(": ")
        yield from ((each.strip(), name) for each in said.split(" | "))


@pytest.mark.parametrize("language", SAID)
def test_each_sentence_asks_for_its_act(language: str) -> None:
    said = [(text, recognize(text, ROUTINES, language), name) for text, name in sentences(language)]
    assert len(said) >= 130
    wrong = [(text, found) for text, found, name in said if not found or found.name != name]
    assert wrong == []
    assert {name for _, _, name in said} == set(get_args(IntentName))


def near_misses(language: str) -> list[str]:
    around = [each.strip() for each in AROUND[language].split("|")]
    return [each.format(text) for text, _ in sentences(language) for each in around]


@pytest.mark.parametrize("language", SAID)
def test_no_near_miss_is_obeyed(language: str) -> None:
    missed = near_misses(language)
    assert len(missed) >= 650
    assert [text for text in missed if recognize(text, ROUTINES, language)] == []


OTHERS = {
    each.stem: each.read_text("utf-8").splitlines()
    for each in sorted((Path(__file__).parent / "others").glob("*.txt"))
}
"""What people say to others, in the words of our sentences."""


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_said_to_others_is_not_obeyed(language: str) -> None:
    assert len(OTHERS[language]) >= 40
    assert [text for text in OTHERS[language] if recognize(text, ROUTINES, language)] == []


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("do my back care for a quarter of an hour", 15),
        ("half an hour of neck", 30),
        ("mach eine Viertelstunde Nacken", 15),
        ("haz cuello durante media hora", 30),
        ("fais nuque pendant une demi-heure", 30),
        ("start neck for an hour", 60),
    ],
)
def test_a_part_of_an_hour_is_as_many_minutes(text: str, minutes: int) -> None:
    found = recognize(text, ROUTINES)
    assert found is not None
    assert (found.name, found.minutes) == ("start", minutes)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("start back care, easy, twelve minutes", Intent("start", "en", "back-care", "easy", 12)),
        ("starte Nacken auf Stufe schwer", Intent("start", "de", "neck", "hard")),
        ("empieza cuello, doce minutos", Intent("start", "es", "neck", None, 12)),
        ("commence soin du dos, facile", Intent("start", "fr", "back-care", "easy")),
        ("start neck 5 short", Intent("start", "en", "neck")),
        ("start my workout", Intent("start", "en")),
    ],
)
def test_routine_level_and_minutes_are_heard(text: str, intent: Intent) -> None:
    assert recognize(text, ROUTINES) == intent


@pytest.mark.parametrize(
    "text", ["", " ", "?!", "{routine}", "[pause]", "pause" * 100, "\x1b[2J", "start the moon"]
)
def test_what_is_no_sentence_asks_for_nothing(text: str) -> None:
    assert recognize(text, ROUTINES) is None


def test_a_word_of_several_languages_is_taken_in_the_first_one_asked() -> None:
    found = [recognize("pause", ROUTINES, first) for first in ("fr", "de", "pl", None)]
    assert [each and each.language for each in found] == ["fr", "de", "en", "en"]


@pytest.mark.parametrize("language", languages())
def test_every_language_answers_everything(language: str) -> None:
    for name in ("start", "playing", "paused", "stopped", "going_on", "not_playing", "easy"):
        assert answer(language, name, title="Back care", level="easy")


def test_no_other_command_loads_the_sentences() -> None:
    code = "import sys, audiocoach.cli; print({'hassil', 'dbus_fast', 'yaml'} & {*sys.modules})"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"


def count(language: str) -> str:
    """Return how many sentences are understood, and how many that are only like one."""
    said = [(recognize(text, ROUTINES, language), name) for text, name in sentences(language)]
    right = sum(found is not None and found.name == name for found, name in said)
    missed = [*near_misses(language), *OTHERS[language]]
    obeyed = sum(recognize(text, ROUTINES, language) is not None for text in missed)
    return f"{language}: {right} of {len(said)} to their act, {obeyed} of {len(missed)} misses"


if __name__ == "__main__":
    for each in SAID:
        sys.stdout.write(f"{count(each)}\n")
