"""What a listener asks for, checked: by its name, whether it comes from options or from Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import partial
from os import fspath
from typing import Any

from audiocoach.errors import UsageError
from audiocoach.library.options import (
    LONGEST_FIT_MS,
    NOISE,
    SPEEDS,
    TICK,
    ExportOptions,
    ScriptOptions,
)
from audiocoach.routine.choices import LEVEL_WORDS, LEVELS, TALKS, TONE_DB, VOICE_DB, one_of
from audiocoach.tone_spec import HOUSE_SETS

CHOICES: Mapping[str, Sequence[str]] = {"level": LEVELS, "talk": TALKS}
"""The words that some options are one of."""
_NAMES = tuple(each.name for each in fields(ExportOptions))


MIX_RATE = 44_100
"""Samples a second of a session that is not written as it is made; the mixer is slow to import."""


class UnfitError(Exception):
    """A value can't be used; the message says what it must be, and what it is."""


def checked(asked: Mapping[str, Any]) -> ExportOptions:
    """Return what is `asked` by its name, in the form sessions take.

    Raises UsageError, or LoudnessError, for a value that isn't fit.
    """
    found = {name: value for name, value in asked.items() if value is not None}
    for name in found:
        if name not in _NAMES:
            raise UsageError(f"{name}: no such option; a session has {', '.join(_NAMES)}")
    return ExportOptions(**{name: one_checked(name, value) for name, value in found.items()})


def script_options(asked: Mapping[str, Any]) -> ScriptOptions:
    """Return what is `asked` of a script to read aloud. Raises UsageError."""
    names = tuple(each.name for each in fields(ScriptOptions))
    found = {name: value for name, value in asked.items() if value is not None}
    for name in found:
        if name not in names:
            raise UsageError(f"{name}: no such option; a script has {', '.join(names)}")
    return ScriptOptions(**{name: one_checked(name, value) for name, value in found.items()})


def one_checked(name: str, value: Any) -> Any:
    """Return `value` of the option `name` as the library takes it.

    Raises UsageError, or LoudnessError, where it isn't fit.
    """
    try:
        return fit_value(name, value)
    except UnfitError as fault:
        raise UsageError(f"{name}: {fault}") from None


def fit_value(name: str, value: Any) -> Any:
    """Return `value` of the option `name` as the library takes it.

    Raises UnfitError, or LoudnessError, where it isn't fit.
    """
    check = _CHECKS.get(name)
    return value if check is None else check(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _within(least: float, most: float, value: Any) -> float:
    is_number = _is_number(value)
    if not is_number or not least <= value <= most:  # nan isn't within either
        shown = f"{value:g}" if is_number else repr(value)
        raise UnfitError(f"must be {least:g} to {most:g}, not {shown}")
    return float(value)


def word(words: Any, others: Mapping[str, str], value: Any) -> str:
    """Return the one of `words` that is meant; `others` are names for some. Raises UnfitError."""
    meant = one_of(value, words, others) if isinstance(value, str) else None
    if meant is None:
        raise UnfitError(f"must be one of {', '.join(words)}, not {value!r}")
    return meant


def _tag(value: Any) -> str:
    from audiocoach.langtags import is_tag
    from audiocoach.routine.leniency import a_language

    tag = str(a_language(value.strip())) if isinstance(value, str) else ""
    if not is_tag(tag):
        raise UnfitError(f"must be a language tag such as en or pt-BR, not {value!r}")
    return tag


def _loudness(value: Any) -> float:
    from audiocoach.loudness import check_loudness

    if not _is_number(value):
        raise UnfitError(f"must be a number of LUFS, not {value!r}")
    check_loudness(value)
    return float(value)


def _tones(value: Any) -> str:
    typed: str = fspath(value)
    if not typed.strip():
        raise UnfitError(f"must be {', '.join(HOUSE_SETS)} or a folder, not {typed!r}")
    name = typed.strip().lower()
    return name if name in HOUSE_SETS else typed


def _voice(value: Any) -> str:
    from audiocoach.voice.short_names import full_name

    if not str(value).strip():  # as of an unset variable in a script: it would be another voice
        from audiocoach.suggested_commands import command

        raise UnfitError(
            f"must be a voice, such as builtin (see: {command('voices')}), not {value!r}"
        )
    return str(full_name(value))


def _length(value: Any) -> str:
    from audiocoach.units import clock, parse_length

    typed = str(value)
    try:
        length = parse_length(typed)
    except ValueError as fault:
        raise UnfitError(f"{fault}, not {value!r}") from None
    if typed.strip().isdigit():
        raise UnfitError(f"must have a unit, as {typed.strip()}m or {typed.strip()}s")
    if not 0 < length <= LONGEST_FIT_MS:
        most = clock(LONGEST_FIT_MS)
        raise UnfitError(f"must be above 0 and at most {most}, not {value!r}")
    return typed


def kept_awake(value: Any) -> str | None:
    """Return what keeps headphones awake; of true or false, as it was once, the tick or nothing.

    Raises UnfitError.
    """
    if isinstance(value, bool):
        return TICK if value else None
    return word((TICK, NOISE), {}, value)


def _rate(value: Any) -> int:
    if not _is_number(value) or value != MIX_RATE:
        shown = f"{value:g}" if _is_number(value) else repr(value)
        raise UnfitError(f"must be {MIX_RATE}, or left out, not {shown}")
    return MIX_RATE


_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "level": partial(word, LEVELS, LEVEL_WORDS),
    "talk": partial(word, TALKS, {}),
    "language": _tag,
    "voice": _voice,
    "fill_with": _voice,
    "speed": partial(_within, *SPEEDS),
    "voice_volume": partial(_within, *VOICE_DB),
    "tone_volume": partial(_within, *TONE_DB),
    "tones": _tones,
    "loudness": _loudness,
    "fit": _length,
    "keep_alive": kept_awake,
    "music": fspath,
    "rate": _rate,
}
"""What checks each value, and returns it as the library takes it."""
