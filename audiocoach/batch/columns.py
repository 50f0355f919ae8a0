"""What the columns of a row say: who is coached and how, and what is different in the routine.

A column is an option of a session (`level`), a field of the routine (`title`), or a field of one
of its exercises (`wall-sit.sets`), for all steps of it. What a row changes is put into the routine
file, and read as every routine file is: so it has the same rules, limits and messages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, fields
from typing import Any

from audiocoach.errors import RowsError, UsageError
from audiocoach.library.options import NOISE, TICK, ExportOptions

OPTIONS = tuple(each.name for each in fields(ExportOptions))
"""Columns that are a listener's options."""

ROUTINE, FILE = "routine", "file"

_TEXTS = frozenset(
    {
        *("title", "area", "instructions", "position", "cue", "intro", "outro", "note"),
        *("language", "tempo", "say_as"),
    }
)
"""Fields that stay text, also where it looks like a number."""

_NUMBERS = frozenset(["speed", "voice_volume", "tone_volume", "loudness", "rate"])
_TRUE, _FALSE = frozenset(["true", "yes", "1", "x"]), frozenset(["false", "no", "0"])


class ColumnError(RowsError):
    """A column is neither an option nor a field: change its name, or leave it out."""


@dataclass(frozen=True)
class Asked:
    """What a row asks for."""

    routine: str | None
    """Id or title of a routine or exercise; None for the first routine."""
    session_options: Mapping[str, Any]
    """Options of the session, by name."""
    changes: Mapping[str, Any]
    """Fields of the routine."""
    doses: Mapping[str, Mapping[str, Any]]
    """Fields of its exercises, by the exercise's id or title."""

    @property
    def is_personal(self) -> bool:
        """Whether the routine itself is changed."""
        return bool(self.changes or self.doses)


def routine_fields() -> frozenset[str]:
    """Name the columns that are fields of a routine."""
    from audiocoach.routine.model import Routine, Step

    assert "exercise" in Step.model_fields
    return frozenset(each.alias or name for name, each in Routine.model_fields.items())


def check_column(name: str, others: frozenset[str]) -> None:
    """Raise ColumnError unless `name` is a column; `others` are those that name files."""
    if name in {ROUTINE, FILE, *others} or column(name) in OPTIONS or name in routine_fields():
        return
    _, dot, field = name.rpartition(".")
    if dot and field in _step_fields():
        return
    from audiocoach.text import did_you_mean

    there = [ROUTINE, FILE, *OPTIONS, *sorted(routine_fields())]
    if dot:
        hint = did_you_mean(field, sorted(_step_fields()))
        raise ColumnError(f"column {name!r}: an exercise has no field {field!r}{hint}")
    hint = did_you_mean(name, there) or "; --name may use it, else leave it out"
    raise ColumnError(f"column {name!r}: is neither an option nor a field of a routine{hint}")


def _step_fields() -> frozenset[str]:
    from audiocoach.routine.model import Step

    return frozenset(Step.model_fields) - {"exercise"}


def column(name: str) -> str:
    """Return the option that a column names: `tone-volume` is `tone_volume`."""
    return name.replace("-", "_")


def asked(values: Mapping[str, Any]) -> Asked:
    """Sort what a row says; UsageError for an option whose value can't be one."""
    session_options: dict[str, Any] = {}
    changes: dict[str, Any] = {}
    doses: dict[str, dict[str, Any]] = {}
    own = routine_fields()
    for name, value in values.items():
        exercise, dot, field = name.rpartition(".")
        if column(name) in OPTIONS:
            session_options[column(name)] = _option(column(name), value)
        elif name in own:
            changes[name] = _field(name, value)
        elif dot and field in _step_fields():
            doses.setdefault(exercise, {})[field] = _field(field, value)
    routine = values.get(ROUTINE)
    return Asked(None if routine is None else str(routine), session_options, changes, doses)


def texts(values: Mapping[str, Any]) -> Iterator[str]:
    """Return what a row says that is for the listener, or about them: never to be logged."""
    known = _step_fields() | routine_fields()
    for name, value in values.items():
        field = name.rpartition(".")[2]
        if name in {ROUTINE, FILE} or column(name) in OPTIONS:
            continue
        meant = _field(field, value) if field in known else value
        if not isinstance(meant, str) or field in _TEXTS or field not in known:
            yield from _strings(meant)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _strings(each)


