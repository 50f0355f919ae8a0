"""What a page is sent while a session, or a file of it, is made for the first time."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx

from audiocoach.serve.file_store import Store
from audiocoach.serve.making_progress import State, file_states, session_states
from audiocoach.serve.served import Choice
from audiocoach.serve.studio import Studio
from tests.serve.serving import TOKEN, StandIn, awaited, broken, client, serving

CHOICE = Choice("back-care")


def followed(
    served: StandIn, folder: Path, states: Callable[[Studio], AsyncIterator[State]], half: int
) -> list[State]:
    """Return all of `states`; after `half` of them, what was held back goes on."""

    async def follow() -> list[State]:
        studio = Studio(served, Store(folder / "served"))
        found = []
        async for each in states(studio):
            found.append(each)
            if len(found) == half:
                served.composing.set()
                served.writing.set()
        studio.close()
        return found

    return awaited(follow())


async def of_file(studio: Studio) -> AsyncIterator[State]:
    episode = await studio.episode(CHOICE)
    async for each in file_states(studio, await studio.record(episode.digest), "session.m4b"):
        yield each


def test_it_is_said_how_many_lines_are_spoken_until_the_session_is_there(tmp_path: Path) -> None:
    served = StandIn()
    served.composing.clear()
    threading.Timer(0.3, served.composing.set).start()
    states = followed(served, tmp_path, lambda studio: session_states(studio, CHOICE), 9)
    assert states[-2:] == [
        {"done": 0.5, "spoken": 4, "lines": 8},
        {"done": 1, "digest": served.compose_digest()},
    ]


def test_a_session_that_is_there_is_so_at_once(tmp_path: Path) -> None:
    async def again(studio: Studio) -> AsyncIterator[State]:
        await studio.episode(CHOICE)
        async for each in session_states(studio, CHOICE):
            yield each

    states = followed(StandIn(), tmp_path, again, 1)
    assert states == [{"done": 1, "digest": StandIn().compose_digest()}]


def test_why_a_session_cannot_be_made_is_the_last_word(tmp_path: Path) -> None:
    served = StandIn(fault=broken())
    states = followed(served, tmp_path, lambda studio: session_states(studio, CHOICE), 9)
    assert states[-1] == {"done": 0, "fault": broken().lines[0]}


def test_a_file_is_followed_until_it_is_there(tmp_path: Path) -> None:
    served = StandIn()
    served.writing.clear()
    states = followed(served, tmp_path, of_file, 3)
    assert [each["done"] for each in states] == sorted(each["done"] for each in states)
    assert states[-2:] == [{"done": 0.5}, {"done": 1, "ready": True}]
    assert (len(list(tmp_path.rglob("*.m4b"))), served.written["session.m4b"]) == (1, 1)


def test_a_fault_in_making_a_file_is_the_last_word(tmp_path: Path) -> None:
    served = StandIn()

    async def faulty(studio: Studio) -> AsyncIterator[State]:
        await studio.episode(CHOICE)
        served.fault = OSError(28, "No space left on device")
        async for each in of_file(studio):
            yield each

    states = followed(served, tmp_path, faulty, 9)
    assert states[-1] == {"done": 0, "fault": "No space left on device"}


def asked(folder: Path, path: str, **served: Any) -> httpx.Response:
    async def ask() -> httpx.Response:
        async with client(serving(StandIn(**served), folder)) as phone:
            return await phone.get(f"/{TOKEN}{path}")

    return awaited(ask())


def test_states_come_as_events(tmp_path: Path) -> None:
    answer = asked(tmp_path, "/s/back-care/events")
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    *events, rest = answer.text.split("\n\n")
    last = json.loads(events[-1].removeprefix("data: "))
    assert (last, rest) == ({"done": 1, "digest": StandIn().compose_digest()}, "")


def test_what_is_not_offered_has_no_events(tmp_path: Path) -> None:
    for path in ("/s/other/events", f"/e/{'0' * 32}/session.m4b/events", "/s/back-care/x/events"):
        assert asked(tmp_path, path).status_code == 404


def test_a_page_that_goes_away_leaves_the_making_to_the_next(tmp_path: Path) -> None:
    served = StandIn()
    served.composing.clear()

    async def gone() -> list[State]:
        studio = Studio(served, Store(tmp_path / "served"))
        asking = asyncio.ensure_future(anext(session_states(studio, CHOICE)))
        await asyncio.wait([asking])
        served.composing.set()
        try:
            return [each async for each in session_states(studio, CHOICE)]
        finally:
            studio.close()

    assert awaited(gone())[-1]["digest"]
    assert served.composed[CHOICE] == 1
