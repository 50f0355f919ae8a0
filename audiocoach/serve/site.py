"""Where it is served: what is listened on, which address is shown, what it may be called."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass

from audiocoach.errors import AddressError
from audiocoach.serve.addresses import (
    Address,
    everywhere,
    is_address,
    is_reachable_address,
    is_unknown,
    names,
    places,
    written,
)
from audiocoach.serve.guard import host_name

_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
"""A part of a host's name (RFC 1123)."""
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
    is_foreign: bool = False
    """Whether the address that is shown is none of this machine's."""

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
    address that others have for it, as before a container: then all are. Raises AddressError;
    also for a name that is known to have no address.
    """
    from audiocoach.serve.server import listening

    if local:
        if host is not None and _host(host) not in {"localhost", *_LOOPBACK}:
            raise AddressError(f"--host: {host} excludes --local, which serves this machine alone")
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
        is_foreign=is_address(shown) and not is_alone and host is not None,
    )


def _host(host: str) -> str:
    """Return an address, or a name in lower case. Raises AddressError for what is neither."""
    bare = host.strip().lower().strip("[]").removesuffix(".")
    if not (is_reachable_address(bare) if is_address(bare) else _is_name(bare)):
        raise AddressError(
            "--host: must be an address of this machine, or a name that the phone knows,"
            f" not {host!r}"
        )
    if not is_address(bare) and bare not in names() and is_unknown(bare):
        raise AddressError(f"--host: must be a name that is known in this network, not {host!r}")
    return bare


def _is_name(text: str) -> bool:
    """Whether `text` can name a host; where its last part is a number it is a wrong address."""
    *_, last = parts = text.split(".")
    is_number = last.isdecimal() or last.startswith("0x")
    return all(map(_LABEL.fullmatch, parts)) and not is_number and host_name([text]) is not None
