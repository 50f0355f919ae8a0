"""The full screen as text: pure, so that any size can be looked at without a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from audiocoach.coach.phrases import Phrases
from audiocoach.coach.timetable import wrapped
from audiocoach.play.display.block_letters import block_letters, upper
from audiocoach.play.display.captions import Caption
from audiocoach.play.display.key_help import key_help
from audiocoach.play.display.now_playing import NowPlaying
from audiocoach.play.display.plain_lines import counted, numbered, volume
from audiocoach.play.display.view_model import View
from audiocoach.terminal import visible
from audiocoach.units import clock

FIGURE_SPACE = "\u2007"

_FIGURE_ROWS = 7
"""Rows of a countdown that stands below its word."""
_MARGIN = 2

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

    @property
    def inner(self) -> int:
        """Columns between the margins."""
        return max(1, self.width - 2 * _MARGIN)

    @property
    def caption_rows(self) -> int:
        """Rows that are kept for what is said, so that nothing else moves when it is."""
        return 2 if self.height >= _TWO_CAPTIONS_FROM else 1


def countdown(moment: NowPlaying) -> int:
    """Return the seconds left of what goes on now, rounded up: 0 only when it is over."""
    return -(-moment.remaining_ms // 1000)


def layout(view: View, frame: Frame, *, helping: bool = False) -> Text:
    """Draw `view`, `frame.height` lines at most of `frame.width` columns at most.

    On a tall terminal what the body does stands in the middle, bars and keys at the
    foot. On a small one empty lines give way first, then what one can do without.
    """
    above, below = _above(view, frame), _below(view, frame)
    below += [] if helping else _keys(frame)
    room = frame.height - sum(1 for line, _ in [*above, *below] if line)
    middle = _help(frame) if helping else _big(view, frame, max(1, room))
    spare = max(0, frame.height - len(above) - len(middle) - len(below))
    upper_gap, lower_gap = [_gap(0)] * (spare // 2), [_gap(0)] * (spare - spare // 2)
    lines = [*above, *upper_gap, *((line, 0) for line in middle), *lower_gap, *below]
    while len(lines) > frame.height:
        lines.remove(max(lines, key=_gives_way))
    return Text("\n").join(_fitted(line, frame) for line, _ in lines)


_Line = tuple[Text, int]
"""A line, and how soon it gives way: 0 is never."""


def _gap(soon: int) -> _Line:
    """Return an empty line, which gives way before all that say something; 9 the soonest."""
    return Text(), 10 + soon


def _gives_way(line: _Line) -> int:
    text, soon = line
    return soon if text or soon >= _gap(0)[1] else _gap(9)[1]


def _above(view: View, frame: Frame) -> list[_Line]:
    moment = view.moment
    level = volume(view, frame.phrases) if view.turned else ""
    place = " · ".join(counted(moment, frame.phrases))
    exercise = moment.exercise if moment.exercise and moment.exercise != moment.title else ""
    number = Text(numbered(moment, frame.phrases) if exercise else "")
    return [
        (_edges(Text(moment.title, "bold"), Text(level), frame.inner), 5),
        _gap(2),
        (_edges(Text(exercise, "bold"), number, frame.inner), 2),
        (Text(place), 3),
        _gap(0),
    ]


def _below(view: View, frame: Frame) -> list[_Line]:
    moment, say = view.moment, frame.phrases.say
    following = say("title_next", title=moment.next) if moment.next else ""
    left = say("title_remaining", time=clock(moment.left_ms))
    gone = moment.elapsed_ms - moment.begun_ms
    paused = f"{say('title_paused')}: {moment.doing}" if view.paused else ""
    notice = view.notice or paused
    return [
        _gap(0),
        *((Text(line), 4) for line in _said(view.caption, frame)),
        _gap(4),
        (Text(_bar(frame.inner, gone, moment.lasts_ms, ()), "bold"), 6),
        _gap(3),
        (Text(following), 3),
        (Text(notice, "bold reverse" if notice else ""), 1),
        (Text(_bar(frame.inner, moment.elapsed_ms, _length(moment), frame.marks_ms)), 4),
        (_edges(Text(clock(moment.elapsed_ms)), Text(left), frame.inner), 3),
        _gap(1),
    ]


def _said(caption: Caption, frame: Frame) -> list[str]:
    """Break what is said into the rows for it; of a longer text show where the voice is.

    A row that is kept free holds a space, for an empty one gives way to others.
    """
    lines, rows = wrapped(caption.text, frame.inner), frame.caption_rows
    pages = [lines[at : at + rows] for at in range(0, len(lines), rows)]
    shown = pages[min(int(caption.said * len(pages)), len(pages) - 1)]
    return [line or " " for line in [*shown, *[""] * rows][:rows]]


def _length(moment: NowPlaying) -> int:
    return moment.elapsed_ms + moment.left_ms


def _big(view: View, frame: Frame, room: int) -> list[Text]:
    """Draw what the body does now and its countdown, side by side, as large as may be."""
    moment = view.moment
    word = frame.phrases.say("title_paused") if view.paused else moment.doing
    # As wide as at the stretch's start, or the letters would grow in mid-count.
    left = str(countdown(moment)).rjust(len(str(-(-moment.lasts_ms // 1000))), FIGURE_SPACE)
    word_up = upper(word, frame.phrases.language)
    style = "bold" if view.paused else "bold green"
    both = block_letters(f"{word_up}  {left}", frame.inner, room)
    if both is not None:
        return [Text(line.rstrip(), style) for line in both]
    return [*_stacked(word, word_up, left, frame.inner, room, style)]


def _stacked(
    word: str, capitals: str, left: str, width: int, room: int, style: str
) -> Iterator[Text]:
    """Draw a long word above its countdown, each as large as may be; at worst as text."""
    figures = block_letters(left, width, min(_FIGURE_ROWS, room - 2))
    if figures is None:
        yield Text(f"{word}  {left.strip(FIGURE_SPACE)}", style)
        return
    letters = block_letters(capitals, width, room - len(figures) - 1, small=True)
    yield from (Text(line.rstrip(), style) for line in letters or [word])
    yield Text()
    yield from (Text(line.rstrip(), style) for line in figures)


def _help(frame: Frame) -> list[Text]:
    """List the keys; where there is no room for all, above all the one that quits."""
    keys, room = key_help(frame.phrases), max(1, frame.height - 1)
    wide = max(cell_len(each.key) for each in keys)
    *others, last = keys if len(keys) <= room else [each for each in keys if each.key != "?"]
    return [
        Text.assemble((set_cell_size(each.key, wide), "bold"), "  ", each.what)
        for each in [*others[: room - 1], last]
    ]


def _keys(frame: Frame) -> list[_Line]:
    """Name the keys in as few lines as they take; the first and the last are needed most."""
    lines, width = [""], frame.inner
    for each in key_help(frame.phrases):
        item = f"{each.key} {each.what}"
        longer = f"{lines[-1]}   {item}" if lines[-1] else item
        if cell_len(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(item)
    ends = {0, len(lines) - 1}
    return [(Text(line, "dim"), 5 if number in ends else 7) for number, line in enumerate(lines)]


def _bar(width: int, gone: int, whole: int, marks: tuple[int, ...]) -> str:
    """Draw a bar `width` columns wide, with a mark where each of `marks` lies on it."""
    full = gone * width // whole if whole > 0 else width
    signs = ["━" if at < full else "─" for at in range(width)]
    for mark in marks:
        at = min(mark * width // whole, width - 1) if whole > 0 else 0
        signs[at] = "┫" if at < full else "┤"
    return "".join(signs)


def _edges(left: Text, right: Text, width: int) -> Text:
    """Put one text at each end of a line; the left one gives way, a long right one goes."""
    if right.cell_len > width // 2:
        return left
    left.truncate(max(1, width - right.cell_len - 1) if right else width, overflow="ellipsis")
    space = max(1, width - left.cell_len - right.cell_len)
    return Text.assemble(left, " " * space, right) if right else left


def _fitted(line: Text, frame: Frame) -> Text:
    if line.plain != visible(line.plain):  # of a device's name, or an old title in the log
        line = Text(visible(line.plain), line.style)
    fitted = Text(" " * min(_MARGIN, frame.width // 10)) + line
    fitted.truncate(frame.width, overflow="ellipsis")
    return fitted
