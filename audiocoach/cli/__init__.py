"""The command line: a table of contents. Read, compose, deliver.

Every command is a few calls into the library; what a command doesn't need is
not imported, so that `--help` and `list` come at once.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from audiocoach.cli.checking import check
from audiocoach.cli.completion import VARIABLE
from audiocoach.cli.exporting import export
from audiocoach.cli.help import help_, print_version
from audiocoach.cli.history import history
from audiocoach.cli.lines import lines
from audiocoach.cli.look import list_, schema, show
from audiocoach.cli.plain import PlainCommand, PlainGroup
from audiocoach.cli.playing import devices, play, preview
from audiocoach.cli.printing import show_bugs_visibly, warn
from audiocoach.cli.serving import serve
from audiocoach.cli.settings import Settings
from audiocoach.cli.usage import no_command
from audiocoach.cli.voices import voices
from audiocoach.errors import CoachError
from audiocoach.remedy import command

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
for each in (play, export, serve, preview, list_, show):
    app.command(each.__name__.rstrip("_"), cls=PlainCommand)(each)
app.add_typer(voices)
for each in (history, devices, check, lines, schema, help_):
    app.command(each.__name__.rstrip("_"), cls=PlainCommand)(each)
app.command("version", cls=PlainCommand)(print_version)


def _open_what_is_closed() -> None:
    """Return each standard stream that was closed (`>&-`) one that goes nowhere.

    Python has None there; and the next file opened would be the one that all write to.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 - till the end
            setattr(sys, name, nowhere)


def main() -> None:
    """Run the command; a fault the user can mend becomes one line on stderr."""
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        # A title in a script that a narrow terminal or pipe lacks is no reason to fail.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    show_bugs_visibly()
    try:
        Path.cwd()
    except OSError as fault:
        warn(f"the working folder is gone ({fault.strerror}): change to another one")
        sys.exit(1)
    try:
        app(prog_name=command(), complete_var=VARIABLE)
    except CoachError as fault:
        for line in fault.lines:
            warn(line)
        sys.exit(1)
    except UnicodeEncodeError as fault:
        if fault.encoding != sys.getfilesystemencoding() or fault.encoding == "utf-8":
            raise
        warn(
            f"{fault.object}: file names can't be written in this locale ({fault.encoding}):"
            " set LC_ALL to one with UTF-8, such as C.UTF-8"
        )
        sys.exit(1)
    except OSError as fault:
        if fault.filename is not None or fault.errno not in {errno.ENOSPC, errno.EIO}:
            raise
        warn(f"standard output: can't be written: {fault.strerror}")
        # What is still buffered would be tried once more, and told as a bug of Python's.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(1)
