"""How a command is heard: the speaker, what is said between, and what is shown."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.printing import warn
from audiocoach.cli.settings import Settings
from audiocoach.library.library import Chosen
from audiocoach.library.made import Made
from audiocoach.signals import STANDARD, ToneSet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from audiocoach.coach.phrases import Phrases
    from audiocoach.coach.score import Score
    from audiocoach.mix import Mix
    from audiocoach.play.asides import Asides
    from audiocoach.play.calm import Loaded
    from audiocoach.play.desk import Desk
    from audiocoach.play.later import Later
    from audiocoach.play.media_keys import Art
    from audiocoach.play.player import Player, Plays
    from audiocoach.session import Session
    from audiocoach.track import Track
    from audiocoach.voice.speech import Speech

PlainOption = Annotated[
    bool, typer.Option("--plain", help="A line for each event; always so in a pipe.")
]
FlashOption = Annotated[bool, typer.Option("--flash", help="Flash the screen at each tone.")]
BellOption = Annotated[bool, typer.Option("--bell", help="Ring the terminal's bell at each tone.")]
DeviceOption = Annotated[
    str | None,
    typer.Option(
        "--device",
        metavar="NAME",
        help="Play on this device; part of its name is enough. See: audiocoach devices.",
    ),
]
NoMediaKeysOption = Annotated[
    bool,
    typer.Option(
        "--no-media-keys", help="Take no keys of headsets and desktops, nor show there what plays."
    ),
]
BackendOption = Annotated[
    str | None,
    typer.Option(
        "--backend",
        metavar="NAME",
        help="What plays: miniaudio, simpleaudio or null. Without it: $AUDIOCOACH_BACKEND, else "
        "miniaudio.",
    ),
]


@dataclass(frozen=True)
class Shown:
    """How a session is shown."""

    plain: bool
    """Whether as lines."""
    flash: bool
    """Whether tones flash the screen."""
    bell: bool
    """Whether tones ring the terminal's bell."""
    art: Art | None = None
    """Makes the picture that desktops show beside their media keys; None takes no such keys."""


def asides(settings: Settings, session: Made) -> Later:
    """Return what is said between when a key asks for it.

    A slow voice speaks all of it now: nobody on the floor should wait for it. Where the
    session was found composed its voice is none of those, and is loaded only once sound plays.
    """
    from audiocoach.play.later import Later

    later = Later(lambda: _ready(settings, session))
    if session.chosen in settings.ready:
        later.get()
    return later


def _ready(settings: Settings, session: Made) -> Asides:
    speech = _speaking(settings, session.chosen)
    score = session.track.score
    speaks = session.choices.talk != "tones"
    made = _between(speech, _laid(session, speech), score.language, score.tones, speaks=speaks)
    if not speech.is_instant:
        speech.prepare(made.texts(score.length_ms), settings.voicing)
    return made


def _speaking(settings: Settings, chosen: Chosen) -> Speech:
    """Return the session's own speech; recordings get a voice for these answers nobody records."""
    from audiocoach.voice.registry import BUILTIN

    speech = settings.speech(chosen)
    return settings.speech(replace(chosen, fill_with=BUILTIN)) if speech.is_limited else speech


def _laid(session: Made, speech: Speech) -> Callable[[Score], Track | Mix]:
    """Return what lays what is said between: as loud as the session, but without its music."""
    clip = session.louder(speech.clip)

    def laid(score: Score) -> Track | Mix:
        track = replace(session.track, score=score, clip=clip)
        if session.sound is session.track:
            return track
        from audiocoach.mix import bare

        return bare(track)

    return laid


def _between(
    speech: Speech,
    sound: Callable[[Score], Track | Mix],
    language: str,
    tones: ToneSet = STANDARD,
    *,
    speaks: bool,
) -> Asides:
    from audiocoach.coach.phrases import load_phrases
    from audiocoach.play.asides import Asides

    return Asides(load_phrases(language), speech.measure, sound, speaks=speaks, tones=tones)


def hear(settings: Settings, player: Player, between: Later, shown: Shown) -> None:
    """Play a session in the hands of its listener, in full where the terminal can."""
    from audiocoach.coach.phrases import load_phrases
    from audiocoach.play.calm import calm
    from audiocoach.play.desk import Desk

    desk = Desk()
    with (
        player,
        _media_keys(desk, shown) as take_media_keys,
        calm() as loaded,
        _kept_in_front() as let_go,
    ):

        def up() -> None:
            loaded()
            let_go()
            take_media_keys()

        player.start()
        between.begin()
        phrases = load_phrases(player.track.score.language)
        if shown.plain or settings.quiet or not _is_terminal():
            if shown.flash and not settings.quiet:
                warn("--flash needs the full screen: nothing flashes here")
            _follow(settings, player, phrases, up, desk, bell=shown.bell)
        else:
            # Loading Textual takes a quarter of a second; sound is playing meanwhile.
            from audiocoach.play.screen import show

            show(player, phrases, up, flash=shown.flash, bell=shown.bell, desk=desk)


@contextmanager
def _media_keys(desk: Desk, shown: Shown) -> Iterator[Callable[[], None]]:
    """Return what begins to take media keys, if they are wanted."""
    if shown.art is None:
        yield lambda: None
        return
    from audiocoach.play.media_keys import MediaKeys

    with MediaKeys(desk, shown.art) as keys:
        yield keys.start


@contextmanager
def _kept_in_front() -> Iterator[Callable[[], None]]:
    """Pass over a Ctrl-Z until what is given is called: the session would come back playing.

    That takes half a second; then the display hears of it, and pauses the session.
    """
    if sys.platform == "win32":
        yield lambda: None
        return
    before = signal.signal(signal.SIGTSTP, signal.SIG_IGN)

    def let_go() -> None:
        """Do as before where there is no display that takes keys."""
        if signal.getsignal(signal.SIGTSTP) == signal.SIG_IGN:
            signal.signal(signal.SIGTSTP, before)

    try:
        yield let_go
    finally:
        signal.signal(signal.SIGTSTP, before)


def _follow(
    settings: Settings,
    player: Player,
    phrases: Phrases,
    loaded: Loaded,
    desk: Desk,
    *,
    bell: bool,
) -> None:
    from audiocoach.play.display import plain_display
    from audiocoach.play.keys import terminal_keys
    from audiocoach.play.player import follow

    rings = bell and sys.stdout.isatty()
    display = plain_display(sys.stdout, phrases, quiet=settings.quiet, bell=rings)
    with display as lines, terminal_keys(sys.stdin, desk) as wait:
        loaded()
        follow(player, desk.beside(lines), wait)


def _is_terminal() -> bool:
    # Textual reads from the first and draws on the last.
    all_three = all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    return all_three and os.environ.get("TERM", "") != "dumb"


def hear_text(settings: Settings, session: Session, speech: Speech, speaker: Plays) -> None:
    """Play a session of one text, which takes no keys."""
    from audiocoach.play.display import plain_display
    from audiocoach.play.player import Player, play

    def laid(score: Score) -> Track:
        return replace(session.track, score=score)

    # The text's own language may be none of the coach's.
    made = _between(speech, laid, "en", speaks=False)
    player = Player(session.track, speaker, made)
    with plain_display(sys.stdout, made.phrases, quiet=settings.quiet) as lines:
        play(player, lines, time.sleep)
