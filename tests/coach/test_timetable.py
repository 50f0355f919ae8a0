from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from audiocoach.coach.score import Cue, DroppedCue, Score, Span, Where
from audiocoach.coach.timetable import as_json, timetable
from audiocoach.routine.model import Level
from audiocoach.routine.plan import Plan
from tests.coach.making import HOLD_10, composed, exercise
from tests.coach.test_guarantees import scores


def columns(line: str) -> int:
    return sum(1 if character.isascii() else 2 for character in line)


HERE = Where("wall-sit", 1, 2, "left")
SCORE = Score(
    routine="back-care",
    title="Back care",
    language="en",
    length_ms=65_000,
    cues=(
        Cue(1000, 2500, text="Hello. " + "Breathe deeply and slowly. " * 3),
        Cue(61_000, 61_250, tone="go", where=HERE),
    ),
    spans=(Span("exercise", "Wall sit", 2500, 64_000, Where("wall-sit")),),
    dropped=(DroppedCue(62_000, "Halfway.", HERE),),
)


def test_the_timetable_shows_every_cue_with_its_time() -> None:
    assert list(timetable(SCORE)) == [
        "Back care: 1:05",
        "",
        "       time   length  sound",
        "   0:01.000    1.500  Hello. Breathe deeply and slowly. Breathe deeply and",
        "                      slowly. Breathe deeply and slowly.",
        "",
        "=== Wall sit (wall-sit) ===",
        "  - set 1, rep 2, left",
        "   1:01.000    0.250  [go]",
        "   1:02.000        -  (no room for: Halfway.)",
        "   1:05.000           the end",
    ]


@pytest.mark.parametrize(
    ("drops", "row"),
    [
        ([("3.", "rep")], " the rep's number: 3."),
        ([("3.", "rep beside seconds")], " the rep's number: 3."),
        ([("1.", "first second")], " the second: 1."),
        ([("4.", "second"), ("5.", "second")], " the seconds: 4. 5."),
        ([("Up", "")], ": Up"),
    ],
)
def test_a_number_without_room_is_shown_as_one(drops: Any, row: str) -> None:
    """It read like a word of the routine's: "no room for: 3."."""
    dropped = tuple(DroppedCue(62_000, text, HERE, number=kind) for text, kind in drops)
    lines = list(timetable(replace(SCORE, dropped=dropped)))
    shown = [line.partition("-  ")[2] for line in lines if "no room" in line]
    assert shown == [f"(no room for{row})"]


def test_json_has_the_keys_that_apply_and_no_others() -> None:
    made = as_json(SCORE)
    assert made["cues"] == [
        {"kind": "say", "start_ms": 1000, "end_ms": 2500, "text": SCORE.cues[0].text},
        {
            "kind": "tone",
            "start_ms": 61_000,
            "end_ms": 61_250,
            "tone": "go",
            "exercise": "wall-sit",
            "set": 1,
            "rep": 2,
            "side": "left",
        },
    ]
    assert list(made) == [
        "routine", "title", "language", "length_ms", "cues", "spans", "dropped",
    ]  # fmt: skip


def test_each_use_of_an_exercise_has_its_own_heading() -> None:
    spans = tuple(
        Span("exercise", title, at, at + 1000, Where("a")) for title, at in (("A", 0), ("B", 1000))
    )
    cues = (Cue(0, 100, tone="go", where=Where("a")), Cue(1500, 1600, tone="go", where=Where("a")))
    shown = timetable(Score("r", "R", "en", 2000, cues, spans))
    assert [line for line in shown if line.startswith("=")] == ["=== A (a) ===", "=== B (a) ==="]


def test_wide_characters_count_for_two_columns() -> None:
    wide = Score("r", "腰" * 50, "ja", 1000, (Cue(0, 100, text="のばす" * 30),), ())
    assert max(columns(line) for line in timetable(wide)) == 80


def test_what_is_estimated_is_marked() -> None:
    guessed = [SCORE.cues[0].text or ""]
    lines, made = list(timetable(SCORE, guessed)), as_json(SCORE, guessed)
    assert lines[0] == "Back care: ~1:05"
    assert lines[3] == "   0:01.000   ~1.500  Hello. Breathe deeply and slowly. Breathe deeply and"
    assert [line for line in lines if "~" in line] == [lines[0], lines[3]]
    assert made["estimated"] is True
    assert [cue.get("estimated") for cue in made["cues"]] == [True, None]  # type: ignore[attr-defined]


@given(scores())
def test_no_line_is_wider_than_80_columns(made: tuple[Plan, Level, Score]) -> None:
    assert all(len(line) <= 80 for line in timetable(made[2]))


def test_an_end_tone_stands_under_the_exercise_that_it_ends() -> None:
    hold = exercise(HOLD_10)
    lines = list(timetable(composed(hold, hold, alone=True)))
    heading = next(n for n, line in enumerate(lines) if "(exercise-2)" in line)
    assert lines[heading - 2].endswith("[end]")


def test_a_set_is_named_once_in_a_flow() -> None:
    flow = exercise({**HOLD_10, "seconds": 20}, rests="exact", title="Plank")
    lines = list(timetable(composed(flow, flow, talk="brief")))
    assert [line for line in lines if line.startswith("  - ")] == ["  - set 1, rep 1"] * 2
