"""The command that writes files: export."""

from __future__ import annotations

from typing import Annotated

import typer

from audiocoach.cli.flags import (
    AllOption,
    CoverOption,
    ExportOptions,
    FileJsonOption,
    ForceOption,
    FormatOption,
    takes_options,
)
from audiocoach.cli.settings import Settings
from audiocoach.console.fast_typer import named, number, switch, valued
from audiocoach.console.pipes import STDOUT_NAME, check_pipe, piped

_MOST_JOBS = 64
"""More side by side would only take memory."""


@takes_options
def export(
    context: typer.Context,
    names: Annotated[list[str] | None, named("Routines or exercises; or else --all.")] = None,
    *,
    every: AllOption = False,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE|DIR",
            help="A file, of the kind its ending names, or a folder; - is standard output.",
        ),
    ] = None,
    kind: FormatOption = None,
    force: ForceOption = False,
    tracks: Annotated[
        bool, switch("--tracks", help="A folder with a file for each exercise.")
    ] = False,
    at_most: Annotated[
        str | None,
        valued(
            "--at-most",
            "LENGTH",
            help="With --tracks: the longest a track may last, such as 60s, for players that "
            "can't seek; it is cut in rests or between reps.",
        ),
    ] = None,
    speaker: Annotated[
        str | None,
        valued(
            "--for",
            "alexa|google",
            help="Tracks as this smart speaker takes them, and the SSML that plays them.",
        ),
    ] = None,
    base: Annotated[
        str | None,
        valued("--base-url", "URL", help="With --for: where the folder will be, https://…"),
    ] = None,
    bundle: Annotated[
        bool,
        switch("--bundle", help="One page of HTML with sound, buttons, sheet and diary."),
    ] = False,
    cover: CoverOption = None,
    sheet: Annotated[bool, switch("--sheet", help="Also a page to print: .html and .txt.")] = False,
    subtitles: Annotated[
        str | None, typer.Option(metavar="vtt|srt|lrc", help="Also subtitles; commas for several.")
    ] = None,
    cues: Annotated[bool, switch("--cues", help="Also every cue, as show --json.")] = False,
    dry_run: Annotated[
        bool, switch("--dry-run", help="Say what would be written, and write nothing.")
    ] = False,
    as_json: FileJsonOption = False,
    jobs: Annotated[
        int | None, number("How much is done side by side. Without it: as the cores allow.")
    ] = None,
    session_options: ExportOptions,
) -> None:
    """Export routines as MP3, or as another kind of file.

    MP3 has 24,000 Hz mono at 48 kbit/s; with music or --rate 44100 it has 44,100 Hz
    stereo at 128 kbit/s.

    \b
    Example:
      audiocoach export back-care
      audiocoach export back-care --level easy -o easy.mp3
      audiocoach export --all -o sessions/
      audiocoach export back-care --tracks --subtitles lrc
      audiocoach export back-care --tracks --at-most 60s
      audiocoach export back-care --bundle
      audiocoach export back-care --music ~/Music/calm
      audiocoach export back-care -o - | mpv -
    """
    from audiocoach.library.exporting import ExportRequest, prepare
    from audiocoach.library.sessions import Sessions

    if names and every:
        raise typer.BadParameter("name routines or use --all, not both")
    settings: Settings = context.obj.writing(output, as_json=as_json)
    jobs = jobs and min(jobs, _MOST_JOBS)
    request = ExportRequest(
        format=kind, force=force, tracks=tracks, at_most=at_most, speaker=speaker, base_url=base,
        bundle=bundle, cover=cover, sheet=sheet, subtitles=subtitles, cues=cues, jobs=jobs,
    )  # fmt: skip
    alias = STDOUT_NAME if settings.is_piped else None
    job = prepare(
        Sessions(settings, session_options, jobs),
        names or [],
        output,
        request,
        every=every,
        alias=alias,
        dry_run=dry_run,
    )
    if dry_run:
        job.forecast()
        return
    if settings.is_piped:
        check_pipe("export", job.wanted[0].name)
    with piped(output, job.order.ending) as place:
        job.run(place)
