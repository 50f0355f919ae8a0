"""Sessions written to files: what every command that writes them shares."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.advance import forward
from audiocoach.cli.piping import STDOUT, STDOUT_NAME, check_pipe, piped
from audiocoach.cli.printing import say, warn
from audiocoach.cli.reports import Report, removed, shown, written
from audiocoach.cli.settings import Settings
from audiocoach.cores import Crew
from audiocoach.errors import CoachError, OutputError, gathered
from audiocoach.library.made import Made
from audiocoach.library.writing import usual_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from audiocoach.export import Item
    from audiocoach.export.order import Order
    from audiocoach.mix import Mix
    from audiocoach.track import Track

ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")]
FileJsonOption = Annotated[
    bool, typer.Option("--json", help="For programs: each file as an object, a line each.")
]


def raise_all(faults: Iterable[CoachError]) -> None:
    """Raise one error with the lines of all `faults`, each once; nothing if there is none."""
    lines = dict.fromkeys(line for fault in faults for line in fault.lines)
    if lines:
        raise CoachError(*lines)


def is_there(folder: str | Path) -> bool:
    """Return whether `folder` is one; unlike pathlib's, this never raises."""
    return os.path.isdir(folder)  # noqa: PTH112


def placed(output: str | None, *words: str, as_json: bool) -> str | None:
    """Return what followed `-o` of a command that writes one file, with the ending it may lack.

    `words` are the command; OutputError where it would write sound to a terminal, and
    BadParameter where an object `as_json` is asked for of a file that isn't written.
    """
    from audiocoach.export.targets import as_meant

    if as_json and output is None:
        raise typer.BadParameter("--json needs -o: it describes the file that is written")
    if output == STDOUT:
        check_pipe(*words)
        return output
    return as_meant(output, Path.cwd(), ".mp3")


def paths_of(names: list[str], output: str | None, order: Order) -> list[Path]:
    """Return the file of each session; cut into tracks, its folder."""
    from audiocoach.export.targets import targets

    return targets(names, output, Path.cwd(), "" if order.tracks else order.ending)


def items_of(
    names: list[str], tracks: Sequence[Track | Mix], output: str | None, order: Order
) -> list[list[Item]]:
    """Return the files of each session."""
    from audiocoach.export.order import items

    paths = paths_of(names, output, order)
    return [items(track, path, order) for path, track in zip(paths, tracks, strict=True)]


def write(
    settings: Settings,
    made: Sequence[Made],
    output: str | None,
    *,
    force: bool,
    order: Order | None = None,
    jobs: int | None = None,
    faults: Sequence[CoachError] = (),
) -> None:
    """Write each session to its file or files, and say what was written.

    At most `jobs` sessions are written, and as many sounds are encoded, side by side
    (None: as many as there are cores). One that can't be spoken after all keeps none of
    the others from being written; its faults, and the `faults` of those that could not
    even be made, are raised at the end.
    """
    order = order or usual_order(settings)
    with piped(output, order.ending) as place:
        _write_planned(settings, made, place, force=force, order=order, jobs=jobs, faults=faults)


def _write_planned(
    settings: Settings,
    made: Sequence[Made],
    output: str | None,
    *,
    force: bool,
    order: Order,
    jobs: int | None,
    faults: Sequence[CoachError],
) -> None:
    from audiocoach.export import missing_folders, new_folders
    from audiocoach.export.files import check_items

    names, tracks = [each.name for each in made], [each.sound for each in made]
    planned = items_of(names, tracks, output, order)
    folders = missing_folders(output, Path.cwd()) if planned else []
    if order.tracks:
        folders += [files[0].path.parent for files in planned]
    with new_folders(set(folders)):
        # Room for all; but files that make way for others give theirs back one by one.
        together = [[item for files in planned for item in files]]
        for files in planned if force else filter(None, together):
            check_items(files, force=force)
        told = list(faults)
        sessions = list(zip(planned, made, strict=True))
        try:
            _write_all(settings, sessions, told, force=force, jobs=jobs)
        except OutputError as fault:
            raise_all([*told, fault])
        note(planned, order)
        remark(settings, made)
        raise_all(told)  # within: a new folder that nothing came into goes


def note(sessions: list[list[Item]], order: Order) -> None:
    """Tell what needs to be known of the files, each line once."""
    from audiocoach.export.order import notes

    for line in dict.fromkeys(line for files in sessions for line in notes(files, order)):
        warn(line)


def remark(settings: Settings, made: Sequence[Made]) -> None:
    """Say what is written and isn't heard, each line once, unless quiet."""
    from audiocoach.coach.unheard import remarks

    if settings.quiet:
        return
    lines = dict.fromkeys(line for each in made for line in remarks(each.track.score))
    for line in lines:
        say(f"{settings.file()}: remark: {line}", on_stderr=True)


def _write_all(
    settings: Settings,
    sessions: Sequence[tuple[list[Item], Made]],
    faults: list[CoachError],
    *,
    force: bool,
    jobs: int | None,
) -> None:
    """Write sessions side by side; say what was written, and put into `faults` what wasn't."""
    from audiocoach.posix_signals import undisturbed

    done = [0] * len(sessions)
    title = sessions[0][0][0].path.name if len(sessions) == 1 else f"{len(sessions)} sessions"
    total = sum(made.track.score.length_ms for _, made in sessions)
    bar = settings.progress(title, total)
    with bar as shown_so_far, Crew(jobs) as encoders, Crew(encoders.size) as writers:
        advance = forward(shown_so_far)

        def progress(number: int, ms: int) -> None:
            writers.check()
            done[number] = ms
            advance(sum(done))

        works = [
            partial(
                _write_one,
                *each,
                name=STDOUT_NAME if settings.is_piped else None,
                force=force,
                progress=partial(progress, n),
                crew=encoders,
            )
            for n, each in enumerate(sessions)
        ]
        results: list[Callable[[], list[Report]]] = [*works]
        # A single one is written here: Windows lets nobody interrupt the wait for a thread.
        if len(works) > 1:
            with undisturbed():  # nobody would wait for a thread whose start is interrupted
                results = [writers.submit(work).result for work in works]
        for write_one in results:
            with gathered(faults):
                for each in write_one():
                    settings.report(each)


def _write_one(
    files: Sequence[Item],
    session: Made,
    *,
    name: str | None,
    force: bool,
    progress: Callable[[int], None],
    crew: Crew,
) -> list[Report]:
    """Write one session, and report each file; `name` is what the one that is no file is called."""
    from audiocoach.export import export_items
    from audiocoach.export.leftovers import leftovers, remove

    old = leftovers(files) if force else []
    with session.frames() as frames:
        done = export_items(files, force=force, progress=progress, frames=frames, crew=crew)
    reports = [written(each, name or str(shown(each.path))) for each in done]
    return [*reports, *map(removed, remove(old))]
