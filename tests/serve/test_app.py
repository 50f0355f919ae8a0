"""Which address answers what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest

from tests.serve.serving import HOST, SIZE, TOKEN, StandIn, awaited, broken, client, serving, sound

Asking = Callable[[httpx.AsyncClient], Awaitable[httpx.Response]]


def asked(served: StandIn, folder: Path, path: str, **more: object) -> httpx.Response:
    """Return the answer to one request for `path` below the token."""

    async def ask() -> httpx.Response:
        async with client(serving(served, folder)) as phone:
            method = str(more.pop("method", "GET"))
            return await phone.request(method, f"/{TOKEN}{path}", **more)  # type: ignore[arg-type]

    return awaited(ask())


def test_the_page_lists_every_routine(tmp_path: Path) -> None:
    answer = asked(StandIn(("back-care", "morning")), tmp_path, "/")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f'href="/{TOKEN}/s/back-care"' in answer.text
    assert f'href="/{TOKEN}/s/morning"' in answer.text


def test_a_session_is_made_when_it_is_asked_for(tmp_path: Path) -> None:
    served = StandIn()
    answer = asked(served, tmp_path, "/s/back-care/session.mp3?level=easy")
    assert (answer.status_code, served.written["session.mp3"]) == (303, 0)
    path = answer.headers["location"].removeprefix(f"/{TOKEN}")
    file = asked(served, tmp_path, path)
    assert file.content == sound(path.split("/")[2])
    assert file.headers["content-type"] == "audio/mpeg"
    assert file.headers["content-length"] == str(SIZE)
    assert file.headers["content-disposition"] == 'inline; filename="back-care-easy.mp3"'


@pytest.mark.parametrize(
    "path",
    [
        "/s/other",
        "/s/back-care?level=harder",
        "/s/back-care?talk=loud",
        "/s/back-care?voice=google",
        "/s/back-care/session.wav",
        "/e/c289618c73cea72e7a51fe70a39a4efe/session.mp3",
        "/e/../session.mp3",
        "/e/",
        "/nothing",
        "/feed.xml?voice=google",
        "//",
    ],
)
def test_nothing_else_is_served(path: str, tmp_path: Path) -> None:
    served = StandIn()
    answer = asked(served, tmp_path, path)
    assert (answer.status_code, answer.text) == (404, "Not found\n")
    assert not served.composed


def test_a_fault_of_the_routine_file_is_said_on_the_page(tmp_path: Path) -> None:
    answer = asked(StandIn(fault=broken()), tmp_path, "/s/back-care")
    assert answer.status_code == 200
    assert "must be at least 1, not 0" in answer.text
    answer = asked(StandIn(fault=broken()), tmp_path, "/s/back-care/session.mp3")
    assert (answer.status_code, answer.text.count("must be at least 1")) == (503, 1)


def test_links_are_built_from_the_host_that_was_asked(tmp_path: Path) -> None:
    served = StandIn()
    for host in (HOST, "phone.local", "[fd00::2]:8000"):
        feed = asked(served, tmp_path, "/feed.xml", headers={"host": host}).text
        assert f'url="http://{host}/{TOKEN}/e/' in feed
