"""The start scripts, on small projects that install without a network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest
from oldest_python import OldestPython
from setting_up import Making

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
import os, zipfile

def build_editable(folder, config_settings=None, metadata_directory=None):
    name, info = "audiocoach-1-py3-none-any.whl", "audiocoach-1.dist-info/"
    needs = open("needs.txt").read()
    if os.path.exists("waits"):
        parent = f"/proc/{os.getppid()}"
        held = [os.readlink(f"{parent}/fd/{each}") for each in os.listdir(parent + "/fd")]
        with open("building.part", "w") as file:
            file.write("\\n".join([parent, *held]))
        os.rename("building.part", "building")
        open("waits").read()
    with zipfile.ZipFile(folder + "/" + name, "w") as wheel:
        head = "Metadata-Version: 2.1\\nName: audiocoach\\nVersion: 1\\n"
        wheel.writestr(info + "METADATA", head + needs)
        head = "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
        wheel.writestr(info + "WHEEL", head)
        wheel.writestr(info + "RECORD", "")
        wheel.writestr("audiocoach.pth", os.fsencode(os.getcwd()))
        wheel.writestr("useful.py", "")
    return name
"""

PROGRAM = """\
import json, os, random, sys

def main():
    if "useful" in sys.argv:
        import useful.part
    shadowed = not hasattr(random, "random")
    print(json.dumps([sys.argv, os.getcwd(), sys.prefix, shadowed, sys.orig_argv]))
    sys.exit(7)
"""


