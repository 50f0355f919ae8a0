"""The command that makes many sessions: batch."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.flags import (
    CoverOption,
    FileJsonOption,
    ForceOption,
    MusicOptions,
    takes_options,
)
from audiocoach.cli.settings import Settings
from audiocoach.console.fast_typer import at_least_1
from audiocoach.console.printing import json_line
from audiocoach.errors import CoachError, OutputError
from audiocoach.text import count, size_text

if TYPE_CHECKING:
    from audiocoach.batch.run import Result

_MOST_SHOWN = 20
"""Faults that are printed: the others stand in the manifest."""


@takes_options
def batch(
    context: typer.Context,
    rows: Annotated[Path, typer.Argument(metavar="ROWS", help="Rows, as .csv or .jsonl.")],
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="A folder for files and manifest."),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            "--name",
            metavar="TEMPLATE",
            help="How files are called, by columns in braces. Without it: {row}-{routine}.",
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="ENDING",
            help="Kind of file: mp3 (usual), m4a, m4b, mp4, opus, ogg, flac, wav.",
        ),
    ] = None,
    cover: CoverOption = None,
    force: ForceOption = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Say how long and large it all would be; write nothing."),
    ] = False,
    as_json: FileJsonOption = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            metavar="N", callback=at_least_1, help="How many processes. Without it: one a core."
        ),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster",
            metavar="ADDRESS|local:N",
            help="Do it on a Dask cluster: the address of its scheduler, or N workers here.",
        ),
    ] = None,
    session_options: MusicOptions,
) -> None:
    """Make a session for each row of a file.

    Run it again to go on where it was stopped. A column is an option (level), a field of the
    routine (title) or of one of its exercises (wall-sit.sets); routine says which one. What
    became of each row stands in manifest.jsonl.

    \b
    Example:
      audiocoach batch patients.csv -o tonight/ --dry-run
      audiocoach batch patients.csv -o tonight/ --name "{patient}-{routine}"
      audiocoach batch patients.csv -o tonight/ --cluster tcp://10.0.0.5:8786
    """
    from audiocoach.batch.cluster import on_cluster
    from audiocoach.batch.export_rows import Asking, make

    if output is None and not dry_run:
        raise typer.BadParameter("-o must name a folder; or say --dry-run")
    if output is not None and output.exists() and not output.is_dir():
        raise OutputError(f"{output}: is a file, and a batch needs a folder")
    if cluster is not None and jobs is not None:
        raise typer.BadParameter("--jobs and --cluster exclude each other")
    settings: Settings = context.obj.writing(None, as_json=as_json)
    asking = Asking(
        settings, rows, output, name, kind or "mp3", cover, session_options, force, dry_run, jobs
    )
    report = _Report(settings, foretells=dry_run)
    with on_cluster(cluster) as executor, report.shown():
        make(asking, executor, report.take, report.voicing)
    report.end(output)


@dataclass
class _Report:
    """What is said of a batch: a bar while it goes on, its faults and a sum at the end."""

    settings: Settings
    """Says how much is said."""
    foretells: bool
    """Whether it is a dry run."""
    done: int = 0
    found: int = 0
    length_ms: int = 0
    size_bytes: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)
    refused: int = 0
    unspoken: set[str] = field(default_factory=set)
    _describe: Callable[[str, int, int], None] = lambda *_: None
    _began: float = field(default_factory=time.monotonic)

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show how far it has come, until this ends."""
        with self.settings.bar.counted(quiet=self.settings.quiet) as self._describe:
            yield

    def take(self, result: Result, done: int, total: int) -> None:
        """Take what became of a row."""
        entry = result.entry
        if entry.fault:
            self.refused += 1
            self.faults.append((entry.row, f"{result.place}: {entry.fault}"))
            self.faults = sorted(self.faults)[:_MOST_SHOWN]
        else:
            self.found += result.was_done
            self.done += not result.was_done
            self.length_ms += entry.length_ms
            self.size_bytes += entry.size_bytes
            self.unspoken |= set(result.unspoken)
        if self.settings.as_json:
            self.settings.bar.inform(json_line(result.shown))
        made = self.done + self.refused
        rate = made / max(time.monotonic() - self._began, 1e-3)
        self._describe(f"{count(made, 'row')}, {rate:.1f} a second", done, total)

    def voicing(self, done: int, total: int) -> None:
        """Take how many new lines are spoken."""
        self._describe(f"Voicing {done} of {count(total, 'new line')}", -1, -1)

    def end(self, output: Path | None) -> None:
        """Say what came of it; CoachError with the faults where rows were refused."""
        hours = self.length_ms / 3_600_000
        sum_ = f"{hours:.1f} hours, {size_text(self.size_bytes)}"
        if self.foretells:
            lines = count(len(self.unspoken), "line")
            self.settings.inform(
                f"{count(self.done, 'session')}, about {sum_}, {lines} to be spoken; not written"
            )
        else:
            found = f", {self.found} of them done before" if self.found else ""
            self.settings.inform(
                f"{output}: {count(self.done + self.found, 'session')}{found}, {sum_}"
            )
        if self.refused:
            more = self.refused - len(self.faults)
            others = f"and {count(more, 'more row')}: see the manifest"
            raise CoachError(*(line for _, line in self.faults), *([others] if more else []))
