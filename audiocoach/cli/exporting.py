"""The command that writes files: export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.settings import Settings
from audiocoach.cli.wishes import MusicWishes, takes_wishes

if TYPE_CHECKING:
    from audiocoach.mix import Mix
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
            help="A file ending in .mp3 or .wav, or a folder for NAME.mp3.",
        ),
    ] = None,
    force: ForceOption = False,
    *,
    wishes: MusicWishes,
) -> None:
    """Export routines as MP3 (24,000 Hz mono, 48 kbit/s) or WAV.

    With music it is 44,100 Hz stereo, MP3 at 128 kbit/s.

    \b
    Example:
      audiocoach export back-care
      audiocoach export back-care --level easy -o easy.mp3
      audiocoach export --all -o sessions/
      audiocoach export back-care --music ~/Music/calm
    """
    from audiocoach.routine.plan import plan_routine

    if bool(names) == every:
        raise typer.BadParameter("name routines, or say --all: one of the two")
    settings: Settings = context.obj
    file = settings.read()
    chosen = list(dict.fromkeys(names or file.routines))
    plans = [plan_routine(file, name) for name in chosen]
    laid = under(wishes)
    tracks = [laid(settings.prepare(plan, wishes).track) for plan in plans]
    write(settings, chosen, tracks, output, force=force)


def under(wishes: MusicWishes) -> Callable[[Track], Track | Mix]:
    """Give what lays the wished music, if any, under a track; it is looked for at once."""
    if wishes.music is None:
        return lambda track: track
    from audiocoach.mix import with_music

    return with_music(wishes.music, wishes.loudness)


def write(
    settings: Settings,
    names: list[str],
    tracks: Sequence[Track | Mix],
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
        size = _size(done.size_bytes)
        settings.tell(f"{_shown(done.path)}  {clock(done.length_ms)}  {size}")


def _size(size_bytes: int) -> str:
    megabytes = f"{size_bytes / 1_000_000:.1f}"
    return f"{size_bytes / 1000:.0f} kB" if megabytes == "0.0" else f"{megabytes} MB"


def _shown(path: Path) -> Path:
    """Give `path` as one would type it here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
