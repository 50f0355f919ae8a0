"""The command that looks back: history."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.plain import JsonOption, at_least_1
from audiocoach.cli.printing import put, put_json, say, say_all

if TYPE_CHECKING:
    from audiocoach.history.entry import Entry

LATEST = 20
"""Lines of the table, unless another number is asked for."""


def history(
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="For spreadsheets: as CSV.")] = False,
    weeks: Annotated[bool, typer.Option("--weeks", help="Minutes of each week, as bars.")] = False,
    limit: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            callback=at_least_1,
            help="Only the latest N sessions. Without it: 20 in the table, else all.",
        ),
    ] = None,
) -> None:
    """Show the sessions done, the latest last.

    Each with its date, level and minutes, and whether it was finished or where it was
    stopped. A day counts for the streak from one minute of playing on.

    \b
    Example:
      audiocoach history
      audiocoach history --weeks
      audiocoach history --csv > sessions.csv
    """
    from audiocoach.history import report
    from audiocoach.history.recorder import local_now

    if as_json + as_csv + weeks > 1:
        raise typer.BadParameter("choose one of --json, --csv and --weeks")
    now, entries = local_now(), _entries()
    shown = entries[-limit:] if limit else entries
    if as_json:
        put_json(report.as_json(shown, now), ascii_only=not _has("…"))
    elif as_csv:
        put(report.as_csv(shown, now))
    elif not entries:
        say("No sessions yet.")
    elif weeks:
        say_all(report.weeks(shown, now.date(), "█" if _has("█") else "#"))
    else:
        columns = shutil.get_terminal_size((report.USUAL_COLUMNS, 24)).columns
        say_all(report.table(shown if limit else shown[-LATEST:], now, columns))
        say(report.summary(entries, now.date()))


def _entries() -> list[Entry]:
    from audiocoach.history.place import find_data
    from audiocoach.history.store import reading

    with reading(find_data(os.environ)) as store:
        return store.entries() if store else []


def _has(character: str) -> bool:
    """Return whether standard output's encoding has `character`."""
    try:
        character.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
