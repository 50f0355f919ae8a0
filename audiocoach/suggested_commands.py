"""Commands that help with a fault, fit to be pasted into a terminal."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from functools import cache

NAME = "audiocoach"
"""The command that an installation puts on the path."""


def command(*words: str) -> str:
    """Return the command line that runs this program with `words`, as it was called itself.

    Somebody who started `python3 scripts/coach.py` has no command `audiocoach`.
    """
    return joined([*program(sys.argv, sys.orig_argv), *words])


def program(argv: Sequence[str], typed: Sequence[str]) -> list[str]:
    """Return the words that called the program, from `sys.argv` and `sys.orig_argv`.

    They are as typed, hence right in the user's working folder, which is ours too.
    Code that imports the package has no command of its own, and is referred to ours.
    """
    folder, file = os.path.split(argv[0] if argv else "")
    if os.path.splitext(file)[0] == NAME:  # noqa: PTH122 - pathlib isn't loaded for this
        return [_shortest(argv[0]) if folder else NAME]
    is_module = file == "__main__.py" and os.path.basename(folder) == NAME  # noqa: PTH119
    if not is_module and file != "coach.py":
        return [NAME]
    words = len(typed) - len(argv) + 1
    if words < 1 or [*typed[words:]] != [*argv[1:]]:  # a worker's: its Python was called by ours
        return [NAME]
    return [_shortest(typed[0]), *typed[1:words]]


def _shortest(path: str) -> str:
    """Return the name alone where the shell finds just this file by it.

    A script started by name, and a Python started through pyenv, only know their whole path.
    Links aren't followed: in a virtual environment they make the difference.
    """
    name = os.path.basename(path)  # noqa: PTH119
    return name if shutil.which(name) == path else path


def joined(words: Sequence[str]) -> str:
    """Return `words` as a command line, quoted for this system's shell where need be."""
    if os.name == "nt":
        return " ".join(f'"{word}"' if " " in word or not word else word for word in words)
    return shlex.join(words)


def installs(requirement: str) -> str:
    """Return the command that installs `requirement` for the very Python that runs us.

    A bare `pip` may belong to another one, and with pipx or `scripts/coach.py` it does.
    """
    return _installs(requirement, has_pip=_has("pip"), has_uv=shutil.which("uv") is not None)


def _installs(requirement: str, *, has_pip: bool, has_uv: bool) -> str:
    python = joined([sys.executable])
    pip = f"{python} -m pip install {requirement}"
    if has_pip:
        return pip
    # What uv or scripts/coach.py has made is without it.
    if has_uv:
        return f"uv pip install --python {python} {requirement}"
    return f"{python} -m ensurepip && {pip}"


@cache
def _has(module: str) -> bool:
    from importlib.util import find_spec  # most commands suggest nothing

    return find_spec(module) is not None
