"""Which addresses this machine has, and which of them a phone can most likely reach.

The kernel is asked by which address it would reach the outside (no packet goes out for that):
a list of interfaces has containers' bridges, VPNs and addresses of IPv6 that end at the router,
and users of other tools were sent to those. All others come after it, each with its interface.
Wraps ifaddr, because Python can't list addresses, and each system has its own call for it.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

_OUTSIDE = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}
"""Addresses that belong to no one (RFC 5737, RFC 3849)."""
_PORT = 9


@dataclass(frozen=True)
class Address:
    """An address of this machine."""

    text: str
    """The address itself, such as `192.168.1.20` or `fd00::2`."""
    interface: str = ""
    """What the system calls its way to the network, such as `wlan0` or `docker0`."""


@dataclass(frozen=True)
class Places:
    """Where a server can be found."""

    best: str
    """The address that a phone most likely reaches; of this machine alone where it has no other."""
    others: tuple[Address, ...] = ()
    """Further ones, the likelier first."""


def places() -> Places:
    """Return the addresses of this machine that others may reach."""
    first = _by_route(socket.AF_INET) or _by_route(socket.AF_INET6)
    found = sorted(filter(_is_usable, _listed()), key=_rank)
    texts = [each.text for each in found]
    usable = first is not None and _is_usable(Address(first))
    best = first if first is not None and usable else next(iter(texts), "127.0.0.1")
    return Places(best, tuple(each for each in found if each.text != best))


def own() -> set[str]:
    """Return every address that stands for this very machine."""
    return {"127.0.0.1", "::1", *(each.text for each in _listed())}


def names() -> list[str]:
    """Return the names, in lower case, by which others in the network may know this machine."""
    with suppress(OSError, UnicodeError):
        name = socket.gethostname().lower().removesuffix(".")
        if name and not is_address(name):
            return [name] if "." in name else [name, f"{name}.local"]
    return []


def is_address(text: str) -> bool:
    """Whether `text` is an IP address, not a name."""
    with suppress(ValueError):
        ipaddress.ip_address(text)
        return True
    return False


def is_reachable_address(text: str) -> bool:
    """Whether `text` is an address of one machine that can stand in the address of a page."""
    address = ipaddress.ip_address(text)
    is_one = not (address.is_multicast or address.is_unspecified or text == "255.255.255.255")
    needs_zone = address.version == 6 and address.is_link_local  # noqa: PLR2004
    return is_one and not needs_zone and "%" not in text


def is_unknown(name: str) -> bool:
    """Whether it is known that `name` has no address; what only phones know ends with `.local`."""
    if name.endswith(".local"):
        return False
    try:
        socket.getaddrinfo(name, None)
    except socket.gaierror as fault:
        return fault.errno == socket.EAI_NONAME
    except (OSError, UnicodeError):
        pass
    return False


def written(address: str, port: int) -> str:
    """Return host and port as they stand in an address: IPv6 in brackets, no port 80."""
    host = f"[{address}]" if ":" in address else address
    return host if port == 80 else f"{host}:{port}"  # noqa: PLR2004 - that of http


def _by_route(family: socket.AddressFamily) -> str | None:
    """Return the address by which the outside would be reached, if there is a way."""
    with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as asked:
        asked.connect((_OUTSIDE[family], _PORT))
        return str(asked.getsockname()[0])
    return None


def _listed() -> Iterator[Address]:
    import ifaddr

    with suppress(OSError):
        for adapter in ifaddr.get_adapters():
            for each in adapter.ips:
                text = each.ip if isinstance(each.ip, str) else each.ip[0]
                yield Address(text, adapter.nice_name)


def _is_usable(found: Address) -> bool:
    """Whether others may reach an address: not this machine's alone, nor one that needs a zone."""
    try:
        address = ipaddress.ip_address(found.text)
    except ValueError:
        return False
    return not (address.is_loopback or address.is_unspecified or address.is_link_local)


def _rank(found: Address) -> int:
    """Order addresses: those of home networks, other ones of IPv4, IPv6."""
    address = ipaddress.ip_address(found.text)
    if address.version == 6:  # noqa: PLR2004
        return 2
    return 0 if address.is_private else 1


def everywhere() -> Sequence[str]:
    """Return what to listen on for all addresses: IPv6 too, where the system has it."""
    with suppress(OSError), socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as tried:
        tried.bind(("::1", 0))
        return ("0.0.0.0", "::")  # noqa: S104 - that is what it is for
    return ("0.0.0.0",)  # noqa: S104
