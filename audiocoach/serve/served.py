"""What is served, as plain values, and who makes it.

This room knows neither routine files nor voices: the library does, and comes in as a `Served`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from audiocoach.routine.choices import LEVELS, TALKS

Kind = Literal[
    "session.mp3",
    "session.m4b",
    "tracks.zip",
    "cover.jpg",
    "chapters.json",
    "sheet",
    "timeline.json",
]
"""What there is of each session, as the last part of its address."""

KINDS: Mapping[Kind, str] = {
    "session.mp3": "audio/mpeg",
    "session.m4b": "audio/mp4",
    "tracks.zip": "application/zip",
    "cover.jpg": "image/jpeg",
    "chapters.json": "application/json+chapters",
    "sheet": "text/html; charset=utf-8",
    "timeline.json": "application/json",
}
"""The media type of each."""

Progress = Callable[[float], None]
"""Takes how much is done, from 0 to 1. May be called in any thread."""

Spoken = Callable[[int, int], None]
"""Takes how many lines have been spoken, and how many are to be as far as is known by then. May
be called in any thread."""


@dataclass(frozen=True)
class Beginning:
    """How a session's MP3 begins, known while the rest of it is yet to be spoken."""

    head: bytes
    """Its first frame, which says nothing of the length; as many bytes as that of the file."""
    frames: bytes
    """The file's frames after its first, as far as they are certain."""


Begun = Callable[[Beginning], None]
"""Takes how the MP3 begins, as far as that is known: more each time. May be called in any
thread."""


@dataclass(frozen=True)
class Choice:
    """A session as a phone asks for it. What isn't chosen is as the server was started."""

    name: str
    """A routine's name, one of those offered, such as `back-care` or `back-care-de`."""
    level: str | None = None
    """How much work: one of `LEVELS`."""
    talk: str | None = None
    """How much is said: one of `TALKS`."""
    voice: str | None = None
    """Who speaks: one of the offer's voices."""

    def query(self) -> dict[str, str]:
        """Return what is chosen, as the query of an address."""
        chosen = {"level": self.level, "talk": self.talk, "voice": self.voice}
        return {name: value for name, value in chosen.items() if value is not None}


@dataclass(frozen=True)
class Offer:
    """A routine that is offered, as far as is known before it is composed."""

    name: str
    """What it is asked for by."""
    title: str
    """Its title."""
    language: str
    """BCP 47 tag of its texts."""
    length_ms: int
    """How long it lasts as the server was started, in milliseconds."""
    is_guess: bool
    """Whether that is estimated."""
    about: str
    """What it is about; may be empty."""
    exercises: tuple[str, ...]
    """Titles of its exercises, in order."""
    needs: tuple[str, ...]
    """What has to be at hand, in its language."""
    voices: tuple[str, ...]
    """Who may be asked to speak it, the usual one first."""
    level: str
    """Its level where none is chosen."""
    talk: str
    """How much is said where nothing is chosen."""

    def plain(self, choice: Choice) -> Choice:
        """Return `choice` without what is as it would be anyway: one address for one session."""
        return Choice(
            choice.name,
            None if choice.level == self.level else choice.level,
            None if choice.talk == self.talk else choice.talk,
            None if choice.voice == self.voices[0] else choice.voice,
        )

    def takes(self, choice: Choice) -> bool:
        """Whether `choice` is one of this offer's."""
        return (
            choice.name == self.name
            and choice.level in (None, *LEVELS)
            and choice.talk in (None, *TALKS)
            and choice.voice in (None, *self.voices)
        )


@dataclass(frozen=True)
class Chapter:
    """A stretch of a session that a player can skip to."""

    title: str
    """The exercise's title; of the opening: the session's."""
    start_ms: int
    """First millisecond."""


@dataclass(frozen=True)
class Episode:
    """A composed session, as the feed and the page describe it."""

    digest: str
    """32 hexadecimal digits: the same as long as the same is heard."""
    choice: Choice
    """What it was asked for by."""
    title: str
    """Its title."""
    language: str
    """BCP 47 tag of what is spoken."""
    voice: str
    """Who speaks."""
    level: str
    """How much work it is."""
    talk: str
    """How much is said."""
    about: str
    """What it is about; may be empty."""
    length_ms: int
    """How long it lasts, in milliseconds."""
    chapters: tuple[Chapter, ...]
    """At least one, in order, the first at 0."""
    published: int
    """When it first was as it is, in seconds since 1970; never later than now."""
    mp3_bytes: int | None
    """Size of its MP3; None where only the making shows it, as with music."""


class Made(Protocol):
    """A composed session that can be written."""

    @property
    def episode(self) -> Episode:
        """What describes it."""

    @property
    def stamp(self) -> str:
        """What decides the bytes of its files besides what is heard, as a digest."""

    def write(self, kind: Kind, path: Path, progress: Progress) -> None:
        """Write the file of `kind` at `path`, where none is yet; an MP3 from its head on."""


class Served(Protocol):
    """A routine file that is served. Every method may be called in several threads."""

    @property
    def program(self) -> str:
        """What names the program as it is installed: files made by another are made again."""

    def version(self) -> str:
        """Return what names the routine file as it is now; costs next to nothing."""

    def offers(self) -> Sequence[Offer]:
        """Return what is offered, as the routine file is now; CoachError where it has a fault."""

    def compose(self, choice: Choice, spoken: Spoken, begun: Begun) -> Made:
        """Compose what was chosen of an offer, with every text spoken. Raises CoachError."""
