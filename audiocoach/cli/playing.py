"""Commands that are heard: play and preview."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.exporting import ForceOption, under, write
from audiocoach.cli.settings import Settings
from audiocoach.cli.wishes import MusicWishes, Wishes, takes_wishes

if TYPE_CHECKING:
    from audiocoach.mix import Mix
    from audiocoach.session import Session
    from audiocoach.track import Track


@takes_wishes
def play(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A routine; without it, the first.")
    ] = None,
    *,
    wishes: MusicWishes,
) -> None:
    """Play a routine. Ctrl-C stops it.

    \b
    Example:
      audiocoach play back-care --talk brief
      audiocoach play back-care --music ~/Music/calm
    """
    from audiocoach.routine.plan import plan_routine

    settings: Settings = context.obj
    file = settings.read()
    plan = plan_routine(file, name or next(iter(file.routines)))
    laid = under(wishes)
    play_track(settings, laid(settings.prepare(plan, wishes).track))


def play_session(settings: Settings, session: Session) -> None:
    """Play `session` to its end, and show how far it is."""
    play_track(settings, session.track)


def play_track(settings: Settings, track: Track | Mix) -> None:
    """Play `track` to its end, and show how far it is."""
    from audiocoach.play.device import Speaker
    from audiocoach.play.display import open_display
    from audiocoach.play.player import play

    speaker = Speaker(rate=track.rate, channels=track.channels)
    play(track, speaker, open_display(sys.stdout, quiet=settings.quiet))


@takes_wishes
def preview(
    context: typer.Context,
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE", help="An exercise.")],
    full: Annotated[bool, typer.Option("--full", help="All sets and reps, whole holds.")] = False,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Keep it, as .mp3 or .wav."),
    ] = None,
    force: ForceOption = False,
    *,
    wishes: Wishes,
) -> None:
    """Play one exercise: its lead-in, one rep, its end.

    \b
    Example:
      audiocoach preview wall-sit
      audiocoach preview wall-sit --full -o wall-sit.mp3
    """
    from audiocoach.coach.taste import shorten
    from audiocoach.routine.plan import plan_exercise

    settings: Settings = context.obj
    plan = plan_exercise(settings.read(), exercise)
    session = settings.prepare(plan if full else shorten(plan), wishes, alone=True)
    if output is None:
        play_session(settings, session)
    else:
        write(settings, [exercise], [session.track], output, force=force)
