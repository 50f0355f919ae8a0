"""The full-screen player. Wraps Textual: terminals, keys, sizes and signals on every system.

Imported only when sound is playing already: loading it takes a quarter of a second.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

from textual.app import App, ComposeResult
from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize
from textual.events import Key as Pressed

from audiocoach.coach.phrases import Phrases
from audiocoach.errors import PictureError
from audiocoach.play.canvas import Canvas
from audiocoach.play.desk import Desk
from audiocoach.play.display.bars import countdown
from audiocoach.play.display.click_targets import command_at
from audiocoach.play.display.face_settings import FaceSettings
from audiocoach.play.display.frame import Frame
from audiocoach.play.display.layout import screenful
from audiocoach.play.display.palette import palette
from audiocoach.play.display.session_bar import timeline
from audiocoach.play.display.terminal_pictures import Answer, Protocol, protocol
from audiocoach.play.display.view_model import View
from audiocoach.play.exercise_pictures import ExercisePictures
from audiocoach.play.gc_pause import Loaded
from audiocoach.play.keys import KEYS
from audiocoach.play.player import LOOK_SECONDS, PlaybackEnd, Player
from audiocoach.play.screen_driver import Driver, is_closed, restoring
from audiocoach.play.seek import entries
from audiocoach.play.transport import Command
from audiocoach.posix_signals import at_hard_end, ended_by_signals, note, reported_to

if TYPE_CHECKING:
    from audiocoach.illustrations import Illustration

Pictures = Callable[[], "Sequence[Illustration | None]"]
"""Returns what is shown of each exercise; called in a thread. May raise PictureError."""

Made = TypeVar("Made")

FLASH_SECONDS = 0.15
"""How long the screen is reversed. Tones come at most twice a second: below the three
flashes a second that can harm (WCAG 2.2, 2.3.1)."""
EDGE_SECONDS = 1.0
"""How long the sides of the screen are marked in place of a flash."""
WHEEL_SECONDS = 0.1
"""Least time between two steps of the wheel: some send a dozen for one turn."""

_NAMES = {"space": " ", "plus": "+", "equals_sign": "=", "minus": "-", "question_mark": "?"}
"""Textual's names of the keys that are signs."""


