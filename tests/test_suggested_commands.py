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
    ("typed", "file", "called"),
    [
        ("python3 scripts/coach.py play x", "scripts/coach.py", "python3 scripts/coach.py"),
        ("python -X dev ../coach.py", "../coach.py", "python -X dev ../coach.py"),
        ("python3 'my tools/coach.py' list", "my tools/coach.py", "python3 'my tools/coach.py'"),
        ("python -m audiocoach list", "/lib/audiocoach/__main__.py", "python -m audiocoach"),
        ("/opt/py /opt/bin/audiocoach list", "/opt/bin/audiocoach", "/opt/bin/audiocoach"),
        ("python audiocoach list", "audiocoach", "audiocoach"),
        ("python -m pytest tests", "/lib/pytest/__main__.py", "audiocoach"),
        ("python -c pass", "-c", "audiocoach"),
        ("embedding", "", "audiocoach"),
    ],
)
def test_the_program_is_named_as_it_was_called(typed: str, file: str, called: str) -> None:
    words = shlex.split(typed)
    arguments = words[words.index(file) + 1 :] if file in words else words[3:]
    assert joined(program([file, *arguments], words)) == called


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
