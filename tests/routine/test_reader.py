"""Reading routine files: every fault, in one line each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from audiocoach.errors import RoutineFileError
from audiocoach.routine.model import Routine, RoutineFile
from audiocoach.routine.reader import (
    find_routines,
    parse_routines,
    read_routines,
    shipped_routines,
)
from tests.routine.files import (
    faults,
    faults_of_bytes,
    routine,
    wall_sit,
    whole_file,
    with_exercise,
    with_steps,
)


def fault_of_file(path: Path) -> str:
    with pytest.raises(RoutineFileError) as caught:
        read_routines(path)
    [line] = caught.value.lines
    return line.removeprefix(f"{path}: ")


def fault_of(data: bytes) -> str:
    [line] = faults_of_bytes(data)
    return line


def placed_fault_of(data: bytes) -> str:
    with pytest.raises(RoutineFileError) as caught:
        parse_routines(data)
    [line] = caught.value.lines
    return line


# Files that can't be read.


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RoutineFileError, match="no such file") as caught:
        read_routines(tmp_path / "none.json")
    assert caught.value.lines == (f"{tmp_path / 'none.json'}: no such file",)


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    assert fault_of_file(tmp_path) == "is a directory, not a routine file"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has no such permissions")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.json"
    path.write_text("{}")
    path.chmod(0)
    root = ":1:1: exercises: is missing"
    expected = root if os.geteuid() == 0 else ": can't be read: no permission"
    with pytest.raises(RoutineFileError) as caught:
        read_routines(path)
    assert caught.value.lines[0] == f"{path}{expected}"


def test_an_empty_file_is_distinguished_from_a_faulty_one(tmp_path: Path) -> None:
    path = tmp_path / "routines.json"
    path.write_bytes(b" \n")
    assert fault_of_file(path).startswith("is empty;")


def test_a_file_of_50_megabytes_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "routines.json"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert fault_of_file(path) == (
        "is 50,000,000 bytes long; a routine file may have at most 5,000,000"
    )


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="Windows has no such device")
def test_a_device_without_an_end_is_safe() -> None:
    assert fault_of_file(Path("/dev/zero")) == (
        "is larger than 5,000,000 bytes, the most a routine file may have"
    )


def test_a_path_that_no_system_has_is_one_printable_line() -> None:
    with pytest.raises(RoutineFileError) as caught:
        read_routines(Path("a\0\n"))
    [line] = caught.value.lines
    assert line.startswith("a\\u0000\\u000a: can't be read: ")


def test_every_line_begins_with_the_file_the_line_and_the_column(tmp_path: Path) -> None:
    path = tmp_path / "routines.json"
    path.write_text('{"exercises": {},\n  "routines": {}}')
    with pytest.raises(RoutineFileError) as caught:
        read_routines(path)
    assert caught.value.lines == (
        f"{path}:1:2: exercises: must not be empty",
        f"{path}:2:3: routines: must not be empty",
    )


def places(text: str) -> list[tuple[int | None, int | None]]:
    """Return line and column of each fault."""
    with pytest.raises(RoutineFileError) as caught:
        parse_routines(text.encode())
    return [(fault.line, fault.column) for fault in caught.value.faults]


def test_a_fault_stands_at_its_key_what_is_missing_at_what_lacks_it() -> None:
    text = json.dumps(with_exercise(sets=0, area=5), indent=1)
    lines = text.splitlines()
    at = [lines.index('   "sets": 0,') + 1, lines.index('   "area": 5') + 1]
    assert places(text) == [(at[0], 4), (at[1], 4)]
    assert places(text.replace('"title": "Wall sit"', '"_title": ""'))[0] == (3, 3)


def test_a_fault_in_a_list_stands_at_its_entry() -> None:
    text = json.dumps(with_steps({"exercise": "wall-sit"}, {"exercise": "nine"}), indent=1)
    at = text.splitlines().index('     "exercise": "nine"') + 1
    assert places(text) == [(at, 6)]
    assert places(text.replace('"exercise": "nine"', '"_": 1')) == [(at - 1, 5)]


# Text that is no JSON.


def test_text_that_is_not_utf8_is_placed_and_named() -> None:
    text = 'is not UTF-8: here is the byte 0xe9 ("é" in Windows-1252); save the file as UTF-8'
    assert placed_fault_of(b'{"a":\n"\xe9"}') == f"2:2: {text}"
    text = 'is not UTF-8: here is the byte 0xff ("ÿ" in Windows-1252); save the file as UTF-8'
    assert placed_fault_of(b"\xef\xbb\xbf\xff") == f"1:1: {text}"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_encoding_is_read(encoding: str) -> None:
    text = json.dumps(with_exercise(title="Überkopf"), ensure_ascii=False)
    assert faults_of_bytes(text.encode(encoding)) == []


def test_utf16_that_is_cut_off_is_refused() -> None:
    assert fault_of("{}".encode("utf-16")[:-1]) == "is damaged UTF-16; save it as UTF-8"


def test_a_byte_order_mark_is_accepted() -> None:
    assert faults_of_bytes(b"\xef\xbb\xbf" + json.dumps(whole_file()).encode()) == []


def test_invalid_json_is_placed_by_line_and_column() -> None:
    assert placed_fault_of(b'{\n  "a" 1}') == (
        '2:7: invalid JSON: a colon (:) must follow the key, not "1"'
    )


@pytest.mark.parametrize("text", [b"[" * 100_000, b'{"a":' * 100_000, b"[" * 60 + b"]" * 60])
def test_nesting_without_end_is_refused(text: bytes) -> None:
    assert fault_of(text) == "is nested more than 50 levels deep; a routine file needs 14"


@pytest.mark.parametrize("value", ["[]", '"x"', "3", "null", "NaN"])
def test_the_top_level_is_an_object(value: str) -> None:
    assert fault_of(value.encode()) == f"must be an object, not {value}"


@pytest.mark.parametrize(
    ("number", "rule"),
    [
        ("9" * 5000, "at most 86400, not 999"),
        ("-" + "9" * 5000, "at least 0.2, not -99"),
        ("1e999", "at most 86400, not 1e999"),
        ("3." + "1" * 5000, "at most 3 dec"),
    ],
)
def test_numbers_beyond_measure_are_out_of_range(number: str, rule: str) -> None:
    text = json.dumps(with_exercise(phases=[{"name": "Up", "seconds": 987}]))
    line = fault_of(text.replace("987", number).encode())
    assert rule in line
    assert len(line) < 150


# Keys.


def test_duplicate_keys_are_found_at_any_depth_with_other_faults() -> None:
    text = json.dumps(with_exercise(sets=0)).replace(
        '"title": "Wall sit"', '"title": 1, "title": 2'
    )
    assert faults_of_bytes(text.encode()) == [
        "exercises.wall-sit.title: duplicate key; only one of them can count",
        "exercises.wall-sit.title: must be text, not 2",
        "exercises.wall-sit.sets: must be at least 1, not 0",
    ]


def test_a_duplicate_key_alone_is_a_fault() -> None:
    text = json.dumps(whole_file()).replace('"hold": true', '"hold": true, "hold": true')
    line = "exercises.wall-sit.phases[1].hold: duplicate key; only one of them can count"
    assert faults_of_bytes(text.encode()) == [line]


@pytest.mark.parametrize(
    ("tree", "fault"),
    [
        (whole_file(routine={}), 'routine: unknown key, did you mean "routines"?'),
        (with_exercise(rep=3), 'exercises.wall-sit.rep: unknown key, did you mean "reps"?'),
        (
            with_exercise(phases=[{"name": "Up", "seconds": 1, "second": 2}]),
            'exercises.wall-sit.phases[0].second: unknown key, did you mean "seconds"?',
        ),
        (
            with_steps({"exercise": "wall-sit", "set": 2}),
            'routines.daily.steps[0].set: unknown key, did you mean "sets"?',
        ),
        (
            whole_file(routines={"daily": routine(qqq=1)}),
            "routines.daily.qqq: unknown key; known are " + ", ".join(Routine.model_fields),
        ),
        (
            whole_file(**{"a b\n": 1}),
            (
                r'["a b\n"]: unknown key; known are $schema, exercises, routines, voice, fill_with,'
                " speed, level, talk, voice_volume, tone_volume, tones, say_as, note"
            ),
        ),
    ],
)
def test_unknown_keys_are_answered_with_the_nearest(tree: object, fault: str) -> None:
    assert faults(tree) == [fault]


def test_a_key_that_is_no_text_is_shown_escaped() -> None:
    assert faults(whole_file(**{"a\ud800": 1})) == [
        '["a\\ud800"]: a key must not hold half a character (a lone surrogate)'
    ]


# Rules between parts of the file.


def test_an_unknown_exercise_hides_no_other_fault() -> None:
    data = (
        b'{"exercises": {"a": {"title": "A", "posture": "sitting", "instructions": "Go.",'
        b' "phases": [{"name": "Up", "seconds": 1}]}, "a": {"title": "A", "posture": "sitting",'
        b' "instructions": "Go.", "phases": [{"name": "Up", "seconds": 1}]}},'
        b' "routines": {"r": {"title": "R", "steps": [{"exercise": "a"}, {"exercise": "zzz"}]}}}'
    )
    assert faults_of_bytes(data) == [
        "exercises.a: duplicate key; only one of them can count",
        'routines.r.steps[1].exercise: unknown exercise "zzz"',
    ]


def test_a_language_without_words_is_a_fault_where_that_matters() -> None:
    data = shipped_routines().read_bytes()
    parse_routines(data, ["en", "de", "es", "fr"])
    with pytest.raises(RoutineFileError) as caught:
        parse_routines(data, ["de", "es", "fr"])
    [fault] = caught.value.faults
    assert (fault.path, fault.text) == (
        "routines.back-care.language",
        'must be a language of the coach (de, es, fr), not "en"',
    )


@pytest.mark.parametrize("character", ["\u202e", "\u2066"])
def test_characters_that_reorder_text_are_refused(character: str) -> None:
    [fault] = faults(with_exercise(title=f"Wall {character} sit"))
    assert "must not hold characters that reorder the text around them" in fault


def test_an_unknown_exercise_is_answered_with_the_nearest() -> None:
    assert faults(with_steps({"exercise": "wal-sit"})) == [
        'routines.daily.steps[0].exercise: unknown exercise "wal-sit", did you mean "wall-sit"?'
    ]


def test_an_exercise_named_by_its_title_is_answered_with_its_id() -> None:
    file = whole_file(exercises={"bird-dog": wall_sit(title="Opposite arm, and leg")})
    file["routines"]["daily"]["steps"] = [{"exercise": "OPPOSITE_ARM and leg"}]
    assert (
        'routines.daily.steps[0].exercise: unknown exercise "OPPOSITE_ARM and leg",'
        ' did you mean "bird-dog"?'
    ) in faults(file)


def test_a_faulty_exercise_is_not_unknown() -> None:
    assert faults(with_exercise(sides="alternat")) == [
        'exercises.wall-sit.sides: unknown sides "alternat", did you mean "alternate"?'
    ]


def test_a_routine_has_at_least_one_step() -> None:
    assert faults(with_steps()) == ["routines.daily.steps: must not be empty"]


def test_a_null_overrides_nothing() -> None:
    assert faults(with_steps({"exercise": "wall-sit", "cue": None})) == [
        "routines.daily.steps[0].cue: must have a value, or be left out, not null"
    ]


def test_ids_that_differ_only_in_case_would_be_one_file() -> None:
    exercises = {"wall-sit": wall_sit(), "Wall-Sit": wall_sit()}
    assert faults(whole_file(exercises=exercises)) == [
        'exercises.Wall-Sit: differs only in case from "wall-sit"'
    ]


def test_nothing_lasts_longer_than_a_day() -> None:
    hour = [{"name": "Hold", "seconds": 3600}]
    most = with_exercise(phases=hour, reps={"min": 12, "max": 24})
    assert faults(most) == []
    most["routines"]["daily"]["steps"] *= 2
    assert faults(most) == [
        "routines.daily: must last at most 24 hours, not 48:00:00 (at level hard, without speech)"
    ]


def test_a_day_is_measured_with_overrides_merged() -> None:
    phases = [{"name": "Hold", "seconds": 3600}]
    step = {"exercise": "wall-sit", "phases": phases, "sides": "alternate", "reps": {"min": 11}}
    [line] = faults(with_steps(step))
    assert line.startswith("routines.daily: must last at most 24 hours, not 26:00:00")


def test_an_exercise_that_no_routine_uses_lasts_at_most_a_day_too() -> None:
    exercises = {"wall-sit": wall_sit(), "long": wall_sit(reps=1000, sets=100)}
    [line] = faults(whole_file(exercises=exercises))
    assert line.startswith("exercises.long: must last at most 24 hours, not 500:00:00")


TOO_LONG = "must last at most 24 hours, not 500:00:00 (at level hard, without speech)"


def test_every_kind_of_fault_is_reported_at_once() -> None:
    exercises = {"wall-sit": wall_sit(reps=1000, sets=100), "b": wall_sit(sets="two", tittle="B")}
    tree = {"exercises": exercises, "routines": {"daily": routine({"exercise": "wall"}, {})}}
    assert faults(tree) == [
        f"exercises.wall-sit: {TOO_LONG}",
        'exercises.b.sets: must be a whole number, not text "two"',
        'exercises.b.tittle: unknown key, did you mean "title"?',
        'routines.daily.steps[0].exercise: unknown exercise "wall", did you mean "wall-sit"?',
        "routines.daily.steps[1].exercise: is missing",
    ]


def test_long_values_are_cut() -> None:
    [line] = faults(with_exercise(sets="x" * 100_000))
    assert line == f'exercises.wall-sit.sets: must be a whole number, not text "{"x" * 58}…'


# Whatever stands in the file.

KEYS = ("exercises", "routines", "wall-sit", "daily", "steps", "exercise", "phases", "[key]")
TEXTS = st.text(max_size=8) | st.sampled_from(KEYS)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4)
)


def placed(tree: object, where: list[int], value: object) -> object:
    """Put `value` somewhere into `tree`, the place chosen by `where`."""
    if not where or not isinstance(tree, (dict, list)) or not tree:
        return value
    keys = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
    key = keys[where[0] % len(keys)]
    changed = placed(tree[key], where[1:], value)
    if isinstance(tree, dict):
        return {**tree, key: changed}
    return [*tree[:key], changed, *tree[key + 1 :]]


def outcome(data: bytes) -> RoutineFile | list[str]:
    try:
        return parse_routines(data)
    except RoutineFileError as error:
        return list(error.lines)


def assert_file_or_printable_lines(data: bytes) -> None:
    result = outcome(data)
    if not isinstance(result, RoutineFile):
        assert result
        assert [line for line in result if not line or not line.isprintable()] == []


@settings(deadline=None)
@given(VALUES)
@example({"exercises": {"\ud800": {}}, "routines": {"a": {"\udfff": 1}}})
@example({"exercises": {"[key]": {}}, "[key]": {"[key]": 1}})
def test_any_json_is_a_routine_file_or_a_list_of_faults(value: object) -> None:
    assert_file_or_printable_lines(json.dumps(value).encode())


@settings(deadline=None)
@given(st.lists(st.integers(0, 20), max_size=8), VALUES, TEXTS)
def test_any_value_anywhere_in_a_file_is_taken_or_refused(
    where: list[int], value: object, key: str
) -> None:
    full = with_exercise(reps={"min": 1, "max": 2}, equipment=["a mat"], cue="Now.")
    full["routines"]["daily"]["steps"] = [{"exercise": "wall-sit", "reps": 2, "sets": 1}]
    assert_file_or_printable_lines(json.dumps(placed(full, where, value)).encode())
    assert_file_or_printable_lines(json.dumps(placed(full, where, {key: value})).encode())


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_routine_file_or_a_list_of_faults(data: bytes) -> None:
    assert_file_or_printable_lines(data)


# Which file.


def test_the_file_named_comes_first(tmp_path: Path) -> None:
    (tmp_path / "routines.json").touch()
    environment = {"AUDIOCOACH_ROUTINES": "other.json"}
    assert find_routines(Path("mine.json"), tmp_path, environment) == Path("mine.json")


def test_the_environment_comes_second(tmp_path: Path) -> None:
    (tmp_path / "routines.json").touch()
    environment = {"AUDIOCOACH_ROUTINES": "other.json"}
    assert find_routines(None, tmp_path, environment) == Path("other.json")


def test_the_folder_comes_third_and_the_shipped_file_last(tmp_path: Path) -> None:
    environment = {"AUDIOCOACH_ROUTINES": ""}
    assert find_routines(None, tmp_path, environment) == shipped_routines()
    (tmp_path / "routines.json").touch()
    assert find_routines(None, tmp_path, environment) == tmp_path / "routines.json"


def test_reading_routines_loads_no_sound_and_no_screen() -> None:
    code = "import sys, audiocoach.routine.reader; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"rich", "typer", "av", "pydub", "miniaudio", "asyncio", "hypothesis"}
    assert heavy & set(run.stdout.split()) == set()


def test_exercises_that_are_known_are_taken_as_they_are_and_others_are_read(
    tmp_path: Path,
) -> None:
    path = tmp_path / "routines.json"
    written = {name: wall_sit(title=name.title()) for name in ("sit", "rise", "turn")}
    routines = {"short": {"title": "Short", "steps": ["sit", "rise"]}}
    path.write_text(json.dumps({"exercises": written, "routines": routines}), "utf-8")
    before = read_routines(path)
    known = {name: (written[name], each) for name, each in before.exercises.items()}
    changed = {**written, "rise": wall_sit(title="Rise", phases=[])}
    path.write_text(json.dumps({"exercises": changed, "routines": routines}), "utf-8")
    with pytest.raises(RoutineFileError) as alone:
        read_routines(path)
    with pytest.raises(RoutineFileError) as beside:
        read_routines(path, known=known)
    assert (beside.value.lines, len(beside.value.lines)) == (alone.value.lines, 1)
    changed["rise"] = wall_sit(title="Stand up")
    path.write_text(json.dumps({"exercises": changed, "routines": routines}), "utf-8")
    after = read_routines(path, known=known)
    assert after == read_routines(path)
    assert list(after.exercises) == ["sit", "rise", "turn"]
    kept = [name for name, each in after.exercises.items() if each is before.exercises[name]]
    assert kept == ["sit", "turn"]
