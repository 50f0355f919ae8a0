"""Where it is served: what is listened on, which address is shown, what it may be called."""

from __future__ import annotations

import socket
from dataclasses import dataclass

from audiocoach.errors import AddressError
from audiocoach.serve.addresses import Address, everywhere, is_address, names, places, written
from audiocoach.serve.guard import host_name

_LOOPBACK = ("127.0.0.1", "::1")


@dataclass(frozen=True)
class Site:
    """Where it is served."""

    shown: str
    """The address or name that is shown to be opened."""
    others: tuple[Address, ...]
    """Further addresses it can be reached at."""
    hosts: frozenset[str]
    """Names, in lower case, by which it may be asked for."""
    local: bool
    """Whether only this machine may ask."""
    sockets: tuple[socket.socket, ...]
    """What is listened on."""

    @property
    def port(self) -> int:
        """The port that is listened on."""
        return int(self.sockets[0].getsockname()[1])

    @property
    def is_reachable(self) -> bool:
        """Whether another machine may find the address that is shown."""
        return self.shown not in {"localhost", *_LOOPBACK}

    def address(self, host: str, token: str) -> str:
        """Return the address of the page at `host`."""
        return f"http://{written(host, self.port)}/{token}/"


def open_site(host: str | None, port: int, *, local: bool = False) -> Site:
    """Listen where it is asked for.

    `host` is one of this machine's addresses, which alone is listened on then; or a name, or an
    address that others have for it, as before a container: then all are. Raises AddressError.
    """
    from audiocoach.serve.server import listening

    if local:
        if host is not None and _host(host) not in {"localhost", *_LOOPBACK}:
            raise AddressError(f"--host: {host} has no place beside --local: no other could come")
        sockets = listening(("127.0.0.1",), port)
        return Site("127.0.0.1", (), frozenset({"localhost"}), local=True, sockets=tuple(sockets))
    found = places()
    ours = (Address(found.best), *found.others)
    shown = found.best if host is None else _host(host)
    is_alone = host is not None and shown in {*_LOOPBACK, *(each.text for each in ours)}
    sockets = listening((shown,) if is_alone else everywhere(), port)
    return Site(
        shown,
        () if is_alone else tuple(each for each in ours if each.text != shown),
        frozenset({"localhost", *names(), shown}),
        local=False,
        sockets=tuple(sockets),
    )


def _host(host: str) -> str:
    """Return an address, or a name in lower case. Raises AddressError for what is neither."""
    bare = host.strip().lower().strip("[]")
    if is_address(bare) and bare not in {"0.0.0.0", "::"}:  # noqa: S104 - refused here
        return bare
    if bare in {"0.0.0.0", "::"} or ":" in bare or host_name([bare]) is None:  # noqa: S104
        raise AddressError(
            "--host: must be an address of this machine, or a name that the phone knows,"
            f" not {host!r}"
        )
    return bare
