"""The command that writes files: export."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.piping import STDOUT_NAME, check_pipe
from audiocoach.cli.plain import at_least_1
from audiocoach.cli.reports import foretold, kept
from audiocoach.cli.settings import Settings
from audiocoach.cli.wishes import MusicWishes, takes_wishes
from audiocoach.cli.writing import (
    FileJsonOption,
    ForceOption,
    is_there,
    items_of,
    note,
    paths_of,
    raise_all,
    write,
)
from audiocoach.errors import CoachError, OutputError, gathered
from audiocoach.library.sessions import Sessions
from audiocoach.library.wanted import Wanted
from audiocoach.library.writing import usual_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiocoach.export.order import Order
    from audiocoach.session import Outline


_MOST_JOBS = 64
"""More side by side would only take memory."""


@takes_wishes
def export(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME", help="Routines or exercises; or else --all."),
    ] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="All routines of the file.")] = False,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE|DIR",
            help="A file, of the kind its ending names, or a folder; - is standard output.",
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="ENDING",
            help="Kind of file where -o names none: mp3 (usual), m4a, m4b, mp4, opus, ogg, flac, "
            "wav.",
        ),
    ] = None,
    force: ForceOption = False,
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
    bundle: Annotated[
        bool,
        typer.Option("--bundle", help="One page of HTML with sound, buttons, sheet and diary."),
    ] = False,
    cover: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Picture, PNG or JPEG. Without it: cover.jpg or cover.png beside the "
            "routine file, else one that is made.",
        ),
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
    as_json: FileJsonOption = False,
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
    """Export routines as MP3, or as another kind of file.

    MP3 has 24,000 Hz mono at 48 kbit/s; with music 44,100 Hz stereo at 128 kbit/s.

    \b
    Example:
      audiocoach export back-care
      audiocoach export back-care --level easy -o easy.mp3
      audiocoach export --all -o sessions/
      audiocoach export back-care --tracks --subtitles lrc
      audiocoach export back-care --bundle
      audiocoach export back-care --music ~/Music/calm
      audiocoach export back-care -o - | mpv -
    """
    from audiocoach.export.files import PAGE_ENDING
    from audiocoach.export.order import check_bundle, ending, subtitle_forms

    tracks = tracks or speaker is not None
    _check_asked(names, speaker, wishes, every=every, tracks=tracks)
    if bundle:
        check_bundle(kind, speaker, tracks=tracks, sheet=sheet)
    settings: Settings = context.obj.writing(output, as_json=as_json)
    jobs = jobs and min(jobs, _MOST_JOBS)
    sessions = Sessions(settings, wishes, jobs)
    wanted = _wanted(sessions, names or [], every=every)
    sessions.check_music()
    order = replace(
        usual_order(settings, cover),
        ending=PAGE_ENDING if bundle else ending("mp3" if kind is None else kind),
        tracks=tracks,
        bundle=bundle,
        subtitles=subtitle_forms(subtitles),
        cues=cues,
    )
    order = _for_speaker(order, speaker, base)
    if sheet or bundle:
        order = _with_plans(replace(order, sheet=sheet), sessions, wanted)
    if settings.is_piped:
        _check_piped(wanted, order, dry_run=dry_run)
    else:
        output = _place(output, wanted, order, every=every)
        _check_format(kind, output, order)
        _check_places(wanted, output, order, force=force or dry_run)
    if dry_run:
        _foretell(settings, sessions, wanted, output, order, force=force)
        return
    faults: list[CoachError] = []
    with settings.at_work():
        made = sessions.make_all(wanted, faults)
        if not made:
            raise_all(faults)
        write(settings, made, output, force=force, order=order, jobs=jobs, faults=faults)


def _check_asked(
    names: Sequence[str] | None,
    speaker: str | None,
    wishes: MusicWishes,
    *,
    every: bool,
    tracks: bool,
) -> None:
    """Refuse options that exclude each other."""
    if names and every:
        raise typer.BadParameter("name routines, or say --all: one of the two")
    if wishes.music is not None and tracks:
        option = "--tracks" if speaker is None else f"--for {speaker}"
        raise OutputError(f"{option}: a session with --music can't be cut into tracks")


def _for_speaker(order: Order, speaker: str | None, base: str | None) -> Order:
    """Return `order` for the smart speaker that is named, if one is."""
    from audiocoach.export.speakers import base_url, find_speaker

    spoken_to = find_speaker(speaker, tracks=order.tracks, ending=order.ending)
    return replace(order, speaker=spoken_to, base=base_url(base, speaker=spoken_to))


def _with_plans(order: Order, sessions: Sessions, wanted: Sequence[Wanted]) -> Order:
    """Return `order` with what the sheet says of each session besides its score."""
    return replace(
        order,
        levels={each.name: sessions.style(each).level for each in wanted},
        plans={each.name: sessions.plan(each) for each in wanted},
    )


def _wanted(sessions: Sessions, names: Sequence[str], *, every: bool) -> list[Wanted]:
    """Find what is named, each once; all routines of the file, or the only one."""
    if names:
        return list(dict.fromkeys(map(sessions.wanted, names)))
    return (
        [sessions.of_file(name) for name in sessions.names()]
        if every
        else [sessions.only(", or --all")]
    )


def _place(
    output: str | None, wanted: Sequence[Wanted], order: Order, *, every: bool
) -> str | None:
    """Return what followed `-o` as it is meant: with a slash, or an ending, where that is plain."""
    from audiocoach.export.formats import ENDINGS
    from audiocoach.export.targets import as_meant

    several = ""
    if order.tracks:
        several = "tracks need" if order.speaker is None else "tracks for a speaker need"
    elif len(wanted) > 1:
        several = f"{len(wanted)} sessions need"
    elif every and Path(output or "").suffix.lower() not in (order.ending, *ENDINGS):
        several = "--all needs"
    return as_meant(output, Path.cwd(), order.ending, several=several)


def _check_piped(wanted: Sequence[Wanted], order: Order, *, dry_run: bool) -> None:
    """Refuse what standard output can't take: anything but the sound of one session."""
    if len(wanted) > 1:
        raise OutputError(f"-o -: standard output takes one session, not {len(wanted)}")
    if order.tracks or order.sheet or order.subtitles or order.cues:
        beside = "--tracks, --sheet, --subtitles and --cues"
        raise OutputError(f"-o -: standard output takes the sound alone: leave out {beside}")
    if not dry_run:
        check_pipe("export", wanted[0].name)


