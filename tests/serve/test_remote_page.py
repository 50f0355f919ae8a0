"""The remote in a browser: what the player does is seen, and what is pressed is done."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from audiocoach.api.player_remote import Publisher, remote_for
from audiocoach.play.desk import Desk
from audiocoach.play.device.backends import open_speaker
from audiocoach.play.display.plain_lines import NoDisplay
from audiocoach.play.player import Player, follow
from audiocoach.serve.remote import Remote, State, routes
from audiocoach.webpage.session_json import steps
from tests.browser import NARROW, Open, barriers, until
from tests.play.sessions import SPOKEN, announcements
from tests.serve.live import Live
from tests.serve.serving import StandIn, serving

SCORE = SPOKEN.score


class Noted:
    """Notes where the player was when."""

    def __init__(self) -> None:
        self.ms, self.at_ms = 0.0, 0

    def heard(self, at_ms: int, *, playing: bool) -> None:
        self.ms, self.at_ms = time.time() * 1000, at_ms


@contextmanager
def playing(folder: Path) -> Iterator[tuple[str, Noted]]:
    """Play on the null device, with its remote on loopback; yield the page's address."""
    noted, desk = Noted(), Desk()
    player = Player(
        SPOKEN, open_speaker("null", None), announcements(SPOKEN), start_ms=20_000, listener=noted
    )
    remote = remote_for(player, desk)
    desk.watch(Publisher(remote, "en").show)
    with Live(serving(StandIn(), folder, local=True, more=routes(remote))) as address, player:
        player.start()
        asked = (player, desk.beside(NoDisplay()), desk.wait)
        thread = threading.Thread(target=follow, args=asked)
        thread.start()
        try:
            yield f"{address}remote", noted
        finally:
            desk.put("quit")
            thread.join(5)
    assert not thread.is_alive()


def still() -> Remote:
    """Return the remote of a player that doesn't play."""
    player = Player(SPOKEN, open_speaker("null", None), announcements(SPOKEN))
    return remote_for(player, Desk())


PRESS = """
async (key) => {
  const root = document.getElementById("coach"), before = root.dataset.state;
  const begun = performance.now();
  root.querySelector(`form[action$="/${key}"] button`).click();
  return await new Promise((done) => {
    const eyes = new MutationObserver(() => {
      if (root.dataset.state !== before) done(performance.now() - begun);
    });
    eyes.observe(root, { attributes: true });
  });
}
"""


@pytest.mark.realtime
def test_a_button_is_obeyed_and_seen_within_a_tenth_of_a_second(
    opened: Open, tmp_path: Path
) -> None:
    with playing(tmp_path) as (address, _), opened(address) as page:
        until(page, "coach.dataset.state === 'playing'")
        times = []
        for _ in range(6):
            times.append(page.evaluate(PRESS, "pause"))
            page.wait_for_timeout(150)
    assert sorted(times)[-2] < 100  # a machine that is busy elsewhere may be late once


@pytest.mark.realtime
def test_the_display_is_where_the_player_is(opened: Open, tmp_path: Path) -> None:
    with playing(tmp_path) as (address, noted), opened(address) as page:
        until(page, "coach.dataset.state === 'playing'")
        page.wait_for_timeout(700)
        shown: Any = page.evaluate(
            "() => new Promise((done) => { const left = document.querySelector('.now .left');"
            " new MutationObserver(() => done(Date.now())).observe("
            "left, { childList: true, characterData: true, subtree: true }); })"
        )
        at_ms = noted.at_ms - (noted.ms - shown)
    end_ms = next(step.end_ms for step in steps(SCORE) if step.end_ms > at_ms)
    away_ms = (end_ms - at_ms + 500) % 1000 - 500  # a second has just begun
    assert abs(away_ms) < 100


def test_the_answer_to_how_long_is_shown(opened: Open, tmp_path: Path) -> None:
    with playing(tmp_path) as (address, _), opened(address) as page:
        page.get_by_role("button", name="How much longer?").click()
        until(page, "document.querySelector('.said').textContent.includes('left')")


def test_a_tone_of_a_count_in_flashes(opened: Open, tmp_path: Path) -> None:
    remote = still()
    live = Live(serving(StandIn(), tmp_path, local=True, more=routes(remote)))
    with live as address, opened(f"{address}remote") as page:
        page.get_by_label("Flash at each tone").check()
        remote.publish(State(at_ms=1000, doing="Get ready", left_ms=3000, tone="count_in"))
        until(page, "document.getElementById('flash').dataset.tone === 'count_in'")


def test_when_the_session_is_over_the_page_says_so(opened: Open, tmp_path: Path) -> None:
    remote = still()
    live = Live(serving(StandIn(), tmp_path, local=True, more=routes(remote)))
    with live as address, opened(f"{address}remote") as page:
        remote.publish(State(at_ms=SCORE.length_ms, over=True))
        until(page, "document.querySelector('.said').textContent === 'The session is over.'")


@pytest.mark.parametrize("dark", [False, True])
def test_a_reader_of_screens_meets_no_barrier_at_the_remote(
    opened: Open, tmp_path: Path, *, dark: bool
) -> None:
    live = Live(serving(StandIn(), tmp_path, local=True, more=routes(still())))
    with live as address, opened(f"{address}remote", dark=dark, size=NARROW) as page:
        assert barriers(page) == []
        page.get_by_role("button", name="Large display").click()
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


def test_without_javascript_the_buttons_are_forms(opened: Open, tmp_path: Path) -> None:
    desk = Desk()
    player = Player(SPOKEN, open_speaker("null", None), announcements(SPOKEN))
    more = routes(remote_for(player, desk))
    live = Live(serving(StandIn(), tmp_path, local=True, more=more))
    with live as address, opened(f"{address}remote", scripts=False) as page:
        page.get_by_role("button", name="Next exercise").click()
        page.wait_for_load_state()
        assert page.url == f"{address}remote"
    assert desk.waiting() == ["next"]


def test_the_first_page_leads_to_the_remote(opened: Open, tmp_path: Path) -> None:
    live = Live(serving(StandIn(), tmp_path, local=True, more=routes(still())))
    with live as address, opened(address) as page:
        page.get_by_role("link", name="Remote control").click()
        page.wait_for_selector("html[data-ready]")
