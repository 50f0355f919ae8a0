"""What play writes into the log of sessions, and finds there to resume."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from audiocoach.cli.settings import warn
from audiocoach.cli.wishes import Wishes

if TYPE_CHECKING:
    from audiocoach.coach.score import Score
    from audiocoach.history.store import Store


@contextmanager
def logged(score: Score, wishes: Wishes, start_ms: int = 0) -> Iterator[Callable[[int], None]]:
    """Log the session played within; give what must be told where it is.

    A log that can't be written is told in one line in the end, when no display is
    up that it could tear apart.
    """
    from audiocoach.history.recorder import Recorder, Worker, local_now, opened_entry

    entry = opened_entry(
        score, level=wishes.level, talk=wishes.talk, voice=wishes.voice, now=local_now()
    )
    worker = Worker()
    recorder = Recorder(_store, score, entry, start_ms, do=worker)
    try:
        yield recorder.note
    finally:
        recorder.close()
        worker.close()
        if recorder.fault is not None:
            warn(f"this session is not in the history: {recorder.fault}")


def _store() -> Store:
    from audiocoach.history.place import find_data
    from audiocoach.history.store import writing

    return writing(find_data(os.environ))
