"""Media keys and "now playing", in a thread that nothing waits for.

Where there is no bus, or one that doesn't answer, a session plays as if there were none.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from audiocoach.play.desk import Desk

if TYPE_CHECKING:
    from audiocoach.play.session_bus import SessionBus

Art = Callable[[], "bytes | None"]
"""Returns the picture that stands for the session, PNG or JPEG; called in a thread."""


class MediaKeys:
    """A player's place among those that media keys command."""

    def __init__(self, desk: Desk, art: Art) -> None:
        """Put on `desk` what keys ask for, once started; desktops show the picture of `art`."""
        self._desk, self._art = desk, art
        self._bus: SessionBus | None = None
        self._is_closed = False

    def __enter__(self) -> MediaKeys:
        """Take no keys yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take no more keys."""
        self._is_closed = True
        if self._bus is not None:
            self._bus.close()

    def start(self) -> None:
        """Take keys as soon as the bus answers; without a bus, do nothing."""
        if sys.platform == "linux" and _is_there():
            threading.Thread(target=self._run, name="audiocoach bus", daemon=True).start()

    def _run(self) -> None:
        # Whatever fails there is no reason to say a word in a session.
        with suppress(Exception):
            from audiocoach.play.session_bus import SessionBus

            self._bus = SessionBus(self._desk, self._art)
            if not self._is_closed:
                self._bus.run()


def _is_there() -> bool:
    """Return whether a session bus is named, or stands where systemd puts one."""
    if "DBUS_SESSION_BUS_ADDRESS" in os.environ:
        return bool(os.environ["DBUS_SESSION_BUS_ADDRESS"])
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return folder != "" and os.path.exists(os.path.join(folder, "bus"))  # noqa: PTH110, PTH118
