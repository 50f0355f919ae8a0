"""The JSON Schema that is shipped for editors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any, get_args

from pydantic import BaseModel, TypeAdapter

from audiocoach.routine.model import RoutineFile
from audiocoach.routine.reader import shipped_routines
from audiocoach.routine.schema import SCHEMA_FILE, json_schema, schema_text


def definition(name: str) -> Any:
    definitions: Any = json_schema()["$defs"]
    return definitions[name]


def test_the_shipped_schema_is_the_models() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text()


DEFINED = [
    *("Cues", "Exercise", "ExerciseTexts", "Phase", "PhaseTexts", "Rounds", "Routine"),
    *("RoutineTexts", "SideChanges", "SideTexts", "Step", "TimedCue"),
]


def test_it_says_its_draft_and_title() -> None:
    schema = json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == "Audiocoach routines"
    assert schema["required"] == ["exercises", "routines"]


def test_unknown_keys_are_refused_at_every_level() -> None:
    closed = [definition(name)["additionalProperties"] for name in definitions()]
    assert [json_schema()["additionalProperties"], *closed] == [False] * (1 + len(DEFINED))


def definitions() -> list[str]:
    names: Any = json_schema()["$defs"]
    assert sorted(names) == DEFINED
    return sorted(names)


def test_reps_are_a_number_an_object_or_a_text_or_those_of_sets_or_levels() -> None:
    for name in ("Exercise", "Step"):
        shapes = definition(name)["properties"]["reps"]["anyOf"]
        assert [shape["type"] for shape in shapes] == [
            "integer", "object", "string", "array", "object",
        ]  # fmt: skip


def test_every_property_is_described() -> None:
    bare = [
        (name, key)
        for name in definitions()
        for key, value in definition(name)["properties"].items()
        if not value.get("description")
    ]
    assert bare == []


def test_every_property_has_examples_that_its_field_takes() -> None:
    """An editor offers them; only the tempo had any."""
    classes = {each.__name__: each for each in _models(RoutineFile, set())}
    annotated: Any = Annotated
    tried = 0
    for name in ["RoutineFile", *definitions()]:
        there: Any = json_schema() if name == "RoutineFile" else definition(name)
        by_key = {field.alias or key: field for key, field in classes[name].model_fields.items()}
        for key, value in there["properties"].items():
            assert value["examples"], (name, key)
            field = by_key[key]
            parts = (field.annotation, *field.metadata, None)
            adapter: Any = TypeAdapter(annotated[parts])
            for example in value["examples"]:
                adapter.validate_python(example, strict=False)
                tried += 1
    assert tried > 100


def test_every_key_within_a_value_is_described_and_has_examples() -> None:
    """`easy`, `left` and the like had neither: an editor showed an empty box."""
    bare = [path for path, each in _inner_properties(json_schema(), "") if not _is_complete(each)]
    assert bare == []


def _is_complete(value: dict[str, Any]) -> bool:
    return "$ref" in value or bool(value.get("description") and value.get("examples"))


def _inner_properties(part: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every property of every object in a schema, with its path."""
    if isinstance(part, list):
        for number, each in enumerate(part):
            yield from _inner_properties(each, f"{path}/{number}")
    elif isinstance(part, dict):
        properties = part.get("properties")
        if isinstance(properties, dict) and path.rpartition("/")[2] != "properties":
            yield from ((f"{path}/{key}", each) for key, each in properties.items())
        for key, each in part.items():
            if key != "examples":
                yield from _inner_properties(each, f"{path}/{key}")


def _models(annotation: Any, seen: set[Any]) -> set[Any]:
    """Return the models that an annotation leads to."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if annotation in seen:
            return seen
        seen.add(annotation)
        for each in annotation.model_fields.values():
            _models(each.annotation, seen)
            _models(each.metadata, seen)
        return seen
    parts = annotation if isinstance(annotation, (list, tuple)) else get_args(annotation)
    for part in parts:
        _models(part, seen)
    return seen


def test_a_step_may_leave_out_but_not_null_what_it_does_not_change() -> None:
    assert definition("Step")["required"] == ["exercise"]
    assert '"null"' not in schema_text()


def test_the_shipped_routines_point_to_it() -> None:
    path = shipped_routines()
    address = json.loads(path.read_text(encoding="utf-8"))["$schema"]
    assert (path.parent / address).resolve() == SCHEMA_FILE.resolve()
