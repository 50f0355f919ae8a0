"""Run the program on every Python it supports: python3 scripts/matrix.py.

Each has a copy of the project, which sets itself up as a user's does. The oldest has one more,
with the lowest versions of the dependencies that pyproject.toml allows, and the newest one that
is set up by pip.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from developing import developers_python
from environment import ROOT
from setting_up import MEGABYTES

PROMISED = ("3.10", "3.11", "3.12", "3.13")
"""Where CI is set and pyenv is there, each of these has to be there too."""
NEXT = "3.14"
"""Tried where it is, or where uv can get it."""

COMMANDS = (
    "export back-care",
    "--help",
    "export --help",
    "voices",
    "list",
    "show back-care",
    "check",
    "preview wall-sit --voice natural -o natural.m4a",
    "voices try pico Hallo. --language de -o pico.mp3",
    "voices try builtin Hello. -o builtin.mp3",
    "--routines short.json play short --talk tones --from 0:10",
    "--routines short.json export short --bundle -o page.html",
    "ask which routines are there",
    "history",
)
"""The first of them sets up. Each voice is asked for by name: where one can't be loaded, another
speaks instead."""

SHORT = {
    "exercises": {
        "hold": {
            "title": "Hold",
            "posture": "standing",
            "instructions": "Stand.",
            "phases": [{"name": "Hold", "seconds": 1}],
            "reps": 1,
        }
    },
    "routines": {
        "short": {"title": "Short", "language": "en", "steps": [{"exercise": "hold"}]},
    },
}
"""A session that is over in some seconds."""

_PARTS = ("audiocoach", "scripts", "pyproject.toml", "routines.json", "README.md", "LICENSE")
PLACE = Path(ROOT, ".venv", "matrix")
_SIZE = re.compile(r"(?:Downloading|Using cached) .*\(([\d.]+) (kB|MB)\)|Processing (/.+\.whl)")
_NEAR = 0.2
"""How far off set-up's megabytes may be: systems differ, and dependencies grow."""


class MatrixError(Exception):
    """Something doesn't work in one of the environments."""