@dataclass(frozen=True)
class Checkout:
    root: Path
    path: str = "/usr/bin:/bin"
    """What stands in PATH: no uv, unless its folder is named."""

    def start(
        self, *arguments: str, cwd: Path | None = None, before: str = "", **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run coach.py as a user would; `before` is Python to be run first, in its process."""
        folder = str(self.root / "scripts")
        code = f"import runpy, sys; sys.path.insert(0, {folder!r}); {before}; sys.argv.pop(0); "
        code += "runpy.run_path(sys.argv[0], run_name='__main__')"
        command = [sys.executable, *(["-c", code] if before else []), self.script, *arguments]
        return subprocess.run(
            command,
            cwd=cwd or self.root,
            env={**os.environ, "PATH": self.path, **variables},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    @property
    def script(self) -> str:
        return str(self.root / "scripts" / "coach.py")

    @property
    def environment(self) -> Path:
        return self.root / ".venv" / "run"

    @property
    def packages(self) -> Path:
        return next(self.environment.glob("[Ll]ib/**/site-packages"))

    def is_set_up_by(self, started: subprocess.CompletedProcess[str]) -> bool:
        reported = f"Setting up, once, in {self.environment}: about "
        return started.stderr.startswith(reported) and started.returncode == 7


def checkout(root: Path, needs: str = "", path: str = "/usr/bin:/bin") -> Checkout:
    shutil.copytree(SCRIPTS, root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "audiocoach").mkdir()
    (root / "audiocoach" / "__init__.py").touch()
    (root / "audiocoach" / "__main__.py").write_text(PROGRAM)
    (root / "pyproject.toml").write_text(PROJECT)
    (root / "backend.py").write_text(BACKEND)
    (root / "needs.txt").write_text(needs)
    return Checkout(root, path)


UV = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
no_uv = pytest.mark.skipif(UV is None and "CI" not in os.environ, reason="there is no uv here")


@pytest.fixture(scope="module", params=["pip", pytest.param("uv", marks=no_uv)])
def ready(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Checkout:
    """Make a checkout in a folder with a difficult name, started once."""
    home = tmp_path_factory.mktemp("home") / "Für den Rücken, 腰 [1]"
    path = {"pip": "/usr/bin:/bin", "uv": f"{Path(UV or '').parent}:/usr/bin:/bin"}
    made = checkout(home, path=path[request.param])
    assert made.is_set_up_by(made.start())
    return made


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "en_US.ISO-8859-1"])
def test_a_folder_of_any_name_is_found_in_any_locale(ready: Checkout, locale: str) -> None:
    code = "import os, audiocoach; print(os.fsencode(audiocoach.__file__))"
    names = [str(ready.environment / "bin" / "python"), "-I", "-c", code]
    found = subprocess.run(
        names, env={"LC_ALL": locale}, capture_output=True, text=True, check=False
    )
    assert found.stdout.strip() == repr(os.fsencode(ready.root / "audiocoach" / "__init__.py"))
    assert ready.start(LC_ALL=locale).returncode == 7


def test_a_name_that_the_locale_has_no_letters_for_is_known_again(ready: Checkout) -> None:
    started = ready.start(LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    assert (started.stderr, started.returncode) == ("", 7)


def test_the_next_start_says_nothing_and_passes_all_on(ready: Checkout, tmp_path: Path) -> None:
    started = ready.start("show", "a b", "--x=ü", "", cwd=tmp_path)
    argv = [ready.script, "show", "a b", "--x=ü", ""]
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
    assert json.loads(ready.start(cwd=tmp_path).stdout)[3] is False


@pytest.mark.skipif(sys.platform == "win32", reason="Windows doesn't report costs this way")
def test_the_next_start_is_quick(ready: Checkout) -> None:
    bare = min(cost([sys.executable, "-I", "-c", "pass"]) for _ in range(5))
    assert min(cost([sys.executable, ready.script]) for _ in range(5)) - bare < 0.1


def cost(command: list[str]) -> float:
    """Return the processor time of `command` in seconds: others may use this machine too."""
    before = os.times()
    subprocess.run(command, capture_output=True, check=False)
    after = os.times()
    return sum(after[2:4]) - sum(before[2:4])


def test_an_interrupted_set_up_is_done_again(ready: Checkout) -> None:
    (ready.environment / "ready").unlink()
    assert ready.is_set_up_by(ready.start())
    assert ready.start().stderr == ""


def test_a_package_that_is_gone_is_installed_again(ready: Checkout) -> None:
    (ready.packages / "useful.py").unlink()
    assert ready.is_set_up_by(ready.start())
    assert (ready.packages / "useful.py").exists()


def test_what_was_installed_besides_is_left_alone(ready: Checkout) -> None:
    (ready.packages / "besides.py").touch()
    assert ready.start().stderr == ""


def test_a_package_that_lacks_something_is_installed_again_once(ready: Checkout) -> None:
    tried = ready.start("useful")
    lines = tried.stderr.splitlines()
    lacks = "No module named 'useful.part'; 'useful' is not a package"
    assert lines[0] == f"The set-up of {ready.root} is damaged: {lacks}"
    assert [line.partition(",")[0] for line in lines].count("Setting up") == 1
    assert (tried.returncode, lines[-1]) == (1, f"ModuleNotFoundError: {lacks}")


def test_a_changed_project_is_set_up_again(ready: Checkout) -> None:
    with (ready.root / "pyproject.toml").open("a") as file:
        file.write('description = "changed"\n')
    assert ready.is_set_up_by(ready.start())


@pytest.mark.skipif(sys.platform == "win32", reason="there, Python is copied into the environment")
def test_a_vanished_base_python_is_replaced(ready: Checkout) -> None:
    python = ready.environment / "bin" / "python"
    python.unlink()
    python.symlink_to(ready.root / "no-such-python")
    assert ready.is_set_up_by(ready.start())


def test_a_moved_folder_is_set_up_again(ready: Checkout, tmp_path: Path) -> None:
    moved = Checkout(shutil.copytree(ready.root, tmp_path / "there", symlinks=True), ready.path)
    started = moved.start()
    assert moved.is_set_up_by(started)
    assert json.loads(started.stdout)[2] == str(moved.environment)


def test_of_two_starts_at_once_one_sets_up_and_both_run(tmp_path: Path) -> None:
    made = checkout(tmp_path / "here")
    command = [sys.executable, made.script]
    pipe = subprocess.PIPE
    both = [subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) for _ in range(2)]
    said = sorted(process.communicate()[1] for process in both)
    assert [process.returncode for process in both] == [7, 7]
    assert said[0].startswith("Setting up, once, in ")
    assert said[1] == "Waiting for another set-up of this folder to end\n"


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_after_a_killed_set_up_the_next_one_begins_at_once(tmp_path: Path) -> None:
    made = checkout(tmp_path / "here")
    os.mkfifo(made.root / "waits")
    killed = subprocess.Popen([sys.executable, made.script], env={"PATH": made.path})
    until((made.root / "building").exists)
    installer, *held = (made.root / "building").read_text().splitlines()
    killed.kill()
    killed.wait()
    (made.root / "waits").unlink()
    assert made.is_set_up_by(made.start())
    assert f"{made.environment}.lock" in held
    assert not is_running(installer)


def until(happened: Callable[[], bool]) -> None:
    """Look until it has happened; the test's own limit ends it otherwise."""
    while not happened():
        time.sleep(0.01)


def is_running(process: str) -> bool:
    """Return whether the process in this folder of /proc runs; a dead one may not be buried yet."""
    try:
        return Path(process, "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("name", [".venv", ".venv/run"])
def test_a_file_in_the_place_of_the_environment_is_no_traceback(tmp_path: Path, name: str) -> None:
    made = checkout(tmp_path / "here")
    (made.root / name).parent.mkdir(exist_ok=True)
    (made.root / name).touch()
    reported = f"Set-up failed: {made.root / name} is a file, and must be a folder: "
    failed = made.start()
    assert made.is_set_up_by(failed) or failed.stderr.startswith(reported)
    assert failed.stderr.count("Traceback") == 0


@pytest.mark.parametrize(
    ("said", "reported"),
    [
        ("NewConnectionError: Failed to establish a new connection", "index can't be reached"),
        ("  cause: dns error\n  cause: failed to lookup address", "index can't be reached"),
        ("ERROR: No matching distribution found for x", "ERROR: No matching distribution"),
        ("ERROR: [Errno 28] No space left on device", "No space left on device"),
        ("", "nothing was said"),
    ],
)
def test_a_failed_installation_is_reported_in_plain_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, reported: str
) -> None:
    monkeypatch.delenv("CI", raising=False)
    failed = Making(tmp_path / "run", "python", "", 0).fault("install", said)
    assert reported in failed
    assert failed.count("\n") == 0


def test_a_failing_install_is_one_line_and_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    made = checkout(tmp_path / "here", "Requires-Dist: nothing @ file:///no/such/folder\n")
    failed = made.start()
    line = failed.stderr.splitlines()[-1]
    assert (failed.returncode, "Traceback" in failed.stderr) == (1, False)
    assert line.startswith("Set-up failed: ERROR: ")
    assert line.endswith(f" (more in {made.environment}.log). Start again when that is put right.")
    assert not (made.environment / "ready").exists()
    assert line.removeprefix("Set-up failed: ").partition(" (more")[0] in read_log(made)


def read_log(made: Checkout) -> str:
    return made.environment.with_name("run.log").read_text(encoding="utf-8")


def test_a_python_too_old_is_reported(tmp_path: Path) -> None:
    started = checkout(tmp_path / "here").start(before="sys.version_info = (3, 9, 1)")
    assert started.returncode == 1
    assert started.stderr == (
        "audiocoach needs Python 3.10 or newer, and this is 3.9: install one, and start with it\n"
    )


@pytest.mark.parametrize("modules", [["venv"], ["pip", "ensurepip"]])
def test_a_python_without_venv_is_reported(modules: list[str], tmp_path: Path) -> None:
    before = f"sys.modules.update(dict.fromkeys({modules!r}))"
    before += "; import sysconfig; sysconfig.get_config_var = lambda _: '/nowhere'"
    started = checkout(tmp_path / "here").start(before=before)
    assert started.returncode == 1
    assert started.stderr.endswith("(Debian, Ubuntu: apt install python3-venv) and start again.\n")
    assert started.stderr.count("\n") == 1


def test_a_python_without_pip_takes_the_one_that_comes_with_it(tmp_path: Path) -> None:
    made = checkout(tmp_path / "here")
    assert made.is_set_up_by(made.start(before="sys.modules['pip'] = None"))


@pytest.mark.parametrize(("version", "is_refused"), [((3, 9, 1), True), ((3, 10, 0), False)])
def test_an_installation_under_a_python_too_old_is_refused_by_that_name(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int], is_refused: bool
) -> None:
    hook = OldestPython(str(SCRIPTS.parent), {})
    monkeypatch.setattr("sys.version_info", version)
    refusal = pytest.raises(SystemExit, match=r"needs Python 3\.10 or newer, and this is 3\.9$")
    with refusal if is_refused else nullcontext():
        hook.update({"requires-python": ">=3.10"})
