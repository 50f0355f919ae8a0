"""The full screen as text: pure, so that any size can be looked at without a terminal.

Which rows there are, and how large the countdown is, depends on the terminal alone: so nothing
moves while a session goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len
from rich.text import Text

from audiocoach.coach.timetable import wrapped
from audiocoach.play.display.bars import countdown, session_bar, stretch_bar
from audiocoach.play.display.block_letters import FIGURE, WIDE_ONE, block_letters, upper
from audiocoach.play.display.captions import SILENCE, Caption, says_more
from audiocoach.play.display.click_targets import key_text
from audiocoach.play.display.frame import Frame
from audiocoach.play.display.key_help import key_help
from audiocoach.play.display.palette import PLAIN
from audiocoach.play.display.plain_lines import counted, numbered, volume
from audiocoach.play.display.round_figures import figure_gap, round_figures
from audiocoach.play.display.terminal_pictures import Place
from audiocoach.play.display.view_model import View
from audiocoach.terminal import visible
from audiocoach.units import clock


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
    instead = _helping(view, frame) if helping else _code(view, frame)
    drawn = Screenful(tuple(instead)) if instead else _playing(view, frame)
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
    """Name the session, the exercise, and the set, rep and side, each with its number."""
    moment, colours = view.moment, frame.palette
    level = volume(view, frame.phrases) if view.turned else ""
    exercise = moment.exercise if moment.exercise and moment.exercise != moment.title else ""
    number = numbered(moment, frame.phrases) if exercise else ""
    is_small = frame.height < _SMALL  # there the title is dropped
    beside = level or number if is_small else " · ".join(filter(None, (number, level)))
    title = Text(moment.title, colours.quiet)
    named = Text(exercise, f"bold {colours.text}")
    place = Text(" · ".join(counted(moment, frame.phrases)), colours.text)
    right = Text(beside, colours.quiet)
    if is_small:
        named = _joined(named, right, frame)
    else:
        title = _joined(title, right, frame)
    return [
        _Row(_centred(title, frame), 5, is_above=True),
        _Row(_centred(named, frame), 2, is_above=True),
        _Row(_centred(place, frame), 3, is_above=True),
    ]


def _below(view: View, frame: Frame) -> list[_Row]:
    moment, say, colours = view.moment, frame.phrases.say, frame.palette
    left = Text(say("title_remaining", time=clock(moment.left_ms)), colours.quiet)
    is_small = frame.height < _SMALL
    times = _edges(Text(clock(moment.elapsed_ms), colours.quiet), left, frame.inner)
    following = _following(view, frame)
    ways = (say(name, title=moment.next or "") for name in ("title_next", "next", "first"))
    seen = [_wording(view, frame), moment.doing, view.notice, *ways]
    spoken = view.caption if says_more(view.caption, seen) else SILENCE
    said = (Text(line, colours.text) for line in _said(spoken, frame))
    return [
        _Row(stretch_bar(moment, frame, _colour(view, frame)), 6),
        *(_Row(_centred(line, frame), 4) for line in said),
        *(_Row(_centred(line, frame), 1) for line in following),
        _Row(session_bar(moment, frame), 6 if is_small else 4),
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
        return [Text(f" {line} ", _BAND) for line in lines]
    if not moment.next:
        return [Text()]
    dose = frame.timeline.dose(moment.next)
    following = Text(say("title_next", title=moment.next), colours.text)
    return [Text.assemble(following, (f"  {dose}", colours.quiet)) if dose else following]


_BAND = "bold reverse"
"""A notice's style: as wide as it and a space on both sides."""


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

    Places that are not needed hold a faint zero, so that it neither moves nor stands aside; in
    colours where faint looks like any other there is none, and its middle stays where it is.
    """
    left = str(countdown(view.moment))
    faint = max(frame.figures, len(left)) - len(left)
    rounded = round_figures("0" * faint + left, frame.inner, room)
    drawn = rounded or block_letters(
        "0" * faint + left.replace("1", WIDE_ONE), frame.inner, room, small=True
    )
    if drawn is None:
        return []
    style, count, width = f"bold {_colour(view, frame)}", faint + len(left), len(drawn[0])
    gap = figure_gap(len(drawn)) if rounded else width // (FIGURE * count)
    zero = (width + gap) // count * faint
    places = [line[:zero] if frame.palette.has_faint else "" for line in drawn]
    lines = (Text(line[zero:], style) for line in drawn)
    return [
        _centred(Text.assemble((place, frame.palette.track), line), frame)
        for place, line in zip(places, lines, strict=True)
    ]


def _helping(view: View, frame: Frame) -> list[Text]:
    """Draw the list of keys, below the title where there is room."""
    listed = _as_block(_help(frame), frame)
    title = [row.text for row in _above(view, frame)][:2]
    spare = frame.height - len(listed)
    if spare < len(title) + 1:
        return [*listed, *[Text()] * spare]
    above = (spare - len(title)) // 2
    return [*title, *[Text()] * above, *listed]


def _code(view: View, frame: Frame) -> list[Text]:
    """Draw the QR code above its address; nothing where there is none, or no room for it.

    Without colours it could come out light on dark, which most scanners don't read.
    """
    below = [_centred(line, frame) for line in _following(view, frame)]
    spare = frame.height - len(view.code) - len(below)
    has_room = view.code and spare >= 0 and len(view.code[0]) <= frame.inner
    if not has_room or frame.palette == PLAIN:
        return []
    rows = (row.translate(_INVERTED) for row in view.code)
    code = (_centred(Text(row, "bright_white on black"), frame) for row in rows)
    return [*[Text()] * (spare // 2), *code, *below]


_INVERTED = str.maketrans(" █▀▄", "█ ▄▀")
"""Its light modules are drawn, for spaces at a line's end are dropped."""


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
        if sum(cell_len(f"{each.key} {each.what}{between}") for each in keys) > frame.inner + 2:
            del keys[1]  # where not all fit on one row, help is needed least
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


def _centred(text: Text, frame: Frame) -> Text:
    """Return `text` in the middle between the margins; a longer one is shortened."""
    text.truncate(frame.inner, overflow="ellipsis")
    space = max(0, frame.inner - text.cell_len) // 2
    return Text.assemble(" " * space, text) if text and space else text


def _as_block(lines: Sequence[Text], frame: Frame) -> list[Text]:
    """Return `lines` in the middle, all from the same column on."""
    space = max(0, frame.inner - max(line.cell_len for line in lines)) // 2
    return [Text.assemble(" " * space, line) for line in lines]


def _edges(left: Text, right: Text, width: int) -> Text:
    """Put one text at each end of a line; where both don't fit, only the left one."""
    space = width - left.cell_len - right.cell_len
    return Text.assemble(left, " " * space, right) if space > 0 else left


def _joined(left: Text, right: Text, frame: Frame) -> Text:
    """Put one text behind another; the first is shortened, a long second one dropped."""
    if not left or not right or right.cell_len > frame.inner * 2 // 3:
        return left or right
    left.truncate(frame.inner - right.cell_len - cell_len(_BETWEEN), overflow="ellipsis")
    return Text.assemble(left, (_BETWEEN, right.style), right)


_BETWEEN = " · "


def _fitted(line: Text, frame: Frame) -> Text:
    if line.plain != visible(line.plain):  # of a device's name, or an old title in the log
        line = Text(visible(line.plain), line.style)
    line = Text.assemble(" " * frame.margin, line)
    if all(span.style != _BAND for span in line.spans):
        line.rstrip()
    line.truncate(frame.width, overflow="ellipsis")
    return line
