"""Sessions exported to files: what is asked for, what would be written, and the writing.

What there is to say goes to the library (`inform`, `warn`, `report`), and how far the work
has come to its `progress`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiocoach.errors import CoachError, OutputError, gathered
from audiocoach.library.file_reports import foretold, kept
from audiocoach.library.selection import Selection
from audiocoach.library.session_files import usual_order
from audiocoach.library.sessions import Sessions
from audiocoach.library.side_by_side import items_of, note, paths, raise_all, write
from audiocoach.units import SAMPLE_RATE

if TYPE_CHECKING:
    from audiocoach.export import Item
    from audiocoach.export.job import ExportJob
    from audiocoach.session import Outline


@dataclass(frozen=True)
class ExportRequest:
    """What is asked of an export besides the sessions."""

    format: str | None = None
    """Kind of file, such as `opus`, where its name doesn't say it; None: `mp3`."""
    force: bool = False
    """Whether files that are there are overwritten."""
    tracks: bool = False
    """Whether each session becomes a folder with a file for each exercise."""
    at_most: str | None = None
    """The longest that a track may last, such as `60s`; None: as long as its exercise."""
    speaker: str | None = None
    """Smart speaker whose rules the tracks keep, `alexa` or `google`; None: no such."""
    base_url: str | None = None
    """Address where the folder will be, https://…; for a smart speaker only."""
    bundle: bool = False
    """Whether each session becomes one page of HTML with everything in it."""
    cover: Path | None = None
    """Picture, PNG or JPEG; None: the one beside the routine file, else one that is made."""
    sheet: bool = False
    """Whether a page to print lies beside each session."""
    subtitles: str | None = None
    """Forms of subtitles beside each session, `vtt`, `srt`, `lrc`, with commas; None: none."""
    cues: bool = False
    """Whether a JSON file of all cues lies beside each session."""
    jobs: int | None = None
    """How much is done side by side, from 1; None: as many as there are cores."""

    @property
    def is_cut(self) -> bool:
        """Whether sessions are cut into tracks."""
        return self.tracks or self.speaker is not None


def export_request(options: Mapping[str, Any]) -> tuple[ExportRequest, dict[str, Any]]:
    """Return what `options` ask of an export, and the others, which are the sessions'."""
    names = {each.name for each in fields(ExportRequest)}
    asked = {name: value for name, value in options.items() if name in names}
    if asked.get("cover") is not None:
        asked["cover"] = Path(asked["cover"])
    if not isinstance(asked.get("subtitles"), (str, type(None))):
        asked["subtitles"] = ",".join(asked["subtitles"]) or None
    others = {name: value for name, value in options.items() if name not in names}
    return ExportRequest(**asked), others


@dataclass(frozen=True)
class ExportPlan:
    """Sessions to be exported, checked as far as can be before anything is spoken."""

    sessions: Sessions
    """Those of the routine file."""
    wanted: Sequence[Selection]
    """Which of them, each once."""
    request: ExportRequest
    """What is asked for."""
    order: ExportJob
    """The same, as the writers take it."""
    output: str | None
    """File or folder, as it was meant; None: files of their names in the current folder."""
    alias: str | None = None
    """What reports call the only file where it is none of the user's, as for a pipe."""

    def run(self, output: str | None = None) -> list[Path]:
        """Make and write all sessions, the only one to `output` where it goes to a pipe.

        A session that can't be made keeps none of the others from being written; its faults
        are raised at the end.
        """
        faults: list[CoachError] = []
        library = self.sessions.library
        with library.at_work():
            made = self.sessions.make_all(self.wanted, faults)
            if not made:
                raise_all(faults)
            return write(
                library,
                made,
                self.output if self.alias is None else output,
                force=self.request.force,
                order=self.order,
                jobs=self.request.jobs,
                faults=faults,
                alias=self.alias,
            )

    def forecast(self) -> None:
        """Report what would be written, and over what; a length that is guessed is marked ~."""
        from audiocoach.export.files import check_items
        from audiocoach.export.stale_files import leftovers

        library, force = self.sessions.library, self.request.force
        faults: list[CoachError] = []
        seen = list(self._outlines(faults))
        if not seen:
            raise_all(faults)
        planned = self._planned(seen)
        for path in (path for files in planned for path in (leftovers(files) if force else [])):
            library.report(kept(path))
        for files, outline in zip(planned, seen, strict=True):
            for file in files:
                guessed = bool(outline.estimated)
                library.report(foretold(file, self.alias, guessed=guessed, force=force))
        for files in planned:  # reported first: how much room is needed is what one asks for
            if _is_there(files[0].path.parent):
                check_items(files, force=True)
        note(library, planned, self.order)
        raise_all(faults)

    def _outlines(self, faults: list[CoachError]) -> Iterator[Outline]:
        for each in self.wanted:
            with gathered(faults):
                yield self.sessions.outline(each)

    def _planned(self, seen: Sequence[Outline]) -> list[list[Item]]:
        from audiocoach.export.job import silent

        tracks = [self.sessions.laid(silent(each.score)) for each in seen]
        names = [each.score.routine for each in seen]
        return items_of(names, tracks, self.output, self.order)


