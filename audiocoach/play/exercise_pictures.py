"""The exercise's picture on a terminal that shows pictures: made in a thread, sent when it changes.

Only a change sends one, or cells that were written over: so nothing flickers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocoach.play.display.palette import Palette
from audiocoach.play.display.pose_frames import exercise_at, frame_number
from audiocoach.play.display.terminal_pictures import (
    Place,
    Protocol,
    at,
    forget_kitty,
    iterm,
    kitty,
)

if TYPE_CHECKING:
    from audiocoach.coach.score import Score
    from audiocoach.illustrations import Frame, Illustration

Made = str | bytes
"""A picture ready to be sent: sixels, or a PNG."""
Later = Callable[[Callable[[], Made], Callable[[Made], None]], None]
"""Has the first called in a thread, and the second with what it returns in this one."""

_NUMBERS = (7301, 7302)
"""Kitty's numbers for our pictures, in turns: the new one is there before the old one goes."""
_MOST_PIXELS = 1000
"""Of a side: more takes longer to send than a phase lasts, over a slow line."""
_USUAL_CELL = (10, 20)
"""Pixels of a cell where the terminal keeps that to itself."""


@dataclass(frozen=True)
class _Shown:
    frame: Frame
    """What is shown."""
    place: Place
    """Where."""
    cell: tuple[int, int]
    """Width and height of a cell, in pixels."""


class ExercisePictures:
    """What is shown of the exercises of one session, in one terminal."""

    def __init__(
        self,
        score: Score,
        found: Sequence[Illustration | None],
        protocol: Protocol,
        palette: Palette,
        *,
        is_still: bool,
        later: Later,
        changed: Callable[[], None],
    ) -> None:
        """Show what was `found` for the exercises of `score` by `protocol`.

        With `is_still` each exercise has one picture. `changed` has `drawing` written, once all
        else that waits is on the screen.
        """
        self.cell: tuple[int, int] | None = None
        """Width and height of a cell in pixels, where they are known."""
        self.drawing = ""
        """The escape sequence for what is shown now."""
        self._score, self._found, self._protocol = score, found, protocol
        self._palette, self._is_still = palette, is_still
        self._later, self._changed = later, changed
        self._wanted: _Shown | None = None
        self._ready: dict[_Shown, Made] = {}
        self._number = 0

    @property
    def any(self) -> bool:
        """Whether there is anything to show."""
        return any(self._found)

    def show(self, at_ms: int, place: Place | None) -> Place | None:
        """Show what belongs to `at_ms` at `place`; return what must be emptied before, if any."""
        wanted = self._at(at_ms, place)
        if wanted == self._wanted:
            return None
        before, self._wanted = self._wanted, wanted
        is_same_place = bool(wanted and before and wanted.place == before.place)
        if not is_same_place:
            self.drawing = self.farewell()
            self._changed()
        if wanted is not None and wanted in self._ready:
            self._send(wanted, self._ready[wanted])
        elif wanted is not None:
            self._later(lambda: self._made(wanted), lambda made: self._send(wanted, made))
        return None if before is None or (is_same_place and self._covers) else before.place

    def farewell(self) -> str:
        """Return what takes pictures away that stay when their cells are written over."""
        return "".join(map(forget_kitty, _NUMBERS)) if self._protocol == "kitty" else ""

    @property
    def _covers(self) -> bool:
        """Whether a picture hides all of the one before it."""
        return self._palette.is_opaque or self._protocol == "kitty"

    def _at(self, at_ms: int, place: Place | None) -> _Shown | None:
        index = exercise_at(self._score, at_ms)
        found = None if index is None or index >= len(self._found) else self._found[index]
        if found is None or place is None:
            return None
        frames, key = len(found.frames), found.key
        number = key if self._is_still else frame_number(self._score, at_ms, frames, key)
        return _Shown(found.frames[number], place, self.cell or _USUAL_CELL)

    def _made(self, wanted: _Shown) -> Made:
        """Return `wanted` as a PNG or as sixels, empty for nothing; called in a thread."""
        from audiocoach.drawings.raster import as_png, in_few_colours
        from audiocoach.play.display.sixel import Indexed, sixel

        palette = self._palette
        size = self._size(wanted)
        image = wanted.frame.image(*size, palette.ink, is_opaque=palette.is_opaque)
        if image is None:
            return ""
        if self._protocol != "sixel":
            return as_png(image)
        rows, colours = in_few_colours(image)
        return sixel(Indexed(image.width, rows, colours))

    def _size(self, wanted: _Shown) -> tuple[int, int]:
        """Return width and height in pixels; sixels are drawn as they are, and six rows at once."""
        width, height = wanted.place.width * wanted.cell[0], wanted.place.height * wanted.cell[1]
        if self._protocol == "sixel":
            return width, max(6, height // 6 * 6)
        share = min(1.0, _MOST_PIXELS / max(width, height))
        return max(1, round(width * share)), max(1, round(height * share))

    def _send(self, wanted: _Shown, made: Made) -> None:
        self._ready[wanted] = made
        if wanted != self._wanted:
            return
        self.drawing = self._sequence(wanted.place, made) if made else self.farewell()
        self._changed()

    def _sequence(self, place: Place, made: Made) -> str:
        if isinstance(made, str):
            return at(place, made)
        if self._protocol == "iterm":
            return iterm(made, place)
        self._number = 1 - self._number
        return kitty(made, place, _NUMBERS[self._number], _NUMBERS[1 - self._number])
