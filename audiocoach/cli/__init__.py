"""The command line: a table of contents. Read, compose, deliver.

Every command is a few calls into the library; what a command doesn't need is
not imported, so that `--help` and `list` come at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from audiocoach.console.fast_typer import plain_app
from audiocoach.console.lazy_commands import LazyGroup
from audiocoach.console.program import run
from audiocoach.console.usage_errors import no_command


class Commands(LazyGroup):
    """The commands, in the order of the help: what is used most comes first."""

    package = __name__
    table = {  # noqa: RUF012 - declared as a class variable where it comes from
        "play": ("play_command", "Play a routine, or an exercise."),
        "ask": ("ask_command", "Ask the coach in a sentence: to start a session, or change it."),
        "export": ("export_command", "Export routines as MP3, or as another kind of file."),
        "batch": ("batch_command", "Make a session for each row of a file."),
        "serve": ("serve_command", "Serve routines to phones: a page, a podcast feed, downloads."),
        "preview": ("play_command", "Play an exercise in short: its lead-in, one rep, its end."),
        "list": ("inspecting:list_", "List the routines and exercises, with their lengths."),
        "show": ("inspecting", "Show the timetable of a routine or exercise."),
        "history": ("past_sessions", "Show the sessions done, the latest last."),
        "devices": ("play_command", "List the playback devices and microphones there are."),
        "check": ("check_command", "Check routine files, and name every fault in them."),
        "new": ("convert_command", "Make a routine file of lines that are typed or pasted."),
        "use": ("use_command", "Copy a ready routine or exercise into your routine file."),
        "convert": ("convert_command", "Write a routine file as plain text, JSON or YAML."),
        "import": ("convert_command:import_", "Make a routine file of another program's file."),
        "lines": ("recording_lines", "Write the script to read aloud, for a voice of your own."),
        "record": ("recording_lines", "Record your own voice, line by line."),
        "schema": ("inspecting", "Print the JSON Schema of routine files, for editors."),
        "cache": ("cache_command:cache_", "Say how much is kept, or make it smaller."),
        "help": ("help:help_", "Show the help of the program, or of a command."),
        "version": ("help:print_version", "Print the version."),
        "voices": ("voices", "Recommend voices, and list them; try one, or fetch one."),
    }


app = plain_app(
    "audiocoach",
    Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from audiocoach.cli.help import print_version

        print_version()
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _before(
    context: typer.Context,
    routines: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The routine file. Without it: $AUDIOCOACH_ROUTINES, else ./routines.json, "
            "else the one that comes with the program.",
        ),
    ] = None,
    cache: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Where spoken clips are kept. Without it: $AUDIOCOACH_CACHE, else audio_cache/ "
            "beside the routine file, else the user's cache folder.",
        ),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No report, no progress, no display.")
    ] = False,
    version: Annotated[  # noqa: ARG001
        bool,
        typer.Option(
            "--version", "-V", help="Print the version.", callback=_version, is_eager=True
        ),
    ] = False,
) -> None:
    """A coach for the ear: plays exercise routines, or exports them as MP3.

    \b
    Example:
      audiocoach list
      audiocoach play back-care
      audiocoach export back-care
    """
    if context.invoked_subcommand is None:
        raise no_command(context)
    from audiocoach.cli.settings import Settings

    context.obj = Settings(routines, cache, quiet)


def main() -> None:
    """Run the command."""
    run(app)
