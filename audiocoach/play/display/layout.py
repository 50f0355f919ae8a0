"""The full screen as text: pure, so that any size can be looked at without a terminal.

Which rows there are, and how large the countdown is, depends on the terminal alone: so nothing
moves while a session goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len
from rich.text import Text

from audiocoach.coach.phrases import Phrases
from audiocoach.coach.timetable import wrapped
from audiocoach.play.display.block_letters import FIGURE, WIDE_ONE, block_letters, upper
from audiocoach.play.display.captions import Caption
from audiocoach.play.display.click_targets import key_text, mark_as_session
from audiocoach.play.display.key_help import key_help
from audiocoach.play.display.now_playing import NowPlaying
from audiocoach.play.display.palette import TERMINAL, Palette
from audiocoach.play.display.plain_lines import counted, numbered, volume
from audiocoach.play.display.session_bar import NO_TIMELINE, Timeline
from audiocoach.play.display.terminal_pictures import Place
from audiocoach.play.display.view_model import View
from audiocoach.terminal import visible
from audiocoach.units import clock

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


def countdown(moment: NowPlaying) -> int:
    """Return the seconds left of what goes on now, rounded up: 0 only when it is over."""
    return -(-moment.remaining_ms // 1000)


@dataclass(frozen=True)
class Screenful:
    """What stands on the screen."""

    lines: tuple[Text, ...]
    """Its rows from the top, at most as many as the terminal has."""
    picture: Place | None = None
    """Where the exercise's picture is drawn; None where there is no room for it."""


def layout(view: View, frame: Frame, *, helping: bool = False) -> Text:
    """Draw `view`, `frame.height` lines at most of `frame.width` columns at most."""
    return Text("\n").join(screenful(view, frame, helping=helping).lines)


def screenful(view: View, frame: Frame, *, helping: bool = False) -> Screenful:
    """Draw `view` as `layout` does, with the place that is free for a picture."""
    drawn = Screenful(tuple(_helping(view, frame))) if helping else _playing(view, frame)
    lines = (_fitted(line, frame) for line in drawn.lines[: frame.height])
    return Screenful(tuple(lines), drawn.picture)


def _playing(view: View, frame: Frame) -> Screenful:
    """Draw the countdown as large as may be, between as many of the other rows as there is room.

    The least needed rows are dropped first; what is left over becomes space around the rest.
    """
    kept = _kept(_rows(view, frame), frame.height - (_LEAST if frame.height >= 2 * _LEAST else 1))
    room = frame.height - len(kept)
    above = [row.text for row in kept if row.is_above]
    below = [row.text for row in kept if not row.is_above]
    columns = _picture_columns(frame, room)
    middle = _middle(view, replace(frame, width=frame.width - columns), room)
    if not columns:
        return Screenful((*above, *middle, *below))
    beside = [Text.assemble(" " * columns, line) if line else line for line in middle]
    place = Place(frame.margin, len(above), columns - _GAP, room)
    return Screenful((*above, *beside, *below), place)


