"""The overview of voices, which recommends one first, and voices to try."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from audiocoach.voice.recommendation import recommended
from tests.conftest import Run
from tests.small import SMALL
from tests.tools import decoded


def write(folder: Path, **routine: Any) -> None:
    """Write a small routine file whose routine has these fields too."""
    file = json.loads(json.dumps(SMALL))
    file["routines"]["small"] |= routine
    (folder / "routines.json").write_text(json.dumps(file), encoding="utf-8")


@pytest.mark.usefixtures("usual_voice")
def test_the_voice_for_the_routine_files_languages_comes_first(run: Run, tmp_path: Path) -> None:
    write(tmp_path, language="de")
    heading, line = run("voices").out.splitlines()[:2]
    assert heading == "The best voice for each language of routines.json:"
    assert line.startswith("  de  piper:de_DE-thorsten-medium: audiocoach voices get de (now ")


def test_no_list_of_names_is_long_in_the_overview(run: Run) -> None:
    shown = run("voices").out
    assert max(line.count(",") for line in shown.splitlines()) < 12
    assert ("\n  151 languages\n" in shown, len(shown.splitlines()) < 50) == (True, True)
    assert shown.endswith("All languages and variants: audiocoach voices list\n")


def test_without_a_file_that_can_be_read_no_voice_is_recommended(run: Run, tmp_path: Path) -> None:
    (tmp_path / "routines.json").write_text("{")
    ran = run("voices")
    assert (ran.code, ran.err, "best voice" in ran.out) == (0, "", False)


def test_the_voice_that_the_file_names_is_reported(run: Run, tmp_path: Path) -> None:
    write(tmp_path, language="ja", voice="builtin:f3")
    assert (
        run("voices").out.splitlines()[1] == "  ja  builtin:f3, as the file says, which speaks now"
    )


@pytest.mark.usefixtures("usual_voice")
@pytest.mark.parametrize(
    ("language", "reported"),
    [
        ("en-GB", "natural, which speaks now"),
        ("pl", "piper:pl_PL-gosia-medium: audiocoach voices get pl (now builtin)"),
        ("ja", "builtin, which speaks now"),
    ],
)
def test_each_language_has_the_best_known_voice(language: str, reported: str) -> None:
    assert recommended(language) == reported


def test_a_better_voice_that_is_there_is_reported_with_its_option() -> None:
    assert recommended("en", "builtin") == "natural: --voice natural (now builtin)"


@pytest.mark.parametrize(
    ("words", "same"),
    [
        (["Hi"], ["builtin", "Hi"]),
        (["Hallo", "--language", "de"], ["builtin", "Hallo", "--language", "de"]),
        (["f3", "Hi"], ["builtin:f3", "Hi"]),
        (["Espeak", "Hi", "--speed", "120%"], ["builtin", "Hi", "--speed", "1.2"]),
    ],
)
def test_what_is_not_said_of_a_try_is_plain(run: Run, words: list[str], same: list[str]) -> None:
    for name, given in (("a.wav", words), ("b.wav", same)):
        assert run("voices", "try", *given, "-o", name).code == 0
    assert Path("a.wav").read_bytes() == Path("b.wav").read_bytes()


def test_a_text_alone_is_said_as_the_routine_file_says(run: Run, tmp_path: Path) -> None:
    write(tmp_path, language="de", voice="builtin:f3", speed=1.2, say_as={"TRX": "Trix"})
    run("voices", "try", "Zum TRX.", "-o", "a.wav")
    run("voices", "try", "f3", "Zum Trix.", "--language", "de", "--speed", "1.2", "-o", "b.wav")
    assert decoded(Path("a.wav")) == decoded(Path("b.wav"))


@pytest.mark.parametrize("words", [[], ["f3"], ["builtin", "--language", "cy"]])
def test_without_a_text_a_sentence_is_said(run: Run, words: list[str]) -> None:
    assert run("voices", "try", *words, "-o", "a.wav").out.startswith("a.wav  0:0")


def test_a_word_that_is_nearly_a_voice_is_not_said(run: Run) -> None:
    ran = run("voices", "try", "bultin", "-o", "a.wav")
    assert (ran.code, 'did you mean "builtin"?' in ran.err) == (1, True)
    assert not Path("a.wav").exists()


def test_a_text_alone_is_said_though_the_routine_file_is_faulty(run: Run, tmp_path: Path) -> None:
    (tmp_path / "routines.json").write_text("{")
    assert run("voices", "try", "Hi", "-o", "a.wav").code == 0


def test_devices_are_listed_for_programs(run: Run) -> None:
    assert json.loads(run("devices", "--json").out)[-1]["backend"] == "null"
