"""The command that makes many sessions: batch."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli import flags
from audiocoach.cli.settings import Settings
from audiocoach.console.fast_typer import number, switch, valued
from audiocoach.console.printing import json_line
from audiocoach.errors import OutputError
from audiocoach.text import count

if TYPE_CHECKING:
    from audiocoach.batch.run import Result
    from audiocoach.batch.summary import Summary


@flags.takes_options
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
        valued(
            "--name",
            "TEMPLATE",
            help="How files are called, by columns in braces. Without it: {row}-{routine}.",
        ),
    ] = None,
    kind: flags.FormatOption = None,
    cover: flags.CoverOption = None,
    force: flags.ForceOption = False,
    dry_run: Annotated[
        bool,
        switch("--dry-run", help="Say how long and large it all would be; write nothing."),
    ] = False,
    as_json: flags.FileJsonOption = False,
    jobs: Annotated[int | None, number("How many processes. Without it: one a core.")] = None,
    cluster: Annotated[
        str | None,
        valued(
            "--cluster",
            "ADDRESS|local:N",
            help="Do it on a Dask cluster: the address of its scheduler, or N workers here.",
        ),
    ] = None,
    session_options: flags.ExportOptions,
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
    from audiocoach.batch.summary import Summary

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
    summary = Summary(foretells=dry_run)
    bar = _Progress(settings, summary)
    with on_cluster(cluster) as executor, bar.shown():
        make(asking, executor, bar.take, bar.voicing)
    settings.inform(summary.line(output))
    summary.check()


class _Progress:
    """Shows how far a batch has come, and its rows as they are done."""

    def __init__(self, settings: Settings, summary: Summary) -> None:
        """Add what is done to `summary`."""
        self._settings, self._summary = settings, summary
        self._describe: Callable[[str, int, int], None] = lambda *_: None
        self._began = time.monotonic()

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show how far it has come, until this ends."""
        with self._settings.bar.counted(quiet=self._settings.quiet) as self._describe:
            yield

    def take(self, result: Result, done: int, total: int) -> None:
        """Take what became of a row."""
        self._summary.add(result)
        if self._settings.as_json:
            self._settings.bar.inform(json_line(result.shown))
        made = self._summary.made
        rate = made / max(time.monotonic() - self._began, 1e-3)
        self._describe(f"{count(made, 'row')}, {rate:.1f} a second", done, total)

    def voicing(self, done: int, total: int) -> None:
        """Take how many new lines are spoken."""
        self._describe(f"Voicing {done} of {count(total, 'new line')}", -1, -1)
