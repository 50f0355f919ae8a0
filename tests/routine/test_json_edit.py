"""Entries put into a file: the rest of it stays as it was written."""

from __future__ import annotations

import pytest

from audiocoach.routine.json_document import parse
from audiocoach.routine.json_edit import with_entries

ADDED = {"b": '{\n  "n": 2\n}'}


def put(text: str) -> str:
    return with_entries(text, "exercises", ADDED)


def test_an_entry_goes_behind_the_last_one_with_its_indent() -> None:
    before = '{\n  "exercises": {\n    "a": {"n": 1}\n  }\n}\n'
    assert put(before) == (
        '{\n  "exercises": {\n    "a": {"n": 1},\n    "b": {\n      "n": 2\n    }\n  }\n}\n'
    )


def test_a_comment_stays_with_the_entry_it_is_about() -> None:
    before = '{"exercises": {\n\t"a": {"n": 1} // mine, 1\n}}'
    assert put(before) == (
        '{"exercises": {\n\t"a": {"n": 1}, // mine, 1\n\t"b": {\n\t  "n": 2\n\t}\n}}'
    )


def test_a_comma_at_the_end_stays_at_the_end() -> None:
    before = '{"exercises": {\n  "a": 1, # one\n}}'
    assert put(before) == '{"exercises": {\n  "a": 1, # one\n  "b": {\n    "n": 2\n  },\n}}'


@pytest.mark.parametrize(
    "before",
    [
        '{"exercises": {}}',
        '{"exercises": { }, "routines": {}}',
        '{"exercises": {"a": 1}}',
        '{"exercises": {"a": 1,}}',
        '{"exercises": {"a": 1\n, "c": 3}}',
        '{"exercises": {"a": 1 /* } */}}',
        '{\r\n  "exercises": {\r\n    "a": 1\r\n  }\r\n}\r\n',
        '{"note": "\\"exercises\\": {", "exercises": {"x": "exercises"}}',
        '{"exercises": {"a": 1 // }\n}}',
    ],
)
def test_the_value_is_that_of_before_and_the_entry(before: str) -> None:
    was, now = parse(before.encode()).tree, parse(put(before).encode()).tree
    assert isinstance(was, dict)
    assert now == {**was, "exercises": {**was["exercises"], "b": {"n": 2}}}
    assert ("\r\n" in before) == ("\r\n" in put(before))


def test_a_file_without_the_section_is_refused() -> None:
    with pytest.raises(KeyError):
        put("{}")
