"""What every command that makes a session takes: options named once, for all of them."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from audiocoach.cli.plain import within
from audiocoach.remedy import command

if TYPE_CHECKING:
    from audiocoach.coach.style import Style, Talk
    from audiocoach.routine.model import Level
    from audiocoach.track import Levels


LONGEST_FIT_MS = 24 * 3_600_000
"""The longest session one may ask for, in milliseconds: a day."""
SPEEDS = (0.8, 1.5)
"""The speeds that voices take; what holds them to it isn't loaded for `--help`."""


def _one_of(words: Sequence[str], others: Mapping[str, str]) -> Callable[[str | None], str | None]:
    """Return what finds the one of `words` that a value means: in any case, or its beginning.

    `others` are further names for some of them.
    """
    names = {**{word: word for word in words}, **others}

    def check(value: str | None) -> str | None:
        if value is None:
            return None
        typed = value.strip().lower()
        begun = {word for name, word in names.items() if typed and name.startswith(typed)}
        if typed in names or len(begun) == 1:
            return names.get(typed) or begun.pop()
        raise typer.BadParameter(f"must be one of {', '.join(words)}, not {value!r}")

    return check


def _named(voice: str | None) -> str | None:
    # Nothing, as of an unset variable in a script, would silently mean another voice.
    if voice is not None and not voice.strip():
        raise typer.BadParameter(
            f"must be a voice, such as builtin (see: {command('voices')}), not {voice!r}"
        )
    if voice is None:
        return None
    from audiocoach.voice.shortname import full_name

    return full_name(voice)


def choice(name: str, words: Sequence[str], help_: str, **others: str) -> Any:
    """Return an option that is one of `words`, or is left out; `others` are names for some."""
    found = _one_of(words, others)
    return typer.Option(name, metavar="|".join(words), help=help_, callback=found)


SpeedOption = Annotated[
    float | None,
    typer.Option(
        "--speed",
        metavar="0.8…1.5",
        callback=within(*SPEEDS),
        help="How fast is spoken, as a factor; no hold changes with it. Without it: what the "
        "routine file says, else 1.",
    ),
]
FitOption = Annotated[
    str | None,
    typer.Option(
        "--fit",
        metavar="LENGTH",
        help="How long it is to last, such as 12m or 12:30: by reps inside their ranges "
        "and rests from half to double. Holds stay.",
        callback=lambda value: value if value is None else _length(value),
    ),
]


@dataclass(frozen=True)
class Coaching:
    """How the listener wants to be coached, as options of the command. Each field is one."""

    level: Annotated[
        str,
        choice(
            "--level",
            ["easy", "normal", "hard"],
            "How many reps: the low end of each range, its middle, or its high end.",
            medium="normal",
            middle="normal",
        ),
    ] = "normal"
    talk: Annotated[
        str,
        choice("--talk", ["full", "brief", "tones"], "How much is said; no hold changes with it."),
    ] = "full"

    def style(self, *, alone: bool = False) -> Style:
        """Give how to coach; `alone` for an exercise outside any routine."""
        from audiocoach.coach.style import Style

        return Style(cast("Level", self.level), cast("Talk", self.talk), alone)


