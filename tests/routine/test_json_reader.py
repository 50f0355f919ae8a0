"""JSON as people write it is read; what is no JSON is refused with its cure."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.errors import RoutineFileError
from audiocoach.routine.json_document import parse
from audiocoach.routine.json_reader import places, scan
from audiocoach.routine.json_values import ObjectMaker, number, whole_number
from tests.examples import examples

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)
SIGNS = st.text(alphabet='{}[]":,/*#_ \n\\019.-eEtrufalsn"', max_size=30)


def scanned(text: str) -> object:
    return scan(text, ObjectMaker())


def standard(text: str) -> object:
    return json.loads(
        text, object_pairs_hook=ObjectMaker(), parse_int=whole_number, parse_float=number
    )


@given(VALUES, st.sampled_from([None, 0, 2]), st.booleans())
def test_json_is_read_as_the_standard_module_reads_it(
    value: object, indent: int | None, ascii_only: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert scanned(text) == standard(text)


@given(SIGNS)
def test_whatever_the_standard_module_takes_is_taken(text: str) -> None:
    try:
        value = standard(text)
    except json.JSONDecodeError:
        return
    assert scanned(text) == value


@examples(4)
@given(SIGNS)
def test_any_text_is_read_or_refused_in_printable_lines(text: str) -> None:
    try:
        parse(text.encode())
    except RoutineFileError as error:
        # JSON is refused at its first fault, lines of a routine at each of theirs.
        lines = "".join(error.lines)
        assert lines
        assert lines.isprintable()


@pytest.mark.parametrize(
    "text",
    [
        '// mine\n{"a": [1, 2]}',
        '{"a": [1, 2]} // mine',
        '/* mine,\n{ too */ {"a": /**/ [1, /* one */ 2]}',
        '# mine\n{"a": [1, 2] # two\n}',
        '{"a": [1, 2,],}',
        '{"a": [1, 2\n  ,\n],\n}',
        '\u00a0{"a":\u00a0[1,\u20032]}\ufeff',
        '{"_comment": {"b": 1}, "a": [1, 2], "_comment": "twice"}',
    ],
)
def test_comments_commas_at_the_end_and_keys_of_ones_own_are_passed_over(text: str) -> None:
    assert parse(text.encode()).tree == {"a": [1, 2]}


def test_signs_of_comments_within_a_text_are_text() -> None:
    text = '{"a": "http://a.b/*c*/ #1", // mine\n}'
    assert parse(text.encode()).tree == {"a": "http://a.b/*c*/ #1"}


def test_places_are_those_of_keys_and_of_entries() -> None:
    text = '{"a": {"b": [1, /* two */ {"c": 2}]}}'
    found = places(text, [("a",), ("a", "b", 1), ("a", "b", 1, "c"), ("a", "x", "y")])
    assert [text[at : at + 3] for at in found.values()] == ['"a"', '{"c', '"c"', '"a"']


def fault_of(text: str) -> str:
    """Return the only fault without its place, and without that it is no JSON."""
    with pytest.raises(RoutineFileError) as caught:
        parse(text.encode())
    [line] = caught.value.lines
    return line.replace("invalid JSON: ", "")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        # Brackets and commas.
        ('{\n"a": 1\n"b": 2}', "2:7: a comma is missing behind this, at the end of line 2"),
        ('{"a": [1 2]}', "1:9: a comma is missing behind this, at the end of line 1"),
        ('{"a": 1,, "b": 2}', "1:9: one comma too many"),
        ('{"a": [,1]}', "1:8: one comma too many"),
        ('{"a": 1; "b": 2}', '1:8: write a comma, not ";"'),
        ('{"a" = 1}', '1:6: a colon (:) must follow the key, not "="'),
        ('{"a": }', "1:6: the value is missing behind the colon"),
        ('{"a"}', "1:5: the key has no value; write a colon and the value"),
        ('{\n"a": [1\n}', "3:1: ] is missing before }: [ of line 2"),
        ('{\n"a": {"b": 1}\n', "3:1: } is missing: the { of line 1 is open"),
        ('{\n"a": {"b": [1, {', "2:17: } is missing: the { of line 2 is open"),
        ('{"a": 1}}', "1:9: one } too many"),
        ('{"a": 1}\n{"a": 1}', "2:1: a routine file is one object, and here is a second object"),
        ('{"a": 1} more', "1:10: a routine file is one object, and here is more behind it"),
        ('{"a": 1 /* mine }', "1:9: this comment has no end: */ is missing"),
        # Quotes.
        ('{“a”: "b"}', '1:2: curly quotes (“); write straight double ones: "…"'),
        ('{"a": „b“}', '1:7: curly quotes („); write straight double ones: "…"'),
        ('{"a": "b”}', '1:9: a curly quote (”) ends this text; write a straight one: "'),
        ('{\n"a": "b“,\n"c": 1}', '2:8: a curly quote (“) ends this text; write a straight one: "'),
        ("// nothing", "1:11: is empty but for comments"),
        ("{'a': 'b'}", '1:2: single quotes (\'); write straight double ones: "…"'),
        ('{"a": ‘b’}', '1:7: single quotes (‘); write straight double ones: "…"'),
        ('{a: "b"}', '1:2: a key needs quotes: "a"'),
        ('{"a": supine}', '1:7: a text needs quotes: "supine"'),
        ('{"a": "b}\n', '1:7: a text must end with " on the line it begins on; for a line break'),
        ('{"a": "C:\\takes\\me"}', '1:16: "\\\\m": for a backslash write two: \\\\'),
        ('{"a": "b\x07"}', "1:9: a control character in a text; write \\u0007, or leave it out"),
        # Words of other languages.
        ('{"a": True}', "1:7: True: write true"),
        ('{"a": FALSE}', "1:7: FALSE: write false"),
        ('{"a": yes}', "1:7: yes: write true"),
        ('{"a": None}', "1:7: None: write a value, or leave the key out"),
        ('{"a": undefined}', "1:7: undefined: write a value, or leave the key out"),
        # Numbers.
        ('{"a": 1,5}', "1:7: 1,5: decimals have a point: write 1.5"),
        ('{"a": -10,25, "b": 1}', "1:7: -10,25: decimals have a point: write -10.25"),
        ('{"a": 05}', "1:7: 05: a number doesn't begin with 0"),
        ('{"a": .5}', "1:7: .5: write 0.5"),
        ('{"a": +5}', "1:7: +5: write 5"),
        ('{"a": 5.}', "1:7: 5.: write 5"),
        ('{"a": 30s}', "1:7: 30s: write the number alone, as 30"),
        ('{"a": 1:30}', '1:7: 1:30: write it in quotes, "1:30", or in seconds'),
        ('{"a": 2½}', "1:7: 2½: write the number alone, as 2"),
        # Whatever else.
        ('{"a": &}', '1:7: a value is expected, not "&"'),
        ("{&}", '1:2: a key in quotes ("…") is expected, not "&"'),
    ],
)
def test_what_is_no_json_is_refused_with_its_cure(text: str, fault: str) -> None:
    assert fault_of(text).startswith(fault)


NEEDED = (
    'a routine file has "exercises" and "routines", in JSON or YAML, or is text below "# A title"'
)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"name: Plank\nsteps:\n  - title: Plank\n", "YAML"),
        (b"# mine\n[exercises.plank]\ntitle = 'Plank'\n", "TOML"),
        (b"<!DOCTYPE html><p>Plank</p>", "a web page or XML"),
        (b"name,duration,reps\nSquat,30,10\nPlank,40,\n", "a table (CSV)"),
        (b"name;duration\nSquat;30\nPlank;40", "a table (CSV)"),
        (b"Relax;30\nGreat circle;60\n", "a list of phrases with their seconds"),
        (b"Today we stretch.\nThen we rest.", "a plain text"),
        (b"PK\x03\x04\x14\0", "a ZIP file, as .docx, .xlsx and .odt are"),
        (b"{\\rtf1\\ansi Plank}", "a text of a word processor (RTF)"),
        (b"%PDF-1.7", "a PDF document"),
        (b"RIFF\0\0\0\0WAVE", "a sound file"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"SQLite format 3\0", "a database"),
        (b"\x7fELF\x02\x01\x01\0", "no text"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_seems_to_be(data: bytes, kind: str) -> None:
    with pytest.raises(RoutineFileError) as caught:
        parse(data)
    assert caught.value.lines == (f"seems to be {kind}; {NEEDED}",)
