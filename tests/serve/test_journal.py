"""Who fetched what, a line each; and what is said when no one comes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audiocoach.serve import firewall
from audiocoach.serve.firewall import advice, opening
from audiocoach.serve.guard import Request
from audiocoach.serve.journal import line

ASKED = Request("192.168.1.30", "AntennaPod/3.4.1", "GET", "back-care: MP3", 200, 5_400_000, 0.2)
RULE = "name=audiocoach dir=in action=allow protocol=TCP"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15"


def said(**other: object) -> str:
    """Return the line for a request, without its time."""
    return line(replace(ASKED, **other), 0.0)[10:]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "text"),
    [
        ({}, "192.168.1.30  AntennaPod  back-care: MP3  5.4 MB"),
        ({"agent": IPHONE}, "192.168.1.30  iPhone  back-care: MP3  5.4 MB"),
        ({"agent": ""}, "192.168.1.30  back-care: MP3  5.4 MB"),
        ({"status": 206, "sent": 900}, "192.168.1.30  AntennaPod  back-care: MP3  0.9 kB  a part"),
        ({"status": 304}, "192.168.1.30  AntennaPod  back-care: MP3  unchanged"),
        ({"method": "HEAD"}, "192.168.1.30  AntennaPod  back-care: MP3  looked at"),
        ({"status": 404, "what": ""}, "192.168.1.30  AntennaPod  refused (404)"),
        ({"status": 421, "what": ""}, "192.168.1.30  AntennaPod  refused (421)"),
        ({"status": 303}, ""),
        ({"what": ""}, ""),
    ],
)
def test_a_request_is_a_line(other: dict[str, object], text: str) -> None:
    assert said(**other) == text


@pytest.mark.parametrize(
    ("platform", "has", "command"),
    [
        ("win32", "", f"netsh advfirewall firewall add rule {RULE} localport=8463"),
        ("darwin", "", 'sudo /usr/libexec/ApplicationFirewall/socketfilterfw --unblockapp "/py"'),
        ("linux", "firewall-cmd", "sudo firewall-cmd --add-port=8463/tcp"),
        ("linux", "ufw", "sudo ufw allow 8463/tcp"),
        ("linux", "iptables", "sudo iptables -I INPUT -p tcp --dport 8463 -j ACCEPT"),
        ("linux", "nft", "sudo nft insert rule inet filter input tcp dport 8463 accept"),
        ("linux", "", ""),
    ],
)  # fmt: skip
def test_one_command_opens_the_port_on_this_system(platform: str, has: str, command: str) -> None:
    """The largest group of complaints (localsend/localsend #168, #234, #2114)."""
    assert opening(8463, platform, lambda name: name == has, "/py") == command


def test_the_advice_names_the_command_if_there_is_one() -> None:
    assert advice(8463, "sudo ufw allow 8463/tcp")[1:] == [
        "If a firewall keeps it out, this opens port 8463: sudo ufw allow 8463/tcp"
    ]
    assert len(advice(8463, "")) == 1
    assert firewall.PATIENCE_SECONDS == 20
