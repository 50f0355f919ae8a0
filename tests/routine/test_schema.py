"""The JSON Schema that is shipped for editors."""

from __future__ import annotations

import json
from typing import Any

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


def test_a_step_may_leave_out_but_not_null_what_it_does_not_change() -> None:
    assert definition("Step")["required"] == ["exercise"]
    assert '"null"' not in schema_text()


def test_the_shipped_routines_point_to_it() -> None:
    path = shipped_routines()
    address = json.loads(path.read_text(encoding="utf-8"))["$schema"]
    assert (path.parent / address).resolve() == SCHEMA_FILE.resolve()
