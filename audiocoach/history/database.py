"""The log on disk. Wraps sqlite3, which comes with Python.

It survives a kill at any moment, and lets two players write at once.
"""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import fields
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from audiocoach.errors import LogError
from audiocoach.history.bookmark import Bookmark, InRound
from audiocoach.history.record import STILL, SessionRecord

FILE = "history.db"
"""The log's file in the data folder."""

BUSY_SECONDS = 5.0
"""How long to wait for another player that is writing."""

MIGRATIONS: Sequence[Sequence[str]] = (
    (
        """
        CREATE TABLE session (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            started TEXT NOT NULL,
            offset_minutes INTEGER NOT NULL,
            updated TEXT NOT NULL,
            routine TEXT NOT NULL,
            title TEXT NOT NULL,
            level TEXT NOT NULL,
            talk TEXT NOT NULL,
            voice TEXT NOT NULL,
            length_ms INTEGER NOT NULL,
            at_ms INTEGER NOT NULL,
            played_ms INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('playing', 'stopped', 'finished')),
            exercise_title TEXT,
            spot_step INTEGER NOT NULL,
            spot_exercise TEXT,
            spot_nth INTEGER NOT NULL,
            spot_kind TEXT,
            spot_set INTEGER,
            spot_rep INTEGER,
            spot_side TEXT,
            spot_offset_ms INTEGER NOT NULL
        )
        """,
        "CREATE INDEX session_by_routine ON session (routine, id)",
    ),
    ("ALTER TABLE session ADD COLUMN options TEXT NOT NULL DEFAULT '{}'",),
    ("ALTER TABLE session ADD COLUMN missed_ms INTEGER NOT NULL DEFAULT 0",),
    (
        "ALTER TABLE session ADD COLUMN spot_rounds TEXT",
        "ALTER TABLE session ADD COLUMN spot_nth_in_round INTEGER NOT NULL DEFAULT 0",
    ),
)
"""The steps from each version of the file (SQLite's user_version) to the next. Only ever append.
Times are UTC, in ISO 8601; `offset_minutes` is how far local time was ahead; `options` is JSON,
and so is `spot_rounds`, a list of block and number for each of the rounds around a place."""

_SPOT = [field.name for field in fields(Bookmark)]
_COLUMNS = [
    "started",
    "offset_minutes",
    "updated",
    "routine",
    "title",
    "level",
    "talk",
    "voice",
    "length_ms",
    "at_ms",
    "played_ms",
    "state",
    "exercise_title",
    "missed_ms",
    "options",
    *(f"spot_{name}" for name in _SPOT),
]
_NUMBERS = [
    "offset_minutes", "length_ms", "at_ms", "played_ms", "missed_ms", "spot_step", "spot_nth",
    "spot_nth_in_round",
]  # fmt: skip
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM session"  # noqa: S608 - names of our own
_INSERT = (
    f"INSERT INTO session ({', '.join(_COLUMNS)}) "  # noqa: S608
    f"VALUES ({', '.join('?' for _ in _COLUMNS)})"
)
_UPDATE = f"UPDATE session SET {', '.join(f'{name} = ?' for name in _COLUMNS)} WHERE id = ?"  # noqa: S608


class Database:
    """The log in one folder. Any method raises LogError where the file can't be used."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Use `connection` to the file at `path`; `writing` and `reading` make it."""
        self._path = path
        self._connection = connection

    def begin(self, entry: SessionRecord) -> int:
        """Add `entry`; return its number."""
        with _naming(self._path):
            number = self._connection.execute(_INSERT, _row(entry)).lastrowid
            assert number is not None
            return number

    def update(self, number: int, entry: SessionRecord) -> None:
        """Write `entry` in place of the one with `number`; on disk when this returns."""
        with _naming(self._path):
            self._connection.execute(_UPDATE, [*_row(entry), number])

    def entries(self, limit: int | None = None) -> list[SessionRecord]:
        """Return the entries in the order they were begun, or only the latest `limit` of them."""
        with _naming(self._path):
            rows = self._connection.execute(
                f"{_SELECT} ORDER BY id DESC LIMIT ?",
                [-1 if limit is None else limit],
            ).fetchall()
            return [_entry(row) for row in reversed(rows)]

    def unfinished(
        self,
        routines: Collection[str],
        now: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
        wait: Callable[[float], object] = time.sleep,
    ) -> SessionRecord | None:
        """Return the latest of the entries of `routines`, unless its routine was finished since.

        One of which nothing was heard has no place to go on from, and hides none; nor
        does one that another player plays `now`. To find that out of one that was
        written just now we may `wait` for STILL.
        """
        with _naming(self._path):
            done: set[str] = set()
            for number in self._numbers():
                entry = self._settled(number, now, wait)
                if entry is None or entry.routine not in routines:
                    continue
                if entry.state == "finished":
                    done.add(entry.routine)
                elif entry.routine not in done and entry.played_ms:
                    return entry
            return None

    def _numbers(self) -> list[int]:
        rows = self._connection.execute("SELECT id FROM session ORDER BY id DESC")
        return [int(number) for (number,) in rows.fetchall()]

    def _entry(self, number: int) -> SessionRecord:
        return _entry(self._connection.execute(f"{_SELECT} WHERE id = ?", [number]).fetchone())

    def _settled(
        self, number: int, now: Callable[[], datetime], wait: Callable[[float], object]
    ) -> SessionRecord | None:
        """Return an entry that is no longer written to; None where a player goes on writing it."""
        entry = latest = self._entry(number)
        while latest.state == "playing" and abs(now() - latest.updated) <= STILL:
            if latest.updated != entry.updated:
                return None
            wait(0.1)
            latest = self._entry(number)
        return latest

    def close(self) -> None:
        """Let go of the file."""
        with suppress(sqlite3.Error):
            self._connection.close()


