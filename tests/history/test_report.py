from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from rich.cells import cell_len

from audiocoach.history.report import as_csv, as_json, streak, summary, table, weeks
from audiocoach.units import clock
from tests.history.making import MONDAY, entry

TODAY = MONDAY.date()
NOW = MONDAY + timedelta(hours=1)

TABLE = """\
Date              Routine    Level   Minutes
2026-11-22 07:30  Back care  normal     13.3  finished
2026-11-23 07:30  Back care  easy        6.0  stopped at 6:05 of 13:16: Wall sit"""
IN_FULL = "stopped at 6:05 of 13:16: Wall sit, set 1, rep 2, left side"


def test_the_table_shows_how_each_session_ended() -> None:
    done = entry(-1, state="finished", level="normal", played_ms=796_000)
    assert "\n".join(table([done, entry()], NOW)) == TABLE


def test_a_wide_terminal_has_room_for_the_set_the_rep_and_the_side() -> None:
    assert "\n".join(table([entry()], NOW, 120)).endswith(f"   6.0  {IN_FULL}")


@pytest.mark.parametrize("columns", [80, 90, 120, 200])
@pytest.mark.parametrize("title", ["Back care", "背" * 50, "x"])
@pytest.mark.parametrize("exercise", ["Wall sit", "壁" * 40, "y" * 500, None])
@pytest.mark.parametrize("length_ms", [796_000, 7_960_000])
def test_the_table_is_no_wider_than_the_terminal(
    columns: int, title: str, exercise: str | None, length_ms: int
) -> None:
    entries = [
        entry(title=title, exercise_title=exercise, length_ms=length_ms, at_ms=length_ms // 2)
    ]
    lines = list(table(entries, NOW, columns))
    assert max(map(cell_len, lines)) <= columns
    assert f" stopped at {clock(length_ms // 2)}" in lines[-1]


def test_a_killed_session_has_stopped() -> None:
    playing = entry(state="playing")
    written = playing.updated
    assert [playing.state_at(written + timedelta(seconds=s)) for s in (4, 16)] == [
        "playing",
        "stopped",
    ]


@pytest.mark.parametrize(
    "title", ["背中のお手入れ", "Cuidado de la espalda 😀", "x" * 5000, "背" * 50]
)
def test_whatever_the_title_the_columns_stand_below_each_other(title: str) -> None:
    heading, line = table([entry(title=title)], NOW)
    assert cell_len(line.partition("easy")[0]) == heading.index("Level")


def test_a_title_cant_move_the_cursor() -> None:
    assert "\x1b" not in "".join(table([entry(title="\x1b[2Jgone\r")], NOW))


@pytest.mark.parametrize(
    ("days", "length"),
    [
        ([], 0),
        ([0], 1),
        ([-1], 1),
        ([-2], 0),
        ([-2, -1, 0], 3),
        ([-2, -1], 2),
        ([-4, -3, -1, 0], 2),
        ([0, 0.2, 0.4], 1),
    ],
)
def test_the_streak_counts_days_in_a_row_up_to_today_or_yesterday(
    days: list[float], length: int
) -> None:
    assert streak([entry(day) for day in days], TODAY) == length


def test_less_than_a_minute_makes_no_day() -> None:
    assert streak([entry(played_ms=59_999)], TODAY) == 0
    assert streak([entry(played_ms=30_000), entry(played_ms=30_000)], TODAY) == 1


def test_the_last_line_adds_up() -> None:
    assert summary([entry(-1), entry()], TODAY) == "2 sessions, 12.0 minutes; streak: 2 days"
    assert summary([entry()], TODAY) == "1 session, 6.0 minutes; streak: 1 day"
    assert summary([entry(-3)], TODAY) == "1 session, 6.0 minutes"


def test_weeks_are_bars_and_a_week_without_play_is_empty() -> None:
    logged = [entry(-21), entry(-15), entry(-7, played_ms=180_000), entry(-1)]
    assert list(weeks(logged, TODAY, "#")) == [
        "2026-11-02     12.0  ########################################",
        "2026-11-09      0.0",
        "2026-11-16      9.0  ##############################",
        "2026-11-23      0.0",
    ]


def test_weeks_of_nothing_are_none() -> None:
    assert list(weeks([], TODAY)) == []
    assert list(weeks([entry(played_ms=0)], TODAY)) == ["2026-11-23      0.0"]


def test_a_few_seconds_fill_no_bar() -> None:
    assert list(weeks([entry(played_ms=2000)], TODAY, "#")) == ["2026-11-23      0.0"]
    assert list(weeks([entry(played_ms=150_000)], TODAY, "#")) == [
        f"2026-11-23      2.5  {'#' * 10}"
    ]


def test_json_shows_all_that_applies() -> None:
    assert as_json([entry(state="playing", exercise_title=None)], NOW) == [
        {
            "started": "2026-11-23T07:30:00+01:00",
            "routine": "back-care",
            "title": "Back care",
            "level": "easy",
            "talk": "full",
            "voice": "builtin",
            "minutes": 6.0,
            "state": "stopped",
            "at_ms": 365_000,
            "length_ms": 796_000,
            "exercise": "wall-sit",
            "set": 1,
            "rep": 2,
            "side": "left",
        }
    ]


def test_csv_holds_no_formula() -> None:
    evil = entry(title="=HYPERLINK(A1)", level="@x", voice="+1", exercise_title="x")
    [row] = csv.DictReader(io.StringIO(as_csv([evil], NOW)))
    assert (row["title"], row["level"], row["voice"]) == ("'=HYPERLINK(A1)", "'@x", "'+1")
    [kept] = as_json([evil], NOW)
    assert kept["title"] == "=HYPERLINK(A1)"


def test_csv_keeps_commas_and_quotes_of_titles() -> None:
    written = as_csv([entry(title='Back, "care"')], NOW)
    [row] = csv.DictReader(io.StringIO(written))
    assert (row["title"], row["minutes"], row["rep"]) == ('Back, "care"', "6.0", "2")
