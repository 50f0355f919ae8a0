"""Copying from the library into one's own file, and playing from it by name."""

from __future__ import annotations

import json
from pathlib import Path

import audiocoach
from tests.conftest import Run
from tests.small import SMALL


def own(folder: Path, text: str = json.dumps(SMALL)) -> Path:
    path = folder / "routines.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_ready_routine_is_shown_by_its_name_without_being_copied(
    run: Run, tmp_path: Path
) -> None:
    path = own(tmp_path)
    assert run("show", "tabata").out.startswith("Tabata: 4:")
    assert run("show", "schreibtischpause").out.startswith("Schreibtischpause: ")
    assert run("show", "plank-fr").out.startswith("Planche: ")
    assert json.loads(path.read_bytes()) == SMALL


def test_what_the_file_has_goes_before_the_library(run: Run, tmp_path: Path) -> None:
    mine = {**SMALL["exercises"]["hold"], "title": "My plank"}
    own(tmp_path, json.dumps({**SMALL, "exercises": {**SMALL["exercises"], "plank": mine}}))
    assert run("show", "plank").out.startswith("My plank: ")


def test_a_slip_is_corrected_from_both(run: Run, tmp_path: Path) -> None:
    own(tmp_path)
    assert 'did you mean "small"?' in run("show", "smal").err
    assert 'did you mean "tabata"?' in run("show", "tabatta").err


def test_the_library_is_listed_in_a_language(run: Run, tmp_path: Path) -> None:
    own(tmp_path)
    listed = run("list", "--library", "--language", "de").out
    assert "  tabata-de " in listed
    assert "Schreibtischpause" in listed
    assert "small" not in listed


def test_a_ready_exercise_is_exported_by_its_name(run: Run, tmp_path: Path) -> None:
    own(tmp_path)
    assert run("export", "chin-tuck", "--talk", "tones", "-o", "tuck.wav").code == 0
    assert (tmp_path / "tuck.wav").stat().st_size > 100_000


def test_a_routine_is_copied_with_its_exercises(run: Run, tmp_path: Path) -> None:
    path = own(tmp_path, "// mine\n" + json.dumps(SMALL, indent=2))
    ran = run("use", "cool-down")
    assert ran.out == f"{path}: added routine cool-down with 5 exercises\n"
    assert path.read_text(encoding="utf-8").startswith('// mine\n{\n  "exercises": {\n    "hold"')
    assert run("check").code == 0
    assert run("use", "cool-down").err == f"audiocoach: {path}: cool-down: is there already\n"


def test_an_exercise_that_differs_is_never_overwritten(run: Run, tmp_path: Path) -> None:
    mine = {**SMALL, "exercises": {**SMALL["exercises"], "Plank": SMALL["exercises"]["hold"]}}
    path = own(tmp_path, json.dumps(mine))
    assert run("use", "plank").err == (
        f"audiocoach: {path}: exercises.Plank: is there already, and differs\n"
    )
    assert json.loads(path.read_bytes()) == mine


def test_without_a_file_one_is_made_and_the_shipped_one_stays(run: Run, tmp_path: Path) -> None:
    assert run("use", "plank").code == 1
    assert run("use", "tabata").out == (
        "routines.json: added routine tabata with 1 exercise\n"
        "It is this folder's routine file now; all ready names go on to be found\n"
    )
    assert run("show", "back-care", "--talk", "tones").code == 0
    made = json.loads((tmp_path / "routines.json").read_bytes())
    assert (list(made["exercises"]), list(made["routines"])) == (["squat"], ["tabata"])


def test_a_file_keeps_its_encoding_lines_and_mode(run: Run, tmp_path: Path) -> None:
    path = own(tmp_path)
    text = "\ufeff" + json.dumps(SMALL, indent=2).replace("\n", "\r\n")
    path.write_bytes(text.encode("utf-16-le"))
    path.chmod(0o640)
    assert run("use", "plank").code == 0
    now = path.read_bytes().decode("utf-16-le")
    assert now.startswith("\ufeff{\r\n")
    assert now.count("\n") == now.count("\r\n")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_text_gets_what_is_copied_behind_its_lines(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "morning.txt"
    path.write_text("# Morning\n// mine\nWall sit 3x15s\n", encoding="utf-8")
    assert run("--routines", path, "use", "tabata").code == 0
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# Morning\n// mine\nWall sit 3x15s\n\n# Tabata {#tabata}\n")
    listed = run("--routines", path, "list").out.split()
    assert ("morning" in listed, "tabata" in listed, "squat" in listed) == (True, True, True)


def test_a_program_finds_the_library_too(tmp_path: Path, clips: Path) -> None:
    routines = audiocoach.load(own(tmp_path), cache=clips)
    assert routines.length_ms("tabata") > 230_000
    assert routines.ready.routines["tabata"] == "Tabata"
    assert routines.use("tabata") == ["tabata", "squat"]
    assert list(routines.routines) == ["small", "tabata"]
