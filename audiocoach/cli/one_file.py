"""The one file of a command that plays, or else writes: preview, voices try."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from audiocoach.cli.settings import Settings
from audiocoach.console.pipes import STDOUT, STDOUT_NAME, check_pipe, piped

if TYPE_CHECKING:
    from audiocoach.library.ready_session import ReadySession


def placed(output: str | None, *words: str, as_json: bool) -> str | None:
    """Return what followed `-o` of a command that writes one file, with the ending it may lack.

    `words` are the command; OutputError where it would write sound to a terminal, and
    BadParameter where an object `as_json` is asked for of a file that isn't written.
    """
    from audiocoach.library.session_files import as_meant

    if as_json and output is None:
        raise typer.BadParameter("--json needs -o: it describes the file that is written")
    if output == STDOUT:
        check_pipe(*words)
        return output
    return as_meant(output, Path.cwd(), ".mp3")


def write_one(settings: Settings, made: ReadySession, output: str | None, *, force: bool) -> None:
    """Write a session to its file, or to standard output."""
    from audiocoach.library.side_by_side import write

    alias = STDOUT_NAME if settings.is_piped else None
    with piped(output, ".mp3") as place:
        write(settings, [made], place, force=force, alias=alias)
