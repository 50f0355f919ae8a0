"""A batch from what is asked to its end: made ready, run, and its manifest put in order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import astuple, dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import audiocoach
from audiocoach.batch.columns import ColumnError, check_column
from audiocoach.batch.manifest import manifest
from audiocoach.batch.names import USUAL, Template
from audiocoach.batch.row import Row, from_values, heading, read_rows
from audiocoach.batch.run import Batch, Result, tokens
from audiocoach.batch.task_pool import Making, at_work
from audiocoach.batch.tasks import Job
from audiocoach.errors import RowsError
from audiocoach.library.library import Library
from audiocoach.library.options import ExportOptions

if TYPE_CHECKING:
    from audiocoach.drawings.own_pictures import OwnPicture

Taking = Callable[[Result, int, int], None]
"""Takes what becomes of a row, how many are through with it, and how many there are."""


def _silent(_done: int, _total: int) -> None:
    """Say nothing of new lines."""


@dataclass(frozen=True)
class Asking:
    """What is asked of a batch."""

    library: Library
    """The routine file, and the folder of clips."""
    rows: Path | Iterable[Mapping[str, Any]]
    """A CSV or JSON Lines file, or rows at hand."""
    folder: Path | None
    """Where files go; None to have them as bytes."""
    name: str | None = None
    """How files are called: a template of columns."""
    format: str = "mp3"
    """Kind of file, by its ending."""
    cover: Path | None = None
    """Picture for all; None: that beside the routine file, else one that is drawn for each."""
    session_options: ExportOptions = field(default_factory=ExportOptions)
    """What holds where a row says nothing."""
    force: bool = False
    """Whether files that are there are replaced, and rows that are done are made again."""
    foretells: bool = False
    """Whether nothing is spoken or written."""
    workers: int | None = None
    """How many workers; None: as many as the executor has, or cores."""


def make(
    asking: Asking,
    executor: Making | None,
    take: Taking,
    voicing: Callable[[int, int], None] = _silent,
) -> None:
    """Make all rows, and say of each what becomes of it, as soon as it is known.

    Raises RowsError, RoutineFileError, UsageError, OutputError or WorkersError; what is
    done by then is in the manifest.
    """
    library = asking.library
    library.read()
    from audiocoach.export.job import ending

    suffix = ending(asking.format)
    template = Template(USUAL if asking.name is None else asking.name, suffix)
    rows, total = _rows(asking.rows, template)
    done = 0

    def count_and_take(result: Result) -> None:
        nonlocal done
        done += 1
        take(result, done, total)

    folder = None if asking.foretells else asking.folder
    with ExitStack() as stack:
        kept = stack.enter_context(_manifest(folder))
        cache, own = stack.enter_context(tokens(library.clips().absolute(), folder))
        job = _job(asking, suffix, folder, cache, own)
        size = asking.workers
        if executor is None and total <= _FEW:
            executor, size = stack.enter_context(_here()), 1
        workers = stack.enter_context(at_work(executor, size))
        batch = Batch(
            job,
            template,
            workers,
            kept,
            count_and_take,
            library.warn_once,
            library.announce,
            voicing,
        )
        batch.run(rows)
        if kept is not None:
            kept.put_in_order()


_FEW = 4
"""Rows that are made right here: processes take a second to start."""


def _here() -> Any:
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(1)


def _manifest(folder: Path | None) -> Any:
    return nullcontext(None) if folder is None else manifest(folder)


def _rows(
    rows: Path | Iterable[Mapping[str, Any]], template: Template
) -> tuple[Iterator[Row], int]:
    """Return the rows, and how many there are; RowsError for a column that is none."""
    if isinstance(rows, Path):
        try:
            for name in heading(rows):
                check_column(name, template.columns)
        except ColumnError as fault:
            raise RowsError(f"{rows}:1: {fault.lines[0]}") from None
        return read_rows(rows), sum(1 for _ in read_rows(rows))
    kept: Sequence[Mapping[str, Any]] = rows if isinstance(rows, Sequence) else list(rows)
    return from_values(kept), len(kept)


def _job(asking: Asking, suffix: str, folder: Path | None, cache: str, own: str) -> Job:
    from audiocoach.library.session_files import usual_order

    library = asking.library
    routines = library.written
    assert routines is not None
    year, cover = usual_order(library, asking.cover).year, _cover(asking)
    session_options = _absolute(asking.session_options)
    job = Job(
        key="",
        routines=routines,
        name=str(library.file().absolute()),
        cache=str(library.clips().absolute()),
        cache_token=cache,
        folder=None if folder is None else str(folder.absolute()),
        folder_token=own,
        ending=suffix,
        session_options=session_options,
        year=year,
        cover=cover,
        pictures=_pictures(library),
        force=asking.force,
        foretells=asking.foretells,
    )
    return replace(job, key=_digest(job))


def _cover(asking: Asking) -> bytes | None:
    from audiocoach.export.cover import find_cover

    library = asking.library
    if library.has_place:
        return find_cover(asking.cover, library.file())
    return find_cover(asking.cover, Path()) if asking.cover else None


def _pictures(library: Library) -> dict[str, OwnPicture]:
    """Return the pictures that the routine file names: a worker may have no such folder.

    Raises PictureError where one can't be used.
    """
    if not library.has_place:
        return {}
    from audiocoach.drawings.own_pictures import is_file_name, own_picture

    file = library.read()
    named = [each.pictures for each in file.exercises.values()]
    for routine in file.routines.values():
        named += [step.pictures for _, step in routine.written_steps()]
    names = {name for each in named for name in each or () if is_file_name(name)}
    return {name: own_picture(library.file().parent, name) for name in sorted(names)}


def _absolute(session_options: ExportOptions) -> ExportOptions:
    """Return `session_options` with whole paths: workers may have another working folder."""
    from audiocoach.tone_spec import HOUSE_SETS

    music = session_options.music and str(Path(session_options.music).absolute())
    tones = session_options.tones
    if tones and tones not in HOUSE_SETS:
        tones = str(Path(tones).absolute())
    return replace(session_options, music=music, tones=tones)


def _digest(job: Job) -> str:
    """Digest all that decides the sound and the files of every row."""
    cover = blake2b(job.cover or b"").hexdigest()
    shown = [(name, blake2b(each.data).hexdigest()) for name, each in job.pictures.items()]
    options = astuple(job.session_options)
    parts = [audiocoach.__version__, options, job.ending, job.year, cover, shown]
    text = json.dumps(parts).encode() + job.routines
    return blake2b(text, digest_size=16).hexdigest()
