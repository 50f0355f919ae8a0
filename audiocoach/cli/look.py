"""Commands that look: list, show, check, schema."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from audiocoach.cli.lengths import lengths
from audiocoach.cli.printing import put_json, say, say_all
from audiocoach.cli.sessions import Sessions
from audiocoach.cli.settings import Settings, count
from audiocoach.cli.wanted import Length, Wanted
from audiocoach.cli.wishes import RoutineWishes, Wishes, takes_wishes

JsonOption = Annotated[bool, typer.Option("--json", help="For programs: as JSON.")]

if TYPE_CHECKING:
    from audiocoach.routine.model import RoutineFile


@takes_wishes
def list_(context: typer.Context, as_json: JsonOption = False, *, wishes: Wishes) -> None:
    """List the routines and exercises, with their lengths.

    A length marked ~ is estimated: not every line of it has been spoken yet.

    \b
    Example:
      audiocoach list --level easy
      audiocoach list --json | jq -r '.routines[].id'
    """
    print_list(context.obj, Sessions(context.obj, wishes), as_json=as_json)


def print_list(settings: Settings, sessions: Sessions, *, as_json: bool) -> None:
    """Print what the routine file holds, for people or as JSON."""
    headings = {"routine": "Routines", "exercise": "Exercises"}
    found = lengths(sessions, settings.clips())
    if as_json:
        listed: dict[str, Any] = {"file": str(settings.file()), "routines": [], "exercises": []}
        for each, length in found.items():
            listed[headings[each.kind].lower()].append(_described(sessions, each, length))
        put_json(listed)
        return
    kind = ""
    for each, length in found.items():
        if each.kind != kind:
            kind = each.kind
            say(headings[kind])
        say(_entry(sessions, each, length))


def _described(sessions: Sessions, wanted: Wanted, length: Length) -> dict[str, object]:
    return {
        "id": wanted.name,
        "title": sessions.titles[wanted.kind][wanted.name],
        "length_ms": length.ms,
        **({"estimated": True} if length.is_guess else {}),
    }


def _entry(sessions: Sessions, wanted: Wanted, length: Length) -> str:
    from audiocoach.units import clock

    shown = f"{'~' if length.is_guess else ''}{clock(length.ms)}"
    return f"  {wanted.name:<24} {shown:>8}  {sessions.titles[wanted.kind][wanted.name]}"


@takes_wishes
def show(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="A routine or exercise; without it, the only routine."),
    ] = None,
    as_json: JsonOption = False,
    *,
    wishes: RoutineWishes,
) -> None:
    """Show a timetable: each cue of a session with its time.

    Without a name, where the file has several routines, list them.

    What an online voice has not spoken yet has its length estimated, marked ~.

    \b
    Example:
      audiocoach show back-care
      audiocoach show back-care --json | jq .length_ms
    """
    from audiocoach.coach import timetable

    sessions = Sessions(context.obj, wishes)
    if name is None and wishes.fit is None and len(sessions.names()) > 1:
        print_list(context.obj, sessions, as_json=as_json)
        return
    wanted = sessions.wanted(name) if name is not None else sessions.only()
    seen = sessions.outline(wanted)
    if as_json:
        put_json(timetable.as_json(seen.score, seen.estimated))
        return
    say_all(timetable.timetable(seen.score, seen.estimated))


def check(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE", help="A routine file; without it, the one in use.", show_default=False
        ),
    ] = None,
) -> None:
    """Check a routine file, and name every fault in it.

    A voice that has yet to be installed or fetched here is no fault but a remark. So are a phase
    called a hold that is none, one with too little time for its word, and texts that look like
    another language.

    \b
    Example:
      audiocoach check routines.json
    """
    from audiocoach.cli.remarks import unheard

    settings: Settings = context.obj
    path = file or settings.file()
    remarks: list[str] = []
    try:
        checked = _checked(path, remarks)
        settings.tell(
            f"{path}: no faults; {count(len(checked.routines), 'routine')} "
            f"and {count(len(checked.exercises), 'exercise')}"
        )
        remarks += [f"{path}: remark: {each}" for each in unheard(settings, checked)]
    finally:
        for remark in dict.fromkeys(remarks):
            settings.tell(remark)


def _checked(path: Path, remarks: list[str]) -> RoutineFile:
    """Read the file at `path`; what to remark on goes to `remarks`."""
    from audiocoach.coach import remarks as coach
    from audiocoach.coach.phrases import languages
    from audiocoach.routine.reader import check_routines

    voices: list[str] = []
    try:
        faults = partial(_voice_faults, path.parent, voices)
        file, found = check_routines(path, languages(), faults, coach.remarks)
        remarks += found
    finally:
        remarks += [f"{path}: remark: {each}" for each in voices]
    return file


def _voice_faults(
    folder: Path, remarks: list[str], place: str, name: str, language: str | None
) -> Sequence[str]:
    """Give the faults of a voice that a file in `folder` names at `place`.

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
        return fault.lines
    return ()


def schema() -> None:
    """Print the JSON Schema of routine files, for editors.

    \b
    Example:
      audiocoach schema > routines.schema.json
    """
    from audiocoach.routine.schema import json_schema

    put_json(json_schema())
