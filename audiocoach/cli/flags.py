"""Options that several commands take, each named once."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any

import typer

from audiocoach.console.fast_typer import switch, valued
from audiocoach.errors import LoudnessError
from audiocoach.library.option_checks import CHOICES, UnfitError, fit_value, word
from audiocoach.library.options import (
    SPEEDS,
    CoachingOptions,
    ExportOptions,
    MusicOptions,
    RoutineOptions,
    ScriptOptions,
    SessionOptions,
)

__all__ = [
    "SPEEDS",
    "CoachingOptions",
    "ExportOptions",
    "MusicOptions",
    "RoutineOptions",
    "ScriptOptions",
    "SessionOptions",
    "SpeedOption",
    "choice",
    "takes_options",
]


def checks(name: str) -> Callable[[Any], Any]:
    """Return the callback that checks the value of the option `name`, if it has one."""
    return _refusing(functools.partial(fit_value, name))


def _refusing(check: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def callback(value: Any) -> Any:
        try:
            return None if value is None else check(value)
        except UnfitError as fault:
            raise typer.BadParameter(str(fault)) from None
        except LoudnessError as fault:
            raise typer.BadParameter(fault.lines[0].partition(": ")[2]) from None

    return callback


def choice(name: str, words: Sequence[str], help_: str, check: Callable[[Any], Any]) -> Any:
    """Return an option that is one of `words`, or is left out."""
    return typer.Option(name, metavar="|".join(words), help=help_, callback=check)


def one_of(words: Sequence[str], **others: str) -> Callable[[Any], Any]:
    """Return the callback of an option that is one of `words`; `others` are names for some."""
    return _refusing(functools.partial(word, words, others))


def language_option(help_: str) -> Any:
    """Return the option --language with its help."""
    return typer.Option("--language", metavar="TAG", help=help_, callback=checks("language"))


def options_used(context: typer.Context) -> list[str]:
    """Return the names of the options that stand on the command line."""
    sources = {name: context.get_parameter_source(name) for name in context.params}
    return [name for name, source in sources.items() if source and source.name != "DEFAULT"]


AllOption = Annotated[bool, switch("--all", help="All routines of the file.")]
CoverOption = Annotated[
    Path | None,
    valued(
        "--cover",
        "FILE",
        help="Picture, PNG or JPEG. Without it: cover.jpg or cover.png beside the routine "
        "file, else one that is made.",
    ),
]
ForceOption = Annotated[bool, switch("--force", help="Overwrite a file that is there.")]
FileJsonOption = Annotated[
    bool, switch("--json", help="For programs: each file as an object, a line each.")
]
FileOption = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Keep it in a file: .mp3, .m4a, .opus, .flac, .wav …; - is standard output.",
    ),
]
FormatOption = Annotated[
    str | None,
    valued(
        "--format",
        "ENDING",
        help="Kind of file where -o names none: mp3 (usual), m4a, m4b, mp4, opus, ogg, flac, wav.",
    ),
]
PlainOption = Annotated[bool, switch("--plain", help="A line for each event; always so in a pipe.")]
FlashOption = Annotated[bool, switch("--flash", help="Flash the screen at each tone.")]
BellOption = Annotated[bool, switch("--bell", help="Ring the terminal's bell at each tone.")]
DeviceOption = Annotated[
    str | None,
    valued(
        "--device",
        "NAME",
        help="Play on this device; part of its name is enough. See: audiocoach devices.",
    ),
]
THEMES = ("auto", "dark", "light", "terminal")
ThemeOption = Annotated[
    str,
    choice(
        "--theme",
        THEMES,
        "Colours of the full screen: the cover's, dark or light, or the terminal's own.",
        one_of(THEMES),
    ),
]
NoMediaKeysOption = Annotated[
    bool,
    switch(
        "--no-media-keys", help="Take no keys of headsets and desktops, nor show there what plays."
    ),
]
BackendOption = Annotated[
    str | None,
    valued(
        "--backend",
        "NAME",
        help="What plays: miniaudio, simpleaudio or null. Without it: $AUDIOCOACH_BACKEND, else "
        "miniaudio.",
    ),
]
_ANNOTATED: Any = Annotated


def _checked(name: str, kind: type, metavar: str, help: str) -> Any:  # noqa: A002
    """Return the option, of a `kind` of value, for the field `name`; None where it is left out."""
    option = f"--{name.replace('_', '-')}"
    shown = typer.Option(option, metavar=metavar, help=help, callback=checks(name))
    return _ANNOTATED[kind | None, shown]


SpeedOption = _checked(
    "speed",
    float,
    "0.8…1.5",
    help="How fast is spoken, as a factor; no hold changes with it. Without it: what the "
    "routine file says, else 1.",
)
_OPTIONS: Mapping[str, Any] = {
    "level": Annotated[
        str | None,
        choice(
            "--level",
            CHOICES["level"],
            "How many reps: the low end of each range, its middle, or its high end. Without it: "
            "what the routine file says, else normal.",
            checks("level"),
        ),
    ],
    "talk": Annotated[
        str | None,
        choice(
            "--talk",
            CHOICES["talk"],
            "How much is said; no hold changes with it. Without it: what the routine file says, "
            "else full.",
            checks("talk"),
        ),
    ],
    "language": Annotated[
        str | None,
        language_option(
            "Language of the texts, of those that the routine file has them in, such as de. "
            "Without it: the routine's own."
        ),
    ],
    "voice": _checked(
        "voice",
        str,
        "NAME[:VARIANT]",
        help="Who speaks, such as natural, builtin:f3, piper or recorded:FOLDER; see: "
        "audiocoach voices. Without it: what the routine file says, else "
        "$AUDIOCOACH_VOICE, else the best that is there for the language.",
    ),
    "fill_with": _checked(
        "fill_with",
        str,
        "NAME[:VARIANT]",
        help="Who speaks the lines that a recorded voice lacks. Without it: what the routine "
        "file says, else no voice.",
    ),
    "speed": SpeedOption,
    "voice_volume": _checked(
        "voice_volume",
        float,
        "DB",
        help="How loud what is said is: -30 to 0 dB; 0 is as usual. Without it: what the "
        "routine file says, else 0.",
    ),
    "tone_volume": _checked(
        "tone_volume",
        float,
        "DB",
        help="How loud the tones are: -30 to 9 dB; 0 is as usual. Without it: what the "
        "routine file says, else 0.",
    ),
    "tones": _checked(
        "tones",
        str,
        "NAME|FOLDER",
        help="The tones: standard, soft, bell, or a folder of sound files. Without it: what "
        "the routine file says, else standard.",
    ),
    "loudness": _checked(
        "loudness",
        float,
        "LUFS",
        help="How loud speech is, mono, from -30 to -14; tones go along. Without it: -19.",
    ),
    "fit": _checked(
        "fit",
        str,
        "LENGTH",
        help="How long it is to last, such as 12m or 12:30: by reps inside their ranges "
        "and rests from half to double. Holds stay.",
    ),
    "keep_alive": _checked(
        "keep_alive",
        str,
        "[tick|noise]",
        help="Keep Bluetooth headphones awake: by a very quiet tick in long silences, or, "
        "where that isn't enough, by a floor of noise under all.",
    ),
    "music": Annotated[
        str | None,
        valued(
            "--music",
            "FILE|FOLDER",
            help="Music under it, of any format FFmpeg reads; of a folder, all in order of name.",
        ),
    ],
    "rate": _checked(
        "rate",
        int,
        "44100",
        help="44,100 Hz stereo, for devices that play 24,000 Hz mono wrong.",
    ),
}
"""The option for each field of the kinds of Coaching."""


def takes_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add to `command` an option for each field of its parameter `session_options`.

    That is some kind of CoachingOptions. In the help they stand where it stands among
    the parameters.
    """
    own = inspect.signature(command, eval_str=True).parameters
    kind: type[CoachingOptions] = own["session_options"].annotation
    options = [_parameter(each.name, each.default) for each in fields(kind)]
    shown = [
        option
        for each in own.values()
        for option in (options if each.name == "session_options" else [each])
    ]

    @functools.wraps(command)
    def called(**values: Any) -> None:
        command(
            session_options=kind(**{each.name: values.pop(each.name) for each in options}), **values
        )

    del called.__wrapped__
    parameters = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in shown]
    called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    called.__annotations__ = {each.name: each.annotation for each in shown}
    return called


def _parameter(name: str, default: object) -> inspect.Parameter:
    keyword = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, keyword, default=default, annotation=_OPTIONS[name])
