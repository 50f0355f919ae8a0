"""A session's beginning, played while the rest of it is still being spoken.

A voice takes seconds for a session, and the opening words last longer than that: so they
are heard at once. What is played is one stream of blocks, from the first sample of the
session on; the player takes it over as it goes, once the whole session is there. A display
may follow the ear meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from audiocoach.errors import DeviceError
from audiocoach.play.player import LOOK_SECONDS
from audiocoach.play.render import BLOCKS_A_SECOND

if TYPE_CHECKING:
    from audiocoach.coach.score import Score
    from audiocoach.mix import Mix
    from audiocoach.play.device.sound_device import SoundDevice
    from audiocoach.track import Track


Watch = Callable[["Score", int], None]
"""Takes a session that may yet change after what is heard, and where the ear is, in
milliseconds."""


class HeadStart:
    """The first part of a session on a speaker; leaving it stops that, unless it went on."""

    def __init__(self, speaker: SoundDevice, watch: Watch | None = None) -> None:
        """Play nothing yet; a thread of its own calls `watch` until the session goes on."""
        self._speaker = speaker
        self._watch = watch
        self._watched = threading.Event()
        self._watching: threading.Thread | None = None
        self._foreseen: Score | None = None
        self._head: Track | None = None
        self._whole: Track | None = None
        self._is_over = False
        self._changed = threading.Condition()

    def __enter__(self) -> HeadStart:
        """Play nothing yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Fall silent, unless the session goes on."""
        self._look_away()
        if self._head is not None and self._whole is None:
            self._end()

    def begin(self, head: Track, foreseen: Score) -> None:
        """Play `head`, which the session begins with; later ones go on where it ends.

        `foreseen` is the whole session as it may become. Raises DeviceError.
        """
        before = self._head
        if before is not None and not _begins(head, before):
            return  # the session as a whole will show it
        with self._changed:
            self._head, self._foreseen = head, foreseen
            self._changed.notify_all()
        if before is None:
            self._speaker.start(self._blocks(head.rate // BLOCKS_A_SECOND), 0.0)
            if self._watch:
                follow = partial(self._follow, self._watch, head.rate)
                self._watching = threading.Thread(target=follow, daemon=True)
                self._watching.start()

    def go_on(self, track: Track | Mix) -> bool:
        """Go on with `track`, the whole session; return whether it sounds already.

        It doesn't where nothing was begun, or where the session turned out to begin otherwise.
        """
        self._look_away()
        head = self._head
        if head is None:
            return False
        if not _begins(track, head):
            self._end()
            self._head = None
            return False
        with self._changed:
            self._whole = track  # type: ignore[assignment]
            self._changed.notify_all()
        return True

    def _follow(self, watch: Watch, rate: int) -> None:
        # A fault is met again by who plays and shows the whole session.
        with suppress(DeviceError, OSError):
            while self._foreseen and not self._watched.wait(LOOK_SECONDS):
                self._speaker.position()
                heard_ms = self._speaker.heard * 1000 // rate
                watch(self._foreseen, min(heard_ms, self._certain_ms - 1))

    @property
    def _certain_ms(self) -> int:
        assert self._head is not None
        return self._head.score.length_ms

    def _look_away(self) -> None:
        """Watch no longer: speaker and display are one thread's again."""
        self._watched.set()
        if self._watching:
            self._watching.join()

    def _end(self) -> None:
        with self._changed:
            self._is_over = True
            self._changed.notify_all()
        self._speaker.stop()

    def _blocks(self, size: int) -> Iterator[bytes]:
        at = 0
        while track := self._later(at):
            yield from track.blocks(at, size)
            at = track.length_samples

    def _later(self, at: int) -> Track | None:
        """Wait for what goes on at sample `at`; None where nothing does."""
        with self._changed:
            while True:
                known = self._whole or self._head
                if known and not self._is_over and known.length_samples > at:
                    return known
                if self._is_over or self._whole:
                    return None
                self._changed.wait()


def _begins(track: Track | Mix, head: Track) -> bool:
    """Return whether `track` begins as `head` does."""
    return track.score.cues[: len(head.score.cues)] == head.score.cues and track.rate == head.rate
