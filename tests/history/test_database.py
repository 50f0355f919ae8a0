from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from audiocoach.errors import LogError
from audiocoach.history.bookmark import Bookmark, InRound
from audiocoach.history.database import FILE, MIGRATIONS, reading, upgrade, writing
from audiocoach.history.record import SessionRecord, State
from audiocoach.history.recorder import EVERY_SECONDS
from tests.history.making import ENTRY, MONDAY, SPOT, Clock, entry, log, logged

FORK = multiprocessing.get_context("spawn")


def test_what_was_written_is_read(tmp_path: Path) -> None:
    log(tmp_path / "new" / "folder", ENTRY, entry(1, exercise_title=None))
    assert logged(tmp_path / "new" / "folder") == [ENTRY, entry(1, exercise_title=None)]


def test_local_time_keeps_its_offset(tmp_path: Path) -> None:
    log(tmp_path, ENTRY)
    assert logged(tmp_path)[0].started.isoformat() == "2026-11-23T07:30:00+01:00"


def test_an_entry_is_changed_in_place(tmp_path: Path) -> None:
    store = writing(tmp_path)
    number = store.begin(entry(state="playing"))
    store.update(number, ENTRY)
    store.close()
    assert logged(tmp_path) == [ENTRY]


def test_reading_creates_nothing(tmp_path: Path) -> None:
    assert logged(tmp_path / "none") == []
    assert list(tmp_path.iterdir()) == []


def test_the_latest_come_in_their_order(tmp_path: Path) -> None:
    log(tmp_path, *(entry(day) for day in range(5)))
    with reading(tmp_path) as store:
        assert store
        assert store.entries(2) == [entry(3), entry(4)]


@pytest.mark.parametrize(
    ("logged", "found"),
    [
        ([], None),
        ([entry(0), entry(1)], entry(1)),
        ([entry(0), entry(1, state="finished")], None),
        ([entry(0, state="finished"), entry(1)], entry(1)),
        ([entry(0), entry(1, routine="other", state="finished")], entry(0)),
        ([entry(0), entry(1, routine="elsewhere")], entry(0)),
        ([entry(0), entry(1, played_ms=0, at_ms=0)], entry(0)),
        ([entry(0, state="playing")], entry(0, state="playing")),
    ],
)
def test_the_last_unfinished_session_is_found(
    logged: list[SessionRecord], found: SessionRecord | None, tmp_path: Path
) -> None:
    log(tmp_path, *logged)
    with reading(tmp_path) as store:
        assert store
        assert store.unfinished({"back-care", "other"}) == found


class Other:
    """Another player, which writes its entry as often as one does, for as long as it lives."""

    def __init__(self, folder: Path, state: State = "playing", lives_s: float = 0) -> None:
        self.clock, self._state, self._lives_s = Clock(), state, lives_s
        self._store = writing(folder)
        self._entry = entry(0, state="playing", updated=self.clock.now())
        self._number = self._store.begin(self._entry)

    def wait(self, seconds: float) -> None:
        before, self.clock.seconds = self.clock.seconds, self.clock.seconds + seconds
        due = before // EVERY_SECONDS < self.clock.seconds // EVERY_SECONDS
        if due and self.clock.seconds <= self._lives_s:
            written = replace(self._entry, updated=self.clock.now(), state=self._state)
            self._store.update(self._number, written)

    def unfinished(self, folder: Path) -> SessionRecord | None:
        """Ask for the session to resume while it plays."""
        with reading(folder) as store:
            assert store
            return store.unfinished({"back-care"}, self.clock.now, self.wait)


def test_a_session_that_another_player_plays_is_passed_over(tmp_path: Path) -> None:
    log(tmp_path, entry(-1))
    assert Other(tmp_path, lives_s=100).unfinished(tmp_path) == entry(-1)


def test_a_session_whose_player_was_killed_just_now_is_waited_for(tmp_path: Path) -> None:
    other = Other(tmp_path)
    found = other.unfinished(tmp_path)
    assert (found and found.state, found and found.updated) == ("playing", MONDAY)
    assert other.clock.seconds == pytest.approx(6.1, abs=0.15)


