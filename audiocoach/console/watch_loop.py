"""A routine file checked at each save, until Ctrl-C: plain lines, the same in a pipe."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import strftime
from typing import TYPE_CHECKING

from audiocoach.console.pipes import STDIN
from audiocoach.console.printing import say_all
from audiocoach.errors import RoutineFileError, UsageError

if TYPE_CHECKING:
    from audiocoach.library.library import Library


def watch_file(
    library: Library, files: Sequence[Path], language: str | None, *, as_json: bool
) -> None:
    """Check a file whenever it is saved, and print what there is to say."""
    from audiocoach.library.watching import states

    if len(files) != 1 or as_json or files[0] == STDIN:
        raise UsageError("check --watch: needs one file, and goes without --json")
    if not files[0].exists():
        raise RoutineFileError(f"{files[0]}: no such file")
    try:
        for number, state in enumerate(states(library, files[0], language)):
            say_all(["", f"{strftime('%H:%M:%S')} {files[0]}"] if number else [])
            say_all(state.lines)
    except KeyboardInterrupt:
        say_all([""])  # the terminal has written ^C, and the prompt would stand behind it
