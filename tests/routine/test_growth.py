"""What a file costs grows no faster than the file does, up to limits that end it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from itertools import repeat

import pytest
from benchmark.shapes import SHAPES, Shape, exercise

from audiocoach.coach.composer import compose
from audiocoach.coach.phrases import load_phrases
from audiocoach.coach.remarks import remarks
from audiocoach.errors import RoutineFileError
from audiocoach.routine.faults import shown
from audiocoach.routine.plan import plan_exercise, plan_routine
from audiocoach.routine.reader import parse_routines
from audiocoach.text import did_you_mean
from tests.routine.files import faults, faults_of_bytes, routine, whole_file, with_exercise

PHRASES = load_phrases("en")


def calls(work: Callable[[], object]) -> int:
    """Count the functions that `work` calls, ours and those written in C."""
    events: list[str] = []
    sys.setprofile(lambda _frame, event, _argument: events.append(event))
    try:
        work()
    finally:
        sys.setprofile(None)
    return sum(event in ("call", "c_call") for event in events)


def checked(text: str) -> None:
    with suppress(RoutineFileError):
        list(remarks(parse_routines(text.encode(), ["en"])))


def composed(text: str) -> None:
    plan = plan_routine(parse_routines(text.encode()), "r-0")
    compose(plan, PHRASES, lambda _text: 1000)


def growth(work: Callable[[str], None], shape: Shape) -> float:
    """Return how many times the calls double when the size does, at an eighth of the limit."""
    small, large = (shape.make(shape.largest // part) for part in (16, 8))
    work(small)  # what is loaded once must not count
    return calls(lambda: work(large)) / calls(lambda: work(small))


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.name for shape in SHAPES])
def test_checking_a_file_of_twice_the_size_takes_at_most_twice_the_calls(shape: Shape) -> None:
    assert growth(checked, shape) < 2.3


SOUND = [shape for shape in SHAPES if shape.is_sound]


@pytest.mark.parametrize("shape", SOUND, ids=[shape.name for shape in SOUND])
def test_composing_a_file_of_twice_the_size_takes_at_most_twice_the_calls(shape: Shape) -> None:
    assert growth(composed, shape) < 2.3


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.name for shape in SHAPES])
def test_each_shape_is_what_it_says_up_to_its_limit(shape: Shape) -> None:
    found = faults_of_bytes(shape.make(shape.largest).encode())
    assert (found == []) == shape.is_sound
    assert len(found) in (0, 21)


def test_the_routine_of_each_exercise_is_found_without_a_search() -> None:
    def planned(size: int) -> int:
        names = [f"e-{number}" for number in range(size)]
        steps = [{"exercise": name} for name in names]
        exercises = dict(zip(names, repeat(exercise()), strict=False))
        tree = {"exercises": exercises, "routines": {"r": routine(*steps)}}
        file = parse_routines(json.dumps(tree).encode())
        return calls(lambda: [plan_exercise(file, name) for name in names])

    assert planned(100) < 2.3 * planned(50)


def test_a_hint_compares_few_names_letter_by_letter() -> None:
    def hinted(count: int) -> int:
        names = [f"{'abcdefghi' * 9}-{number:05}" for number in range(count)]
        return calls(lambda: did_you_mean("x" + names[-1][1:-1] + "yz", names))

    assert hinted(1000) < 3 * hinted(100)


def test_a_hint_finds_the_name_among_a_thousand_long_ones() -> None:
    names = [f"{'abcdefghi' * 9}-{number:05}" for number in range(1000)]
    assert did_you_mean("x" + names[-1][1:], names) == f', did you mean "{names[-1]}"?'


# What is too large is refused, in one line.


def test_a_list_or_object_has_at_most_a_thousand_entries() -> None:
    exercises: dict[str, object] = {f"e-{number}": {} for number in range(1001)}
    assert faults(whole_file(exercises=exercises)) == [
        "exercises: must have at most 1,000 entries, not 1,001"
    ]
    assert faults(with_exercise(equipment=["a"] * 1001)) == [
        "exercises.wall-sit.equipment: must have at most 1,000 entries, not 1,001"
    ]


def test_all_routines_together_have_at_most_twenty_thousand_steps() -> None:
    steps = [{"exercise": "wall-sit"}] * 200
    most = {f"r-{number}": routine(*steps) for number in range(100)}
    assert faults(whole_file(routines=most)) == []
    assert faults(whole_file(routines={**most, "more": routine()})) == [
        "routines: must have at most 20,000 steps in all, not 20,001"
    ]


def test_a_session_has_at_most_twenty_thousand_phases() -> None:
    beat = [{"name": "One", "seconds": 0.5}]
    assert faults(with_exercise(phases=beat, reps=1000, sets=20)) == []
    assert faults(with_exercise(phases=beat, reps=1000, sets=21))[0] == (
        "exercises.wall-sit: must have at most 20,000 phases, not 21,000 "
        "(at level hard, with all seconds that are counted aloud)"
    )


def test_seconds_counted_aloud_count_as_phases() -> None:
    counted = [{"name": "Wait", "seconds": 3000, "count_aloud": True}]
    [line, _] = faults(with_exercise(phases=counted, reps=7))
    assert "must have at most 20,000 phases, not 21,007" in line


def test_a_session_says_at_most_a_hundred_thousand_characters_each_counted_once() -> None:
    long = {f"e-{letter}": exercise(instructions=letter * 19_000) for letter in "abcdef"}
    steps = [{"exercise": name} for name in long]
    most = {"exercises": long, "routines": {"r": routine(*steps[:5] * 2)}}
    assert faults(most) == []
    most["routines"]["r"]["steps"].append(steps[5])
    [line] = faults(most)
    assert line.startswith("routines.r: must have texts of at most 100,000 characters, not 114,")


def test_a_value_of_megabytes_is_not_written_out_to_be_cut() -> None:
    assert calls(lambda: shown({"a": ["x" * 100] * 100_000})) < 1000


def test_a_faulty_file_shows_twenty_faults_and_counts_the_others() -> None:
    lines = faults(whole_file(**{f"k{number}": 1 for number in range(400)}))
    assert (len(lines), lines[-1]) == (21, "and 380 more faults")


def test_faults_beyond_a_thousand_are_not_counted() -> None:
    exercises: dict[str, object] = {f"e-{number}": {} for number in range(1000)}
    assert faults(whole_file(exercises=exercises))[-1] == "and more than 980 more faults"
