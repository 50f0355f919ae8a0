"""What stands before the command, and what every command gets from it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import typer

from audiocoach.cli.wishes import Wishes

if TYPE_CHECKING:
    from audiocoach.coach.score import Score
    from audiocoach.export.frames import FrameStore
    from audiocoach.recall import Recall
    from audiocoach.routine.model import RoutineFile
    from audiocoach.routine.plan import Plan
    from audiocoach.session import Session
    from audiocoach.track import Track
    from audiocoach.voice.speech import Speech


@dataclass(frozen=True)
class Wanted:
    """Which session of the routine file is asked for."""

    kind: Literal["routine", "exercise", "taste"]
    """A routine, one exercise whole, or a short taste of one."""
    name: str | None
    """Its id in the routine file; None for the first routine."""


@dataclass(frozen=True)
class Settings:
    """What stands before the command."""

    routines: Path | None
    """The routine file asked for, if any."""
    cache: Path | None
    """The folder for spoken clips asked for, if any."""
    quiet: bool
    """Say only what was asked for, and faults."""

    def file(self) -> Path:
        """Find the routine file in use."""
        from audiocoach.routine.place import find_routines

        return find_routines(self.routines, Path.cwd(), os.environ)

    @cached_property
    def _bytes(self) -> bytes | None:
        """What the routine file holds, read once; None where it can't be read."""
        try:
            with self.file().open("rb") as file:
                return file.read(_MOST_BYTES)
        except (OSError, ValueError):
            return None

    @cached_property
    def _file(self) -> RoutineFile:
        return read(self.file(), self._bytes)

    def read(self) -> RoutineFile:
        """Read the routine file in use."""
        return self._file

    @cached_property
    def _folder(self) -> Path:
        from audiocoach.voice.place import find_cache

        return find_cache(self.cache, self.file(), os.environ)

    def speech(self, wishes: Wishes, language: str, jobs: int | None = None) -> Speech:
        """Make the voice ready, with its cache; one for all sessions of a command."""
        return _speech(self._folder, wishes.voice, language, jobs)

    @cached_property
    def _program(self) -> list[object]:
        from audiocoach.recall import program

        return program()

    def recall(self, wishes: Wishes) -> Recall:
        """Give what was worked out before from this routine file, with this voice."""
        from audiocoach.recall import Recall, library
        from audiocoach.voice.registry import find

        entry = find(wishes.voice)
        if self._bytes is None or not (entry.is_steady and entry.is_usable):
            return Recall(None, [])
        voice = [wishes.voice, library(entry.needs)]
        file = self._bytes.decode("latin-1")  # any bytes will do: they are but compared
        return Recall(self._folder / "sessions", [self._program, voice, file])

    def routine_names(self, wishes: Wishes) -> list[str]:
        """Name all routines of the file."""
        return list(self.recall(wishes).get("names", lambda: list(self.read().routines)))

    def track(self, wanted: Wanted, wishes: Wishes, jobs: int | None = None) -> Track:
        """Compose what is wanted, or find it composed; lay it on a track."""
        return self.spoken_track(wanted, wishes, jobs)[0]

    def spoken_track(
        self, wanted: Wanted, wishes: Wishes, jobs: int | None = None
    ) -> tuple[Track, str]:
        """Give the track of what is wanted, and the language of its voice: `en-GB`, not `en`.

        `jobs` texts are spoken side by side; None: as many as the voice takes.
        """
        from audiocoach.coach.packed import pack, unpack
        from audiocoach.track import Track

        def make() -> list[Any]:
            plan = self._plan(wanted)
            return [plan.language, pack(self._prepare(plan, wanted, wishes, jobs).score)]

        language, score = self.recall(wishes).get(what(wanted, wishes), make)
        track = Track(unpack(score), lambda text: self.speech(wishes, language, jobs).clip(text))
        return track, language

    def _prepare(self, plan: Plan, wanted: Wanted, wishes: Wishes, jobs: int | None) -> Session:
        from audiocoach.session import prepare

        return prepare(
            plan,
            self.speech(wishes, plan.language, jobs),
            wishes.style(alone=wanted.kind != "routine"),
            progress=lambda total: self._speaking(wishes.voice, total),
        )

    def outline(self, wanted: Wanted, wishes: Wishes) -> tuple[Score, frozenset[str]]:
        """Compose what is wanted to look at it, and tell which texts' lengths are estimated.

        Nothing is fetched.
        """
        from audiocoach.session import outline
        from audiocoach.voice.registry import find

        if find(wishes.voice).is_steady:
            return self.track(wanted, wishes).score, frozenset()
        plan = self._plan(wanted)
        speech = self.speech(wishes, plan.language)
        seen = outline(plan, speech, wishes.style(alone=wanted.kind != "routine"))
        return seen.score, seen.estimated

    def _plan(self, wanted: Wanted) -> Plan:
        from audiocoach.routine.plan import plan_exercise, plan_routine

        file = self.read()
        name = wanted.name or next(iter(file.routines))
        if wanted.kind == "routine":
            return plan_routine(file, name)
        plan = plan_exercise(file, name)
        if wanted.kind == "exercise":
            return plan
        from audiocoach.coach.taste import shorten

        return shorten(plan)

    def check(self, wanted: Iterable[Wanted], wishes: Wishes) -> None:
        """Raise UnknownNameError if the routine file lacks what is wanted."""
        names = set(self.routine_names(wishes))
        for each in wanted:
            if each.kind != "routine" or each.name not in names:
                self._plan(each)

    def frames(self, wanted: Wanted, wishes: Wishes, language: str) -> FrameStore:
        """Give the store of encoded sounds, which knows those of `wanted` if they were made.

        It is the same for all sessions of a command whose voice speaks `language`.
        """
        store = _frames(self._folder / "frames", wishes.voice, language)
        store.names.update(self.recall(wishes).find(["frames", *what(wanted, wishes)]) or {})
        return store

    def keep_names(self, wanted: Wanted, wishes: Wishes, names: dict[str, str]) -> None:
        """Keep which encoded sounds belong to `wanted`."""
        known = self.recall(wishes).find(["frames", *what(wanted, wishes)])
        if names and names != known:
            self.recall(wishes).keep(["frames", *what(wanted, wishes)], names)

    @contextmanager
    def _speaking(self, voice: str, total: int) -> Iterator[Callable[[int], None]]:
        """Tell once where texts go, even when quiet, and show how many lines are left."""
        from audiocoach.voice.registry import find

        entry = find(voice)
        if entry.notice:
            from audiocoach.voice.notice import tell_once

            tell_once(entry.name, entry.notice, warn)
        title = f"Speaking {count(total, 'line')}"
        if entry.notice:
            title = f"Fetching {count(total, 'line')} from {entry.name}"
        with self.progress(title, total) as advance:
            yield advance

    @contextmanager
    def progress(self, title: str, total: int) -> Iterator[Callable[[int], None]]:
        """Show a progress bar on a terminal; give what takes how much of `total` is done."""
        if self.quiet or not sys.stderr.isatty():
            yield lambda _: None
            return
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task(title, total=total)
            yield lambda done: progress.update(task, completed=done)

    def tell(self, line: str) -> None:
        """Print `line` unless quiet."""
        if not self.quiet:
            typer.echo(line)


_MOST_BYTES = 5_000_001
"""As much of a routine file as its reader looks at."""


def what(wanted: Wanted, wishes: Wishes) -> list[object]:
    """Say what decides a session, besides file, voice and program."""
    return [*astuple(wanted), wishes.level, wishes.talk]


@cache
def _speech(clips: Path, voice: str, language: str, jobs: int | None) -> Speech:
    from audiocoach.voice import registry
    from audiocoach.voice.cache import ClipCache
    from audiocoach.voice.speech import Speech

    return Speech(registry.voice(voice, language), ClipCache(clips), jobs)


@cache
def _frames(folder: Path, _voice: str, _language: str) -> FrameStore:
    from audiocoach.export.frames import FrameStore

    return FrameStore(folder)


def read(path: Path, data: bytes | None = None) -> RoutineFile:
    """Read the routine file at `path`, which holds `data` if that is known already."""
    from audiocoach.coach.phrases import languages
    from audiocoach.routine.reader import read_routines

    return read_routines(path, languages(), data)


def count(number: int, noun: str) -> str:
    """Give `number` with its noun: `1 line`, `2 lines`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def warn(line: str) -> None:
    """Print `line` on stderr, as the program's own word."""
    typer.echo(f"audiocoach: {line}", err=True)
