"""A player in a program of its own, which outlives the one that started it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from typing import IO

from audiocoach.errors import CoachError
from audiocoach.library.asking import Start
from audiocoach.library.library import Library

PATIENCE_SECONDS = 60.0
"""So long its first sound is waited for: a voice may have to be loaded, or a service be asked."""

_LOOK_SECONDS = 0.1
_MOST_CHARACTERS = 4000
"""As much of what it says is passed on where it ends before anything sounds."""


def start_apart(library: Library, start: Start) -> None:
    """Start `play` in a program of its own, and return once it plays.

    Raises CoachError, with its own lines, where it ends before that.
    """
    files = {"--routines": library.routines, "--cache": library.cache}
    options = {"--level": start.level, "--fit": start.fit, "--language": start.language}
    command = ["audiocoach", *_words(files), "play", start.name, *_words(options), "--plain"]
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        process = _started([sys.executable, "-m", *command], said)
        _wait_until_it_plays(process)
        if process.poll() is not None:
            said.seek(0)
            raise CoachError(*_faults(said.read(_MOST_CHARACTERS), process.returncode))
    process.returncode = 0  # it outlives us: Python would warn that it wasn't waited for


def _started(command: Sequence[str], said: IO[str]) -> subprocess.Popen[bytes]:
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(  # noqa: S603 - our own program
        command, stdin=nowhere, stdout=nowhere, stderr=said, start_new_session=True
    )


def _wait_until_it_plays(process: subprocess.Popen[bytes]) -> None:
    """Wait until it can be asked what it plays, has ended, or takes too long to wait for."""
    from audiocoach.play.control_socket import IS_SUPPORTED, send

    end = time.monotonic() + PATIENCE_SECONDS
    while IS_SUPPORTED and process.poll() is None and time.monotonic() < end:
        if send(None) is not None:
            return
        time.sleep(_LOOK_SECONDS)


def _faults(said: str, status: int | None) -> Sequence[str]:
    """Return what a player said before it ended, without the program's name before each line."""
    lines = [line.removeprefix("audiocoach: ") for line in said.splitlines() if line.strip()]
    return lines or [f"ask: the player ended with status {status}"]


def _words(options: Mapping[str, object]) -> list[str]:
    """Return those of `options` that say something, as words of a command."""
    said = [(name, str(value)) for name, value in options.items() if value]
    return [word for pair in said for word in pair]
