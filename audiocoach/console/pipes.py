"""Sound to standard output: made whole in a file first, for most formats go back to their start."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audiocoach.errors import OutputError
from audiocoach.suggested_commands import command

STDOUT = "-"
"""What stands behind `-o` for standard output."""
STDIN = Path("-")
"""The routine file that is standard input."""
STDIN_NAME = "standard input"
"""How messages call it."""
STDOUT_NAME = "standard output"
"""How reports call it."""


def check_pipe(*words: str) -> None:
    """Refuse to write sound to a terminal; `words` are a command that would do it."""
    if sys.stdout.isatty():
        raise OutputError(
            "-o -: standard output is a terminal, which can't play sound; pipe it on, as in: "
            f"{command(*words)} -o - | mpv -"
        )


@contextmanager
def piped(output: str | None, ending: str) -> Iterator[str | None]:
    """Yield `output`; for standard output a file with `ending` that goes there in the end."""
    if output != STDOUT:
        yield output
        return
    import shutil

    from audiocoach.storage import scratch

    with scratch() as folder:
        path = folder / f"sound{ending}"
        yield str(path)
        sys.stdout.flush()
        with path.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()
