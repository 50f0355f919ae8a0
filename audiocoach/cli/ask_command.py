"""The command that takes a sentence: ask."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.flags import MusicOptions, options_used
from audiocoach.cli.settings import Settings
from audiocoach.console.fast_typer import JsonOption, switch
from audiocoach.console.printing import report

if TYPE_CHECKING:
    from audiocoach.library.asking import Start


def ask(
    context: typer.Context,
    sentence: Annotated[list[str], typer.Argument(metavar="SENTENCE", help="What you would say.")],
    background: Annotated[
        bool,
        switch("--background", help="Play in a program of its own, and return once it plays."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Ask the coach in a sentence: to start a session, or change it.

    In English, German, Spanish or French. It is the remote of a player that runs on this
    machine: pause, go on, next, previous, again, how long, what's next, louder, quieter,
    skip the rest, stop. Nothing is sent anywhere.

    \b
    Example:
      audiocoach ask "start back care, easy, twelve minutes"
      audiocoach ask pause
      audiocoach ask "which routines are there?"
    """
    from audiocoach.library.asking import answered
    from audiocoach.library.sessions import Sessions

    settings: Settings = context.obj
    answer = answered(" ".join(sentence), Sessions(settings, MusicOptions()))
    if answer.start is not None and answer.start.fit is not None:
        from audiocoach.library.near_length import with_near_length

        answer = with_near_length(settings, answer)
    if answer.start is not None and background:
        from audiocoach.library.background_player import start_apart

        start_apart(settings, answer.start)
    report(answer, as_json=as_json)
    if not answer.is_done:
        raise typer.Exit(1)
    if answer.start is not None and not background:
        _play(context, settings, answer.start)


def _play(context: typer.Context, settings: Settings, start: Start) -> None:
    from audiocoach.console.listening import DisplayChoice, EarlyLines, hear
    from audiocoach.library.playing import PlayRequest, picture, playing

    options = MusicOptions(level=start.level, fit=start.fit, language=start.language)
    request, given = PlayRequest(), options_used(context)
    lines = EarlyLines(plain=False, quiet=settings.quiet)
    with playing(settings, start.name, options, request, given, lines.watch) as (player, between):
        art = partial(picture, settings, player.track.score)
        shown = DisplayChoice(False, False, False, settings.quiet, art, remote=True)
        hear(player, between, shown, None, lines)
