"""Make an environment of this folder: by uv where it is on the path, else by pip.

A killed set-up can leave its installer at work. The installer therefore holds the lock of
the set-up too, which the next one waits for; and on Linux it dies with its parent.
"""

import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from environment import ROOT, WINDOWS, is_ready, stamp, stamp_file

MEGABYTES = {"run": (170, 440), "bench": (170, 440), "listen": (500, 820), "test": (440, 920)}
"""For each environment, about how much is downloaded, and then is on the disk.
scripts/matrix.py fails where that is no longer true of the first."""

_UNREACHABLE = re.compile(
    "NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError"
    "|error sending request|dns error|Network is unreachable|name resolution|getaddrinfo"
    "|Connection (refused|reset|aborted)|timed out"
)
_NO_INDEX = "the Python package index can't be reached, and the network is needed this once"
_FETCHING = re.compile(r"\s*Downloading (?:\S*/)?(\S+?)(?:-\d\S*)? \((\d+)[\d.]* ?Mi?B\)")
_INSTALLING = re.compile(r"Installing collected packages|Prepared \d+ packages")
_PATIENCE_SECONDS = 60 if WINDOWS else 0
"""How long files may be in use: on Windows a killed set-up's installer doesn't hold the lock."""


def set_up(home: str, python: str, extra: str) -> None:
    """Make the environment; end the process with one line on stderr if it can't be made."""
    try:
        with _turn(Path(home)) as lock:
            if not is_ready(home, python, extra):  # another process may have made it meanwhile
                Making(Path(home), python, extra, lock).make()
    except OSError as fault:
        sys.exit(f"Set-up failed: {_reason(fault)}")
    except KeyboardInterrupt:
        sys.exit(130)


def _reason(fault: OSError) -> str:
    if isinstance(fault, (FileExistsError, NotADirectoryError)):
        return f"{fault.filename} is a file, and must be a folder: move it away, and start again."
    if fault.errno == errno.ENOSPC:
        return f"{fault}. Make room on the disk, and start again."
    return f"{fault}. This folder must be writable for you."


@contextmanager
def _turn(home: Path) -> Iterator[int]:
    """Lock the set-up of `home`; the lock is free when all who hold it have ended."""
    home.parent.mkdir(exist_ok=True)
    with _beside(home, ".lock").open("a+b") as lock:
        if not _locks(lock.fileno(), wait=False):
            _say("Waiting for another set-up of this folder to end")
            while not _locks(lock.fileno(), wait=True):
                pass
        yield lock.fileno()


def _beside(home: Path, ending: str) -> Path:
    return home.with_name(home.name + ending)


