"""Values of options as people write them: each means the same as the word of the help."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.small import SMALL

VALUES = [
    ("--level Hard", "--level hard"),
    ("--level EASY", "--level easy"),
    ("--level h", "--level hard"),
    ("--level medium", "--level normal"),
    ("--talk Brief", "--talk brief"),
    ("--talk t", "--talk tones"),
    ("--speed 80%", "--speed 0.8"),
    ("--speed 1,2", "--speed 1.2"),
    ("--speed 1.2x", "--speed 1.2"),
    ("--voice-volume -6dB", "--voice-volume -6"),
    ("--voice-volume=\u22126", "--voice-volume -6"),
    ("--loudness -16LUFS", "--loudness -16"),
    ("--voice f3", "--voice builtin:f3"),
    ("--voice f3,pitch=60", "--voice builtin:f3,pitch=60"),
    ("--voice Builtin:f3", "--voice builtin:f3"),
    ("--voice espeak-ng", "--voice builtin"),
    ("--voice gTTS:co.uk", "--voice google:co.uk"),
    ("--fit 36sec", "--fit 36s"),
]


@pytest.fixture
def small(run: Run, tmp_path: Path) -> Run:
    """Return the command in a folder with a small routine file."""
    (tmp_path / "routines.json").write_text(json.dumps(SMALL), encoding="utf-8")
    return run


@pytest.mark.parametrize(("written", "meant"), VALUES)
def test_a_value_means_the_same_however_it_is_written(small: Run, written: str, meant: str) -> None:
    assert small("show", "--json", *written.split()) == small("show", "--json", *meant.split())


@pytest.mark.parametrize(
    ("written", "reported"),
    [
        ("--level m-", "--level: must be one of easy, normal, hard, not 'm-'"),
        ("--level ''", '''--level: must be one of easy, normal, hard, not "''"'''),
        ("--speed 80dB", "--speed: must be a number, not '80dB'"),
        ("--tone-volume 50%", "--tone-volume: must be a number, not '50%'"),
        ("--speed 1.2.3", "--speed: must be a number, not '1.2.3'"),
        ("--speed 8%", "--speed: must be 0.8 to 1.5, not 0.08"),
        ("--voice f33", "voice 'f33': must be one of natural"),
    ],
)
def test_what_means_nothing_is_one_line(small: Run, written: str, reported: str) -> None:
    ran = small("show", *written.split())
    assert (ran.code, ran.err.count("\n"), reported in ran.err) == (1, 1, True)


def test_a_routine_file_may_name_a_variant_alone(small: Run, tmp_path: Path) -> None:
    (tmp_path / "routines.json").write_text(json.dumps({**SMALL, "voice": "f3"}), encoding="utf-8")
    assert small("check").code == 0
    assert small("show") == small("show", "--voice", "builtin:f3")


@pytest.mark.parametrize("backend", ["NULL", "Null"])
def test_a_backend_is_known_in_any_case(small: Run, backend: str) -> None:
    assert small("voices", "try", "builtin", "Hi", "-q", "--backend", backend).code == 0


@pytest.mark.parametrize(("written", "form"), [("CSV", "csv"), ("txt", "text"), ("c", "csv")])
def test_the_form_of_a_script_is_known_in_any_case(small: Run, written: str, form: str) -> None:
    assert small("lines", "--format", written) == small("lines", "--format", form)
