"""A library that hands out to a program what the command line prints."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.library.library import Library
from audiocoach.progress import forward

if TYPE_CHECKING:
    from audiocoach.library.file_reports import Report

Progress = Callable[[float], None]
"""Takes how much is done, from 0 to 1, never less than before; 1 comes once, at the end, also
where nothing was left to do. What it raises ends the work, and nothing half-written is left: that
is how work is cancelled."""

_READ = ("written", "_file")
"""What a library keeps of its routine file once it is read."""


@dataclass(frozen=True)
class ProgramLibrary(Library):
    """A library for programs: it hands out what the command line prints."""

    data: bytes | None = None
    """The routine file, where it lies in no folder."""
    on_warning: Callable[[str], None] | None = None
    """Takes lines that the user should see."""
    _steps: list[_Steps | _Lines] = field(default_factory=list, compare=False, repr=False)
    _reports: list[list[Report]] = field(default_factory=list, compare=False, repr=False)

    def aside(self) -> ProgramLibrary:
        """Return one of the same file, which is read once for both, with voices of its own.

        So what looks at the file waits for none of the sessions that are being composed.
        """
        other = replace(self, ready={}, _steps=[], _reports=[])
        known = {name: self.__dict__[name] for name in _READ if name in self.__dict__}
        other.__dict__.update(known)
        return other

    @property
    def has_place(self) -> bool:
        """Whether the routine file lies in a folder."""
        return self.data is None

    @cached_property
    def written(self) -> bytes | None:
        """What the routine file holds."""
        return super().written if self.data is None else self.data

    def file(self) -> Path:
        """Find the routine file; one that lies in no folder counts as in the current one."""
        return super().file() if self.data is None else Path("routines.json")

    @property
    def called(self) -> Path:
        """What messages call the routine file: one that lies in no folder has no name."""
        return super().called if self.data is None else Path("routine file")

    def warn(self, line: str) -> None:
        """Hand out a line that the user should see."""
        if self.on_warning is not None:
            self.on_warning(line)

    def report(self, report: Report) -> None:
        """Keep what became of a file, where that is asked for."""
        for reports in self._reports:
            reports.append(report)

    @contextmanager
    def reported(self) -> Iterator[list[Report]]:
        """Yield a list that takes what becomes of files until this ends."""
        reports: list[Report] = []
        self._reports.append(reports)
        try:
            yield reports
        finally:
            self._reports.clear()

    @contextmanager
    def listened(self, progress: Progress | None, *, writes: bool = False) -> Iterator[None]:
        """Report to `progress` how far work comes until this ends.

        `writes` says that what is spoken is written then, which takes half of the work.
        """
        done = Fraction(progress)
        self._steps[:] = [] if progress is None else [_Steps(done, shares=writes)]
        try:
            yield
            done.end()
        finally:
            self._steps.clear()

    @contextmanager
    def counted(self, spoken: Callable[[int, int], None]) -> Iterator[None]:
        """Report how many lines have been spoken, of how many, until this ends."""
        self._steps[:] = [_Lines(spoken)]
        try:
            yield
        finally:
            self._steps.clear()

    @contextmanager
    def progress(
        self,
        title: str,  # noqa: ARG002
        total: int,
        share: float = 1.0,
    ) -> Iterator[Callable[[int], None]]:
        """Yield what takes how much of `total` is done."""
        if self._steps:
            yield self._steps[0].part(total, share)
            self._steps[0].end(share)
        else:
            yield lambda _: None


class _Steps:
    """How far several kinds of work have come, as one number that never falls."""

    def __init__(self, done: Fraction, *, shares: bool) -> None:
        self._done, self._shares = done, shares
        self._filled = 0.0

    def part(self, total: int, share: float) -> Callable[[int], None]:
        """Return what takes how much of `total` is done, which is `share` of what is left."""
        begin, size = self._filled, self._size(share)
        return lambda done: self._done.reach(begin + size * min(done / max(total, 1), 1.0))

    def end(self, share: float) -> None:
        """Count a part as done, so that the next one goes on from there."""
        self._filled += self._size(share) if self._shares else 0.0

    def _size(self, share: float) -> float:
        return (1.0 - self._filled) * share if self._shares else 1.0


class _Lines:
    """How many lines have been spoken, of those that are known to be needed."""

    def __init__(self, spoken: Callable[[int, int], None]) -> None:
        self._spoken, self._total = spoken, 0

    def part(self, total: int, share: float) -> Callable[[int], None]:  # noqa: ARG002
        """Return what takes how many of `total` more lines are spoken."""
        before = self._total
        self._total += total
        self._spoken(before, self._total)
        return forward(lambda done: self._spoken(before + done, self._total))

    def end(self, share: float) -> None:
        """Go on to the next part, which has lines of its own."""


class Fraction:
    """Passes on how much of `total` is done, as a number from 0 to 1 that comes to 1 once."""

    def __init__(self, progress: Progress | None, total: int = 1) -> None:
        """Pass on to `progress`, if to anything."""
        self._progress, self._total = progress, max(total, 1)
        self._most = 0.0
        self._lock = threading.Lock()

    def __call__(self, done: int) -> None:
        """Take how much of the total is done; may be called in several threads."""
        self.reach(done / self._total)

    def end(self) -> None:
        """Take it that all is done."""
        self.reach(1.0)

    def reach(self, part: float) -> None:
        """Take how much is done as a part of all."""
        with self._lock:
            if self._progress is not None and self._most < 1.0:
                self._most = max(self._most, min(part, 1.0))
                self._progress(self._most)
