"""Run every check, set up on the first start: python3 scripts/test.py [arguments for pytest]."""

import os
import shutil
import subprocess
import sys
import sysconfig

from environment import ROOT, prepared


def main() -> None:
    """Run all checks, even after one has failed; pytest comes last, with its count."""
    python = prepared("test", "[dev,simpleaudio]" if can_build_simpleaudio() else "[dev]")
    failed = [name for name, command in checks(python).items() if not passes(name, command)]
    if failed:
        sys.exit("failed: " + ", ".join(failed))


def can_build_simpleaudio() -> bool:
    """Tell whether this machine has what simpleaudio is built with, and a Python it doesn't crash.

    Only Debian's place for ALSA's headers is looked at: elsewhere its tests are skipped.
    """
    if sys.platform != "linux" or sys.version_info >= (3, 12):
        return False
    headers = [
        "/usr/include/alsa/asoundlib.h",
        os.path.join(sysconfig.get_path("include"), "Python.h"),  # noqa: PTH118
    ]
    return all(map(os.path.exists, headers)) and shutil.which(compiler()) is not None


def compiler() -> str:
    """Name the C compiler that this Python builds with."""
    return (os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc").split()[0]


def checks(python: str) -> dict[str, list[str]]:
    """Give each check's command. `-I` keeps the user's own modules out of all of them."""
    module = [python, "-I", "-m"]
    return {
        "format": [*module, "ruff", "format", "--check", "."],
        "lint": [*module, "ruff", "check", "."],
        "types": [*module, "mypy"],
        "imports": [os.path.join(os.path.dirname(python), "lint-imports")],  # noqa: PTH118, PTH120
        **tests([*module, "pytest"], sys.argv[1:]),
    }


def tests(pytest: list[str], arguments: list[str]) -> dict[str, list[str]]:
    """Give pytest's commands: those that listen in real time come first, with no other work."""
    on_all_cores = [*pytest, "--numprocesses=auto"]
    if arguments:
        return {"tests": [*on_all_cores, *arguments]}
    return {
        "tests in real time": [*pytest, "-m", "realtime"],
        "tests": [*on_all_cores, "-m", "not realtime and not nightly"],
    }


def passes(name: str, command: list[str]) -> bool:
    """Run one check in the project's folder and tell whether it found nothing."""
    print(f"== {name}", flush=True)
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    main()
