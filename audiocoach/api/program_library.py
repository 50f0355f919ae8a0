"""A library that hands out to a program what the command line prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from audiocoach.library.library import Library
from audiocoach.progress import forward

Progress = Callable[[float], None]
"""Takes how much is done, from 0 to 1, never less than before. What it raises ends the work,
and nothing half-written is left: that is how work is cancelled."""


@dataclass(frozen=True)
class ProgramLibrary(Library):
    """A library for programs: it hands out what the command line prints."""

    data: bytes | None = None
    """The routine file, where it lies in no folder."""
    on_warning: Callable[[str], None] | None = None
    """Takes lines that the user should see."""
    _listener: list[Progress] = field(default_factory=list, compare=False, repr=False)

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

    def warn(self, line: str) -> None:
        """Hand out a line that the user should see."""
        if self.on_warning is not None:
            self.on_warning(line)

    @contextmanager
    def listened(self, progress: Progress | None) -> Iterator[None]:
        """Report to `progress` what voices do until this ends."""
        self._listener[:] = [] if progress is None else [progress]
        try:
            yield
        finally:
            self._listener.clear()

    @contextmanager
    def voicing(self, voice: str, total: int) -> Iterator[Callable[[int], None]]:
        """Say once where texts go, if anywhere; return what takes how many are said."""
        self.announce(voice)
        yield fraction(self._listener[0] if self._listener else None, total)


def fraction(progress: Progress | None, total: int) -> Callable[[int], None]:
    """Return what passes on how much of `total` is done, as a number from 0 to 1."""
    if progress is None:
        return lambda _: None
    return forward(lambda done: progress(min(1.0, done / max(total, 1))))
