"""Our own environment for a program of this folder, made once, then found at once.

Only the standard library, and on the quick way only what Python has loaded
anyway: os and sys. pathlib alone would take a tenth of the time a start may take.
"""
# ruff: noqa: PTH100, PTH103, PTH105, PTH110, PTH118, PTH120, PTH123

import os
import sys

OLDEST = (3, 10)

if sys.version_info < OLDEST:
    sys.exit(
        "audiocoach needs Python {}.{} or newer, and this is {}.{}: install one, and start "
        "with it".format(*(OLDEST + sys.version_info[:2]))
    )

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WINDOWS = os.name == "nt"


def prepared(name: str, extra: str = "") -> str:
    """Give the Python of the environment `name`, made first if need be.

    `extra` is what to install besides the program, such as `[dev]`. Ends the
    process with one line on stderr if the environment can't be made.
    """
    home = os.path.join(ROOT, ".venv", name)
    python = os.path.join(home, *(["Scripts", "python.exe"] if WINDOWS else ["bin", "python"]))
    if not _is_ready(home, python, extra):
        try:
            _make_alone(home, python, extra)
        except OSError as fault:
            sys.exit(f"Set-up failed: {fault}. This folder must be writable for you.")
        except KeyboardInterrupt:
            sys.exit(130)
    return python


def _stamp(extra: str) -> str:
    """Give the text that a finished environment holds: all that it depends on."""
    with open(os.path.join(ROOT, "pyproject.toml"), encoding="utf-8") as file:
        return "\n".join([sys.version, sys.base_prefix, ROOT, extra, file.read()])


def _is_ready(home: str, python: str, extra: str) -> bool:
    """Tell whether the environment was finished, for just this Python, folder and project."""
    try:
        with open(_stamp_file(home), encoding="utf-8", errors="surrogateescape") as file:
            return file.read() == _stamp(extra) and os.path.exists(python)
    except OSError:
        return False


def _stamp_file(home: str) -> str:
    return os.path.join(home, "ready")


def _make_alone(home: str, python: str, extra: str) -> None:
    """Make the environment, unless another process has made it while we waited for our turn."""
    os.makedirs(os.path.dirname(home), exist_ok=True)
    with open(home + ".lock", "a+b") as lock:
        _wait_for_turn(lock.fileno())
        if not _is_ready(home, python, extra):
            _make(home, python, extra)


def _wait_for_turn(lock: int) -> None:
    """Lock the open file `lock`. The system frees it when our process ends, however it ends."""
    if sys.platform == "win32":
        import msvcrt
        from contextlib import suppress

        locked = False
        while not locked:  # each try takes up to ten seconds
            with suppress(OSError):
                msvcrt.locking(lock, msvcrt.LK_LOCK, 1)
                locked = True
    else:
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_EX)


def _make(home: str, python: str, extra: str) -> None:
    """Make the environment from nothing; the stamp comes last, so half a one never counts."""
    import shutil
    from importlib.util import find_spec

    if find_spec("venv") is None or find_spec("ensurepip") is None:
        sys.exit(
            "Set-up failed: this Python lacks its modules venv and ensurepip. "
            "Install them (Debian, Ubuntu: apt install python3-venv) and start again."
        )
    print(f"Setting up, once: {home}", file=sys.stderr, flush=True)
    if os.path.exists(home):
        shutil.rmtree(home)
    _run("venv", home, [sys.executable, "-I", "-m", "venv", home])
    pip = [python, "-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    _run("pip", home, [*pip, "--retries", "2", "-e", "." + extra])
    _write_stamp(home, extra)


def _write_stamp(home: str, extra: str) -> None:
    part = _stamp_file(home) + ".part"
    with open(part, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(_stamp(extra))
    os.replace(part, _stamp_file(home))


def _run(what: str, home: str, command: list[str]) -> None:
    """Run a step of the set-up in silence; if it fails, show what it said and how to go on."""
    import subprocess

    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PIP_USER": "0"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        with open(home + ".log", "wb") as log:
            log.write(done.stdout)
        said = done.stdout.decode(errors="replace")
        if "CI" in os.environ:
            print(said, file=sys.stderr)
        sys.exit(_failure(what, said, home + ".log"))


def _failure(what: str, said: str, log: str) -> str:
    """Give one line: what failed, the likely reason, the remedy."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR: ")] or lines[-1:] or ["nothing"]
    remedy = "It needs the network this once: connect and start" if what == "pip" else "Start"
    return f"Set-up failed: {what} says: {errors[-1]} (all of it: {log}). {remedy} again."
