"""The command that writes a routine file in another form: convert."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from audiocoach.cli.flags import ForceOption
from audiocoach.cli.settings import Settings


def convert(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="A", help="A routine file in any form.")],
    target: Annotated[
        Path, typer.Argument(metavar="B", help="Where to write it: .json, .yaml, .txt or .md.")
    ],
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
    for line in write(source, target, force=force):
        settings.inform(line)
    settings.inform(str(target))
