"""Commands that are heard: play and preview; and devices, which lists what on."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.hearing import (
    BackendOption,
    BellOption,
    DeviceOption,
    FlashOption,
    NoMediaKeysOption,
    PlainOption,
    Shown,
    asides,
    hear,
)
from audiocoach.cli.log import Resumed, logged, resuming, to_resume
from audiocoach.cli.plain import JsonOption
from audiocoach.cli.printing import put_json, say_all
from audiocoach.cli.settings import Settings
from audiocoach.cli.wishes import MusicWishes, Wishes, takes_wishes
from audiocoach.cli.writing import FileJsonOption, ForceOption, placed, write
from audiocoach.library.sessions import Sessions

if TYPE_CHECKING:
    from audiocoach.coach.score import Score


@takes_wishes
def play(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME", help="A routine or exercise; without it, the first routine."
        ),
    ] = None,
    *,
    start: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="EXERCISE|TIME", help="Begin with this exercise, or at 3:20."
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where the last session stopped.")
    ] = False,
    wishes: MusicWishes,
    plain: PlainOption = False,
    flash: FlashOption = False,
    bell: BellOption = False,
    device: DeviceOption = None,
    backend: BackendOption = None,
    no_media_keys: NoMediaKeysOption = False,
    no_log: Annotated[
        bool, typer.Option("--no-log", help="Keep this session out of the history.")
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
      audiocoach play back-care --music ~/Music/calm
    """
    from audiocoach.play.backends import open_speaker
    from audiocoach.play.beginning import Beginning
    from audiocoach.play.player import Player

    if resume and start is not None:
        raise typer.BadParameter("choose one of --from and --resume")
    settings: Settings = context.obj
    sessions = Sessions(settings, wishes)
    wanted = sessions.wanted(name) if name is not None else sessions.first()
    names = [wanted.name] if name is not None else sessions.all_names()
    resumed = to_resume(context, wishes, names) if resume else None
    if resumed is not None:
        wishes = resumed.wishes
        sessions = Sessions(settings, wishes)
        wanted = sessions.wanted(resumed.entry.routine)
    sessions.check_music()
    # Before the texts: those may take a while.
    speaker = open_speaker(backend, device, *sessions.form)
    is_from_start = start is None and resumed is None
    with Beginning(speaker) as beginning:
        session = sessions.make(wanted, beginning.begin if is_from_start else None)
        score = session.track.score
        at = _beginning(score, start, resumed)
        between = asides(settings, session)
        was = None
        if resumed is not None:
            was = resumed.entry
            settings.tell(resuming(score, at))
        played = replace(wishes.filled(session.choices), tones=wishes.tones)
        log = logged(settings, score, played, session.chosen.voice, at, was)
        with nullcontext() if no_log else log as listener:
            player = Player(
                session.sound,
                speaker,
                between,
                start_ms=at,
                resuming=resume,
                listener=listener,
                is_begun=beginning.go_on(session.sound),
            )
            art = None if no_media_keys else lambda: _art(sessions, score)
            hear(settings, player, between, Shown(plain, flash, bell, art))


def _art(sessions: Sessions, score: Score) -> bytes | None:
    """Return the cover of an export: a picture of one's own, else one that is drawn."""
    from audiocoach.library.writing import usual_order

    cover = usual_order(sessions.library).cover
    return cover(score) if cover is not None else None


def _beginning(score: Score, start: str | None, resumed: Resumed | None) -> int:
    """Return where to begin, in milliseconds."""
    if resumed is not None:
        return resumed.place(score)
    if start is None:
        return 0
    from audiocoach.play.start import start_ms

    return start_ms(score, start)


@takes_wishes
def preview(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="An exercise or routine; without it, the first."),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="All sets and reps, whole holds.")] = False,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Keep it in a file: .mp3, .m4a, .opus, .flac, .wav …; - is standard output.",
        ),
    ] = None,
    force: ForceOption = False,
    *,
    as_json: FileJsonOption = False,
    wishes: Wishes,
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
    from audiocoach.play.backends import open_speaker
    from audiocoach.play.player import Player

    settings: Settings = context.obj.writing(output, as_json=as_json)
    sessions = Sessions(settings, wishes)
    found = sessions.first() if name is None else sessions.wanted(name, "exercise")
    wanted = found if full else found.tasted()
    output = placed(output, "preview", wanted.name, as_json=as_json)
    speaker = open_speaker(backend, device) if output is None else None
    session = sessions.make(wanted)
    if speaker is not None:
        between = asides(settings, session)
        player = Player(session.track, speaker, between)
        hear(settings, player, between, Shown(plain, flash, bell))
    elif output is not None:
        write(settings, [session], output, force=force)


def devices(as_json: JsonOption = False) -> None:
    """List the playback devices of each backend.

    \b
    Example:
      audiocoach devices
      audiocoach play --device headphones
    """
    from audiocoach.play import backends

    if as_json:
        put_json(backends.as_json())
    else:
        say_all(backends.overview())
