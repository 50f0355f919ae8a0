"""Pieces of HTML that pages are made of: the display, its buttons, the places to go to.

Without JavaScript only what works so is there; scripts bring out the rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from audiocoach.units import clock
from audiocoach.webpage.session_json import Mark

Words = Mapping[str, str]
"""The words of the pages in one language."""

_ICONS = {
    "play": "M8 5v14l11-7z",
    "pause": "M6 5h4v14H6zm8 0h4v14h-4z",
    "previous": "M6 6h2v12H6zm3.5 6 8.5 6V6z",
    "next": "M16 6h2v12h-2zM6 18l8.5-6L6 6z",
}
"""The shapes on buttons, as paths on a square of 24."""


_SHOWN, _HIDDEN = ' class="when-playing"', ' class="when-paused" hidden'
_PAUSED, _PLAYING = ' class="when-paused"', ' class="when-playing" hidden'
"""Which sign stands on the button that plays and pauses, of a remote and of a page."""


def icon(name: str, more: str = "") -> str:
    """Draw the sign on a button, which has its name beside it."""
    return f'<svg viewBox="0 0 24 24" aria-hidden="true"{more}><path d="{_ICONS[name]}"/></svg>'


def display() -> str:
    """Draw the empty display: the exercise, a dial with the seconds left, and what comes next."""
    return (
        '<div class="now" data-kind="outside" hidden>'
        '<p class="which"></p><p class="title" dir="auto"></p>'
        '<div class="picture" aria-hidden="true" hidden></div><div class="dial">'
        '<svg viewBox="0 0 100 100" aria-hidden="true">'
        '<circle cx="50" cy="50" r="46"/>'
        '<circle class="part" cx="50" cy="50" r="46" pathLength="1"/></svg>'
        '<div class="face"><p class="doing" dir="auto"></p><p class="left" role="timer"></p>'
        '<p class="count" dir="auto"></p></div></div><p class="next" dir="auto"></p></div>'
    )


def button(does: str, words: Words) -> str:
    """Draw a button that says what it does."""
    text = escape(words[does])
    return f'<button type="button" class="button" data-do="{does}">{text}</button>'


def _key(does: str, words: Words) -> str:
    label = escape(words[does])
    return (
        f'<button type="button" data-do="{does}" aria-label="{label}" title="{label}">'
        f"{icon(does)}</button>"
    )


def keys(words: Words, others: str) -> str:
    """Draw the large buttons below the display, and the `others` below them."""
    play, pause = escape(words["play"]), escape(words["pause"])
    main = (
        f'<button type="button" class="main" data-do="play" aria-label="{play}"'
        f' data-play="{play}" data-pause="{pause}">'
        f"{icon('play', _PAUSED)}{icon('pause', _PLAYING)}</button>"
    )
    return (
        f'<div class="keys" hidden>{_key("previous", words)}{main}{_key("next", words)}</div>'
        f'<div class="keys small" hidden>{others}</div>'
    )


def press_main(base: str, words: Words) -> str:
    """Draw the large buttons of a remote: back, pause, on."""
    play, pause = escape(words["play"]), escape(words["pause"])
    attributes = f' class="main" data-key="pause" data-play="{play}" data-pause="{pause}"'
    main = _form(base, "pause", pause, icon("play", _HIDDEN) + icon("pause", _SHOWN), attributes)
    ends = [_form(base, name, escape(words[name]), icon(name)) for name in ("previous", "next")]
    return f'<div class="keys">{ends[0]}{main}{ends[1]}</div>'


def press_row(base: str, words: Words, names: Mapping[str, str]) -> str:
    """Draw a row of buttons of a remote: each key with its word."""
    forms = "".join(_form(base, key, "", escape(words[word])) for key, word in names.items())
    return f'<div class="keys wide">{forms}</div>'


def _form(base: str, key: str, label: str, inside: str, more: str = "") -> str:
    named = f' aria-label="{label}" title="{label}"' if label else ""
    return (
        f'<form method="post" action="{escape(base)}remote/press/{key}">'
        f"<button{named}{more}>{inside}</button></form>"
    )


def ticks(words: Words) -> str:
    """Draw the boxes that choose how tones are seen and felt."""
    boxes = "".join(
        f'<label hidden><input type="checkbox" name="{name}"> {escape(words[name])}</label>'
        for name in ("flash", "vibrate")
    )
    return f'<div class="ticks">{boxes}</div>'


def chapters(marks: Sequence[Mark], link: Callable[[int], str] | None = None) -> str:
    """Draw where one can go to: links where there is a `link` to a millisecond, else buttons."""
    entries = "".join(_chapter(mark, link) for mark in marks)
    return f'<ol class="chapters"{"" if link else " hidden"}>{entries}</ol>'


def _chapter(mark: Mark, link: Callable[[int], str] | None) -> str:
    text = f'<time>{clock(mark.start_ms)}</time><span dir="auto">{escape(mark.title)}</span>'
    at = f'data-at="{mark.start_ms}"'
    if link is None:
        return f'<li><button type="button" {at}>{text}</button></li>'
    return f'<li><a href="{escape(link(mark.start_ms))}" {at}>{text}</a></li>'


def data(name: str, values: Any) -> str:
    """Write JSON `values` into the page, for its scripts: nothing in them ends the element."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    safe = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'<script type="application/json" id="{name}">{safe}</script>'


VEIL = '<div id="flash" aria-hidden="true"></div>'
"""What lies over the page, and flashes."""
