"""What a program asks for, checked as the command line checks its options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from os import fspath
from typing import Any

from audiocoach.errors import UsageError
from audiocoach.library.wishes import LONGEST_FIT_MS, SPEEDS, MusicWishes
from audiocoach.routine.choices import LEVEL_WORDS, LEVELS, TALKS, TONE_DB, VOICE_DB, one_of

_NAMES = tuple(each.name for each in fields(MusicWishes))
_RANGES = {"speed": SPEEDS, "voice_volume": VOICE_DB, "tone_volume": TONE_DB}


def checked(asked: Mapping[str, Any]) -> MusicWishes:
    """Return what is `asked` by its name, in the form sessions take.

    Raises UsageError, or LoudnessError, for a value that isn't fit.
    """
    found = {name: value for name, value in asked.items() if value is not None}
    for name in found:
        if name not in _NAMES:
            raise UsageError(f"{name}: is no option of a session; there are {', '.join(_NAMES)}")
    if "level" in found:
        found["level"] = _word("level", found["level"], LEVELS, LEVEL_WORDS)
    if "talk" in found:
        found["talk"] = _word("talk", found["talk"], TALKS, {})
    for name in found.keys() & _RANGES.keys():
        within(name, found[name], *_RANGES[name])
    if "loudness" in found:
        from audiocoach.loudness import check_loudness

        check_loudness(found["loudness"])
    if "fit" in found:
        _check_length(found["fit"])
    if "music" in found:
        found["music"] = fspath(found["music"])
    for name in found.keys() & {"voice", "fill_with"}:
        from audiocoach.voice.shortname import full_name

        found[name] = full_name(found[name])
    return MusicWishes(**found)


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


def _check_length(value: object) -> None:
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