def _middle(view: View, frame: Frame, room: int) -> list[Text]:
    """Draw what the body does and its countdown, in the middle of `room` rows."""
    word = frame.word_rows if frame.word_rows + _LEAST <= room else 1
    figures = _figures(view, frame, room - word - (word > 1))
    middle = [*_word(view, frame, word), *figures] if figures else [_in_short(view, frame)]
    gaps = [Text() for _ in range(room - len(middle))]
    if figures and word > 1 and gaps:  # a row between the word and its figures
        middle.insert(word, gaps.pop())
    return [*gaps[: len(gaps) // 2], *middle, *gaps[len(gaps) // 2 :]]


def _picture_columns(frame: Frame, room: int) -> int:
    """Return how many columns a picture takes with the gap beside it: about a square."""
    columns = min(2 * room, frame.inner * 2 // 5)
    is_large_enough = room >= _LEAST_PICTURE[1] and columns >= _LEAST_PICTURE[0]
    return columns + _GAP if frame.has_pictures and is_large_enough else 0


_GAP = 2
"""Columns between a picture and the countdown."""
_LEAST_PICTURE = (12, 6)
"""Columns and rows of the smallest picture in which a body is still recognised."""


_LEAST = 5
"""Rows of what the body does, and of the smallest figures that are drawn."""

_SMALL = 14
"""A terminal with fewer rows names the keys that are needed most, on one."""


@dataclass(frozen=True)
class _Row:
    """A row beside the countdown; also an empty one keeps its place."""

    text: Text
    soon: int
    """How soon it is dropped: 1 is the last."""
    is_above: bool = False
    """Whether it stands above the countdown."""


def _kept(rows: Sequence[_Row], most: int) -> list[_Row]:
    """Return those of `rows` that there is room for."""
    kept = [*rows]
    while len(kept) > most:
        kept.remove(max(kept, key=lambda row: row.soon))
    return kept


def _rows(view: View, frame: Frame) -> list[_Row]:
    return [*_above(view, frame), *_below(view, frame), *_keys(frame)]


def _above(view: View, frame: Frame) -> list[_Row]:
    moment, colours = view.moment, frame.palette
    level = volume(view, frame.phrases) if view.turned else ""
    exercise = moment.exercise if moment.exercise and moment.exercise != moment.title else ""
    is_small = frame.height < _SMALL  # there the title is dropped
    right = level if is_small and level else numbered(moment, frame.phrases) if exercise else ""
    number = Text(right, colours.quiet)
    place = Text(" · ".join(counted(moment, frame.phrases)), colours.text)
    level = "" if is_small else level
    title = _edges(Text(moment.title, colours.quiet), Text(level, colours.text), frame.inner)
    named = _edges(Text(exercise, f"bold {colours.text}"), number, frame.inner)
    return [
        _Row(title, 5, is_above=True),
        _Row(named, 2, is_above=True),
        _Row(place, 3, is_above=True),
    ]


def _below(view: View, frame: Frame) -> list[_Row]:
    moment, say, colours = view.moment, frame.phrases.say, frame.palette
    left = Text(say("title_remaining", time=clock(moment.left_ms)), colours.quiet)
    is_small = frame.height < _SMALL
    times = _edges(Text(clock(moment.elapsed_ms), colours.quiet), left, frame.inner)
    said = (Text(line, colours.text) for line in _said(view.caption, frame))
    return [
        _Row(_stretch_bar(view, frame), 6),
        *(_Row(_centred(line, frame), 4) for line in said),
        *(_Row(_centred(line, frame), 1) for line in _following(view, frame)),
        _Row(_session_bar(moment, frame), 6 if is_small else 4),
        _Row(times, 7 if is_small else 3),
    ]


def _following(view: View, frame: Frame) -> list[Text]:
    """Return what is wrong or that it is paused, else what comes next, with its dose.

    A notice has as many rows as it needs: the address of a remote is of no use when it is cut.
    """
    moment, say, colours = view.moment, frame.phrases.say, frame.palette
    paused = f"{say('title_paused')}: {moment.doing}" if view.paused else ""
    notice = view.notice or paused
    if notice:
        lines = wrapped(notice, max(1, frame.inner - 2))
        return [Text(f" {line} ", "bold reverse") for line in lines]
    if not moment.next:
        return [Text()]
    dose = frame.timeline.dose(moment.next)
    following = Text(say("title_next", title=moment.next), colours.text)
    return [Text.assemble(following, (f"  {dose}", colours.quiet)) if dose else following]


def _said(caption: Caption, frame: Frame) -> list[str]:
    """Break what is said into the rows for it; of a longer text show where the voice is."""
    lines, rows = wrapped(caption.text, frame.inner), frame.caption_rows
    pages = [lines[at : at + rows] for at in range(0, len(lines), rows)]
    shown = pages[min(int(caption.said * len(pages)), len(pages) - 1)]
    return [*shown, *[""] * rows][:rows]


def _colour(view: View, frame: Frame) -> str:
    """Return the colour of what the body does now; in a pause that of text."""
    if view.paused:
        return frame.palette.text
    kind = "opening" if view.announcement else frame.timeline.at(view.moment.elapsed_ms)
    return frame.palette.kinds[kind]


def _wording(view: View, frame: Frame) -> str:
    return frame.phrases.say("title_paused") if view.paused else view.moment.doing


def _in_short(view: View, frame: Frame) -> Text:
    """Draw word and countdown in plain letters: there is no room for larger ones."""
    short = f"{_wording(view, frame)}  {countdown(view.moment)}"
    return _centred(Text(short, f"bold {_colour(view, frame)}"), frame)


def _word(view: View, frame: Frame, rows: int) -> list[Text]:
    """Draw what the body does on `rows` rows, in block letters where they fit."""
    word, style = _wording(view, frame), f"bold {_colour(view, frame)}"
    capitals = upper(word, frame.phrases.language)
    drawn = block_letters(capitals, frame.inner, rows, small=True) if rows > 1 else None
    lines = [_centred(Text(line, style), frame) for line in drawn or [word]]
    above = (rows - len(lines)) // 2
    return [*[Text()] * above, *lines, *[Text()] * (rows - len(lines) - above)]


def _figures(view: View, frame: Frame, room: int) -> list[Text]:
    """Draw the countdown in its place, as large as may be; nothing where there is no room.

    Places that are not needed hold a faint zero, so that it neither moves nor stands aside.
    """
    left = str(countdown(view.moment))
    faint = max(frame.figures, len(left)) - len(left)
    drawn = block_letters(
        "0" * faint + left.replace("1", WIDE_ONE), frame.inner, room, small=True, large=True
    )
    if drawn is None:
        return []
    style, width = f"bold {_colour(view, frame)}", len(drawn[0])
    each = (width + width // (FIGURE * (faint + len(left)))) // (faint + len(left))
    lines = (
        Text.assemble((line[: each * faint], frame.palette.track), (line[each * faint :], style))
        for line in drawn
    )
    return [_centred(line, frame) for line in lines]


def _helping(view: View, frame: Frame) -> list[Text]:
    """Draw the list of keys, below the title where there is room."""
    listed = _help(frame)
    title = [row.text for row in _above(view, frame)][:2]
    spare = frame.height - len(listed)
    if spare < len(title) + 1:
        return [*listed, *[Text()] * spare]
    above = (spare - len(title)) // 2
    return [*title, *[Text()] * above, *listed]


def _help(frame: Frame) -> list[Text]:
    """List the keys; where there is no room for all, above all the one that quits."""
    keys, room = key_help(frame.phrases), max(1, frame.height - 1)
    wide = max(cell_len(each.key) for each in keys)
    *others, last = keys if len(keys) <= room else [each for each in keys if each.key != "?"]
    return [
        key_text(each, "bold", "", between=" " * (wide - cell_len(each.key) + 2))
        for each in [*others[: room - 1], last]
    ]


def _keys(frame: Frame) -> list[_Row]:
    """Name the keys in as few lines as they take; the first and the last are needed most."""
    lines, quiet = [Text()], frame.palette.quiet
    keys, between = key_help(frame.phrases), "   "
    if frame.height < _SMALL:
        keys, between = [keys[0], *keys[-2:]], "  "
    for each in keys:
        item = key_text(each, f"bold {frame.palette.text}", quiet)
        longer = Text.assemble(lines[-1], between, item) if lines[-1] else item
        if longer.cell_len <= frame.inner:
            lines[-1] = longer
        else:
            lines.append(item)
    ends = {0, len(lines) - 1}
    return [
        _Row(_centred(line, frame), 5 if number in ends else 7) for number, line in enumerate(lines)
    ]


def _stretch_bar(view: View, frame: Frame) -> Text:
    """Draw how much has gone of what the body does."""
    moment, width = view.moment, frame.inner
    left = countdown(moment) * 1000 if frame.is_still else moment.remaining_ms
    full = _columns(moment.lasts_ms - left, moment.lasts_ms, width)
    gone = ("━" * full, f"bold {_colour(view, frame)}")
    return Text.assemble(gone, ("─" * (width - full), frame.palette.track))


def _session_bar(moment: NowPlaying, frame: Frame) -> Text:
    """Draw the session in the colours of what it is made of; the part that has gone is heavy."""
    width, whole = frame.inner, moment.elapsed_ms + moment.left_ms
    seen = moment.elapsed_ms // 1000 * 1000 if frame.is_still else moment.elapsed_ms
    full = _columns(seen, whole, width)
    marks = {min(_columns(mark, whole, width), width - 1) for mark in frame.marks_ms}
    bar = Text()
    for column in range(width):
        kind = frame.timeline.at(column * whole // width)
        light = "┤" if column in marks else "─"
        heavy = "┫" if column in marks else "━"
        bar.append(heavy if column < full else light, frame.palette.kinds[kind])
    mark_as_session(bar, whole)
    return bar


def _columns(gone: int, whole: int, width: int) -> int:
    return min(max(gone, 0) * width // whole, width) if whole > 0 else width


def _centred(text: Text, frame: Frame) -> Text:
    """Return `text` in the middle between the margins."""
    space = max(0, frame.inner - text.cell_len) // 2
    return Text.assemble(" " * space, text) if text and space else text


def _edges(left: Text, right: Text, width: int) -> Text:
    """Put one text at each end of a line; the left one is shortened, a long right one dropped."""
    if right.cell_len > width // 2:
        return left
    left.truncate(max(1, width - right.cell_len - 1) if right else width, overflow="ellipsis")
    space = max(1, width - left.cell_len - right.cell_len)
    return Text.assemble(left, " " * space, right) if right else left


def _fitted(line: Text, frame: Frame) -> Text:
    if line.plain != visible(line.plain):  # of a device's name, or an old title in the log
        line = Text(visible(line.plain), line.style)
    line = Text.assemble(" " * frame.margin, line)
    line.rstrip()
    line.truncate(frame.width, overflow="ellipsis")
    return line
