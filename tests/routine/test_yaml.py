"""A routine file in YAML: read by YAML 1.2, each fault with its line, nothing without bounds."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.errors import RoutineFileError
from audiocoach.routine.json_document import parse
from audiocoach.routine.reader import parse_routines
from audiocoach.routine.yaml_reader import read_yaml
from audiocoach.routine.yaml_writer import written
from tests.examples import examples

WHOLE = """# for Anna
exercises:
  plank:
    title: Plank
    posture: lying_face_down
    instructions: >-
      Rise on your forearms.
      Keep straight.
    phases: [{name: Hold, seconds: 20, hold: yes please}]
routines:
  morning:
    title: Morning
    steps: [plank]
"""


def faults(text: str) -> tuple[str, ...]:
    with pytest.raises(RoutineFileError) as caught:
        parse_routines(text.encode())
    return tuple(caught.value.lines)


def test_yaml_is_a_routine_file() -> None:
    file = parse_routines(WHOLE.replace("yes please", "true").encode())
    assert file.exercises["plank"].instructions == "Rise on your forearms. Keep straight."
    assert file.routines["morning"].title == "Morning"


def test_a_fault_names_its_line_and_column() -> None:
    (line,) = faults(WHOLE)
    assert line.startswith("9:40: exercises.plank.phases[0].hold: must be true or false")


def test_a_letter_beyond_ascii_before_it_moves_no_fault() -> None:
    assert faults(WHOLE.replace("Hold", "Hält🙂"))[0].startswith("9:41: ")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("exercises: {\n", "2:1: can't be read as YAML: did not find expected node content"),
        ("---\na: b\n---\nc: d\n", "3:1: must be one document"),
        ("---\na: !!python/name:os.system ''\n", "2:4: a tag has no place here: "),
        ("---\na: *b\n", '2:4: has no anchor: "b"'),
        ("---\n? [a]\n: b\n", "2:3: a key must be a plain word"),
        ("---\na: .inf\n", '2:4: is no number: ".inf"'),
        ("---\na: " + "[" * 60 + "]" * 60, "2:54: is nested more than 50 levels deep"),
        ("---\na: \x07\n", "2:4: can't be read as YAML: control characters are not allowed"),
        ("---\n- a\n- b\n", 'must be an object, not ["a", "b"]'),
    ],
)
def test_what_is_no_routine_file_is_refused_with_its_line(text: str, line: str) -> None:
    assert faults(text)[0].startswith(line)


def test_a_key_that_stands_twice_is_a_fault() -> None:
    twice = WHOLE.replace("yes please", "true") + "    title: Evening\n"
    assert faults(twice) == (
        "14:5: routines.morning.title: duplicate key; only one of them can count",
    )


def test_aliases_are_counted_as_what_they_stand_for() -> None:
    laughs = "".join(
        f"a{each}: &a{each} [{', '.join(['*a' + str(each - 1)] * 9)}]\n" for each in range(1, 30)
    )
    (line,) = faults("---\na0: &a0 [ha]\n" + laughs)
    assert line == "8:20: must hold at most 500,000 values"


def test_an_alias_stands_for_its_value() -> None:
    text = "---\na: &x {b: [1, 2]}\nc: *x\n"
    assert parse(text.encode()).tree == {"a": {"b": [1, 2]}, "c": {"b": [1, 2]}}


def test_words_are_words_and_times_no_numbers() -> None:
    """YAML 1.1 has a truth value for `no`, and 90 for `1:30`."""
    text = "---\non: no\nnorway: NO\ny: yes\nrest: 1:30\nday: 2026-11-28\nten: 010\n"
    assert parse(text.encode()).tree == {
        "on": "no",
        "norway": "NO",
        "y": "yes",
        "rest": "1:30",
        "day": "2026-11-28",
        "ten": 10,
    }


VALUES = st.recursive(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
        st.sampled_from(["on", "no", "~", "1:30", "0o7", "1e3", "1.", "0x1F", "- a", "a: b", "#"]),
        st.integers(),
        st.floats(-1e300, 1e300),
        st.booleans(),
        st.none(),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text("ab~on1: -#\n'", max_size=6), inner)
    ),
    max_leaves=12,
)


@given(VALUES)
@examples(4)
def test_every_value_comes_back_from_yaml(value: Any) -> None:
    tree, _ = read_yaml(written({"value": value}), dict)
    assert json.dumps(tree) == json.dumps({"value": value})


@given(st.one_of(st.text(max_size=200), st.text("ab:-[]{}&*!#\n '\"|>%@,?", max_size=200)))
@examples(8)
def test_any_yaml_is_read_or_refused(text: str) -> None:
    with suppress(RoutineFileError):
        parse_routines(f"routines:\n  a:\n{text}".encode("utf-8", "replace"))
