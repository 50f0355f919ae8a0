from __future__ import annotations

from pathlib import Path

import pytest

from audiocoach.errors import DeviceError, LogError
from audiocoach.history.bookmark import bookmark_at
from audiocoach.history.database import Database, reading, writing
from audiocoach.history.record import SessionRecord
from audiocoach.history.recorder import EVERY_SECONDS, Recorder, Worker, opened_entry
from audiocoach.play.display.plain_lines import NoDisplay
from audiocoach.play.player import Player, play
from audiocoach.play.transport import Key
from audiocoach.track import Track
from tests.history.making import MONDAY, Clock
from tests.play.sessions import SCORE, FakeSpeaker, announcements, buzz, no_speech

TRACK = Track(SCORE, no_speech, buzz)


class Session:
    """A recorder whose writing is done at once, and the log it writes."""

    def __init__(self, folder: Path, at_ms: int = 0, missed_ms: int | None = None) -> None:
        self.folder, self.clock = folder, Clock()
        entry = opened_entry(SCORE, level="easy", talk="full", voice="builtin", now=MONDAY)
        self.recorder = Recorder(
            lambda: writing(folder),
            SCORE,
            entry,
            at_ms,
            missed_ms=missed_ms,
            do=lambda job: job(),
            now=self.clock.now,
            ticks=self.clock.ticks,
        )

    def hear(self, *at_ms: int, each_s: float = 1.0) -> None:
        """Look at each of `at_ms`, `each_s` apart."""
        for at in at_ms:
            self.recorder.heard(at, playing=True)
            self.clock.seconds += each_s

    def log(self) -> list[SessionRecord]:
        with reading(self.folder) as store:
            return store.entries() if store else []

    def last(self) -> tuple[str, int, int]:
        [entry] = self.log()
        return entry.state, entry.at_ms, entry.played_ms


def player(session: Session, speaker: FakeSpeaker) -> Player:
    return Player(
        TRACK, speaker, announcements(TRACK), listener=session.recorder, now=speaker.clock
    )


def played(folder: Path, keys: dict[int, Key]) -> tuple[str, int, int]:
    """Play with `keys` pressed after so many milliseconds; return what the log says in the end."""
    session, speaker = Session(folder), FakeSpeaker()

    def wait(seconds: float) -> Key | None:
        speaker.wait(seconds)
        session.clock.seconds = speaker.clock()
        return keys.get(speaker.ms)

    play(player(session, speaker), NoDisplay(), wait)
    session.recorder.close()
    return session.last()


def test_the_entry_is_there_as_soon_as_anything_is_heard(tmp_path: Path) -> None:
    session = Session(tmp_path)
    assert session.log() == []
    session.hear(0)
    assert session.last() == ("playing", 0, 0)
    session.recorder.close()


def test_at_most_five_seconds_are_lost_whenever_it_ends(tmp_path: Path) -> None:
    session = Session(tmp_path)
    for at in range(0, 19_000, 50):
        session.hear(at, each_s=0.05)
        [entry] = session.log()
        assert at - entry.at_ms <= 1000 * EVERY_SECONDS < 5000
    session.recorder.close()


def test_a_session_heard_to_its_end_is_finished(tmp_path: Path) -> None:
    session = Session(tmp_path)
    session.hear(*range(0, 20_001, 1000))
    session.recorder.close()
    assert session.last() == ("finished", 20_000, 20_000)


def test_a_player_shows_it_all_it_needs(tmp_path: Path) -> None:
    assert played(tmp_path, {}) == ("finished", 20_000, 20_000)


@pytest.mark.parametrize(
    ("key", "at_ms", "played_ms"),
    [("forth", 11_000, 6000), ("back", 1000, 6000), ("pause", 5000, 5000), ("next", 13_000, 6000)],
)
def test_what_a_key_jumps_over_is_no_minute_done(
    key: Key, at_ms: int, played_ms: int, tmp_path: Path
) -> None:
    state, *numbers = played(tmp_path, {5000: key, 6000: "quit"})
    assert state == "stopped"
    assert numbers == pytest.approx([at_ms, played_ms], abs=50)  # each key may cost a look


@pytest.mark.parametrize(
    ("heard_ms", "left_ms"), [([], None), ([0], None), ([0, 1000, 2000], 2000)]
)
def test_what_was_heard_of_can_be_resumed_once_it_is_left(
    heard_ms: list[int], left_ms: int | None, tmp_path: Path
) -> None:
    session = Session(tmp_path)
    session.hear(*heard_ms)
    going_on = session.recorder.left_ms
    session.recorder.close()
    assert (going_on, session.recorder.left_ms) == (None, left_ms)


