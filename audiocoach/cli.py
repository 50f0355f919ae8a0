"""The command line: a table of contents. Read, compose, deliver.

Every command is a few calls into the library; what a command doesn't need is
not imported, so that `--help` and `list` come at once.
"""

from __future__ import annotations

import errno
import io
import json
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from audiocoach import __version__
from audiocoach.errors import CoachError

if TYPE_CHECKING:
    from collections.abc import Callable

    from audiocoach.coach.work import Talk
    from audiocoach.routine.model import Level, RoutineFile
    from audiocoach.routine.plan import Plan
    from audiocoach.session import Outline, Session
    from audiocoach.track import Track
    from audiocoach.voice.speech import Speech

app = typer.Typer(
    name="audiocoach",
    no_args_is_help=True,
    # Plain help: rich's costs every start 50 ms, and colours a pipe can't use.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _one_of(*words: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value not in words:
            raise typer.BadParameter(f"must be one of {', '.join(words)}, not {value!r}")
        return value

    return check


def _choice(name: str, words: Sequence[str], help_: str) -> Any:
    return typer.Option(name, metavar="|".join(words), help=help_, callback=_one_of(*words))


LevelOption = Annotated[
    str,
    _choice(
        "--level",
        ["easy", "normal", "hard"],
        "How many reps: the low end of each range, its middle, or its high end.",
    ),
]
TalkOption = Annotated[
    str,
    _choice("--talk", ["full", "brief", "tones"], "How much is said; no hold changes with it."),
]
VoiceOption = Annotated[
    str,
    typer.Option(
        "--voice",
        metavar="NAME[:VARIANT]",
        help="Who speaks: builtin[:VARIANT], or google[:TLD] (online). See: audiocoach voices.",
    ),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")]


@dataclass(frozen=True)
class Settings:
    """What stands before the command."""

    routines: Path | None
    """The routine file asked for, if any."""
    cache: Path | None
    """The folder for spoken clips asked for, if any."""
    quiet: bool
    """Say only what was asked for, and faults."""

    def file(self) -> Path:
        """Find the routine file in use."""
        from audiocoach.routine.reader import find_routines

        return find_routines(self.routines, Path.cwd(), os.environ)

    def read(self) -> RoutineFile:
        """Read the routine file in use."""
        return _read(self.file())

    def speech(self, voice: str, language: str) -> Speech:
        """Make `voice` ready, with its cache; one for all sessions of a command."""
        return _speech(self.clips(), voice, language)

    def clips(self) -> Path:
        """Find the folder where sounds are kept."""
        from audiocoach.voice.place import find_cache

        return find_cache(self.cache, self.file(), os.environ)

    def prepare(
        self, plan: Plan, voice: str, level: str, talk: str, *, alone: bool = False
    ) -> Session:
        """Compose `plan` and lay it on a track."""
        from audiocoach.session import prepare

        return prepare(
            plan,
            self.speech(voice, plan.language),
            level=cast("Level", level),
            talk=cast("Talk", talk),
            alone=alone,
            progress=lambda total: _fetching(self, voice, total),
        )

    def outline(
        self, plan: Plan, voice: str, level: str, talk: str, *, alone: bool = False
    ) -> Outline:
        """Compose `plan` to look at it; nothing is fetched."""
        from audiocoach.session import outline

        return outline(
            plan,
            self.speech(voice, plan.language),
            level=cast("Level", level),
            talk=cast("Talk", talk),
            alone=alone,
        )

    def tell(self, line: str) -> None:
        """Print `line` unless quiet."""
        if not self.quiet:
            typer.echo(line)


@cache
def _speech(clips: Path, voice: str, language: str) -> Speech:
    from audiocoach.voice import registry
    from audiocoach.voice.cache import ClipCache
    from audiocoach.voice.speech import Speech

    return Speech(registry.voice(voice, language), ClipCache(clips))


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"audiocoach {__version__}")
        raise typer.Exit


@app.callback()
def _before(
    context: typer.Context,
    routines: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The routine file. Without it: $AUDIOCOACH_ROUTINES, else ./routines.json, "
            "else the one that comes with the program.",
        ),
    ] = None,
    cache: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Where spoken clips are kept. Without it: $AUDIOCOACH_CACHE, else audio_cache/ "
            "beside the routine file, else the user's cache folder.",
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No report, no progress.")] = False,
    version: Annotated[  # noqa: ARG001
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """A coach for the ear: plays exercise routines, or exports them as MP3.

    \b
    Example:
      audiocoach play back-care
      audiocoach export back-care
      audiocoach preview wall-sit
    """
    context.obj = Settings(routines, cache, quiet)


@app.command("list")
def list_(
    context: typer.Context,
    level: LevelOption = "normal",
    talk: TalkOption = "full",
    voice: VoiceOption = "builtin",
) -> None:
    """List the routines and exercises, with their lengths.

    \b
    Example:
      audiocoach list --level easy
    """
    from audiocoach.routine.plan import plan_exercise, plan_routine

    settings: Settings = context.obj
    file = settings.read()
    plans = {name: plan_routine(file, name) for name in file.routines}
    routines = [_entry(settings.outline(plan, voice, level, talk)) for plan in plans.values()]
    plans = {name: plan_exercise(file, name) for name in file.exercises}
    exercises = [
        _entry(settings.outline(plan, voice, level, talk, alone=True)) for plan in plans.values()
    ]
    typer.echo("\n".join(["Routines", *routines, "Exercises", *exercises]))


def _entry(outline: Outline) -> str:
    from audiocoach.units import clock

    score = outline.score
    length = f"{'~' if outline.estimated else ''}{clock(score.length_ms)}"
    return f"  {score.routine:<24} {length:>8}  {score.title}"


@app.command()
def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A routine.")],
    level: LevelOption = "normal",
    talk: TalkOption = "full",
    voice: VoiceOption = "builtin",
    as_json: Annotated[bool, typer.Option("--json", help="For programs: as JSON.")] = False,
) -> None:
    """Show the timetable of a routine: every cue with its time, as it is heard.

    What an online voice has not spoken yet has its length estimated, marked ~.

    \b
    Example:
      audiocoach show back-care
      audiocoach show back-care --json | jq .length_ms
    """
    from audiocoach.coach import timetable
    from audiocoach.routine.plan import plan_routine

    settings: Settings = context.obj
    seen = settings.outline(plan_routine(settings.read(), name), voice, level, talk)
    if as_json:
        shown = timetable.as_json(seen.score, seen.estimated)
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    for line in timetable.timetable(seen.score, seen.estimated):
        typer.echo(line)


