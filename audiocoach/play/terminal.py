"""The live picture on a terminal. Wraps rich, which knows terminals, widths and NO_COLOR."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from audiocoach.play.display import where
from audiocoach.play.moment import Moment
from audiocoach.units import clock


@contextmanager
def live_display(stream: TextIO) -> Iterator[LiveDisplay]:
    """Draw on the terminal `stream`, and give it back as it was, whatever happens."""
    console = Console(file=stream)
    with Live(console=console, auto_refresh=False, redirect_stderr=False) as live:
        yield LiveDisplay(live)


class LiveDisplay:
    """Redraws the picture when a second, or what goes on, has changed."""

    def __init__(self, live: Live) -> None:
        """Draw with `live`."""
        self._live = live
        self._shown: tuple[int, int, str] | None = None

    def show(self, moment: Moment) -> None:
        """Draw `moment` if it looks different from what stands there."""
        look = (moment.left_ms // 500, countdown(moment), moment.doing)
        if look != self._shown:
            self._shown = look
            self._live.update(picture(moment), refresh=True)


def countdown(moment: Moment) -> int:
    """Give the seconds left of what goes on now, rounded up: 0 only when it is over."""
    return -(-moment.remaining_ms // 1000)


def picture(moment: Moment) -> RenderableType:
    """Give five lines: title, place, what the body does, how far we are, what comes."""
    now = Text.assemble((moment.doing, "bold green"), f"  {countdown(moment)}")
    place = where(moment)
    return Group(
        Text(moment.title, style="bold", no_wrap=True, overflow="ellipsis"),
        Text(place, no_wrap=True, overflow="ellipsis"),
        now,
        _progress(moment),
        # A short line comes last: the terminal's echo of ^C would push a full one up.
        Text(f"Next: {moment.next}" if moment.next else "", style="dim", no_wrap=True),
    )


def _progress(moment: Moment) -> RenderableType:
    """Give the session's bar, with the time gone on its left and the time left on its right."""
    row = Table.grid(padding=(0, 1), expand=True)
    row.add_column(no_wrap=True)
    row.add_column(ratio=1)
    row.add_column(no_wrap=True)
    total = moment.elapsed_ms + moment.left_ms
    bar = ProgressBar(total=total, completed=moment.elapsed_ms)
    row.add_row(clock(moment.elapsed_ms), bar, f"{clock(moment.left_ms)} left")
    return row
