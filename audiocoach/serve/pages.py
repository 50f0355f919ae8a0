"""The pages, as HTML that works without JavaScript and loads nothing from anywhere else.

Downloads come first and playing second: over plain HTTP no browser keeps a page for later, so a
session is best taken along as a file, or by a podcast app.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote, urlencode

from audiocoach.coach.phrases import Phrases, load_phrases
from audiocoach.routine.choices import LEVELS, TALKS
from audiocoach.serve.served import Choice, Episode, Offer
from audiocoach.serve.subscribe import Subscription
from audiocoach.serve.subscribe_section import subscribe_section
from audiocoach.units import clock
from audiocoach.webpage import assets, parts
from audiocoach.webpage.parts import Words
from audiocoach.webpage.pictures import picture_style
from audiocoach.webpage.words import words

DOWNLOADS = {"session.mp3": "mp3", "session.m4b": "m4b", "tracks.zip": "zip"}
"""What can be downloaded of a session, with the words for it."""

_PICTURES = f"<style>{picture_style()}</style>"
"""How drawings are coloured."""


@dataclass(frozen=True)
class Home:
    """What the first page shows."""

    base: str
    """Path of the page with its token, such as `/TOKEN/`: every link begins with it."""
    offers: Sequence[Offer]
    """What is offered, in order; at least one."""
    feed: str
    """Address of the feed."""
    subscriptions: Sequence[Subscription]
    """Ways to subscribe to it, one for each podcast app."""
    known: Mapping[str, Episode] = field(default_factory=dict)
    """Sessions that have been composed already, by their offer's name: they have a cover."""
    has_remote: bool = False
    """Whether a session is played on the computer, to be controlled from here."""


@dataclass(frozen=True)
class Far:
    """How far a session has come that is being made."""

    done: float
    """How much is done, from 0 to 1."""
    spoken: int = 0
    """How many of its lines have been spoken."""
    lines: int = 0
    """How many are to be, as far as is known; 0 before the first."""


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
    far: Far
    """How far it has come."""
    fault: str = ""
    """Why it can't be made; nothing where it can."""


def home(shown: Home) -> str:
    """Return the first page: every routine, and how to subscribe."""
    language = shown.offers[0].language
    said = words(language)
    cards = "".join(_card(shown, each) for each in shown.offers)
    remote = f'<a class="button" href="{escape(shown.base)}remote">{escape(said["remote"])}</a>'
    subscribed = subscribe_section(shown.feed, shown.subscriptions, said)
    body = (
        f"<h1>{escape(said['sessions'])}</h1>{f'<p>{remote}</p>' if shown.has_remote else ''}"
        f'<ul class="cards">{cards}</ul>{subscribed}'
    )
    return page(shown.base, language, "Audiocoach", f"<main>{body}</main>")


def session(shown: View) -> str:
    """Return the page of one session, or of one that is being made."""
    offer, phrases = shown.offer, load_phrases(shown.offer.language)
    said = words(offer.language)
    head, more = _head(shown, said), _more(shown, phrases) + _choices(shown, phrases, said)
    if shown.fault:
        fault = f"{escape(said['failed'])} {escape(shown.fault)}"
        body = f'{head}<p role="alert">{fault}</p>{more}'
        return page(shown.base, offer.language, offer.title, f"<main>{body}</main>")
    if shown.episode is None:
        again = '<noscript><meta http-equiv="refresh" content="2"></noscript>'
        body = f"<main>{head}{_making(shown, said)}{more}</main>"
        return page(shown.base, offer.language, offer.title, body, ("making.js",), again)
    body = (
        f"<main>{head}{more}{_files(shown.base, shown.episode, said)}</main>"
        f"{_player(shown.base, shown.episode, said)}{parts.VEIL}"
    )
    scripts = ("coach.js", "player.js", "making.js")
    return page(shown.base, offer.language, offer.title, body, scripts, _PICTURES)


def remote(base: str, title: str, language: str) -> str:
    """Return the page that shows the player on the computer, and controls it.

    Its buttons are forms, so that they work without scripts too.
    """
    said, label = words(language), escape(title)
    script = {name: escape(said[name]) for name in ("lost", "over")}
    rows = (
        parts.press_main(base, said),
        parts.press_row(base, said, {"restart": "again", "how_long": "how_long"}),
        parts.press_row(base, said, {"softer": "softer", "louder": "louder"}),
    )
    sizes = "".join(parts.button(name, said) for name in ("large", "close"))
    body = (
        f'<nav class="back"><a href="{escape(base)}">← {escape(said["back"])}</a></nav>'
        f'<main><h1 dir="auto">{label}</h1><p>{escape(said["remote_help"])}</p>'
        f'<section id="coach" class="coach remote" aria-label="{escape(said["remote"])}"'
        f' data-base="{escape(base)}" data-lost="{script["lost"]}" data-over="{script["over"]}">'
        f'{parts.display()}<p class="said" role="status" dir="auto"></p>{"".join(rows)}'
        f'<p class="volume said" role="status"></p><div class="keys small" hidden>{sizes}</div>'
        f"{parts.ticks(said)}</section></main>{parts.VEIL}"
    )
    return page(base, language, title, body, ("coach.js", "remote.js"), _PICTURES)


