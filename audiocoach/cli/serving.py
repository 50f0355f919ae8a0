"""The command that serves sessions to phones: serve."""

from __future__ import annotations

import sys
import time
import traceback
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.flags import ForceOption, MusicOptions, takes_options
from audiocoach.cli.settings import Settings
from audiocoach.console.printing import say, say_code, warn, warn_block
from audiocoach.serve import PORT
from audiocoach.units import count

if TYPE_CHECKING:
    from audiocoach.api.server import Serving
    from audiocoach.serve.guard import Request

_PORTS = 65535
_LOOK_SECONDS = 0.2


def _port(value: int) -> int:
    if not 0 <= value <= _PORTS:
        raise typer.BadParameter(f"must be 1 to {_PORTS}, or 0 for any that is free, not {value}")
    return value


@takes_options
def serve(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME", help="Routines or exercises; without any, all routines."),
    ] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="All routines of the file.")] = False,
    host: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS|NAME",
            help="Address to serve at, or a name that the phone knows this machine by. Without "
            "it: all addresses, and the likeliest is shown.",
        ),
    ] = None,
    port: Annotated[
        int, typer.Option(metavar="N", callback=_port, help="Port; 0 is any that is free.")
    ] = PORT,
    local: Annotated[
        bool, typer.Option("--local", help="For this machine alone: no phone can reach it.")
    ] = False,
    new_token: Annotated[
        bool,
        typer.Option(
            "--new-token",
            help="A new secret address; those before lead nowhere, and apps must subscribe again.",
        ),
    ] = False,
    code: Annotated[
        Path | None,
        typer.Option("--qr", metavar="FILE", help="Also write the QR code: .png or .svg."),
    ] = None,
    force: ForceOption = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="Text alone, with no QR code, as for a screen reader.")
    ] = False,
    session_options: MusicOptions,
) -> None:
    """Serve routines to phones in this network: a page, a podcast feed, downloads.

    It runs until Ctrl-C, and prints who fetched what. Sessions are made when they are asked for.

    \b
    Example:
      audiocoach serve
      audiocoach serve back-care --level easy
      audiocoach serve --qr code.png
      audiocoach serve --host 192.168.1.20 --port 8000
    """
    from audiocoach.api.program_library import ProgramLibrary
    from audiocoach.api.server import Where, serving

    if names and every:
        raise typer.BadParameter("name routines, or say --all: one of the two")
    settings: Settings = context.obj
    data = settings.written if settings.is_from_stdin else None
    library = ProgramLibrary(settings.routines, settings.cache, data=data, on_warning=warn)
    if data is not None:
        library = replace(library, routines=None)
    log = _Log(settings)
    where = Where(host, port, local, new_token)
    with serving(library, session_options, names or [], where, log.answered, _show_bug) as at_work:
        if code is not None:
            _write_code(at_work.address, code, force=force)
        _show(settings, at_work, plain=plain)
        _wait(settings, at_work, log)


class _Log:
    """Prints a line for each request, and remembers whether another machine has come."""

    def __init__(self, settings: Settings) -> None:
        from audiocoach.serve.addresses import own

        self._settings, self._own = settings, own()
        self.has_come = False

    def answered(self, request: Request) -> None:
        """Take a request that was answered."""
        from audiocoach.serve.journal import line

        self.has_come = self.has_come or request.client not in self._own
        if text := line(request, time.time()):
            self._settings.tell(text)


def _show(settings: Settings, at_work: Serving, *, plain: bool) -> None:
    """Say where it is served, also when quiet: without that it is of no use."""
    site = at_work.site
    first, *more = at_work.offers
    what = f"{first.title}, with {count(len(more), 'more routine')}," if more else first.title
    say(f"{what} is served at:" if site.local else f"{what} is served in this network at:")
    say("")
    say(f"  {at_work.address}")
    say("")
    if settings.quiet:
        return
    if not plain and not site.local and sys.stdout.isatty():
        from audiocoach.serve.code import rows

        say_code(rows(at_work.address))
        say("")
    for each in site.others:
        address = site.address(each.text, at_work.token)
        say(f"Another address, if the phone can't open that: {address} ({each.interface})")
    say(f"Podcast apps take {at_work.address}feed.xml")
    say("Whoever has the address can listen. Ctrl-C ends it.")


def _wait(settings: Settings, at_work: Serving, log: _Log) -> None:
    """Serve until the user ends it; where no phone comes, say how one could."""
    from audiocoach.serve.firewall import PATIENCE_SECONDS, advice, opening

    due = None if at_work.site.local else time.monotonic() + PATIENCE_SECONDS
    while not at_work.server.wait(_LOOK_SECONDS):
        if due is not None and (log.has_come or time.monotonic() > due):
            if not log.has_come:
                for line in advice(at_work.site.port, opening(at_work.site.port)):
                    settings.tell(line)
            due = None


def _write_code(address: str, target: Path, *, force: bool) -> None:
    from audiocoach.export import Item, export_items
    from audiocoach.serve.code import picture

    drawn = picture(address, target)
    if not target.is_file() or target.read_bytes() != drawn:  # the same, start after start
        export_items([Item(target, drawn)], force=force, progress=lambda _: None)


def _show_bug(fault: Exception) -> None:
    """Print what is our own fault as every bug is printed; the server goes on."""
    warn_block("".join(traceback.format_exception(fault)))
