"""The model's violations, as pydantic reports them, in the words of the house."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel

from audiocoach.routine.faults import Fault, Location, printable, shown
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


def violations(errors: Iterable[ErrorDetails], part: Location = ()) -> Iterator[Fault]:
    """Word pydantic's errors in the part of the file at `part`.

    It calls a list too short whose items are all faulty: that is left out.
    """
    return (_fault(error, part) for error in errors if not _only_seems_empty(error))


def _only_seems_empty(error: ErrorDetails) -> bool:
    return error["type"] == "too_short" and len(error["input"]) > 0


def _fault(error: ErrorDetails, part: Location) -> Fault:
    location = (*part, *_without_key_mark(error))
    wording = _WORDINGS.get(error["type"], _other)
    return Fault(location, partial(wording, error, location))


def _without_key_mark(error: ErrorDetails) -> Location:
    """Drop the `[key]` that pydantic puts behind a key it refuses."""
    location = error["loc"]
    of_key = len(location) > 1 and location[-1] == "[key]" and error["input"] == location[-2]
    return location[:-1] if of_key and error["type"] != "extra_forbidden" else location


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
