"""Lines are found in one long take, however they are read."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.sound.clip import packed
from audiocoach.sound.long_take import cut_out, fitted, odd, parted, pieces
from audiocoach.units import ms_to_bytes

NOISE = packed(random.Random(1).randint(-12, 12) for _ in range(48_000))
"""Two seconds of a quiet room, at -73 dBFS."""
WORD = packed(random.Random(2).randint(-9000, 9000) for _ in range(240_000))
"""Ten seconds of what is loud; any part of it is a word."""


def room(ms: int) -> bytes:
    return (NOISE * (1 + ms // 2000))[: ms_to_bytes(ms)]


def line(*words_and_gaps_ms: int) -> bytes:
    """Return a line: a word, a gap, a word … of these lengths."""
    return b"".join(
        room(ms) if n % 2 else WORD[: ms_to_bytes(ms)] for n, ms in enumerate(words_and_gaps_ms)
    )


def reading(lines: list[bytes], pauses_ms: list[int]) -> bytes:
    """Return lines with these pauses behind them, from a pause on."""
    read = (each + room(pause) for each, pause in zip(lines, pauses_ms, strict=True))
    return room(500) + b"".join(read)


LINES = st.lists(
    st.tuples(
        st.lists(st.integers(150, 700), min_size=1, max_size=3),  # words
        st.integers(50, 450),  # the gaps between them
        st.integers(600, 1500),  # the pause behind
    ),
    min_size=1,
    max_size=6,
)


def spoken(words: list[int], gap: int) -> list[int]:
    return [each for word in words for each in (word, gap)][:-1]


@given(LINES)
def test_any_lines_with_pauses_of_0_6_s_are_found(read: list[tuple[list[int], int, int]]) -> None:
    lines = [line(*spoken(words, gap)) for words, gap, _ in read]
    found = pieces(reading(lines, [pause for *_, pause in read]))
    starts, at = [], 500
    for each, (*_, pause) in zip(lines, read, strict=True):
        starts.append((at, at + len(each) // ms_to_bytes(1)))
        at = starts[-1][1] + pause
    assert len(found) == len(lines)
    for piece, (start, end) in zip(found, starts, strict=True):
        assert abs(piece.start_ms - start) <= 20
        assert abs(piece.end_ms - end) <= 20


def test_silence_and_noise_alone_hold_no_piece() -> None:
    assert pieces(bytes(48_000)) == []
    assert pieces(b"") == []


def test_a_click_between_two_lines_is_no_line() -> None:
    click = WORD[: ms_to_bytes(8)]
    take = room(900) + line(800) + room(700) + click + room(700) + line(900) + room(900)
    assert len(pieces(take)) == 2


DUE = [1000, 2000, 600, 3000, 800, 1500]
"""How long six lines should be."""


def due_lines() -> list[bytes]:
    return [line(ms) for ms in DUE]


def test_as_many_pieces_as_lines_are_the_lines() -> None:
    found = fitted(reading(due_lines(), [900] * 6), DUE)
    assert (len(found), [each.is_guessed for each in found]) == (6, [False] * 6)


def test_a_line_with_a_pause_in_it_is_joined_and_marked() -> None:
    lines = due_lines()
    lines[3] = line(1400, 700, 900)
    found = fitted(reading(lines, [900] * 6), DUE)
    assert [each.is_guessed for each in found] == [n == 3 for n in range(6)]
    assert found[3].ms == pytest.approx(3000, abs=20)


def test_two_lines_with_too_short_a_pause_are_parted_and_marked() -> None:
    found = fitted(reading(due_lines(), [900, 400, 900, 900, 900, 900]), DUE)
    assert [each.is_guessed for each in found] == [False, True, True, False, False, False]
    assert [each.ms for each in found] == pytest.approx(DUE, abs=20)


def test_a_line_that_was_read_twice_leaves_one_piece_out_and_marks_the_place() -> None:
    lines = due_lines()
    slip = [*lines[:3], line(1200), *lines[3:]]
    found = fitted(reading(slip, [900] * 7), DUE)
    assert [each.ms for each in found] == pytest.approx(DUE, abs=20)
    assert any(each.is_guessed for each in found[2:4])


def test_fewer_sounds_than_lines_stay_as_the_pauses_part_them() -> None:
    assert len(fitted(reading(due_lines()[:3], [900] * 3), DUE)) == 3


def test_a_piece_far_from_its_lines_length_is_odd() -> None:
    lines = due_lines()
    lines[2], lines[3] = lines[3], lines[2]
    assert odd(pieces(reading(lines, [900] * 6)), DUE) == [2, 3]
    assert odd(pieces(reading(due_lines(), [900] * 6)), DUE) == []


@given(st.lists(st.integers(600, 2500), min_size=2, max_size=6))
def test_what_is_cut_out_holds_its_line_and_no_other(pauses: list[int]) -> None:
    take = reading([line(700) for _ in pauses], pauses)
    found = pieces(take)
    for number in range(len(found)):
        held = pieces(cut_out(take, found, number))
        assert [each.ms for each in held] == pytest.approx([700], abs=20)


def test_a_piece_is_parted_at_its_longest_gap() -> None:
    take = room(500) + line(500, 300, 700, 450, 600) + room(500)
    (piece,) = pieces(take)
    parts = parted(take, piece)
    assert parts
    assert [each.ms for each in parts] == pytest.approx([1500, 600], abs=20)
    assert [b.start_ms - a.end_ms for a, b in pairwise(parts)] == pytest.approx([450], abs=20)
    (whole,) = pieces(room(500) + line(700) + room(500))
    assert parted(room(500) + line(700) + room(500), whole) is None