def address(base: str, choice: Choice) -> str:
    """Return the path of a session's page, with what is chosen."""
    query = urlencode(choice.query())
    return f"{base}s/{quote(choice.name, safe='')}" + (f"?{query}" if query else "")


def page(
    base: str, language: str, title: str, body: str, scripts: Sequence[str] = (), head: str = ""
) -> str:
    """Return a page with `body`, in the styles of all of them, and with `scripts` of ours."""
    styles = "".join(
        f'<link rel="stylesheet" href="{_asset(base, name)}">' for name in ("coach.css", "page.css")
    )
    code = "".join(f'<script src="{_asset(base, name)}" defer></script>' for name in scripts)
    return f"""<!DOCTYPE html>
<html lang="{escape(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="format-detection" content="telephone=no">
<title>{escape(title)}</title>
<link rel="icon" href="data:,">
{styles}{code}{head}
</head>
<body>
{body}
</body>
</html>
"""


def _asset(base: str, name: str) -> str:
    """Return the address of a file of ours; another version has another, so it may be kept."""
    return f"{escape(base)}a/{name}?{assets.version(name)}"


def _card(shown: Home, offer: Offer) -> str:
    phrases, episode = load_phrases(offer.language), shown.known.get(offer.name)
    link = escape(address(shown.base, Choice(offer.name)))
    length = clock(episode.length_ms) if episode else _length(offer)
    lines = "".join(f'<p class="soft">{escape(line)}</p>' for line in _facts(offer, phrases))
    levels = _chips(
        (
            (False, address(shown.base, Choice(offer.name, level)), name)
            for level, name in _levels(phrases)
        )
    )
    return (
        f'<li class="card" lang="{escape(offer.language)}">{_cover(shown.base, episode)}<div>'
        f'<h2 dir="auto"><a href="{link}">{escape(offer.title)}</a></h2>'
        f'<p><time>{length}</time></p></div><div class="wide">{lines}</div>'
        f'<div class="wide">{_choice(phrases.say("title_level"), levels)}</div></li>'
    )


def _cover(base: str, episode: Episode | None) -> str:
    """Draw the cover, beside a title that says the same; before it is made, a dial."""
    if episode:
        source = f"{escape(base)}e/{episode.digest}/cover.jpg"
        return f'<img class="cover" src="{source}" alt="" width="300" height="300" loading="lazy">'
    return (
        '<svg class="cover" viewBox="0 0 100 100" aria-hidden="true" fill="none" stroke-width="9">'
        '<circle cx="50" cy="50" r="33" stroke="#384e66"/>'
        '<path d="M50 17a33 33 0 0 1 31 44" stroke="#3f88c5"/>'
        '<path d="M45 83a33 33 0 0 1-25-21" stroke="#f4a259"/></svg>'
    )


def _length(offer: Offer) -> str:
    return f"{'~' if offer.is_guess else ''}{clock(offer.length_ms)}"


def _facts(offer: Offer, phrases: Phrases) -> Iterable[str]:
    """Return the exercises and what is needed, a line each."""
    count = phrases.counted("title_exercises", len(offer.exercises))
    exercises = " · ".join(offer.exercises)
    yield phrases.say("title_labelled", label=count, text=exercises) if exercises else count
    if offer.needs:
        label, things = phrases.say("title_needed"), " · ".join(offer.needs)
        yield phrases.say("title_labelled", label=label, text=things)


def _head(shown: View, said: Words) -> str:
    offer, episode = shown.offer, shown.episode
    length = clock(episode.length_ms) if episode else _length(offer)
    return (
        f'<nav class="back"><a href="{escape(shown.base)}">← {escape(said["back"])}</a></nav>'
        f'<div class="head">{_cover(shown.base, episode)}'
        f'<div><h1 dir="auto">{escape(offer.title)}</h1><time>{length}</time></div></div>'
    )


def _more(shown: View, phrases: Phrases) -> str:
    """Say what it is about, its exercises, and what is needed."""
    lines = [shown.offer.about, *_facts(shown.offer, phrases)]
    return "".join(f'<p dir="auto">{escape(line)}</p>' for line in lines if line)


def _levels(phrases: Phrases) -> Iterable[tuple[str, str]]:
    return ((level, phrases.say(f"title_level_{level}")) for level in LEVELS)


def _choices(shown: View, phrases: Phrases, said: Words) -> str:
    """Offer every level and amount of talk as a link, and the voices in a list."""
    offer, choice = shown.offer, shown.choice
    now = (choice.level or offer.level, choice.talk or offer.talk)
    levels = _chips(
        (level == now[0], _chosen(shown, level=level), name) for level, name in _levels(phrases)
    )
    talks = _chips(
        (talk == now[1], _chosen(shown, talk=talk), said[f"talk_{talk}"]) for talk in TALKS
    )
    return (
        _choice(phrases.say("title_level"), levels)
        + _choice(said["talk"], talks)
        + _voices(shown, said)
    )


