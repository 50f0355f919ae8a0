"""The JSON Schema of routine files, for editors; made from the model.

`python -m audiocoach.routine.schema` writes it to its place in the package.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from audiocoach.routine import leniency
from audiocoach.routine.model import RoutineFile
from audiocoach.routine.schema_examples import with_examples

SCHEMA_FILE = Path(__file__).with_name("routines.schema.json")
"""Where the schema is shipped."""


_OWN_KEYS: dict[str, object] = {"patternProperties": {"^_": {}}}


class _ForEditors(GenerateJsonSchema):
    """Leaves out what would only clutter an editor: nulls, and titles that repeat the key.

    It adds what is taken besides: keys that begin with `_`, and all of `leniency`.
    """

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        if schema.get("default", ...) is None:
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        return {**super().model_schema(schema), **_OWN_KEYS}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        return {**super().dict_schema(schema), **_OWN_KEYS}

    def function_before_schema(
        self, schema: core_schema.BeforeValidatorFunctionSchema
    ) -> JsonSchemaValue:
        value = super().function_before_schema(schema)
        function: object = schema["function"]["function"]
        also = {id(take): dict(shape) for take, shape in leniency.ALSO.items()}
        if function is leniency.a_list:
            also[id(function)] = value["items"]
        if id(function) not in also:
            return value
        about = {"description": value.pop("description")} if "description" in value else {}
        return {**about, "anyOf": [value, also[id(function)]]}

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002
        return False


def json_schema() -> dict[str, object]:
    """Make the schema, draft 2020-12, of a whole routine file."""
    schema = RoutineFile.model_json_schema(schema_generator=_ForEditors)
    schema = with_examples(schema)
    return {"$schema": _ForEditors.schema_dialect, **schema, "title": "Audiocoach routines"}


def schema_text() -> str:
    """Write the schema out as its file holds it."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8", newline="\n")
