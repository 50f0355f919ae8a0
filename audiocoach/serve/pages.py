"""The pages, as HTML that works without JavaScript and loads nothing from anywhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, urlencode

from audiocoach.coach.phrases import Phrases, load_phrases
from audiocoach.routine.choices import LEVELS
from audiocoach.serve.served import Choice, Episode, Offer
from audiocoach.serve.subscribe import Subscription
from audiocoach.units import clock

DOWNLOADS = {"session.mp3": "MP3", "session.m4b": "M4B", "tracks.zip": "ZIP"}
"""What can be downloaded of a session, with its name."""


@dataclass(frozen=True)
class Home:
    """What the first page shows."""

    base: str
    """Path of the page with its token, such as `/TOKEN/`: every link begins with it."""
    offers: Sequence[Offer]
    """What is offered, in order; at least one."""
    subscriptions: Sequence[Subscription]
    """Ways to subscribe to the feed, one for each podcast app."""


@dataclass(frozen=True)
class View:
    """What the page of one session shows."""

    base: str
    """Path of the first page, with its token."""
    offer: Offer
    """The routine."""
    choice: Choice
    """What was chosen of it."""
    episode: Episode | None
    """The composed session; None while it is being made."""
    progress: float
    """How far it has come, from 0 to 1; 1 where it is there."""
    fault: str = ""
    """Why it can't be made; nothing where it can."""


def home(shown: Home) -> str:
    """Return the first page: every routine, and how to subscribe."""
    first = shown.offers[0]
    cards = "".join(f"<li>{_card(shown.base, each)}</li>" for each in shown.offers)
    ways = "".join(_subscription(each) for each in shown.subscriptions)
    return _page(first.language, "Audiocoach", f"<ul>{cards}</ul><h2>Podcast</h2><ul>{ways}</ul>")


def session(shown: View) -> str:
    """Return the page of one session, or of one that is being made."""
    offer, phrases = shown.offer, load_phrases(shown.offer.language)
    head = f'<p><a href="{escape(shown.base)}">Audiocoach</a></p><h1>{escape(offer.title)}</h1>'
    body = head + _levels(shown, phrases) + _facts(offer, phrases)
    if shown.fault:
        return _page(
            offer.language, offer.title, f'{body}<p role="alert">{escape(shown.fault)}</p>'
        )
    if shown.episode is None:
        bar = f'<p role="status"><progress max="1" value="{shown.progress:.2f}"></progress></p>'
        return _page(offer.language, offer.title, body + bar, refreshed=True)
    return _page(offer.language, offer.title, body + _files(shown.base, shown.episode))


def address(base: str, choice: Choice) -> str:
    """Return the path of a session's page, with what is chosen."""
    query = urlencode(choice.query())
    return f"{base}s/{quote(choice.name, safe='')}" + (f"?{query}" if query else "")


def _card(base: str, offer: Offer) -> str:
    link = escape(address(base, Choice(offer.name)))
    length = f"{'~' if offer.is_guess else ''}{clock(offer.length_ms)}"
    facts = _facts(offer, load_phrases(offer.language))
    return (
        f'<article lang="{escape(offer.language)}"><h2><a href="{link}">{escape(offer.title)}</a>'
        f" <small>{length}</small></h2>{facts}</article>"
    )


def _facts(offer: Offer, phrases: Phrases) -> str:
    label, things = phrases.say("title_needed"), ", ".join(offer.needs)
    lines = [
        offer.about,
        phrases.counted("title_exercises", len(offer.exercises)),
        phrases.say("title_labelled", label=label, text=things) if things else "",
    ]
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


def _levels(shown: View, phrases: Phrases) -> str:
    links = []
    for level in LEVELS:
        chosen = Choice(shown.offer.name, level, shown.choice.talk, shown.choice.voice)
        current = (
            ' aria-current="true"' if level == (shown.choice.level or shown.offer.level) else ""
        )
        name = escape(phrases.say(f"title_level_{level}"))
        links.append(f'<a href="{escape(address(shown.base, chosen))}"{current}>{name}</a>')
    return f"<nav>{' '.join(links)}</nav>"


def _files(base: str, episode: Episode) -> str:
    folder = f"{base}e/{episode.digest}"
    links = "".join(
        f'<li><a href="{folder}/{name}" download>{title}</a></li>'
        for name, title in DOWNLOADS.items()
    )
    chapters = "".join(_chapters(episode))
    return (
        f'<ul>{links}<li><a href="{folder}/sheet">HTML</a></li></ul>'
        f'<audio controls preload="none" src="{folder}/session.mp3"></audio><ol>{chapters}</ol>'
    )


def _chapters(episode: Episode) -> Iterable[str]:
    for each in episode.chapters:
        yield f"<li>{clock(each.start_ms)} {escape(each.title)}</li>"


def _subscription(each: Subscription) -> str:
    note = f" {escape(each.note)}" if each.note else ""
    return f'<li><a href="{escape(each.link)}">{escape(each.app)}</a>{note}</li>'


def _page(language: str, title: str, body: str, *, refreshed: bool = False) -> str:
    refresh = '<meta http-equiv="refresh" content="2">\n' if refreshed else ""
    return f"""<!DOCTYPE html>
<html lang="{escape(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{refresh}<title>{escape(title)}</title>
</head>
<body>
<main>{body}</main>
</body>
</html>
"""
