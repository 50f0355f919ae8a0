"""Commands that are heard: play and preview."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.exporting import ForceOption, write
from audiocoach.cli.settings import Settings, voice_name
from audiocoach.cli.wishes import RoutineWishes, Wishes, takes_wishes

if TYPE_CHECKING:
    from audiocoach.coach.phrases import Phrases
    from audiocoach.coach.score import Score
    from audiocoach.play.asides import Asides
    from audiocoach.play.player import Player
    from audiocoach.routine.plan import Plan
    from audiocoach.session import Session
    from audiocoach.track import Track
    from audiocoach.voice.speech import Speech


PlainOption = Annotated[
    bool, typer.Option("--plain", help="A line for each event; always so in a pipe.")
]
FlashOption = Annotated[bool, typer.Option("--flash", help="Flash the screen at each tone.")]
BellOption = Annotated[bool, typer.Option("--bell", help="Ring the terminal's bell at each tone.")]


@takes_wishes
def play(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A routine; without it, the first.")
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="EXERCISE|TIME", help="Begin with this exercise, or at 3:20."
        ),
    ] = None,
    plain: PlainOption = False,
    flash: FlashOption = False,
    bell: BellOption = False,
    *,
    wishes: RoutineWishes,
) -> None:
    """Play a routine. Keys pause it, skip, go back; ? shows them. Ctrl-C stops it.

    \b
    Example:
      audiocoach play back-care --talk brief
      audiocoach play back-care --from wall-sit
    """
    from audiocoach.play.start import start_ms
    from audiocoach.routine.plan import plan_routine

    settings: Settings = context.obj
    file = settings.read()
    plan = plan_routine(file, name or next(iter(file.routines)))
    session = settings.prepare(plan, wishes)
    at = start_ms(session.score, start) if start is not None else 0
    asides = _asides(settings, plan, session, wishes)
    _play(settings, session, asides, Shown(plain, flash, bell), at)


@dataclass(frozen=True)
class Shown:
    """How a session is shown."""

    plain: bool
    """Whether as lines."""
    flash: bool
    """Whether tones flash the screen."""
    bell: bool
    """Whether tones ring the terminal's bell."""


def _asides(settings: Settings, plan: Plan, session: Session, wishes: Wishes) -> Asides:
    """Make ready what is said between when a key asks for it.

    A slow voice speaks all of it now: nobody on the floor should wait for it.
    """
    speech = settings.speech(plan, wishes)
    language = session.score.language
    asides = _between(speech, session, language, speaks=wishes.style().talk != "tones")
    if speech.is_slow:
        voice = voice_name(plan, wishes)
        texts = asides.texts(session.score.length_ms)
        speech.prepare(texts, lambda total: settings.voicing(voice, total))
    return asides


def _between(speech: Speech, session: Session, language: str, *, speaks: bool) -> Asides:
    from audiocoach.coach.phrases import load_phrases
    from audiocoach.play.asides import Asides

    def sound(score: Score) -> Track:
        return replace(session.track, score=score)

    return Asides(load_phrases(language), speech.measure, sound, speaks=speaks)


def _play(
    settings: Settings, session: Session, asides: Asides, shown: Shown, start_ms: int = 0
) -> None:
    from audiocoach.play.device import Speaker
    from audiocoach.play.player import Player

    player = Player(session.track, Speaker(), asides, start_ms=start_ms)
    try:
        player.start()
        _show(settings, player, asides.phrases, shown)
    finally:
        player.stop()


def play_text(settings: Settings, session: Session, speech: Speech) -> None:
    """Play a session of one text, which takes no keys."""
    from audiocoach.play.device import Speaker
    from audiocoach.play.display import plain_display
    from audiocoach.play.player import Player, play

    # The text's own language may be none of the coach's.
    asides = _between(speech, session, "en", speaks=False)
    player = Player(session.track, Speaker(), asides)
    with plain_display(sys.stdout, asides.phrases, quiet=settings.quiet) as lines:
        play(player, lines, time.sleep)


def _show(settings: Settings, player: Player, phrases: Phrases, shown: Shown) -> None:
    """Show a session that plays already, in full where the terminal can."""
    if shown.plain or settings.quiet or not _is_terminal():
        from audiocoach.play.display import plain_display
        from audiocoach.play.keys import terminal_keys
        from audiocoach.play.player import follow

        bell = shown.bell and sys.stdout.isatty()
        display = plain_display(sys.stdout, phrases, quiet=settings.quiet, bell=bell)
        with display as lines, terminal_keys(sys.stdin) as wait:
            follow(player, lines, wait)
    else:
        # Loading Textual takes a quarter of a second; sound is playing meanwhile.
        from audiocoach.play.screen import show

        show(player, phrases, flash=shown.flash, bell=shown.bell)


def _is_terminal() -> bool:
    # Textual reads from the first and draws on the last.
    all_three = all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    return all_three and os.environ.get("TERM", "") != "dumb"


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
    plain: PlainOption = False,
    flash: FlashOption = False,
    bell: BellOption = False,
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
        asides = _asides(settings, plan, session, wishes)
        _play(settings, session, asides, Shown(plain, flash, bell))
    else:
        write(settings, [exercise], [session.track], output, force=force)
