"""The command that writes files: export."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from audiocoach.cli.settings import Settings, Wanted
from audiocoach.cli.wishes import Wishes, takes_wishes
from audiocoach.errors import CoachError, RoutineFileError, VoiceError

ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")]


def _at_least_1(value: int | None) -> int | None:
    if value is not None and value < 1:
        raise typer.BadParameter(f"must be at least 1, not {value}")
    return value


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
    jobs: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            callback=_at_least_1,
            help="How much is done side by side. Without it: as the cores allow.",
        ),
    ] = None,
    *,
    wishes: Wishes,
) -> None:
    """Export routines as MP3 (24,000 Hz mono, 48 kbit/s) or WAV.

    \b
    Example:
      audiocoach export back-care
      audiocoach export back-care --level easy -o easy.mp3
      audiocoach export --all -o sessions/
    """
    if bool(names) == every:
        raise typer.BadParameter("name routines, or say --all: one of the two")
    settings: Settings = context.obj
    chosen = list(dict.fromkeys(names or settings.routine_names(wishes)))
    wanted = [Wanted("routine", name) for name in chosen]
    write(settings, wanted, wishes, output, force=force, jobs=jobs)


def write(
    settings: Settings,
    wanted: list[Wanted],
    wishes: Wishes,
    output: str | None,
    *,
    force: bool,
    jobs: int | None = None,
) -> None:
    """Write each session to its file, one after the other, and say what was written.

    One that can't be composed or spoken keeps none of the others from being made;
    its fault is raised at the end.
    """
    from audiocoach.export import check_target, make_folder, targets

    paths = targets([f"{each.name}" for each in wanted], output, Path.cwd())
    settings.check(wanted, wishes)
    make_folder(output, Path.cwd())
    for path in paths:
        check_target(path, force=force)
    faults = [
        line
        for each, path in zip(wanted, paths, strict=True)
        for line in _faults(settings, each, wishes, path, force=force, jobs=jobs)
    ]
    if faults:
        raise CoachError(*faults)


def _faults(
    settings: Settings, wanted: Wanted, wishes: Wishes, path: Path, *, force: bool, jobs: int | None
) -> Sequence[str]:
    """Write one session; give the faults that are its own."""
    try:
        _write_one(settings, wanted, wishes, path, force=force, jobs=jobs)
    except (RoutineFileError, VoiceError) as fault:
        return fault.lines
    return ()


def _write_one(
    settings: Settings, wanted: Wanted, wishes: Wishes, path: Path, *, force: bool, jobs: int | None
) -> None:
    from audiocoach.export import export_track
    from audiocoach.units import clock

    track, language = settings.spoken_track(wanted, wishes, jobs)
    frames = settings.frames(wanted, wishes, language)
    with settings.progress(path.name, track.score.length_ms) as advance:
        done = export_track(track, path, force=force, progress=advance, frames=frames, jobs=jobs)
    settings.keep_names(wanted, wishes, {each: frames.names[each] for each in done.likenesses})
    size = f"{done.size_bytes / 1_000_000:.1f} MB"
    settings.tell(f"{_shown(done.path)}  {clock(done.length_ms)}  {size}")


def _shown(path: Path) -> Path:
    """Give `path` as one would type it here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
