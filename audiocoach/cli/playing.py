"""Commands that are heard: play and preview."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.exporting import ForceOption, write
from audiocoach.cli.log import logged, resuming, to_resume
from audiocoach.cli.settings import Settings
from audiocoach.cli.wishes import Wishes, takes_wishes

if TYPE_CHECKING:
    from audiocoach.play.player import Plays
    from audiocoach.session import Session

DeviceOption = Annotated[
    str | None,
    typer.Option(
        "--device",
        metavar="NAME",
        help="Play on this device; part of its name is enough. See: audiocoach devices.",
    ),
]
BackendOption = Annotated[
    str | None,
    typer.Option(
        "--backend",
        metavar="miniaudio|simpleaudio|null",
        help="What plays. Without it: $AUDIOCOACH_BACKEND, else miniaudio.",
    ),
]


@takes_wishes
def play(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A routine; without it, the first.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where the last session stopped.")
    ] = False,
    no_log: Annotated[
        bool, typer.Option("--no-log", help="Keep this session out of the history.")
    ] = False,
    device: DeviceOption = None,
    backend: BackendOption = None,
    *,
    wishes: Wishes,
) -> None:
    """Play a routine. Ctrl-C stops it.

    \b
    Example:
      audiocoach play back-care --talk brief
      audiocoach play --resume
    """
    from audiocoach.play.backends import open_speaker
    from audiocoach.routine.plan import plan_routine

    settings: Settings = context.obj
    file = settings.read()
    plan = plan_routine(file, name or next(iter(file.routines)))
    resumed = (
        to_resume(context, wishes, [name] if name else list(file.routines)) if resume else None
    )
    if resumed is not None:
        plan, wishes = plan_routine(file, resumed.entry.routine), resumed.wishes
    speaker = open_speaker(backend, device)  # before the texts: those may take a while
    session = settings.prepare(plan, wishes)
    start_ms = resumed.place(session.score) if resumed else 0
    if resumed is not None:
        settings.tell(resuming(session.score, start_ms))
    with nullcontext(_unlogged) if no_log else logged(session.score, wishes, start_ms) as heard:
        _play(settings, session, speaker, start_ms, heard=heard)


def _unlogged(at_ms: int) -> None:
    """Keep nothing."""


def _play(
    settings: Settings,
    session: Session,
    speaker: Plays,
    start_ms: int = 0,
    *,
    heard: Callable[[int], None] = _unlogged,
) -> None:
    from audiocoach.play.display import open_display
    from audiocoach.play.player import play

    display = open_display(sys.stdout, quiet=settings.quiet)
    play(session.track, speaker, display, start_ms=start_ms, heard=heard)


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
    device: DeviceOption = None,
    backend: BackendOption = None,
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
    from audiocoach.play.backends import open_speaker
    from audiocoach.routine.plan import plan_exercise

    settings: Settings = context.obj
    plan = plan_exercise(settings.read(), exercise)
    speaker = open_speaker(backend, device) if output is None else None
    session = settings.prepare(plan if full else shorten(plan), wishes, alone=True)
    if speaker is not None:
        _play(settings, session, speaker)
    elif output is not None:
        write(settings, [exercise], [session.track], output, force=force)


def devices() -> None:
    """List the playback devices of each backend.

    \b
    Example:
      audiocoach devices
      audiocoach play --device headphones
    """
    from audiocoach.play.backends import overview

    for line in overview():
        typer.echo(line)
