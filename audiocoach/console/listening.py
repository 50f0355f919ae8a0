"""A session in the hands of its listener: its keys, and its display in full or as lines."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocoach.console.printing import warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from audiocoach.coach.phrases import Phrases
    from audiocoach.coach.score import Score
    from audiocoach.play.deferred_announcements import DeferredAnnouncements
    from audiocoach.play.desk import Desk
    from audiocoach.play.display.plain_lines import Display
    from audiocoach.play.fullscreen import Pictures
    from audiocoach.play.gc_pause import Loaded
    from audiocoach.play.media_keys import Art
    from audiocoach.play.player import Player


@dataclass(frozen=True)
class DisplayChoice:
    """How a session is shown."""

    plain: bool
    """Whether as lines."""
    flash: bool
    """Whether tones flash the screen."""
    bell: bool
    """Whether tones ring the terminal's bell."""
    quiet: bool = False
    """Whether nothing is shown."""
    art: Art | None = None
    """Makes the picture that desktops show beside their media keys; None takes no such keys."""
    remote: bool = False
    """Whether `ask` commands it."""
    theme: str = "auto"
    """Colours of the full screen."""
    pictures: Pictures = tuple
    """Finds what is shown of each exercise where the terminal shows pictures."""


class EarlyLines:
    """Lines of a session that is heard before it is whole; they go on once it is.

    On a terminal they stand above the progress bar. The full screen comes after that.
    """

    def __init__(self, *, plain: bool, quiet: bool, bell: bool = False) -> None:
        """Show nothing yet, and never anything if `quiet`, or if the full screen will be there."""
        self._are_wanted, self._quiet = not quiet and (plain or not _is_terminal()), quiet
        self._out = _AboveBar(sys.stdout)
        self._rings = bell and sys.stdout.isatty()
        self._seen_ms = -1
        self._display: Display | None = None

    @property
    def watch(self) -> Callable[[Score, int], None] | None:
        """Shows a session at a place in milliseconds; None where it shows no lines."""
        return self._show if self._are_wanted else None

    def display(self, phrases: Phrases) -> Display:
        """Return what shows the lines, early and later; nothing of them if `quiet`."""
        from audiocoach.play.display.plain_lines import plain_display

        if self._display is None:
            self._display = plain_display(self._out, phrases, quiet=self._quiet, bell=self._rings)
        return self._display

    def _show(self, score: Score, at_ms: int) -> None:
        from audiocoach.coach.phrases import load_phrases
        from audiocoach.play.display.view_model import view
        from audiocoach.play.transport import Transport, tones_between

        transport = Transport(score)
        tones = tuple(tones_between(score, self._seen_ms, at_ms))
        self._seen_ms = at_ms
        display = self.display(load_phrases(score.language))
        display.show(view(transport, transport.place(at_ms), "", tones))


class _AboveBar:
    """Standard output, above a progress bar that is there meanwhile.

    rich puts what is written to `sys.stdout` above its bar, but always onto the terminal.
    """

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        """Write `text`; a line above the bar."""
        is_line = text.endswith("\n") and self._out.isatty()
        return (sys.stdout if is_line else self._out).write(text)

    def flush(self) -> None:
        """Have it written."""
        self._out.flush()


def hear(
    player: Player,
    between: DeferredAnnouncements,
    shown: DisplayChoice,
    desk: Desk | None = None,
    early: EarlyLines | None = None,
) -> None:
    """Play a session in the hands of its listener, in full where the terminal can.

    What is put on `desk` is done too, and what is shown is shown there. `early` has shown some of
    it.
    """
    from audiocoach.coach.phrases import load_phrases
    from audiocoach.play.desk import Desk
    from audiocoach.play.display.face_settings import face_settings
    from audiocoach.play.gc_pause import gc_paused, quick_switches

    desk, settings = desk or Desk(), face_settings(os.environ)
    with (
        player,
        _media_keys(desk, shown) as take_media_keys,
        _remote(desk, shown) as take_requests,
        gc_paused() as loaded,
        quick_switches(),
        _kept_in_front() as let_go,
    ):

        def up() -> None:
            loaded()
            let_go()
            take_media_keys()
            take_requests()

        player.start()
        between.begin()
        phrases = load_phrases(player.track.score.language)
        if shown.plain or shown.quiet or not _is_terminal():
            if shown.flash and not shown.quiet:
                warn("--flash needs the full screen: nothing flashes here")
            _follow(player, phrases, up, desk, shown, early)
        else:
            # Loading Textual takes a quarter of a second; sound is playing meanwhile.
            from audiocoach.play.fullscreen import show

            options = {"flash": shown.flash, "bell": shown.bell}
            show(
                player, phrases, up, **options, desk=desk, theme=shown.theme, settings=settings,
                pictures=shown.pictures,
            )  # fmt: skip


@contextmanager
def _remote(desk: Desk, shown: DisplayChoice) -> Iterator[Callable[[], None]]:
    """Return what begins to take requests of `ask`, if it may command the session."""
    if not shown.remote:
        yield lambda: None
        return
    from audiocoach.play.control_socket import ControlSocket

    with ControlSocket(desk) as remote:
        yield remote.start


@contextmanager
def _media_keys(desk: Desk, shown: DisplayChoice) -> Iterator[Callable[[], None]]:
    """Return what begins to take media keys, if they are asked for."""
    if shown.art is None:
        yield lambda: None
        return
    from audiocoach.play.media_keys import MediaKeys

    with MediaKeys(desk, shown.art) as keys:
        yield keys.start


@contextmanager
def _kept_in_front() -> Iterator[Callable[[], None]]:
    """Pass over a Ctrl-Z until the yielded function is called: the session would come back playing.

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
    player: Player,
    phrases: Phrases,
    loaded: Loaded,
    desk: Desk,
    shown: DisplayChoice,
    early: EarlyLines | None,
) -> None:
    from audiocoach.play.keys import terminal_keys
    from audiocoach.play.player import follow

    lines = early or EarlyLines(plain=shown.plain, quiet=shown.quiet, bell=shown.bell)
    with terminal_keys(sys.stdin, desk) as wait:
        loaded()
        follow(player, desk.beside(lines.display(phrases)), wait)


def _is_terminal() -> bool:
    # Textual reads from the first and draws on the last.
    all_three = all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    return all_three and os.environ.get("TERM", "") != "dumb"


def hear_text(player: Player, *, quiet: bool) -> None:
    """Play a session of one text to its end; it takes no keys."""
    from audiocoach.coach.phrases import load_phrases
    from audiocoach.play.display.plain_lines import plain_display
    from audiocoach.play.player import play

    play(player, plain_display(sys.stdout, load_phrases("en"), quiet=quiet), time.sleep)
