"""A routine file in another form: whole, never over another file unasked."""

from __future__ import annotations

import json
import re
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


def test_json_text_and_yaml_say_the_same(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert [
        run("convert", *pair).code
        for pair in (("a.txt", "b.yaml"), ("b.yaml", "c.json"), ("c.json", "d.yml"))
    ] == [0, 0, 0]
    assert (tmp_path / "b.yaml").read_bytes() == (tmp_path / "d.yml").read_bytes()
    assert list(audiocoach.load(tmp_path / "d.yml").exercises) == ["wall-sit", "juggling"]


def test_what_is_ready_is_not_put_into_yaml(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    run("convert", "a.txt", "b.yaml")
    before = (tmp_path / "b.yaml").read_bytes()
    assert run("--routines", "b.yaml", "use", "plank").err == (
        "audiocoach: b.yaml: nothing can be added to YAML; make it a text first, with: "
        "audiocoach convert b.yaml b.txt\n"
    )
    assert (tmp_path / "b.yaml").read_bytes() == before


def test_a_file_converted_twice_is_the_same_file(run: Run, tmp_path: Path) -> None:
    routines = Path(__file__).parents[2] / "routines.json"
    for pair in (
        (str(routines), "a.md"),
        ("a.md", "b.json"),
        ("b.json", "c.md"),
        ("c.md", "d.json"),
    ):
        assert run("convert", *pair).code == 0
    assert (tmp_path / "a.md").read_bytes() == (tmp_path / "c.md").read_bytes()
    assert (tmp_path / "b.json").read_bytes() == (tmp_path / "d.json").read_bytes()
    text = (tmp_path / "a.md").read_text(encoding="utf-8")
    assert "- Wall sit then 30s\n" in text
    assert "## Exercise: Wall sit\n" in text
    assert not re.search(r"^[^/]*\[\{", text, re.MULTILINE)


def test_a_step_is_written_as_a_person_would(run: Run, tmp_path: Path) -> None:
    squat = "Squat 2x8-12 each side, rest 30s, then 20s @ 2-0-2-0"
    lines = ["Wall sit 3x15s, rest 8s", squat, "Plank 45s"]
    (tmp_path / "a.txt").write_text("# A\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    run("convert", "a.txt", "b.json")
    run("convert", "b.json", "c.txt")
    written = (tmp_path / "c.txt").read_text(encoding="utf-8").splitlines()
    assert [each[2:] for each in written if each[2:] in lines] == lines


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
    assert run("convert", "a.txt", "c.toml").err == (
        "audiocoach: c.toml: must end in .json, .txt, .md or .yaml\n"
    )
    assert run("convert", "a.txt", "none/c.json").err == "audiocoach: none: is not a folder\n"


def test_a_program_saves_in_another_form(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    audiocoach.load(tmp_path / "a.txt").save(tmp_path / "a.json")
    assert list(audiocoach.load(tmp_path / "a.json").exercises) == ["wall-sit", "juggling"]


def test_a_remark_on_a_text_names_its_line(run: Run, tmp_path: Path) -> None:
    """What has no room was named by its place in JSON alone."""
    (tmp_path / "a.txt").write_text("# A\nSquat 3x10\n", encoding="utf-8")
    assert "a.txt:2:1: remark: routines.a.steps[0]: there is no room for " in (
        run("check", "a.txt").out
    )
