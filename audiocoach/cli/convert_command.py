"""The commands that write routine files: new, import, convert."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from audiocoach.cli.flags import ForceOption
from audiocoach.cli.settings import Settings, standard_input
from audiocoach.console.fast_typer import JsonOption, switch
from audiocoach.console.printing import report, say_block

_FORMS = "Where to write it: .txt, .md, .json or .yaml"


def new(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help=f"{_FORMS}; it is asked for.", show_default=False),
    ] = None,
    force: ForceOption = False,
) -> None:
    """Make a routine file of lines that are typed or pasted.

    One exercise a line, as in "Wall sit 3x15s rest 8". Each is shown as it is understood, with
    what was guessed. In a pipe, lines come from standard input, and nothing is asked.

    \b
    Example:
      audiocoach new morning.txt
      pbpaste | audiocoach new knee.txt
    """
    from audiocoach.console.draft_dialogue import piped_file, typed_file

    if sys.stdin.isatty():
        typed_file(context.obj, file, force=force)
    else:
        piped_file(context.obj, standard_input(), file, force=force)


def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The other program's file.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help=f"{_FORMS}.")
    ] = None,
    dry_run: Annotated[
        bool, switch("--dry-run", help="Write nothing: show what would be written.")
    ] = False,
    force: ForceOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make a routine file of another program's file.

    Workouts of Just Another Workout Timer, TimeR Machine and OpenHIIT, scripts of phrases with
    pauses, and tables (CSV) are recognised by what they hold. What was understood, guessed and
    lost is named with its line. Without -o it becomes plain text in this folder.

    \b
    Example:
      audiocoach import evening.json --dry-run
      audiocoach import exercises.csv -o knee.txt
    """
    from audiocoach.library.importing import import_file, target_of

    settings: Settings = context.obj
    path, data = settings.opened(file)
    target = None if dry_run else target_of(path, output, force=force)
    result = import_file(path, data)
    if as_json or not settings.quiet:
        report(result, as_json=as_json)
    if target:
        result.save(target, force=force)
    if not as_json:
        settings.inform(str(target)) if target else say_block(f"\n{result.text}")


def convert(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="A", help="A routine file in any form.")],
    target: Annotated[Path, typer.Argument(metavar="B", help=f"{_FORMS}.")],
    force: ForceOption = False,
) -> None:
    """Write a routine file as plain text, JSON or YAML.

    What a text leaves open is filled in, and each line of that is named. A comment is lost.

    \b
    Example:
      audiocoach convert morning.txt morning.json
      audiocoach convert routines.json routines.md
    """
    from audiocoach.library.converting import convert as write

    settings: Settings = context.obj
    for line in [*write(source, target, force=force), str(target)]:
        settings.inform(line)
