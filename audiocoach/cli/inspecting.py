"""Commands that look: list, show, schema."""

from __future__ import annotations

from typing import Annotated

import typer

from audiocoach.cli.flags import RoutineOptions, SessionOptions, takes_options
from audiocoach.console.fast_typer import JsonOption, named, switch
from audiocoach.console.printing import put_json, report


@takes_options
def list_(
    context: typer.Context,
    ready: Annotated[
        bool, switch("--library", help="The ready ones that come with the program.")
    ] = False,
    as_json: JsonOption = False,
    *,
    session_options: SessionOptions,
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
    from audiocoach.library.listing import listing
    from audiocoach.library.sessions import Sessions

    report(listing(Sessions(context.obj, session_options), ready=ready), as_json=as_json)


@takes_options
def show(
    context: typer.Context,
    name: Annotated[
        str | None,
        named("A routine or exercise; without it, the only routine."),
    ] = None,
    as_json: JsonOption = False,
    *,
    session_options: RoutineOptions,
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
    from audiocoach.library.listing import listing, timetable
    from audiocoach.library.sessions import Sessions

    sessions = Sessions(context.obj, session_options)
    if name is None and session_options.fit is None and len(sessions.names()) > 1:
        report(listing(sessions), as_json=as_json)
    else:
        report(timetable(sessions, name), as_json=as_json)


def schema() -> None:
    """Print the JSON Schema of routine files, for editors.

    \b
    Example:
      audiocoach schema > routines.schema.json
    """
    from audiocoach.api import schema as json_schema

    put_json(json_schema())
