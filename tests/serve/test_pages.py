"""The pages as a phone's browser shows them, from a server that makes real sessions."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page

import audiocoach
from audiocoach.api.served_routines import ServedRoutines, ServedSession
from audiocoach.coach.phrases import languages
from audiocoach.export.mp3.frame_store import FrameStore
from audiocoach.export.mp3.splice import first_frames
from audiocoach.library.options import MusicOptions
from audiocoach.serve.app import app
from audiocoach.serve.file_store import Store
from audiocoach.serve.served import Beginning, Begun, Choice, Offer, Spoken
from audiocoach.webpage.words import words
from tests.browser import NARROW, PHONE, TOO_WIDE, Open, barriers, until
from tests.serve.live import Live
from tests.serve.serving import OFFER, TOKEN, StandIn, Waiting, broken, serving
from tests.tools import accepted

HOLD = {
    "title": "Wall sit",
    "posture": "sitting",
    "instructions": "Sit.",
    "equipment": ["a towel"],
    "phases": [{"name": "Hold", "seconds": 4, "hold": True}],
}
ROUTINES = {
    "exercises": {"hold": HOLD, "row": {**HOLD, "title": "Row"}},
    "routines": {
        "small": {
            "title": "Small",
            "steps": [{"exercise": "hold", "pictures": ["wall-sit"]}, {"exercise": "row"}],
        },
        "klein": {"title": "Klein", "language": "de", "steps": [{"exercise": "row"}]},
    },
}

LOOKED_AT = (
    ("small", ""),
    ("small", "talk=brief"),
    ("small", "level=easy&talk=brief"),
    ("klein", ""),
    ("klein", "level=hard"),
)
"""The sessions whose pages are opened."""


DESKTOP = {"width": 1280, "height": 800}

FOCUSED = """
() => {
  const at = document.activeElement;
  if (at === document.body) return null;
  const name = at.id || at.getAttribute("aria-label") || at.name || at.innerText;
  const box = (at.type === "checkbox" ? at.closest("label") : at).getBoundingClientRect();
  return [name, getComputedStyle(at).outlineStyle, box.height];
}
"""
"""Returns what has the focus: its name, whether that is shown, and its height."""

LEFT = """
async () => {
  const timeline = await (await fetch(sound.dataset.timeline)).json();
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  const ms = sound.currentTime * 1000;
  const step = timeline.steps[Coach.begun(timeline.steps, ms)];
  const left = document.querySelector(".now .left").textContent;
  return [Number(left), (step.end_ms - ms) / 1000];
}
"""
"""Returns the seconds that are shown to be left, and those that are."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a server of two small routines, spoken by the built-in voice."""
    folder = tmp_path_factory.mktemp("served")
    library = audiocoach.load(ROUTINES, cache=folder / "cache")._library
    served = ServedRoutines(library, MusicOptions(voice="builtin"))
    with Live(app(served, Store(folder / "served"), TOKEN, local=True)) as address:
        for name, query in LOOKED_AT:  # on a busy machine one would see it being made
            path = f"{address}s/{name}/chapters.json?{query}"
            httpx.get(path, follow_redirects=True, timeout=60).raise_for_status()
        yield address


@pytest.fixture
def small(home: str, opened: Open) -> Iterator[Page]:
    """Return the page of a session."""
    with opened(f"{home}s/small") as page:
        yield page


def test_one_comes_from_the_list_to_a_file_that_plays(
    home: str, opened: Open, tmp_path: Path
) -> None:
    with opened(home) as page:
        assert (
            page.get_by_text("Exercises: Wall sit · Row")
            .or_(page.get_by_text("2 exercises: Wall sit · Row"))
            .is_visible()
        )
        page.get_by_role("link", name="Small").click()
        page.wait_for_selector("#coach")
        with page.expect_download() as download:
            page.get_by_role("link", name="MP3").click()
        download.value.save_as(tmp_path / "a.mp3")
        assert download.value.suggested_filename == "small.mp3"
    accepted(tmp_path / "a.mp3")


