"""The full-screen player. Wraps Textual: terminals, keys, sizes and signals on every system.

Imported only when sound is playing already: loading it takes a quarter of a second.
"""

from __future__ import annotations

import asyncio
import codecs
import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from types import FrameType
from typing import Any

from textual.app import App, ComposeResult
from textual.events import Key as Pressed
from textual.events import Resize
from textual.widgets import Static

from audiocoach.coach.phrases import Phrases
from audiocoach.play.desk import Desk
from audiocoach.play.display.layout import Frame, countdown, layout
from audiocoach.play.display.palette import palette
from audiocoach.play.display.session_bar import timeline
from audiocoach.play.display.view_model import View
from audiocoach.play.gc_pause import Loaded
from audiocoach.play.keys import KEYS
from audiocoach.play.player import LOOK_SECONDS, PlaybackEnd, Player
from audiocoach.play.seek import entries
from audiocoach.play.transport import Command
from audiocoach.posix_signals import at_hard_end, ended_by_signals, note, reported_to

FLASH_SECONDS = 0.15
"""How long the screen is reversed. Tones come at most twice a second: below the three
flashes a second that can harm (WCAG 2.2, 2.3.1)."""

_LEAVING = b"\x1b[?2004l\x1b[?7h\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
"""What Textual writes when it leaves: no bracketed paste, lines wrapped, keys as usual, the
main screen, its cursor shown, no word of the focus."""

_NAMES = {"space": " ", "plus": "+", "equals_sign": "=", "minus": "-", "question_mark": "?"}
"""Textual's names of the keys that are signs."""


if sys.platform == "win32":
    _Driver = None

    def _is_closed() -> bool:
        return False

else:
    import termios

    from textual.drivers import linux_driver

    def _is_closed() -> bool:
        """Return whether the terminal has been closed.

        Where SIGHUP is ignored (nohup) nothing else says so: Textual would read its end again
        and again, and wait for ever to write.
        """
        try:
            termios.tcgetattr(0)
        except termios.error as fault:
            return fault.args[0] in {errno.EIO, errno.ENXIO}
        return False

    # Textual's own decoder raises an error for any byte that isn't UTF-8, which ends the app.
    linux_driver.getincrementaldecoder = lambda _: partial(  # type: ignore[attr-defined]
        codecs.getincrementaldecoder("utf-8"), "replace"
    )

    class _Driver(linux_driver.LinuxDriver):
        """Textual's, but for a Ctrl-Z that comes while it starts: it is done afterwards.

        Textual would take down what isn't set up yet, and end with a traceback.
        """

        def __init__(self, app: App[None], **options: Any) -> None:
            super().__init__(app, **options)
            self._screen, self._sent_away = app, False
            self._suspending = signal.signal(signal.SIGTSTP, self._later)

        def _later(self, _number: int, _frame: FrameType | None) -> None:
            self._sent_away = True

        def start_application_mode(self) -> None:
            """Set the terminal up, the first time or once more after a Ctrl-Z."""
            signal.signal(signal.SIGTSTP, self._later)
            super().start_application_mode()  # type: ignore[no-untyped-call]
            signal.signal(signal.SIGTSTP, self._suspending)
            if self._sent_away:
                self._sent_away = False
                self._screen.post_message(Pressed("ctrl+z", None))


