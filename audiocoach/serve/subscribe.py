"""How each podcast app subscribes to a feed on the local network, and which ones can't."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Subscription:
    """One way to subscribe."""

    app: str
    """The app, or what the link is."""
    link: str
    """What to open: a link of the app's own scheme, or the feed's address."""
    works: bool
    """Whether it takes a feed on the local network: those that fetch with servers between don't."""
    note: str = ""
    """What there is to know, in plain English; may be empty."""


CANT = ("Overcast", "Pocket Casts", "Castro", "Spotify", "YouTube Music")
"""Apps whose servers fetch every feed: they can't reach an address on the local network."""


def subscriptions(feed: str) -> Sequence[Subscription]:
    """Return how to subscribe to the feed at the address `feed`, which begins with `http://`."""
    bare = feed.removeprefix("http://")
    return (
        Subscription("AntennaPod", f"antennapod-subscribe://{bare}", works=True),
        Subscription("Apple Podcasts", f"podcast://{bare}", works=True),
        Subscription("pcast:", f"pcast://{bare}", works=True),
        Subscription("feed:", f"feed://{bare}", works=True),
        Subscription("itpc:", f"itpc://{bare}", works=True),
        Subscription("RSS", feed, works=True),
    )
