"""A labelled line of the sheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from audiocoach.coach.phrases import Phrases
from audiocoach.export.metadata import tidy


@dataclass(frozen=True)
class Part:
    """One of the values in a row."""

    text: str
    """What it says, with its length if it has one: `Up 2 s`."""
    hold: bool = False
    """Whether one stays still."""
    breath: str = ""
    """How one breathes in it, in words: `Breathe out`; empty where nothing says so."""


@dataclass(frozen=True)
class Row:
    """A labelled line: the starting position, a rest, what is needed."""

    label: str
    """What the values are, such as `Rest between sets`."""
    parts: tuple[Part, ...]
    """At least one value."""


def titled_row(phrases: Phrases, name: str, texts: Iterable[str]) -> Iterable[Row]:
    """Return the row called `title_NAME`; none where there is nothing to put in it."""
    parts = tuple(Part(tidy(text)) for text in texts)
    if parts:
        yield Row(phrases.say(f"title_{name}"), parts)
