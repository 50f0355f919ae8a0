"""What a session shows while it is heard: a live picture, plain lines, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TextIO

from audiocoach.play.moment import Moment
from audiocoach.units import clock


class Display(Protocol):
    """Something that shows moments."""

    def show(self, moment: Moment) -> None:
        """Show `moment`, in place of the one before."""


class Quiet:
    """Shows nothing."""

    def show(self, moment: Moment) -> None:
        """Show nothing."""


class Lines:
    """Writes a plain line for each new stretch: for a pipe or a screen reader."""

    def __init__(self, stream: TextIO) -> None:
        """Write to `stream`."""
        self._stream = stream
        self._shown: tuple[int, str] | None = None

    def show(self, moment: Moment) -> None:
        """Write a line if something new has begun and anything is left of it."""
        stretch = (moment.begun_ms, moment.doing)
        if stretch == self._shown or not moment.lasts_ms:
            return
        self._shown = stretch
        self._stream.write(line(moment) + "\n")
        self._stream.flush()


@contextmanager
def open_display(stream: TextIO, *, quiet: bool) -> Iterator[Display]:
    """Choose the display for `stream`; a live one is taken down in the end.

    The terminal's library is loaded only here, when sound is playing already.
    """
    if quiet:
        yield Quiet()
    elif not stream.isatty():
        yield Lines(stream)
    else:
        from audiocoach.play.terminal import live_display

        with live_display(stream) as display:
            yield display


def line(moment: Moment) -> str:
    """Write a moment's beginning: `0:12  Wall sit, set 1 of 1, rep 2: Hold 15 s`."""
    doing = f"{moment.doing} {seconds(moment.lasts_ms)}"
    place = where(moment)
    named = f"{place}: {doing}" if place not in {"", moment.doing} else doing
    return f"{clock(moment.begun_ms)}  {named}"


def where(moment: Moment) -> str:
    """Write the place: `Side bridge, set 1 of 2, rep 3, left side`."""
    parts = [
        moment.exercise,
        moment.set and f"set {moment.set} of {moment.sets}",
        moment.rep and f"rep {moment.rep}",
        moment.side and f"{moment.side} side",
    ]
    return ", ".join(part for part in parts if part)


def seconds(ms: int) -> str:
    """Write a length in seconds, as exact as need be: `15 s`, `2.5 s`."""
    return f"{ms / 1000:.3f}".rstrip("0").rstrip(".") + " s"
