"""The script to read aloud for a voice of one's own: which lines, and in which form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import OutputError, UsageError
from audiocoach.library.library import Library, VoiceChoice, speed
from audiocoach.library.options import ScriptOptions, SessionOptions
from audiocoach.library.sessions import Sessions

if TYPE_CHECKING:
    from audiocoach.coach.style import Style
    from audiocoach.recording_script import ScriptLine
    from audiocoach.routine.plan import Plan

ENDINGS = {"text": ".txt", "csv": ".csv", "json": ".json"}
"""The forms of a script, with the ending of a file in each."""


@dataclass(frozen=True)
class Script:
    """The lines to read aloud for a session."""

    plan: Plan
    """The session."""
    found: Sequence[ScriptLine]
    """The lines, in the order in which they are heard first."""

    def text(self, form: str) -> str:
        """Write it as `text`, `csv` or `json`."""
        from audiocoach.recording_script import as_csv, as_json, as_text

        if form == "text":
            return as_text(self.plan, self.found)
        return as_csv(self.found) if form == "csv" else as_json(self.found)

    def write(self, path: Path, form: str, *, force: bool) -> None:
        """Write it to a file; OutputError where that can't be, or is there already."""
        from audiocoach.export import Item, export_items

        # Excel takes a table for UTF-8 only if it begins with this mark.
        data = self.text(form).encode("utf-8-sig" if form == "csv" else "utf-8")
        export_items([Item(path, data)], force=force, progress=lambda _: None)


def placed(form: str | None, output: Path | None) -> tuple[str, Path | None]:
    """Return the form asked for, else that of the ending of `output`, and the file.

    A file without an ending gets that of its form. OutputError for one whose ending says
    another form, or none.
    """
    ending = output.suffix.lower() if output else ""
    if ending and form is not None and ending != ENDINGS[form]:
        raise OutputError(f"{output}: its ending must be {ENDINGS[form]}, as --format says")
    if ending and ending not in ENDINGS.values():
        known = " or ".join(ENDINGS.values())
        raise OutputError(f"{output}: the ending must be {known}, not {ending}")
    named = (name for name, each in ENDINGS.items() if each == ending)
    form = form or next(named, "text")
    return form, output.with_suffix(ENDINGS[form]) if output and not ending else output


def script_of(
    library: Library,
    name: str | None,
    session_options: ScriptOptions,
    *,
    every: bool = False,
    without: Path | None = None,
) -> Script:
    """Return the script of a routine or exercise, or of the only routine; nothing is spoken.

    `every` is for all levels and amounts of talk; `without` is a folder of recordings whose
    lines are left out. Raises UsageError for an exercise that shall last some time.
    """
    from audiocoach.recording_script import script

    plans = _plans(Sessions(library, SessionOptions(language=session_options.language)), name)
    is_alone = len(plans) > 1
    if is_alone and session_options.fit:
        raise UsageError(f"--fit: is for routines, and {plans[0].id} is an exercise")
    style = session_options.filled(plans[0].voice_settings.choices).style(alone=is_alone)
    pace = speed(plans[0], session_options)
    known = _known(library, without, plans[0].language, pace)
    return Script(plans[0], script(plans, _styles(style) if every else [style], known, pace))


def _plans(sessions: Sessions, name: str | None) -> list[Plan]:
    """Plan a routine; or an exercise, whole and as the preview plays it."""
    wanted = sessions.wanted(name) if name is not None else sessions.only()
    plans = [sessions.plan(wanted)]
    return [*plans, sessions.plan(wanted.tasted())] if wanted.is_alone else plans


def _styles(style: Style) -> list[Style]:
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
    library: Library, folder: Path | None, language: str, pace: float
) -> Callable[[str], int | None]:
    """Return what says the length of a line that is recorded in `folder`."""
    if folder is None:
        return lambda _: None
    speech = library.speech(VoiceChoice(f"recorded:{folder}", language, pace))
    return lambda text: None if speech.lacks(text) else speech.measure(text)
