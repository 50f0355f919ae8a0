"""Commands that look: list, show, check, schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from audiocoach.cli.settings import Settings, Wanted, count, read
from audiocoach.cli.wishes import Wishes, takes_wishes


@takes_wishes
def list_(context: typer.Context, *, wishes: Wishes) -> None:
    """List the routines and exercises, with their lengths.

    \b
    Example:
      audiocoach list --level easy
    """
    settings: Settings = context.obj
    wanted = ["list", wishes.level, wishes.talk]
    typer.echo(settings.recall(wishes).get(wanted, lambda: _listed(settings, wishes)))


def _listed(settings: Settings, wishes: Wishes) -> str:
    file = settings.read()
    routines = [_entry(settings, Wanted("routine", name), wishes) for name in file.routines]
    exercises = [_entry(settings, Wanted("exercise", name), wishes) for name in file.exercises]
    return "\n".join(["Routines", *routines, "Exercises", *exercises])


def _entry(settings: Settings, wanted: Wanted, wishes: Wishes) -> str:
    from audiocoach.units import clock

    score, estimated = settings.outline(wanted, wishes)
    length = f"{'~' if estimated else ''}{clock(score.length_ms)}"
    return f"  {score.routine:<24} {length:>8}  {score.title}"


@takes_wishes
def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A routine.")],
    as_json: Annotated[bool, typer.Option("--json", help="For programs: as JSON.")] = False,
    *,
    wishes: Wishes,
) -> None:
    """Show the timetable of a routine: every cue with its time, as it is heard.

    What an online voice has not spoken yet has its length estimated, marked ~.

    \b
    Example:
      audiocoach show back-care
      audiocoach show back-care --json | jq .length_ms
    """
    from audiocoach.coach import timetable

    settings: Settings = context.obj
    score, estimated = settings.outline(Wanted("routine", name), wishes)
    if as_json:
        shown = timetable.as_json(score, estimated)
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    for line in timetable.timetable(score, estimated):
        typer.echo(line)


def check(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A routine file.", show_default=False)
    ] = None,
) -> None:
    """Check a routine file, and name every fault in it.

    \b
    Example:
      audiocoach check routines.json
    """
    settings: Settings = context.obj
    path = file or settings.file()
    checked = read(path)
    settings.tell(
        f"{path}: no faults; {count(len(checked.routines), 'routine')} "
        f"and {count(len(checked.exercises), 'exercise')}"
    )


def schema() -> None:
    """Print the JSON Schema of routine files, for editors.

    \b
    Example:
      audiocoach schema > routines.schema.json
    """
    from audiocoach.routine.schema import json_schema

    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
