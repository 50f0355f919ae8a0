"""The remote without a browser: what is sent to pages, and what they may ask for."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from audiocoach.api.player_remote import Publisher, remote_for
from audiocoach.play.desk import Desk
from audiocoach.play.seek import entries
from audiocoach.serve.remote import (
    KEYS,
    MOST_LISTENERS,
    PRESSES_A_SECOND,
    PRESSES_AT_ONCE,
    Remote,
    State,
    routes,
)
from tests.play.sessions import SPOKEN, Hand
from tests.serve.serving import TOKEN, StandIn, client, serving


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def made(clock: Clock | None = None, pressed: list[str] | None = None) -> Remote:
    keys = [] if pressed is None else pressed
    return Remote("Back", "en", {}, keys.append, clock or time.monotonic)


def sent(remote: Remote, clock: Clock, *states: tuple[float, State]) -> list[State]:
    """Return what a listener is sent when `states` are published, each at its second."""

    async def listen() -> list[State]:
        heard = remote.states()
        found = [await heard.__anext__()]
        for seconds, state in states:
            clock.seconds = seconds
            remote.publish(state)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            if remote._listeners and not next(iter(remote._listeners)).empty():
                found.append(await heard.__anext__())
        await heard.aclose()
        return found

    return asyncio.run(listen())


def test_only_what_a_browser_cannot_foresee_is_sent_and_a_beat_each_second() -> None:
    clock, playing = Clock(), State(at_ms=5000, playing=True)
    remote = made(clock)
    remote.publish(playing)
    heard = sent(
        remote,
        clock,
        (0.1, State(at_ms=5100, playing=True)),  # as foreseen
        (0.2, State(at_ms=9000, playing=True)),  # a jump
        (0.3, State(at_ms=9100, playing=True)),  # as foreseen
        (0.4, State(at_ms=9200, paused=True)),
        (1.3, State(at_ms=9200, paused=True)),
        (1.5, State(at_ms=9200, paused=True)),  # a beat
    )
    assert [state.at_ms for state in heard] == [5000, 9000, 9200, 9200]


def answers(remote: Remote, folder: Path, *asked: tuple[str, str, str]) -> list[httpx.Response]:
    async def ask() -> list[httpx.Response]:
        async with client(serving(StandIn(), folder, more=routes(remote))) as phone:
            return [
                await phone.request(method, f"/{TOKEN}{path}", headers={"accept": accept})
                for method, path, accept in asked
            ]

    return asyncio.run(ask())


def test_a_button_is_pressed_by_post_alone_and_only_one_that_there_is(tmp_path: Path) -> None:
    pressed: list[str] = []
    found = answers(
        made(pressed=pressed),
        tmp_path,
        ("POST", "/remote/press/pause", "application/json"),
        ("POST", "/remote/press/next", "text/html"),
        ("POST", "/remote/press/quit", "*/*"),
        ("GET", "/remote/press/next", "*/*"),
    )
    assert [each.status_code for each in found] == [204, 303, 404, 405]
    assert found[1].headers["location"] == f"/{TOKEN}/remote"
    assert pressed == ["pause", "next"]


def test_the_recipe_for_shortcuts_presses_every_button_that_it_names(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs/voice-assistants.md").read_text("utf-8")
    recipe = page.partition("POST http")[2]
    (address,) = re.findall(r"/SECRET(\S+/)pause", recipe)
    named = re.findall(r"`([a-z_]+)`", recipe.partition("The buttons are")[2].partition("##")[0])
    pressed: list[str] = []
    calls = [("POST", f"{address}{key}", "*/*") for key in named]
    found = answers(made(pressed=pressed), tmp_path, *calls)
    assert [each.status_code for each in found] == [204] * len(named)
    assert pressed == named
    assert set(named) == KEYS


def test_without_a_player_there_is_no_remote(tmp_path: Path) -> None:
    async def ask() -> httpx.Response:
        async with client(serving(StandIn(), tmp_path)) as phone:
            return await phone.get(f"/{TOKEN}/remote")

    assert asyncio.run(ask()).status_code == 404


def test_more_pages_than_a_household_has_are_turned_away() -> None:
    remote = made()

    async def follow_all() -> list[Any]:
        every = [remote.states() for _ in range(MOST_LISTENERS + 1)]
        found = await asyncio.gather(*(each.__anext__() for each in every), return_exceptions=True)
        for each in every:
            await each.aclose()
        return found

    found = asyncio.run(follow_all())
    assert [type(each).__name__ for each in found[-2:]] == ["State", "BusyRemoteError"]
    assert remote._listeners == {}


def test_a_player_shows_and_does_what_the_remote_says() -> None:
    hand, desk = Hand(), Desk()
    remote = remote_for(hand.player, desk)
    publisher = Publisher(remote, "en")
    hand.after(3000)
    states = []
    for key in ("next", "pause", "softer"):
        remote.press(key)
        for command in desk.waiting():
            hand.player.press(command)
        publisher.show(hand.after(25))
        states.append(remote._sent)
    assert states[0].at_ms == pytest.approx(entries(SPOKEN.score)[0], abs=50)
    assert (states[1].paused, states[1].playing) == (True, False)
    assert states[2].volume == "Volume 9 of 10"


def test_the_tones_of_a_count_in_are_sent_as_they_begin() -> None:
    """A page knows those of the session ahead; these come between."""
    hand, desk = Hand(), Desk()
    remote = remote_for(hand.player, desk)
    publisher = Publisher(remote, "en")
    hold = next(span for span in SPOKEN.score.spans if span.kind == "hold")
    hand.after(hold.start_ms + 1000, "pause")
    hand.after(500, "pause")
    sent = []
    while (view := hand.player.look()).announcement == "count_in":
        hand.speaker.ms += 100
        publisher.show(view)
        sent.append(remote._sent.tone)
    assert [each for each in sent if each] == ["count_in"] * 3
    publisher.show(hand.after(25))
    assert remote._sent.tone == ""


def test_more_presses_than_a_thumb_makes_are_refused(tmp_path: Path) -> None:
    pressed: list[str] = []
    clock = Clock()
    remote = made(clock, pressed)
    asked = [("POST", "/remote/press/next", "*/*")] * (PRESSES_AT_ONCE + 3)
    found = [each.status_code for each in answers(remote, tmp_path, *asked)]
    assert found == [204] * PRESSES_AT_ONCE + [429] * 3
    clock.seconds = 1.0
    later = [each.status_code for each in answers(remote, tmp_path, *asked)]
    assert later.count(204) == PRESSES_A_SECOND
    assert len(pressed) == PRESSES_AT_ONCE + PRESSES_A_SECOND


def test_a_session_that_was_broken_off_is_over_too() -> None:
    remote = made()
    Publisher(remote, "en").end()
    assert remote._sent == State(over=True)