def test_a_session_that_is_there_says_how_long_it_really_lasts(home: str, opened: Open) -> None:
    with opened(home) as page:
        lengths = page.locator(".card time").all_inner_texts()
    assert [each for each in lengths if each.startswith("~")] == []


def test_every_level_and_amount_of_talk_is_offered(small: Page) -> None:
    links = [each.get_attribute("href") or "" for each in small.locator(".chips a").all()]
    asked = [link.partition("?")[2] for link in links]
    assert asked == [
        "level=easy", "level=normal", "level=hard", "talk=full", "talk=brief", "talk=tones"
    ]  # fmt: skip
    assert small.locator(".chips a[aria-current=true]").all_inner_texts() == [
        "normal",
        "everything",
    ]


def test_another_level_keeps_the_talk_that_was_chosen(home: str, opened: Open) -> None:
    with opened(f"{home}s/small?talk=brief") as page:
        page.get_by_role("link", name="easy").click()
        assert page.url.endswith("/s/small?level=easy&talk=brief")


def test_a_chapter_plays_from_its_start_and_the_countdown_goes_along(small: Page) -> None:
    timeline = small.evaluate("fetch(sound.dataset.timeline).then((answer) => answer.json())")
    row = timeline["chapters"][-1]["start_ms"] / 1000
    small.locator(".chapters a", has_text="Row").click()
    until(small, "sound.currentTime > 0 && !sound.paused && !sound.seeking")
    assert small.evaluate("sound.currentTime") == pytest.approx(row, abs=0.5)
    shown, due = small.evaluate(LEFT)
    assert -0.1 <= shown - due <= 1.1


def test_an_exercise_is_seen_while_it_is_done(small: Page) -> None:
    small.locator(".chapters a", has_text="Wall sit").click()
    until(small, "sound.currentTime > 0 && !sound.paused && !sound.seeking")
    assert small.locator(".now .picture svg:visible").count() >= 2
    small.locator(".chapters a", has_text="Row").click()
    until(small, "document.querySelectorAll('.now .picture svg').length === 0")
    assert small.locator(".chapters .picture svg:visible").count() == 1


def test_it_can_be_taken_along_before_it_can_be_played(small: Page) -> None:
    order = small.evaluate(
        "document.querySelector('.files').compareDocumentPosition(document.querySelector('audio'))"
    )
    assert order == 4  # the player follows


def test_all_of_a_page_is_of_this_server(home: str, opened: Open) -> None:
    asked = []
    with opened("about:blank") as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{home}s/small")
        page.wait_for_selector("html[data-ready]")
    assert len(asked) > 4
    assert [url for url in asked if not url.startswith((home, "data:"))] == []


def test_no_script_stands_in_a_page(home: str, opened: Open) -> None:
    for path in ("", "s/small"):
        with opened(home + path) as page:
            html = page.content()
        assert re.findall(r"<script(?![^>]* src=)| on\w+=", html) == []


def test_each_app_that_can_subscribe_has_a_link_and_others_are_named(
    home: str, opened: Open
) -> None:
    with opened(home) as page:
        links = {
            name: page.get_by_role("link", name=name).get_attribute("href")
            for name in (
                "Subscribe in AntennaPod",
                "Subscribe in Apple Podcasts",
                "Another app",
                "feed.xml",
            )
        }
        text = page.inner_text("#subscribe")
    feed = f"{home.removeprefix('http://')}feed.xml"
    assert links == {
        "Subscribe in AntennaPod": f"antennapod-subscribe://{feed}",
        "Subscribe in Apple Podcasts": f"podcast://{feed}",
        "Another app": f"pcast://{feed}",
        "feed.xml": f"http://{feed}",
    }
    assert "Overcast, Pocket Casts" in text
    assert "Turn off “skip silence”" in text


