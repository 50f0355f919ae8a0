"""Values that differ by set, by level or by side: how they are written, and which one counts.

`VaryingField` marks a field of the routine file: besides a plain value it takes a list with one
for each set, and an object with one for each level. Its Python type stays that of the plain
value, as `routine.effective_values` puts one in place before anything is composed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar, cast, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from audiocoach.routine.choices import LEVELS, Level

T = TypeVar("T")
Side = Literal["left", "right"]

SIDES: tuple[Side, ...] = get_args(Side)

ONE_TAG, SETS_TAG, LEVELS_TAG, SIDES_TAG = "<one>", "<sets>", "<levels>", "<sides>"
"""What pydantic puts into the location of a fault, to say how the value was written."""

TAGS = (ONE_TAG, SETS_TAG, LEVELS_TAG, SIDES_TAG)

MOST_SETS = 100
"""Most sets that an exercise has, and so most values of a list."""

_MOST_NOTE = 20_000
"""Characters of a note, which may stand in any object."""

JsonSchema = dict[str, Any]


@dataclass(frozen=True)
class ByLevel(Generic[T]):
    """A value for each level."""

    easy: T
    """That at level easy."""
    normal: T
    """That at level normal."""
    hard: T
    """That at level hard."""

    def at(self, level: Level) -> T:
        """Return the one at `level`."""
        return cast("T", getattr(self, level))


@dataclass(frozen=True)
class BySide(Generic[T]):
    """A value for each side of the body."""

    left: T
    """That of the left side."""
    right: T
    """That of the right side."""

    def of(self, side: Side) -> T:
        """Return the one of `side`."""
        return cast("T", getattr(self, side))


def at_level(value: object, level: Level) -> Any:
    """Return what `value`, as it is written, is at `level`: one value, or one for each set."""
    if isinstance(value, ByLevel):
        return at_level(value.at(level), level)
    return tuple(at_level(each, level) for each in value) if isinstance(value, tuple) else value


def of_set(value: object, number: int) -> Any:
    """Return that of set `number`; a list that is too short goes on as it ends."""
    if isinstance(value, ByLevel):
        return ByLevel(*(of_set(value.at(level), number) for level in LEVELS))
    return value[min(number, len(value)) - 1] if isinstance(value, tuple) else value


def of_side(value: object, side: Side | None) -> Any:
    """Return that of `side`; the left one's where there are no sides."""
    return value.of(side or "left") if isinstance(value, BySide) else value


def set_count(value: object) -> int:
    """Return for how many sets `value` is written, each by itself; 1 where it isn't."""
    return len(value) if isinstance(value, tuple) else 1


def each_value(value: object, change: Callable[[Any], Any]) -> Any:
    """Return `value` with each of the values that it may come to be changed."""
    if isinstance(value, ByLevel):
        return ByLevel(*(each_value(value.at(level), change) for level in LEVELS))
    if isinstance(value, tuple):
        return tuple(each_value(each, change) for each in value)
    return change(value)


def all_values(value: object) -> list[Any]:
    """Return every value that `value` may come to be."""
    if isinstance(value, ByLevel):
        return [one for level in LEVELS for one in all_values(value.at(level))]
    if isinstance(value, BySide):
        return [value.left, value.right]
    if isinstance(value, tuple):
        return [one for each in value for one in all_values(each)]
    return [value]


def is_by_side(value: object) -> bool:
    """Return whether `value`, as a file has it, is an object of sides."""
    return isinstance(value, dict) and not set(SIDES).isdisjoint(value)


def _is_by_level(value: object) -> bool:
    return isinstance(value, dict) and not set(LEVELS).isdisjoint(value)


@dataclass(frozen=True)
class VaryingField:
    """Marks a field whose value may be written for each level, and for each set."""

    by_set: bool = True
    """Whether a list of values is one for each set."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Take besides what the field takes a list of it, and an object of levels."""
        one = handler(source)
        if not self.by_set:
            return _union(one, {LEVELS_TAG: _object(one, ByLevel, LEVELS)}, _levels_or_one)
        of_set = _union(one, {LEVELS_TAG: _object(one, ByLevel, LEVELS)}, _levels_or_one)
        of_level = _union(one, {SETS_TAG: _list(one)}, _sets_or_one)
        ways = {SETS_TAG: _list(of_set), LEVELS_TAG: _object(of_level, ByLevel, LEVELS)}
        return _union(one, ways, _kind)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchema:
        """Describe the same ways to write it."""
        about, ones = _shapes(schema, handler)
        if not self.by_set:
            return {**about, "anyOf": [*ones, _object_json(ones, LEVELS)]}
        by_set, levels = _list_json(ones), _object_json(ones, LEVELS)
        of_sets = _list_json([*ones, levels])
        return {**about, "anyOf": [*ones, of_sets, _object_json([*ones, by_set], LEVELS)]}


