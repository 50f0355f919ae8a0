"""The commands that say what the program can do, and which one it is: help and version."""

from __future__ import annotations

from typing import Annotated

import typer

from audiocoach import __version__
from audiocoach.console.printing import say, say_block
from audiocoach.console.usage_errors import named_command


def help_(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="COMMAND", help="A command, such as voices try.")
    ] = None,
) -> None:
    """Show the help of the program, or of a command.

    \b
    Example:
      audiocoach help
      audiocoach help export
      audiocoach help voices try
    """
    say_block(named_command(context, words or []).get_help())


def print_version() -> None:
    """Print the version.

    \b
    Example:
      audiocoach version
    """
    say(f"audiocoach {__version__}")