def test_each_app_has_a_plain_word_on_how_it_goes(home: str, opened: Open) -> None:
    with opened(home) as page:
        said = [each.inner_text().split("\n")[::2] for each in page.locator(".ways li").all()]
        text = page.inner_text("#subscribe")
    assert [name for name, *_ in said] == [
        "Subscribe in AntennaPod", "Subscribe in Apple Podcasts", "gPodder, Kasts", "Another app"
    ]  # fmt: skip
    assert "It takes the address as it is." in text
    assert "If the button does nothing, add the address below by hand." in text


def test_a_page_is_in_its_routines_language(home: str, opened: Open) -> None:
    with opened(f"{home}s/klein") as page:
        assert page.get_attribute("html", "lang") == "de"
        assert page.get_by_role("heading", name="Herunterladen").is_visible()


def test_without_javascript_all_is_there_but_the_display(
    home: str, opened: Open, tmp_path: Path
) -> None:
    with opened(f"{home}s/small", scripts=False) as page:
        assert page.locator("button:visible").all_inner_texts() == ["Show"]
        link = page.locator(".chapters a").last.get_attribute("href") or ""
        assert re.search(r"/session\.mp3#t=\d+", link)
        assert page.locator("audio[controls]").is_visible()
        with page.expect_download() as download:
            page.get_by_role("link", name="M4B").click()
        assert download.value.suggested_filename == "small.m4b"


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("path", ["", "s/small", "s/klein?level=hard"])
def test_a_reader_of_screens_meets_no_barrier(
    home: str, opened: Open, path: str, *, dark: bool
) -> None:
    with opened(home + path, dark=dark, size=NARROW) as page:
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


def test_a_session_that_is_made_shows_how_far_it_has_come_and_then_itself(
    opened: Open, tmp_path: Path
) -> None:
    served = Waiting()
    served.composing.clear()
    with Live(serving(served, tmp_path, local=True)) as address, opened("about:blank") as page:
        page.goto(f"{address}s/back-care")
        until(page, "making.value === 0.5")
        until(page, "spoken.textContent === '4 of 8 lines spoken'")
        assert page.evaluate("spoken.getBoundingClientRect().bottom") < PHONE["height"]
        assert barriers(page) == []
        served.composing.set()
        page.wait_for_selector(".files")


def test_without_javascript_the_page_looks_again_by_itself(opened: Open, tmp_path: Path) -> None:
    served = StandIn()
    served.composing.clear()
    with (
        Live(serving(served, tmp_path, local=True)) as address,
        opened(f"{address}s/back-care", scripts=False) as page,
    ):
        assert page.inner_text("#spoken") == "4 of 8 lines spoken"
        served.composing.set()
        page.wait_for_selector(".files")


def test_a_file_that_takes_long_is_downloaded_once_it_is_there(
    opened: Open, tmp_path: Path
) -> None:
    served = Waiting()
    with (
        Live(serving(served, tmp_path, local=True)) as address,
        opened(f"{address}s/back-care") as page,
    ):
        served.writing.clear()
        page.get_by_role("link", name="M4B").click()
        page.get_by_text("Being made: 50 %").wait_for()
        assert barriers(page) == []
        with page.expect_download() as download:
            served.writing.set()
        assert download.value.suggested_filename == "back-care.m4b"
        page.get_by_text("audio book: keeps your place").wait_for()
        assert served.written["session.m4b"] == 1


def test_a_session_that_fails_late_says_why_in_its_place(opened: Open, tmp_path: Path) -> None:
    served = StandIn()
    served.composing.clear()
    with (
        Live(serving(served, tmp_path, local=True)) as address,
        opened(f"{address}s/back-care") as page,
    ):
        served.fault = broken()
        served.composing.set()
        assert "at least 1" in page.get_by_role("alert").inner_text()


