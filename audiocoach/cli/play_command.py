"""Commands that are heard: play and preview; and devices, which lists what on."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import Annotated

import typer

from audiocoach.cli.flags import (
    BackendOption,
    BellOption,
    DeviceOption,
    FileJsonOption,
    FileOption,
    FlashOption,
    ForceOption,
    MusicOptions,
    NoMediaKeysOption,
    PlainOption,
    SessionOptions,
    ThemeOption,
    options_used,
    takes_options,
)
from audiocoach.cli.one_file import placed, write_one
from audiocoach.cli.settings import Settings
from audiocoach.console.fast_typer import JsonOption, named, switch, valued
from audiocoach.console.printing import report


@takes_options
def play(
    context: typer.Context,
    name: Annotated[
        str | None,
        named("A routine or exercise; without it, the first routine."),
    ] = None,
    *,
    start: Annotated[
        str | None,
        valued("--from", "EXERCISE|TIME", help="Begin with this exercise, or at 3:20."),
    ] = None,
    resume: Annotated[
        bool, switch("--resume", help="Go on where the last session stopped.")
    ] = False,
    session_options: MusicOptions,
    plain: PlainOption = False,
    flash: FlashOption = False,
    bell: BellOption = False,
    theme: ThemeOption = "auto",
    device: DeviceOption = None,
    backend: BackendOption = None,
    remote: Annotated[
        bool,
        switch("--remote", help="Also show and control it on a phone: see serve."),
    ] = False,
    no_media_keys: NoMediaKeysOption = False,
    no_log: Annotated[
        bool, switch("--no-log", help="Keep this session out of the history.")
    ] = False,
) -> None:
    """Play a routine, or an exercise.

    Keys pause it, skip and go back: ? shows them all. Ctrl-C stops it.

    \b
    Example:
      audiocoach play back-care --talk brief
      audiocoach play back-care --from wall-sit
      audiocoach play "Wall sit"
      audiocoach play --resume
      audiocoach play back-care --remote
      audiocoach play back-care --music ~/Music/calm
    """
    from audiocoach.console.listening import DisplayChoice, EarlyLines, hear
    from audiocoach.library.playing import PlayRequest, picture, pictures, playing

    if remote:
        import audiocoach.api.player_remote  # noqa: F401 - now: it takes a while, and then sound plays
        from audiocoach.cli.serve_command import remote_desk
    if resume and start is not None:
        raise typer.BadParameter("choose one of --from and --resume")
    settings: Settings = context.obj
    request = PlayRequest(start, resume, not no_log, device, backend)
    early, used = EarlyLines(plain=plain, quiet=settings.quiet, bell=bell), options_used(context)
    with playing(settings, name, session_options, request, used, early.watch) as (player, between):
        art = None if no_media_keys else partial(picture, settings, player.track.score)
        drawn = partial(pictures, settings, player.track.score)
        shown = DisplayChoice(
            plain, flash, bell, settings.quiet, art, remote=True, theme=theme, pictures=drawn
        )
        desk = remote_desk(settings, session_options, player) if remote else nullcontext()
        with desk as commands:
            hear(player, between, shown, commands, early)


@takes_options
def preview(
    context: typer.Context,
    name: Annotated[
        str | None,
        named("An exercise or routine; without it, the first."),
    ] = None,
    full: Annotated[bool, switch("--full", help="All sets and reps, whole holds.")] = False,
    output: FileOption = None,
    force: ForceOption = False,
    *,
    as_json: FileJsonOption = False,
    session_options: SessionOptions,
    plain: PlainOption = False,
    flash: FlashOption = False,
    bell: BellOption = False,
    device: DeviceOption = None,
    backend: BackendOption = None,
) -> None:
    """Play an exercise in short: its lead-in, one rep, its end.

    Of a routine it is its title, and as many of its first exercises in short as fit into
    about two minutes.

    \b
    Example:
      audiocoach preview wall-sit
      audiocoach preview back-care
      audiocoach preview wall-sit --full -o wall-sit.mp3
    """
    from audiocoach.console.listening import DisplayChoice, hear
    from audiocoach.library.playing import open_speaker, pictures, previewed
    from audiocoach.library.sessions import Sessions

    settings: Settings = context.obj.writing(output, as_json=as_json)
    sessions = Sessions(settings, session_options)
    wanted = sessions.previewed(name, full=full)
    output = placed(output, "preview", wanted.name, as_json=as_json)
    speaker = open_speaker(backend, device) if output is None else None
    session = sessions.make(wanted)
    if speaker is None:
        write_one(settings, session, output, force=force)
    else:
        drawn = partial(pictures, settings, session.track.score)
        shown = DisplayChoice(plain, flash, bell, settings.quiet, pictures=drawn)
        hear(*previewed(settings, session, speaker), shown)


def devices(as_json: JsonOption = False) -> None:
    """List the playback devices and microphones there are.

    \b
    Example:
      audiocoach devices
      audiocoach play --device headphones
    """
    from audiocoach.library.playing import Devices

    report(Devices(), as_json=as_json)
