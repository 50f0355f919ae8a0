"""How many repetitions there are: a number, or a range that a level chooses from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic.fields import FieldInfo

from audiocoach.routine import fields, leniency, value_rules
from audiocoach.routine.choices import Level
from audiocoach.routine.fields import MOST_REPS
from audiocoach.routine.varying import VaryingField


class WrittenReps(BaseModel):
    """Part of a routine file: exact types, no unknown keys, never changed."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False)


class Partial(WrittenReps):
    """A part of which anything may be left out, but where it is written it has a value."""

    _written_out = field_validator("*", mode="before")(value_rules.written_out)


def _range(value: object) -> object:
    """Turn a plain number into a range of one, so that faults name `reps` itself."""
    value = leniency.some_reps(value)
    if isinstance(value, int) and not isinstance(value, bool):
        if not 1 <= value <= MOST_REPS:
            raise value_rules.broken(f"must be at least 1 and at most {MOST_REPS}")
        return {"min": value, "max": value}
    if not isinstance(value, (dict, Reps)):
        raise value_rules.broken('must be a whole number, or {"min": 10, "max": 15}, or {"min": 3}')
    return value


class Reps(WrittenReps):
    """How many repetitions: a range, or open at its upper end."""

    min: Annotated[fields.RepCount, Field(description="Fewest repetitions, 1 to 1000.")]
    max: Annotated[
        fields.RepCount | None,
        Field(description="Most repetitions, `min` to 1000; left out where there is no upper end."),
    ] = None
    note: fields.Note = ""

    @model_validator(mode="after")
    def _in_order(self) -> Reps:
        if self.max is not None and self.max < self.min:
            raise value_rules.broken('must have "max" at or above "min"')
        return self

    def at(self, level: Level) -> int:
        """Return the repetitions at `level`: the low end, the middle, the high end.

        The middle is rounded down; an open end makes the minimum, one more, two more.
        """
        high = self.min + 2 if self.max is None else self.max
        return {"easy": self.min, "normal": (self.min + high) // 2, "hard": high}[level]


def exactly(count: int) -> Reps:
    """Return the range that holds `count` alone."""
    # Above what a file may ask for where a range is open at its upper end.
    return Reps.model_construct(min=count, max=count)


def _schema(reps: Mapping[str, FieldInfo], most: int, description: str) -> dict[str, Any]:
    """Return the schema of `reps`, whose fields are those of a range, each at most `most`."""
    number = {"type": "integer", "minimum": 1, "maximum": most}
    ends = {end: {**number, "description": f"{reps[end].description}"} for end in ("min", "max")}
    between = {
        "type": "object",
        "properties": {**ends, "note": {"type": "string"}},
        "required": ["min"],
        "additionalProperties": False,
    }
    return {"description": description, "anyOf": [number, between, dict(leniency.REPS)]}


_REPS_DESCRIPTION = (
    "Repetitions in a set, of each side: a number, a range, or a minimum alone where more "
    "is welcome; a list has them for each set, `easy`, `normal` and `hard` for each level."
)
RepsOrNumber = Annotated[
    Reps,
    BeforeValidator(_range),
    WithJsonSchema(_schema(Reps.model_fields, MOST_REPS, _REPS_DESCRIPTION)),
    Field(description=_REPS_DESCRIPTION),
    VaryingField(),
]
