"""Who is let in, and what every answer says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from audiocoach.serve.guard import Request, host_name
from tests.serve.serving import HOST, TOKEN, StandIn, awaited, client, serving


def asked(folder: Path, path: str, method: str = "GET", **more: Any) -> httpx.Response:
    async def ask() -> httpx.Response:
        headers = more.pop("headers", {})
        async with client(serving(StandIn(), folder, **more)) as phone:
            return await phone.request(method, path, headers=headers)

    return awaited(ask())


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/feed.xml", "/index.html", "/favicon.ico", "/robots.txt", "/.well-known/x"),
        *(f"/{TOKEN[:-1]}/", f"/{TOKEN}x/", f"/{TOKEN.upper()}/", f"//{TOKEN}/", f"/x/{TOKEN}/"),
        *("/%00/", "/\u00e9/", f"/{TOKEN}%2f..%2f..%2fetc/passwd", "/../../etc/passwd"),
    ],
)
def test_without_the_secret_nothing_is_learnt(path: str, tmp_path: Path) -> None:
    answers = [asked(tmp_path, each) for each in (path, "/x/e/0/session.mp3")]
    assert {(each.status_code, each.text) for each in answers} == {(404, "Not found\n")}
    assert answers[0].headers == answers[1].headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW"])
def test_a_page_is_only_read(method: str, tmp_path: Path) -> None:
    assert asked(tmp_path, f"/{TOKEN}/", method).status_code == 405
    assert asked(tmp_path, "/x/", method).status_code == 404


@pytest.mark.parametrize(
    "host",
    [
        *(
            "evil.example",
            "phone.local.evil.example",
            "evil.example:8000",
            "192.168.1.20.evil.example",
        ),
        *("", " ", "phone.local/", "user@phone.local", "phone.local:99999999", "[::1", "a" * 300),
        *("phone.local\t", "phone.local,evil.example", "0x7f.1", "127.1"),
    ],
)
def test_no_other_name_is_answered_to(host: str, tmp_path: Path) -> None:
    answer = asked(tmp_path, f"/{TOKEN}/", headers={"host": host})
    assert (answer.status_code, answer.text) == (421, "Misdirected request\n")


@pytest.mark.parametrize("host", [HOST, "phone.local", "PHONE.local:80", "phone.local.", "[::1]:1"])
def test_an_address_or_its_own_name_is_answered_to(host: str, tmp_path: Path) -> None:
    assert asked(tmp_path, f"/{TOKEN}/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1:8000", 200), ("[::1]:8000", 200), ("localhost", 200), (HOST, 421)],
)
def test_local_is_this_machine_alone(host: str, status: int, tmp_path: Path) -> None:
    found = asked(tmp_path, f"/{TOKEN}/", headers={"host": host}, local=True, hosts={"localhost"})
    assert found.status_code == status


def test_two_hosts_are_none() -> None:
    assert host_name(["phone.local", "phone.local"]) is None
    assert host_name([]) is None


@pytest.mark.parametrize("path", [f"/{TOKEN}/", f"/{TOKEN}/feed.xml", "/wrong/", f"/{TOKEN}/no"])
def test_every_answer_is_guarded(path: str, tmp_path: Path) -> None:
    headers = asked(tmp_path, path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"  # the secret is in the address
    assert headers["cache-control"] == "private, no-cache"
    policy = headers["content-security-policy"].split("; ")
    assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} <= {*policy}
    assert "server" not in headers


def test_a_path_without_its_slash_leads_to_the_page(tmp_path: Path) -> None:
    answer = asked(tmp_path, f"/{TOKEN}")
    assert (answer.status_code, answer.headers["location"]) == (308, f"/{TOKEN}/")


@pytest.mark.parametrize("path", [f"/{TOKEN}/{'x' * 3000}", f"/{TOKEN}/?{'x' * 3000}"])
def test_an_address_has_an_end(path: str, tmp_path: Path) -> None:
    assert asked(tmp_path, path).status_code == 414


def test_a_request_is_noted_without_the_secret(tmp_path: Path) -> None:
    noted: list[Request] = []
    asked(tmp_path, f"/{TOKEN}/feed.xml", headers={"user-agent": "App/1"}, on_request=noted.append)
    asked(tmp_path, "/wrong/feed.xml", on_request=noted.append)
    first, second = noted
    assert (first.client, first.agent, first.what) == ("127.0.0.1", "App/1", "the feed")
    assert (second.status, second.what) == (404, "")
    assert TOKEN not in repr(noted)


def test_a_bug_is_reported_and_answered(tmp_path: Path) -> None:
    bugs: list[Exception] = []

    async def ask() -> httpx.Response:
        application = serving(StandIn(fault=ValueError("bug")), tmp_path, on_bug=bugs.append)
        async with client(application) as phone:
            return await phone.get(f"/{TOKEN}/s/back-care/session.mp3")

    answer = awaited(ask())
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")
    assert [str(each) for each in bugs] == ["bug"]
