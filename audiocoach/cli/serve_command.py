"""The command that serves sessions to phones: serve."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.flags import AllOption, ForceOption, MusicOptions, takes_options
from audiocoach.cli.settings import Settings
from audiocoach.console.fast_typer import named, switch, valued
from audiocoach.console.printing import say_all, say_code, warn, warn_block
from audiocoach.console.program import collect_as_usual

if TYPE_CHECKING:
    from audiocoach.api.player_remote import Desk, Player
    from audiocoach.api.program_library import ProgramLibrary

_PORTS = 65535


def _port(value: int | None) -> int | None:
    if value is not None and not 0 <= value <= _PORTS:
        raise typer.BadParameter(f"must be 1 to {_PORTS}, or 0 for any that is free, not {value}")
    return value


def _library(settings: Settings) -> ProgramLibrary:
    from audiocoach.api.program_library import ProgramLibrary

    data = settings.written if settings.is_from_stdin else None
    file = None if settings.is_from_stdin else settings.routines
    return ProgramLibrary(file, settings.cache, data=data, on_warning=warn)


@contextmanager
def remote_desk(settings: Settings, options: MusicOptions, player: Player) -> Iterator[Desk]:
    """Serve the remote of `player`, and say where it is; yield what it is to be played with."""
    from audiocoach.api.player_remote import remote_control
    from audiocoach.api.web_server import Where

    with remote_control(_library(settings), options, Where(), player) as (at_work, desk):
        say_all([f"The remote is at {at_work.address}remote"])
        if not settings.quiet and sys.stdout.isatty():
            say_code(at_work.code_rows("remote"))
            say_all([f"{at_work.address}remote"])  # the code may have filled the screen
        yield desk


@takes_options
def serve(
    context: typer.Context,
    names: Annotated[
        list[str] | None, named("Routines or exercises; without any, all routines.")
    ] = None,
    *,
    every: AllOption = False,
    host: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS|NAME",
            help="Address to serve at, or a name that the phone knows this machine by. Without "
            "it: all addresses, and the likeliest is shown.",
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            callback=_port,
            help="Port; 0 is any that is free. Without it: 8463, always the same, as a "
            "subscription needs it.",
        ),
    ] = None,
    local: Annotated[
        bool, switch("--local", help="For this machine alone: no phone can reach it.")
    ] = False,
    new_token: Annotated[
        bool,
        switch(
            "--new-token",
            help="A new secret address; those before lead nowhere, and apps must subscribe again.",
        ),
    ] = False,
    code: Annotated[
        Path | None,
        valued("--qr", "FILE", help="Also write the QR code: .png or .svg."),
    ] = None,
    force: ForceOption = False,
    plain: Annotated[
        bool, switch("--plain", help="Text alone, with no QR code, as for a screen reader.")
    ] = False,
    session_options: MusicOptions,
) -> None:
    """Serve routines to phones: a page, a podcast feed, downloads.

    It runs until Ctrl-C, and prints who fetched what. Sessions are made when they are asked for.

    \b
    Example:
      audiocoach serve
      audiocoach serve back-care --level easy
      audiocoach serve --qr code.png
      audiocoach serve --host 192.168.1.20 --port 8000
    """
    from audiocoach.api.web_server import Where, serving

    if names and every:
        raise typer.BadParameter("name routines, or say --all: one of the two")
    collect_as_usual()
    settings: Settings = context.obj
    library = _library(settings)
    where = Where(host, port, local, new_token, code, force)
    with serving(
        library, session_options, names or [], where, settings.inform, warn_block
    ) as at_work:
        # Also when quiet: without the address it is of no use.
        say_all([at_work.heading(), "", f"  {at_work.address}", ""])
        if not settings.quiet:
            if not plain and sys.stdout.isatty():
                say_code(at_work.code_rows())
                say_all([f"  {at_work.address}", ""])  # the code may have filled the screen
            say_all(at_work.notes())
        at_work.wait()