def test_a_session_that_cannot_be_made_says_why(opened: Open, tmp_path: Path) -> None:
    live = Live(serving(StandIn(fault=broken()), tmp_path, local=True))
    with live as address, opened("about:blank") as page:
        page.goto(f"{address}s/back-care")
        said = page.inner_text("[role=alert]")
        assert "This session couldn't be made: routines.json: exercises.sit.sets" in said
        assert barriers(page) == []


class Early(ServedRoutines):
    """Makes sessions whose beginning is known, and then waits to be let go."""

    goes_on: threading.Event

    def compose(self, choice: Choice, spoken: Spoken, begun: Begun) -> ServedSession:
        made = super().compose(choice, spoken, begun)
        track = made._made.track
        end_ms = track.score.exercises[0].start_ms
        cues = tuple(cue for cue in track.score.cues if cue.start_ms < end_ms)
        head = replace(track, score=replace(track.score, cues=cues, length_ms=end_ms))
        begun(Beginning(*first_frames(head, FrameStore(None))))
        assert self.goes_on.wait(20)
        return made


@pytest.fixture
def early(tmp_path: Path) -> Iterator[tuple[str, threading.Event]]:
    """Return the address of a session that has begun, and what lets it be composed to its end."""
    library = audiocoach.load(ROUTINES, cache=tmp_path / "cache")._library
    served = Early(library, MusicOptions(voice="builtin"))
    served.goes_on = threading.Event()
    with Live(app(served, Store(tmp_path / "served"), TOKEN, local=True)) as address:
        yield f"{address}s/small", served.goes_on
        served.goes_on.set()


def listened(page: Page, address: str) -> None:
    """Open a session that is being made, and begin to listen."""
    page.goto(address)
    page.get_by_text("You can start listening now.").wait_for()
    page.evaluate("() => live.play()")
    until(page, "live.currentTime > 0.3")


@pytest.fixture
def streamed(
    early: tuple[str, threading.Event], opened: Open
) -> Iterator[tuple[Page, threading.Event]]:
    """Return the page in which a session is heard that has begun, and what lets it end."""
    address, goes_on = early
    with opened("about:blank") as page:
        listened(page, address)
        yield page, goes_on


def test_a_session_is_heard_while_it_is_made_and_goes_on_in_its_page(
    streamed: tuple[Page, threading.Event],
) -> None:
    page, goes_on = streamed
    assert barriers(page) == []
    before = page.evaluate("() => { window.stops = 0; live.addEventListener('pause',"
                           " () => window.stops++); return live.currentTime; }")  # fmt: skip
    goes_on.set()
    page.wait_for_selector("html[data-ready]")
    until(page, f"sound.currentTime > {before} + 1")
    assert page.evaluate("[window.stops, sound.paused, sound.ended]") == [0, False, False]
    shown, due = page.evaluate(LEFT)
    assert -0.1 <= shown - due <= 1.1
    assert page.locator(".files a").count() == 3
    assert barriers(page) == []


def test_who_goes_elsewhere_in_a_session_that_was_streamed_has_the_file(
    streamed: tuple[Page, threading.Event],
) -> None:
    page, goes_on = streamed
    goes_on.set()
    page.wait_for_selector("html[data-ready]")
    page.locator(".chapters a", has_text="Row").click()
    until(page, "sound.currentTime > 0 && !sound.paused && !sound.seeking")
    timeline = page.evaluate("fetch(sound.dataset.timeline).then((answer) => answer.json())")
    row = timeline["chapters"][-1]["start_ms"] / 1000
    assert page.evaluate("sound.currentTime") == pytest.approx(row, abs=0.5)
    assert page.evaluate("sound.src").endswith("/session.mp3")


def test_who_does_not_listen_yet_has_the_session_once_it_is_there(
    early: tuple[str, threading.Event], opened: Open
) -> None:
    address, goes_on = early
    with opened("about:blank") as page:
        page.goto(address)
        page.get_by_text("You can start listening now.").wait_for()
        goes_on.set()
        page.wait_for_selector(".files")
        assert page.evaluate("sound.paused")


