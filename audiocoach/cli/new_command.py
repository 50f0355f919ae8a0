"""The command that makes a routine file of what is typed: new."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from audiocoach.cli.flags import ForceOption
from audiocoach.cli.settings import Settings, standard_input


def new(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            help="Where to write it: .txt, .md, .json or .yaml; asked for, or else named after "
            "the routine.",
            show_default=False,
        ),
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
    from audiocoach.library.converting import form_of
    from audiocoach.library.drafting import draft_of, save_draft, suggested_target

    settings: Settings = context.obj
    if file is not None:
        form_of(file, force=force)
    if not sys.stdin.isatty():
        draft = draft_of("standard input", standard_input())
        target = file or suggested_target(draft)
        for line in [*save_draft(draft, target, force=force), str(target)]:
            settings.inform(line)
        return
    from audiocoach.console.draft_dialogue import asked_draft, asked_target, wants_preview

    draft = asked_draft()
    target = file or asked_target(suggested_target(draft))
    save_draft(draft, target, force=force)
    settings.inform(str(target))
    if wants_preview():
        _preview(settings.nearer(target, None, quiet=None))


def _preview(settings: Settings) -> None:
    from audiocoach.console.listening import DisplayChoice, hear
    from audiocoach.library.options import SessionOptions
    from audiocoach.library.playing import open_speaker, previewed
    from audiocoach.library.sessions import Sessions

    sessions = Sessions(settings, SessionOptions())
    session = sessions.make(sessions.previewed(None))
    shown = DisplayChoice(plain=True, flash=False, bell=False, quiet=settings.quiet)
    hear(*previewed(settings, session, open_speaker(None, None)), shown)
