"""The model's violations, as pydantic reports them, in the words of the house."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel

from audiocoach.routine.choices import LEVELS, TALKS
from audiocoach.routine.cues import TEXT_TAG, TIMED_TAG, Breath, Count, Cues, TimedCue
from audiocoach.routine.faults import Fault, Location, printable, shown
from audiocoach.routine.model import (
    ROUNDS_TAG,
    STEP_TAG,
    Exercise,
    Phase,
    Posture,
    Reps,
    Rests,
    Rounds,
    Routine,
    RoutineFile,
    SideChanges,
    Sides,
    Step,
)
from audiocoach.routine.other_words import as_key, in_other_words, nearly_in_other_words
from audiocoach.routine.tempo import Tempo
from audiocoach.routine.translations import (
    BY_NAME_TAG,
    IN_ORDER_TAG,
    ExerciseTexts,
    PhaseTexts,
    RoutineTexts,
    SideTexts,
)
from audiocoach.routine.varying import LEVELS_TAG, SIDES, SIDES_TAG, TAGS
from audiocoach.text import did_you_mean, misspelt

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_CHOICES: Mapping[int | str, tuple[str, ...]] = {
    "posture": get_args(Posture),
    "sides": get_args(Sides),
    "first_side": SIDES,
    "rests": get_args(Rests),
    "breath": get_args(Breath),
    "count": get_args(Count),
    "level": tuple(LEVELS),
    "talk": tuple(TALKS),
    "begins_with": ("lower", "lift"),
}
_LISTED: Mapping[int | str, type[BaseModel]] = {
    "phases": Phase,
    "steps": Step,
    "cues": TimedCue,
}
_OF_A_SIDE: Mapping[int | str, type[BaseModel]] = dict.fromkeys(SIDES, SideChanges)
_NAMED: Mapping[int | str, type[BaseModel]] = {"exercises": Exercise, "routines": Routine}
_PLACES: Mapping[type[BaseModel], str] = {
    Exercise: "an exercise or a step",
    Step: "a step of a routine",
    Rounds: "rounds of a routine",
    Phase: "a phase",
    SideChanges: "one side of an exercise",
    Routine: "a routine",
    RoutineFile: "the file, outside of exercises and routines",
    Reps: "reps",
    ExerciseTexts: "a translation of an exercise or a step",
    RoutineTexts: "a translation of a routine",
    PhaseTexts: "a translation of a phase",
    Cues: "cues of an exercise or a routine",
    TimedCue: "an entry of a phase's cues",
    Tempo: "tempo",
}
_OF_BOTH_SIDES: Mapping[str, str] = {
    "every_seconds": 'a set begins so often with both; write it beside "sides"',
    "first_side": 'it says which of them begins; write it beside "sides"',
    "language": "both are spoken of in one; write it in the routine, or at the file's top",
    "left": 'it stands beside "sides", not in a side',
    "pictures": 'they show both; write them beside "sides"',
    "rest_after_seconds": "it follows both; write it in the step",
    "rests": 'they are exact for both or for neither; write it beside "sides"',
    "right": 'it stands beside "sides", not in a side',
    "sides": "it says which sides there are; write it in the exercise or the step",
    "skip": 'to leave one out, write "sides": "left" or "right"',
    "tones": 'one set of them sounds for both; write it beside "sides"',
    "translations": 'write "left" or "right" within the translations of the exercise',
}
"""Why these fields of an exercise or a step are none of a side."""
_LEFT_OUT = ("skip", "skipped", "leave_out", "disabled", "hidden", "enabled", "active")
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
    location = tuple(key for key in error["loc"] if key not in _TAGS)
    of_key = len(location) > 1 and location[-1] == "[key]" and error["input"] == location[-2]
    return location[:-1] if of_key and error["type"] != "extra_forbidden" else location


_TAGS = (STEP_TAG, ROUNDS_TAG, TEXT_TAG, TIMED_TAG, IN_ORDER_TAG, BY_NAME_TAG, *TAGS)


def _missing(_error: ErrorDetails, _location: Location) -> str:
    return "is missing"


def _unknown_key(error: ErrorDetails, location: Location) -> str:
    for tag, names in ((LEVELS_TAG, LEVELS), (SIDES_TAG, SIDES)):
        if error["loc"][-2:-1] == (tag,):
            return f"unknown key; known are {', '.join(names)}"
    model, key = _model_at(location[:-1]), str(location[-1])
    if model is SideChanges and key in _OF_BOTH_SIDES:
        return f"can't be set for one side: {_OF_BOTH_SIDES[key]}"
    if model is Step and error["loc"][-2] == ROUNDS_TAG:
        model = Rounds
    known = _known_keys(model)
    hint = (
        _meant(model, key)
        or _elsewhere(model, key)
        or _meant(model, key, loosely=True)
        or _misspelt(model, key, known)
        or did_you_mean(as_key(key), known)
        or f"; known are {', '.join(known)}"
    )
    return f"unknown key{hint}"


def _meant(model: type[BaseModel], key: str, *, loosely: bool = False) -> str:
    if as_key(key) in _LEFT_OUT:
        way = 'write "skip": true' if "skip" in model.model_fields else "make it a comment: /* … */"
        return f"; to leave this out, {way}"
    meant = in_other_words(model, key, loosely=loosely)
    return f", did you mean {meant}?" if meant else ""


def _misspelt(model: type[BaseModel], key: str, known: Sequence[str]) -> str:
    """Say which of the `known` keys is misspelt, or else which word for one."""
    own = misspelt(as_key(key), known)
    meant = f'"{own}"' if own else nearly_in_other_words(model, key)
    return f", did you mean {meant}?" if meant else ""


def _elsewhere(model: type[BaseModel], key: str) -> str:
    """Say where `key` belongs, if not here."""
    places = [name for other, name in _PLACES.items() if key in _known_keys(other)]
    return "" if not places or key in _known_keys(model) else f"; it belongs in {places[0]}"


def _known_keys(model: type[BaseModel]) -> list[str]:
    names = (field.alias or name for name, field in model.model_fields.items())
    return list(names)


def _model_at(parent: Location) -> type[BaseModel]:
    """Return which model stands at `parent`, by the keys that lead to it."""
    if not parent:
        return RoutineFile
    if len(parent) == 2:  # noqa: PLR2004 - a kind, and an id that may be any word
        return _NAMED[parent[0]]
    if _TRANSLATIONS in parent[2:-1]:
        return _translation_at(parent)
    if parent[-1] == "cues":
        return Cues
    if parent[-1] == "tempo":
        return Tempo
    in_list = isinstance(parent[-1], int) and parent[-2] in _LISTED
    return _LISTED[parent[-2]] if in_list else _OF_A_SIDE.get(parent[-1], Reps)


_TRANSLATIONS = "translations"


def _translation_at(parent: Location) -> type[BaseModel]:
    """Return which model stands at `parent`, a place in translations."""
    at = parent.index(_TRANSLATIONS, 2)
    if len(parent) > at + 2:
        return SideTexts if parent[-1] in SIDES else PhaseTexts
    of_routine = at == 2 and parent[0] == "routines"  # noqa: PLR2004 - behind its id
    return RoutineTexts if of_routine else ExerciseTexts


def _wrong_type(error: ErrorDetails, _location: Location) -> str:
    value = error["input"]
    kind = "text " if isinstance(value, str) else ""
    return f"must be {_TYPES[error['type']]}, not {kind}{shown(value)}"


def _wrong_choice(error: ErrorDetails, location: Location) -> str:
    value = error["input"]
    choices = _CHOICES[location[-1]]
    hint = did_you_mean(value, choices) if isinstance(value, str) else ""
    if hint:  # beside a sure guess the list is noise
        return f"unknown {location[-1]} {shown(value)}{hint}"
    return f"must be one of {', '.join(choices)}, not {shown(value)}"


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
    message, value = error["msg"], error["input"]
    text = f"{message[:1].lower()}{message[1:]}"
    if isinstance(value, dict) and " either " in text:
        return printable(f"{text}, not both")  # the whole exercise would be no help
    return printable(f"{text}, not {shown(value)}")


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
