"""The command that writes files: export."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.settings import Settings, warn
from audiocoach.cli.wishes import RoutineWishes, takes_wishes

if TYPE_CHECKING:
    from audiocoach.export import Exported, Item
    from audiocoach.export.order import Order
    from audiocoach.track import Track

_KILOBYTES_BELOW = 50_000

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
    wishes: RoutineWishes,
) -> None:
    """Export routines as MP3 (24,000 Hz mono, 48 kbit/s), or as another kind of file.

    \b
    Example:
      audiocoach export back-care
      audiocoach export back-care --level easy -o easy.mp3
      audiocoach export --all -o sessions/
      audiocoach export back-care --tracks --subtitles lrc
    """
    from audiocoach.export.order import ending, silent, subtitle_forms
    from audiocoach.export.speakers import base_url, find_speaker
    from audiocoach.routine.plan import plan_routine

    if bool(names) == every:
        raise typer.BadParameter("name routines, or say --all: one of the two")
    settings: Settings = context.obj
    file = settings.read()
    chosen = list(dict.fromkeys(names or file.routines))
    plans = [plan_routine(file, name) for name in chosen]
    order = replace(
        usual_order(settings, cover),
        ending=ending(kind or "mp3"),
        tracks=tracks,
        sheet=sheet,
        subtitles=subtitle_forms(subtitles),
        cues=cues,
        plans={plan.id: plan for plan in plans},
    )
    spoken_to = find_speaker(speaker, tracks=tracks, ending=order.ending)
    order = replace(order, speaker=spoken_to, base=base_url(base, speaker=spoken_to))
    _check_format(kind, output, order)
    if dry_run:
        outlines = [settings.outline(plan, wishes) for plan in plans]
        guessed = any(each.estimated for each in outlines)
        measured = [silent(each.score) for each in outlines]
        sets = _planned(chosen, measured, output, order)
        _foretell(settings, sets, force=force, guessed=guessed)
        _note(sets, order)
        return
    sounds = [settings.prepare(plan, wishes).track for plan in plans]
    write(settings, chosen, sounds, output, force=force, order=order)


def usual_order(settings: Settings, cover: Path | None = None) -> Order:
    """Give what is wanted when nothing is said."""
    from audiocoach.export.cover import find_cover, made_cover
    from audiocoach.export.order import Order

    routines = settings.file()
    picture = find_cover(cover, routines)
    # The year of the last change, not of today: the same session gives the same bytes.
    year = time.gmtime(routines.stat().st_mtime).tm_year
    kept = settings.clips() / "frames"
    return Order(year=year, cover=lambda score: picture or made_cover(score, kept))


def _check_format(kind: str | None, output: str | None, order: Order) -> None:
    """Refuse a file's name that says something else than the options."""
    from audiocoach.errors import OutputError
    from audiocoach.export.targets import is_folder

    if output is None or output == "" or is_folder(output, Path.cwd()):
        return
    if order.tracks:
        raise OutputError(f"{output}: --tracks needs a folder: end it with a slash")
    if kind is not None and Path(output).suffix.lower() != order.ending:
        raise OutputError(f"{output}: its ending must be {order.ending}, as --format says")


def _foretell(
    settings: Settings, sessions: list[list[Item]], *, force: bool, guessed: bool
) -> None:
    """Say what would be written; a length that is `guessed` is marked ~."""
    from audiocoach.export import estimated_bytes
    from audiocoach.export.files import check_items
    from audiocoach.export.leftovers import leftovers
    from audiocoach.units import clock

    for files in sessions:
        if files[0].path.parent.is_dir():
            check_items(files, force=force)
    for path in (path for files in sessions for path in (leftovers(files) if force else [])):
        settings.tell(f"{_shown(path)}  of an earlier export, not removed")
    for file in (file for files in sessions for file in files):
        sound = None if isinstance(file.content, bytes) else file.content.score
        length = f"  {'~' if guessed else ''}{clock(sound.length_ms)}" if sound else ""
        size = _megabytes(estimated_bytes(file))
        settings.tell(f"{_shown(file.path)}{length}  about {size}, not written")


def _planned(
    names: list[str], tracks: list[Track], output: str | None, order: Order
) -> list[list[Item]]:
    """Give the files of each session."""
    from audiocoach.export.order import items
    from audiocoach.export.targets import targets

    ending = "" if order.tracks else order.ending
    paths = targets(names, output, Path.cwd(), ending)
    return [items(track, path, order) for path, track in zip(paths, tracks, strict=True)]


def write(
    settings: Settings,
    names: list[str],
    tracks: list[Track],
    output: str | None,
    *,
    force: bool,
    order: Order | None = None,
) -> None:
    """Write each track to its file or files, and say what was written."""
    from audiocoach.export import export_items, make_folder, new_folders
    from audiocoach.export.files import check_items
    from audiocoach.export.leftovers import leftovers, remove

    sessions = _planned(names, tracks, output, order or usual_order(settings))
    make_folder(output, Path.cwd())
    folders = {files[0].path.parent for files in sessions} if order and order.tracks else set()
    with new_folders(folders):
        for files in sessions:
            check_items(files, force=force)
        for files, track in zip(sessions, tracks, strict=True):
            with settings.progress(files[0].path.name, track.score.length_ms) as advance:
                frames = settings.clips() / "frames"
                old = leftovers(files) if force else []
                for done in export_items(files, force=force, progress=advance, frames=frames):
                    settings.tell(_report(done))
                for path in remove(old):
                    settings.tell(f"{_shown(path)}  removed: of an earlier export")
    if order:
        _note(sessions, order)


def _note(sessions: list[list[Item]], order: Order) -> None:
    """Tell what needs to be known of the files, each line once."""
    from audiocoach.export.order import notes

    for line in dict.fromkeys(line for files in sessions for line in notes(files, order)):
        warn(line)


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