def test_ways_to_subscribe_stand_in_line(home: str, opened: Open) -> None:
    with opened(home) as page:
        widths = [each.bounding_box() for each in page.locator(".ways .button").all()]
    assert len({(box["x"], box["width"]) for box in widths if box}) == 1


@pytest.mark.parametrize("size", [NARROW, PHONE, {"width": 740, "height": 340}, DESKTOP])
def test_the_large_display_fits_the_screen(home: str, opened: Open, size: dict[str, int]) -> None:
    with opened(f"{home}s/small", size=size) as page:
        page.get_by_role("button", name="Large display").click()
        height = page.evaluate("[coach.scrollHeight, coach.clientHeight]")
        boxes = [page.locator(f".now .{each}").bounding_box() for each in ("title", "dial", "next")]
        close = page.get_by_role("button", name="Close").bounding_box()
    assert height[0] <= height[1]
    for box in [*boxes, close]:
        assert box
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= size["height"]


def test_on_a_wide_screen_the_countdown_fills_most_of_the_height(home: str, opened: Open) -> None:
    with opened(f"{home}s/small", size=DESKTOP) as page:
        page.get_by_role("button", name="Large display").click()
        dial = page.locator(".now .dial").bounding_box()
    assert dial
    assert dial["height"] > 0.8 * DESKTOP["height"]


def test_all_of_a_session_is_reached_by_the_tab_key_and_shows_it(home: str, opened: Open) -> None:
    """Also the order: as it is read."""
    with opened(f"{home}s/small") as page:
        reached = []
        for _ in range(60):
            page.keyboard.press("Tab")
            seen = page.evaluate(FOCUSED)
            if seen is None:
                break
            reached.append(seen)
    names = [name for name, _, _ in reached]
    wanted = ["← All sessions", "easy", "everything", "voice", "Show", "MP3", "M4B", "ZIP", "Sheet"]
    wanted += ["sound", "Previous exercise", "Play", "Next exercise", "Repeat exercise"]
    wanted += ["Large display", "flash", "0:00"]
    places = [next((at for at, name in enumerate(names) if each in name), -1) for each in wanted]
    assert -1 not in places
    assert places == sorted(places)
    unseen = {name for name, outline, _ in reached if outline == "none"}
    assert unseen <= {"sound"}  # within it the browser shows its own
    assert [name for name, _, height in reached if 0 < height < 44] == []


def test_a_key_plays_an_exercise_and_closes_the_large_display(home: str, opened: Open) -> None:
    with opened(f"{home}s/small") as page:
        page.locator(".chapters a", has_text="Row").focus()
        page.keyboard.press("Enter")
        until(page, "sound.currentTime > 0 && !sound.paused")
        page.get_by_role("button", name="Large display").focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.dataset.do") == "close"
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.dataset.do") == "large"


class Spoken12(Waiting):
    """Offers a routine in each language of the coach."""

    def offers(self) -> list[Offer]:
        return [replace(OFFER, name=each, language=each, title="Back") for each in languages()]


def test_in_every_language_the_pages_fit_the_narrowest_screen(opened: Open, tmp_path: Path) -> None:
    with (
        Live(serving(Spoken12(), tmp_path, local=True)) as address,
        opened("about:blank", size=NARROW) as page,
    ):
        for language in languages():
            httpx.get(f"{address}s/{language}/cover.jpg", follow_redirects=True, timeout=60)
            page.goto(f"{address}s/{language}")
            page.wait_for_selector("html[data-ready]")
            assert page.get_attribute("html", "lang") == language
            assert page.evaluate(TOO_WIDE) == [], language
            said = words(language)
            assert page.get_by_role("button", name=said["large"]).count() == 1
        page.goto(address)
        assert page.evaluate(TOO_WIDE) == []
