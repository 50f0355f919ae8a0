"""The two bars: how much has gone of what the body does, and of the session. Pure."""

from __future__ import annotations

from rich.text import Text

from audiocoach.play.display.click_targets import mark_as_session
from audiocoach.play.display.frame import Frame
from audiocoach.play.display.now_playing import NowPlaying

_GONE, _AHEAD = "▆", "▃"
"""A part of the session's bar that has gone, and one that is still to come. Lines showed their
colour only where they were heavy: from three metres what was to come had none."""


def countdown(moment: NowPlaying) -> int:
    """Return the seconds left of what goes on now, rounded up: 0 only when it is over."""
    return -(-moment.remaining_ms // 1000)


def stretch_bar(moment: NowPlaying, frame: Frame, colour: str) -> Text:
    """Draw how much has gone of what the body does, in `colour`."""
    left = countdown(moment) * 1000 if frame.is_still else moment.remaining_ms
    full = _columns(moment.lasts_ms - left, moment.lasts_ms, frame.inner)
    rest = ("─" * (frame.inner - full), frame.palette.track)
    return Text.assemble(("━" * full, f"bold {colour}"), rest)


def session_bar(moment: NowPlaying, frame: Frame) -> Text:
    """Draw the session in the colours of what it is made of, with a gap before each exercise.

    What has gone is higher than what is still to come.
    """
    width, whole = frame.inner, moment.elapsed_ms + moment.left_ms
    ahead = countdown(moment) * 1000 - moment.remaining_ms if frame.is_still else 0
    full = _columns(moment.elapsed_ms - ahead, whole, width)
    gaps = {_columns(mark, whole, width) for mark in frame.marks_ms} - {0, width - 1}
    bar = Text()
    for column in range(width):
        block = _GONE if column < full else _AHEAD
        kind = frame.timeline.at(column * whole // width)
        bar.append(" " if column in gaps else block, frame.palette.kinds[kind])
    mark_as_session(bar, whole)
    return bar


def _columns(gone: int, whole: int, width: int) -> int:
    return min(max(gone, 0) * width // whole, width) if whole > 0 else width