@pytest.mark.parametrize(("state", "found"), [("stopped", 0), ("finished", None)])
def test_a_session_that_ends_meanwhile_counts_as_what_it_became(
    state: State, found: int | None, tmp_path: Path
) -> None:
    log(tmp_path, entry(-1))
    left = Other(tmp_path, state, lives_s=100).unfinished(tmp_path)
    assert (left and (left.started - MONDAY).days) == found


def test_a_file_where_the_folder_should_be_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LogError, match=r"file: the log of sessions can't be used: Not a directory"):
        logged(tmp_path / "file")


def fill(folder: Path, routine: str, ready: Connection) -> None:
    """Write 40 sessions as soon as reported."""
    ready.send("ready")
    ready.recv()
    store = writing(folder)
    for day in range(40):
        store.update(store.begin(entry(day, routine=routine, state="playing")), entry(day))
    store.close()


def test_two_processes_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    """Both begin with no file: one makes it, the other finds it half made."""
    ours, theirs = zip(*(FORK.Pipe() for _ in range(2)), strict=True)
    players = [
        FORK.Process(target=fill, args=(tmp_path, name, pipe))
        for name, pipe in zip("ab", theirs, strict=True)
    ]
    for player in players:
        player.start()
    for pipe in ours:
        assert pipe.recv() == "ready"
    for pipe in ours:
        pipe.send("go")
    for player in players:
        player.join()
    assert [player.exitcode for player in players] == [0, 0]
    assert sorted(logged(tmp_path), key=lambda one: one.started) == sorted(
        [entry(day) for day in range(40)] * 2, key=lambda one: one.started
    )


def write_until_killed(folder: Path, reported: Connection) -> None:
    """Write for ever; print after each how many are on disk."""
    store = writing(folder)
    number = 0
    while True:
        store.begin(entry(number))
        number += 1
        reported.send(number)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_kill_9_loses_nothing_that_was_written(tmp_path: Path) -> None:
    ours, theirs = FORK.Pipe()
    player = FORK.Process(target=write_until_killed, args=(tmp_path, theirs))
    player.start()
    theirs.close()
    while (reported := ours.recv()) < 20:
        pass
    assert player.pid
    os.kill(player.pid, signal.SIGKILL)
    player.join()
    with suppress(EOFError):
        while True:
            reported = ours.recv()
    there = logged(tmp_path)
    assert there == [entry(day) for day in range(len(there))]
    assert reported <= len(there) <= reported + 1


def test_after_a_power_cut_within_any_write_all_before_it_are_there(tmp_path: Path) -> None:
    """What a cut leaves is a log cut off anywhere; each write is one piece of it."""
    store = writing(tmp_path)
    wal = tmp_path / f"{FILE}-wal"
    ends = []
    for day in range(4):
        store.begin(entry(day))
        ends.append(wal.stat().st_size)
    base, journal = (tmp_path / FILE).read_bytes(), wal.read_bytes()
    store.close()
    for number, size in enumerate(range(ends[0], len(journal) + 1, 1000)):
        cut = tmp_path / str(number)
        cut.mkdir()
        (cut / FILE).write_bytes(base)
        (cut / f"{FILE}-wal").write_bytes(journal[:size])
        whole = sum(end <= size for end in ends)
        assert logged(cut) == [entry(day) for day in range(whole)]


def test_every_write_is_on_the_disk_before_it_is_done(tmp_path: Path) -> None:
    store = writing(tmp_path)
    synchronous = store._connection.execute("PRAGMA synchronous").fetchone()
    journal = store._connection.execute("PRAGMA journal_mode").fetchone()
    store.close()
    assert (synchronous, journal) == ((2,), ("wal",))  # FULL


def test_a_file_of_an_older_version_is_brought_up_to_date() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        upgrade(connection, [["CREATE TABLE a (x)", "INSERT INTO a VALUES (1)"]])
        later = [["an error, were it done again"], ["ALTER TABLE a ADD COLUMN y DEFAULT 2"]]
        upgrade(connection, later)
        assert connection.execute("SELECT x, y FROM a").fetchall() == [(1, 2)]
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)


