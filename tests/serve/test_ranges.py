"""Ranges and conditions, case by case of RFC 9110."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.serve.ranges import UnsatisfiableError, has_part_of, is_unchanged, ranges

WHOLE: list[tuple[int, int]] = []


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (None, WHOLE),
        ("bytes=0-", [(0, 1000)]),
        ("bytes=0-0", [(0, 1)]),
        ("bytes=999-", [(999, 1000)]),
        ("bytes=10-19", [(10, 20)]),
        ("bytes=10-5000", [(10, 1000)]),
        ("bytes=-1", [(999, 1000)]),
        ("bytes=-5000", [(0, 1000)]),
        ("BYTES=1-2", [(1, 3)]),
        ("bytes= 1-2 , 5-6", [(1, 3), (5, 7)]),
        ("bytes=5-6,1-2", [(1, 3), (5, 7)]),
        ("bytes=1-2,,5-6,", [(1, 3), (5, 7)]),
        ("bytes=0-9,5-20,21-30", [(0, 31)]),
        ("bytes=0-9,5000-", [(0, 10)]),
        ("bytes=0-9,-0", [(0, 10)]),
    ],
)
def test_a_range_is_read(header: str | None, wanted: list[tuple[int, int]]) -> None:
    assert ranges(header, 1000) == wanted


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=5000-6000", "bytes=-0", "bytes=1000-,-0"])
def test_what_lies_outside_is_unsatisfiable(header: str) -> None:
    with pytest.raises(UnsatisfiableError):
        ranges(header, 1000)


def test_nothing_of_an_empty_file_can_be_had() -> None:
    with pytest.raises(UnsatisfiableError):
        ranges("bytes=0-", 0)


@pytest.mark.parametrize(
    "header",
    [
        *("", "bytes", "bytes=", "bytes=,", "bytes=-", "bytes=a-b", "bytes=1", "bytes=2-1"),
        *("bytes=--5", "bytes=+1-2", "bytes=1_0-20", "bytes=1-2-3", "bytes=1.0-2", "seconds=1-2"),
        *("bytes=1-2;3-4", "bytes=\u0661-\u0662", f"bytes={'9' * 30}-", "bytes=1-2,x", "bytes 1-2"),
        "bytes=" + ",".join(f"{n}-{n}" for n in range(0, 202, 2)),
    ],
)
def test_a_header_that_breaks_the_grammar_is_passed_over(header: str) -> None:
    assert ranges(header, 1000) == WHOLE


@given(st.text(alphabet="bytes=0123456789-, ", max_size=40), st.integers(0, 50))
def test_ranges_are_in_order_apart_and_within_the_file(header: str, size: int) -> None:
    try:
        found = ranges(f"bytes={header}", size)
    except UnsatisfiableError:
        return
    edges = [edge for each in found for edge in each]
    assert edges == sorted(set(edges))
    assert all(0 <= edge <= size for edge in edges)


@pytest.mark.parametrize("header", ['"a1"', "*", 'W/"a1"', '"b", "a1"'])
def test_an_unchanged_file_is_known_by_its_tag(header: str) -> None:
    assert is_unchanged(header, '"a1"')


@pytest.mark.parametrize("header", [None, '"b"', "a1", ""])
def test_a_file_with_another_tag_has_changed(header: str | None) -> None:
    assert not is_unchanged(header, '"a1"')


@pytest.mark.parametrize(
    ("header", "holds"),
    [
        (None, True),
        ('"a1"', True),
        ('W/"a1"', False),
        ('"b"', False),
        ("Sat, 28 Nov 2026 04:30:47 GMT", False),
    ],
)
def test_a_part_is_gone_on_with_only_of_the_very_same_file(header: str | None, holds: bool) -> None:
    assert has_part_of(header, '"a1"') is holds
