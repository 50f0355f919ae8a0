"""What a program asks for, checked as the command line checks its options."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import partial
from os import fspath
from typing import Any

from audiocoach.errors import UsageError
from audiocoach.library.wishes import LONGEST_FIT_MS, SPEEDS, MusicWishes
from audiocoach.routine.choices import LEVEL_WORDS, LEVELS, TALKS, TONE_DB, VOICE_DB, one_of

_NAMES = tuple(each.name for each in fields(MusicWishes))


def checked(asked: Mapping[str, Any]) -> MusicWishes:
    """Return what is `asked` by its name, in the form sessions take.

    Raises UsageError, or LoudnessError, for a value that isn't fit.
    """
    found = {name: value for name, value in asked.items() if value is not None}
    for name in found:
        if name not in _NAMES:
            raise UsageError(f"{name}: is no option of a session; there are {', '.join(_NAMES)}")
    fit = {name: _CHECKS.get(name, _as_it_is)(value) for name, value in found.items()}
    return MusicWishes(**fit)


def within(name: str, value: float, least: float, most: float) -> None:
    """Raise UsageError unless `value`, called `name`, lies from `least` to `most`."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not least <= value <= most:
        raise UsageError(f"{name}: must be {least:g} to {most:g}, not {value!r}")


def _word(name: str, value: object, words: Any, others: Mapping[str, str]) -> str:
    meant = one_of(value, words, others) if isinstance(value, str) else None
    if meant is None:
        raise UsageError(f"{name}: must be one of {', '.join(words)}, not {value!r}")
    return meant


def _tag(value: object) -> str:
    from audiocoach.routine.leniency import a_language
    from audiocoach.routine.tags import is_tag

    tag = str(a_language(value.strip())) if isinstance(value, str) else ""
    if not is_tag(tag):
        raise UsageError(f"language: must be a language tag such as en or pt-BR, not {value!r}")
    return tag


def _as_it_is(value: Any) -> Any:
    return value


def _number(name: str, least: float, most: float) -> Callable[[Any], float]:
    def check(value: Any) -> float:
        within(name, value, least, most)
        return float(value)

    return check


def _loudness(value: Any) -> float:
    from audiocoach.loudness import check_loudness

    check_loudness(value)
    return float(value)


def _voice(value: Any) -> str:
    from audiocoach.voice.shortname import full_name

    return full_name(value)


def _length(value: object) -> str:
    from audiocoach.units import clock, parse_length

    try:
        length = parse_length(str(value))
    except ValueError as fault:
        raise UsageError(f"fit: {fault}, not {value!r}") from None
    if isinstance(value, int) or str(value).strip().isdigit():
        raise UsageError(f"fit: must have a unit, as {value}m or {value}s")
    if not 0 < length <= LONGEST_FIT_MS:
        most = clock(LONGEST_FIT_MS)
        raise UsageError(f"fit: must be above 0 and at most {most}, not {value!r}")
    return str(value)


_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "level": partial(_word, "level", words=LEVELS, others=LEVEL_WORDS),
    "talk": partial(_word, "talk", words=TALKS, others={}),
    "language": _tag,
    "voice": _voice,
    "fill_with": _voice,
    "speed": _number("speed", *SPEEDS),
    "voice_volume": _number("voice_volume", *VOICE_DB),
    "tone_volume": _number("tone_volume", *TONE_DB),
    "loudness": _loudness,
    "fit": _length,
    "music": fspath,
}
"""What checks each value, and returns it as the library takes it."""
