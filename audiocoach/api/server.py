"""A routine file on a server: all that `serve` needs, put together."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from audiocoach.api.program_library import ProgramLibrary
from audiocoach.api.serving import ServedRoutines
from audiocoach.errors import OutputError
from audiocoach.library.options import MusicOptions
from audiocoach.paths import DATA_VARIABLE, user_data
from audiocoach.serve.app import app
from audiocoach.serve.guard import Request
from audiocoach.serve.secret import token
from audiocoach.serve.served import Offer
from audiocoach.serve.server import Server
from audiocoach.serve.site import Site, open_site
from audiocoach.serve.store import Store


@dataclass(frozen=True)
class Where:
    """Where it is to be served."""

    host: str | None = None
    """An address of this machine, or a name that a phone knows; None: all, and the likeliest is
    shown."""
    port: int = 0
    """The port; 0: any that is free."""
    local: bool = False
    """Whether only this machine may ask."""
    new_token: bool = False
    """Whether the secret is made again: every address before then leads nowhere."""


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

    @property
    def address(self) -> str:
        """Address of the page."""
        return self.site.address(self.site.shown, self.token)


@contextmanager
def serving(
    library: ProgramLibrary,
    wishes: MusicOptions,
    names: Sequence[str],
    where: Where,
    on_request: Callable[[Request], None] = lambda _: None,
    on_bug: Callable[[Exception], None] | None = None,
) -> Iterator[Serving]:
    """Serve the routines called `names` (none: all) until the block ends.

    Raises CoachError: where the file has a fault, the address can't be had, or the cache or the
    data folder can't be written.
    """
    served = ServedRoutines(library, wishes, names)
    store = Store(library.clips() / "served")
    data = user_data(os.environ)
    if data is None:
        raise OutputError(f"the secret address: this user has no home folder; set {DATA_VARIABLE}")
    site = open_site(where.host, where.port, local=where.local)
    try:
        secret = token(data, renewed=where.new_token)
        application = app(
            served,
            store,
            secret,
            site.hosts,
            local=site.local,
            on_request=on_request,
            on_bug=on_bug,
        )
        server = Server(application, site.sockets)
    except BaseException:
        for each in site.sockets:
            each.close()
        raise
    with server:
        yield Serving(site, secret, served.offers(), server)
