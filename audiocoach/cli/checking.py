"""The command that checks routine files: check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.piping import STDIN, STDIN_NAME
from audiocoach.cli.plain import JsonOption
from audiocoach.cli.printing import put_json
from audiocoach.cli.settings import Settings, standard_input
from audiocoach.cli.wishes import language_tag
from audiocoach.errors import CoachError, FileFault, RoutineFileError
from audiocoach.units import count

if TYPE_CHECKING:
    from audiocoach.routine.model import RoutineFile


@dataclass
class _Result:
    """What was found in one file."""

    name: str
    """The file, as messages name it."""
    file: RoutineFile | None = None
    """What it holds; None if it has faults."""
    lines: Sequence[str] = ()
    """Its faults, each a whole line."""
    faults: Sequence[FileFault] = ()
    """The same in their parts."""
    remarks: list[str] = field(default_factory=list)
    """What is to be known of it though it is no fault, each a whole line."""


def check(
    context: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE",
            help="Routine files; without any, the one in use; - is standard input.",
            show_default=False,
        ),
    ] = None,
    as_json: JsonOption = False,
    language: Annotated[
        str | None,
        typer.Option(
            "--language",
            metavar="TAG",
            callback=lambda value: value if value is None else language_tag(value),
            help="Whether all routines can be spoken in this language, such as de.",
        ),
    ] = None,
) -> None:
    """Check routine files, and name every fault in them.

    A voice that has yet to be installed or fetched here is no fault but a remark. So are a phase
    called a hold that is none, one with too little time for its word, texts that look like
    another language, and those that lack in a language into which a routine is translated.

    \b
    Example:
      audiocoach check routines.json
      audiocoach check *.json
    """
    settings: Settings = context.obj
    results = []
    for path in dict.fromkeys(files or [settings.file()]):
        results.append(_result(settings, path, language))
        if not as_json:
            _tell(settings, results[-1])
    if as_json:
        put_json(list(map(_as_json, results)))
        raise typer.Exit(any(each.lines for each in results))
    lines = [line for each in results for line in each.lines]
    if lines:
        raise CoachError(*lines)


def _tell(settings: Settings, result: _Result) -> None:
    if result.file:
        settings.tell(
            f"{result.name}: no faults; {count(len(result.file.routines), 'routine')} "
            f"and {count(len(result.file.exercises), 'exercise')}"
        )
    for remark in dict.fromkeys(result.remarks):
        settings.tell(remark)


def _as_json(result: _Result) -> dict[str, object]:
    holds = result.file and {
        "routines": len(result.file.routines),
        "exercises": len(result.file.exercises),
    }
    return {
        "file": result.name,
        "ok": not result.lines,
        **(holds or {}),
        "faults": [_fault_as_json(each) for each in result.faults],
        "remarks": [_bare(each, result.name) for each in dict.fromkeys(result.remarks)],
    }


def _fault_as_json(fault: FileFault) -> dict[str, object]:
    parts = {"path": fault.path, "text": fault.text, "line": fault.line, "column": fault.column}
    return {key: value for key, value in parts.items() if value not in {"", None}}


def _bare(remark: str, name: str) -> str:
    """Return `remark` without the file's name."""
    return remark.removeprefix(f"{name}:").removeprefix(" remark:").strip()


def _result(settings: Settings, path: Path, language: str | None) -> _Result:
    """Check the file at `path`, and whether it can be spoken in `language`."""
    from audiocoach.library.unheard import unheard, unreadable

    data = None
    if path == STDIN:
        path = Path(STDIN_NAME)
        data = settings.written if settings.is_from_stdin else standard_input()
    result = _Result(str(path))
    try:
        result.file = _checked(path, data, result.remarks, language)
    except RoutineFileError as error:
        result.lines = error.lines
        result.faults = error.faults or [FileFault(line) for line in error.lines]
    else:
        unsaid = chain(unheard(settings, result.file), unreadable(result.file))
        result.remarks += [f"{path}: remark: {each}" for each in unsaid]
    return result


def _checked(
    path: Path, data: bytes | None, remarks: list[str], language: str | None
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
            path, languages(), faults, coach.remarks, data, language, tone_faults
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
    from audiocoach.voice.shortname import full_name

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
    from audiocoach.library.tones import ToneSets

    try:
        ToneSets().find(name, folder)
    except ToneError as fault:
        return [line.removeprefix("tones ") for line in fault.lines]
    return ()
