"""A session played: the speaker sounds, the display follows what is heard."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from audiocoach.play.display import Display
from audiocoach.play.moment import moment

if TYPE_CHECKING:
    from audiocoach.mix import Mix
    from audiocoach.track import Track

LOOK_SECONDS = 0.05
"""Time between two looks at the position."""

BLOCKS_A_SECOND = 10
"""Small blocks: the first one is soon made."""


class Plays(Protocol):
    """What a player needs of a speaker."""

    def start(self, blocks: Iterable[bytes]) -> None:
        """Begin to play `blocks`."""

    def position(self) -> int:
        """Tell which sample is being heard."""

    def finished(self) -> bool:
        """Tell whether the last sample has been heard."""

    def stop(self) -> None:
        """Fall silent at once."""


def play(
    track: Track | Mix,
    speaker: Plays,
    display: AbstractContextManager[Display],
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Play `track` to its end on `speaker` and show on `display` what goes on.

    The sound starts before the display is set up. Whatever ends it, Ctrl-C and
    faults included, the speaker falls silent at once and the display is closed.
    """
    try:
        speaker.start(track.blocks(block_samples=track.rate // BLOCKS_A_SECOND))
        with display as screen:
            _follow(track, speaker, screen, wait)
    finally:
        speaker.stop()


def _follow(
    track: Track | Mix, speaker: Plays, screen: Display, wait: Callable[[float], None]
) -> None:
    while not speaker.finished():
        screen.show(moment(track.score, speaker.position() * 1000 // track.rate))
        wait(LOOK_SECONDS)
    speaker.position()
    screen.show(moment(track.score, track.score.length_ms))
