"""What a worker keeps from one chunk of rows to the next: voices, parsed files, encoded sounds.

One for each thread of a worker, as voices and sessions belong to one thread at a time.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiocoach.batch.columns import Asked, personal
from audiocoach.batch.tasks import Files, Job
from audiocoach.errors import RoutineFileError
from audiocoach.library.library import Library, VoiceChoice, read
from audiocoach.library.options import ExportOptions
from audiocoach.library.ready_session import ReadySession
from audiocoach.library.selection import Selection
from audiocoach.library.sessions import Sessions
from audiocoach.storage import WriteBehind

if TYPE_CHECKING:
    from audiocoach.export.mp3.frame_store import FrameStore
    from audiocoach.routine.model import RoutineFile
    from audiocoach.routine.reader import Known
    from audiocoach.session import Lacking
    from audiocoach.voice.synthesizer import Synthesizer

_RUNS_KEPT = 1500
"""Encoded sounds held in memory, about 10 kB each: nearly all that rows have in common."""
_MOST_NAMES = 100_000
"""Encoded sounds known by name, and texts by length, before a worker begins again with none."""


@dataclass(frozen=True)
class RowLibrary(Library):
    """The routine file of one row; voices are shared with those of other rows."""

    data: bytes = b""
    """What the routine file holds."""
    is_personal: bool = False
    """Whether it was made for this row: then places in it are no places in a file."""
    lines: list[str] = field(default_factory=list, compare=False, repr=False)
    """Lines that the user should see."""
    known: Known = field(default_factory=dict, compare=False, repr=False)
    """Its exercises that were read with those of another row."""

    @property
    def has_place(self) -> bool:
        """Whether the routine file lies in a folder here: a worker may be on another machine."""
        return False

    @cached_property
    def written(self) -> bytes | None:
        """What the routine file holds."""
        return self.data

    @cached_property
    def _file(self) -> RoutineFile:
        return read(self.called, self.written, known=self.known)

    def read(self) -> RoutineFile:
        """Read the routine file; a fault that a row puts into it is reported without a line."""
        try:
            return super().read()
        except RoutineFileError as fault:
            if not self.is_personal:
                raise
            said = [": ".join(filter(None, (each.path, each.text))) for each in fault.faults]
            raise RoutineFileError(*said, faults=fault.faults) from None

    def file(self) -> Path:
        """Return what the routine file is called."""
        assert self.routines is not None
        return self.routines

    def warn(self, line: str) -> None:
        """Hand out a line that the user should see."""
        self.lines.append(line)


class RowSessions(Sessions):
    """The sessions of a row: composed of what is known, and not kept as such."""

    def find(self, what: list[object]) -> Any:  # noqa: ARG002
        """Find nothing: a row is made once."""
        return None

    def keep(self, what: list[object], voices: Iterable[str], value: object) -> None:
        """Keep nothing: ten thousand rows would push out what a person asks for daily."""

    def made_known(
        self, wanted: Selection, asked: Collection[str], *, may_level: bool
    ) -> ReadySession | tuple[Lacking, Synthesizer, VoiceChoice]:
        """Make what is wanted of what has been spoken; else say what lacks, and who speaks it.

        For `asked` and `may_level` see `session.compose_known`.
        """
        from audiocoach.session import Lacking, compose_known

        request, chosen = self._request(wanted)
        score = compose_known(request, asked, may_level=may_level)
        if isinstance(score, Lacking):
            return score, request.speech, chosen
        return self._made(wanted, self.composed(wanted, score, chosen))


class Bench:
    """What one thread of a worker keeps for one job."""

    def __init__(self, job: Job) -> None:
        """Begin with nothing."""
        self.key = (job.key, job.cache, job.cache_token)
        self.cache = _store(job)
        self.is_shared = self.cache == Path(job.cache)
        self.disk = WriteBehind()
        self._frames: dict[object, FrameStore] = {}
        self.base = RowLibrary(Path(job.name), self.cache, data=job.routines)
        self.base.unloadable.update(job.unloadable)

    def personal(self, data: bytes) -> RowLibrary:
        """Return the library of a row that changes the routine file to `data`."""
        base = self.base
        return RowLibrary(
            base.routines,
            self.cache,
            data=data,
            is_personal=True,
            ready=base.ready,
            handed_out=base.handed_out,
            unloadable=base.unloadable,
            lines=base.lines,
            known=self._known,
        )

    @cached_property
    def _known(self) -> Known:
        """The exercises of the routine file: no row changes one, but its steps."""
        exercises = self.base.read().exercises
        return {name: (self.tree["exercises"][name], each) for name, each in exercises.items()}

    @cached_property
    def tree(self) -> Any:
        """The routine file as JSON values."""
        from audiocoach.routine.json_document import parse

        self.base.read()  # its own faults are named before those of any row
        return parse(self.base.data).tree

    def library(
        self, asked: Asked, session_options: ExportOptions
    ) -> tuple[RowLibrary, str | None]:
        """Return the routine file for what a row asks, and what is asked of it."""
        if not asked.is_personal:
            return self.base, asked.routine
        sessions = RowSessions(self.base, session_options)
        wanted = sessions.wanted(asked.routine) if asked.routine else sessions.first()
        from audiocoach.routine.localized_names import found

        called = found(self.base.read(), wanted.part, wanted.name)
        assert called is not None
        data = personal(self.tree, wanted.kind, called.id, asked)
        return self.personal(data), wanted.name

    def frames(self, made: ReadySession, loudness: float | None) -> FrameStore:
        """Return the store of encoded sounds for all sessions of a voice.

        Brought to another loudness, each session has a gain of its own, and so a store.
        """
        from audiocoach.export.mp3.frame_store import FrameStore

        folder = self.cache / "frames"
        if loudness is not None:
            return FrameStore(folder)
        store = self._frames.get(made.chosen)
        if store is None or len(store.names) > _MOST_NAMES:
            if len(self._frames) > _VOICES_KEPT:
                self._frames.clear()
            store = self._frames[made.chosen] = FrameStore(folder, kept=_RUNS_KEPT)
        return store

    def take(self, files: Files) -> None:
        """Put `files` into the store, where they lack."""
        for name, data in files.items():
            path = self.cache / name
            if not path.exists() and path.resolve().is_relative_to(self.cache.resolve()):
                from audiocoach.storage import replace_whole

                replace_whole(path, data)

    def files(self, paths: Iterable[Path]) -> dict[str, bytes]:
        """Return the contents of `paths` by their places in the store; none where all share it."""
        if self.is_shared:
            return {}
        return {self.place(path): path.read_bytes() for path in paths}

    def place(self, path: Path) -> str:
        """Return where a file lies in the store, with slashes."""
        return path.relative_to(self.cache).as_posix()


_VOICES_KEPT = 4
"""Voices whose encoded sounds are held in memory at once."""


def _store(job: Job) -> Path:
    """Return the folder of clips that a worker uses: that of the batch, if it is here."""
    if (Path(job.cache) / job.cache_token).exists():
        return Path(job.cache)
    from audiocoach.paths import find_cache

    return find_cache(None, None, os.environ)


_own = threading.local()


@contextmanager
def bench(job: Job) -> Iterator[Bench]:
    """Return this thread's bench for `job`."""
    kept: Bench | None = getattr(_own, "bench", None)
    if kept is None or kept.key != (job.key, job.cache, job.cache_token):
        kept = _own.bench = Bench(job)
    kept.base.unloadable.update(job.unloadable)
    try:
        yield kept
    finally:
        if sum(len(each.measured) for each in kept.base.ready.values()) > _MOST_NAMES:
            _own.bench = None  # rows without end have texts without end