def _check_format(kind: str | None, output: str | None, order: Order) -> None:
    """Refuse a file's name that says something else than the options."""
    from audiocoach.export.targets import is_folder

    if output is None or output == "" or is_folder(output, Path.cwd()):
        return
    if kind is not None and Path(output).suffix.lower() != order.ending:
        raise OutputError(f"{output}: its ending must be {order.ending}, as --format says")


def _check_places(
    wanted: Sequence[Wanted], output: str | None, order: Order, *, force: bool
) -> None:
    """Refuse what can be known to fail before anything is spoken."""
    from audiocoach.export.files import check_page, check_place
    from audiocoach.export.formats import writer
    from audiocoach.export.targets import is_folder

    paths = paths_of([each.name for each in wanted], output, order)
    check_kind = check_page if order.bundle else writer
    is_new = output is not None and is_folder(output, Path.cwd()) and not is_there(output)
    for path in () if order.tracks else paths:
        check_kind(path)
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

    faults: list[CoachError] = []
    seen: list[Outline] = []
    for each in wanted:
        with gathered(faults):
            seen.append(sessions.outline(each))
    if not seen:
        raise_all(faults)
    tracks = [sessions.laid(silent(each.score)) for each in seen]
    name = STDOUT_NAME if settings.is_piped else None
    planned = items_of(
        [each.score.routine for each in seen], tracks, None if name else output, order
    )
    for path in (path for files in planned for path in (leftovers(files) if force else [])):
        settings.report(kept(path))
    for files, outline in zip(planned, seen, strict=True):
        for file in files:
            guessed = bool(outline.estimated)
            settings.report(foretold(file, name, guessed=guessed, force=force))
    for files in planned:  # told first: how much room is needed is what one asks for
        if is_there(files[0].path.parent):
            check_items(files, force=True)
    note(planned, order)
    raise_all(faults)
