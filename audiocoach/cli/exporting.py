"""The command that writes files: export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.settings import Settings
from audiocoach.cli.wishes import Wishes, takes_wishes

if TYPE_CHECKING:
    from audiocoach.track import Track

ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")]


@takes_wishes
def export(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Routines.")] = None,
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
    force: ForceOption = False,
    *,
    wishes: Wishes,
) -> None:
    """Export routines as MP3 (24,000 Hz mono, 48 kbit/s), or as another kind of file.

    \b
    Example:
      audiocoach export back-care
      audiocoach export back-care --level easy -o easy.mp3
      audiocoach export --all -o sessions/
    """
    from audiocoach.routine.plan import plan_routine

    if bool(names) == every:
        raise typer.BadParameter("name routines, or say --all: one of the two")
    settings: Settings = context.obj
    file = settings.read()
    chosen = list(dict.fromkeys(names or file.routines))
    plans = [plan_routine(file, name) for name in chosen]
    tracks = [settings.prepare(plan, wishes).track for plan in plans]
    write(settings, chosen, tracks, output, force=force)


def write(
    settings: Settings,
    names: list[str],
    tracks: list[Track],
    output: str | None,
    *,
    force: bool,
) -> None:
    """Write each track to its file, and say what was written."""
    from audiocoach.export import check_target, export_track, make_folder, targets
    from audiocoach.units import clock

    paths = targets(names, output, Path.cwd())
    make_folder(output, Path.cwd())
    for path, track in zip(paths, tracks, strict=True):
        check_target(track, path, force=force)
    for path, track in zip(paths, tracks, strict=True):
        with settings.progress(path.name, track.score.length_ms) as advance:
            done = export_track(
                track, path, force=force, progress=advance, frames=settings.clips() / "frames"
            )
        size = f"{done.size_bytes / 1_000_000:.1f} MB"
        settings.tell(f"{_shown(done.path)}  {clock(done.length_ms)}  {size}")


def _shown(path: Path) -> Path:
    """Give `path` as one would type it here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
