"""What is wrong with a routine file, and what its author should know of it besides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import FileFault, RoutineFileError
from audiocoach.library.library import Library
from audiocoach.routine.faults import Fault, Location

if TYPE_CHECKING:
    from audiocoach.routine.model import RoutineFile


@dataclass(frozen=True)
class CheckResult:
    """What was found in one routine file."""

    name: str
    """The file, as messages name it."""
    file: RoutineFile | None = None
    """What it holds; None if it has faults."""
    fault_lines: Sequence[str] = ()
    """Its faults, each a whole line."""
    faults: Sequence[FileFault] = ()
    """The same in their parts."""
    remark_lines: Sequence[str] = ()
    """What is no fault but worth knowing, each a whole line, once."""

    @property
    def remarks(self) -> list[str]:
        """The remarks without the file's name."""
        return [
            each.removeprefix(f"{self.name}:").removeprefix(" remark:").strip()
            for each in self.remark_lines
        ]

    def lines(self) -> Iterator[str]:
        """Yield what is in the file, and the remarks; faults are raised as errors instead.

        Of a routine in which much hurries that is one line; `remarks` has them all.
        """
        from audiocoach.coach.flow_remarks import in_short
        from audiocoach.text import count

        if self.file:
            yield (
                f"{self.name}: no faults; {count(len(self.file.routines), 'routine')} "
                f"and {count(len(self.file.exercises), 'exercise')}"
            )
        yield from in_short(self.remark_lines)

    def as_json(self) -> dict[str, object]:
        """Return it as JSON values."""
        holds = self.file and {
            "routines": len(self.file.routines),
            "exercises": len(self.file.exercises),
        }
        return {
            "file": self.name,
            "ok": not self.fault_lines,
            **(holds or {}),
            "faults": [_fault_as_json(each) for each in self.faults],
            "remarks": self.remarks,
        }


def _fault_as_json(fault: FileFault) -> dict[str, object]:
    parts = {"path": fault.path, "text": fault.text, "line": fault.line, "column": fault.column}
    return {key: value for key, value in parts.items() if value not in {"", None}}


def check(
    library: Library,
    path: Path,
    data: bytes | None = None,
    language: str | None = None,
    validated: RoutineFile | None = None,
) -> CheckResult:
    """Check the file at `path`, or its `data`, and whether it can be spoken in `language`.

    Nothing is fetched; `library` has the clips that say how long texts take. `validated` is
    what the file holds, where it has been read.
    """
    from audiocoach.library.author_remarks import unheard, unreadable

    remarks: list[str] = []
    try:
        file = _checked(path, data, remarks, language, validated)
    except RoutineFileError as error:
        faults = error.faults or [FileFault(line) for line in error.lines]
        return CheckResult(str(path), None, error.lines, faults, [*dict.fromkeys(remarks)])
    unsaid = list(chain(unheard(library, file), unreadable(file)))
    remarks += _with_lines(path, data, unsaid) or [f"{path}: remark: {each}" for each in unsaid]
    return CheckResult(str(path), file, remark_lines=[*dict.fromkeys(remarks)])


_PLACE = re.compile(r"(?:routines|exercises)(?:\.[\w-]+|\[\d+\])+(?=: )")
_PART = re.compile(r"\.([\w-]+)|\[(\d+)\]")


def _with_lines(path: Path, data: bytes | None, remarks: Sequence[str]) -> list[str]:
    """Return remarks on a plain text with their lines in it; none of other files.

    Who writes text does not know the places of JSON that they begin with.
    """
    if not remarks:
        return []
    from audiocoach.routine.json_document import parse, placed, read_bytes

    document = parse(read_bytes(path) if data is None else data)
    if document.text.lstrip().startswith("{"):
        return []
    from audiocoach.routine.text_recognition import is_text

    if not is_text(document.text):
        return []
    found = [Fault(_location(each), each) for each in remarks]
    lines = [each for each in placed(document.text, found) if each.line is not None]
    rest = [each.text for each in placed(document.text, found) if each.line is None]
    return [
        *(f"{path}:{each.line}:{each.column}: remark: {each.text}" for each in lines),
        *(f"{path}: remark: {each}" for each in rest),
    ]


def _location(remark: str) -> Location:
    """Return the place that a remark begins with; nothing where it begins with none."""
    place = _PLACE.match(remark)
    if place is None:
        return ()
    section, _, _ = place[0].partition(".")
    parts = _PART.finditer(place[0], len(section))
    return (section, *(each[1] or int(each[2]) for each in parts))


def _checked(
    path: Path,
    data: bytes | None,
    remarks: list[str],
    language: str | None,
    validated: RoutineFile | None,
) -> RoutineFile:
    """Read the file at `path`, or `data`; what to remark on goes to `remarks`."""
    from audiocoach.coach import remarks as coach
    from audiocoach.coach.phrases import languages
    from audiocoach.routine.reader import check_routines

    voices: list[str] = []
    try:
        tone_faults = partial(_tone_faults, path.parent)
        faults = partial(_voice_faults, path.parent, voices)
        file, found = check_routines(
            path,
            languages(),
            faults,
            coach.remarks,
            data,
            language,
            tone_faults=tone_faults,
            picture_faults=partial(_picture_faults, path.parent),
            validated=validated,
        )
        remarks += found
    finally:
        remarks += [f"{path}: remark: {each}" for each in voices]
    return file


def _voice_faults(
    folder: Path, remarks: list[str], place: str, name: str, language: str | None
) -> Sequence[str]:
    """Return the faults of a voice that a file in `folder` names at `place`.

    What is only wanting on this machine goes to `remarks`. Nothing is spoken or fetched.
    """
    from audiocoach.errors import MissingVoiceError, OutputError, VoiceError
    from audiocoach.voice import registry
    from audiocoach.voice.short_names import full_name

    try:
        found = registry.located(full_name(name), folder)
        if language is None:
            registry.find(found)
        else:
            registry.voice(found, language)
    except (MissingVoiceError, OutputError) as missing:
        remarks += [f"{place}: not usable here yet: {line}" for line in missing.lines]
    except VoiceError as fault:
        said = "voice " if place.endswith("voice") else ""  # the place says it already
        return [line.removeprefix(said) for line in fault.lines]
    return ()


def _tone_faults(folder: Path, name: str) -> Sequence[str]:
    """Return the faults of tones that a file in `folder` names."""
    from audiocoach.errors import ToneError
    from audiocoach.library.tone_sets import ToneSets

    try:
        ToneSets().find(name, folder)
    except ToneError as fault:
        return [line.removeprefix("tones ") for line in fault.lines]
    return ()


def _picture_faults(folder: Path, name: str) -> Sequence[str]:
    """Return the faults of a picture that a file in `folder` names."""
    from audiocoach.drawings.own_pictures import is_file_name, own_picture
    from audiocoach.errors import PictureError
    from audiocoach.routine.ready_tree import ready_section
    from audiocoach.text import did_you_mean

    if not is_file_name(name):
        ids = ready_section("exercises")
        return (
            () if name in ids else [f"no ready exercise is called {name}{did_you_mean(name, ids)}"]
        )
    try:
        own_picture(folder, name)
    except PictureError as fault:
        return [line.removeprefix(f"{name}: ") for line in fault.lines]
    return ()
