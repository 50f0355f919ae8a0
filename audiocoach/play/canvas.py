"""The whole terminal as lines of text, of which only those that change are written.

Wraps a widget of Textual: its own for text writes all of itself at each change, and with that
over a picture which the terminal drew there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from typing_extensions import Self

from audiocoach.play.display.terminal_pictures import Place

_NO_LINE = Text()


class _Hole(Widget):
    """Cells that are left to the terminal: Textual writes up to a widget's edge, or all of it."""

    DEFAULT_CSS = "_Hole { position: absolute; display: none; background: transparent; }"

    def render(self) -> str:
        """Show nothing: a widget of Textual shows its name, and a picture has holes."""
        return ""


class Canvas(Widget):
    """Shows lines, and leaves cells alone in which a picture is."""

    DEFAULT_CSS = "Canvas { width: 100%; height: 100%; overflow: hidden; }"
    ALLOW_SELECT = False

    def __init__(self, repainted: Callable[[], None]) -> None:
        """Show nothing yet; `repainted` is called when all cells are about to be written."""
        self._repainted = repainted
        super().__init__()
        self.lines: Sequence[Text] = ()
        self._hole: Place | None = None
        self._has_edges = False

    @property
    def text(self) -> str:
        """All that is shown."""
        return "\n".join(line.plain for line in self.lines)

    def draw(self, lines: Sequence[Text], hole: Place | None, *, has_edges: bool = False) -> None:
        """Show `lines`, with the sides of the screen marked or not; spare the cells of `hole`."""
        rows = enumerate(zip_longest(self.lines, lines))
        is_all = has_edges != self._has_edges or hole != self._hole
        if hole != self._hole:
            self._move_hole(hole)
        changed = [row for row, (old, new) in rows if is_all or old != new]
        self.lines, self._hole, self._has_edges = lines, hole, has_edges
        regions = [region for row in changed for region in self._around(row, hole)]
        if regions:
            self.refresh(*regions)

    def compose(self) -> ComposeResult:
        """Keep a hole ready."""
        yield _Hole()

    def _move_hole(self, hole: Place | None) -> None:
        styles = self.query_one(_Hole).styles
        styles.display = "block" if hole else "none"
        if hole is not None:
            styles.offset = hole.left, hole.top
            styles.width, styles.height = hole.width, hole.height

    def erase(self, hole: Place) -> None:
        """Write over the cells of `hole`: what the terminal drew there is gone then."""
        self.refresh(Region(hole.left, hole.top, hole.width, hole.height))
        self.query_one(_Hole).refresh()

    def _around(self, row: int, hole: Place | None) -> list[Region]:
        """Return the cells of `row` but for those of `hole`."""
        width = self.size.width
        if hole is None or not hole.top <= row < hole.top + hole.height:
            return [Region(0, row, width, 1)]
        right = hole.left + hole.width
        return [Region(0, row, hole.left, 1), Region(right, row, max(0, width - right), 1)]

    def refresh(self, *regions: Region, **options: bool) -> Self:
        """Have `regions` written, or all."""
        if not regions:
            self._repainted()
        return super().refresh(*regions, **options)

    def render_line(self, y: int) -> Strip:
        """Return row `y`, as wide as the terminal."""
        width, style = self.size.width, self.rich_style
        line = self.lines[y] if y < len(self.lines) else _NO_LINE
        strip = Strip(line.render(self.app.console)).adjust_cell_length(width).apply_style(style)
        if self._has_edges and width > 2:  # noqa: PLR2004 - one on each side
            edge = Strip([Segment(" ", style + Style(reverse=True))])
            strip = Strip.join([edge, strip.crop(1, width - 1), edge])
        return strip