@dataclass(frozen=True)
class Trial:
    """An environment in which all commands are run."""

    python: Path
    """The Python that starts the program."""
    name: str
    """What it is called, such as `3.10, lowest versions`."""
    path: str
    """Where its processes look for commands, uv among them or not."""
    resolution: str = "highest"
    """Which versions uv takes."""

    def run(self) -> None:
        """Run all commands; raises MatrixError at the first that fails."""
        home = PLACE / self.name.replace(" ", "-")
        _copy_project(home)
        for command in COMMANDS:
            self._run(command, home)
        if not _uv_in(self.path):
            _check_megabytes(home / ".venv" / "run")
        shutil.rmtree(home)

    def _run(self, command: str, home: Path) -> None:
        ours = {
            "PATH": self.path,
            "UV_RESOLUTION": self.resolution,
            "AUDIOCOACH_BACKEND": "null",
            "AUDIOCOACH_DATA": str(home / "data"),
        }
        done = subprocess.run(
            [self.python, "scripts/coach.py", *command.split()],
            cwd=home,
            env={**os.environ, **ours},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        # Its own word on a status of 0 says that something works otherwise than it should.
        if done.returncode or re.search("^audiocoach: |^Traceback", done.stderr, re.MULTILINE):
            said = f"{done.stdout[-1000:]}{done.stderr[-4000:]}"
            raise MatrixError(f"{command}: exit status {done.returncode}\n{said}")


def main() -> None:
    """Run as many trials at once as there are cores, then say which failed."""
    print("== Pythons", flush=True)
    ours = Path(developers_python())
    uv = _uv_in(str(ours.parent))
    pythons = {version: find(version) for version in PROMISED}
    newest = find(NEXT) or (_fetched(uv, NEXT) if uv else None)
    failed = [version for version, python in pythons.items() if not python and is_needed()]
    for version, python in {**pythons, NEXT: newest}.items():
        if python is None:
            print(f"{version}: isn't here, {'and must be' if version in failed else 'left out'}")
    there = {version: python for version, python in pythons.items() if python}
    shutil.rmtree(PLACE, ignore_errors=True)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        tried = trials(there | ({NEXT: newest} if newest else {}), str(ours.parent))
        faults = pool.map(_fault, tried)
        failed += [trial.name for trial, fault in zip(tried, faults, strict=True) if fault]
    if failed:
        sys.exit("failed: " + ", ".join(failed))


def find(version: str) -> Path | None:
    """Return a Python of this version, of pyenv's or on the path, if there is one that runs."""
    return next((each for each in _candidates(version) if _version(each) == version), None)


def _candidates(version: str) -> Iterator[Path]:
    yield Path(sys.executable)
    yield from sorted(_pyenv().glob(f"{version}.*/bin/python"))
    yield from sorted(_OBTAINED.glob(f"*-{version}*/bin/python{version}"))
    for folder in os.get_exec_path():
        yield Path(folder, f"python{version}")


def _version(python: Path) -> str:
    """Return what version `python` says it has: a shim of pyenv's may lead nowhere."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        return subprocess.check_output(
            [python, "-I", "-c", code], stderr=subprocess.DEVNULL, encoding="utf-8"
        ).strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def is_needed() -> bool:
    """Return whether a Python that isn't here is a fault of the machine's."""
    return "CI" in os.environ and _pyenv().is_dir()


def _pyenv() -> Path:
    return Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv", "versions")


_OBTAINED = Path(ROOT, ".venv", "pythons")


def _fetched(uv: str, version: str) -> Path | None:
    """Have uv fetch a Python, which needs more of the network than the package index."""
    ours = {
        "UV_PYTHON_INSTALL_DIR": str(_OBTAINED),
        "UV_PYTHON_INSTALL_BIN": "0",
        "UV_HTTP_TIMEOUT": "10",
        "UV_HTTP_RETRIES": "0",
    }
    command = [uv, "python", "install", version]
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(
            command, env={**os.environ, **ours}, capture_output=True, check=False, timeout=60
        )
    return find(version)


def trials(pythons: dict[str, Path], uvs: str) -> list[Trial]:
    """Return what is to be tried with these Pythons; the folder `uvs` has uv."""
    folders = os.get_exec_path()
    without_uv = os.pathsep.join(each for each in folders if not _uv_in(each))
    with_uv = os.pathsep.join([uvs, *folders])
    found = [Trial(python, version, with_uv) for version, python in pythons.items()]
    if PROMISED[0] in pythons:
        oldest = pythons[PROMISED[0]]
        name = f"{PROMISED[0]}, lowest versions"
        found.append(Trial(oldest, name, with_uv, "lowest-direct"))
    newest = list(pythons)[-1]
    return [*found, Trial(pythons[newest], f"{newest}, set up by pip", without_uv)]


def _uv_in(path: str) -> str | None:
    return shutil.which("uv", path=path)


def _fault(trial: Trial) -> MatrixError | None:
    """Run the trial, say how it went, and return what was wrong."""
    began = time.monotonic()
    try:
        trial.run()
    except MatrixError as fault:
        print(f"{trial.name}: {fault}", flush=True)
        return fault
    took = time.monotonic() - began
    print(f"{trial.name}: {len(COMMANDS)} commands, {took:.0f} s", flush=True)
    return None


def _copy_project(home: Path) -> None:
    home.mkdir(parents=True)
    (home / "short.json").write_text(json.dumps(SHORT), encoding="utf-8")
    for part in _PARTS:
        source = Path(ROOT, part)
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, home / part, ignore=ignored)
        else:
            shutil.copy(source, home)


def _downloaded(environment: Path) -> float:
    """Return how many megabytes pip says it fetched, or found in a cache or folder."""
    total = 0.0
    log = environment.with_name(f"{environment.name}.log").read_text(encoding="utf-8")
    for number, unit, file in _SIZE.findall(log):
        kilobytes = Path(file).stat().st_size / 1000 if file else float(number)
        total += kilobytes * (1000 if unit == "MB" else 1)
    return total / 1000


def _on_disk(environment: Path) -> float:
    files = (each for each in environment.rglob("*") if each.is_file() and not each.is_symlink())
    return sum(each.stat().st_size for each in files) / 1_000_000


def _check_megabytes(environment: Path) -> None:
    """Raise MatrixError where set-up no longer says how much comes."""
    stated = MEGABYTES[environment.name]
    true = (_downloaded(environment), _on_disk(environment))
    if any(abs(one - other) > _NEAR * other for one, other in zip(stated, true, strict=True)):
        raise MatrixError(
            f"set-up says {stated[0]} MB to download, {stated[1]} MB on the disk; it is "
            f"{true[0]:.0f} and {true[1]:.0f}: put that into MEGABYTES of scripts/setting_up.py"
        )


if __name__ == "__main__":
    main()
