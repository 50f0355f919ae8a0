"""What every command that makes a session takes: options named once, for all of them."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

if TYPE_CHECKING:
    from audiocoach.coach.style import Style, Talk
    from audiocoach.routine.model import Level


LONGEST_FIT_MS = 24 * 3_600_000
"""The longest session one may ask for, in milliseconds: a day."""


def _one_of(*words: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value not in words:
            raise typer.BadParameter(f"must be one of {', '.join(words)}, not {value!r}")
        return value

    return check


def _choice(name: str, words: Sequence[str], help_: str) -> Any:
    return typer.Option(name, metavar="|".join(words), help=help_, callback=_one_of(*words))


@dataclass(frozen=True)
class Wishes:
    """What the listener wants, as options of the command. Each field is one."""

    level: Annotated[
        str,
        _choice(
            "--level",
            ["easy", "normal", "hard"],
            "How many reps: the low end of each range, its middle, or its high end.",
        ),
    ] = "normal"
    talk: Annotated[
        str,
        _choice("--talk", ["full", "brief", "tones"], "How much is said; no hold changes with it."),
    ] = "full"
    voice: Annotated[
        str | None,
        typer.Option(
            "--voice",
            metavar="NAME[:VARIANT]",
            help="Who speaks: builtin[:VARIANT], piper[:VOICE[/SPEAKER]] (neural), or google[:TLD] "
            "(online). Without it: what the routine file says, else builtin. "
            "See: audiocoach voices.",
        ),
    ] = None
    speed: Annotated[
        float | None,
        typer.Option(
            "--speed",
            metavar="0.8…1.5",
            help="How fast is spoken, as a factor; no hold changes with it. Without it: what the "
            "routine file says, else 1.",
        ),
    ] = None

    loudness: Annotated[
        float | None,
        typer.Option(
            "--loudness",
            metavar="LUFS",
            help="How loud speech is, mono, from -30 to -14; tones go along. Without it: -19.",
            callback=lambda value: value if value is None else _loudness(value),
        ),
    ] = None

    def style(self, *, alone: bool = False) -> Style:
        """Give how to coach; `alone` for an exercise outside any routine."""
        from audiocoach.coach.style import Style

        return Style(cast("Level", self.level), cast("Talk", self.talk), alone)


def _length(value: str) -> str:
    from audiocoach.units import clock, parse_length

    try:
        length = parse_length(value)
    except ValueError as fault:
        raise typer.BadParameter(f"{fault}, not {value!r}") from None
    if not 0 < length <= LONGEST_FIT_MS:
        raise typer.BadParameter(
            f"must be above 0 and at most {clock(LONGEST_FIT_MS)}, not {value!r}"
        )
    return value


def _loudness(value: float) -> float:
    from audiocoach.errors import LoudnessError
    from audiocoach.loudness import check_loudness

    try:
        check_loudness(value)
    except LoudnessError as fault:
        raise typer.BadParameter(fault.lines[0].partition(": ")[2]) from None
    return value


@dataclass(frozen=True)
class RoutineWishes(Wishes):
    """What is wished of a whole routine."""

    fit: Annotated[
        str | None,
        typer.Option(
            "--fit",
            metavar="LENGTH",
            help="How long it shall last, such as 12m or 12:30: by reps inside their ranges "
            "and rests from half to double. Holds stay.",
            callback=lambda value: value if value is None else _length(value),
        ),
    ] = None
    keep_alive: Annotated[
        bool,
        typer.Option(
            "--keep-alive",
            help="A very quiet tick in long silences, so that Bluetooth headphones stay awake.",
        ),
    ] = False

    def style(self, *, alone: bool = False) -> Style:
        """Give how to coach; `alone` for an exercise outside any routine."""
        from audiocoach.units import parse_length

        fit_ms = parse_length(self.fit) if self.fit else None
        return replace(super().style(alone=alone), fit_ms=fit_ms, keep_alive=self.keep_alive)


@dataclass(frozen=True)
class MusicWishes(RoutineWishes):
    """What is wished of a whole routine that is heard."""

    music: Annotated[
        Path | None,
        typer.Option(
            "--music",
            metavar="FILE|FOLDER",
            help="Music under it, of any format FFmpeg reads; of a folder, all in order of name.",
        ),
    ] = None


def takes_wishes(command: Callable[..., None]) -> Callable[..., None]:
    """Give `command` an option for each field of its parameter `wishes`, some kind of Wishes."""
    own = inspect.signature(command, eval_str=True).parameters
    kind: type[Wishes] = own["wishes"].annotation
    fields = inspect.signature(kind, eval_str=True).parameters
    shown = [*(each for each in own.values() if each.name != "wishes"), *fields.values()]

    @functools.wraps(command)
    def called(**given: Any) -> None:
        command(wishes=kind(**{name: given.pop(name) for name in fields}), **given)

    del called.__wrapped__
    parameters = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in shown]
    called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    called.__annotations__ = {each.name: each.annotation for each in shown}
    return called
