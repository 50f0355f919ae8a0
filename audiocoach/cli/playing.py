"""Commands that are heard: play and preview."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.exporting import ForceOption, write
from audiocoach.cli.settings import Settings, Wanted
from audiocoach.cli.wishes import Wishes, takes_wishes

if TYPE_CHECKING:
    from audiocoach.track import Track


@takes_wishes
def play(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A routine; without it, the first.")
    ] = None,
    *,
    wishes: Wishes,
) -> None:
    """Play a routine. Ctrl-C stops it.

    \b
    Example:
      audiocoach play back-care --talk brief
    """
    settings: Settings = context.obj
    _play(settings, settings.track(Wanted("routine", name), wishes))


def _play(settings: Settings, track: Track) -> None:
    from audiocoach.play.device import Speaker
    from audiocoach.play.display import open_display
    from audiocoach.play.player import play

    play(track, Speaker(), open_display(sys.stdout, quiet=settings.quiet))


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
    settings: Settings = context.obj
    wanted = Wanted("exercise" if full else "taste", exercise)
    if output is None:
        _play(settings, settings.track(wanted, wishes))
    else:
        write(settings, [wanted], wishes, output, force=force)
