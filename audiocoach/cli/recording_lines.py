"""The command that writes what to read aloud: lines."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from audiocoach.cli.flags import ForceOption, ScriptOptions, choice, one_of, takes_options
from audiocoach.cli.settings import Settings
from audiocoach.console.fast_typer import JsonOption
from audiocoach.console.pipes import STDOUT
from audiocoach.console.printing import put
from audiocoach.text import count


@takes_options
def lines(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="A routine or exercise; without it, the only routine."),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="For all levels and all amounts of talk.")
    ] = False,
    without: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Leave out the lines recorded in this folder."),
    ] = None,
    form: Annotated[
        str | None,
        choice(
            "--format",
            ["text", "csv", "json"],
            "To print, for a spreadsheet, or for programs. Without it: as the file ends (.txt, "
            ".csv, .json), else text.",
            one_of(["text", "csv", "json"], txt="text"),
        ),
    ] = None,
    as_json: JsonOption = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to a file.")
    ] = None,
    force: ForceOption = False,
    *,
    session_options: ScriptOptions,
) -> None:
    """Write the script to read aloud, for a voice of your own.

    Each line comes with a name for its recording. Nothing is spoken or fetched.

    \b
    Example:
      audiocoach lines back-care -o back-care.txt
      audiocoach lines back-care --all --format csv -o back-care.csv
      audiocoach lines back-care --without takes
      audiocoach play back-care --voice recorded:takes
    """
    from audiocoach.library.recording import placed, script_of

    settings: Settings = context.obj
    form, output = placed("json" if as_json else form, None if output == Path(STDOUT) else output)
    found = script_of(settings, name, session_options, every=every, without=without)
    if not found.found:
        settings.inform(f"{found.plan.id}: there is no line to record")
    elif output is None:
        put(found.text(form).replace("\r\n", "\n"))
    else:
        found.write(output, form, force=force)
        settings.inform(f"{output}  {count(len(found.found), 'line')}")
