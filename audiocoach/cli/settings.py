"""What stands before the command, and what every command gets from it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from audiocoach.cli.wishes import ScriptWishes, Wishes

if TYPE_CHECKING:
    from audiocoach.routine.model import RoutineFile
    from audiocoach.routine.plan import Plan
    from audiocoach.session import Outline, Session
    from audiocoach.voice.speech import Speech


@dataclass(frozen=True)
class _Chosen:
    """Who speaks, and how."""

    voice: str
    """The voice, as `NAME` or `NAME:VARIANT`."""
    fill_with: str | None
    """Who speaks what it lacks, if anybody."""
    language: str
    """The texts' language, as a BCP 47 tag."""
    speed: float
    """How fast, as a factor, 0.8 to 1.5."""
    say_as: tuple[tuple[str, str], ...] = ()
    """Words as written, each with its spoken form."""


@dataclass(frozen=True)
class Settings:
    """What stands before the command."""

    routines: Path | None
    """The routine file asked for, if any."""
    cache: Path | None
    """The folder for spoken clips asked for, if any."""
    quiet: bool
    """Say only what was asked for, and faults."""
    ready: dict[_Chosen, Speech] = field(default_factory=dict, compare=False)
    """Voices made ready, by what was chosen: for one command only, as a folder of
    recordings may change."""

    def file(self) -> Path:
        """Find the routine file in use."""
        from audiocoach.routine.reader import find_routines

        return find_routines(self.routines, Path.cwd(), os.environ)

    def read(self) -> RoutineFile:
        """Read the routine file in use."""
        return read(self.file())

    def speech(self, plan: Plan, wishes: Wishes) -> Speech:
        """Make the voices ready, with their cache; once for all sessions of a command."""
        manner = plan.manner
        voice = self.voice_name(plan, wishes)
        fill = wishes.fill_with or self._located(manner.fill_with)
        return self._ready(_Chosen(voice, fill, plan.language, speed(plan, wishes), manner.say_as))

    def voice_name(self, plan: Plan, wishes: Wishes) -> str:
        """Name the voice: the one asked for, else the file's, else the one that is always there."""
        from audiocoach.voice.registry import BUILTIN

        return wishes.voice or self._located(plan.manner.voice) or BUILTIN

    def voice(self, voice: str, language: str, speed: float) -> Speech:
        """Make a voice ready, with its cache, for texts of no routine."""
        return self._ready(_Chosen(voice, None, language, speed))

    def _located(self, voice: str | None) -> str | None:
        """Give a voice that the routine file names; paths in it begin where the file is."""
        from audiocoach.voice.registry import located

        return voice and located(voice, self.file().parent)

    def _ready(self, chosen: _Chosen) -> Speech:
        if chosen not in self.ready:
            self.ready[chosen] = _speech(self.clips(), chosen)
        return self.ready[chosen]

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
            progress=self.voicing,
            levels=wishes.levels(),
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


def speed(plan: Plan, wishes: Wishes | ScriptWishes) -> float:
    """Give the speed asked for, else the file's."""
    return plan.manner.speed if wishes.speed is None else wishes.speed


def _speech(clips: Path, chosen: _Chosen) -> Speech:
    from audiocoach.voice import registry
    from audiocoach.voice.cache import ClipCache
    from audiocoach.voice.speech import Speech

    voice = registry.voice(chosen.voice, chosen.language)
    fill = chosen.fill_with and registry.voice(chosen.fill_with, chosen.language)
    return Speech(voice, ClipCache(clips), chosen.speed, dict(chosen.say_as), fill or None)


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
