"""Rows made into sessions by a worker: of what has been spoken, whole, one after the other.

A row that lacks lines is handed back with them. So what is known already is made in one go, and
what is new is spoken once for all rows. Every error is handed back as a value: some don't survive
the way from one process to another.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.batch.bench import Bench, RowSessions, bench
from audiocoach.batch.columns import asked, texts
from audiocoach.batch.privacy import private
from audiocoach.batch.row_files import InTheWayError, foretold, write
from audiocoach.batch.tasks import Answer, Files, Job, Lacks, Outcome, Refused, Spoken, Task
from audiocoach.errors import CoachError, OutputError, VoiceError, VoiceLoadError
from audiocoach.library.library import VoiceChoice
from audiocoach.library.option_checks import checked
from audiocoach.library.ready_session import ReadySession

if TYPE_CHECKING:
    from audiocoach.voice.synthesizer import Synthesizer


def lay(job: Job, tasks: Sequence[Task], files: Files | None = None) -> Answer:
    """Make the sessions of a chunk of rows; `files` of the store are put there first.

    To be called by a worker, in any process or thread.
    """
    outcomes: list[Outcome] = []
    stopped = ""
    with bench(job) as own:
        own.base.lines.clear()
        seen: list[str] = []
        try:
            own.take(files or {})
            for task in tasks:
                outcomes.append(_outcome(job, own, task))
                seen += texts(task.values)
        except OutputError as fault:
            stopped = fault.lines[0]
        except OSError as fault:
            stopped = f"{fault.filename or own.cache}: can't be written: {fault.strerror}"
        warnings = tuple(dict.fromkeys(private(line, seen) for line in own.base.lines))
        kept = own.files(_levels(own) if any(each.may_level for each in tasks) else ())
        unloadable = tuple(sorted(own.base.unloadable))
        return Answer(outcomes, stopped, unloadable, warnings, kept, own.is_shared)


def speak(job: Job, chosen: VoiceChoice, lines: Sequence[str]) -> Spoken:
    """Have `lines` spoken, and kept in the store. To be called by a worker."""
    with bench(job) as own:
        try:
            speech = own.base.speech(chosen)
            faults = _faults(speech, lines)
            if own.is_shared:
                return Spoken(faults)
            made = {line: speech.made_files(line) for line in lines}
            files = own.files(dict.fromkeys(path for paths in made.values() for path in paths))
            names = {line: tuple(map(own.place, paths)) for line, paths in made.items()}
            return Spoken(faults, files=files, made=names)
        except VoiceLoadError as fault:
            unloadable = (chosen.voice,) if chosen.is_default else ()
            faults = {} if unloadable else dict.fromkeys(lines, tuple(fault.lines))
            return Spoken(faults, unloadable=unloadable)
        except VoiceError as fault:
            return Spoken(dict.fromkeys(lines, tuple(fault.lines)))
        except OutputError as fault:
            return Spoken({}, stopped=fault.lines[0])


def _faults(speech: Synthesizer, lines: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Have `lines` spoken; return why some can't be."""
    faults: dict[str, VoiceError] = {}
    try:
        # The workers are as many as can be used side by side.
        speech.prepare(lines, jobs=1, faults=faults)
    except VoiceLoadError:
        raise
    except VoiceError as fault:
        if len(lines) == 1:
            return {lines[0]: tuple(fault.lines)}
        # A limited voice refuses all of them together.
        return {text: why for line in lines for text, why in _faults(speech, [line]).items()}
    return {text: tuple(fault.lines) for text, fault in faults.items()}


def _levels(own: Bench) -> list[Path]:
    return sorted(own.cache.glob("*/*/*.level"))


def _outcome(job: Job, own: Bench, task: Task) -> Outcome:
    """Make one row; a fault of its own is handed back, one of the disk is everybody's."""
    try:
        return _made(job, own, task)
    except InTheWayError as fault:
        return Refused(task.number, tuple(fault.lines))
    except OutputError:
        raise
    except CoachError as fault:
        secret = list(texts(task.values))
        return Refused(task.number, tuple(private(line, secret) for line in fault.lines))


def _made(job: Job, own: Bench, task: Task) -> Outcome:
    what = asked(task.values)
    usual = {k: v for k, v in vars(job.session_options).items() if v is not None and v is not False}
    session_options = checked({**usual, **what.session_options})
    library, name = own.library(what, session_options)
    sessions = RowSessions(library, session_options)
    wanted = sessions.wanted(name) if name is not None else sessions.first()
    if job.foretells:
        return foretold(job, task.number, sessions, wanted)
    made = sessions.made_known(wanted, task.asked, may_level=task.may_level)
    if isinstance(made, ReadySession):
        frames = own.frames(made, session_options.loudness)
        return write(job, task, made, frames, own.disk)
    lacking, speech, chosen = made
    lines = {text: own.place(speech.kept_at(text)) for text in lacking.texts}
    return Lacks(task.number, chosen, lines, lacking.is_trial, lacking.level)
