"""The command that writes files: export."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from audiocoach.cli.plain import at_least_1
from audiocoach.cli.sessions import Made, Sessions, Wanted
from audiocoach.cli.settings import Settings, warn
from audiocoach.cli.wishes import MusicWishes, takes_wishes
from audiocoach.errors import CoachError, OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from audiocoach.export import Exported, Item
    from audiocoach.export.order import Order
    from audiocoach.mix import Mix
    from audiocoach.routine.plan import Plan
    from audiocoach.track import Track

_Value = TypeVar("_Value")

_KILOBYTES_BELOW = 50_000
_MOST_JOBS = 64
"""More side by side would only take memory."""

ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")]


@takes_wishes
def export(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Routines.")] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="All routines of the file.")] = False,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE|DIR",
            help="A file, of the kind its ending names, or a folder.",
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="ENDING",
            help="Kind of file where -o names none: mp3 (usual), m4a, m4b, opus, ogg, flac, wav.",
        ),
    ] = None,
    tracks: Annotated[
        bool, typer.Option("--tracks", help="A folder with a file for each exercise.")
    ] = False,
    speaker: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar="alexa|google",
            help="Tracks as this smart speaker takes them, and the SSML that plays them.",
        ),
    ] = None,
    base: Annotated[
        str | None,
        typer.Option(
            "--base-url", metavar="URL", help="With --for: where the folder will be, https://…"
        ),
    ] = None,
    cover: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Picture, PNG or JPEG. Else cover.jpg by the routines."),
    ] = None,
    sheet: Annotated[
        bool, typer.Option("--sheet", help="Also a page to print: .html and .txt.")
    ] = False,
    subtitles: Annotated[
        str | None, typer.Option(metavar="vtt|srt|lrc", help="Also subtitles; commas for several.")
    ] = None,
    cues: Annotated[bool, typer.Option("--cues", help="Also every cue, as show --json.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")
    ] = False,
    force: ForceOption = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            callback=at_least_1,
            help="How much is done side by side. Without it: as the cores allow.",
        ),
    ] = None,
    wishes: MusicWishes,
) -> None:
    """Export routines as MP3 (24,000 Hz mono, 48 kbit/s), or as another kind of file.

    With music it is 44,100 Hz stereo, MP3 at 128 kbit/s.

    \b
    Example:
      audiocoach export back-care
      audiocoach export back-care --level easy -o easy.mp3
      audiocoach export --all -o sessions/
      audiocoach export back-care --tracks --subtitles lrc
      audiocoach export back-care --music ~/Music/calm
    """
    from audiocoach.export.order import ending, subtitle_forms
    from audiocoach.export.speakers import base_url, find_speaker

    if bool(names) == every:
        raise typer.BadParameter("name routines, or say --all: one of the two")
    if wishes.music is not None and (tracks or speaker is not None):
        option = "--tracks" if speaker is None else f"--for {speaker}"
        raise OutputError(f"{option}: a session with --music can't be cut into tracks")
    settings: Settings = context.obj
    jobs = jobs and min(jobs, _MOST_JOBS)
    sessions = Sessions(settings, wishes, jobs)
    wanted = [Wanted("routine", name) for name in dict.fromkeys(names or sessions.names())]
    sessions.check(wanted)
    order = replace(
        usual_order(settings, cover),
        ending=ending(kind or "mp3"),
        tracks=tracks,
        sheet=sheet,
        subtitles=subtitle_forms(subtitles),
        cues=cues,
        plans=_plans(settings, wanted) if sheet else {},
    )
    spoken_to = find_speaker(speaker, tracks=tracks, ending=order.ending)
    order = replace(order, speaker=spoken_to, base=base_url(base, speaker=spoken_to))
    _check_format(kind, output, order)
    _check_places(wanted, output, order, force=force or dry_run)
    if dry_run:
        _foretell(settings, sessions, wanted, output, order, force=force)
        return
    faults: list[str] = []
    made = _each(wanted, sessions.make, faults)
    if not made:
        _raise(faults)
    write(settings, made, output, force=force, order=order, jobs=jobs, faults=faults)


def _plans(settings: Settings, wanted: Iterable[Wanted]) -> dict[str, Plan]:
    """Give the plan of each routine: a sheet tells what no score holds."""
    from audiocoach.routine.plan import plan_routine

    file = settings.read()
    return {each.name: plan_routine(file, each.name) for each in wanted}


@contextmanager
def _gathered(faults: list[str]) -> Iterator[None]:
    """Put into `faults` what is the fault of one session: it keeps no other from being made."""
    try:
        yield
    except OutputError:  # a full disk, or a cache that can't be written, is everybody's
        raise
    except CoachError as fault:
        faults += fault.lines


def _each(
    wanted: Iterable[Wanted], make: Callable[[Wanted], _Value], faults: list[str]
) -> list[_Value]:
    """Make all that is wanted, as far as it can be made."""
    made: list[_Value] = []
    for each in wanted:
        with _gathered(faults):
            made.append(make(each))
    return made


def _raise(faults: list[str]) -> None:
    if faults:
        raise CoachError(*dict.fromkeys(faults))


def usual_order(settings: Settings, cover: Path | None = None) -> Order:
    """Give what is wanted when nothing is said."""
    from audiocoach.export.cover import find_cover, made_cover
    from audiocoach.export.order import Order

    routines = settings.file()
    picture = find_cover(cover, routines)
    # The year of the last change, not of today: the same session gives the same bytes.
    year = _year(routines.stat().st_mtime)
    kept = settings.clips() / "frames"
    return Order(year=year, cover=lambda score: picture or made_cover(score, kept))


def _year(seconds: float) -> int:
    """Give the year of a time in UTC; 1970 for one that no calendar has."""
    try:
        return min(max(time.gmtime(seconds).tm_year, 1), 9999)
    except (OSError, OverflowError, ValueError):
        return 1970


def _is_there(folder: str | Path) -> bool:
    """Tell whether `folder` is one; unlike pathlib's, this never raises."""
    return os.path.isdir(folder)  # noqa: PTH112


