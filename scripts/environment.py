"""Our own environment for a program of this folder, made once, then found at once.

Only the standard library, and on the quick way only what Python has loaded
anyway: os and sys. pathlib alone would take a tenth of the time a start may take.
"""
# ruff: noqa: PTH100, PTH110, PTH118, PTH120, PTH123, PTH208

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
    """Return the Python of the environment `name`, made first if need be.

    `extra` is what to install besides the program, such as `[dev]`. Ends the
    process with one line on stderr if the environment can't be made.
    """
    home = home_of(name)
    python = os.path.join(home, *(["Scripts", "python.exe"] if WINDOWS else ["bin", "python"]))
    if not is_ready(home, python, extra):
        from setting_up import set_up

        set_up(home, python, extra)
    return python


def home_of(name: str) -> str:
    """Return the folder of the environment `name`."""
    return os.path.join(ROOT, ".venv", name)


def is_ready(home: str, python: str, extra: str) -> bool:
    """Return whether the environment was finished, for just this Python, folder and project.

    A package that is gone from it is noticed; what was installed besides is left alone.
    """
    try:
        with open(stamp_file(home), "rb") as file:
            made, _, there = file.read().partition(b"\0")
        packages, *names = there.split(b"\n")
        is_complete = os.path.exists(python) and set(names) <= set(os.listdir(packages))
        return is_complete and made == stamp(extra)
    except OSError:
        return False


def stamp(extra: str) -> bytes:
    """Return all that an environment depends on, as bytes: a locale changes a name's letters."""
    with open(os.path.join(ROOT, "pyproject.toml"), "rb") as file:
        project = file.read()
    return b"\n".join([*map(os.fsencode, (sys.version, sys.base_prefix, ROOT, extra)), project])


def stamp_file(home: str) -> str:
    """Return the file that stands in a finished environment.

    It holds the stamp, and after a NUL the folder of the packages with what is in it.
    """
    return os.path.join(home, "ready")
