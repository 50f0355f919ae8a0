"""How many repetitions there are: a number, a range, or those of each set or level."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)
from pydantic.fields import FieldInfo

from audiocoach.routine import fields, leniency, rules
from audiocoach.routine.choices import Level
from audiocoach.routine.fields import MOST_REPS


class Written(BaseModel):
    """Part of a routine file: exact types, no unknown keys, never changed."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False)


LEVELS_TAG, SETS_TAG = "<levels>", "<sets>"
"""Where `reps` keep what is written for each level or set; left out of a fault's location."""


def _is_by_level(value: object) -> bool:
    return isinstance(value, dict) and not {"easy", "normal", "hard"}.isdisjoint(value)


def _reps(value: object) -> object:
    """Take a list for the reps of each set, and an object of levels for those of each level."""
    if isinstance(value, list):
        return {"min": 1, SETS_TAG: value}
    return _reps_of_a_set(value)


def _reps_of_a_set(value: object) -> object:
    if _is_by_level(value):
        return {"min": 1, LEVELS_TAG: value}
    return _range(value)


def _reps_of_a_level(value: object) -> object:
    return {"min": 1, SETS_TAG: value} if isinstance(value, list) else _range(value)


def _range(value: object) -> object:
    """Turn a plain number into a range of one, so that faults name `reps` itself."""
    value = leniency.some_reps(value)
    if isinstance(value, int) and not isinstance(value, bool):
        if not 1 <= value <= MOST_REPS:
            raise rules.broken(f"must be at least 1 and at most {MOST_REPS}")
        return {"min": value, "max": value}
    if not isinstance(value, (dict, Reps)):
        raise rules.broken('must be a whole number, or {"min": 10, "max": 15}, or {"min": 3}')
    return value


class Reps(Written):
    """How many repetitions: a range, or open at its upper end; by set or level if written so."""

    min: Annotated[fields.RepCount, Field(description="Fewest repetitions, 1 to 1000.")]
    max: Annotated[
        fields.RepCount | None,
        Field(description="Most repetitions, `min` to 1000; left out where there is no upper end."),
    ] = None
    note: fields.Note = ""
    of_sets: Annotated[
        tuple[Annotated[Reps, BeforeValidator(_reps_of_a_set)], ...] | None,
        Field(
            strict=False,
            min_length=1,
            max_length=100,
            alias=SETS_TAG,
            description="Those of each set by itself.",
        ),
    ] = None
    of_levels: Annotated[
        RepsOfLevels | None,
        Field(alias=LEVELS_TAG, description="Those of each level by itself."),
    ] = None

    @model_validator(mode="after")
    def _in_order(self) -> Reps:
        if self.max is not None and self.max < self.min:
            raise rules.broken('must have "max" at or above "min"')
        return self

    def at(self, level: Level, number: int = 1) -> int:
        """Return the repetitions of set `number` at `level`: the low end, the middle, the high end.

        The middle is rounded down; an open end makes the minimum, one more, two more. A list
        that is too short goes on as it ends.
        """
        if self.of_sets:
            return self.of_sets[min(number, len(self.of_sets)) - 1].at(level)
        if self.of_levels:
            of_level: Reps = getattr(self.of_levels, level)
            return of_level.at(level, number)
        high = self.min + 2 if self.max is None else self.max
        return {"easy": self.min, "normal": (self.min + high) // 2, "hard": high}[level]

    def sets(self, level: Level) -> int:
        """Return for how many sets they are written, each by itself; 1 where they aren't."""
        if self.of_levels:
            of_level: Reps = getattr(self.of_levels, level)
            return of_level.sets(level)
        return len(self.of_sets) if self.of_sets else 1


class RepsOfLevels(Written):
    """The repetitions of each level by themselves."""

    easy: Annotated[Reps, BeforeValidator(_reps_of_a_level)]
    normal: Annotated[Reps, BeforeValidator(_reps_of_a_level)]
    hard: Annotated[Reps, BeforeValidator(_reps_of_a_level)]
    note: fields.Note = ""


def _schema(reps: Mapping[str, FieldInfo], most: int, description: str) -> dict[str, Any]:
    """Return the schema of `reps`, whose fields are those of a range, each at most `most`."""
    one = _one(reps, most)
    by_set = {"type": "array", "minItems": 1, "maxItems": 100}
    of_level = {"anyOf": [*one, {**by_set, "items": {"anyOf": one}}]}
    of_set = {"anyOf": [*one, _levels({"anyOf": one})]}
    shapes = [*one, {**by_set, "items": of_set}, _levels(of_level)]
    return {"description": description, "anyOf": shapes}


def _one(reps: Mapping[str, FieldInfo], most: int) -> list[dict[str, Any]]:
    number = {"type": "integer", "minimum": 1, "maximum": most}
    ends = {end: {**number, "description": f"{reps[end].description}"} for end in ("min", "max")}
    between = {
        "type": "object",
        "properties": {**ends, "note": {"type": "string"}},
        "required": ["min"],
        "additionalProperties": False,
    }
    return [number, between, dict(leniency.REPS)]


def _levels(of_level: Mapping[str, Any]) -> dict[str, Any]:
    names = ("easy", "normal", "hard")
    return {
        "type": "object",
        "properties": {**dict.fromkeys(names, of_level), "note": {"type": "string"}},
        "required": list(names),
        "additionalProperties": False,
    }


_REPS_DESCRIPTION = (
    "Repetitions in a set, of each side: a number, a range, or a minimum alone where more "
    "is welcome; a list has them for each set, `easy`, `normal` and `hard` for each level."
)
RepsOrNumber = Annotated[
    Reps,
    BeforeValidator(_reps),
    Field(description=_REPS_DESCRIPTION),
    WithJsonSchema(_schema(Reps.model_fields, MOST_REPS, _REPS_DESCRIPTION)),
]