def _check_format(kind: str | None, output: str | None, order: Order) -> None:
    """Refuse a file's name that says something else than the options."""
    from audiocoach.export.targets import is_folder

    if output is None or output == "" or is_folder(output, Path.cwd()):
        return
    if order.tracks:
        raise OutputError(f"{output}: --tracks needs a folder: end it with a slash")
    if kind is not None and Path(output).suffix.lower() != order.ending:
        raise OutputError(f"{output}: its ending must be {order.ending}, as --format says")


def _check_places(
    wanted: Sequence[Wanted], output: str | None, order: Order, *, force: bool
) -> None:
    """Refuse what can be known to fail before anything is spoken."""
    from audiocoach.export.files import check_place
    from audiocoach.export.formats import writer
    from audiocoach.export.targets import is_folder

    paths = _paths([each.name for each in wanted], output, order)
    is_new = output is not None and is_folder(output, Path.cwd()) and not _is_there(output)
    for path in () if order.tracks else paths:
        writer(path)
        if not is_new:
            check_place(path, force=force)


def _foretell(
    settings: Settings,
    sessions: Sessions,
    wanted: Sequence[Wanted],
    output: str | None,
    order: Order,
    *,
    force: bool,
) -> None:
    """Say what would be written, and over what; a length that is guessed is marked ~."""
    from audiocoach.export.files import check_items
    from audiocoach.export.leftovers import leftovers
    from audiocoach.export.order import silent

    faults: list[str] = []
    seen = _each(wanted, sessions.outline, faults)
    if not seen:
        _raise(faults)
    tracks = [sessions.laid(silent(each.score)) for each in seen]
    planned = _planned([each.score.routine for each in seen], tracks, output, order)
    for path in (path for files in planned for path in (leftovers(files) if force else [])):
        settings.tell(f"{_shown(path)}  of an earlier export, not removed")
    for files, outline in zip(planned, seen, strict=True):
        for file in files:
            settings.tell(_foretold(file, guessed=bool(outline.estimated), force=force))
    for files in planned:  # told first: how much room is needed is what one asks for
        if _is_there(files[0].path.parent):
            check_items(files, force=True)
    _note(planned, order)
    _raise(faults)


