"""The command that takes a sentence: ask."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.flags import MusicOptions, options_used
from audiocoach.cli.settings import Settings
from audiocoach.console.fast_typer import JsonOption
from audiocoach.console.printing import report

if TYPE_CHECKING:
    from audiocoach.library.asking import Start


def ask(
    context: typer.Context,
    sentence: Annotated[list[str], typer.Argument(metavar="SENTENCE", help="What you would say.")],
    background: Annotated[
        bool,
        typer.Option(
            "--background", help="Start a session in a program of its own, and return at once."
        ),
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
    report(answer, as_json=as_json)
    if not answer.is_done:
        raise typer.Exit(1)
    if answer.start is not None and background:
        _start_apart(settings, answer.start)
    elif answer.start is not None:
        _play(context, settings, answer.start)


def _play(context: typer.Context, settings: Settings, start: Start) -> None:
    from audiocoach.console.listening import DisplayChoice, hear
    from audiocoach.library.playing import PlayRequest, picture, playing

    options = MusicOptions(level=start.level, fit=start.fit, language=start.language)
    request, given = PlayRequest(), options_used(context)
    with playing(settings, start.name, options, request, given) as (player, between):
        art = partial(picture, settings, player.track.score)
        hear(player, between, DisplayChoice(False, False, False, settings.quiet, art, remote=True))


def _start_apart(settings: Settings, start: Start) -> None:
    """Start `play` in a program of its own, which outlives this one."""
    import subprocess
    import sys

    files = {"--routines": settings.routines, "--cache": settings.cache}
    options = {"--level": start.level, "--fit": start.fit, "--language": start.language}
    before, after = _words(files), _words(options)
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "audiocoach", *before, "play", start.name, *after, "--plain"],
        stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True,
    )  # fmt: skip
    process.returncode = 0  # it outlives us: Python would warn that it wasn't waited for


def _words(options: Mapping[str, object]) -> list[str]:
    """Return those of `options` that say something, as words of a command."""
    said = [(name, str(value)) for name, value in options.items() if value]
    return [word for pair in said for word in pair]
