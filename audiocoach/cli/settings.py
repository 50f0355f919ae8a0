"""What the options of every command say, and what each command gets from it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.console.pipes import STDIN, STDIN_NAME, STDOUT
from audiocoach.console.printing import json_line, say, warn
from audiocoach.console.progress_bar import Bar
from audiocoach.library.library import MOST_BYTES, Library

if TYPE_CHECKING:
    from audiocoach.library.file_reports import Report


@dataclass(frozen=True)
class Settings(Library):
    """What the options say that every command takes."""

    quiet: bool = False
    """Say only what was asked for, and faults."""
    as_json: bool = False
    """Whether each file that is written is reported as a line of JSON, also when quiet."""
    is_piped: bool = False
    """Whether the sound goes to standard output, and reports elsewhere."""
    bar: Bar = field(default_factory=Bar, compare=False)
    """Shows how far the command has come."""

    def nearer(self, routines: Path | None, cache: Path | None, *, quiet: bool | None) -> Settings:
        """Return these settings with what stands behind the command in their place."""
        return replace(
            self,
            routines=routines or self.routines,
            cache=cache or self.cache,
            quiet=quiet or self.quiet,
        )

    def writing(self, output: str | None, *, as_json: bool = False) -> Settings:
        """Return the settings for a command that writes to `output`, the word behind `-o`."""
        is_piped = output == STDOUT
        return replace(self, as_json=as_json, is_piped=is_piped, bar=Bar(on_stderr=is_piped))

    @property
    def is_from_stdin(self) -> bool:
        """Whether the routine file is standard input."""
        return self.routines == STDIN

    @property
    def has_place(self) -> bool:
        """Whether the routine file lies in a folder."""
        return not self.is_from_stdin

    @cached_property
    def written(self) -> bytes | None:
        """What the routine file holds, read once; None where it can't be read."""
        return standard_input() if self.is_from_stdin else super().written

    def opened(self, path: Path) -> tuple[Path, bytes | None]:
        """Return what messages call the file at `path`, and what it holds where it is a pipe."""
        if path != STDIN:
            return path, None
        return Path(STDIN_NAME), self.written if self.is_from_stdin else standard_input()

    @property
    def called(self) -> Path:
        """What messages call the routine file."""
        return Path(STDIN_NAME) if self.is_from_stdin else super().called

    @property
    def takes_suggestions(self) -> bool:
        """Whether a person sees what is handed out."""
        return not self.quiet and sys.stdout.isatty() and sys.stderr.isatty()

    def warn(self, line: str) -> None:
        """Print `line` on stderr."""
        warn(line)

    def at_work(self) -> AbstractContextManager[None]:
        """Show one progress bar for all that is done until this ends."""
        return self.bar.shown(quiet=self.quiet)

    @contextmanager
    def progress(
        self, title: str, total: int, share: float = 1.0
    ) -> Iterator[Callable[[int], None]]:
        """Show a progress bar on a terminal; yield what takes how much of `total` is done."""
        with self.at_work(), self.bar.part(title, total, share) as advance:
            yield advance

    def inform(self, line: str) -> None:
        """Print `line` unless quiet."""
        if not self.quiet:
            self.bar.inform(line)

    def remark(self, line: str) -> None:
        """Print `line` on stderr unless quiet."""
        if not self.quiet:
            say(line, on_stderr=True)

    def report(self, report: Report) -> None:
        """Say what became of a file."""
        if self.as_json:
            self.bar.inform(json_line(report.facts))
        else:
            self.inform(report.line)


def standard_input() -> bytes:
    """Read the routine file that is standard input; RoutineFileError for one that is too large."""
    data = sys.stdin.buffer.read(MOST_BYTES)
    if len(data) == MOST_BYTES:
        from audiocoach.errors import RoutineFileError

        raise RoutineFileError(
            f"standard input: a routine file may have at most {MOST_BYTES - 1:,} bytes"
        )
    return data