def writing(folder: Path) -> Database:
    """Open the log in `folder` to write to it, created where there is none."""
    path = folder / FILE
    with _naming(path):
        folder.mkdir(parents=True, exist_ok=True)
        return Database(path, _opened(path))


@contextmanager
def reading(folder: Path) -> Iterator[Database | None]:
    """Open the log in `folder` to read it; None where there is none yet.

    A copy that can't be written is read as it stands.
    """
    path = folder / FILE
    with _naming(path):
        there = path.exists()
        if not there and folder.exists() and not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
        store = Database(path, _opened_or_looked_at(path)) if there else None
    try:
        yield store
    finally:
        if store is not None:
            store.close()


def upgrade(connection: sqlite3.Connection, steps: Sequence[Sequence[str]]) -> None:
    """Bring the file to the version after the last of `steps`; whole, or not at all."""
    if _version(connection) == len(steps):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in steps[_checked_version(connection, steps) :]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(steps)}")
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):  # on a full disk SQLite has done it already
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _checked_version(connection: sqlite3.Connection, steps: Sequence[Sequence[str]]) -> int:
    version = _version(connection)
    if version > len(steps):
        raise sqlite3.DatabaseError(f"it is of version {version}, made by a newer audiocoach")
    return version


def _opened(path: Path) -> sqlite3.Connection:
    # Opened in one thread, used in another, never in two at once.
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        _set_up(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _set_up(connection: sqlite3.Connection) -> None:
    # Some network file systems can't have a write-ahead log, and another player may be
    # switching to it just now: the file is as safe without, only slower.
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")
    # With NORMAL, a power cut would take back what was written since the last checkpoint.
    connection.execute("PRAGMA synchronous = FULL")
    upgrade(connection, MIGRATIONS)


def _opened_or_looked_at(path: Path) -> sqlite3.Connection:
    try:
        return _opened(path)
    except sqlite3.OperationalError:
        return _looked_at(path)


def _looked_at(path: Path) -> sqlite3.Connection:
    """Open a file that can't be written, nor anything beside it."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        _checked_version(connection, MIGRATIONS)
        connection.execute(f"{_SELECT} LIMIT 0")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say into one line."""
    try:
        yield
    except (sqlite3.Error, ValueError, TypeError, OverflowError) as fault:
        raise LogError(f"{path}: the log of sessions can't be used: {fault}") from fault
    except OSError as fault:
        place, why = fault.filename or path, fault.strerror or fault
        raise LogError(f"{place}: the log of sessions can't be used: {why}") from fault


def _row(entry: SessionRecord) -> list[Any]:
    offset = entry.started.utcoffset() or timedelta()
    own = [getattr(entry, name) for name in _COLUMNS[3 : -len(_SPOT) - 1]]
    own.append(json.dumps(dict(entry.options)))
    times = [_utc(entry.started), offset // timedelta(minutes=1), _utc(entry.updated)]
    return [*times, *own, *_spot_row(entry.spot)]


def _spot_row(spot: Bookmark) -> list[Any]:
    values = {name: getattr(spot, name) for name in _SPOT}
    if spot.rounds is not None:
        values["rounds"] = json.dumps(spot.rounds)
    return list(values.values())


def _entry(row: Sequence[Any]) -> SessionRecord:
    values = dict(zip(_COLUMNS, row, strict=True))
    for name in _NUMBERS:
        values[name] = int(values[name])  # SQLite's columns keep texts too
    values["options"] = dict(json.loads(values["options"]))
    spot = _spot({name: values.pop(f"spot_{name}") for name in _SPOT})
    zone = timezone(timedelta(minutes=values.pop("offset_minutes")))
    started = datetime.fromisoformat(values.pop("started")).astimezone(zone)
    updated = datetime.fromisoformat(values.pop("updated"))
    return SessionRecord(started=started, updated=updated, spot=spot, **values)


def _spot(values: dict[str, Any]) -> Bookmark:
    if values["rounds"] is not None:
        values["rounds"] = tuple(InRound(*each) for each in json.loads(values["rounds"]))
    return Bookmark(**values)


def _utc(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).isoformat(timespec="milliseconds")