def prepare(
    sessions: Sessions,
    names: Sequence[str],
    output: str | None,
    request: ExportRequest,
    *,
    every: bool = False,
    alias: str | None = None,
    dry_run: bool = False,
) -> ExportPlan:
    """Prepare the export of the sessions called `names`, or of `every` routine.

    Without names it is the only routine. Raises OutputError, MusicError or UnknownNameError
    for what can be known to fail before anything is spoken.
    """
    _check_options(sessions, request)
    if not dry_run:
        sessions.expect(next(iter(names), None))
    wanted = _wanted(sessions, names, every=every)
    sessions.check_music()
    order = _order(sessions, wanted, request)
    if alias is not None:
        _check_piped(wanted, order)
        return ExportPlan(sessions, wanted, request, order, None, alias)
    output = _place(output, wanted, order, every=every)
    _check_format(request.format, output, order)
    _check_places(wanted, output, order, force=request.force or dry_run)
    return ExportPlan(sessions, wanted, request, order, output)


def _check_options(sessions: Sessions, request: ExportRequest) -> None:
    """Refuse what excludes each other."""
    if sessions.has_music and request.is_cut:
        option = "--tracks" if request.speaker is None else f"--for {request.speaker}"
        raise OutputError(f"{option}: a session with --music can't be cut into tracks")
    if sessions.form != (SAMPLE_RATE, 1) and request.speaker is not None:
        if sessions.has_floor:
            raise OutputError(
                f"--keep-alive noise: --for {request.speaker} takes none: leave it out"
            )
        raise OutputError(f"--rate: --for {request.speaker} has a rate of its own: leave it out")
    if request.bundle:
        from audiocoach.export.job import check_bundle

        tracks, sheet = request.is_cut, request.sheet
        check_bundle(request.format, request.speaker, tracks=tracks, sheet=sheet)


def _wanted(sessions: Sessions, names: Sequence[str], *, every: bool) -> list[Selection]:
    """Find what is named, each once; all routines of the file, or the only one."""
    if names:
        return list(dict.fromkeys(map(sessions.wanted, names)))
    if every:
        return [sessions.of_file(name) for name in sessions.names()]
    return [sessions.only(", or --all")]


def _order(sessions: Sessions, wanted: Sequence[Selection], request: ExportRequest) -> ExportJob:
    from audiocoach.export.files import PAGE_ENDING
    from audiocoach.export.job import ending, subtitle_forms
    from audiocoach.export.smart_speakers import base_url, find_speaker
    from audiocoach.export.track_parts import at_most_ms

    order = replace(
        usual_order(sessions.library, request.cover),
        ending=PAGE_ENDING
        if request.bundle
        else ending("mp3" if request.format is None else request.format),
        tracks=request.is_cut,
        at_most_ms=at_most_ms(request.at_most, request.speaker, tracks=request.tracks),
        bundle=request.bundle,
        sheet=request.sheet,
        subtitles=subtitle_forms(request.subtitles),
        cues=request.cues,
    )
    speaker = find_speaker(request.speaker, tracks=order.tracks, ending=order.ending)
    order = replace(order, speaker=speaker, base=base_url(request.base_url, speaker=speaker))
    if not request.sheet and not request.bundle:
        return order
    levels = {each.name: sessions.style(each).level for each in wanted}
    plans = {each.name: sessions.plan(each) for each in wanted}
    return replace(order, levels=levels, plans=plans)


def _place(
    output: str | None, wanted: Sequence[Selection], order: ExportJob, *, every: bool
) -> str | None:
    """Return what followed `-o` as it is meant: with a slash, or an ending, where that is plain."""
    from audiocoach.export.filenames import as_meant
    from audiocoach.export.formats import ENDINGS

    several = ""
    if order.tracks:
        several = "tracks need" if order.speaker is None else "tracks for a speaker need"
    elif len(wanted) > 1:
        several = f"{len(wanted)} sessions need"
    elif every and Path(output or "").suffix.lower() not in (order.ending, *ENDINGS):
        several = "--all needs"
    return as_meant(output, Path.cwd(), order.ending, several=several)


def _check_piped(wanted: Sequence[Selection], order: ExportJob) -> None:
    """Refuse what standard output can't take: anything but the sound of one session."""
    if len(wanted) > 1:
        raise OutputError(f"-o -: standard output takes one session, not {len(wanted)}")
    if order.tracks or order.sheet or order.subtitles or order.cues:
        beside = "--tracks, --sheet, --subtitles and --cues"
        raise OutputError(f"-o -: standard output takes the sound alone: leave out {beside}")


def _check_format(kind: str | None, output: str | None, order: ExportJob) -> None:
    """Refuse a file's name that says something else than the options."""
    from audiocoach.export.filenames import is_folder

    if output is None or output == "" or is_folder(output, Path.cwd()):
        return
    if kind is not None and Path(output).suffix.lower() != order.ending:
        raise OutputError(f"{output}: its ending must be {order.ending}, as --format says")


def _check_places(
    wanted: Sequence[Selection], output: str | None, order: ExportJob, *, force: bool
) -> None:
    """Refuse what can be known to fail before anything is spoken."""
    from audiocoach.export.filenames import is_folder
    from audiocoach.export.files import check_page, check_place
    from audiocoach.export.formats import writer

    files = paths([each.name for each in wanted], output, order)
    is_new = output is not None and is_folder(output, Path.cwd()) and not _is_there(output)
    check_kind = check_page if order.bundle else writer
    for path in () if order.tracks else files:
        check_kind(path)
        if not is_new:
            check_place(path, force=force)


def _is_there(folder: str | Path) -> bool:
    """Return whether `folder` is one; unlike pathlib's, this never raises."""
    return os.path.isdir(folder)  # noqa: PTH112
