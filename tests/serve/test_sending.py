"""Files as they are sent: whole, in ranges, while they are made, and by several at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from email.parser import BytesParser
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from starlette.datastructures import Headers
from starlette.types import Message

from audiocoach.serve import sending
from audiocoach.serve.file_store import Store, Stored
from audiocoach.serve.served import Kind
from tests.serve.serving import (
    SIZE,
    TOKEN,
    Made,
    StandIn,
    awaited,
    broken,
    client,
    serving,
    sound,
)

Value = TypeVar("Value")
MP3 = f"/{TOKEN}/s/back-care/session.mp3"


def with_phone(
    served: StandIn, folder: Path, use: Callable[[httpx.AsyncClient], Awaitable[Value]]
) -> Value:
    """Return what `use` returns, of a phone that asks a server."""

    async def used() -> Value:
        async with client(serving(served, folder)) as phone:
            return await use(phone)

    return awaited(used())


async def address(phone: httpx.AsyncClient, path: str = MP3) -> str:
    return str((await phone.get(path)).headers["location"])


def fetched(folder: Path, *headers: dict[str, str], method: str = "GET") -> list[httpx.Response]:
    """Return the answers to requests for a session that has been made already."""

    async def fetch(phone: httpx.AsyncClient) -> list[httpx.Response]:
        path = await address(phone)
        await phone.get(path)
        return [await phone.request(method, path, headers=each) for each in headers]

    return with_phone(StandIn(), folder, fetch)


def whole(answer: httpx.Response) -> bytes:
    return sound(answer.url.path.split("/")[3])


def test_a_range_has_its_bytes(tmp_path: Path) -> None:
    first, middle, last = fetched(
        tmp_path, {"range": "bytes=0-9"}, {"range": "bytes=70000-"}, {"range": "bytes=-5"}
    )
    data = whole(first)
    assert (first.status_code, first.content) == (206, data[:10])
    assert first.headers["content-range"] == f"bytes 0-9/{SIZE}"
    assert (middle.status_code, middle.content) == (206, data[70_000:])
    assert (last.status_code, last.content) == (206, data[-5:])


def test_several_ranges_come_in_parts(tmp_path: Path) -> None:
    (answer,) = fetched(tmp_path, {"range": "bytes=0-9,50-59,-5"})
    head = f"Content-Type: {answer.headers['content-type']}\r\n\r\n".encode()
    parts = BytesParser().parsebytes(head + answer.content).get_payload()
    data = whole(answer)
    assert [part.get_payload(decode=True) for part in parts] == [  # type: ignore[union-attr]
        data[:10], data[50:60], data[-5:],
    ]  # fmt: skip
    assert answer.headers["content-length"] == str(len(answer.content))


def test_what_lies_outside_the_file_is_refused_with_its_size(tmp_path: Path) -> None:
    (answer,) = fetched(tmp_path, {"range": f"bytes={SIZE}-"})
    assert (answer.status_code, answer.content) == (416, b"")
    assert answer.headers["content-range"] == f"bytes */{SIZE}"


@pytest.mark.parametrize("header", ["bytes=x-y", "seconds=0-1", "bytes=9-1"])
def test_a_range_that_is_none_brings_the_whole(header: str, tmp_path: Path) -> None:
    (answer,) = fetched(tmp_path, {"range": header})
    assert (answer.status_code, answer.content) == (200, whole(answer))


def test_a_download_goes_on_only_in_the_same_file(tmp_path: Path) -> None:
    tag = fetched(tmp_path, {})[0].headers["etag"]
    same, other = fetched(
        tmp_path,
        {"range": "bytes=9-", "if-range": tag},
        {"range": "bytes=9-", "if-range": '"x"'},
    )
    assert (same.status_code, other.status_code) == (206, 200)
    assert other.content == whole(other)


def test_an_unchanged_file_is_not_sent_again(tmp_path: Path) -> None:
    tag = fetched(tmp_path, {})[0].headers["etag"]
    (answer,) = fetched(tmp_path, {"if-none-match": tag})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)


def test_head_says_what_get_would(tmp_path: Path) -> None:
    got, part = fetched(tmp_path, {}, {"range": "bytes=0-9"})
    head, head_of_part = fetched(tmp_path, {}, {"range": "bytes=0-9"}, method="HEAD")
    for of_get, of_head in ((got, head), (part, head_of_part)):
        assert of_head.content == b""
        assert of_head.status_code == of_get.status_code
        assert of_head.headers == of_get.headers


def test_head_makes_no_session_whose_size_is_known(tmp_path: Path) -> None:
    served = StandIn()

    async def look(phone: httpx.AsyncClient) -> httpx.Response:
        return await phone.head(await address(phone))

    answer = with_phone(served, tmp_path, look)
    assert (answer.status_code, answer.headers["content-length"]) == (200, str(SIZE))
    assert not served.written


def test_two_phones_that_ask_at_once_have_one_making(tmp_path: Path) -> None:
    served = StandIn()
    served.composing.clear()

    async def both(phone: httpx.AsyncClient) -> list[bytes]:
        async def fetch() -> bytes:
            return (await phone.get(MP3, follow_redirects=True)).content

        asking = [asyncio.create_task(fetch()) for _ in range(2)]
        await asyncio.sleep(0.1)
        served.composing.set()
        return [await each for each in asking]

    first, second = with_phone(served, tmp_path, both)
    assert first == second
    assert len(first) == SIZE
    assert (*served.composed.values(), *served.written.values()) == (1, 1)


def test_who_comes_when_a_making_has_just_ended_has_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = StandIn()
    find = Store.find
    early: list[str] = []

    def finding(store: Store, *what: Any) -> Stored | None:
        return None if early and early.pop() else find(store, *what)

    async def again(phone: httpx.AsyncClient) -> list[bytes]:
        first = (await phone.get(MP3, follow_redirects=True)).content
        early.append("looks before the file is there")
        return [first, (await phone.get(MP3, follow_redirects=True)).content]

    monkeypatch.setattr(Store, "find", finding)
    first, second = with_phone(served, tmp_path, again)
    assert (first, early) == (second, [])
    assert (*served.composed.values(), *served.written.values()) == (1, 1)


def test_a_session_is_sent_while_it_is_made(tmp_path: Path) -> None:
    """httpx's transport for tests collects a whole answer: so the application is asked itself."""
    served = StandIn()
    served.writing.clear()
    application = serving(served, tmp_path)

    async def ask() -> tuple[int, bytes]:
        path = await address(client(application))
        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": b"",
            "headers": [(b"host", b"192.168.1.20")],
            "asgi": {"spec_version": "2.4"},
        }
        early = asyncio.Event()
        body = bytearray()

        async def send(message: dict[str, bytes]) -> None:
            body.extend(message.get("body", b""))
            if len(body) >= SIZE // 2:
                early.set()

        answer: Any = application(scope, asyncio.Event().wait, send)  # type: ignore[arg-type]
        sending = asyncio.create_task(answer)
        await asyncio.wait_for(early.wait(), 10)
        seen = len(body)
        served.writing.set()
        await sending
        return seen, bytes(body)

    seen, body = awaited(ask())
    assert seen == SIZE // 2
    assert len(body) == SIZE


