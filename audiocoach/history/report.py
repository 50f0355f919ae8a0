"""The log for people and programs: table, weeks, JSON, CSV. Pure.

Widths are rich's: it knows which characters take two columns.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from audiocoach.history.bookmark import named
from audiocoach.history.record import SessionRecord
from audiocoach.spreadsheet import cell
from audiocoach.text import count
from audiocoach.units import clock

STREAK_MS = 60_000
"""A day counts for the streak from one minute of playing on."""

USUAL_COLUMNS = 80
"""Columns of the table, unless the terminal has others."""

_TITLE_COLUMNS = (7, 28)
"""Fewest columns for a title, as the heading has, and most; a longer one is cut."""

_END_COLUMNS = 24
"""Columns kept for how a session ended: `stopped at 6:05 of 13:16`."""

BAR_COLUMNS = 40
"""Columns of the longest bar."""
_FULL_MS = 600_000
"""Less than this in the longest week fills no bar: a few seconds would look like much."""

KEYS = (
    "started",
    "routine",
    "title",
    "level",
    "talk",
    "voice",
    "minutes",
    "state",
    "at_ms",
    "length_ms",
    "exercise",
    "set",
    "rep",
    "side",
)
"""What JSON and CSV say of each session, in this order."""


def table(
    entries: Sequence[SessionRecord], now: datetime, columns: int = USUAL_COLUMNS
) -> Iterator[str]:
    """Yield a heading and a line for each entry, at most `columns` wide; no title breaks them.

    Where a session was stopped is shown as far as there is room.
    """
    from rich.cells import cell_len

    beside = cell_len(_columns("", "", "", "", ".")) - 1
    least, most = _TITLE_COLUMNS
    longest = max((cell_len(_printable(entry.title)) for entry in entries), default=0)
    width = max(least, min(longest, most, columns - beside - _END_COLUMNS))
    yield _columns("Date", _fitted("Routine", width), "Level", "Minutes", "")
    for entry in entries:
        when = entry.started.strftime("%Y-%m-%d %H:%M")
        end = _end(entry, now, max(columns - beside - width, _END_COLUMNS))
        yield _columns(when, _fitted(entry.title, width), entry.level, minutes(entry), end)


def summary(entries: Sequence[SessionRecord], today: date) -> str:
    """Return the last line: `3 sessions, 41.5 minutes; streak: 2 days`."""
    played = sum(entry.played_ms for entry in entries)
    days = streak(entries, today)
    total = f"{count(len(entries), 'session')}, {played / 60_000:.1f} minutes"
    return f"{total}; streak: {count(days, 'day')}" if days else total


def streak(entries: Collection[SessionRecord], today: date) -> int:
    """Count the days in a row with a minute of playing, up to today or yesterday.

    Days are those of where each session was done. Today may still come.
    """
    played: Counter[date] = Counter()
    for entry in entries:
        played[entry.day] += entry.played_ms
    days = {day for day, ms in played.items() if ms >= STREAK_MS}
    day = today if today in days else today - timedelta(days=1)
    length = 0
    while day - timedelta(days=length) in days:
        length += 1
    return length


def weeks(entries: Sequence[SessionRecord], today: date, mark: str = "█") -> Iterator[str]:
    """Return a bar of minutes for each week, from the first entry's to today's.

    Weeks begin on Monday, as in ISO 8601, and are named by it; `mark` draws the bar.
    """
    played: Counter[date] = Counter()
    for entry in entries:
        played[_monday(entry.day)] += entry.played_ms
    if not played:
        return
    most = max(*played.values(), _FULL_MS)
    monday, last = min(played), max(_monday(today), *played)
    while monday <= last:
        bar = mark * round(BAR_COLUMNS * played[monday] / most)
        yield f"{monday.isoformat()}  {played[monday] / 60_000:7.1f}  {bar}".rstrip()
        monday += timedelta(days=7)


def as_json(entries: Sequence[SessionRecord], now: datetime) -> list[dict[str, object]]:
    """Return the entries as values ready for JSON; keys that don't apply are absent."""
    rows = (_values(entry, now) for entry in entries)
    return [{key: value for key, value in row.items() if value is not None} for row in rows]


def as_csv(entries: Sequence[SessionRecord], now: datetime) -> str:
    """Return the entries as CSV with a line of names; what doesn't apply is empty.

    What a spreadsheet would take for a formula has a single quote before it.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, KEYS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_cells(_values(entry, now)) for entry in entries)
    return out.getvalue()


def _cells(row: Mapping[str, object]) -> dict[str, object]:
    return {key: cell(value) if isinstance(value, str) else value for key, value in row.items()}


def minutes(entry: SessionRecord) -> str:
    """Write what was heard, in minutes with one decimal."""
    return f"{entry.played_ms / 60_000:.1f}"


def _values(entry: SessionRecord, now: datetime) -> dict[str, object]:
    spot = entry.spot
    values = (
        entry.started.isoformat(timespec="seconds"),
        entry.routine,
        entry.title,
        entry.level,
        entry.talk,
        entry.voice,
        round(entry.played_ms / 60_000, 1),
        entry.state_at(now),
        entry.at_ms,
        entry.length_ms,
        spot.exercise,
        spot.set,
        spot.rep,
        spot.side,
    )
    return dict(zip(KEYS, values, strict=True))


def _end(entry: SessionRecord, now: datetime, columns: int) -> str:
    """Say how a session ended, with as much of the place as `columns` hold."""
    from rich.cells import cell_len

    state = entry.state_at(now)
    if state == "finished":
        return state
    at = f"{state} at {clock(entry.at_ms)}"
    where = f"{at} of {clock(entry.length_ms)}"
    title = _printable(entry.exercise_title or "")
    place = _printable(named(entry.exercise_title, entry.spot))
    ways = [f"{where}: {place}", *([f"{where}: {title}"] if title else []), where, at]
    return next((way for way in ways if cell_len(way) <= columns), at)


def _columns(when: str, title: str, level: str, length: str, end: str) -> str:
    return f"{when:<16}  {title}  {level:<6}  {length:>7}  {end}".rstrip()


def _fitted(title: str, columns: int) -> str:
    """Cut or fill `title` to `columns`, of which a wide character takes two."""
    from rich.cells import cell_len, set_cell_size

    title = _printable(title)
    if cell_len(title) > columns:
        title = set_cell_size(title, columns - 1).rstrip() + "…"
    return set_cell_size(title, columns)


def _printable(text: str) -> str:
    """Take out what would move the cursor or break the line."""
    return "".join(character if character.isprintable() else " " for character in text)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
