"""Many sessions at once: rows in, files and a manifest out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiocoach.api.program_library import Fraction, Progress
from audiocoach.api.routines import Routines, load
from audiocoach.library.option_checks import checked

if TYPE_CHECKING:
    from audiocoach.api.program_library import ProgramLibrary
    from audiocoach.batch.run import Result

Rows = str | os.PathLike[str] | Iterable[Mapping[str, Any]]
"""A CSV or JSON Lines file, or mappings of columns to values."""


@dataclass
class Many:
    """What has become of a batch."""

    done: int = 0
    """Sessions that were made."""
    found: int = 0
    """Sessions that an earlier run had made."""
    length_ms: int = 0
    """Length of all of them together, in milliseconds."""
    size_bytes: int = 0
    """Size of all of them together, in bytes."""
    faults: list[str] = field(default_factory=list)
    """Why rows have no session, a line each, with the row's place; no text of a row is in them."""


def export_many(
    rows: Rows,
    folder: str | os.PathLike[str] | None,
    executor: Executor | Callable[[], Executor] | None = None,
    *,
    routines: Routines | str | os.PathLike[str] | bytes | Mapping[str, Any] | None = None,
    name: str | None = None,
    format: str = "mp3",  # noqa: A002
    cover: str | os.PathLike[str] | None = None,
    force: bool = False,
    dry_run: bool = False,
    cache: str | os.PathLike[str] | None = None,
    on_row: Callable[[Mapping[str, Any], bytes | None], None] | None = None,
    progress: Progress | None = None,
    warn: Callable[[str], None] | None = None,
    **options: Any,
) -> Many:
    """Make a session for each row, and write them into `folder` with a manifest.

    A row's columns are `routine`, the options of `Routines.compose`, fields of the routine
    (`title`), and fields of its exercises (`wall-sit.sets`); `options` hold where a row says
    nothing. Work is done by `executor`, any of `concurrent.futures`, or a function that makes
    one, called again should its workers die; None: a process for each core. `routines` is what
    `load` takes, or what it returned. `name` is a template of columns, such as
    `{row}-{routine}`. `on_row` takes what becomes of each row as the manifest has it, and with
    no `folder` the file's bytes. A row that is done, by the manifest, is left alone; one that
    can't be made keeps no other from being made. Raises RowsError, OutputError, WorkersError,
    or what `load` raises.
    """
    from audiocoach.batch.export_rows import Asking, make

    library = _library(routines, cache, warn)
    asking = Asking(
        library=library,
        rows=Path(rows) if isinstance(rows, (str, os.PathLike)) else rows,
        folder=None if folder is None else Path(folder),
        name=name,
        format=format,
        cover=None if cover is None else Path(cover),
        session_options=checked(options),
        force=force,
        foretells=dry_run,
    )
    many = Many()
    faults: list[tuple[int, str]] = []
    seen = on_row or (lambda _entry, _data: None)
    advance = Fraction(progress)

    def take(result: Result, done: int, total: int) -> None:
        if result.entry.fault:
            faults.append((result.entry.row, f"{result.place}: {result.entry.fault}"))
        else:
            _count(many, result)
        seen(result.shown, result.data)
        advance.reach(done / max(total, 1))

    make(asking, executor, take)
    advance.end()
    many.faults += [line for _, line in sorted(faults)]
    return many


def _count(many: Many, result: Result) -> None:
    entry = result.entry
    many.found += result.was_done
    many.done += not result.was_done
    many.length_ms += entry.length_ms
    many.size_bytes += entry.size_bytes


def _library(
    routines: Any, cache: str | os.PathLike[str] | None, warn: Callable[[str], None] | None
) -> ProgramLibrary:
    if not isinstance(routines, Routines):
        routines = load(routines, cache=cache, warn=warn)
    library: ProgramLibrary = routines.library
    return library