def test_a_making_delays_no_download_of_another(tmp_path: Path) -> None:
    served = StandIn(("back-care", "morning"))

    async def fetch(phone: httpx.AsyncClient) -> bool:
        ready = await address(phone)
        await phone.get(ready)
        served.composing.clear()
        slow = asyncio.create_task(phone.get(f"/{TOKEN}/s/morning/session.mp3"))
        await asyncio.sleep(0.05)
        answer = await phone.get(ready)
        is_waiting = not slow.done()
        served.composing.set()
        await slow
        return is_waiting and answer.content == whole(answer)

    assert with_phone(served, tmp_path, fetch)


def test_a_session_that_can_no_longer_be_made_is_not_found(tmp_path: Path) -> None:
    served = StandIn()

    async def look(phone: httpx.AsyncClient) -> list[int]:
        path = await address(phone)
        served.text = "edited"
        return [(await phone.get(each)).status_code for each in (path, await address(phone))]

    assert with_phone(served, tmp_path, look) == [200, 200]  # composed already: it can be made

    async def later(phone: httpx.AsyncClient) -> int:
        old = StandIn().compose_digest()
        return (await phone.get(f"/{TOKEN}/e/{old}/session.m4b")).status_code

    assert with_phone(StandIn(text="edited"), tmp_path, later) == 404


