"""Run every check, set up on the first start: python3 scripts/test.py [arguments for pytest]."""

import os
import subprocess
import sys

from developing import developers_python
from environment import ROOT


def main() -> None:
    """Run all checks, even after one has failed; pytest comes last, with its count."""
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
    on_all_cores = [*pytest, "--numprocesses=auto"]
    if arguments:
        return {"tests": [*on_all_cores, *arguments]}
    return {
        "tests in real time": [*pytest, "-m", "realtime"],
        "tests": [*on_all_cores, "-m", "not realtime and not nightly"],
    }


def passes(name: str, command: list[str]) -> bool:
    """Run one check in the project's folder and return whether it found nothing."""
    print(f"== {name}", flush=True)
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    main()
