import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from audiocoach.suggested_commands import _installs, joined, program


@pytest.mark.skipif(sys.platform == "win32", reason="Windows quotes otherwise")
@pytest.mark.parametrize(("has_pip", "has_uv"), [(True, True), (False, True), (False, False)])
def test_what_is_installed_goes_into_the_python_that_runs_us(has_pip: bool, has_uv: bool) -> None:
    command = shlex.split(_installs("x", has_pip=has_pip, has_uv=has_uv).partition(" && ")[0])
    assert sys.executable in command
    helped = subprocess.run([*command, "--help"], capture_output=True, text=True, check=True)
    assert "pip" in helped.stdout


@pytest.mark.parametrize(
    "called",
    ["python3 scripts/coach.py", "python -X dev ../coach.py", "python3 'my tools/coach.py'"],
)
def test_a_script_is_named_as_it_was_called(called: str) -> None:
    words = shlex.split(called)
    assert joined(program([words[-1], "play", "x"], [*words, "play", "x"])) == called


@pytest.mark.parametrize(
    ("words", "file", "called"),
    [
        (["/opt/py", "/opt/bin/audiocoach"], "/opt/bin/audiocoach", "/opt/bin/audiocoach"),
        (["python", "audiocoach"], "audiocoach", "audiocoach"),
        (["python", "-m", "audiocoach"], "/lib/audiocoach/__main__.py", "python -m audiocoach"),
        (["python", "-m", "pytest"], "/lib/pytest/__main__.py", "audiocoach"),
    ],
)
def test_a_program_is_named_as_it_was_called(words: list[str], file: str, called: str) -> None:
    assert joined(program([file, "list"], [*words, "list"])) == called


def test_without_a_file_the_command_is_named_alone() -> None:
    assert program(["-c", "pass"], ["python", "-c", "pass"]) == ["audiocoach"]
    assert program([""], ["embedding"]) == ["audiocoach"]


@pytest.mark.parametrize("more", ["", " rows.csv -o folder --voice builtin --name {row}"])
def test_a_worker_that_was_started_by_python_names_the_command_alone(more: str) -> None:
    worker = ["python", "-I", "-c", "from multiprocessing import spawn", "--multiprocessing-fork"]
    assert program(["scripts/coach.py", "batch", *more.split()], worker) == ["audiocoach"]


@pytest.mark.skipif(sys.platform == "win32", reason="there, a command's name ends in .exe")
def test_what_is_found_on_the_path_is_named_by_its_name_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script, python = str(tmp_path / "audiocoach"), str(tmp_path / "python3")
    for each in (script, python):
        Path(each).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program([script, "list"], [python, script, "list"]) == ["audiocoach"]
    assert program(["coach.py", "list"], [python, "coach.py", "list"]) == ["python3", "coach.py"]