def test_a_file_of_an_edited_routine_stays_while_it_is_kept(tmp_path: Path) -> None:
    (answer,) = fetched(tmp_path, {})

    async def later(phone: httpx.AsyncClient) -> bytes:
        return (await phone.get(answer.url.path)).content

    assert with_phone(StandIn(text="edited"), tmp_path, later) == answer.content


def test_a_fault_in_the_making_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    served = StandIn(is_sized=False)

    async def fetch(phone: httpx.AsyncClient) -> httpx.Response:
        path = await address(phone)
        served.fault = broken()
        return await phone.get(path)

    answer = with_phone(served, tmp_path, fetch)
    assert (answer.status_code, "at least 1" in answer.text) == (503, True)
    assert not list((tmp_path / "served").rglob("*.mp3"))


def test_a_file_that_is_cleared_away_before_it_is_opened_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another server, or `cache trim`, may do that: it was a traceback and status 500."""
    found, left = Store.find, [1]

    def cleared(store: Store, digest: str, kind: Kind, stamp: str) -> Stored | None:
        stored = found(store, digest, kind, stamp)
        if stored and left[0]:
            left[0] -= 1
            stored.path.unlink()
        return stored

    async def fetch(phone: httpx.AsyncClient) -> httpx.Response:
        path = await address(phone)
        await phone.get(path)
        monkeypatch.setattr(Store, "find", cleared)
        return await phone.get(path)

    answer = with_phone(StandIn(), tmp_path, fetch)
    assert (answer.status_code, left) == (200, [0])
    assert answer.content == whole(answer)


def test_a_file_that_is_cleared_away_while_it_is_sent_comes_whole(tmp_path: Path) -> None:
    async def fetch(phone: httpx.AsyncClient) -> httpx.Response:
        path = await address(phone)
        (digest,) = [part for part in path.split("/") if len(part) == 32]
        await phone.get(path)
        stored = Store(tmp_path / "served").find(digest, "session.mp3", Made.stamp)
        assert stored
        answer = sending.stored(Headers(), stored, {}, "audio/mpeg")
        stored.path.unlink()
        phone._transport = httpx.ASGITransport(answer)
        return await phone.get(path)

    answer = with_phone(StandIn(), tmp_path, fetch)
    assert answer.content == whole(answer)


def test_a_fault_of_the_disk_says_why_but_not_where(tmp_path: Path) -> None:
    served = StandIn(is_sized=False)

    async def fetch(phone: httpx.AsyncClient) -> httpx.Response:
        path = await address(phone)
        served.fault = OSError(28, "No space left on device", str(tmp_path / "served"))
        return await phone.get(path)

    answer = with_phone(served, tmp_path, fetch)
    assert (answer.status_code, answer.text) == (503, "No space left on device\n")


def test_a_phone_that_takes_all_at_once_leaves_others_their_turn(tmp_path: Path) -> None:
    """A connection that was lost took 16 MB in one turn, and a press of the remote waited."""
    path = tmp_path / "file"
    path.write_bytes(bytes(20 * sending.MOST_BLOCK))
    turns = [0]

    async def count() -> None:
        while True:
            turns[0] += 1
            await asyncio.sleep(0)

    async def take(_: Message) -> None:
        """Take it, without a wait."""

    async def send() -> None:
        counting = asyncio.create_task(count())
        found = Stored(path, path.stat().st_size, "0" * 32)
        answer = sending.stored(Headers(), found, {}, "audio/mpeg")
        await answer({"type": "http", "method": "GET"}, lambda: asyncio.sleep(0, {}), take)
        counting.cancel()

    awaited(send())
    assert turns[0] >= 15
