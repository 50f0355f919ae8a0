"""What is said between, made ready while sound plays already: it costs the start nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audiocoach.play.announcements import Announcement, Announcements


class DeferredAnnouncements:
    """Asides that are made when first asked for, or ahead, in a thread of their own."""

    def __init__(self, make: Callable[[], Announcements]) -> None:
        """Make the asides with `make`, once."""
        self._make = make
        self._made: Announcements | None = None
        self._lock = threading.Lock()

    def get(self) -> Announcements:
        """Return the asides; a caller that comes while they are being made waits for them."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made

    def begin(self) -> None:
        """Make them ready now, so that no key has to wait for a voice to be loaded."""
        threading.Thread(target=self._warm, name="audiocoach asides", daemon=True).start()

    def _warm(self) -> None:
        with suppress(Exception):  # it is raised again where the asides are asked for
            self.count_in()
            self.time_left(0)

    def count_in(self, position: Sequence[str] = ()) -> Announcement:
        """Make the count-in. Raises what making the asides raised."""
        return self.get().count_in(position)

    def time_left(self, left_ms: int) -> Announcement:
        """Make the answer to "how much longer". Raises what making the asides raised."""
        return self.get().time_left(left_ms)