def test_what_was_finished_or_is_not_in_the_log_cant_be_resumed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    finished, unlogged = Session(tmp_path), Session(tmp_path / "file")
    finished.hear(*range(0, 20_001, 1000))
    unlogged.hear(0, 1000)
    for each in (finished, unlogged):
        each.recorder.close()
        assert each.recorder.left_ms is None


@pytest.mark.parametrize(
    ("keys", "state", "at_ms"),
    [
        ({5000: "next", 6000: "next"}, "stopped", 13_000),  # over the last exercise, from its start
        ({16_000: "forth"}, "stopped", 16_000),
        ({12_000: "forth", 12_100: "forth"}, "stopped", 12_000),  # the second from 17.1 s
        ({17_000: "forth"}, "finished", 20_000),
        ({5000: "next", 6000: "next", 7000: "previous"}, "finished", 20_000),
    ],
)
def test_who_jumps_to_the_end_has_stopped_where_the_jump_began(
    keys: dict[int, Key], state: str, at_ms: int, tmp_path: Path
) -> None:
    found, at, _ = played(tmp_path, keys)
    assert found == state
    assert at == pytest.approx(at_ms, abs=100)


@pytest.mark.parametrize(
    ("at_ms", "missed_ms", "ended"),
    [
        (18_500, None, ("stopped", 18_500, 1500)),
        (17_000, None, ("stopped", 17_000, 3000)),
        (16_000, None, ("finished", 20_000, 4000)),
        (18_500, 0, ("finished", 20_000, 1500)),
        (18_500, 3000, ("stopped", 18_500, 1500)),
        (12_000, 3000, ("finished", 20_000, 8000)),
    ],
)
def test_what_was_jumped_over_at_the_start_counts_unless_it_was_heard_before(
    at_ms: int, missed_ms: int | None, ended: tuple[str, int, int], tmp_path: Path
) -> None:
    session = Session(tmp_path, at_ms, missed_ms)
    session.hear(*range(at_ms, 20_001, 500), each_s=0.5)
    session.recorder.close()
    assert session.last() == ended


def test_a_device_that_is_not_there_leaves_no_entry(tmp_path: Path) -> None:
    session, speaker = Session(tmp_path), FakeSpeaker()
    speaker.gone = True
    with pytest.raises(DeviceError):
        play(player(session, speaker), NoDisplay(), lambda _: None)
    session.recorder.close()
    assert session.log() == []


def test_a_session_left_is_stopped_at_its_place(tmp_path: Path) -> None:
    session = Session(tmp_path)
    session.hear(*range(0, 9501, 500), each_s=0.5)
    session.recorder.close()
    [entry] = session.log()
    assert (entry.state, entry.at_ms, entry.exercise_title) == ("stopped", 9500, "Wall sit")
    assert entry.spot == bookmark_at(SCORE, 9500)


def test_what_was_skipped_or_paused_was_not_played(tmp_path: Path) -> None:
    session = Session(tmp_path)
    session.hear(0, 1000, 1000, 1000, 12_000, 13_000, 8000, 9000)
    session.recorder.close()
    assert session.last() == ("stopped", 9000, 3000)


def test_a_resumed_session_counts_only_its_own_minutes(tmp_path: Path) -> None:
    session = Session(tmp_path, at_ms=12_000)
    session.hear(12_000, 13_000)
    session.recorder.close()
    assert session.last() == ("stopped", 13_000, 1000)


def test_a_session_never_heard_is_not_logged(tmp_path: Path) -> None:
    session = Session(tmp_path)
    session.recorder.close()
    assert session.log() == []


def test_a_fault_is_kept_and_ends_only_the_log() -> None:
    tries = []

    def fails() -> Database:
        tries.append("open")
        raise LogError("no disk")

    entry = opened_entry(SCORE, level="easy", talk="full", voice="builtin", now=MONDAY)
    clock = Clock()
    recorder = Recorder(fails, SCORE, entry, do=lambda job: job(), now=clock.now, ticks=clock.ticks)
    for clock.seconds in (0.0, 10.0, 20.0):
        recorder.heard(0, playing=True)
    recorder.close()
    assert (str(recorder.fault), tries) == ("no disk", ["open"])


def test_a_worker_has_done_all_when_it_is_closed() -> None:
    done: list[int] = []
    worker = Worker()
    for number in range(100):
        worker(lambda number=number: done.append(number))  # type: ignore[misc]
    worker.close()
    assert done == list(range(100))


@pytest.mark.parametrize("count", [1, 2])
def test_each_player_has_an_entry_of_its_own(tmp_path: Path, count: int) -> None:
    sessions = [Session(tmp_path) for _ in range(count)]
    for at in range(0, 9000, 1000):
        for session in sessions:
            session.hear(at)
    for session in sessions:
        session.recorder.close()
    assert [entry.at_ms for entry in sessions[0].log()] == [8000] * count