class Screen(App[None]):
    """Shows a player's view on the whole terminal, in the terminal's own colours."""

    CSS = """
    Screen { background: ansi_default; color: ansi_default; overflow: hidden; }
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
        settings: FaceSettings | None = None,
        pictures: Pictures = tuple,
    ) -> None:
        """Show `player`; flash the screen or ring the bell at each tone, if asked to.

        `loaded` is called once all stands on the screen. What is put on `desk` is done too.
        `theme` is one of THEMES; `pictures` are shown where the terminal can.
        """
        # Only the terminal's own colours, dark or light. Set from the start: else, with
        # NO_COLOR, Textual draws in black and white of its own, which was black on black.
        super().__init__(driver_class=Driver, ansi_color=True)
        self.theme = "ansi-dark"
        self.ended_by: BaseException | None = None
        self._player, self._phrases, self._loaded = player, phrases, loaded
        self._flash, self._bell, self._desk = flash, bell, desk or Desk()
        self._marks = tuple(entries(player.track.score))
        self._palette = palette(theme, os.environ)
        self._settings, self._find_pictures = settings or FaceSettings(), pictures
        self._protocol = protocol(self._settings.pictures, os.environ)
        self.asks = self._protocol in {"unknown", "sixel"}  # sixels need the size of a cell
        self._pictures: ExercisePictures | None = None
        self._canvas = Canvas(self._repainted)
        self._has_edges = False
        self._wheeled_at = 0.0
        self._drawn: object = None
        self._is_ours = False

    def compose(self) -> ComposeResult:
        """Lay out the one canvas."""
        yield self._canvas

    def on_mount(self) -> None:
        """Start polling the player."""
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
        if not self.asks:
            self.answered(Answer())

    def answered(self, answer: Answer) -> None:
        """Take what the terminal has said of itself, and look for pictures if it shows any."""
        cell, by = self._cell() or answer.cell, self._protocol
        if by == "unknown":  # where sixels end is known only where the size of a cell is
            by = "sixel" if answer.has_sixels and cell else "none"
        if by != "none":
            self._later(self._found, lambda found: self._begin_pictures(found, by, cell))

    def _begin_pictures(
        self,
        found: Sequence[Illustration | None] | PictureError,
        by: Protocol,
        cell: tuple[int, int] | None,
    ) -> None:
        if isinstance(found, PictureError):
            self._player.notify(found.lines[0])
        elif any(found):
            self._pictures = ExercisePictures(
                self._player.track.score, found, by, self._palette,
                is_still=self._settings.is_still, later=self._later, changed=self._repainted,
            )  # fmt: skip
            self._pictures.cell = cell
            self._drawn = None

    def _found(self) -> Sequence[Illustration | None] | PictureError:
        try:
            return self._find_pictures()
        except PictureError as fault:
            return fault

    def _cell(self) -> tuple[int, int] | None:
        driver = self._driver
        return driver.cell_pixels() if Driver is not None and isinstance(driver, Driver) else None

    def _later(self, make: Callable[[], Made], take: Callable[[Made], None]) -> None:
        """Have `make` called in a thread, and `take` what it returns in this one."""

        def made(done: asyncio.Future[Made]) -> None:
            with self._leaving_on_fault():
                take(done.result())

        asyncio.get_running_loop().run_in_executor(None, make).add_done_callback(made)

    def _repainted(self) -> None:
        """Write the picture again, once the cells around it are on the screen."""
        if self._pictures is not None:
            self.call_after_refresh(self._write_picture)

    def _write_picture(self) -> None:
        if self._pictures and self._driver and self.ended_by is None:
            self._driver.write(self._pictures.drawing)
            self._driver.flush()

    def farewell(self) -> str:
        """Return what is to be written before the screen is left."""
        return self._pictures.farewell() if self._pictures else ""

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

    def on_click(self, event: Click) -> None:
        """Do what the key asks for that was clicked, or go to that place of the session."""
        lines, row = self._canvas.lines, event.screen_y
        command = command_at(lines[row], event.screen_x) if row < len(lines) else None
        if command is None and self._player.wants_help:
            command = "help"
        if command is not None:
            self._do(command)

    def on_mouse_scroll_up(self, _event: MouseScrollUp) -> None:
        """Play louder."""
        self._turn("louder")

    def on_mouse_scroll_down(self, _event: MouseScrollDown) -> None:
        """Play softer."""
        self._turn("softer")

    def _turn(self, command: Command) -> None:
        now = time.monotonic()
        if now - self._wheeled_at >= WHEEL_SECONDS:
            self._wheeled_at = now
            self._do(command)

    def _do(self, command: Command) -> None:
        self._desk.put(command)
        self._look()

    def on_app_focus(self) -> None:
        """Textual may write all cells again."""
        self._repainted()

    def on_app_blur(self) -> None:
        """Textual may write all cells again."""
        self._repainted()

    def on_resize(self, _event: Resize) -> None:
        """Draw again, pictures in the size of the cells as they are now."""
        self._drawn = None
        self._repainted()
        if self._pictures is not None:
            self._pictures.cell = self._cell() or self._pictures.cell

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
        if self.ended_by is None and is_closed():
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
        if self._flash and self._settings.is_still:
            self._mark_edges(are_on=True)
            self.set_timer(EDGE_SECONDS, lambda: self._mark_edges(are_on=False))
        elif self._flash:
            self._show_flash(is_on=True)
            self.set_timer(FLASH_SECONDS, lambda: self._show_flash(is_on=False))

    def _show_flash(self, *, is_on: bool) -> None:
        self.screen.set_class(is_on, "flash")
        self._repainted()

    def _mark_edges(self, *, are_on: bool) -> None:
        self._has_edges, self._drawn = are_on, None

    def _draw(self, view: View) -> None:
        moment = view.moment
        is_still = self._settings.is_still
        gone = 0 if is_still else moment.left_ms // 250  # all changes with the countdown then
        look = (
            gone, countdown(moment), moment.doing, view.paused, view.notice,
            view.turned, view.announcement, view.caption.text, view.code,
            self._player.wants_help,
        )  # fmt: skip
        if look == self._drawn:
            return
        self._drawn = look
        frame = Frame(
            self.size.width, self.size.height, self._phrases, self._marks,
            timeline(self._player.track.score), self._palette,
            has_pictures=self._pictures is not None, is_still=is_still,
        )  # fmt: skip
        drawn = screenful(view, frame, helping=self._player.wants_help)
        self._canvas.draw(drawn.lines, drawn.picture, has_edges=self._has_edges)
        if self._pictures is not None:
            bared = self._pictures.show(moment.elapsed_ms, drawn.picture)
            if bared is not None:
                self._canvas.erase(bared)


def show(
    player: Player,
    phrases: Phrases,
    loaded: Loaded,
    *,
    flash: bool,
    bell: bool,
    desk: Desk | None = None,
    theme: str = "auto",
    settings: FaceSettings | None = None,
    pictures: Pictures = tuple,
) -> PlaybackEnd:
    """Show `player`, which plays already, until it has ended; return how.

    `loaded` is called once all stands on the screen. What ended it before, such as a
    fault or a signal, is raised when the terminal is as it was; SystemExit where Textual
    failed, and has said why.
    """
    screen = Screen(
        player, phrases, loaded, flash=flash, bell=bell, desk=desk, theme=theme,
        settings=settings, pictures=pictures,
    )  # fmt: skip
    with ended_by_signals(), at_hard_end(restoring()), reported_to(screen.signalled):
        screen.run(mouse=settings is None or settings.has_mouse)
    if screen.ended_by is not None:
        raise screen.ended_by
    if player.over is None:
        raise SystemExit(1)
    return player.stop()
