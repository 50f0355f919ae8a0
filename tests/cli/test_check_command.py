"""The command check, for one file or several, for people and programs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.small import SMALL
from tests.sound.test_own_tones import put

GOOD = json.dumps(SMALL)
BAD = '{"exercises": {},\n "routines": {}}'
FAULTS = [
    "bad.json:1:2: exercises: must not be empty",
    "bad.json:2:2: routines: must not be empty",
]


@pytest.fixture
def there(run: Run, tmp_path: Path) -> Run:
    """Return the command in a folder with a good file and a bad one."""
    (tmp_path / "good.json").write_text(GOOD, encoding="utf-8")
    (tmp_path / "bad.json").write_text(BAD, encoding="utf-8")
    return run


def test_several_files_are_checked_and_each_fault_names_its_file(there: Run) -> None:
    ran = there("check", "good.json", "bad.json", "none.json", "good.json")
    faults = [*FAULTS, "none.json: no such file"]
    assert (ran.code, ran.out) == (1, "good.json: no faults; 1 routine and 1 exercise\n")
    assert ran.err == "".join(f"audiocoach: {fault}\n" for fault in faults)


def test_for_programs_each_file_is_an_object(there: Run) -> None:
    ran = there("check", "good.json", "bad.json", "--json")
    good, bad = json.loads(ran.out)
    assert (ran.code, ran.err) == (1, "")
    assert good == {
        "file": "good.json", "ok": True, "routines": 1, "exercises": 1, "faults": [], "remarks": [],
    }  # fmt: skip
    fault: dict[str, Any] = {"path": "exercises", "text": "must not be empty"}
    assert bad["faults"][0] == {**fault, "line": 1, "column": 2}
    assert (bad["file"], bad["ok"]) == ("bad.json", False)


def test_for_programs_remarks_come_without_the_files_name(there: Run, tmp_path: Path) -> None:
    named = {**SMALL, "voice": "piper:en_US-nobody-low"}
    (tmp_path / "good.json").write_text(json.dumps(named), encoding="utf-8")
    shown = there("check", "good.json", "--json")
    [remark] = json.loads(shown.out)[0]["remarks"]
    assert (shown.code, remark.startswith("voice: not usable here yet: ")) == (0, True)


@pytest.mark.parametrize("arguments", [["check", "-"], ["check", "--routines", "-"]])
@pytest.mark.parametrize(
    ("written", "reported"),
    [(GOOD, "no faults; 1 routine"), (BAD, "1:2: exercises: must"), ("", "is empty")],
)
def test_standard_input_is_checked(
    tmp_path: Path, arguments: list[str], written: str, reported: str
) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "audiocoach", *arguments],
        input=written, capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert (ran.stdout + ran.stderr).removeprefix("audiocoach: ").startswith("standard input:")
    assert reported in ran.stdout + ran.stderr
    assert ran.returncode == (written != GOOD)


def test_tones_that_cant_be_used_are_faults_at_their_place(run: Run, tmp_path: Path) -> None:
    silent = tmp_path / "gongs"
    silent.mkdir()
    put(silent, "go.wav", bytes(9600))
    exercise = {**next(iter(SMALL["exercises"].values())), "tones": "gone"}
    whole = {**SMALL, "exercises": {**SMALL["exercises"], "extra": exercise}, "tones": "gongs"}
    path = tmp_path / "routines.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    result = run("check", str(path))
    assert result.code == 1
    assert "tones: gongs/go.wav: is silent" in result.err
    assert "exercises.extra.tones: gone: there is no such set or folder; must be" in result.err


def test_a_slip_in_a_set_of_tones_has_the_nearest_name(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text(json.dumps({**SMALL, "tones": "bel"}))
    result = run("check", str(path))
    assert 'tones: bel: there is no such set or folder, did you mean "bell"?' in result.err


def test_a_picture_that_can_not_be_used_is_a_fault(run: Run, tmp_path: Path) -> None:
    tree = json.loads(GOOD)
    [exercise] = tree["exercises"].values()
    exercise["pictures"] = ["a.svg", "brigde"]
    (tmp_path / "a.svg").write_text("<svg><script/></svg>", encoding="utf-8")
    (tmp_path / "f.json").write_text(json.dumps(tree), encoding="utf-8")
    ran = run("check", "f.json")
    first, second = ran.err.splitlines()
    assert ran.code == 1
    assert first.endswith(".pictures[0]: an SVG must not hold <script>")
    assert second.endswith(
        '.pictures[1]: no ready exercise is called brigde, did you mean "bridge"?'
    )
