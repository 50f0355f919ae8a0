"""The command that takes over files of other programs: import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from audiocoach.cli.flags import ForceOption
from audiocoach.cli.settings import Settings
from audiocoach.console.fast_typer import JsonOption
from audiocoach.console.printing import report, say_block


def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The other program's file.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Where to write it: .txt, .md, .json or .yaml."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Write nothing: show what would be written.")
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
    from audiocoach.library.importing import check_target, default_target, import_file

    settings: Settings = context.obj
    path, data = settings.opened(file)
    target = output or default_target(path)
    if not dry_run:
        check_target(path, target, force=force)
    result = import_file(path, data)
    if as_json or not settings.quiet:
        report(result, as_json=as_json)
    if dry_run:
        say_block(f"\n{result.text}") if not as_json else None
        return
    result.save(target, force=force)
    if not as_json:
        settings.inform(str(target))
