"""Columns are options, fields of a routine, or of its exercises."""

from __future__ import annotations

import json
from typing import Any

import pytest

from audiocoach.batch.columns import asked, check_column, personal, texts
from audiocoach.errors import RowsError, UsageError
from tests.batch.making import FILE


def test_what_a_row_says_is_sorted() -> None:
    row = asked(
        {"routine": "short", "tone-volume": "-3,5", "keep_alive": "yes", "title": "12",
         "sit.reps": "[8, 10]", "sit.instructions": "5", "patient": "Anna"}
    )  # fmt: skip
    assert row.routine == "short"
    assert row.session_options == {"tone_volume": -3.5, "keep_alive": "tick"}
    assert row.changes == {"title": "12"}
    assert row.doses == {"sit": {"reps": [8, 10], "instructions": "5"}}


def file_for(row: dict[str, Any], file: dict[str, Any] = FILE) -> Any:
    return json.loads(personal(file, "routine", "short", asked(row)))


def test_a_dose_is_put_into_every_step_of_its_exercise() -> None:
    rounds = {"rounds": 2, "steps": ["rise", {"exercise": "Sit", "sets": 3}]}
    routine = {"title": "Short", "steps": ["sit", rounds]}
    made = file_for({"sit.reps": 4}, {**FILE, "routines": {"short": routine}})
    assert made["routines"]["short"]["steps"] == [
        {"exercise": "sit", "reps": 4},
        {"rounds": 2, "steps": ["rise", {"exercise": "sit", "sets": 3, "reps": 4}]},
    ]


def test_a_row_leaves_the_file_and_its_other_rows_alone() -> None:
    before = json.dumps(FILE)
    file_for({"title": "Other", "sit.sets": 9})
    assert json.dumps(FILE) == before


def test_only_the_exercises_of_the_routine_are_read_again() -> None:
    file = {**FILE, "exercises": {**FILE["exercises"], "other": FILE["exercises"]["sit"]}}
    assert list(file_for({"title": "New"}, file)["exercises"]) == ["sit", "rise"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            {"keep_alive": "perhaps"},
            "keep_alive: must be tick, noise, true or false, not 'perhaps'",
        ),
        ({"speed": "fast"}, "speed: must be a number, not 'fast'"),
        ({"level": 3}, "level: must be a text, not 3"),
        ({"sitt.sets": 3}, 'column sitt: the routine has no such exercise, did you mean "sit"'),
    ],
)
def test_what_no_option_can_be_is_refused(row: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        file_for(row)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "levl",
            "column 'levl': is neither an option nor a field of a routine, did you mean \"level\"",
        ),
        ("sit.set", "column 'sit.set': an exercise has no field 'set', did you mean \"sets\""),
        ("patient", "is neither an option nor a field of a routine; --name may use it"),
    ],
)
def test_a_column_that_is_none_is_refused(name: str, message: str) -> None:
    with pytest.raises(RowsError, match=message):
        check_column(name, frozenset())
    check_column(name, frozenset({name}))


def test_what_is_for_the_listener_is_no_matter_of_a_log() -> None:
    row = {"routine": "short", "level": "easy", "title": "For Anna", "patient": "Anna",
           "sit.sets": "x", "sit.cue": "Up", "say_as": '{"Bob": "Bobby"}'}  # fmt: skip
    assert list(texts(row)) == ["For Anna", "Anna", "Up", "Bobby"]
