"""The program around its commands: streams that are there, and every fault in one line."""

from __future__ import annotations

import atexit
import errno
import gc
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from audiocoach.console.printing import show_bugs_visibly, warn
from audiocoach.console.shell_completion import VARIABLE
from audiocoach.errors import OVERWRITES, CoachError
from audiocoach.suggested_commands import command

_MOST_NEW = 10_000
"""Objects that are made before Python looks for circles among them, which are no longer of use."""


def run(app: Callable[..., Any]) -> None:
    """Run the typer program `app`; a fault with a remedy becomes one line on stderr, status 1."""
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        # A title in a script that a narrow terminal or pipe lacks is no reason to fail.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    show_bugs_visibly()
    with _faults_in_one_line(), _few_collections():
        _check_folder()
        app(prog_name=command(), complete_var=VARIABLE)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Have Python look for garbage seldom, and not through all that is there as it ends.

    With the usual 700 new objects that was a fifth of what `check` took: what is loaded and read
    is no garbage.
    """
    before = gc.get_threshold()
    gc.set_threshold(_MOST_NEW)
    _end_without_collection()
    try:
        yield
    finally:
        gc.set_threshold(*before)


@cache
def _end_without_collection() -> None:
    atexit.register(gc.freeze)


def _open_what_is_closed() -> None:
    """Open each standard stream that was closed (`>&-`) as one that goes nowhere.

    Python has None there; and the next file opened would be the one that all write to.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 - till the end
            setattr(sys, name, nowhere)


def _check_folder() -> None:
    try:
        Path.cwd()
    except OSError as fault:
        raise CoachError(
            f"the working folder is gone ({fault.strerror}): change to another one"
        ) from fault


def _with_flag(line: str) -> str:
    """Return a fault as it is worded for the command line."""
    said = line.removesuffix(OVERWRITES)
    return line if said == line else f"{said}; --force overwrites it"


@contextmanager
def _faults_in_one_line() -> Iterator[None]:
    try:
        yield
    except CoachError as fault:
        for line in fault.lines:
            warn(_with_flag(line))
        sys.exit(1)
    except UnicodeEncodeError as fault:
        if fault.encoding != sys.getfilesystemencoding() or fault.encoding == "utf-8":
            raise
        warn(
            f"{fault.object}: file names can't be written in this locale ({fault.encoding}):"
            " set LC_ALL to one with UTF-8, such as C.UTF-8"
        )
        sys.exit(1)
    except OSError as fault:
        if fault.filename is not None or fault.errno not in {errno.ENOSPC, errno.EIO}:
            raise
        warn(f"standard output: can't be written: {fault.strerror}")
        # What is still buffered would be tried once more, and shown as a bug of Python's.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(1)
