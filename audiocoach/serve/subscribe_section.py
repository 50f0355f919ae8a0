"""The part of the first page that brings sessions into a podcast app, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from audiocoach.serve.subscribe import CANT, Subscription
from audiocoach.webpage.parts import Words


def subscribe_section(feed: str, ways: Sequence[Subscription], said: Words) -> str:
    """Say which apps can subscribe to `feed` and which can't, and what to switch off there."""
    apps = "".join(_app(each, said) for each in ways)
    cannot = said["cannot"].format(apps=", ".join(CANT))
    return (
        f'<section id="subscribe"><h2>{escape(said["subscribe"])}</h2>'
        f"<p>{escape(said['subscribe_help'])}</p>"
        f'<p>{escape(said["can"])}</p><ul class="ways">{apps}</ul>'
        f"<p>{escape(said['by_hand'])}</p>"
        f'<p><a class="address" href="{escape(feed)}">{escape(feed)}</a></p>'
        f"<p>{escape(cannot)}</p><h3>{escape(said['skip_silence'])}</h3>"
        f"<p>{escape(said['skip_silence_help'])}</p>"
        f"<p>{escape(said['skip_silence_antennapod'])}</p></section>"
    )


def _app(way: Subscription, said: Words) -> str:
    """Draw the button of an app, or its name where there is none, and the note on it."""
    label = said["in_app"].format(app=way.app) if way.app else said["another_app"]
    button = f'<a class="button" href="{escape(way.link)}">{escape(label)}</a>'
    name = button if way.link else f"<b>{escape(way.app)}</b>"
    return f"<li>{name}<p>{escape(said[way.note])}</p></li>"
