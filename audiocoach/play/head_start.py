"""A session's beginning, played while the rest of it is still being spoken.

A voice takes seconds for a session, and the opening words last longer than that: so they
are heard at once. What is played is one stream of blocks, from the first sample of the
session on; the player takes it over as it goes, once the whole session is there.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from audiocoach.play.render import BLOCKS_A_SECOND

if TYPE_CHECKING:
    from audiocoach.mix import Mix
    from audiocoach.play.device.sound_device import SoundDevice
    from audiocoach.track import Track


class HeadStart:
    """The first part of a session on a speaker; leaving it stops that, unless it went on."""

    def __init__(self, speaker: SoundDevice) -> None:
        """Play nothing yet."""
        self._speaker = speaker
        self._head: Track | None = None
        self._whole: Track | None = None
        self._decided = threading.Event()

    def __enter__(self) -> HeadStart:
        """Play nothing yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Fall silent, unless the session goes on."""
        if self._head is not None and self._whole is None:
            self._decided.set()
            self._speaker.stop()

    def begin(self, head: Track) -> None:
        """Play `head`, which the session begins with. Raises DeviceError."""
        self._head = head
        self._speaker.start(self._blocks(head), 0.0)

    def go_on(self, track: Track | Mix) -> bool:
        """Go on with `track`, the whole session; return whether it sounds already.

        It doesn't where nothing was begun, or where the session turned out to begin otherwise.
        """
        head = self._head
        if head is None:
            return False
        count = len(head.score.cues)
        if track.score.cues[:count] != head.score.cues or track.rate != head.rate:
            self._decided.set()
            self._speaker.stop()
            self._head = None
            return False
        self._whole = track  # type: ignore[assignment]
        self._decided.set()
        return True

    def _blocks(self, head: Track) -> Iterator[bytes]:
        size = head.rate // BLOCKS_A_SECOND
        yield from head.blocks(0, size)
        self._decided.wait()
        if self._whole is not None:
            yield from self._whole.blocks(head.length_samples, size)
