"""Sessions that are ready, written to their files side by side, and reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import CoachError, OutputError, gathered
from audiocoach.library.file_reports import Report, removed, shown, written
from audiocoach.library.library import Library
from audiocoach.library.ready_session import ReadySession
from audiocoach.library.session_files import usual_order
from audiocoach.progress import forward
from audiocoach.workers import WorkerPool

if TYPE_CHECKING:
    from audiocoach.export import Item
    from audiocoach.export.job import ExportJob
    from audiocoach.mix import Mix
    from audiocoach.track import Track


def raise_all(faults: Iterable[CoachError]) -> None:
    """Raise one error with the lines of all `faults`, each once; nothing if there is none."""
    lines = dict.fromkeys(line for fault in faults for line in fault.lines)
    if lines:
        raise CoachError(*lines)


def paths(names: list[str], output: str | None, order: ExportJob) -> list[Path]:
    """Return the file of each session; cut into tracks, its folder."""
    from audiocoach.export.filenames import targets

    return targets(names, output, Path.cwd(), "" if order.tracks else order.ending)


def items_of(
    names: list[str], tracks: Sequence[Track | Mix], output: str | None, order: ExportJob
) -> list[list[Item]]:
    """Return the files of each session."""
    from audiocoach.export.job import items

    files = paths(names, output, order)
    return [items(track, path, order) for path, track in zip(files, tracks, strict=True)]


def write(
    library: Library,
    made: Sequence[ReadySession],
    output: str | None,
    *,
    force: bool,
    order: ExportJob | None = None,
    jobs: int | None = None,
    faults: Sequence[CoachError] = (),
    alias: str | None = None,
) -> list[Path]:
    """Write each session to its file or files, report them, and return their paths.

    At most `jobs` sessions are written, and as many sounds are encoded, side by side
    (None: as many as there are cores). One that can't be spoken after all keeps none of
    the others from being written; its faults, and the `faults` of those that could not
    even be made, are raised at the end. `alias` is what the only file is called.
    """
    from audiocoach.export import missing_folders, new_folders
    from audiocoach.export.files import check_items

    order = order or usual_order(library)
    planned = items_of([each.name for each in made], [each.sound for each in made], output, order)
    folders = missing_folders(output, Path.cwd()) if planned else []
    if order.tracks:
        folders += [files[0].path.parent for files in planned]
    with new_folders(set(folders)):
        # Room for all; but files that make way for others free theirs one by one.
        together = [[item for files in planned for item in files]]
        for files in planned if force else filter(None, together):
            check_items(files, force=force)
        found = list(faults)
        writing = _Writing(library, list(zip(planned, made, strict=True)), force, alias)
        try:
            done = writing.write(found, jobs)
        except OutputError as fault:
            raise_all([*found, fault])
            raise
        note(library, planned, order)
        _remark(library, made)
        raise_all(found)  # within: a new folder that nothing came into goes
    return done


def note(library: Library, sessions: list[list[Item]], order: ExportJob) -> None:
    """Hand out what needs to be known of the files, each line once."""
    from audiocoach.export.job import notes

    for line in dict.fromkeys(line for files in sessions for line in notes(files, order)):
        library.warn(line)


def _remark(library: Library, made: Sequence[ReadySession]) -> None:
    """Hand out what is written and isn't heard, each line once."""
    from audiocoach.coach.unheard_texts import all_remarks

    lines = dict.fromkeys(line for each in made for line in all_remarks(each.track.score))
    if not lines:
        return
    from audiocoach.coach.flow_remarks import in_short  # loads pydantic

    for line in in_short(lines):
        library.remark(f"{library.called}: remark: {line}")


@dataclass(frozen=True)
class _Writing:
    """Sessions that are written side by side."""

    library: Library
    """Takes the reports, and how far the work has come."""
    sessions: Sequence[tuple[Sequence[Item], ReadySession]]
    """Each with its files."""
    force: bool
    """Whether files that are there are overwritten."""
    alias: str | None
    """What the only file is called where it is none of the user's."""

    def write(self, faults: list[CoachError], jobs: int | None) -> list[Path]:
        """Write all, report what was written, and put into `faults` why others weren't."""
        from audiocoach.posix_signals import undisturbed

        several = len(self.sessions)
        title = self.sessions[0][0][0].path.name if several == 1 else f"{several} sessions"
        total = sum(made.track.score.length_ms for _, made in self.sessions)
        bar = self.library.progress(title, total)
        done: list[Path] = []
        with (
            bar as shown_so_far,
            WorkerPool(jobs) as encoders,
            WorkerPool(encoders.size) as writers,
        ):
            works = list(self._works(forward(shown_so_far), encoders, writers))
            results: list[Callable[[], list[Report]]] = [*works]
            # A single one is written here: Windows lets no signal interrupt the wait for a thread.
            if several > 1:
                with undisturbed():  # a thread whose start is interrupted would run unattended
                    results = [writers.submit(work).result for work in works]
            for write_one in results:
                with gathered(faults):
                    for each in write_one():
                        self.library.report(each)
                        done += [each.path] if each.is_written else []
        return done

    def _works(
        self, advance: Callable[[int], None], encoders: WorkerPool, writers: WorkerPool
    ) -> Iterator[Callable[[], list[Report]]]:
        done = [0] * len(self.sessions)

        def progress(number: int, ms: int) -> None:
            writers.check()
            done[number] = ms
            advance(sum(done))

        for number, (files, session) in enumerate(self.sessions):
            yield partial(self._write_one, files, session, partial(progress, number), encoders)

    def _write_one(
        self,
        files: Sequence[Item],
        session: ReadySession,
        progress: Callable[[int], None],
        pool: WorkerPool,
    ) -> list[Report]:
        """Write one session, and report each file."""
        from audiocoach.export import export_items
        from audiocoach.export.stale_files import leftovers, remove

        old = leftovers(files) if self.force else []
        with session.frames() as frames:
            done = export_items(
                files, force=self.force, progress=progress, frames=frames, pool=pool
            )
        reports = [written(each, self.alias or str(shown(each.path))) for each in done]
        return [*reports, *map(removed, remove(old))]
