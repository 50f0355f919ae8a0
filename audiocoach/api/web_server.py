"""A routine file on a server: all that `serve` needs, put together."""

from __future__ import annotations

import os
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from starlette.routing import BaseRoute

from audiocoach.api.program_library import ProgramLibrary
from audiocoach.api.served_routines import ServedRoutines
from audiocoach.errors import OutputError
from audiocoach.library.options import MusicOptions
from audiocoach.paths import DATA_VARIABLE, user_data
from audiocoach.serve import PORT
from audiocoach.serve.addresses import own
from audiocoach.serve.app import app
from audiocoach.serve.file_store import Store
from audiocoach.serve.firewall import PATIENCE_SECONDS, advice, opening
from audiocoach.serve.guard import Request
from audiocoach.serve.journal import line
from audiocoach.serve.secret import keep, new_token, token
from audiocoach.serve.served import Offer
from audiocoach.serve.server import Server
from audiocoach.serve.site import Site, open_site
from audiocoach.text import count

_FOREIGN = (
    "is no address of this machine: what has it must pass on to this one, as with a container"
)
_LOOK_SECONDS = 0.2
"""How often is looked whether to end: a signal is heard only between two waits."""


@dataclass(frozen=True)
class Where:
    """Where it is to be served."""

    host: str | None = None
    """An address of this machine, or a name that a phone knows; None: all, and the likeliest is
    shown."""
    port: int | None = None
    """The port; 0: any that is free; None: the usual one."""
    local: bool = False
    """Whether only this machine may ask."""
    new_token: bool = False
    """Whether the secret is made again: every address before then leads nowhere."""
    code: Path | None = None
    """Where the QR code is written as a picture; None: nowhere."""
    force: bool = False
    """Whether that overwrites another file."""


@dataclass
class Visits:
    """What is reported of requests, and whether a phone has come."""

    inform: Callable[[str], None]
    """Takes a line for each request that is news."""
    has_come: bool = False
    """Whether another machine has asked for anything."""
    _own: set[str] = field(default_factory=own)

    def answered(self, request: Request) -> None:
        """Take a request that was answered."""
        self.has_come = self.has_come or request.client not in self._own
        if text := line(request, time.time()):
            self.inform(text)


@dataclass(frozen=True)
class Serving:
    """A server at work."""

    site: Site
    """Where it is."""
    token: str
    """The secret in every address."""
    offers: Sequence[Offer]
    """What is offered."""
    server: Server
    """The server itself."""
    visits: Visits
    """Who has come."""

    @property
    def address(self) -> str:
        """Address of the page."""
        return self.site.address(self.site.shown, self.token)

    def heading(self) -> str:
        """Return what is served, and to whom, as a line before the address."""
        first, *more = self.offers
        what = f"{first.title}, with {count(len(more), 'more routine')}," if more else first.title
        return f"{what} is served{' in this network' if self.site.is_reachable else ''} at:"

    def notes(self) -> list[str]:
        """Return what else there is to know, a line each."""
        others = [
            f"Another address, if the phone can't open that: "
            f"{self.site.address(each.text, self.token)}"
            f"{f' ({each.interface})' if each.interface else ''}"
            for each in self.site.others
        ]
        is_alone = not (self.site.local or self.site.is_reachable)
        return [
            *(["No phone can reach this address. Is this machine in a network?"] * is_alone),
            *([f"{self.site.shown} {_FOREIGN}"] * self.site.is_foreign),
            *others,
            f"Podcast apps take {self.address}feed.xml",
            "Anyone with the address can listen. Ctrl-C ends it.",
        ]

    def code_rows(self, page: str = "") -> list[str]:
        """Return the address of `page` as a QR code, in rows to be shown black on white.

        None where no phone could come.
        """
        from audiocoach.serve.code import rows

        return rows(self.address + page) if self.site.is_reachable else []

    def wait(self, stop: threading.Event | None = None) -> None:
        """Serve until `stop` is set, or for ever; say what to do if no phone comes."""
        due = None if self.site.local else time.monotonic() + PATIENCE_SECONDS
        while not (stop and stop.is_set()) and not self.server.wait(_LOOK_SECONDS):
            if due is not None and (self.visits.has_come or time.monotonic() > due):
                if not self.visits.has_come:
                    for text in advice(self.site.port, opening(self.site.port)):
                        self.visits.inform(text)
                due = None


@contextmanager
def serving(
    library: ProgramLibrary,
    options: MusicOptions,
    names: Sequence[str],
    where: Where,
    inform: Callable[[str], None] = lambda _: None,
    on_bug: Callable[[str], None] | None = None,
    more: Sequence[BaseRoute] = (),
) -> Iterator[Serving]:
    """Serve the routines called `names` (none: all) until the block ends.

    `inform` takes a line for each request, `on_bug` the traceback of a fault of our own. `more`
    are further routes below the token, such as a remote's. Raises CoachError: where the file
    has a fault, the address can't be had, or the cache or the data folder can't be written.
    """
    served = ServedRoutines(library, options, names)
    store, visits = Store(library.clips() / "served"), Visits(inform)
    data = user_data(os.environ)
    if data is None:
        raise OutputError(f"the secret address: this user has no home folder; set {DATA_VARIABLE}")
    port = PORT if where.port is None else where.port
    site = open_site(where.host, port, local=where.local)
    try:
        secret = new_token() if where.new_token else token(data)
        application = app(
            served,
            store,
            secret,
            site.hosts,
            local=site.local,
            more=more,
            on_request=visits.answered,
            on_bug=None if on_bug is None else lambda fault: on_bug(_trace(fault)),
        )
        if where.code is not None:
            _write_code(site.address(site.shown, secret), where.code, force=where.force)
        if where.new_token:  # last of all: a code that can't be written costs no subscription
            keep(data, secret)
        server = Server(application, site.sockets)
    except BaseException:
        for each in site.sockets:
            each.close()
        raise
    with server:
        yield Serving(site, secret, served.offers(), server, visits)


def _write_code(address: str, target: Path, *, force: bool) -> None:
    """Write the QR code as a picture; the same may be there already. Raises OutputError."""
    from audiocoach.export import Item, export_items
    from audiocoach.serve.code import picture

    drawn = picture(address, target)
    if not target.is_file() or target.read_bytes() != drawn:
        export_items([Item(target, drawn)], force=force, progress=lambda _: None)


def _trace(fault: Exception) -> str:
    return "".join(traceback.format_exception(fault))