@dataclass(frozen=True)
class SidedField:
    """Marks a text that may be written for each side."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Take an object of sides besides what the field takes."""
        one = handler(source)
        return _union(one, {SIDES_TAG: _object(one, BySide, SIDES)}, _sides_or_one)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchema:
        """Describe the same ways to write it."""
        about, ones = _shapes(schema, handler)
        return {**about, "anyOf": [*ones, _object_json(ones, SIDES)]}


def _kind(value: object) -> str:
    return SETS_TAG if isinstance(value, (list, tuple)) else _levels_or_one(value)


def _sets_or_one(value: object) -> str:
    return SETS_TAG if isinstance(value, (list, tuple)) else ONE_TAG


def _levels_or_one(value: object) -> str:
    return LEVELS_TAG if _is_by_level(value) else ONE_TAG


def _sides_or_one(value: object) -> str:
    return SIDES_TAG if is_by_side(value) else ONE_TAG


def _union(
    one: core_schema.CoreSchema,
    others: dict[str, core_schema.CoreSchema],
    kind: Callable[[object], str],
) -> core_schema.CoreSchema:
    writes = core_schema.wrap_serializer_function_ser_schema(_written, schema=one)
    choices: dict[Any, core_schema.CoreSchema] = {ONE_TAG: one, **others}
    return core_schema.tagged_union_schema(choices, kind, serialization=writes)


def _list(one: core_schema.CoreSchema) -> core_schema.CoreSchema:
    return core_schema.tuple_schema(
        [one], variadic_item_index=0, min_length=1, max_length=MOST_SETS, strict=False
    )


def _object(
    one: core_schema.CoreSchema, kind: type[ByLevel[Any] | BySide[Any]], names: Sequence[str]
) -> core_schema.CoreSchema:
    fields = {name: core_schema.typed_dict_field(one, required=True) for name in names}
    note = core_schema.str_schema(max_length=_MOST_NOTE)
    fields["note"] = core_schema.typed_dict_field(note, required=False)
    # It has a configuration of its own: without it, `true` was taken as 1.
    strict = core_schema.CoreConfig(strict=True)
    values = core_schema.typed_dict_schema(fields, extra_behavior="forbid", config=strict)
    return core_schema.no_info_after_validator_function(
        lambda each: kind(*(each[name] for name in names)), values
    )


def _written(value: object, write: Callable[[object], Any]) -> Any:
    """Write `value` as it stands in a file."""
    if isinstance(value, (ByLevel, BySide)):
        return {name: _written(each, write) for name, each in vars(value).items()}
    if isinstance(value, tuple):
        return [_written(each, write) for each in value]
    return write(value)


def _shapes(
    schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
) -> tuple[JsonSchema, list[JsonSchema]]:
    """Return what is said about the plain value, and its shapes."""
    union = cast("Any", schema)
    while "choices" not in union:  # a validator of the model stands around it
        union = union["schema"]
    plain = dict(handler(union["choices"][ONE_TAG]))
    about = {"description": plain.pop("description")} if "description" in plain else {}
    return about, plain.get("anyOf", [plain])


def _list_json(ones: list[JsonSchema]) -> JsonSchema:
    items = ones[0] if len(ones) == 1 else {"anyOf": ones}
    return {"type": "array", "minItems": 1, "maxItems": MOST_SETS, "items": items}


def _object_json(ones: list[JsonSchema], names: Sequence[str]) -> JsonSchema:
    value = ones[0] if len(ones) == 1 else {"anyOf": ones}
    return {
        "type": "object",
        "properties": {**dict.fromkeys(names, value), "note": {"type": "string"}},
        "required": list(names),
        "additionalProperties": False,
    }
