"""The wording of faults: where, which rule, which value, in one printable line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel

from audiocoach.routine.model import (
    Exercise,
    Phase,
    Posture,
    Reps,
    Routine,
    RoutineFile,
    Sides,
    Step,
)
from audiocoach.routine.names import did_you_mean

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Location = tuple[int | str, ...]
"""Keys and list positions from the top of the file to a value."""

_WIDTH = 60
_PLAIN_KEY = re.compile(r"[^\W][\w-]{0,99}|\$schema")
_CHOICES: Mapping[int | str, tuple[str, ...]] = {
    "posture": get_args(Posture),
    "sides": get_args(Sides),
}
_LISTED: Mapping[int | str, type[BaseModel]] = {"phases": Phase, "steps": Step}
_NAMED: Mapping[int | str, type[BaseModel]] = {"exercises": Exercise, "routines": Routine}
_TYPES = {
    "string_type": "text",
    "float_type": "a number",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "an object",
    "mapping_type": "an object",
    "model_type": "an object",
}


class LongInt(int):
    """A whole number too long to work with, kept as it was written.

    Its value is cut down to one that is still out of every range.
    """

    written: str


class LongFloat(float):
    """A number beyond the range of floats, kept as it was written."""

    written: str


def printable(text: str) -> str:
    """Escape whatever would break a line or upset a terminal."""
    return "".join(
        character if character.isprintable() else _escaped(ord(character)) for character in text
    )


def shown(value: object) -> str:
    """Give `value` as JSON would, printable, cut to about 60 characters."""
    if isinstance(value, (LongInt, LongFloat)):
        return _cut(value.written)
    if isinstance(value, str):
        value = value[: _WIDTH + 1]  # a megabyte of text need not be quoted to be cut
    text = printable(json.dumps(value, ensure_ascii=False, default=str))
    return _cut(text)


def path_text(location: Location) -> str:
    """Write a location as people do: `exercises.wall-sit.phases[0].seconds`."""
    return "".join(_path_part(part) for part in location).removeprefix(".")


def fault_line(location: Location, text: str) -> str:
    """Put the place before the fault; the top of the file has no name."""
    return f"{path_text(location)}: {text}" if location else text


def validation_lines(errors: Iterable[ErrorDetails]) -> Iterator[str]:
    """Word pydantic's errors.

    It calls a list too short whose items are all faulty: that is left out.
    """
    return (_validation_line(error) for error in errors if not _only_seems_empty(error))


def _only_seems_empty(error: ErrorDetails) -> bool:
    return error["type"] == "too_short" and len(error["input"]) > 0


def _validation_line(error: ErrorDetails) -> str:
    location = _without_key_mark(error)
    wording = _WORDINGS.get(error["type"], _other)
    return fault_line(location, wording(error, location))


def _without_key_mark(error: ErrorDetails) -> Location:
    """Drop the `[key]` that pydantic puts behind a key it refuses."""
    location = error["loc"]
    of_key = len(location) > 1 and location[-1] == "[key]" and error["input"] == location[-2]
    return location[:-1] if of_key and error["type"] != "extra_forbidden" else location


def _path_part(part: int | str) -> str:
    if isinstance(part, int):
        return f"[{part}]"
    return f".{part}" if _PLAIN_KEY.fullmatch(part) and part.isprintable() else f"[{shown(part)}]"


def _escaped(code: int) -> str:
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004


def _cut(text: str) -> str:
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"


def _missing(_error: ErrorDetails, _location: Location) -> str:
    return "is missing"


def _unknown_key(_error: ErrorDetails, location: Location) -> str:
    known = _known_keys(location[:-1])
    key = str(location[-1])
    return "unknown key" + (did_you_mean(key, known) or f"; known are {', '.join(known)}")


def _known_keys(parent: Location) -> list[str]:
    fields = _model_at(parent).model_fields
    return [field.alias or name for name, field in fields.items()]


def _model_at(parent: Location) -> type[BaseModel]:
    """Tell which model stands at `parent`, by the keys that lead to it."""
    if not parent:
        return RoutineFile
    if len(parent) == 2:  # noqa: PLR2004 - a kind, and an id that may be any word
        return _NAMED[parent[0]]
    return _LISTED[parent[-2]] if isinstance(parent[-1], int) else Reps


def _wrong_type(error: ErrorDetails, _location: Location) -> str:
    value = error["input"]
    kind = "text " if isinstance(value, str) else ""
    return f"must be {_TYPES[error['type']]}, not {kind}{shown(value)}"


def _wrong_choice(error: ErrorDetails, location: Location) -> str:
    value = error["input"]
    choices = _CHOICES[location[-1]]
    listed = ", ".join(choices)
    hint = did_you_mean(value, choices) if isinstance(value, str) else ""
    return f"must be one of {listed}, not {shown(value)}{hint}"


def _too_low(error: ErrorDetails, _location: Location) -> str:
    return f"must be at least {_context(error, 'ge'):g}, not {shown(error['input'])}"


def _too_high(error: ErrorDetails, _location: Location) -> str:
    return f"must be at most {_context(error, 'le'):g}, not {shown(error['input'])}"


def _not_finite(error: ErrorDetails, _location: Location) -> str:
    return f"must be a finite number, not {shown(error['input'])}"


def _empty(_error: ErrorDetails, _location: Location) -> str:
    return "must not be empty"


def _too_many(error: ErrorDetails, _location: Location) -> str:
    return f"must have at most {_context(error, 'max_length')} entries, not {len(error['input'])}"


def _too_long(error: ErrorDetails, _location: Location) -> str:
    most = _context(error, "max_length")
    return f"must have at most {most} characters, not {len(error['input'])}"


def _lone_surrogate(error: ErrorDetails, _location: Location) -> str:
    return f"must not hold half a character (a lone surrogate), not {shown(error['input'])}"


def _other(error: ErrorDetails, _location: Location) -> str:
    message = error["msg"]
    return printable(f"{message[:1].lower()}{message[1:]}, not {shown(error['input'])}")


def _context(error: ErrorDetails, name: str) -> Any:
    return error["ctx"][name]


_WORDINGS: Mapping[str, Callable[[ErrorDetails, Location], str]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "literal_error": _wrong_choice,
    "greater_than_equal": _too_low,
    "less_than_equal": _too_high,
    "finite_number": _not_finite,
    "too_short": _empty,
    "string_too_short": _empty,
    "too_long": _too_many,
    "string_too_long": _too_long,
    "string_unicode": _lone_surrogate,
    **dict.fromkeys(_TYPES, _wrong_type),
}
