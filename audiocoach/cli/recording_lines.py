"""The commands for a voice of one's own: lines, record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from audiocoach.cli import flags
from audiocoach.cli.settings import Settings
from audiocoach.console.fast_typer import JsonOption, named, switch
from audiocoach.console.pipes import STDOUT
from audiocoach.console.printing import put
from audiocoach.text import count

_Name = Annotated[
    str | None,
    named("A routine or exercise; without it, the only routine."),
]
_Every = Annotated[bool, switch("--all", help="For all levels and all amounts of talk.")]


@flags.takes_options
def lines(
    context: typer.Context,
    name: _Name = None,
    every: _Every = False,
    without: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Leave out the lines recorded in this folder."),
    ] = None,
    form: Annotated[
        str | None,
        flags.choice(
            "--format",
            ["text", "csv", "json"],
            "To print, for a spreadsheet, or for programs. Without it: as the file ends (.txt, "
            ".csv, .json), else text.",
            flags.one_of(["text", "csv", "json"], txt="text"),
        ),
    ] = None,
    as_json: JsonOption = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to a file.")
    ] = None,
    force: flags.ForceOption = False,
    *,
    session_options: flags.ScriptOptions,
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


@flags.takes_options
def record(
    context: typer.Context,
    name: _Name = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the recordings go.")
    ] = Path("takes"),
    *,
    every: _Every = False,
    take: Annotated[Path | None, typer.Option(metavar="FILE", help="Split one long take.")] = None,
    at_once: Annotated[bool, switch("--at-once", help="Record one long take.")] = False,
    listed: Annotated[bool, switch("--list", help="List the lines; record nothing.")] = False,
    microphone: Annotated[
        str | None, typer.Option(metavar="NAME", help="Part of its name.")
    ] = None,
    plain: flags.PlainOption = False,
    session_options: flags.ScriptOptions,
) -> None:
    """Record your own voice, line by line.

    Enter starts and stops each line. It goes on where it was left. One long take is
    split at its pauses.

    \b
    Example:
      audiocoach record back-care
      audiocoach record back-care --take reading.m4a
    """
    from audiocoach.console.recording_dialogue import RecordingChoice, run

    choice = RecordingChoice(take, at_once, microphone, plain, listed)
    run(context.obj, name, session_options, output, choice, every=every)
