"""The desk of a running player: commands come in here from any thread, what is shown goes out.

A player is for one thread. The keyboard, media keys and a remote each have a thread of their
own, so all of them put what they ask for here, in one queue.
"""

from __future__ import annotations

import queue
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocoach.play.display.view_model import View
from audiocoach.play.transport import Command

if TYPE_CHECKING:
    from audiocoach.play.display.plain_lines import Display

Watch = Callable[[View], None]
"""Takes what is shown, in the player's thread: it must return at once, and raise nothing."""


@dataclass(frozen=True)
class _Order:
    command: Command | None
    """What is asked for; None asks only what is shown."""
    done: Watch | None
    """Takes the first view after it was done."""


class Desk:
    """Takes commands for a player, and shows its views to all who watch."""

    def __init__(self) -> None:
        """Hold no command yet; nothing watches."""
        self.wake: Callable[[], None] = lambda: None
        """Called after each `put`, in its thread: for a display that doesn't wait in `wait`."""
        self._orders: queue.SimpleQueue[_Order] = queue.SimpleQueue()
        self._done: list[Watch] = []
        self._watches: list[Watch] = []

    def put(self, command: Command | None, done: Watch | None = None) -> None:
        """Ask for `command`, from any thread; `done` takes the first view after it was done."""
        self._orders.put(_Order(command, done))
        self.wake()

    def watch(self, watch: Watch) -> None:
        """Show `watch` every view from now on; before the player starts."""
        self._watches.append(watch)

    def wait(self, seconds: float) -> Command | None:
        """Return the next command, within so many seconds; in the player's thread."""
        with suppress(queue.Empty):
            return self._taken(self._orders.get(timeout=seconds))
        return None

    def waiting(self) -> list[Command]:
        """Return all commands that wait, in order; in the player's thread."""
        taken: list[Command] = []
        with suppress(queue.Empty):
            while True:
                command = self._taken(self._orders.get_nowait())
                if command is not None:
                    taken.append(command)
        return taken

    def show(self, view: View) -> None:
        """Show `view` to all who watch, and to those whose command was done before it."""
        done, self._done = self._done, []
        for each in [*self._watches, *done]:
            each(view)

    def beside(self, display: Display) -> Display:
        """Return a display that shows on `display`, and here."""
        return _Both(display, self)

    def _taken(self, order: _Order) -> Command | None:
        if order.done is not None:
            self._done.append(order.done)
        return order.command


@dataclass(frozen=True)
class _Both:
    display: Display
    desk: Desk

    def show(self, view: View) -> None:
        self.display.show(view)
        self.desk.show(view)