@app.command()
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
    checked = _read(path)
    settings.tell(
        f"{path}: no faults; {_count(len(checked.routines), 'routine')} "
        f"and {_count(len(checked.exercises), 'exercise')}"
    )


def _read(path: Path) -> RoutineFile:
    from audiocoach.coach.phrases import languages
    from audiocoach.routine.reader import read_routines

    return read_routines(path, languages())


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


@app.command()
def schema() -> None:
    """Print the JSON Schema of routine files, for editors.

    \b
    Example:
      audiocoach schema > routines.schema.json
    """
    from audiocoach.routine.schema import json_schema

    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


@app.command()
def voices() -> None:
    """List the voices, with their languages and what they need.

    \b
    Example:
      audiocoach voices
      audiocoach play back-care --voice google:co.uk
    """
    from audiocoach.voice.registry import VOICES

    for entry in VOICES.values():
        usable = "usable now" if entry.is_usable else f"not installed: {entry.remedy}"
        typer.echo(f"{entry.name}  {usable}")
        typer.echo(_wrapped(f"{entry.about}; after a colon: {entry.variant}"))
        if entry.is_usable:
            tags = entry.languages()
            typer.echo(_wrapped(f"{len(tags)} languages: {', '.join(tags)}"))


def _wrapped(text: str) -> str:
    import textwrap

    indent = "  "
    return textwrap.fill(
        text, 80, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


@app.command()
def play(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A routine; without it, the first.")
    ] = None,
    level: LevelOption = "normal",
    talk: TalkOption = "full",
    voice: VoiceOption = "builtin",
) -> None:
    """Play a routine. Ctrl-C stops it.

    \b
    Example:
      audiocoach play back-care --talk brief
    """
    from audiocoach.routine.plan import plan_routine

    settings: Settings = context.obj
    file = settings.read()
    plan = plan_routine(file, name or next(iter(file.routines)))
    _play(settings, settings.prepare(plan, voice, level, talk))


def _play(settings: Settings, session: Session) -> None:
    from audiocoach.play.device import Speaker
    from audiocoach.play.display import open_display
    from audiocoach.play.player import play

    play(session.track, Speaker(), open_display(sys.stdout, quiet=settings.quiet))


