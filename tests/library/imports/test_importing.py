"""Files of other programs: recognised by what they hold, nothing lost unsaid, nothing by half."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from audiocoach.errors import RoutineFileError
from audiocoach.library.importing import ImportResult, import_file
from tests.conftest import Run
from tests.library.imports.samples import (
    BARS,
    GUIDE,
    HIIT,
    JAWT,
    REPEATED,
    SPOKEN,
    SQUAT,
    TIMER,
    TIMES,
    WORKOUT,
)


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


def test_letters_that_its_export_cuts_are_said_to_be_lost() -> None:
    """`Uint8List.fromList(text.codeUnits)` leaves their low bytes, some of them controls."""
    text = json.dumps({"workouts": [JAWT]}, ensure_ascii=False)
    result = of(bytes(ord(each) & 255 for each in text))
    assert result.text.startswith("# Übung Abend\n")
    (lost, _) = said(result, "lost")
    assert lost.startswith("f:1:32: lost: letters beyond Latin-1, ")


def test_a_timer_of_timer_machine_keeps_its_groups_and_its_words() -> None:
    result = of({"folders": [], "timers": [TIMER]})
    assert result.text == "# Hang\n\nPrepare 5s\n3 rounds:\n  Hang 7s, then 3s\n    Hang on now\n"
    assert [each.partition("lost: ")[2] for each in said(result, "lost")] == [
        'the name of a group: "G"',
        "vibration",
        "a step that waits for a tap",
    ]
    assert of(TIMER).text == result.text


def behaving(*behaviours: dict[str, Any], label: str = "Plank") -> ImportResult:
    steps = [
        {"step_type": "step", "label": "Squat", "length": 30_000},
        {"step_type": "step", "label": label, "length": 30_000, "behaviour": behaviours},
    ]
    return of({"timers": [{"id": 1, "name": "T", "loop": 1, "steps": steps}]})


def test_words_of_a_step_stand_in_its_label_or_its_content() -> None:
    """The program writes the first variable of a VOICE as label, the second as content."""
    assert behaving({"type": "VOICE", "label": "Hold still."}).text.endswith("  Hold still.\n")
    assert behaving({"type": "VOICE", "content": "Hold still."}).text.endswith("  Hold still.\n")
    named = behaving({"type": "VOICE", "content": "Now {SName}, slowly"})
    assert named.text.endswith("  Now Plank, slowly\n")


def test_words_that_only_the_app_can_fill_in_are_lost() -> None:
    spoken = {"type": "VOICE", "content": "Next {SNameNext}"}
    assert said(behaving(spoken), "lost")[0].endswith('something to fill in: "Next {SNameNext}"')
    resting = said(behaving({"type": "VOICE", "label": "Drink."}, label="Rest"), "lost")
    assert resting[0].endswith('lost: words of a rest: "Drink."')
    assert said(behaving({"type": "VOICE", "label": "$step_name, $step_duration"}), "lost") == []


def test_its_countdown_and_halfway_become_cues() -> None:
    result = behaving({"type": "COUNT", "label": "8", "content": "0"}, {"type": "HALF"})
    assert result.text.endswith('  cues: {"countdown_seconds": 8, "halfway": true}\n')
    assert '"countdown_seconds": 5' in behaving({"type": "COUNT", "content": "1"}).text


def test_what_no_routine_has_is_said_to_be_lost_once_for_each_key() -> None:
    timer = {**TIMER, "more": {"showNotif": False}}
    lost = said(of({"timers": [timer, timer], "prefs": {"a": "b"}, "schedulers": []}), "lost")
    assert [each.partition(": lost: ")[2] for each in lost if "like" in each] == [
        'nothing here is like "more"',
        'nothing here is like "prefs"',
    ]
    lost = said(of({**JAWT, "colour": "red"}), "lost")
    assert lost[-1].endswith('nothing here is like "colour"')


def test_intervals_of_openhiit_beyond_its_names_are_work() -> None:
    """So its interval_calculation.dart has it, and a rest behind the warm-up."""
    expected = (
        "# Tabata\n\nWarm-up 120s, then 10s\n2 rounds, rest 60s:\n  Hop 20s, then 10s\n"
        "  Skip 20s, then 10s\n  Work 20s, then 10s\n  Work 20s\nCool-down 30s\n"
    )
    assert of(HIIT).text == expected
    assert of([{**HIIT[0], "timeSettings": json.dumps(TIMES)}]).text == expected
    counted = {**HIIT[0], "intervals": 8, "activeIntervals": 4}
    assert of([counted]).text == expected


def test_times_of_openhiit_are_seconds_and_a_rest_stands_for_no_break() -> None:
    times = {**TIMES, "workTime": 1200, "breakTime": 0, "warmupTime": 0, "cooldownTime": 0}
    timer = {**HIIT[0], "activities": [], "activeIntervals": 1, "timeSettings": times}
    assert of([timer]).text == "# Tabata\n\n2 rounds, rest 10s:\n  Work 1200s\n"


def test_an_old_export_of_openhiit_is_read() -> None:
    expected = "# Old\n\n2 rounds, rest 30s:\n  Squat 20s, then 10s\n  Lunge 20s\n"
    result = of(WORKOUT)
    assert result.text == expected
    assert of([WORKOUT]).text == expected
    assert [each.rpartition(" ")[2] for each in said(result, "lost")[1:]] == [
        *('"halfwayMark"', '"workSound"'),
    ]


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
        "# My routine\nintro: A short hip session.\n\nLeft heel down 2 reps\n"
        "  Left heel down, hold.\n  phases: Left heel down 6.5s\n"
    )
    assert of({"voice": "any", "transcript": script}).text == expected


def test_repeated_phrases_are_the_phases_of_the_exercise_that_is_introduced() -> None:
    assert of({"transcript": REPEATED}).text == (
        "# My routine\nintro: Welcome. You need a chair.\noutro: Well done.\n\n"
        "Seated Turn 10 reps\n"
        "  Sit tall. Turn to the right, eyes on your hand. Hold for 2.\n"
        "  phases: Turn to the right 6.5s; Come back 2s\n"
        "Seated Turn 45s\n  Switch sides. Your left hand goes up.\n"
    )


def test_phrases_of_audio_instruction_have_their_seconds_or_the_usual_ones() -> None:
    result = of(GUIDE)
    assert result.text == (
        "# My routine\n\nLight jogging 30s\nBurpees 40s, then 15s\n"
        "Figure four (left leg) 60s\n  Cross your ankle over.\n"
    )
    guessed = [each for each in said(result, "guessed") if "phrase" in each]
    assert [each.partition(": ")[2] for each in guessed] == [
        "guessed: a phrase without a time lasts 30 s"
    ]
    assert [each.rpartition(" ")[2] for each in said(result, "lost")] == [
        *('"language"', '"background_urls"'),
    ]


def test_its_plain_text_has_bars_before_the_seconds() -> None:
    result = of(BARS.encode())
    assert result.text == (
        "# Evening\n\nArm circles 30s\nBurpees 40s, then 15s\nStretch your legs 30s\n"
    )
    assert said(result, "lost") == [
        'f:2:1: lost: "language": "en"',
        "f:5:1: lost: remarks behind #",
    ]


def test_a_script_with_gaps_names_the_exercises_that_it_introduces() -> None:
    result = of(SPOKEN.encode())
    assert result.text == (
        "# My routine\nintro: Welcome to a workout.\noutro: Great work. That is all.\n\n"
        "Cat Cow 30s\n  Get onto your hands and knees.\n"
        "Low Plank 40s\n  Great work! Keep a straight line.\n"
    )
    assert said(result, "lost") == [
        "f:5:1: lost: counting down: the coach does it",
        "f:6:1: lost: remarks behind #",
    ]


def test_an_asterisk_is_silence() -> None:
    result = of(b"*; 3\nLift; 20\n*; 10\nBig circle; 30\n")
    assert result.text == "# My routine\n\nLift 20s, then 10s\nBig circle 30s\n"
    assert said(result, "lost") == ["f:1:1: lost: a rest of 3 s that follows no exercise"]


def test_scripts_may_be_yaml_or_lines() -> None:
    expected = "# My routine\n\nLift 30s\nBig circle 60s\n"
    assert of(b"Lift.;30\nBig circle;60\n").text == expected
    assert of(b"Lift. [Gap: 30 seconds]\nBig circle [Gap: 60 seconds]\n").text == expected
    yaml = b"title: Hips\nphrases:\n  - text: Lift.\n    duration: 30\n"
    assert of(yaml).text == "# Hips\n\nLift 30s\n"


def test_a_table_is_read_by_the_names_of_its_columns() -> None:
    table = (
        "Übung;Sätze;Wiederholungen;Pause (s);Seite;Bild\n"
        "Clamshell;3;10-15;30;each;a.png\nWandsitz;;;;;b.png\n"
    )
    result = of(table.encode("cp1252"))
    assert result.text == "# My routine\n\nClamshell 3x10-15 each side, rest 30s\nWandsitz\n"
    assert said(result, "lost") == ['f:1:1: lost: the column "Bild"']
    assert of(table.encode("utf-16")).text == result.text


def test_a_column_may_say_sets_and_reps_at_once() -> None:
    """The column was lost, and all exercises done once."""
    result = of(
        b"Exercise,Sets x Reps,Notes\nSquat,5x5,\nLunge,3x8-12,each leg\nRow,3x10,pull hard\n"
    )
    assert result.text == (
        "# My routine\n\nSquat 5x5\nLunge 3x8-12, each leg\nRow 3x10\n  pull hard\n"
    )


@pytest.mark.parametrize(
    ("side", "dose"), [("beide", "each side"), ("links", "left only"), ("derecha", "right only")]
)
def test_sides_of_a_table_are_named_in_each_language(side: str, dose: str) -> None:
    result = of(f"Übung;Wdh;Seite\nBrücke;10;{side}\n".encode())
    assert f"Brücke 10 {dose}\n" in result.text


def test_a_column_of_notes_explains_no_exercise_that_is_known() -> None:
    """A trainer's "slow" took the place of how a squat is done."""
    table = "Exercise,Reps,Notes\nSquat,10,slow\nJuggling,20,Throw and catch.\n"
    text = import_file(Path("a.csv"), table.encode()).text
    assert text.splitlines()[2:] == [
        "Squat 10",
        '  note: "slow"',
        "Juggling 20",
        "  Throw and catch.",
    ]


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
        (b"Today we stretch.", "f: is of no known kind; "),
        (b'{"exercises": {}, "routines": {}}', "f: is a routine file already: "),
        (b"# A\nSquat 3x10\n", "f: is a routine file already: "),
        (b"\x89PNG\r\n\x1a\n", "f: is a picture; "),
        (json.dumps({**JAWT, "sets": [{"exercises": []}]}).encode(), "f: Just Another Workout"),
        (
            json.dumps({**JAWT, "sets": [{"exercises": [{**SQUAT, "duration": 90_000}]}]}).encode(),
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
