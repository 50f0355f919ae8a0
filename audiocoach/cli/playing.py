"""Commands that are heard: play and preview."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from audiocoach.cli.exporting import ForceOption, write
from audiocoach.cli.sessions import Made, Sessions, Wanted
from audiocoach.cli.settings import Settings
from audiocoach.cli.wishes import RoutineWishes, Wishes, takes_wishes


@takes_wishes
def play(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A routine; without it, the first.")
    ] = None,
    *,
    wishes: RoutineWishes,
) -> None:
    """Play a routine. Ctrl-C stops it.

    \b
    Example:
      audiocoach play back-care --talk brief
    """
    sessions = Sessions(context.obj, wishes)
    wanted = Wanted("routine", name or sessions.names()[0])
    play_session(context.obj, sessions.make(wanted))


def play_session(settings: Settings, session: Made) -> None:
    """Play `session` to its end, and show how far it is."""
    from audiocoach.play.device import Speaker
    from audiocoach.play.display import open_display
    from audiocoach.play.player import play

    play(session.track, Speaker(), open_display(sys.stdout, quiet=settings.quiet))


@takes_wishes
def preview(
    context: typer.Context,
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE", help="An exercise.")],
    full: Annotated[bool, typer.Option("--full", help="All sets and reps, whole holds.")] = False,
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Keep it: .mp3, .m4a, .opus, .flac, .wav …"
        ),
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
    session = Sessions(context.obj, wishes).make(Wanted("exercise" if full else "taste", exercise))
    if output is None:
        play_session(context.obj, session)
    else:
        write(context.obj, [session], output, force=force)
