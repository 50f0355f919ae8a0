"""Commands that look: list, show, check, schema."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.printing import put_json, say_all, say_block
from audiocoach.cli.sessions import Sessions, Wanted
from audiocoach.cli.settings import Settings, count
from audiocoach.cli.wishes import RoutineWishes, Wishes, takes_wishes

if TYPE_CHECKING:
    from audiocoach.routine.model import RoutineFile


@takes_wishes
def list_(context: typer.Context, *, wishes: Wishes) -> None:
    """List the routines and exercises, with their lengths.

    The first list takes some seconds: a length is known once every line has been spoken.

    \b
    Example:
      audiocoach list --level easy
    """
    settings: Settings = context.obj
    sessions = Sessions(settings, wishes)
    told: list[str] = []

    def tell(line: str) -> None:
        say_block(line)
        told.append(line)

    text = sessions.recalled(["list"], lambda: (_listed(settings, sessions, tell), "\n".join(told)))
    if not told:
        say_block(text)


def _listed(settings: Settings, sessions: Sessions, tell: Callable[[str], None]) -> list[str]:
    """Tell each line once it is known, for the first list speaks all texts; give all voices."""
    file = settings.read()
    routines = [Wanted("routine", name) for name in file.routines]
    exercises = [Wanted("exercise", name) for name in file.exercises]
    for title, wanted in (("Routines", routines), ("Exercises", exercises)):
        for number, each in enumerate(wanted):
            entry = _entry(sessions, each)
            tell(entry if number else f"{title}\n{entry}")
    return [name for each in (*routines, *exercises) for name in sessions.chosen(each).voices]


def _entry(sessions: Sessions, wanted: Wanted) -> str:
    from audiocoach.units import clock

    outline = sessions.outline(wanted)
    score = outline.score
    length = f"{'~' if outline.estimated else ''}{clock(score.length_ms)}"
    return f"  {score.routine:<24} {length:>8}  {score.title}"


@takes_wishes
def show(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="A routine or exercise; without it, the only routine."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: as JSON.")] = False,
    *,
    wishes: RoutineWishes,
) -> None:
    """Show a routine's timetable: every cue with its time.

    What an online voice has not spoken yet has its length estimated, marked ~.

    \b
    Example:
      audiocoach show back-care
      audiocoach show back-care --json | jq .length_ms
    """
    from audiocoach.coach import timetable

    sessions = Sessions(context.obj, wishes)
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

    A voice that has yet to be installed or fetched here is no fault but a remark, and so are a
    phase called a hold that is none, and texts that look like another language.

    \b
    Example:
      audiocoach check routines.json
    """
    settings: Settings = context.obj
    path = file or settings.file()
    remarks: list[str] = []
    try:
        checked = _checked(path, remarks)
        settings.tell(
            f"{path}: no faults; {count(len(checked.routines), 'routine')} "
            f"and {count(len(checked.exercises), 'exercise')}"
        )
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
