"""The keys of a session that plays, for a program: pressed from any thread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from audiocoach.errors import UsageError

if TYPE_CHECKING:
    from audiocoach.play.desk import Desk
    from audiocoach.play.display.view_model import View
    from audiocoach.play.transport import Key

_KEYS: Mapping[str, Key] = {
    "toggle": "pause", "pause": "halt", "resume": "resume", "next": "next",
    "previous": "previous", "restart": "restart", "back": "back", "forth": "forth",
    "louder": "louder", "softer": "softer", "how_long": "how_long", "skip_rest": "skip",
    "quit": "quit",
}  # fmt: skip
"""What each name asks of the player. `pause` never resumes, and `resume` never pauses."""


class PlayerControl:
    """What a program has in its hands of a session that plays in another thread.

    Pass it to `play` as `control`, to one session at a time. Keys pressed after a session has
    ended and before the next is asked for are dropped: a late `quit` ends no other session.
    """

    def __init__(self) -> None:
        """Control nothing yet: what is pressed before waits for the session."""
        from audiocoach.play.desk import Desk

        self._desk = Desk()
        self._desk.watch(self._see)
        self._view: View | None = None
        self._has_ended = False

    @property
    def desk(self) -> Desk:
        """Where the player takes its commands from."""
        return self._desk

    @property
    def now(self) -> dict[str, Any] | None:
        """What plays, as JSON values; None before it begins, and once it has ended.

        `title` of the session, `exercise`, what the body is `doing`, what is `next`, where that
        is (`at_ms`) and how much is left (`left_ms`), `paused`, and `volume` of `volumes`.
        """
        from audiocoach.play.control_socket import playing

        view = self._view
        if view is None:
            return None
        return {"at_ms": view.moment.elapsed_ms, **asdict(playing(view))}

    def press(self, key: str) -> None:
        """Press a key of the player, and return at once.

        It is one of toggle, pause, resume, next, previous, restart, back, forth, louder, softer,
        how_long (said aloud), skip_rest and quit; UsageError for another. `now` shows what came
        of it some hundredths of a second later.
        """
        if key not in _KEYS:
            raise UsageError(f"key: must be one of {', '.join(_KEYS)}, not {key!r}")
        self._desk.put(_KEYS[key])

    def asked(self) -> None:
        """Drop what was pressed since a session ended: another is asked for. `play` calls it."""
        if self._has_ended:
            self._desk.waiting()
            self._has_ended = False

    @contextmanager
    def session(self) -> Iterator[None]:
        """Be in the hands of a session that plays within, and of none afterwards."""
        self.asked()
        try:
            yield
        finally:
            self._view, self._has_ended = None, True

    def _see(self, view: View) -> None:
        self._view = view
