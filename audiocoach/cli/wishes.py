"""What every command that makes a session takes: options named once, for all of them."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast

import typer

from audiocoach.cli.plain import within
from audiocoach.remedy import command
from audiocoach.routine.choices import (
    LEVEL_WORDS,
    LEVELS,
    TALKS,
    TONE_DB,
    USUAL_CHOICES,
    VOICE_DB,
    Choices,
    one_of,
)
from audiocoach.signals import HOUSE_SETS

if TYPE_CHECKING:
    from audiocoach.coach.style import Style
    from audiocoach.routine.choices import Level, Talk
    from audiocoach.track import Levels


LONGEST_FIT_MS = 24 * 3_600_000
"""The longest session one may ask for, in milliseconds: a day."""
SPEEDS = (0.8, 1.5)
"""The speeds that voices take; what holds them to it isn't loaded for `--help`."""


def _one_of(words: Sequence[str], others: Mapping[str, str]) -> Callable[[str | None], str | None]:
    """Return what finds the one of `words` that a value means: in any case, or its beginning.

    `others` are further names for some of them.
    """

    def check(value: str | None) -> str | None:
        found = None if value is None else one_of(value, words, others)
        if value is not None and found is None:
            raise typer.BadParameter(f"must be one of {', '.join(words)}, not {value!r}")
        return found

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


def _tone_set(typed: str | None) -> str | None:
    if typed is not None and not typed.strip():
        raise typer.BadParameter(f"must be {', '.join(HOUSE_SETS)} or a folder, not {typed!r}")
    name = (typed or "").strip().lower()
    return name if name in HOUSE_SETS else typed


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


LanguageOption = Annotated[
    str | None,
    typer.Option(
        "--language",
        metavar="TAG",
        help="Language of the texts, of those that the routine file has them in, such as de. "
        "Without it: the routine's own.",
        callback=lambda value: value if value is None else language_tag(value),
    ),
]


def language_tag(value: str) -> str:
    """Return the tag that is meant by what follows --language: a tag, or a language's name."""
    from audiocoach.routine.leniency import a_language
    from audiocoach.routine.tags import is_tag

    tag = str(a_language(value.strip()))
    if not is_tag(tag):
        raise typer.BadParameter(f"must be a language tag such as en or pt-BR, not {value!r}")
    return tag


_Kind = TypeVar("_Kind", bound="Coaching")


@dataclass(frozen=True)
class Coaching:
    """How the listener wants to be coached, as options of the command. Each field is one."""

    level: Annotated[
        str | None,
        choice(
            "--level",
            LEVELS,
            "How many reps: the low end of each range, its middle, or its high end. Without it: "
            "what the routine file says, else normal.",
            **LEVEL_WORDS,
        ),
    ] = None
    talk: Annotated[
        str | None,
        choice(
            "--talk",
            TALKS,
            "How much is said; no hold changes with it. Without it: what the routine file says, "
            "else full.",
        ),
    ] = None

    language: LanguageOption = None

    @property
    def choices(self) -> Choices:
        """What is chosen of what a routine file may choose."""
        return Choices(cast("Level | None", self.level), cast("Talk | None", self.talk))

    def filled(self: _Kind, choices: Choices) -> _Kind:
        """Return these, with `choices` where they say nothing, and what is usual in the end."""
        filled = self.choices.otherwise(choices).otherwise(USUAL_CHOICES)
        names = {each.name for each in fields(self)}
        return replace(self, **{k: v for k, v in asdict(filled).items() if k in names})

    def style(self, *, alone: bool = False) -> Style:
        """Give how to coach; `alone` for an exercise outside any routine."""
        from audiocoach.coach.style import Style

        filled = self.choices.otherwise(USUAL_CHOICES)
        return Style(filled.level or "normal", filled.talk or "full", alone)


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
        float | None,
        typer.Option(
            "--voice-volume",
            metavar="DB",
            callback=within(*VOICE_DB),
            help="How loud what is said is: -30 to 0 dB; 0 is as usual. Without it: what the "
            "routine file says, else 0.",
        ),
    ] = None
    tone_volume: Annotated[
        float | None,
        typer.Option(
            "--tone-volume",
            metavar="DB",
            callback=within(*TONE_DB),
            help="How loud the tones are: -30 to 9 dB; 0 is as usual. Without it: what the "
            "routine file says, else 0.",
        ),
    ] = None

    tones: Annotated[
        str | None,
        typer.Option(
            "--tones",
            metavar="NAME|FOLDER",
            callback=_tone_set,
            help="The tones: standard, soft, bell, or a folder of sound files. Without it: what "
            "the routine file says, else standard.",
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

    @property
    def choices(self) -> Choices:
        """What is chosen of what a routine file may choose."""
        return replace(
            super().choices,
            voice_volume=self.voice_volume,
            tone_volume=self.tone_volume,
            tones=self.tones,
        )

    def levels(self) -> Levels:
        """Give how loud the voice and the tones are."""
        from audiocoach.track import Levels

        return Levels(self.voice_volume or 0.0, self.tone_volume or 0.0)


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
