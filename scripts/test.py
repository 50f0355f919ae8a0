"""Run every check, set up on the first start: python3 scripts/test.py [arguments for pytest].

With --nightly it runs the tests that take many minutes, and more examples of each property.
"""

import os
import subprocess
import sys

from developing import developers_python
from environment import ROOT

WORKERS = (os.cpu_count() or 1) + 1
"""One more than there are cores: many tests wait for what plays in real time."""


def main() -> None:
    """Run all checks, even after one has failed; pytest comes last, with its count."""
    if sys.argv[1:] in (["--help"], ["-h"]):  # before the set-up, which takes minutes
        print(__doc__, end="")
        return
    python = developers_python()
    failed = [name for name, command in checks(python).items() if not passes(name, command)]
    if failed:
        sys.exit("failed: " + ", ".join(failed))


def checks(python: str) -> dict[str, list[str]]:
    """Return each check's command. `-I` keeps the user's own modules out of all of them."""
    module = [python, "-I", "-m"]
    return {
        "format": [*module, "ruff", "format", "--check", "."],
        "lint": [*module, "ruff", "check", "."],
        "types": [*module, "mypy"],
        "imports": [os.path.join(os.path.dirname(python), "lint-imports")],  # noqa: PTH118, PTH120
        **tests([*module, "pytest"], sys.argv[1:]),
    }


def tests(pytest: list[str], arguments: list[str]) -> dict[str, list[str]]:
    """Return pytest's commands: those that listen in real time come first, with no other work."""
    on_all_cores = [*pytest, f"--numprocesses={WORKERS}"]
    if arguments == ["--nightly"]:
        return tests_by_night(pytest)
    if arguments:
        return {"tests": [*on_all_cores, *arguments]}
    return {
        "tests in real time": [*pytest, "-m", "realtime and not nightly"],
        "tests": [*on_all_cores, "-m", "not realtime and not nightly"],
    }


def tests_by_night(pytest: list[str]) -> dict[str, list[str]]:
    """Return the commands for the tests that take many minutes, and for more examples of each.

    The properties of the daily tests get ten times as many examples, other ones in each run.
    """
    properties = ["-m", "hypothesis and not nightly", "--hypothesis-profile=nightly"]
    return {
        "tests by night": [*pytest, "-m", "nightly"],
        "properties by night": [*pytest, "--numprocesses=auto", *properties, "--timeout=7200"],
    }


def passes(name: str, command: list[str]) -> bool:
    """Run one check in the project's folder and return whether it found nothing."""
    print(f"== {name}", flush=True)
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    main()
