"""The feed, as podcast apps read it; each rule with whose it is."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import httpx
import podcastparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.serve.feed import Feed, Item, chapters, rss
from audiocoach.serve.served import Chapter, Choice, Episode
from tests.serve.serving import HOST, SIZE, TOKEN, Made, StandIn, awaited, client, serving

BASE = f"http://{HOST}/{TOKEN}/"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
LEAST_BYTES = 16_384
"""AntennaPod drops a smaller length (Rss20.java)."""


def fetched(served: StandIn, folder: Path, query: str = "", **more: Any) -> httpx.Response:
    async def ask() -> httpx.Response:
        async with client(serving(served, folder)) as phone:
            return await phone.get(f"/{TOKEN}/feed.xml{query}", **more)

    return awaited(ask())


def items(served: StandIn, folder: Path, query: str = "") -> list[ET.Element]:
    return ET.fromstring(fetched(served, folder, query).content).findall("channel/item")


def guids(served: StandIn, folder: Path, query: str = "") -> list[str | None]:
    return [each.findtext("guid") for each in items(served, folder, query)]


def test_feedparser_reads_it(tmp_path: Path) -> None:
    read = feedparser.parse(fetched(StandIn(("back-care", "morning")), tmp_path).content)
    assert not read.bozo
    assert (read.feed.title, read.feed.language, len(read.entries)) == ("Audiocoach", "en", 2)
    (sound,) = read.entries[0].enclosures
    assert (sound.type, sound.length) == ("audio/mpeg", str(SIZE))
    assert read.entries[0].itunes_duration == "62"
    assert read.entries[0].image.href.endswith("/cover.jpg")


def test_gpodder_reads_it(tmp_path: Path) -> None:
    served = StandIn()
    content = fetched(served, tmp_path).content
    read = podcastparser.parse(f"{BASE}feed.xml", BytesIO(content))
    (episode,) = read["episodes"]
    assert (episode["guid"], episode["title"]) == (served.compose_digest(), "Back care")
    assert episode["enclosures"] == [
        {
            "url": f"{BASE}e/{served.compose_digest()}/session.mp3",
            "file_size": SIZE,
            "mime_type": "audio/mpeg",
        }
    ]
    assert (episode["total_time"], episode["published"]) == (62, served.published)
    assert episode["chapters_json_url"].endswith("/chapters.json")


def test_its_type_is_the_one_that_android_opens_in_a_podcast_app(tmp_path: Path) -> None:
    assert fetched(StandIn(), tmp_path).headers["content-type"].startswith("application/rss+xml")


def test_antennapod_keeps_every_item(tmp_path: Path) -> None:
    (item,) = items(StandIn(), tmp_path)
    sound = item.find("enclosure")
    assert sound is not None
    assert int(sound.attrib["length"]) > LEAST_BYTES
    assert item.findtext("guid")
    assert parsedate_to_datetime(item.findtext("pubDate") or "").timestamp() <= time.time()


def test_addresses_have_an_ending_and_are_ascii(tmp_path: Path) -> None:
    """Audiobookshelf's users found apps that take no others (advplyr/audiobookshelf #2272)."""
    text = fetched(StandIn(), tmp_path).text
    root = ET.fromstring(text)
    links = [e.attrib.get("url") or e.attrib.get("href") for e in root.iter() if e.attrib]
    found = [link for link in links if link]
    assert {link.rpartition(".")[2] for link in found} == {"mp3", "jpg", "json", "xml"}
    assert all(link.isascii() and " " not in link for link in found)


def test_an_unchanged_session_never_doubles(tmp_path: Path) -> None:
    first = guids(StandIn(), tmp_path)
    later = StandIn(published=1_800_000_000, program="2")
    assert guids(later, tmp_path) == first


def test_an_edited_one_is_a_new_episode(tmp_path: Path) -> None:
    assert guids(StandIn(), tmp_path) != guids(StandIn(text="edited"), tmp_path)


def test_it_stays_as_old_as_it_was_when_others_are_edited(tmp_path: Path) -> None:
    before = fetched(StandIn(published=1_600_000_000), tmp_path).content
    assert fetched(StandIn(published=1_700_000_000), tmp_path).content == before


def test_each_choice_has_its_feed(tmp_path: Path) -> None:
    served = StandIn()
    easy = fetched(served, tmp_path, "?level=easy&talk=brief")
    assert [*served.composed] == [Choice("back-care", "easy", "brief")]
    assert f"{BASE}feed.xml?level=easy&amp;talk=brief" in easy.text
    assert guids(StandIn(), tmp_path, "?level=easy") != guids(StandIn(), tmp_path)
    assert guids(StandIn(), tmp_path, "?level=normal") == guids(StandIn(), tmp_path)


def test_an_unchanged_feed_is_not_sent_again(tmp_path: Path) -> None:
    tag = fetched(StandIn(), tmp_path).headers["etag"]
    again = fetched(StandIn(), tmp_path, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_length_is_true_where_only_the_making_shows_it(tmp_path: Path) -> None:
    (item,) = items(StandIn(is_sized=False, size=54_321), tmp_path)
    sound = item.find("enclosure")
    assert sound is not None
    assert sound.attrib["length"] == "54321"


def test_audiobookshelf_sets_what_apple_asks_for(tmp_path: Path) -> None:
    root = ET.fromstring(fetched(StandIn(), tmp_path).content)
    channel = root.find("channel")
    assert channel is not None
    assert {each.tag.removeprefix(ITUNES) for each in channel if each.tag.startswith(ITUNES)} == {
        "author", "type", "image", "explicit", "summary", "owner", "block", "category",
    }  # fmt: skip
    item = channel.find("item")
    assert item is not None
    assert {each.tag.removeprefix(ITUNES) for each in item if each.tag.startswith(ITUNES)} == {
        "author", "summary", "explicit", "duration", "episodeType", "block", "image",
    }  # fmt: skip
    assert channel.findtext(f"{ITUNES}block") == "Yes"


def episode(title: str = "Row", *starts: int) -> Episode:
    made = Made(StandIn(), Choice("back-care"), "text").episode
    own = tuple(Chapter(title, start) for start in (0, *starts))
    return Episode(**{**vars(made), "title": title, "about": title, "chapters": own})


def test_chapters_are_in_whole_seconds_and_never_late() -> None:
    assert chapters(episode("Row", 999, 1000, 94_999)) == {
        "version": "1.2.0",
        "title": "Row",
        "chapters": [{"startTime": at, "title": "Row"} for at in (0, 0, 1, 94)],
    }


@given(st.text())
@pytest.mark.filterwarnings("ignore")
def test_any_title_makes_a_feed_that_can_be_read(title: str) -> None:
    feed = Feed(BASE, {}, "Audiocoach", "en")
    clean = title.encode(errors="replace").decode()
    assert not feedparser.parse(rss(feed, [Item(episode(clean), SIZE)])).bozo
