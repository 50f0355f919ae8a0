"""Commands that are heard: play and preview."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.exporting import ForceOption, write
from audiocoach.cli.settings import Settings
from audiocoach.cli.wishes import RoutineWishes, Wishes, takes_wishes

if TYPE_CHECKING:
    from audiocoach.session import Session


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
    from audiocoach.routine.plan import plan_routine

    settings: Settings = context.obj
    file = settings.read()
    plan = plan_routine(file, name or next(iter(file.routines)))
    play_session(settings, settings.prepare(plan, wishes))


def play_session(settings: Settings, session: Session) -> None:
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
    from audiocoach.coach.taste import shorten
    from audiocoach.routine.plan import plan_exercise

    settings: Settings = context.obj
    plan = plan_exercise(settings.read(), exercise)
    session = settings.prepare(plan if full else shorten(plan), wishes, alone=True)
    if output is None:
        play_session(settings, session)
    else:
        write(settings, [exercise], [session.track], output, force=force)
