"""The command line: a table of contents. Read, compose, deliver.

Every command is a few calls into the library; what a command doesn't need is
not imported, so that `--help` and `list` come at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from audiocoach.cli.ask_command import ask
from audiocoach.cli.batch_command import batch
from audiocoach.cli.cache_command import cache_
from audiocoach.cli.check_command import check
from audiocoach.cli.convert_command import convert, import_, new
from audiocoach.cli.export_command import export
from audiocoach.cli.help import help_, print_version
from audiocoach.cli.inspecting import list_, schema, show
from audiocoach.cli.past_sessions import history
from audiocoach.cli.play_command import devices, play, preview
from audiocoach.cli.recording_lines import lines, record
from audiocoach.cli.serve_command import serve
from audiocoach.cli.settings import Settings
from audiocoach.cli.use_command import use
from audiocoach.cli.voices import voices
from audiocoach.console.fast_typer import PlainCommand, PlainGroup
from audiocoach.console.program import run
from audiocoach.console.usage_errors import no_command

app = typer.Typer(
    name="audiocoach",
    cls=PlainGroup,
    no_args_is_help=True,
    # Plain help: rich's costs every start 50 ms, and colours a pipe can't use.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
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
    context.obj = Settings(routines, cache, quiet)


# In the order of the help: what is used most comes first.
for each in (play, ask, export, batch, serve, preview, list_, show):
    app.command(each.__name__.rstrip("_"), cls=PlainCommand)(each)
app.add_typer(voices)
for each in (history, devices, check, new, use, convert, import_, lines, record, schema, cache_):
    app.command(each.__name__.rstrip("_"), cls=PlainCommand)(each)
app.command("help", cls=PlainCommand)(help_)
app.command("version", cls=PlainCommand)(print_version)


def main() -> None:
    """Run the command."""
    run(app)
