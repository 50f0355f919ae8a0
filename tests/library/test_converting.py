"""A routine file in another form: whole, never over another file unasked."""

from __future__ import annotations

import json
from pathlib import Path

import audiocoach
from tests.conftest import Run

TEXT = "# Morning\nintro: Hello.\n\nWall sit 3x15s rest 8\nJuggling 3x10\n  Keep it easy.\n"

GUESSED = (
    'morning.txt:5:1: remark: "Juggling" is no ready exercise; say what is guessed: '
    'posture: "standing"; tempo: "2-0-2-0"'
)


def test_a_text_becomes_json_and_text_again(run: Run, tmp_path: Path) -> None:
    (tmp_path / "morning.txt").write_text(TEXT, encoding="utf-8")
    ran = run("convert", "morning.txt", "morning.json")
    assert ran.out.splitlines() == [
        'morning.txt:4:1: remark: "Wall sit" is taken from the ready routines: wall-sit',
        GUESSED,
        "morning.json",
    ]
    made = json.loads((tmp_path / "morning.json").read_bytes())
    assert list(made["exercises"]) == ["wall-sit", "juggling"]
    assert run("convert", "morning.json", "again.md").out == "again.md\n"
    assert run("convert", "again.md", "again.json").out == "again.json\n"
    assert json.loads((tmp_path / "again.json").read_bytes()) == made


def test_a_text_is_taken_by_every_command_that_takes_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "morning.txt").write_text(TEXT, encoding="utf-8")
    assert run("check", "morning.txt").out.startswith("morning.txt: no faults; 1 routine and 2 ")
    assert run("--routines", "morning.txt", "show", "juggling").out.startswith("Juggling: ")
    tones = ("--talk", "tones", "-o", "j.wav")
    assert run("--routines", "morning.txt", "export", "juggling", *tones).code == 0
    assert list(audiocoach.load(tmp_path / "morning.txt").routines) == ["morning"]


def test_nothing_is_written_over_or_half_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.json").write_text("mine", encoding="utf-8")
    assert run("convert", "a.txt", "b.json").err == (
        "audiocoach: b.json: exists already; --force overwrites it\n"
    )
    assert (tmp_path / "b.json").read_text(encoding="utf-8") == "mine"
    assert run("convert", "a.txt", "b.json", "--force").code == 0
    (tmp_path / "bad.txt").write_text("# A\nSquat 0\n", encoding="utf-8")
    assert run("convert", "bad.txt", "c.json").err.startswith("audiocoach: bad.txt:2:1: ")
    assert not (tmp_path / "c.json").exists()
    assert run("convert", "a.txt", "c.yaml").err == (
        "audiocoach: c.yaml: must end in .json, .txt or .md\n"
    )
    assert run("convert", "a.txt", "none/c.json").err == "audiocoach: none: is no folder\n"


def test_a_program_saves_in_another_form(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    audiocoach.load(tmp_path / "a.txt").save(tmp_path / "a.json")
    assert list(audiocoach.load(tmp_path / "a.json").exercises) == ["wall-sit", "juggling"]
