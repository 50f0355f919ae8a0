"""The podcast feed: RSS 2.0, as AntennaPod, Apple Podcasts and gPodder read it.

Sixty lines on the standard library's XML: feedgen needs lxml built from source, and podgen is
no longer maintained. feedparser and podcastparser read it in the tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.utils import formatdate
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from audiocoach.serve.served import Episode

MEDIA = "application/rss+xml; charset=utf-8"
"""The feed's media type: Android offers AntennaPod for any answer of it."""

_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_PODCAST = "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
"""The older of its two names: AntennaPod knows both, gPodder this one."""
_ATOM = "http://www.w3.org/2005/Atom"
for _prefix, _uri in (("itunes", _ITUNES), ("podcast", _PODCAST), ("atom", _ATOM)):
    ET.register_namespace(_prefix, _uri)

AUTHOR = "Audiocoach"
"""Author of the feed, as of every file."""
_EMAIL = "noreply@audiocoach.invalid"
"""Apple asks for an address; this domain can have none (RFC 2606)."""

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 can't hold, not even escaped."""


@dataclass(frozen=True)
class Feed:
    """What the feed is of."""

    base: str
    """Address of the page, with its secret and a slash at its end: `http://HOST/TOKEN/`."""
    query: dict[str, str]
    """What was chosen for all of its sessions."""
    title: str
    """Its title."""
    language: str
    """BCP 47 tag of its texts."""

    @property
    def address(self) -> str:
        """The feed's own address."""
        query = urlencode(self.query)
        return f"{self.base}feed.xml" + (f"?{query}" if query else "")


@dataclass(frozen=True)
class Item:
    """A session in the feed."""

    episode: Episode
    """The session."""
    mp3_bytes: int
    """Size of its MP3."""


def rss(feed: Feed, items: Sequence[Item]) -> bytes:
    """Write the feed of `items`."""
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    newest = max((each.episode.published for each in items), default=0)
    _texts(
        channel,
        ("title", feed.title),
        ("link", feed.base),
        ("description", feed.title),
        ("language", feed.language),
        ("lastBuildDate", formatdate(newest, usegmt=True)),
        (f"{{{_ITUNES}}}author", AUTHOR),
        (f"{{{_ITUNES}}}type", "episodic"),
        (f"{{{_ITUNES}}}explicit", "false"),
        (f"{{{_ITUNES}}}summary", feed.title),
        (f"{{{_ITUNES}}}block", "Yes"),
    )
    ET.SubElement(channel, f"{{{_ATOM}}}link", rel="self", href=feed.address, type=MEDIA)
    owner = ET.SubElement(channel, f"{{{_ITUNES}}}owner")
    _texts(owner, (f"{{{_ITUNES}}}name", AUTHOR), (f"{{{_ITUNES}}}email", _EMAIL))
    category = ET.SubElement(channel, f"{{{_ITUNES}}}category", text="Health & Fitness")
    ET.SubElement(category, f"{{{_ITUNES}}}category", text="Fitness")
    if items:
        _image(channel, feed, items[0].episode)
    for each in items:
        _item(ET.SubElement(channel, "item"), feed, each)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _item(element: ET.Element, feed: Feed, item: Item) -> None:
    episode = item.episode
    folder = f"{feed.base}e/{episode.digest}"
    about = "\n".join(_lines(episode))
    _texts(
        element,
        ("title", episode.title),
        ("description", about),
        ("pubDate", formatdate(episode.published, usegmt=True)),
        ("link", f"{folder}/sheet"),
        (f"{{{_ITUNES}}}author", AUTHOR),
        (f"{{{_ITUNES}}}summary", about),
        (f"{{{_ITUNES}}}explicit", "false"),
        (f"{{{_ITUNES}}}duration", str(round(episode.length_ms / 1000))),
        (f"{{{_ITUNES}}}episodeType", "full"),
        (f"{{{_ITUNES}}}block", "Yes"),
    )
    ET.SubElement(element, "guid", isPermaLink="false").text = episode.digest
    ET.SubElement(
        element,
        "enclosure",
        url=f"{folder}/session.mp3",
        length=str(item.mp3_bytes),
        type="audio/mpeg",
    )
    ET.SubElement(
        element,
        f"{{{_PODCAST}}}chapters",
        url=f"{folder}/chapters.json",
        type="application/json+chapters",
    )
    ET.SubElement(element, f"{{{_ITUNES}}}image", href=f"{folder}/cover.jpg")


def _image(channel: ET.Element, feed: Feed, episode: Episode) -> None:
    cover = f"{feed.base}e/{episode.digest}/cover.jpg"
    ET.SubElement(channel, f"{{{_ITUNES}}}image", href=cover)
    image = ET.SubElement(channel, "image")
    _texts(image, ("url", cover), ("title", feed.title), ("link", feed.base))


def _lines(episode: Episode) -> Iterable[str]:
    """Return what an app shows: what it is about, and when each chapter begins."""
    if episode.about:
        yield episode.about
    for each in episode.chapters:
        seconds = each.start_ms // 1000
        yield f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02} {each.title}"


def _texts(parent: ET.Element, *texts: tuple[str, str]) -> None:
    for name, text in texts:
        ET.SubElement(parent, name).text = _NO_XML.sub("\ufffd", text)


def chapters(episode: Episode) -> dict[str, object]:
    """Return the chapters as the podcast namespace has them (jsonChapters.md, 1.2.0).

    In whole seconds, rounded down: AntennaPod reads no others, and merges them with those of
    the file, which has milliseconds.
    """
    return {
        "version": "1.2.0",
        "title": episode.title,
        "chapters": [
            {"startTime": each.start_ms // 1000, "title": each.title} for each in episode.chapters
        ],
    }
