"""A session's entry kept up to date while it is played.

Writing waits for the disk, so it happens in a thread of its own; a fault there
stops the log, never the session.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from audiocoach.coach.score import Score
from audiocoach.errors import LogError
from audiocoach.history.bookmark import bookmark_at, title_at
from audiocoach.history.completion import last_part
from audiocoach.history.record import SessionRecord, State

if TYPE_CHECKING:  # sqlite3 is loaded by the thread that writes, after the sound has started
    from audiocoach.history.database import Database

EVERY_SECONDS = 4.0
"""Time between two writings: with the writing itself, a crash loses less than 5 s."""

SLACK_MS = 500
"""A move ahead by so much more than the time that went by is a skip, not playing."""

CLOSE_SECONDS = 10.0
"""A disk that takes longer is left behind."""

Job = Callable[[], None]


def local_now() -> datetime:
    """Return the time, with local time's offset from UTC."""
    return datetime.now().astimezone()


def opened_entry(
    score: Score,
    *,
    level: str = "normal",
    talk: str = "full",
    voice: str = "builtin",
    now: datetime,
) -> SessionRecord:
    """Return the entry of a session of `score` that begins `now`."""
    return SessionRecord(
        started=now,
        updated=now,
        routine=score.routine,
        title=score.title,
        level=level,
        talk=talk,
        voice=voice,
        length_ms=score.length_ms,
        at_ms=0,
        played_ms=0,
        state="playing",
        exercise_title=None,
        spot=bookmark_at(score, 0),
    )


class Worker:
    """Does jobs one after the other in a thread of its own."""

    def __init__(self) -> None:
        """Start the thread."""
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="audiocoach log", daemon=True)
        self._thread.start()

    def __call__(self, job: Job) -> None:
        """Do `job` soon."""
        self._jobs.put(job)

    def close(self) -> None:
        """Wait until all is done, but not for ever."""
        self._jobs.put(None)
        self._thread.join(CLOSE_SECONDS)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()


class Recorder:
    """Writes one session's entry when it is first heard, every four seconds, and when it ends."""

    def __init__(
        self,
        open_store: Callable[[], Database],
        score: Score,
        entry: SessionRecord,
        at_ms: int = 0,
        *,
        missed_ms: int | None = None,
        do: Callable[[Job], None],
        now: Callable[[], datetime] = local_now,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin `entry`, at `at_ms`, in the store that `open_store` returns; `do` does the writing.

        Resuming passes how much of the last part was missed before; otherwise
        what comes before `at_ms` was skipped.
        `now` returns the date and time, `ticks` seconds that never jump.
        """
        self.fault: LogError | None = None
        self._open, self._score, self._entry = open_store, score, entry
        self._do, self._now, self._ticks = do, now, ticks
        self._store: Database | None = None
        self._number = 0
        self._at, self._played = at_ms, 0
        part, self._left_at = last_part(score), at_ms
        if missed_ms is None:
            self._last_part = part.moved(0, at_ms, jumped=True)
        else:
            self._last_part = part.resumed(at_ms, missed_ms)
        self._looked = ticks()
        self._written: float | None = None
        self._ended = False

    def heard(self, at_ms: int, *, playing: bool) -> None:  # noqa: ARG002 - a pause moves nothing
        """Take in that `at_ms` is heard now; call it often, it costs nothing."""
        tick = self._ticks()
        played = _played(at_ms - self._at, tick - self._looked)
        self._played += played
        self._note_move(at_ms, jumped=not played)
        self._at, self._looked = at_ms, tick
        if self._written is None or tick - self._written >= EVERY_SECONDS:
            self._written = tick
            self._write("playing")

    @property
    def left_ms(self) -> int | None:
        """Where it was left and can be resumed, in milliseconds; None where it wasn't, or can't.

        Who jumps to the end, and hears that, has not left.
        """
        left = self._entry.state == "stopped" and not self._ended
        return self._entry.at_ms if left and self._played and self.fault is None else None

    @property
    def finished_ms(self) -> int | None:
        """How much of it was heard, in milliseconds, once it is finished."""
        return self._played if self._entry.state == "finished" else None

    def close(self) -> None:
        """Write how the session ended, if it was ever heard."""
        if self._written is None:
            return
        self._ended = ended = self._at >= self._score.length_ms
        if ended and not self._last_part.was_heard:
            self._at = self._left_at  # it was left there: that is where to resume it
        self._write("finished" if ended and self._last_part.was_heard else "stopped")
        self._do(self._let_go)

    def _note_move(self, at_ms: int, *, jumped: bool) -> None:
        """Note what was skipped of the session's last part, and from where."""
        before, self._last_part = self._last_part, self._last_part.moved(self._at, at_ms, jumped)
        # An arrow pressed again and again is one way out: it began with the first.
        if not before.missed_ms and self._last_part.missed_ms:
            self._left_at = self._at

    def _write(self, state: State) -> None:
        self._entry = entry = replace(
            self._entry,
            updated=self._now(),
            at_ms=self._at,
            played_ms=self._played,
            state=state,
            exercise_title=title_at(self._score, self._at),
            missed_ms=self._last_part.missed_ms,
            spot=bookmark_at(self._score, self._at),
        )
        self._do(lambda: self._save(entry))

    def _save(self, entry: SessionRecord) -> None:
        if self.fault is not None:
            return
        try:
            if self._store is None:
                self._store = self._open()
                self._number = self._store.begin(entry)
            else:
                self._store.update(self._number, entry)
        except LogError as fault:
            self.fault = fault

    def _let_go(self) -> None:
        if self._store is not None:
            self._store.close()


def _played(moved_ms: int, seconds: float) -> int:
    """Return how much of a move was heard: all of it, or nothing of a skip."""
    return moved_ms if 0 < moved_ms <= seconds * 1000 + SLACK_MS else 0