def _locks(lock: int, *, wait: bool) -> bool:
    """Try to lock the open file `lock`."""
    if sys.platform == "win32":
        import msvcrt

        with suppress(OSError):  # waiting takes up to ten seconds
            msvcrt.locking(lock, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            return True
        return False
    import fcntl

    with suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Making:
    """One environment on its way."""

    home: Path
    """Its folder."""
    python: str
    """Its Python."""
    extra: str
    """What is installed besides the program, such as `[dev]`."""
    lock: int
    """The file descriptor of its lock."""

    def make(self) -> None:
        """Make it from nothing; the stamp comes last, so that half of one never counts."""
        fetched, kept = MEGABYTES[self.home.name]
        installers = [steps for steps in (self._uv(), self._pip()) if steps]
        if not installers:
            sys.exit(
                "Set-up failed: this Python lacks its modules venv and ensurepip. "
                "Install them (Debian, Ubuntu: apt install python3-venv) and start again."
            )
        _say(
            f"Setting up, once, in {self.home}: about {fetched} MB from the Python package "
            f"index, {kept} MB on the disk"
        )
        began = time.monotonic()
        fault = self._fault_of(installers[0])
        if fault and installers[1:] and (_NO_INDEX not in fault or self._has_other_source()):
            fault = self._fault_of(installers[1])
        if fault:
            sys.exit(f"Set-up failed: {fault}")
        self._finish()
        _say(f"Set up in {time.monotonic() - began:.0f} s")

    def _uv(self) -> list[list[str]]:
        """Return uv's steps, or none where it isn't there: a shim of pyenv's may lead nowhere."""
        uv = shutil.which("uv")
        if uv is None or not _output([uv, "--version"]):
            return []
        create = [uv, "venv", "--no-project", "--python", sys.executable, str(self.home)]
        return [create, [uv, "pip", "install", "--python", self.python, "-e", "." + self.extra]]

    def _pip(self) -> list[list[str]]:
        """Return pip's steps, or none where something is missing.

        It is not put into the environment, and doesn't compile what may never be imported:
        that would take half of the time.
        """
        runner = next(_pips(), None)
        if runner is None or find_spec("venv") is None:
            return []
        create = [sys.executable, "-I", "-m", "venv", "--without-pip", str(self.home)]
        install = [self.python, "-I", "-u", runner, "install", "--no-input", "--no-compile"]
        return [create, [*install, "--disable-pip-version-check", "-e", "." + self.extra]]

    def _has_other_source(self) -> bool:
        """Return whether pip is configured for another index, or of a folder: uv doesn't ask it."""
        asked = [sys.executable, "-I", next(_pips()), "config", "list"]
        return re.search("index-url|find-links|proxy", _output(asked)) is not None

    def _fault_of(self, steps: list[list[str]]) -> str:
        """Run the steps in an empty folder; return what went wrong, or nothing."""
        _clear(self.home)
        for step in steps:
            said, status = self._run(step)
            if status:
                return self.fault(step[-1], said)
        return ""

    def _run(self, command: list[str]) -> tuple[str, int]:
        """Run a step, show how far it is, and return what it said, with its exit status."""
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=_ENVIRONMENT | os.environ | {"PIP_USER": "0", "PIP_PROGRESS_BAR": "off"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            pass_fds=() if WINDOWS else (self.lock,),
            preexec_fn=_dying_with_us(),  # noqa: PLW1509 - there are no threads here
        )
        said = []
        with process:
            for line in process.stdout or ():
                said.append(line)
                _show(line)
        self._log.write_text("".join(said), encoding="utf-8")
        return "".join(said), process.returncode

    @property
    def _log(self) -> Path:
        """The file with all that the last step said."""
        return _beside(self.home, ".log")

    def fault(self, step: str, said: str) -> str:
        """Return one line: what failed, the likely reason, the remedy."""
        if "CI" in os.environ:
            _say(said)
        if _UNREACHABLE.search(said):
            return f"{_NO_INDEX}: connect, and start again (more in {self._log})."
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        errors = [line for line in lines if line.lower().startswith("error: ")]
        last = (errors or lines or [f"{step}: nothing was said"])[-1]
        return f"{last} (more in {self._log}). Start again when that is put right."

    def _finish(self) -> None:
        """Put the stamp on it, with the names of all packages."""
        packages = next(self.home.glob(_PACKAGES))
        _make_readable(packages)
        passing = (".dist-info", ".pth", "__pycache__")
        names = [each.name for each in packages.iterdir() if not each.name.endswith(passing)]
        there = os.fsencode("\n".join([str(packages), *names]))
        part = _beside(self.home, ".part")
        part.write_bytes(stamp(self.extra) + b"\0" + there)
        part.replace(stamp_file(str(self.home)))


_PACKAGES = "Lib/site-packages" if WINDOWS else "lib/*/site-packages"
_ENVIRONMENT = {"PIP_RETRIES": "1", "PIP_DEFAULT_TIMEOUT": "10", "UV_HTTP_RETRIES": "1"}
"""Without a network, pip and uv would try for half a minute and say nothing."""


def _clear(home: Path) -> None:
    """Remove what stands in the environment's place."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while home.is_symlink() or home.exists():
        try:
            shutil.rmtree(home) if home.is_dir() and not home.is_symlink() else home.unlink()
        except OSError:  # noqa: PERF203
            if time.monotonic() > until:
                raise
            time.sleep(1)


def _output(command: list[str]) -> str:
    """Return what the command prints, if it succeeds."""
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    return "" if done.returncode else done.stdout


def _pips() -> Iterator[str]:
    """Yield what the environment's Python can run as pip.

    It has to be run directly: with `--python`, pip works in a process of its own,
    which would neither have the lock nor die with us.
    """
    for folder in _folders_of("pip"):
        yield from map(str, folder.glob("__pip-runner__.py"))
    bundled = [folder / "_bundled" for folder in _folders_of("ensurepip")]
    elsewhere = sysconfig.get_config_var("WHEEL_PKG_DIR") or "/usr/share/python-wheels"  # Debian's
    for folder in [*bundled, Path(elsewhere)]:
        yield from (str(wheel / "pip") for wheel in folder.glob("pip-*.whl"))


def _folders_of(package: str) -> list[Path]:
    found = find_spec(package)
    return [Path(each) for each in (found and found.submodule_search_locations) or ()]


def _dying_with_us() -> Callable[[], None] | None:
    """Return what makes a child of this process die with it, where the system can."""
    if sys.platform != "linux":
        return None
    try:
        import ctypes

        prctl = ctypes.CDLL(None).prctl
    except (ImportError, OSError, AttributeError):
        return None
    parent = os.getpid()

    def die() -> None:
        prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)

    return die


def _show(line: str) -> None:
    """Say what of the installer's `line` shows how far it is."""
    fetching = _FETCHING.match(line)
    if fetching:
        _say(f"  fetching {fetching[1]}, {fetching[2]} MB")
    elif _INSTALLING.match(line):
        _say("  installing")


def _make_readable(packages: Path) -> None:
    """Write this folder's name in ASCII where Python looks for it at each start.

    Before 3.13, it reads the files *.pth in the locale's encoding, and ends with a fatal
    error where that isn't the one the name is written in.
    """
    name = os.fsencode(ROOT)
    for path in packages.glob("*.pth"):
        if path.read_bytes().strip() == name:
            path.write_text(f"import os, sys; sys.path.append(os.fsdecode({name!r}))\n")
