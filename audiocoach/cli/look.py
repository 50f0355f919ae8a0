"""Commands that look: list, show, check, schema."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from audiocoach.cli.plain import JsonOption
from audiocoach.cli.printing import put_json, say, say_all
from audiocoach.cli.settings import Settings
from audiocoach.cli.wishes import RoutineWishes, Wishes, takes_wishes
from audiocoach.library.lengths import lengths
from audiocoach.library.sessions import Sessions
from audiocoach.library.wanted import Length, Wanted


@takes_wishes
def list_(
    context: typer.Context,
    ready: Annotated[
        bool, typer.Option("--library", help="The ready ones that come with the program.")
    ] = False,
    as_json: JsonOption = False,
    *,
    wishes: Wishes,
) -> None:
    """List the routines and exercises, with their lengths.

    A length marked ~ is estimated: not every line of it has been spoken yet. The ready ones
    that come with the program are played by their names like the file's own, which go first.

    \b
    Example:
      audiocoach list --level easy
      audiocoach list --library --language de
      audiocoach list --json | jq -r '.routines[].id'
    """
    print_list(context.obj, Sessions(context.obj, wishes), as_json=as_json, ready=ready)


def print_list(
    settings: Settings, sessions: Sessions, *, as_json: bool, ready: bool = False
) -> None:
    """Print what the routine file holds, or the `ready` ones, for people or as JSON."""
    headings = {"routine": "Routines", "exercise": "Exercises"}
    found = lengths(sessions, settings.clips(), ready=ready)
    if as_json:
        where = None if ready else str(settings.file())
        listed: dict[str, Any] = {"file": where, "routines": [], "exercises": []}
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
        "title": sessions.title(wanted),
        "languages": sessions.languages(wanted),
        "length_ms": length.ms,
        **({"estimated": True} if length.is_guess else {}),
    }


def _entry(sessions: Sessions, wanted: Wanted, length: Length) -> str:
    from audiocoach.units import clock

    shown = f"{'~' if length.is_guess else ''}{clock(length.ms)}"
    languages = sessions.languages(wanted)
    spoken = f" ({', '.join(languages)})" if len(languages) > 1 else ""
    return f"  {wanted.name:<24} {shown:>8}  {sessions.title(wanted)}{spoken}"


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
    """Show the timetable of a routine or exercise.

    It has every cue with its time. Without a name, where the file has several routines,
    they are listed.

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


def schema() -> None:
    """Print the JSON Schema of routine files, for editors.

    \b
    Example:
      audiocoach schema > routines.schema.json
    """
    from audiocoach.routine.schema import json_schema

    put_json(json_schema())
