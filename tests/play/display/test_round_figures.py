from __future__ import annotations

import pytest

from audiocoach.play.display.round_figures import LEAST_ROWS, figure_gap, round_figures

DIGITS = "0123456789"


def drawn(figures: str, rows: int) -> list[str]:
    lines = round_figures(figures, 10_000, rows)
    assert lines is not None
    return lines


@pytest.mark.parametrize("rows", [LEAST_ROWS, 7, 10, 14, 42])
def test_figures_are_as_wide_as_each_other_and_as_high_as_there_is_room(rows: int) -> None:
    every = [drawn(each, rows) for each in DIGITS]
    assert {len(lines) for lines in every} == {rows}
    assert len({len(line) for lines in every for line in lines}) == 1
    assert len({tuple(lines) for lines in every}) == len(DIGITS)
    assert all(line.strip() for lines in every for line in lines)


def test_a_five_is_drawn_with_a_round_pen() -> None:
    assert drawn("5", 7) == [
        " ███████ ",
        " ██      ",
        "▄█████▄  ",
        "▀▀▀▀ ▀██▄",
        "       ██",
        "██▄   ▄█▀",
        " ▀████▀▀ ",
    ]


def test_figures_stand_side_by_side_with_a_gap() -> None:
    one, two = drawn("1", 10), drawn("2", 10)
    gap = " " * figure_gap(10)
    assert drawn("12", 10) == [f"{a}{gap}{b}" for a, b in zip(one, two, strict=True)]


def test_they_are_as_large_as_the_width_allows() -> None:
    lines = round_figures("108", 60, 42)
    assert lines is not None
    assert LEAST_ROWS <= len(lines) < 42
    assert len(lines[0]) <= 60 < len(drawn("108", len(lines) + 1)[0])


@pytest.mark.parametrize("room", [(10_000, LEAST_ROWS - 1), (5, 42)])
def test_there_are_none_where_there_is_no_room(room: tuple[int, int]) -> None:
    assert round_figures("8", *room) is None
