"""The terminal a screen is drawn for: its size, its colours, and the session's words."""

from __future__ import annotations

from dataclasses import dataclass

from audiocoach.coach.phrases import Phrases
from audiocoach.play.display.palette import TERMINAL, Palette
from audiocoach.play.display.session_bar import NO_TIMELINE, Timeline

_MARGIN = 2

_WORD_ROWS = ((44, 7), (24, 4))
"""A terminal with so many rows has so many for what the body does; a smaller one has one."""

_TWO_CAPTIONS_FROM = 20
"""A terminal with so many rows has two for captions, a smaller one has one."""


@dataclass(frozen=True)
class Frame:
    """Where a picture is drawn."""

    width: int
    """Columns of the terminal."""
    height: int
    """Rows of the terminal."""
    phrases: Phrases
    """The session's words."""
    marks_ms: tuple[int, ...]
    """Where the exercises begin, to be marked on the session's bar."""
    timeline: Timeline = NO_TIMELINE
    """What the session is made of, for the colours."""
    palette: Palette = TERMINAL
    """Its colours."""
    has_pictures: bool = False
    """Whether the session's exercises are drawn beside the countdown."""
    is_still: bool = False
    """Whether nothing moves between two seconds."""

    @property
    def margin(self) -> int:
        """Columns before all that is written."""
        return min(_MARGIN, self.width // 10)

    @property
    def inner(self) -> int:
        """Columns between the margins."""
        return max(1, self.width - 2 * _MARGIN)

    @property
    def word_rows(self) -> int:
        """Rows for what the body does."""
        return next((rows for least, rows in _WORD_ROWS if self.height >= least), 1)

    @property
    def figures(self) -> int:
        """Figures of the longest countdown: its place is as wide."""
        return max(2, len(str(-(-self.timeline.longest_ms // 1000))))

    @property
    def caption_rows(self) -> int:
        """Rows that are kept for what is said, so that nothing else moves when it is."""
        return 2 if self.height >= _TWO_CAPTIONS_FROM else 1