def _choice(label: str, chips: str) -> str:
    return f'<nav class="choice" aria-label="{escape(label)}"><p>{escape(label)}</p>{chips}</nav>'


def _chosen(shown: View, *, level: str | None = None, talk: str | None = None) -> str:
    choice = shown.choice
    other = Choice(choice.name, level or choice.level, talk or choice.talk, choice.voice)
    return address(shown.base, other)


def _chips(links: Iterable[tuple[bool, str, str]]) -> str:
    """Draw links of which one is the current; each is that, its address and its name."""
    entries = "".join(
        f'<li><a href="{escape(link)}"{_CURRENT if is_current else ""}>{escape(name)}</a></li>'
        for is_current, link, name in links
    )
    return f'<ul class="chips">{entries}</ul>'


_CURRENT = ' aria-current="true"'


def _voices(shown: View, said: Words) -> str:
    offer, choice = shown.offer, shown.choice
    if len(offer.voices) < 2:  # noqa: PLR2004 - nothing to choose from
        return ""
    current = choice.voice or offer.voices[0]
    options = "".join(
        f"<option{' selected' if voice == current else ''}>{escape(voice)}</option>"
        for voice in offer.voices
    )
    kept = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in choice.query().items()
        if name != "voice"
    )
    action = escape(address(shown.base, Choice(choice.name)))
    return (
        f'<form class="choice" action="{action}"><label>{escape(said["voice"])}'
        f'<select name="voice">{options}</select></label>{kept}'
        f'<button class="button">{escape(said["show"])}</button></form>'
    )


def _making(shown: View, said: Words) -> str:
    """Show how far a session has come that is being made."""
    path, mark, query = address(shown.base, shown.choice).partition("?")
    events, live = (escape(f"{path}/{name}{mark}{query}") for name in ("events", "live.mp3"))
    label, far = escape(said["making"]), shown.far
    lines = said["spoken"].format(done=far.spoken, total=far.lines) if far.lines else ""
    return (
        f'<section aria-label="{label}"><p role="status"><b>{label} …</b> '
        f"{escape(said['made_once'])}</p>"
        f'<progress id="making" max="1" value="{far.done:.2f}" aria-label="{label}"'
        f' data-events="{events}" data-spoken="{escape(said["spoken"])}"'
        f' data-failed="{escape(said["failed"])}"></progress>'
        f'<p id="spoken" class="soft">{escape(lines)}</p>'
        f'<div id="early" class="coach" hidden><p role="status"></p>'
        f'<audio id="live" controls preload="none" src="{live}"'
        f' aria-label="{escape(said["listen"])}" data-says="{escape(said["early"])}"></audio></div>'
        "</section>"
    )


def _files(base: str, episode: Episode, said: Words) -> str:
    folder = f"{escape(base)}e/{episode.digest}"
    links = "".join(
        f'<li><a class="button{"" if number else " first"}" href="{folder}/{name}" download'
        f"{_awaited(folder, name, episode)}><b>{kind.upper()}</b>"
        f"<span>{escape(said[kind])}</span></a></li>"
        for number, (name, kind) in enumerate(DOWNLOADS.items())
    )
    said_of = f'data-preparing="{escape(said["preparing"])}" data-failed="{escape(said["failed"])}"'
    return (
        f'<h2>{escape(said["download"])}</h2><ul class="files" {said_of}>{links}</ul>'
        f'<p class="back"><a href="{folder}/sheet">{escape(said["sheet"])}</a></p>'
    )


def _awaited(folder: str, name: str, episode: Episode) -> str:
    """Say where it is shown how far a file comes that can't be sent while it is made."""
    is_sent_at_once = name == "session.mp3" and episode.mp3_bytes is not None
    return "" if is_sent_at_once else f' data-events="{folder}/{name}/events"'


def _player(base: str, episode: Episode, said: Words) -> str:
    folder = f"{escape(base)}e/{episode.digest}"
    sound, label = f"{folder}/session.mp3", escape(said["listen"])
    others = "".join(parts.button(name, said) for name in ("again", "large", "close"))
    link: Callable[[int], str] = lambda ms: f"{sound}#t={ms / 1000:g}"  # noqa: E731 - in one line
    return (
        f'<section id="coach" class="coach" aria-label="{label}"><h2>{label}</h2>{parts.display()}'
        f'<audio id="sound" controls preload="none" src="{sound}" aria-label="{label}"'
        f' data-timeline="{folder}/timeline.json" data-cover="{folder}/cover.jpg"></audio>'
        f"{parts.keys(said, others)}{parts.ticks(said)}<h2>{escape(said['exercises'])}</h2>"
        f"{parts.chapters(episode.chapters, link)}</section>"
    )
