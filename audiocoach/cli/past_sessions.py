"""The command that looks back: history."""

from __future__ import annotations

import shutil
from typing import Annotated

import typer

from audiocoach.console.fast_typer import JsonOption, number, switch
from audiocoach.console.printing import can_show, put, put_json, say_all


def history(
    as_json: JsonOption = False,
    as_csv: Annotated[bool, switch("--csv", help="For spreadsheets: as CSV.")] = False,
    weeks: Annotated[bool, switch("--weeks", help="Minutes of each week, as bars.")] = False,
    limit: Annotated[
        int | None, number("Only the latest N sessions. Without it: 20 in the table, else all.")
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
    from audiocoach.library.past import USUAL_COLUMNS, past

    if as_json + as_csv + weeks > 1:
        raise typer.BadParameter("choose one of --json, --csv and --weeks")
    found = past(limit)
    if as_json:
        put_json(found.as_json(), ascii_only=not can_show("…"))
    elif as_csv:
        put(found.as_csv())
    elif weeks:
        say_all(found.weeks("█" if can_show("█") else "#"))
    else:
        say_all(found.lines(shutil.get_terminal_size((USUAL_COLUMNS, 24)).columns))