@dataclass(frozen=True)
class Wishes(Coaching):
    """What the listener wants of a session."""

    voice: Annotated[
        str | None,
        typer.Option(
            "--voice",
            metavar="NAME[:VARIANT]",
            callback=_named,
            help="Who speaks, such as natural, builtin:f3, piper or recorded:FOLDER; see: "
            "audiocoach voices. Without it: what the routine file says, else "
            "$AUDIOCOACH_VOICE, else the best that is there for the language.",
        ),
    ] = None
    fill_with: Annotated[
        str | None,
        typer.Option(
            "--fill-with",
            metavar="NAME[:VARIANT]",
            callback=_named,
            help="Who speaks the lines that a recorded voice lacks. Without it: what the routine "
            "file says, else nobody.",
        ),
    ] = None
    speed: SpeedOption = None
    voice_volume: Annotated[
        float,
        typer.Option(
            "--voice-volume",
            metavar="DB",
            callback=within(-30, 0),
            show_default=False,
            help="How loud what is said is: -30 to 0 dB; 0 is as usual.",
        ),
    ] = 0.0
    tone_volume: Annotated[
        float,
        typer.Option(
            "--tone-volume",
            metavar="DB",
            callback=within(-30, 9),
            show_default=False,
            help="How loud the tones are: -30 to 9 dB; 0 is as usual.",
        ),
    ] = 0.0

    loudness: Annotated[
        float | None,
        typer.Option(
            "--loudness",
            metavar="LUFS",
            help="How loud speech is, mono, from -30 to -14; tones go along. Without it: -19.",
            callback=lambda value: value if value is None else _loudness(value),
        ),
    ] = None

    def levels(self) -> Levels:
        """Give how loud the voice and the tones are."""
        from audiocoach.track import Levels

        return Levels(self.voice_volume, self.tone_volume)


@dataclass(frozen=True)
class RoutineWishes(Wishes):
    """What is wished of a whole routine."""

    fit: FitOption = None
    keep_alive: Annotated[
        bool,
        typer.Option(
            "--keep-alive",
            help="A very quiet tick in long silences, so that Bluetooth headphones stay awake.",
        ),
    ] = False

    def style(self, *, alone: bool = False) -> Style:
        """Give how to coach; `alone` for an exercise outside any routine."""
        style = super().style(alone=alone)
        return replace(style, fit_ms=_fit_ms(self.fit), keep_alive=self.keep_alive)


@dataclass(frozen=True)
class MusicWishes(RoutineWishes):
    """What is wished of a whole routine that is heard."""

    music: Annotated[
        str | None,
        typer.Option(
            "--music",
            metavar="FILE|FOLDER",
            help="Music under it, of any format FFmpeg reads; of a folder, all in order of name.",
        ),
    ] = None


def _loudness(value: float) -> float:
    from audiocoach.errors import LoudnessError
    from audiocoach.loudness import check_loudness

    try:
        check_loudness(value)
    except LoudnessError as fault:
        raise typer.BadParameter(fault.lines[0].partition(": ")[2]) from None
    return value


@dataclass(frozen=True)
class ScriptWishes(Coaching):
    """What decides which lines a session may need."""

    speed: SpeedOption = None
    fit: FitOption = None

    def style(self, *, alone: bool = False) -> Style:
        """Give how to coach; `alone` for an exercise outside any routine."""
        return replace(super().style(alone=alone), fit_ms=_fit_ms(self.fit))


def _fit_ms(length: str | None) -> int | None:
    from audiocoach.units import parse_length

    return parse_length(length) if length else None


def _length(value: str) -> str:
    from audiocoach.units import clock, parse_length

    try:
        length = parse_length(value)
    except ValueError as fault:
        raise typer.BadParameter(f"{fault}, not {value!r}") from None
    if value.strip().isdigit():
        raise typer.BadParameter(f"must have a unit, as {value.strip()}m or {value.strip()}s")
    if not 0 < length <= LONGEST_FIT_MS:
        raise typer.BadParameter(
            f"must be above 0 and at most {clock(LONGEST_FIT_MS)}, not {value!r}"
        )
    return value


def takes_wishes(command: Callable[..., None]) -> Callable[..., None]:
    """Give `command` an option for each field of its parameter `wishes`, some kind of Coaching.

    In the help they stand where `wishes` stands among the parameters.
    """
    own = inspect.signature(command, eval_str=True).parameters
    kind: type[Coaching] = own["wishes"].annotation
    fields = inspect.signature(kind, eval_str=True).parameters
    shown = [
        option
        for each in own.values()
        for option in (fields.values() if each.name == "wishes" else [each])
    ]

    @functools.wraps(command)
    def called(**given: Any) -> None:
        command(wishes=kind(**{name: given.pop(name) for name in fields}), **given)

    del called.__wrapped__
    parameters = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in shown]
    called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    called.__annotations__ = {each.name: each.annotation for each in shown}
    return called
