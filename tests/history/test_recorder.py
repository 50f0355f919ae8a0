from __future__ import annotations

import io
from pathlib import Path

import pytest

from audiocoach.errors import LogError
from audiocoach.history.entry import Entry
from audiocoach.history.recorder import EVERY_SECONDS, Recorder, Worker, opened_entry
from audiocoach.history.spot import spot_at
from audiocoach.history.store import Store, reading, writing
from audiocoach.play.display import open_display
from audiocoach.play.player import play
from audiocoach.track import Track
from tests.history.making import MONDAY, Clock
from tests.play.sessions import SCORE, FakeSpeaker, buzz, no_speech


class Session:
    """A recorder whose writing is done at once, and the log it writes."""

    def __init__(self, folder: Path, at_ms: int = 0) -> None:
        self.folder, self.clock = folder, Clock()
        entry = opened_entry(SCORE, level="easy", talk="full", voice="builtin", now=MONDAY)
        self.recorder = Recorder(
            lambda: writing(folder),
            SCORE,
            entry,
            at_ms,
            do=lambda job: job(),
            now=self.clock.now,
            ticks=self.clock.ticks,
        )

    def hear(self, *at_ms: int, each_s: float = 1.0) -> None:
        """Look at each of `at_ms`, `each_s` apart."""
        for at in at_ms:
            self.recorder.note(at)
            self.clock.seconds += each_s

    def log(self) -> list[Entry]:
        with reading(self.folder) as store:
            return store.entries() if store else []

    def last(self) -> tuple[str, int, int]:
        [entry] = self.log()
        return entry.state, entry.at_ms, entry.played_ms


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


def test_a_player_tells_it_all_it_needs(tmp_path: Path) -> None:
    session, speaker = Session(tmp_path), FakeSpeaker()

    def wait(seconds: float) -> None:
        speaker.wait(seconds)
        session.clock.seconds += seconds

    display = open_display(io.StringIO(), quiet=True)
    play(Track(SCORE, no_speech, buzz), speaker, display, wait, heard=session.recorder.note)
    session.recorder.close()
    assert session.last() == ("finished", 20_000, 20_000)


def test_a_session_left_is_stopped_at_its_place(tmp_path: Path) -> None:
    session = Session(tmp_path)
    session.hear(*range(0, 9501, 500), each_s=0.5)
    session.recorder.close()
    [entry] = session.log()
    assert (entry.state, entry.at_ms, entry.exercise_title) == ("stopped", 9500, "Wall sit")
    assert entry.spot == spot_at(SCORE, 9500)


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

    def fails() -> Store:
        tries.append("open")
        raise LogError("no disk")

    entry = opened_entry(SCORE, level="easy", talk="full", voice="builtin", now=MONDAY)
    clock = Clock()
    recorder = Recorder(fails, SCORE, entry, do=lambda job: job(), now=clock.now, ticks=clock.ticks)
    for clock.seconds in (0.0, 10.0, 20.0):
        recorder.note(0)
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
