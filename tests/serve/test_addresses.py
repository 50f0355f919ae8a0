"""Which address is shown, by what went wrong for users of other tools."""

from __future__ import annotations

import socket
from contextlib import nullcontext

import ifaddr
import pytest

from audiocoach.errors import AddressError
from audiocoach.serve import addresses
from audiocoach.serve.addresses import Address, places, written
from audiocoach.serve.site import open_site


def adapters(**own: list[str]) -> list[ifaddr.Adapter]:
    """Return adapters of these names, each with its addresses."""
    return [
        ifaddr.Adapter(
            name,
            name,
            [ifaddr.IP((ip, 0, 0) if ":" in ip else ip, 64, name) for ip in ips],
        )
        for name, ips in own.items()
    ]


HOME = adapters(
    lo=["127.0.0.1", "::1"],
    docker0=["172.17.0.1"],
    tun0=["10.8.0.2"],
    wlan0=["192.168.1.20", "2001:db8:1::20", "fe80::1"],
)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make this a machine in a network at home, with a container's bridge and a VPN."""
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: HOME)
    monkeypatch.setattr(addresses, "_by_route", lambda _: "192.168.1.20")


@pytest.mark.usefixtures("home")
def test_the_address_on_the_way_out_is_shown_and_all_others_listed() -> None:
    """Not IPv6, a VPN's or a container's (claudiodangelis/qrcp #191, #188, #280)."""
    found = places()
    assert found.best == "192.168.1.20"
    assert found.others == (
        Address("172.17.0.1", "docker0"),
        Address("10.8.0.2", "tun0"),
        Address("2001:db8:1::20", "wlan0"),
    )


def test_without_a_way_out_an_address_is_still_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        ifaddr, "get_adapters", lambda: adapters(lo=["127.0.0.1"], eth0=["10.0.0.9"])
    )
    monkeypatch.setattr(addresses, "_by_route", lambda _: None)
    assert places() == addresses.Places("10.0.0.9")


def test_without_a_network_only_this_machine_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: adapters(lo=["127.0.0.1", "::1"]))
    monkeypatch.setattr(addresses, "_by_route", lambda _: None)
    assert places() == addresses.Places("127.0.0.1")


@pytest.mark.parametrize(
    ("address", "port", "text"),
    [("10.0.0.9", 8000, "10.0.0.9:8000"), ("10.0.0.9", 80, "10.0.0.9"), ("::1", 1, "[::1]:1")],
)
def test_an_address_is_written_as_a_browser_takes_it(address: str, port: int, text: str) -> None:
    assert written(address, port) == text


def opened(host: str | None, *, local: bool = False) -> tuple[str, set[str], bool]:
    """Return what is shown, what is listened on, and whether the name shown is answered to."""
    site = open_site(host, 0, local=local)
    try:
        listened = {each.getsockname()[0] for each in site.sockets}
        return site.address(site.shown, "t"), listened, site.shown in site.hosts
    finally:
        for each in site.sockets:
            each.close()


def test_a_host_of_this_machine_is_listened_on_alone() -> None:
    shown, listened, _ = opened("127.0.0.1")
    assert shown.startswith("http://127.0.0.1:")
    assert listened == {"127.0.0.1"}


def test_local_is_reached_by_no_phone() -> None:
    assert opened(None, local=True)[1] == {"127.0.0.1"}


@pytest.mark.parametrize("host", ["phone.local", "203.0.113.7"])
def test_a_host_that_others_know_is_shown_and_answered_to(host: str) -> None:
    """As before a container, where the address of the machine around it is none of ours."""
    shown, listened, is_answered = opened(host)
    assert shown.startswith(f"http://{host}:")
    assert "0.0.0.0" in listened
    assert is_answered


NO_HOSTS = ["", "0.0.0.0", "::", "a b", "http://x", "x:8000", "x/y", "é", "192.168.1.999", "10.0.0",
            "10.0.0.0.1", "a..b", "-a", "a-", "224.0.0.1", "255.255.255.255", "fe80::1",
            "fe80::1%eth0", "ff02::1", "0x7f", "a" * 64, "a." * 130]  # fmt: skip


@pytest.mark.parametrize("host", NO_HOSTS)
def test_what_is_no_host_is_refused(host: str) -> None:
    with pytest.raises(AddressError, match="--host: must be an address of this machine, or a name"):
        open_site(host, 0)


@pytest.mark.parametrize(
    ("errno", "is_refused"), [(socket.EAI_NONAME, True), (socket.EAI_AGAIN, False)]
)
def test_a_name_that_is_known_to_lead_nowhere_is_refused(
    monkeypatch: pytest.MonkeyPatch, errno: int, is_refused: bool
) -> None:
    """What can't be found out, as without a network, may be right."""

    def refuse(*_: object) -> None:
        raise socket.gaierror(errno, "not known")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    refused = pytest.raises(AddressError, match="known in this network, not 'typo'")
    with refused if is_refused else nullcontext():
        opened("typo")


def test_an_address_of_another_machine_is_remarked_on() -> None:
    for host, is_foreign in (("203.0.113.7", True), ("127.0.0.1", False), ("x.local", False)):
        site = open_site(host, 0)
        for each in site.sockets:
            each.close()
        assert site.is_foreign is is_foreign


def test_a_port_that_is_taken_is_named() -> None:
    site = open_site("127.0.0.1", 0)
    try:
        with pytest.raises(AddressError, match=f"port {site.port}: can't be listened on"):
            open_site("127.0.0.1", site.port)
    finally:
        for each in site.sockets:
            each.close()
