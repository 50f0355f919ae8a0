"""The progress bar: one for all that a command does, on stderr, if that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from audiocoach.console.printing import say
from audiocoach.terminal import visible, without_login

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_WHOLE = 1.0


class Bar:
    """A bar that several kinds of work fill one after the other."""

    def __init__(self, *, on_stderr: bool = False) -> None:
        """Show nothing yet; `inform` prints on stdout, or stderr."""
        self._on_stderr = on_stderr
        self._shown: tuple[Progress, TaskID] | None = None
        self._filled = 0.0
        self._held: list[str] = []

    def inform(self, line: str) -> None:
        """Print `line`; while a bar is shown, once that is gone."""
        if self._shown:
            self._held.append(line)
        else:
            say(line, on_stderr=self._on_stderr)

    @contextmanager
    def shown(self, *, quiet: bool) -> Iterator[None]:
        """Show one bar for all work until this ends; unless `quiet`, or no terminal is there."""
        if quiet or self._shown or not sys.stderr.isatty():
            yield
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
        from rich.progress import TimeRemainingColumn as Remaining

        try:
            # rich's own column reads markup: a title such as "[red]" would be obeyed.
            title = TextColumn("{task.description}", markup=False)
            columns = (title, BarColumn(), TaskProgressColumn(), Remaining())
            console = Console(stderr=True)
            with Progress(*columns, console=console, transient=True) as progress:
                self._shown, self._filled = (progress, progress.add_task("", total=_WHOLE)), 0.0
                yield
        finally:
            self._shown = None
            while self._held:
                self.inform(self._held.pop(0))

    @contextmanager
    def part(self, title: str, total: int, share: float) -> Iterator[Callable[[int], None]]:
        """Fill `share` (above 0, at most 1) of what is empty; yield what takes how much is done.

        `total` is how much there is to do.
        """
        if self._shown is None:
            yield lambda _: None
            return
        progress, task = self._shown
        begin, size = self._filled, (_WHOLE - self._filled) * share

        def advance(done: int) -> None:
            progress.update(task, completed=begin + size * min(done / max(total, 1), 1.0))

        progress.update(task, description=visible(without_login(title)))
        try:
            yield advance
        finally:  # what comes after a fault, as of one of several sessions, goes on from there
            self._filled = begin + size

    @contextmanager
    def counted(self, *, quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
        """Show a bar of its own for many things; yield what takes a title, and how many are done.

        Less than none leaves the bar where it is.
        """
        with self.shown(quiet=quiet):
            if self._shown is None:
                yield lambda _title, _done, _total: None
                return
            progress, task = self._shown

            def advance(title: str, done: int, total: int) -> None:
                part = None if done < 0 else _WHOLE * done / max(total, 1)
                progress.update(task, description=visible(title), completed=part)

            yield advance