@app.command()
def preview(
    context: typer.Context,
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE", help="An exercise.")],
    full: Annotated[bool, typer.Option("--full", help="All sets and reps, whole holds.")] = False,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Keep it, as .mp3 or .wav."),
    ] = None,
    level: LevelOption = "normal",
    talk: TalkOption = "full",
    voice: VoiceOption = "builtin",
    force: ForceOption = False,
) -> None:
    """Play one exercise: its lead-in, one rep, its end.

    \b
    Example:
      audiocoach preview wall-sit
      audiocoach preview wall-sit --full -o wall-sit.mp3
    """
    from audiocoach.coach.compose import shorten
    from audiocoach.routine.plan import plan_exercise

    settings: Settings = context.obj
    plan = plan_exercise(settings.read(), exercise)
    session = settings.prepare(plan if full else shorten(plan), voice, level, talk, alone=True)
    if output is None:
        _play(settings, session)
    else:
        _export(settings, [exercise], [session.track], output, force=force)


@app.command()
def export(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Routines.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All routines of the file.")] = False,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE|DIR",
            help="A file ending in .mp3 or .wav, or a folder for NAME.mp3.",
        ),
    ] = None,
    level: LevelOption = "normal",
    talk: TalkOption = "full",
    voice: VoiceOption = "builtin",
    force: ForceOption = False,
) -> None:
    """Export routines as MP3 (24,000 Hz mono, 48 kbit/s) or WAV.

    \b
    Example:
      audiocoach export back-care
      audiocoach export back-care --level easy -o easy.mp3
      audiocoach export --all -o sessions/
    """
    from audiocoach.routine.plan import plan_routine

    if bool(names) == every:
        raise typer.BadParameter("name routines, or say --all: one of the two")
    settings: Settings = context.obj
    file = settings.read()
    chosen = list(dict.fromkeys(names or file.routines))
    plans = [plan_routine(file, name) for name in chosen]
    tracks = [settings.prepare(plan, voice, level, talk).track for plan in plans]
    _export(settings, chosen, tracks, output, force=force)


def _export(
    settings: Settings,
    names: list[str],
    tracks: list[Track],
    output: str | None,
    *,
    force: bool,
) -> None:
    """Write each track to its file, and say what was written."""
    from audiocoach.export import check_target, export_track, make_folder, targets
    from audiocoach.units import clock

    paths = targets(names, output, Path.cwd())
    make_folder(output, Path.cwd())
    for path, track in zip(paths, tracks, strict=True):
        check_target(track, path, force=force)
    for path, track in zip(paths, tracks, strict=True):
        with _progress(settings, path.name, track.score.length_ms) as advance:
            done = export_track(
                track, path, force=force, progress=advance, frames=settings.clips() / "frames"
            )
        size = f"{done.size_bytes / 1_000_000:.1f} MB"
        settings.tell(f"{_shown(done.path)}  {clock(done.length_ms)}  {size}")


def _shown(path: Path) -> Path:
    """Give `path` as one would type it here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


@contextmanager
def _fetching(settings: Settings, voice: str, total: int) -> Iterator[Callable[[int], None]]:
    """Tell once where texts go, even when quiet, and show how many lines are left."""
    from audiocoach.voice.notice import tell_once
    from audiocoach.voice.registry import find

    entry = find(voice)
    tell_once(entry.name, entry.notice, lambda line: typer.echo(f"audiocoach: {line}", err=True))
    title = f"Fetching {_count(total, 'line')} from {entry.name}"
    with _progress(settings, title, total) as advance:
        yield advance


@contextmanager
def _progress(settings: Settings, title: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show a progress bar on a terminal; give what takes how much of `total` is done."""
    if settings.quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=total)
        yield lambda done: progress.update(task, completed=done)


def main() -> None:
    """Run the command; a fault the user can mend becomes one line on stderr."""
    for stream in (sys.stdout, sys.stderr):
        # A title in a script that a narrow terminal or pipe lacks is no reason to fail.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    # Without this a kill would leave the half-written file that Ctrl-C cleans up.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        app(prog_name="audiocoach")
    except CoachError as fault:
        for line in fault.lines:
            typer.echo(f"audiocoach: {line}", err=True)
        sys.exit(1)
    except OSError as fault:
        if fault.filename is not None or fault.errno not in {errno.ENOSPC, errno.EIO}:
            raise
        typer.echo(f"audiocoach: standard output: can't be written: {fault.strerror}", err=True)
        sys.exit(1)