class Screen(App[None]):
    """Shows a player's view on the whole terminal, in the terminal's own colours."""

    CSS = """
    Screen { background: ansi_default; color: ansi_default; overflow: hidden; }
    #picture { width: 100%; height: 100%; }
    .flash { text-style: reverse; }
    """
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None

    def __init__(
        self,
        player: Player,
        phrases: Phrases,
        loaded: Loaded,
        *,
        flash: bool = False,
        bell: bool = False,
        desk: Desk | None = None,
        theme: str = "auto",
    ) -> None:
        """Show `player`; flash the screen or ring the bell at each tone, if asked to.

        `loaded` is called once all stands on the screen. What is put on `desk` is done too.
        `theme` is one of THEMES.
        """
        # Only the terminal's own colours, dark or light. Set from the start: else, with
        # NO_COLOR, Textual draws in black and white of its own, which was black on black.
        super().__init__(driver_class=_Driver, ansi_color=True)
        self.theme = "ansi-dark"
        self.ended_by: BaseException | None = None
        self._player, self._phrases, self._loaded = player, phrases, loaded
        self._flash, self._bell, self._desk = flash, bell, desk or Desk()
        self._marks = tuple(entries(player.track.score))
        self._palette = palette(theme, os.environ)
        self._drawn: object = None
        self._is_ours = False

    def compose(self) -> ComposeResult:
        """Lay out the one picture."""
        yield Static(id="picture", markup=False)

    def on_mount(self) -> None:
        """Begin to look."""
        if self._palette.background:
            self.screen.styles.background = self._palette.background
        self.set_interval(LOOK_SECONDS, self._look)
        loop = asyncio.get_running_loop()

        def wake() -> None:
            with suppress(RuntimeError):  # the screen has been left
                loop.call_soon_threadsafe(self._look)

        self._desk.wake = wake

    def on_ready(self) -> None:
        """Draw, and then report that nothing more will be loaded."""
        self._look()
        self.call_after_refresh(self._loaded)

    def signalled(self, number: int) -> bool:
        """Take signal `number`: leave at the next look, so that the terminal is restored.

        Return False while the player is at work, which may wait for a voice or a device.
        """
        if not self._is_ours:
            is_ctrl_c = number == signal.SIGINT
            self.ended_by = KeyboardInterrupt() if is_ctrl_c else SystemExit(128 + number)
        return not self._is_ours

    def _leave(self, why: BaseException | None = None) -> None:
        """Fall silent, restore the terminal and then raise `why`."""
        self.ended_by = self.ended_by or why
        with suppress(Exception):
            self._player.stop()
        self.exit()

    def on_key(self, event: Pressed) -> None:
        """Do what the key asks for."""
        event.stop()
        name = _NAMES.get(event.key, event.character or event.key).lower()
        key = KEYS.get(name) or KEYS.get(event.key)
        if event.key == "ctrl+c":
            note(signal.SIGINT)  # one that follows must not break into the end
            self._leave(KeyboardInterrupt())
        elif event.key == "ctrl+z":
            self._do("halt")
            self.action_suspend_process()
        elif key is not None:
            self._do(key)

    def _do(self, command: Command) -> None:
        self._desk.put(command)
        self._look()

    def on_resize(self, _event: Resize) -> None:
        """Draw again."""
        self._drawn = None

    @contextmanager
    def _leaving_on_fault(self) -> Iterator[None]:
        """End the app with a fault, to be raised when the terminal is as it was."""
        try:
            self._is_ours = True
            yield
        except (Exception, KeyboardInterrupt, SystemExit) as fault:
            self._is_ours = False
            self._leave(fault)
        finally:
            self._is_ours = False

    def _look(self) -> None:
        """Look at the player, and draw what has changed."""
        if self.ended_by is None and _is_closed():
            self.ended_by = SystemExit(128 + signal.SIGHUP)
        if self.ended_by is not None:
            self._leave()
            return
        with self._leaving_on_fault():
            for command in self._desk.waiting():
                self._player.press(command)
            view = self._player.look()
            self._desk.show(view)
            self._signal_tones(view)
            self._draw(view)
            if self._player.over is not None:
                self._leave()

    def _signal_tones(self, view: View) -> None:
        if not view.tones:
            return
        if self._bell:
            self.bell()
        if self._flash:
            self.screen.add_class("flash")
            self.set_timer(FLASH_SECONDS, lambda: self.screen.remove_class("flash"))

    def _draw(self, view: View) -> None:
        moment = view.moment
        look = (
            moment.left_ms // 250, countdown(moment), moment.doing, view.paused, view.notice,
            view.turned, view.announcement, view.caption.text, self._player.wants_help,
        )  # fmt: skip
        if look == self._drawn:
            return
        self._drawn = look
        stretches = timeline(self._player.track.score)
        frame = Frame(
            self.size.width, self.size.height, self._phrases, self._marks, stretches, self._palette
        )
        drawn = layout(view, frame, helping=self._player.wants_help)
        self.query_one("#picture", Static).update(drawn)


def show(
    player: Player,
    phrases: Phrases,
    loaded: Loaded,
    *,
    flash: bool,
    bell: bool,
    desk: Desk | None = None,
    theme: str = "auto",
) -> PlaybackEnd:
    """Show `player`, which plays already, until it has ended; return how.

    `loaded` is called once all stands on the screen. What ended it before, such as a
    fault or a signal, is raised when the terminal is as it was; SystemExit where Textual
    failed, and has said why.
    """
    screen = Screen(player, phrases, loaded, flash=flash, bell=bell, desk=desk, theme=theme)
    with ended_by_signals(), at_hard_end(_restoring()), reported_to(screen.signalled):
        screen.run(mouse=False)
    if screen.ended_by is not None:
        raise screen.ended_by
    if player.over is None:
        raise SystemExit(1)
    return player.stop()


def _restoring() -> Callable[[], object]:
    """Return what restores the terminal where Textual can't any more."""
    if sys.platform == "win32" or not sys.stdin.isatty():
        return lambda: None
    import termios

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)

    def restore() -> None:
        os.write(2, _LEAVING)
        termios.tcsetattr(terminal, termios.TCSANOW, before)

    return restore
