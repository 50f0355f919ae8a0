"""What every command that makes a session takes: options named once, for all of them."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Annotated, Any

import typer

from audiocoach.cli.plain import within
from audiocoach.library.wishes import (
    LONGEST_FIT_MS,
    SPEEDS,
    Coaching,
    MusicWishes,
    RoutineWishes,
    ScriptWishes,
    Wishes,
)
from audiocoach.remedy import command
from audiocoach.routine.choices import LEVEL_WORDS, LEVELS, TALKS, TONE_DB, VOICE_DB, one_of

__all__ = [
    "SPEEDS",
    "Coaching",
    "MusicWishes",
    "RoutineWishes",
    "ScriptWishes",
    "SpeedOption",
    "Wishes",
    "choice",
    "takes_wishes",
]


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


_OPTIONS: Mapping[str, Any] = {
    "level": Annotated[
        str | None,
        choice(
            "--level",
            LEVELS,
            "How many reps: the low end of each range, its middle, or its high end. Without it: "
            "what the routine file says, else normal.",
            **LEVEL_WORDS,
        ),
    ],
    "talk": Annotated[
        str | None,
        choice(
            "--talk",
            TALKS,
            "How much is said; no hold changes with it. Without it: what the routine file says, "
            "else full.",
        ),
    ],
    "language": LanguageOption,
    "voice": Annotated[
        str | None,
        typer.Option(
            "--voice",
            metavar="NAME[:VARIANT]",
            callback=_named,
            help="Who speaks, such as natural, builtin:f3, piper or recorded:FOLDER; see: "
            "audiocoach voices. Without it: what the routine file says, else "
            "$AUDIOCOACH_VOICE, else the best that is there for the language.",
        ),
    ],
    "fill_with": Annotated[
        str | None,
        typer.Option(
            "--fill-with",
            metavar="NAME[:VARIANT]",
            callback=_named,
            help="Who speaks the lines that a recorded voice lacks. Without it: what the routine "
            "file says, else nobody.",
        ),
    ],
    "speed": SpeedOption,
    "voice_volume": Annotated[
        float | None,
        typer.Option(
            "--voice-volume",
            metavar="DB",
            callback=within(*VOICE_DB),
            help="How loud what is said is: -30 to 0 dB; 0 is as usual. Without it: what the "
            "routine file says, else 0.",
        ),
    ],
    "tone_volume": Annotated[
        float | None,
        typer.Option(
            "--tone-volume",
            metavar="DB",
            callback=within(*TONE_DB),
            help="How loud the tones are: -30 to 9 dB; 0 is as usual. Without it: what the "
            "routine file says, else 0.",
        ),
    ],
    "loudness": Annotated[
        float | None,
        typer.Option(
            "--loudness",
            metavar="LUFS",
            help="How loud speech is, mono, from -30 to -14; tones go along. Without it: -19.",
            callback=lambda value: value if value is None else _loudness(value),
        ),
    ],
    "fit": FitOption,
    "keep_alive": Annotated[
        bool,
        typer.Option(
            "--keep-alive",
            help="A very quiet tick in long silences, so that Bluetooth headphones stay awake.",
        ),
    ],
    "music": Annotated[
        str | None,
        typer.Option(
            "--music",
            metavar="FILE|FOLDER",
            help="Music under it, of any format FFmpeg reads; of a folder, all in order of name.",
        ),
    ],
}
"""The option for each field of the kinds of Coaching."""


def _loudness(value: float) -> float:
    from audiocoach.errors import LoudnessError
    from audiocoach.loudness import check_loudness

    try:
        check_loudness(value)
    except LoudnessError as fault:
        raise typer.BadParameter(fault.lines[0].partition(": ")[2]) from None
    return value


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
    """Add to `command` an option for each field of its parameter `wishes`, some kind of Coaching.

    In the help they stand where `wishes` stands among the parameters.
    """
    own = inspect.signature(command, eval_str=True).parameters
    kind: type[Coaching] = own["wishes"].annotation
    options = [_parameter(each.name, each.default) for each in fields(kind)]
    shown = [
        option for each in own.values() for option in (options if each.name == "wishes" else [each])
    ]

    @functools.wraps(command)
    def called(**given: Any) -> None:
        command(wishes=kind(**{each.name: given.pop(each.name) for each in options}), **given)

    del called.__wrapped__
    parameters = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in shown]
    called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    called.__annotations__ = {each.name: each.annotation for each in shown}
    return called


def _parameter(name: str, default: object) -> inspect.Parameter:
    keyword = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, keyword, default=default, annotation=_OPTIONS[name])
