"""What was heard is compared with what was said, word by word."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from listening.heard_before import HeardBefore
from listening.lines import ready_routines
from listening.listening import listeners
from listening.recogniser import identity
from listening.report import Result, table
from listening.word_sounds import word_sound
from listening.words import compare, edit_distance, spelled_out

from audiocoach.library.ready import ready_parts

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("text", "heard", "wrong"),
    [
        ("4 of 5.", "Four of five.", 0),
        ("4 of 5.", "4 on 5", 1),
        ("Don't let go!", "don’t let go", 0),
        ("Hip-width apart", "hip width apart", 0),
        ("Let the toe nail rest", "Let the toenail rest", 0),
        ("Rest.", "Left.", 1),
        ("Hold", "", 1),
        ("Up", "Up and up", 2),
    ],
)
def test_wrong_words_are_those_missing_added_or_others(text: str, heard: str, wrong: int) -> None:
    assert compare(text, heard, "en").wrong == wrong


SOUNDS_THE_SAME = {
    "fr": {
        "Allongez-vous, et relâchez le cou.": "Allongé vous et relâché le coup",
        "Pause. Posez les pieds à plat.": "Pose, pauser les pieds, à plats.",
        "C'est l'air des genoux.": "Ses lair des genou",
        "Et levez-vous.": "Élever vous",
        "Tout votre dos.": "Tout votre d'eau.",
    },
    "de": {
        "In Rückenlage, das Rad still.": "In Rücken Lage, dass Rat still.",
        "Lass die Knie, nimm den Arm.": "Lasst die Knie, nimmt den Arm.",
        "Töne zählen dich ein.": "Töne zehlen dich ein.",
        "Etwa 20 cm über dem Boden.": "Etwa 20 Zentimeter über dem Boden",
    },
    "es": {
        "Vuelve a la posición, y haz 2.": "Vuelve ha la posición i haz dos",
        "Despacio, con los hombros hacia delante.": "De espacio con los sombros hacia adelante",
        "Cambia de lado.": "Cambia del lado",
    },
    "de-AT": {"Seitstütz, 10 Mal.": "Seid Stütz 10-Mal"},
    "en": {"Push through to your two knees.": "Push threw two your to nees"},
}


@pytest.mark.parametrize("language", SOUNDS_THE_SAME)
def test_what_sounds_the_same_is_understood(language: str) -> None:
    lines = SOUNDS_THE_SAME[language].items()
    assert [text for text, heard in lines if compare(text, heard, language).wrong] == []


@pytest.mark.parametrize(
    ("language", "text", "heard", "wrong"),
    [
        ("fr", "Tendez la jambe.", "Tendez les jambes", 1),
        ("fr", "Sans tirer", "Cent tirés", 0),
        ("fr", "Le dos droit", "Le dos doit", 1),
        ("de", "Heb den Arm.", "Heb dem Arm.", 1),
        ("de", "Lass an.", "Lasst an.", 1),
        ("de", "Zehn.", "Zehen.", 1),
        ("es", "Otra vez.", "Otra ves.", 1),
        ("es", "Dobla las piernas.", "Doble a las piernas.", 2),
        ("en", "Lift.", "Left.", 1),
    ],
)
def test_what_sounds_otherwise_is_misheard(
    language: str, text: str, heard: str, wrong: int
) -> None:
    assert compare(text, heard, language).wrong == wrong


def test_of_a_language_without_known_sounds_the_letters_are_compared() -> None:
    assert word_sound("bat", "xx") == ""
    assert compare("bat a", "bad a", "xx").wrong == 1


def test_numbers_are_written_out_in_the_language() -> None:
    assert spelled_out("21 Mal, 1,5", "de-AT") == ["einundzwanzig", "mal", "eins", "komma", "fünf"]


def test_a_script_without_spaces_is_compared_letter_by_letter() -> None:
    assert compare("力を抜く", "力を巻く", "ja").words == 4
    assert compare("力を抜く", "力を巻く", "ja").wrong == 1


def test_the_distance_is_that_of_the_shortest_way() -> None:
    assert edit_distance("kitten", "sitting") == 3
    assert edit_distance([], ["a"]) == 1


def test_the_table_has_a_row_for_each_voice_and_the_misheard_lines() -> None:
    heard = [compare("Rest.", "Left.", "en"), compare("1 of 3.", "One of three", "en")]
    assert list(table([Result("back-care", "natural", "base", heard)])) == [
        "| session | voice | recogniser | lines | words | words misheard |",
        "| --- | --- | --- | --- | --- | --- |",
        "| back-care | natural | base | 2 | 4 | 25.0 % |",
        "\nback-care, natural, base: misheard",
        "  'Rest.': 'Left.'",
    ]


def test_a_sound_is_recognised_once_by_the_same_listener(tmp_path: Path) -> None:
    played: list[bytes] = []

    def recognise(pcm: bytes) -> str:
        played.append(pcm)
        return f"Ü{len(played)}"

    for who in ("base de", "base de", "base fr"):
        listener = HeardBefore(recognise, who, tmp_path / "heard")
        assert [listener(b"a"), listener(b"b"), listener(b"a")][::2] == [listener(b"a")] * 2
    assert played == [b"a", b"b", b"a", b"b"]


def test_a_listener_differs_by_model_language_and_subject() -> None:
    asked = [
        ("base", "de", None),
        ("base", "fr", None),
        ("base", "de", "Sport."),
        ("x", "de", None),
    ]
    assert len({identity(*each) for each in asked}) == len(asked)


@pytest.mark.parametrize(
    ("model", "subject", "expected"),
    [
        (None, None, [("base", None)]),
        (None, "Sport.", [("base", None), ("base", "Sport.")]),
        (["base", "tiny.en"], None, [("base", None), ("tiny.en", None)]),
    ],
)
def test_who_knows_the_subject_listens_besides_who_does_not(
    model: list[str] | None, subject: str | None, expected: list[tuple[str, str | None]]
) -> None:
    assert listeners(argparse.Namespace(model=model, subject=subject), "de") == expected


def listen(
    *arguments: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "listen.py"), "--here", *arguments]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", env=environment, check=False
    )


def test_a_session_is_exported_cut_and_recognised(tmp_path: Path) -> None:
    report = tmp_path / "heard.json"
    done = listen(
        "back-care", "--voice", "builtin", "--model", "tiny.en", "--lines", "4",
        "--cache", str(tmp_path), "--json", str(report),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    [result] = json.loads(report.read_text(encoding="utf-8"))
    assert result["lines"][0]["text"] == "Back care. 6 exercises, about 16 minutes."
    assert "16 minutes" in result["lines"][0]["heard"]
    assert result["words"] > result["wrong"]


def test_a_session_that_is_not_there_is_one_line() -> None:
    done = listen("nothing", "--voice", "builtin")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("listen.py: audiocoach: ")


def test_the_voice_that_is_heard_first_is_understood(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "AUDIOCOACH_VOICE"}
    arguments = ["--model", "tiny.en", "--lines", "30", "--most", "8", "--cache", str(tmp_path)]
    done = listen("back-care", *arguments, environment=environment)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("arguments", [(), ("back-care", "--ready")])
def test_sessions_are_named_or_all_the_ready_ones(arguments: tuple[str, ...]) -> None:
    done = listen(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("error: routines by name, or else --ready\n")


def test_the_ready_routines_are_those_that_the_program_lists() -> None:
    assert ready_routines([]) == list(ready_parts()["routine"])


@pytest.mark.nightly
def test_of_every_ready_routine_4_words_of_100_are_misheard_at_most(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "AUDIOCOACH_VOICE"}
    arguments = ["--model", "tiny.en", "--most", "4", "--cache", str(tmp_path)]
    done = listen("--ready", *arguments, environment=environment)
    assert (done.returncode, done.stderr) == (0, "")
