"""A stand-in for the library: sessions whose files are bytes, made as slowly as a test says."""

from __future__ import annotations

import asyncio
import json
import random
import threading
from collections import Counter
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

import httpx
from starlette.types import ASGIApp

from audiocoach.errors import CoachError
from audiocoach.serve import served
from audiocoach.serve.app import app
from audiocoach.serve.file_store import Store

Value = TypeVar("Value")

TOKEN = "abcdefghijklmnopqrstuv"
HOST = "192.168.1.20:8000"
SIZE = 100_000

OFFER = served.Offer(
    name="back-care",
    title="Back care",
    language="en",
    length_ms=61_500,
    is_guess=False,
    about="For your back.",
    exercises=("Wall sit", "Row"),
    needs=("a free wall",),
    voices=("builtin", "pico"),
    level="normal",
    talk="full",
)


def sound(digest: str, size: int = SIZE) -> bytes:
    """Return the bytes of a session's MP3: any stretch of them is unlike all others."""
    return random.Random(digest).randbytes(size)


@dataclass
class StandIn:
    """Serves sessions at once, or when they are let go."""

    names: Sequence[str] = ("back-care",)
    text: str = "as it was"
    """What the routine file holds: another text, another session."""
    published: int = 1_700_000_000
    size: int = SIZE
    composing: threading.Event = field(default_factory=threading.Event)
    """Set when sessions may be composed."""
    writing: threading.Event = field(default_factory=threading.Event)
    """Set when files may be written to their end; before, half of each is."""
    composed: Counter[served.Choice] = field(default_factory=Counter)
    """How often each was composed."""
    written: Counter[served.Kind] = field(default_factory=Counter)
    """How often each kind was written."""
    fault: Exception | None = None
    """What composing raises."""
    beginning: served.Beginning | None = None
    """How its MP3 begins, where that is known early."""
    later: Sequence[served.Beginning] = ()
    """How it begins by what is known after `speaking` is set."""
    speaking: threading.Event = field(default_factory=threading.Event)
    """Set when more of it may be spoken."""
    is_sized: bool = True
    """Whether the size of an MP3 is known before it is made."""

    program: str = "1"

    def __post_init__(self) -> None:
        self.composing.set()
        self.writing.set()

    def version(self) -> str:
        return self.text

    def offers(self) -> Sequence[served.Offer]:
        return [replace(OFFER, name=name) for name in self.names]

    def compose(self, choice: served.Choice, spoken: served.Spoken, begun: served.Begun) -> Made:
        self.composed[choice] += 1
        spoken(4, 8)
        if self.beginning:
            begun(self.beginning)
        if self.later:
            assert self.speaking.wait(20)
        for each in self.later:
            begun(each)
        assert self.composing.wait(20)
        if self.fault:
            raise self.fault
        return Made(self, choice, self.text)

    def compose_digest(self) -> str:
        """Return the digest of the usual session."""
        return Made(self, served.Choice(self.names[0]), self.text).episode.digest


@dataclass
class Made:
    """One session of the stand-in."""

    server: StandIn
    choice: served.Choice
    text: str
    stamp: str = "0123456789abcdef"

    @property
    def episode(self) -> served.Episode:
        key = repr((self.choice, self.text)).encode()
        return served.Episode(
            digest=blake2b(key, digest_size=16).hexdigest(),
            choice=self.choice,
            title="Back care",
            language="en",
            voice=self.choice.voice or "builtin",
            level=self.choice.level or "normal",
            talk=self.choice.talk or "full",
            about="For your back.",
            length_ms=61_500,
            chapters=(
                served.Chapter("Back care", 0),
                served.Chapter("Wall sit", 9_400),
                served.Chapter("Row", 30_999),
            ),
            published=self.server.published,
            mp3_bytes=self.server.size if self.server.is_sized else None,
        )

    def write(self, kind: served.Kind, path: Path, progress: served.Progress) -> None:
        self.server.written[kind] += 1
        data = sound(self.episode.digest, self.server.size)
        with path.open("xb") as file:
            file.write(data[: len(data) // 2])
            file.flush()
            progress(0.5)
            assert self.server.writing.wait(20)
            if self.server.fault:
                raise self.server.fault
            file.write(data[len(data) // 2 :])


class Timed(Made):
    """A session with a timeline that a page can read."""

    def write(self, kind: served.Kind, path: Path, progress: served.Progress) -> None:
        if kind != "timeline.json":
            super().write(kind, path, progress)
            return
        step = {"start_ms": 0, "end_ms": 9, "kind": "hold", "doing": "Hold"}
        marks = [{"start_ms": each.start_ms, "title": each.title} for each in self.episode.chapters]
        shown = {"title": "Back", "length_ms": 9, "chapters": marks, "steps": [step], "tones": []}
        path.write_text(json.dumps(shown))


class Waiting(StandIn):
    """Composes what a page can show."""

    def compose(self, choice: served.Choice, spoken: served.Spoken, begun: served.Begun) -> Timed:
        made = super().compose(choice, spoken, begun)
        return Timed(made.server, made.choice, made.text)


def broken() -> CoachError:
    """Return a fault of the routine file."""
    return CoachError("routines.json: exercises.sit.sets: must be at least 1, not 0")


def serving(library: StandIn, folder: Path, **more: object) -> ASGIApp:
    """Return the application that serves a stand-in, with its store in `folder`."""
    own: dict[str, Any] = {"hosts": ("phone.local",), **more}
    return app(library, Store(folder / "served"), TOKEN, **own)


def client(application: ASGIApp, base: str = f"http://{HOST}") -> httpx.AsyncClient:
    """Return what asks `application`, in this process."""
    transport = httpx.ASGITransport(app=application, raise_app_exceptions=True)
    return httpx.AsyncClient(transport=transport, base_url=base)


def awaited(work: Coroutine[Any, Any, Value]) -> Value:
    """Return what comes of `work`, run in a thread: in this one a browser's loop may run."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(work)).result()
