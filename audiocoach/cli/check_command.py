"""The command that checks routine files: check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from audiocoach.cli.flags import language_option
from audiocoach.cli.settings import Settings
from audiocoach.console.fast_typer import JsonOption, switch
from audiocoach.console.printing import put_json
from audiocoach.console.watch_loop import watch_file
from audiocoach.errors import CoachError


def check(
    context: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE",
            help="Routine files; without any, the one in use; - is standard input.",
            show_default=False,
        ),
    ] = None,
    as_json: JsonOption = False,
    watch: Annotated[
        bool,
        switch("--watch", help="Check one file again at each save, until Ctrl-C."),
    ] = False,
    language: Annotated[
        str | None,
        language_option("Whether all routines can be spoken in this language, such as de."),
    ] = None,
) -> None:
    """Check routine files, and name every fault in them.

    A voice that has yet to be installed or fetched here is no fault but a remark. So are a phase
    called a hold that is none, one with too little time for its word, texts that look like
    another language, and those that lack in a language into which a routine is translated.

    \b
    Example:
      audiocoach check routines.json
      audiocoach check *.json
      audiocoach check --watch morning.txt
    """
    from audiocoach.library.checking import check as checked

    settings: Settings = context.obj
    if watch:
        watch_file(settings, files or [settings.file()], language, as_json=as_json)
        return
    results = []
    for path in dict.fromkeys(files or [settings.file()]):
        results.append(checked(settings, *settings.opened(path), language))
        for line in () if as_json else results[-1].lines():
            settings.inform(line)
    if as_json:
        put_json([each.as_json() for each in results])
        raise typer.Exit(any(each.fault_lines for each in results))
    lines = [line for each in results for line in each.fault_lines]
    if lines:
        raise CoachError(*lines)
