"""Files of other programs: recognised by what they hold, nothing lost unsaid, nothing by half."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from audiocoach.errors import RoutineFileError
from audiocoach.library.importing import ImportResult, import_file
from tests.conftest import Run
from tests.library.imports.samples import HIIT, JAWT, SQUAT, TIMER, TIMES


def of(content: Any) -> ImportResult:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return import_file(Path("f"), data)


def said(result: ImportResult, kind: str) -> list[str]:
    return [each for each in result.lines() if f": {kind}: " in each]


def test_a_workout_of_jawt_has_its_rests_behind_its_exercises() -> None:
    result = of(JAWT)
    assert result.text == (
        '# Übung — Abend\n\n2 rounds:\n  Kniebeuge für dich 40s, then 20s\n"Plank 2" 30s\n'
    )
    column = json.dumps(JAWT).index('"name": "End"') + 1
    assert said(result, "lost") == [f'f:1:{column}: lost: the name of a set: "End"']


def test_its_export_is_latin_1_and_its_shared_file_utf_8() -> None:
    latin = json.dumps({"workouts": [JAWT]}, ensure_ascii=False).replace("—", "-")
    assert "# Übung - Abend\n" in of(latin.encode("latin-1")).text
    assert "# Übung — Abend\n" in of(json.dumps(JAWT, ensure_ascii=False).encode()).text


def test_a_timer_of_timer_machine_keeps_its_groups_and_its_words() -> None:
    result = of({"folders": [], "timers": [TIMER]})
    assert result.text == "# Hang\n\nPrepare 5s\n3 rounds:\n  Hang 7s, then 3s\n    Hang on now\n"
    assert [each.partition("lost: ")[2] for each in said(result, "lost")] == [
        "vibration",
        "a step that waits for a tap",
    ]
    assert of(TIMER).text == result.text


def test_intervals_of_openhiit_take_their_names_in_turn() -> None:
    expected = (
        "# Tabata\n\nWarm-up 120s\n2 rounds, rest 60s:\n  Hop 20s, then 10s\n  Skip 20s, then 10s\n"
        "  Hop 20s, then 10s\n  Skip 20s\nCool-down 30s\n"
    )
    assert of(HIIT).text == expected
    settings = json.dumps({key: value * 1000 for key, value in TIMES.items()} | {"restarts": 1})
    assert of([{**HIIT[0], "timeSettings": settings}]).text == expected


def test_rounds_of_nothing_are_lost_and_each_timer_has_its_own_rest() -> None:
    other = {**HIIT[0], "name": "Other", "timeSettings": {**TIMES, "breakTime": 30}}
    text = of([*HIIT, other]).text
    assert [each for each in text.splitlines() if "rounds" in each] == [
        *("2 rounds, rest 60s:", "2 rounds, rest 30s:"),
    ]
    nothing = {**HIIT[0], "timeSettings": {"restarts": 1, "breakTime": 9, "warmupTime": 5}}
    assert of([nothing]).text == "# Tabata\n\nWarm-up 5s\n"


def test_a_script_of_phrases_has_each_phrase_done_in_the_pause_behind_it() -> None:
    script = [
        "A short hip session.",
        {"repeat": 2, "transcript": ["Left heel down, hold.", {"break_sec": 5}]},
    ]
    expected = (
        "# My routine\nintro: A short hip session.\n\n2 rounds:\n  Left heel down 5s\n"
        "    Left heel down, hold.\n"
    )
    assert of({"voice": "any", "transcript": script}).text == expected


def test_scripts_may_be_yaml_or_lines() -> None:
    expected = "# My routine\n\nLift 30s\n  Lift.\nBig circle 60s\n  Big circle\n"
    assert of(b"Lift.;30\nBig circle;60\n").text == expected
    assert of(b"Lift. [Gap: 30 seconds]\nBig circle [Gap: 60 seconds]\n").text == expected
    yaml = b"title: Hips\nphrases:\n  - text: Lift.\n    duration: 30\n"
    assert of(yaml).text == "# Hips\n\nLift 30s\n  Lift.\n"


def test_a_table_is_read_by_the_names_of_its_columns() -> None:
    table = (
        "Übung;Sätze;Wiederholungen;Pause (s);Seite;Bild\n"
        "Clamshell;3;10-15;30;each;a.png\nWandsitz;;;;;b.png\n"
    )
    result = of(table.encode("cp1252"))
    assert result.text == "# My routine\n\nClamshell 3x10-15 each side, rest 30s\nWandsitz\n"
    assert said(result, "lost") == ['f:1:1: lost: the column "Bild"']
    assert of(table.encode("utf-16")).text == result.text


def test_a_table_with_a_column_of_days_has_a_routine_for_each() -> None:
    table = b"day,exercise,hold\nMonday,Plank,30\nTuesday,Plank,0:45\nTuesday,Squat 3x10,\n"
    assert of(table).text == "# Monday\n\nPlank 30s\n\n# Tuesday\n\nPlank 0:45\nSquat 3x10\n"


def test_a_row_that_cannot_be_understood_is_said_with_its_line() -> None:
    result = of(b"name,reps\nPlank,10\nSquat,a few\n")
    assert 'f:3:1: lost: can\'t be understood: "a few"' in list(result.lines())


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"{", "f: line 1: can't be read as JSON: "),
        (b"Today we stretch.", "f: is no file that is known; "),
        (b'{"exercises": {}, "routines": {}}', "f: is a routine file already: "),
        (b"# A\nSquat 3x10\n", "f: is a routine file already: "),
        (b"\x89PNG\r\n\x1a\n", "f: is a picture; "),
        (json.dumps({**JAWT, "sets": [{"exercises": []}]}).encode(), "f: Just Another Workout"),
        (
            json.dumps({**JAWT, "sets": [{"exercises": [{**SQUAT, "duration": 5000}]}]}).encode(),
            "f:1:",
        ),
        (b"[" * 100_000, "f: "),
    ],
)
def test_what_can_not_be_taken_over_is_one_line(data: bytes, fault: str) -> None:
    with pytest.raises(RoutineFileError) as caught:
        of(data)
    (line,) = caught.value.lines
    assert line.startswith(fault)


def test_the_command_writes_text_or_what_the_name_says(run: Run, tmp_path: Path) -> None:
    (tmp_path / "w.json").write_text(json.dumps(JAWT), encoding="utf-8")
    ran = run("import", "w.json")
    assert (
        ran.out.splitlines()[0] == "w.json: Just Another Workout Timer: 1 routine and 2 exercises"
    )
    assert ran.out.splitlines()[-1] == "w.txt"
    assert (tmp_path / "w.txt").read_text(encoding="utf-8").startswith("# Übung — Abend\n")
    assert run("import", "w.json").err == (
        "audiocoach: w.txt: exists already; --force overwrites it\n"
    )
    assert run("import", "w.json", "-o", "r.json").code == 0
    assert run("check", "r.json", "w.txt").code == 0
    assert run("import", "w.json", "-o", "w.json", "--force").err == (
        "audiocoach: w.json: is the file that is imported; name another one with -o\n"
    )


def test_a_dry_run_shows_the_text_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "w.json").write_text(json.dumps(JAWT), encoding="utf-8")
    assert run("import", "w.json", "--dry-run").out.endswith('\n"Plank 2" 30s\n\n')
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["w.json"]
