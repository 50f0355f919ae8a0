from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.play.device.playback_clock import NOTHING, PlaybackClock, StallWatch, patience

RATE = 24_000
Calls = list[tuple[float, int, int]]


def after(*calls: tuple[float, int, int]) -> PlaybackClock:
    handed = NOTHING
    for call in calls:
        handed = handed.more(*call)
    return handed


def test_nothing_is_heard_while_the_device_only_fills_up() -> None:
    assert after((5.0, 1200, 1200), (5.0, 1200, 1200)).heard(5.0) == 0


def test_between_calls_the_position_moves_with_the_clock() -> None:
    assert after((5.0, 2400, 2400)).heard(5.05) == 1200


def test_no_more_is_heard_than_was_handed_over() -> None:
    assert after((5.0, 2400, 2400)).heard(9.0) == 2400


def test_a_device_that_takes_less_than_it_was_asked_to_is_heard_as_early() -> None:
    handed = after((0.0, 4800, 4800), (0.1, 2400, 2400), (0.2, 2400, 2400))
    assert (handed.held, handed.heard(0.25)) == (4800, 6000)


def test_a_call_that_comes_late_does_not_change_what_the_device_holds() -> None:
    handed = after((0.0, 9600, 9600), (0.15, 2400, 2400), (0.2, 2400, 2400))
    assert (handed.held, handed.heard(0.2)) == (9600, 4800)


def test_a_clock_that_drifts_is_not_taken_for_a_fuller_device() -> None:
    calls = [(number * 0.0999, 2400, 2400) for number in range(9000)]
    handed = after((0.0, 7200, 7200), *calls)
    assert handed.held < 9600 + 240


def test_silence_for_late_sound_does_not_move_the_position() -> None:
    handed = after((0.0, 2400, 2400), (0.1, 2400, 0), (0.2, 2400, 2400))
    assert handed.heard(0.3) == 4800


def test_the_last_sound_is_played_once_it_has_left_the_device() -> None:
    handed = after((0.0, 2400, 1000), (0.1, 2400, 0))
    assert handed.last_sound == 1000
    assert handed.played(0.1) == 2400


STEADY: Calls = [(0, 2400, 2400), *((number * 0.1, 2400, 2400) for number in range(41))]
"""Calls of a device that holds 0.2 s, up to 4 s after the first."""


@pytest.mark.parametrize(
    ("calls", "underrun"),
    [
        ([*STEADY, (4.19, 2400, 2400)], False),
        ([*STEADY, (4.22, 2400, 2400)], True),
        ([*STEADY, (4.22, 2400, 2400), (4.3, 2400, 2400)], True),
        ([*STEADY, (64.0, 2400, 2400)], False),  # the computer slept
        ([*STEADY[:20], (2.4, 2400, 2400)], False),  # it still wakes
    ],
)
def test_a_call_after_all_was_played_came_too_late(calls: Calls, underrun: bool) -> None:
    assert after(*calls).underrun == underrun


@given(st.lists(st.floats(0, 0.02), min_size=200, max_size=300))
def test_a_device_that_asks_as_it_plays_is_not_torn_by_calls_a_little_late(
    late: list[float],
) -> None:
    handed = replace(NOTHING, room=2400)
    for number, each in enumerate(late):
        handed = handed.more(number * 0.025 + each, 600, 600)
    assert not handed.underrun


@given(st.lists(st.tuples(st.floats(0.001, 0.1), st.integers(1, 2400)), min_size=1))
def test_with_sound_in_time_the_position_never_exceeds_what_was_handed_over(
    steps: list[tuple[float, int]],
) -> None:
    at, handed = 0.0, NOTHING
    for wait, samples in steps:
        at += wait
        handed = handed.more(at, samples, samples)
        assert 0 <= handed.heard(at + wait) <= handed.sound


def test_a_device_that_does_not_call_is_silent_for_as_long_as_we_looked() -> None:
    watch = StallWatch().look(NOTHING, 0.0)
    for step in range(1, 41):
        watch = watch.look(NOTHING, step * 0.25)
    assert watch.silent_for == 10.0


def test_a_call_ends_the_silence() -> None:
    watch = StallWatch(0, 0.0, 2.9).look(after((0.1, 10, 10)), 0.25)
    assert watch == StallWatch(10, 0.25, 0.0)


def test_a_computer_that_slept_for_an_hour_is_not_a_lost_device() -> None:
    assert StallWatch(0, 0.0).look(NOTHING, 3600.0).silent_for == 0.25


def test_a_device_that_plays_is_missed_after_a_second_one_that_wakes_up_after_three() -> None:
    waking = after((5.0, 4800, 4800), (5.1, 2400, 2400))
    awake = after((5.0, 4800, 4800), (8.1, 2400, 2400))
    assert (patience(NOTHING), patience(waking), patience(awake)) == (3.0, 3.0, 1.0)