def test_an_entry_of_a_version_that_knew_no_rounds_keeps_its_place(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as connection:
        upgrade(connection, MIGRATIONS[:3])
        connection.execute(
            "INSERT INTO session VALUES (1, '2026-11-23T06:30:00+00:00', 60,"
            " '2026-11-23T06:36:00+00:00', 'circuit', 'Circuit', 'easy', 'full', 'builtin',"
            " 600000, 300000, 300000, 'stopped', 'Squat', 5, 'squat', 3, 'set', 1, NULL, NULL,"
            " 1500, '{}', 0)"
        )
    assert [each.spot for each in logged(tmp_path)] == [
        Bookmark(5, "squat", 3, "set", 1, None, None, 1500, None, 0)
    ]


def test_rounds_are_kept(tmp_path: Path) -> None:
    places = [
        replace(SPOT, rounds=rounds, nth_in_round=2)
        for rounds in ((), (InRound(1, 3),), (InRound(2, 1), InRound(1, 4)))
    ]
    log(tmp_path, *(entry(spot=place) for place in places))
    assert [each.spot for each in logged(tmp_path)] == places


@pytest.mark.parametrize("damage", ["no JSON", "[1, 2]", "[[1, 2, 3]]", "1"])
def test_rounds_that_are_none_are_reported_in_one_line(damage: str, tmp_path: Path) -> None:
    log(tmp_path, ENTRY)
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as connection:
        connection.execute("UPDATE session SET spot_rounds = ?", [damage])
    with pytest.raises(LogError, match="the log of sessions can't be used: "):
        logged(tmp_path)


def test_an_upgrade_that_fails_leaves_the_file_as_it_was() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        with pytest.raises(sqlite3.OperationalError):
            upgrade(connection, [["CREATE TABLE a (x)", "nonsense"]])
        assert connection.execute("SELECT * FROM sqlite_master").fetchall() == []
        assert connection.execute("PRAGMA user_version").fetchone() == (0,)


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    log(tmp_path, ENTRY)
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(LogError, match="it is of version 5, made by a newer audiocoach"):
        logged(tmp_path)
    with pytest.raises(LogError, match="made by a newer audiocoach"):
        writing(tmp_path)


@pytest.mark.parametrize("damage", [b"no database at all" * 100, b"SQLite format 3\0" * 300])
def test_a_damaged_file_is_reported_in_one_line(damage: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(damage)
    for use in (logged, writing):
        with pytest.raises(LogError) as caught:
            use(tmp_path)
        assert str(caught.value).startswith(f"{tmp_path / FILE}: the log of sessions can't be used")
        assert "\n" not in str(caught.value)


def test_damage_within_the_file_is_reported_in_one_line(tmp_path: Path) -> None:
    log(tmp_path, *(entry(day) for day in range(50)))
    path = tmp_path / FILE
    whole = bytearray(path.read_bytes())
    whole[4096:] = b"\xaa" * (len(whole) - 4096)
    path.write_bytes(whole)
    with pytest.raises(LogError, match="the log of sessions can't be used: "):
        logged(tmp_path)


def test_a_text_where_a_number_belongs_is_reported_in_one_line(tmp_path: Path) -> None:
    log(tmp_path, ENTRY)
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as connection:
        connection.execute("UPDATE session SET at_ms = 'soon'")
    with pytest.raises(LogError, match="invalid literal"):
        logged(tmp_path)


def test_a_folder_that_is_a_file_is_reported_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine")
    with pytest.raises(LogError, match="can't be used: "):
        writing(tmp_path / "data")


@contextmanager
def unprivileged() -> Iterator[None]:
    """Be an ordinary user, where we are root: for root every file can be written."""
    if sys.platform == "win32" or os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(sys.platform == "win32", reason="folders can't be made read-only there")
def test_a_log_that_cant_be_written_is_read_as_it_stands() -> None:
    with TemporaryDirectory() as name:  # pytest's own folders are closed to others
        folder = Path(name)
        log(folder, ENTRY)
        (folder / FILE).chmod(0o444)
        folder.chmod(0o555)
        with unprivileged():
            assert logged(folder) == [ENTRY]
            with pytest.raises(LogError, match="can't be used: "):
                writing(folder)
        folder.chmod(0o700)


def test_what_went_wrong_is_said_also_where_sqlite_has_rolled_back_itself(tmp_path: Path) -> None:
    """As it does on a full disk; then there is nothing to roll back any more."""
    connection = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    rolled_back = ("ROLLBACK", "SELECT * FROM nowhere")
    with closing(connection), pytest.raises(sqlite3.OperationalError, match="nowhere"):
        upgrade(connection, [rolled_back])