def _option(name: str, value: Any) -> Any:
    if name == "keep_alive":
        return _kept_awake(value)
    if name in _NUMBERS and isinstance(value, str):
        try:
            return float(value.replace(",", "."))
        except ValueError:
            raise UsageError(f"{name}: must be a number, not {value!r}") from None
    if name not in _NUMBERS and not isinstance(value, (str, bool)):
        raise UsageError(f"{name}: must be a text, not {value!r}")
    return value


def _kept_awake(value: Any) -> str | None:
    word = str(value).strip().lower()
    if word in _TRUE | _FALSE:
        return TICK if word in _TRUE else None
    if word not in (TICK, NOISE):
        raise UsageError(f"keep_alive: must be {TICK}, {NOISE}, true or false, not {value!r}")
    return word


def _field(name: str, value: Any) -> Any:
    """Return what a cell means as a value of JSON: `3`, `[8, 10]`, `true`, or a text."""
    if not isinstance(value, str) or (name in _TEXTS and not value.lstrip().startswith("{")):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def personal(tree: Mapping[str, Any], kind: str, id_: str, asked: Asked) -> bytes:
    """Return the routine file for a row: `tree` with what it changes in the routine `id_`.

    Only the exercises that this routine has are in it. UsageError for a dose of another.
    """
    if kind != "routine":
        raise UsageError(f"{id_}: is an exercise alone, which no column can change")
    routine = {**deepcopy(tree["routines"][id_]), **asked.changes}
    own = {**tree, "routines": {id_: routine}}
    _put_ids(own)
    steps = list(_steps(routine))
    for typed, fields_ in asked.doses.items():
        _change(steps, _meant(typed, own["exercises"], steps), fields_)
    used = {id_of(each.get()) for each in steps}
    exercises = {name: each for name, each in own["exercises"].items() if name in used}
    return json.dumps({**own, "exercises": exercises or own["exercises"]}).encode()


def _put_ids(tree: Mapping[str, Any]) -> None:
    from audiocoach.routine.step_names import put_ids

    put_ids(tree)


@dataclass(frozen=True)
class _Place:
    """Where a step stands."""

    get: Callable[[], Any]
    """Returns the step."""
    put: Callable[[Any], None]
    """Puts another in its place."""


def _steps(holder: Any) -> Iterator[_Place]:
    """Return every step of a routine or of rounds, at any depth."""
    steps = holder.get("steps") if isinstance(holder, dict) else None
    if isinstance(steps, str):
        yield _Place(lambda: holder["steps"], lambda step: holder.update(steps=[step]))
    for number, step in enumerate(steps if isinstance(steps, list) else ()):
        if isinstance(step, dict) and "steps" in step:
            yield from _steps(step)
        else:
            yield _at(steps, number)


def _at(steps: Any, number: int) -> _Place:
    return _Place(lambda: steps[number], lambda step: steps.__setitem__(number, step))


def id_of(step: Any) -> Any:
    """Return the id of the exercise that a step names."""
    return step.get("exercise") if isinstance(step, dict) else step


def _meant(typed: str, exercises: Mapping[str, Any], steps: list[_Place]) -> str:
    from audiocoach.routine.step_names import StepNames

    used = [id_of(each.get()) for each in steps]
    ids = [name for name in StepNames(exercises).meant(typed) if name in used]
    if len(ids) != 1:
        from audiocoach.text import did_you_mean

        there = list(dict.fromkeys(str(each) for each in used))
        hint = did_you_mean(typed, there) or f"; it has: {', '.join(there)}"
        raise UsageError(f"column {typed}: the routine has no such exercise{hint}")
    return ids[0]


def _change(steps: list[_Place], id_: str, changes: Mapping[str, Any]) -> None:
    for place in steps:
        step = place.get()
        if id_of(step) == id_:
            place.put({**(step if isinstance(step, dict) else {"exercise": step}), **changes})
