"""What play writes into the log of sessions, and finds there to resume."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiocoach.library.wishes import MusicWishes
from audiocoach.remedy import command
from audiocoach.signals import HOUSE_SETS

if TYPE_CHECKING:
    from audiocoach.coach.score import Score
    from audiocoach.history.entry import Entry
    from audiocoach.history.recorder import Recorder
    from audiocoach.history.store import Store
    from audiocoach.library.library import Library

_COLUMNS = ("level", "talk", "voice")
"""Options that an entry has as fields of its own."""
_OPTIONS = [field.name for field in fields(MusicWishes) if field.name not in _COLUMNS]
"""All others that a session is logged with, and resumed with."""


@contextmanager
def logged(
    library: Library,
    score: Score,
    wishes: MusicWishes,
    voice: str,
    start_ms: int = 0,
    was: Entry | None = None,
) -> Iterator[Recorder]:
    """Log the session that `voice` speaks, played within; yield the listener that follows it.

    `was` is the entry of the session that is resumed, if one is.

    How it ended, and that the log can't be written, is handed out in the end, when no display
    is up that it could break.
    """
    from audiocoach.history.recorder import Recorder, Worker, local_now, opened_entry

    style = wishes.style()
    opened = opened_entry(score, level=style.level, talk=style.talk, voice=voice, now=local_now())
    options = {name: getattr(wishes, name) for name in _OPTIONS}
    if wishes.music is not None:  # the next session may begin in another folder
        options["music"] = str(Path(wishes.music).absolute())
    if wishes.tones is not None and wishes.tones not in HOUSE_SETS:
        options["tones"] = str(Path(wishes.tones).expanduser().absolute())
    entry = replace(opened, options=options)
    worker = Worker()
    missed_ms = None if was is None else was.missed_ms
    recorder = Recorder(_store, score, entry, start_ms, missed_ms=missed_ms, do=worker)
    left_by_its_listener = True
    try:
        yield recorder
    except BaseException as fault:
        # After a fault there is other news, and a terminal that has gone shows none.
        left_by_its_listener = isinstance(fault, KeyboardInterrupt) or _is_sigterm(fault)
        raise
    finally:
        recorder.close()
        worker.close()
        if recorder.fault is not None:
            library.warn(f"this session is not in the history: {recorder.fault}")
        if left_by_its_listener:
            for line in _ended(recorder, score, library.routines):
                library.tell(line)


def _is_sigterm(fault: BaseException) -> bool:
    """Return whether `fault` is the end that SIGTERM asked for."""
    return isinstance(fault, SystemExit) and fault.code == 128 + signal.SIGTERM


@dataclass(frozen=True)
class ResumePoint:
    """Where to go on, and how."""

    entry: Entry
    """The session that was left."""
    wishes: MusicWishes
    """How it was played, but for what was asked for otherwise now."""

    def place(self, score: Score) -> int:
        """Find the place in `score`, in milliseconds."""
        from audiocoach.history.spot import place_ms

        return place_ms(score, self.entry.spot)


def to_resume(
    library: Library, wishes: MusicWishes, names: Collection[str], given: Collection[str]
) -> ResumePoint:
    """Find the last session of one of the routines `names` that was left unfinished.

    It goes on as it was, but for those options of `wishes` that are `given` now. Raises
    ResumeError if there is none.
    """
    from audiocoach.errors import ResumeError
    from audiocoach.history.place import find_data
    from audiocoach.history.store import reading

    with reading(find_data(os.environ)) as store:
        entry = store.unfinished(names, wait=_announced_wait(library)) if store else None
    if entry is None:
        which = next(iter(names)) if len(names) == 1 else "this routine file"
        what = f"no unfinished session of {which}"
        raise ResumeError(f"nothing to resume: {what} is in the history; play without --resume")
    was: dict[str, Any] = {name: getattr(entry, name) for name in _COLUMNS}
    # An older audiocoach knew fewer options, a newer one may know more.
    was |= {name: value for name, value in entry.options.items() if name in _OPTIONS}
    kept = {name: value for name, value in was.items() if name not in given}
    return ResumePoint(entry, replace(wishes, **kept))


def _announced_wait(library: Library) -> Callable[[float], None]:
    """Return what waits, and says so the first time: silence would look like a hang."""
    told: list[str] = []

    def wait(seconds: float) -> None:
        if not told:
            told.append("The last session was played a moment ago: checking whether it still is")
            library.tell(told[0])
        time.sleep(seconds)

    return wait


def resuming(score: Score, at_ms: int) -> str:
    """Write where it goes on: `Resuming Back care at 6:05: Wall sit, set 1, rep 2`."""
    return f"Resuming {_place(score, at_ms)}"


def _ended(recorder: Recorder, score: Score, routines: Path | None) -> list[str]:
    """Write that a session was finished, or where it was left and how to go on.

    Its routine is looked for in the file that was asked for, if one was.
    """
    from audiocoach.units import clock

    if recorder.finished_ms is not None:
        return [f"Finished {score.title}: {clock(recorder.finished_ms)} played"]
    if recorder.left_ms is None:
        return []
    file = ["--routines", str(routines)] if routines else []
    again = command(*file, "play", score.routine, "--resume")
    return [f"Stopped {_place(score, recorder.left_ms)}", f"Go on with: {again}"]


def _place(score: Score, at_ms: int) -> str:
    from audiocoach.history.spot import named, spot_at, title_at
    from audiocoach.units import clock

    place = named(title_at(score, at_ms), spot_at(score, at_ms))
    return f"{score.title} at {clock(at_ms)}: {place}"


def _store() -> Store:
    from audiocoach.history.place import find_data
    from audiocoach.history.store import writing

    return writing(find_data(os.environ))
