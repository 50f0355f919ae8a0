"""How each podcast app subscribes to a feed on the local network, and which ones can't."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Subscription:
    """An app that takes a feed on the local network."""

    app: str
    """Its name, or the names of several; empty for any other."""
    link: str
    """What to open: a link of the app's own scheme; empty where the address is added by hand."""
    note: str
    """What there is to know, as a key of the pages' words."""


CANT = ("Overcast", "Pocket Casts", "Castro", "Spotify", "YouTube Music")
"""Apps whose servers fetch every feed: they can't reach an address on the local network."""


def subscriptions(feed: str) -> Sequence[Subscription]:
    """Return how to subscribe to the feed at the address `feed`, which begins with `http://`.

    Each scheme is one that the app's own manifest lists; `pcast` is that of AntennaPod, Podcast
    Addict and many more, among which Android has the user choose.
    """
    bare = feed.removeprefix("http://")
    return (
        Subscription("AntennaPod", f"antennapod-subscribe://{bare}", "note_antennapod"),
        Subscription("Apple Podcasts", f"podcast://{bare}", "note_apple"),
        Subscription("gPodder, Kasts", "", "note_desktop"),
        Subscription("", f"pcast://{bare}", "note_other"),
    )
