"""The start scripts, on small projects that install without a network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"

PROJECT = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "audiocoach"
version = "1"
"""

BACKEND = """\
import zipfile

def build_editable(folder, config_settings=None, metadata_directory=None):
    name, info = "audiocoach-1-py3-none-any.whl", "audiocoach-1.dist-info/"
    needs = open("needs.txt").read()
    with zipfile.ZipFile(folder + "/" + name, "w") as wheel:
        head = "Metadata-Version: 2.1\\nName: audiocoach\\nVersion: 1\\n"
        wheel.writestr(info + "METADATA", head + needs)
        head = "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
        wheel.writestr(info + "WHEEL", head)
        wheel.writestr(info + "RECORD", "")
    return name
"""

PROGRAM = """\
import json, os, random, sys

def main():
    print(json.dumps([sys.argv, os.getcwd(), sys.prefix, hasattr(random, "random"), sys.orig_argv]))
    sys.exit(7)
"""


@dataclass(frozen=True)
class Checkout:
    root: Path

    def start(
        self, *arguments: str, cwd: Path | None = None, before: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run coach.py as a user would; `before` is Python to be run first, in its process."""
        script = str(self.root / "scripts" / "coach.py")
        folder = str(self.root / "scripts")
        code = f"import runpy, sys; sys.path.insert(0, {folder!r}); {before}; sys.argv.pop(0); "
        code += "runpy.run_path(sys.argv[0], run_name='__main__')"
        command = [sys.executable, *(["-c", code] if before else []), script, *arguments]
        return subprocess.run(
            command, cwd=cwd or self.root, capture_output=True, encoding="utf-8", check=False
        )

    @property
    def environment(self) -> Path:
        return self.root / ".venv" / "run"


def checkout(root: Path, needs: str = "") -> Checkout:
    shutil.copytree(SCRIPTS, root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "audiocoach").mkdir()
    (root / "audiocoach" / "__init__.py").touch()
    (root / "audiocoach" / "__main__.py").write_text(PROGRAM)
    (root / "pyproject.toml").write_text(PROJECT)
    (root / "backend.py").write_text(BACKEND)
    (root / "needs.txt").write_text(needs)
    return Checkout(root)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """Give a checkout in a folder with a difficult name, started once."""
    made = checkout(tmp_path_factory.mktemp("home") / "Für den Rücken, 腰 [1]")
    first = made.start()
    assert first.stderr == f"Setting up, once: {made.environment}\n"
    assert first.returncode == 7
    return made


def test_the_next_start_says_nothing_and_passes_all_on(ready: Checkout, tmp_path: Path) -> None:
    started = ready.start("show", "a b", "--x=ü", "", cwd=tmp_path)
    argv = [str(ready.root / "scripts" / "coach.py"), "show", "a b", "--x=ü", ""]
    assert started.stderr == ""
    assert json.loads(started.stdout)[:3] == [argv, str(tmp_path), str(ready.environment)]
    assert started.returncode == 7


def test_the_program_learns_how_it_was_called(ready: Checkout, tmp_path: Path) -> None:
    script = os.path.relpath(ready.root / "scripts" / "coach.py", tmp_path)
    command = [sys.executable, "-B", script, "show", "-h"]
    started = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    argv, *_, typed = json.loads(started.stdout)
    assert (argv, typed) == (command[2:], command)


def test_a_file_of_the_users_does_not_shadow_a_module(ready: Checkout, tmp_path: Path) -> None:
    (tmp_path / "random.py").write_text("raise SystemExit('shadowed')")
    assert json.loads(ready.start(cwd=tmp_path).stdout)[3] is True


def test_the_next_start_is_quick(ready: Checkout) -> None:
    direct = [sys.executable, "-I", "-c", "pass"]
    bare = min(seconds(direct) for _ in range(5))
    script = str(ready.root / "scripts" / "coach.py")
    assert min(seconds([sys.executable, script]) for _ in range(5)) - bare < 0.1


def seconds(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False)
    return time.perf_counter() - began


def test_an_interrupted_set_up_is_done_again(ready: Checkout) -> None:
    (ready.environment / "ready").unlink()
    shutil.rmtree(next(ready.environment.rglob("pip")))
    assert ready.start().stderr == f"Setting up, once: {ready.environment}\n"
    assert ready.start().stderr == ""


def test_a_changed_project_is_set_up_again(ready: Checkout) -> None:
    with (ready.root / "pyproject.toml").open("a") as file:
        file.write('description = "changed"\n')
    assert ready.start().stderr.startswith("Setting up, once: ")


@pytest.mark.skipif(sys.platform == "win32", reason="there, Python is copied into the environment")
def test_a_vanished_base_python_is_replaced(ready: Checkout) -> None:
    python = ready.environment / "bin" / "python"
    python.unlink()
    python.symlink_to(ready.root / "no-such-python")
    assert ready.start().stderr.startswith("Setting up, once: ")
    assert ready.start().returncode == 7


def test_a_moved_folder_is_set_up_again(ready: Checkout, tmp_path: Path) -> None:
    moved = Checkout(shutil.copytree(ready.root, tmp_path / "there", symlinks=True))
    started = moved.start()
    assert started.stderr == f"Setting up, once: {moved.environment}\n"
    assert json.loads(started.stdout)[2] == str(moved.environment)


def test_of_two_starts_at_once_one_sets_up_and_both_run(tmp_path: Path) -> None:
    made = checkout(tmp_path / "here")
    command = [sys.executable, str(made.root / "scripts" / "coach.py")]
    pipe = subprocess.PIPE
    both = [subprocess.Popen(command, stdout=pipe, stderr=pipe) for _ in range(2)]
    said = [process.communicate()[1] for process in both]
    assert [process.returncode for process in both] == [7, 7]
    assert sorted(map(bool, said)) == [False, True]


def test_a_failing_install_is_one_line_and_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    made = checkout(tmp_path / "here", "Requires-Dist: nothing @ file:///no/such/folder\n")
    failed = made.start()
    setting_up, line = failed.stderr.splitlines()
    assert (failed.returncode, setting_up) == (1, f"Setting up, once: {made.environment}")
    assert line.startswith("Set-up failed: pip says: ERROR: ")
    assert line.endswith("It needs the network this once: connect and start again.")
    assert not (made.environment / "ready").exists()


def test_a_python_too_old_is_told(tmp_path: Path) -> None:
    started = checkout(tmp_path / "here").start(before="sys.version_info = (3, 9, 1)")
    assert started.returncode == 1
    assert started.stderr == (
        "audiocoach needs Python 3.10 or newer, and this is 3.9: install one, and start with it\n"
    )


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_is_told(module: str, tmp_path: Path) -> None:
    started = checkout(tmp_path / "here").start(before=f"sys.modules[{module!r}] = None")
    assert started.returncode == 1
    assert started.stderr.endswith("(Debian, Ubuntu: apt install python3-venv) and start again.\n")
    assert started.stderr.count("\n") == 1
