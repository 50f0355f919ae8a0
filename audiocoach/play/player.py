"""A session played: the speaker sounds, the display follows what is heard."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Protocol

from audiocoach.play.display import Display
from audiocoach.play.moment import moment
from audiocoach.track import Track
from audiocoach.units import SAMPLES_PER_MS, ms_to_samples

LOOK_SECONDS = 0.05
"""Time between two looks at the position."""

BLOCK_SAMPLES = ms_to_samples(100)
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


def unheeded(at_ms: int) -> None:
    """Take no notice of what is heard."""


def play(
    track: Track,
    speaker: Plays,
    display: AbstractContextManager[Display],
    wait: Callable[[float], None] = time.sleep,
    *,
    start_ms: int = 0,
    heard: Callable[[int], None] = unheeded,
) -> None:
    """Play `track` from `start_ms` to its end on `speaker` and show on `display` what goes on.

    The sound starts before the display is set up. Whatever ends it, Ctrl-C and
    faults included, the speaker falls silent at once and the display is closed.
    At each look, `heard` is told the millisecond that is heard.
    """

    def look(at_ms: int) -> None:
        heard(at_ms)
        screen.show(moment(track.score, at_ms))

    try:
        speaker.start(track.blocks(ms_to_samples(start_ms), BLOCK_SAMPLES))
        with display as screen:
            while not speaker.finished():
                look(start_ms + speaker.position() // SAMPLES_PER_MS)
                wait(LOOK_SECONDS)
            speaker.position()
            look(track.score.length_ms)
    finally:
        speaker.stop()
