"""The full-screen player. Wraps Textual: terminals, keys, sizes and signals on every system.

Imported only when sound is playing already: loading it takes a quarter of a second.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

from textual.app import App, ComposeResult
from textual.events import Key as Pressed
from textual.events import Resize
from textual.widgets import Static

from audiocoach.coach.phrases import Phrases
from audiocoach.play.calm import Loaded
from audiocoach.play.keys import KEYS
from audiocoach.play.picture import Frame, countdown, picture
from audiocoach.play.places import entries
from audiocoach.play.player import LOOK_SECONDS, Ended, Player
from audiocoach.play.transport import Key
from audiocoach.play.view import View

FLASH_SECONDS = 0.15
"""How long the screen is reversed. Tones come at most twice a second: below the three
flashes a second that can harm (WCAG 2.2, 2.3.1)."""

_NAMES = {"space": " ", "plus": "+", "equals_sign": "=", "minus": "-", "question_mark": "?"}
"""Textual's names of the keys that are signs."""


if sys.platform == "win32":
    _Driver = None
else:
    from textual.drivers.linux_driver import LinuxDriver

    class _Driver(LinuxDriver):
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
    ) -> None:
        """Show `player`; flash the screen or ring the bell at each tone, if so wished.

        `loaded` is called once all stands on the screen.
        """
        # Only the terminal's own colours, dark or light. Told from the start: else, with
        # NO_COLOR, Textual draws in black and white of its own, which was black on black.
        super().__init__(driver_class=_Driver, ansi_color=True)
        self.theme = "ansi-dark"
        self.ended_by: BaseException | None = None
        self._player, self._phrases, self._loaded = player, phrases, loaded
        self._flash, self._bell = flash, bell
        self._marks = tuple(entries(player.track.score))
        self._drawn: object = None

    def compose(self) -> ComposeResult:
        """Lay out the one picture."""
        yield Static(id="picture", markup=False)

    def on_mount(self) -> None:
        """Begin to look, and see that a signal gives the terminal back."""
        self.set_interval(LOOK_SECONDS, self._look)
        for number in (signal.SIGTERM, signal.SIGINT):
            # asyncio has none on Windows, and in a test's thread; nor is one needed there.
            with suppress(NotImplementedError, RuntimeError, ValueError):
                asyncio.get_running_loop().add_signal_handler(number, self._signalled, number)

    def on_ready(self) -> None:
        """Draw, and then tell that nothing more will be loaded."""
        self._look()
        self.call_after_refresh(self._loaded)

    def _signalled(self, number: int) -> None:
        interrupted = number == signal.SIGINT
        self._leave(KeyboardInterrupt() if interrupted else SystemExit(128 + number))

    def _leave(self, why: BaseException | None = None) -> None:
        """Fall silent, give the terminal back and then raise `why`."""
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
            self._leave(KeyboardInterrupt())
        elif event.key == "ctrl+z":
            self._do("halt")
            self.action_suspend_process()
        elif key is not None:
            self._do(key)

    def _do(self, key: Key) -> None:
        with self._leaving_on_fault():
            self._player.press(key)
        self._look()

    def on_resize(self, _event: Resize) -> None:
        """Draw anew."""
        self._drawn = None

    @contextmanager
    def _leaving_on_fault(self) -> Iterator[None]:
        """End the app with a fault, to be raised when the terminal is as it was."""
        try:
            yield
        except Exception as fault:
            self._leave(fault)

    def _look(self) -> None:
        """Look at the player, and draw what has changed."""
        with self._leaving_on_fault():
            view = self._player.look()
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
            view.turned, view.aside, view.caption.text, self._player.wants_help,
        )  # fmt: skip
        if look == self._drawn:
            return
        self._drawn = look
        frame = Frame(self.size.width, self.size.height, self._phrases, self._marks)
        drawn = picture(view, frame, helping=self._player.wants_help)
        self.query_one("#picture", Static).update(drawn)


def show(player: Player, phrases: Phrases, loaded: Loaded, *, flash: bool, bell: bool) -> Ended:
    """Show `player`, which plays already, until it has ended; give how.

    `loaded` is called once all stands on the screen. What ended it before, such as a
    fault or a signal, is raised when the terminal is as it was.
    """
    screen = Screen(player, phrases, loaded, flash=flash, bell=bell)
    screen.run(mouse=False)
    if screen.ended_by is not None:
        raise screen.ended_by
    return player.stop()
