"""The command that copies from the library of ready routines: use."""

from __future__ import annotations

from typing import Annotated

import typer

from audiocoach.cli.settings import Settings
from audiocoach.console.fast_typer import named
from audiocoach.errors import UsageError
from audiocoach.library.options import SessionOptions
from audiocoach.library.sessions import Sessions
from audiocoach.text import count


def use(
    context: typer.Context,
    name: Annotated[str, named("A ready routine or exercise: see list --library.")],
) -> None:
    """Copy a ready routine or exercise into your routine file.

    A routine brings its exercises along. Nothing that stands in the file is changed; without a
    file of your own, routines.json is made in this folder.

    \b
    Example:
      audiocoach use desk-break
      audiocoach --routines morning.json use plank
    """
    from audiocoach.library.copying import copy_ready

    settings: Settings = context.obj
    if settings.is_from_stdin:
        raise UsageError("use: the routine file must be a file, not standard input")
    own = settings.file()
    copied = copy_ready(Sessions(settings, SessionOptions()).ready(name), own)
    parts = [*map(_routine, copied.routines)]
    parts += [count(len(copied.exercises), "exercise")] if copied.exercises else []
    settings.inform(f"{copied.path}: added {' with '.join(parts)}")
    if copied.is_fresh:
        settings.inform("It is this folder's routine file now; all ready names go on to be found")


def _routine(id_: str) -> str:
    return f"routine {id_}"