def _foretold(file: Item, *, guessed: bool, force: bool) -> str:
    from audiocoach.export import estimated_bytes
    from audiocoach.units import clock

    sound = None if isinstance(file.content, bytes) else file.content.score
    length = f"  {'~' if guessed else ''}{clock(sound.length_ms)}" if sound else ""
    size = _megabytes(estimated_bytes(file))
    remark = ""
    if os.path.lexists(file.path):
        remark = (
            "; overwrites the one there" if force else "; exists already, --force overwrites it"
        )
    return f"{_shown(file.path)}{length}  about {size}, not written{remark}"


def _paths(names: list[str], output: str | None, order: Order) -> list[Path]:
    """Give the file of each session; cut into tracks, its folder."""
    from audiocoach.export.targets import targets

    return targets(names, output, Path.cwd(), "" if order.tracks else order.ending)


def _planned(
    names: list[str], tracks: Sequence[Track | Mix], output: str | None, order: Order
) -> list[list[Item]]:
    """Give the files of each session."""
    from audiocoach.export.order import items

    paths = _paths(names, output, order)
    return [items(track, path, order) for path, track in zip(paths, tracks, strict=True)]


def write(
    settings: Settings,
    made: Sequence[Made],
    output: str | None,
    *,
    force: bool,
    order: Order | None = None,
    jobs: int | None = None,
    faults: Sequence[str] = (),
) -> None:
    """Write each session to its file or files, and say what was written.

    `jobs` sounds are encoded side by side (None: on all cores). One that can't be
    spoken after all keeps none of the others from being written; its faults, and
    the `faults` of those that could not even be made, are raised at the end.
    """
    from audiocoach.export import missing_folders, new_folders
    from audiocoach.export.files import check_items

    names, tracks = [each.name for each in made], [each.sound for each in made]
    planned = _planned(names, tracks, output, order or usual_order(settings))
    late: list[str] = []
    folders = missing_folders(output, Path.cwd()) if planned else []
    if order and order.tracks:
        folders += [files[0].path.parent for files in planned]
    with new_folders(set(folders)):
        for files in planned:
            check_items(files, force=force)
        for files, each in zip(planned, made, strict=True):
            with _gathered(late):
                _write_one(settings, files, each, force=force, jobs=jobs)
        if order:
            _note(planned, order)
        _raise([*faults, *late])  # within: a new folder that nothing came into goes


def _note(sessions: list[list[Item]], order: Order) -> None:
    """Tell what needs to be known of the files, each line once."""
    from audiocoach.export.order import notes

    for line in dict.fromkeys(line for files in sessions for line in notes(files, order)):
        warn(line)


def _write_one(
    settings: Settings, files: Sequence[Item], session: Made, *, force: bool, jobs: int | None
) -> None:
    from audiocoach.export import export_items
    from audiocoach.export.leftovers import leftovers, remove

    old = leftovers(files) if force else []
    bar = settings.progress(files[0].path.name, session.track.score.length_ms)
    with session.frames() as frames, bar as advance:
        done = export_items(files, force=force, progress=advance, frames=frames, jobs=jobs)
    for each in done:
        settings.tell(_report(each))
    for path in remove(old):
        settings.tell(f"{_shown(path)}  removed: of an earlier export")


def _report(done: Exported) -> str:
    from audiocoach.units import clock

    length = f"  {clock(done.length_ms)}" if done.length_ms else ""
    return f"{_shown(done.path)}{length}  {_megabytes(done.size_bytes)}"


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= _KILOBYTES_BELOW else f"{size / 1000:.1f} kB"


def _shown(path: Path) -> Path:
    """Give `path` as one would type it here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
