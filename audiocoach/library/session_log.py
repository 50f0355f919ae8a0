"""What play writes into the log of sessions, and finds there to resume."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiocoach.library.option_checks import UnfitError, kept_awake
from audiocoach.library.options import MusicOptions
from audiocoach.suggested_commands import command
from audiocoach.tone_spec import HOUSE_SETS

if TYPE_CHECKING:
    from audiocoach.coach.score import Score
    from audiocoach.history.database import Database
    from audiocoach.history.record import SessionRecord
    from audiocoach.history.recorder import Recorder
    from audiocoach.library.library import Library

_COLUMNS = ("level", "talk", "voice")
"""Options that an entry has as fields of its own."""
_OPTIONS = [field.name for field in fields(MusicOptions) if field.name not in _COLUMNS]
"""All others that a session is logged with, and resumed with."""


@contextmanager
def logged(
    library: Library,
    score: Score,
    session_options: MusicOptions,
    voice: str,
    start_ms: int = 0,
    was: SessionRecord | None = None,
) -> Iterator[Recorder]:
    """Log the session that `voice` speaks, played within; yield the listener that follows it.

    `was` is the entry of the session that is resumed, if one is.

    How it ended, and that the log can't be written, is handed out in the end, when no display
    is up that it could break.
    """
    from audiocoach.history.recorder import Recorder, Worker, local_now, opened_entry

    style = session_options.style()
    opened = opened_entry(score, level=style.level, talk=style.talk, voice=voice, now=local_now())
    options = {name: getattr(session_options, name) for name in _OPTIONS}
    if session_options.music is not None:  # the next session may begin in another folder
        options["music"] = str(Path(session_options.music).absolute())
    if session_options.tones is not None and session_options.tones not in HOUSE_SETS:
        options["tones"] = str(Path(session_options.tones).expanduser().absolute())
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
                library.inform(line)


def _is_sigterm(fault: BaseException) -> bool:
    """Return whether `fault` is the end that SIGTERM asked for."""
    return isinstance(fault, SystemExit) and fault.code == 128 + signal.SIGTERM


@dataclass(frozen=True)
class ResumePoint:
    """Where to go on, and how."""

    entry: SessionRecord
    """The session that was left."""
    session_options: MusicOptions
    """How it was played, but for what was asked for otherwise now."""

    def place(self, score: Score) -> int:
        """Find the place in `score`, in milliseconds."""
        from audiocoach.history.bookmark import place_ms

        return place_ms(score, self.entry.spot)


def to_resume(
    library: Library, session_options: MusicOptions, names: Collection[str], named: Collection[str]
) -> ResumePoint:
    """Find the last session of one of the routines `names` that was left unfinished.

    It goes on as it was, but for the options of `session_options` that are `named` now. Raises
    ResumeError if there is none.
    """
    from audiocoach.errors import ResumeError
    from audiocoach.history.database import reading
    from audiocoach.paths import find_data

    with reading(find_data(os.environ)) as store:
        entry = store.unfinished(names, wait=_announced_wait(library)) if store else None
    if entry is None:
        which = next(iter(names)) if len(names) == 1 else "this routine file"
        what = f"no unfinished session of {which}"
        raise ResumeError(f"nothing to resume: {what} is in the history; play without --resume")
    was: dict[str, Any] = {name: getattr(entry, name) for name in _COLUMNS}
    # An older audiocoach knew fewer options, a newer one may know more.
    was |= {name: value for name, value in entry.options.items() if name in _OPTIONS}
    if "keep_alive" in was:  # it was true or false
        with suppress(UnfitError):
            was["keep_alive"] = kept_awake(was["keep_alive"])
    kept = {name: value for name, value in was.items() if name not in named}
    return ResumePoint(entry, replace(session_options, **kept))


def _announced_wait(library: Library) -> Callable[[float], None]:
    """Return what waits, and says so the first time: silence would look like a hang."""
    said: list[str] = []

    def wait(seconds: float) -> None:
        if not said:
            said.append("The last session was played a moment ago: checking whether it still is")
            library.inform(said[0])
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
    from audiocoach.history.bookmark import bookmark_at, named, title_at
    from audiocoach.units import clock

    place = named(title_at(score, at_ms), bookmark_at(score, at_ms))
    return f"{score.title} at {clock(at_ms)}: {place}"


def _store() -> Database:
    from audiocoach.history.database import writing
    from audiocoach.paths import find_data

    return writing(find_data(os.environ))
