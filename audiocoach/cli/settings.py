"""What stands before the command, and what every command gets from it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from audiocoach.cli.wishes import Wishes

if TYPE_CHECKING:
    from audiocoach.routine.model import RoutineFile
    from audiocoach.routine.plan import Plan
    from audiocoach.session import Outline, Session
    from audiocoach.voice.speech import Speech


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
        from audiocoach.routine.reader import find_routines

        return find_routines(self.routines, Path.cwd(), os.environ)

    def read(self) -> RoutineFile:
        """Read the routine file in use."""
        return read(self.file())

    def speech(self, plan: Plan, wishes: Wishes) -> Speech:
        """Make the voice ready, with its cache; one for all sessions of a command."""
        speed = plan.manner.speed if wishes.speed is None else wishes.speed
        voice = _voice(plan, wishes)
        return _speech(self.clips(), voice, plan.language, speed, plan.manner.say_as)

    def voice(self, voice: str, language: str, speed: float) -> Speech:
        """Make a voice ready, with its cache, for texts of no routine."""
        return _speech(self.clips(), voice, language, speed, ())

    def clips(self) -> Path:
        """Find the folder where sounds are kept."""
        from audiocoach.voice.place import find_cache

        return find_cache(self.cache, self.file(), os.environ)

    def prepare(self, plan: Plan, wishes: Wishes, *, alone: bool = False) -> Session:
        """Compose `plan` and lay it on a track."""
        from audiocoach.session import prepare

        return prepare(
            plan,
            self.speech(plan, wishes),
            wishes.style(alone=alone),
            loudness=wishes.loudness,
            progress=lambda total: self.voicing(_voice(plan, wishes), total),
        )

    def outline(self, plan: Plan, wishes: Wishes, *, alone: bool = False) -> Outline:
        """Compose `plan` to look at it; nothing slow is asked for."""
        from audiocoach.session import outline

        return outline(plan, self.speech(plan, wishes), wishes.style(alone=alone))

    @contextmanager
    def voicing(self, voice: str, total: int) -> Iterator[Callable[[int], None]]:
        """Tell once where texts go, if anywhere, even when quiet; show how many are left."""
        from audiocoach.voice.notice import tell_once
        from audiocoach.voice.registry import find

        entry = find(voice)
        if entry.notice:
            tell_once(entry.name, entry.notice, warn)
        title = f"Voicing {count(total, 'line')} with {entry.name}"
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


def _voice(plan: Plan, wishes: Wishes) -> str:
    """Name the voice: the one asked for, else the file's, else the one that is always there."""
    from audiocoach.voice.registry import BUILTIN

    return wishes.voice or plan.manner.voice or BUILTIN


@cache
def _speech(
    clips: Path, voice: str, language: str, speed: float, say_as: tuple[tuple[str, str], ...]
) -> Speech:
    from audiocoach.voice import registry
    from audiocoach.voice.cache import ClipCache
    from audiocoach.voice.speech import Speech

    return Speech(registry.voice(voice, language), ClipCache(clips), speed, dict(say_as))


def read(path: Path) -> RoutineFile:
    """Read the routine file at `path`."""
    from audiocoach.coach.phrases import languages
    from audiocoach.routine.reader import read_routines

    return read_routines(path, languages())


def count(number: int, noun: str) -> str:
    """Give `number` with its noun: `1 line`, `2 lines`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def warn(line: str) -> None:
    """Print `line` on stderr, as the program's own word."""
    typer.echo(f"audiocoach: {line}", err=True)
