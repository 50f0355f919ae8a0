"""The command that writes what to read aloud: lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.piping import STDOUT
from audiocoach.cli.plain import JsonOption
from audiocoach.cli.printing import put
from audiocoach.cli.settings import Settings
from audiocoach.cli.wishes import ScriptWishes, Wishes, choice, takes_wishes
from audiocoach.cli.writing import ForceOption
from audiocoach.library.library import Chosen, speed
from audiocoach.library.sessions import Sessions
from audiocoach.units import count

if TYPE_CHECKING:
    from audiocoach.coach.style import Style
    from audiocoach.routine.plan import Plan
    from audiocoach.script import Line


@takes_wishes
def lines(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="A routine or exercise; without it, the only routine."),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="For all levels and all amounts of talk.")
    ] = False,
    without: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Leave out the lines recorded in this folder."),
    ] = None,
    form: Annotated[
        str | None,
        choice(
            "--format",
            ["text", "csv", "json"],
            "To print, for a spreadsheet, or for programs. Without it: as the file ends (.txt, "
            ".csv, .json), else text.",
            txt="text",
        ),
    ] = None,
    as_json: JsonOption = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to a file.")
    ] = None,
    force: ForceOption = False,
    *,
    wishes: ScriptWishes,
) -> None:
    """Write the script to read aloud, for a voice of your own.

    Each line comes with a name for its recording. Nothing is spoken or fetched.

    \b
    Example:
      audiocoach lines back-care -o back-care.txt
      audiocoach lines back-care --all --format csv -o back-care.csv
      audiocoach lines back-care --without takes
      audiocoach play back-care --voice recorded:takes
    """
    from audiocoach.export import Item, export_items
    from audiocoach.script import script

    settings: Settings = context.obj
    output = None if output == Path(STDOUT) else output
    form = _form("json" if as_json else form, output)
    if output and not output.suffix:
        output = output.with_suffix(_ENDINGS[form])
    plans = _plans(Sessions(settings, Wishes(language=wishes.language)), name)
    is_alone = len(plans) > 1
    if is_alone and wishes.fit:
        raise typer.BadParameter(f"--fit is for routines, and {plans[0].id} is an exercise")
    style = wishes.filled(plans[0].manner.choices).style(alone=is_alone)
    pace = speed(plans[0], wishes)
    known = _known(settings, without, plans[0].language, pace)
    found = script(plans, _every_style(style) if every else [style], known, pace)
    if not found:
        settings.tell(f"{plans[0].id}: there is no line to record")
        return
    written = _written(found, form, plans[0])
    if output is None:
        put(written.replace("\r\n", "\n"))
        return
    # Excel takes a table for UTF-8 only if it begins with this mark.
    data = written.encode("utf-8-sig" if form == "csv" else "utf-8")
    export_items([Item(output, data)], force=force, progress=lambda _: None)
    settings.tell(f"{output}  {count(len(found), 'line')}")


def _written(lines: Sequence[Line], form: str, plan: Plan) -> str:
    """Write the script of `plan` in a form."""
    from audiocoach.script import as_csv, as_json, as_text

    if form == "text":
        return as_text(plan, lines)
    return as_csv(lines) if form == "csv" else as_json(lines)


_ENDINGS = {"text": ".txt", "csv": ".csv", "json": ".json"}


def _form(form: str | None, output: Path | None) -> str:
    """Return the form asked for; OutputError for a file whose ending says another, or none of them.

    A file without an ending gets that of its form.
    """
    from audiocoach.errors import OutputError

    ending = output.suffix.lower() if output else ""
    if ending and form is not None and ending != _ENDINGS[form]:
        raise OutputError(f"{output}: its ending must be {_ENDINGS[form]}, as --format says")
    if ending and ending not in _ENDINGS.values():
        known = " or ".join(_ENDINGS.values())
        raise OutputError(f"{output}: the ending must be {known}, not {ending}")
    named = (name for name, each in _ENDINGS.items() if each == ending)
    return form or next(named, "text")


def _plans(sessions: Sessions, name: str | None) -> list[Plan]:
    """Plan a routine; or an exercise, whole and as the preview plays it."""
    wanted = sessions.wanted(name) if name is not None else sessions.only()
    plans = [sessions.plan(wanted)]
    return [*plans, sessions.plan(wanted.tasted())] if wanted.is_alone else plans


def _every_style(style: Style) -> list[Style]:
    """Return `style` with all amounts of talk and all levels."""
    from typing import get_args

    from audiocoach.coach.style import Talk
    from audiocoach.routine.model import Level

    return [
        replace(style, level=level, talk=talk)
        for talk in get_args(Talk)
        for level in get_args(Level)
    ]


def _known(
    settings: Settings, folder: Path | None, language: str, pace: float
) -> Callable[[str], int | None]:
    """Return what tells the length of a line that is recorded in `folder`."""
    if folder is None:
        return lambda _: None
    speech = settings.speech(Chosen(f"recorded:{folder}", language, pace))
    return lambda text: None if speech.lacks(text) else speech.measure(text)
