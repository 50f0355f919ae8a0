"""What people write for a key, and what they are refused: a meaning goes before a likeness."""

from __future__ import annotations

from typing import Any

import pytest

from audiocoach.text import nearest
from tests.routine.files import faults, routine, wall_sit, whole_file, with_exercise, with_steps

IN_TIME = '"for_seconds", or "seconds" in a phase'
OF_REPS_OR_SETS = '"rest_between_reps_seconds" or "rest_between_sets_seconds"'


def refused(tree: dict[str, Any]) -> str:
    (fault,) = faults(tree)
    return fault.partition("unknown key")[2].removeprefix(", did you mean ").rstrip("?")


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("repetitions", '"reps"'),
        ("numberOfReps", '"reps"'),
        ("reps_per_side", '"reps"'),
        ("weight", '"equipment" or "note"'),
        ("load_kg", '"equipment" or "note"'),
        ("duration", IN_TIME),
        ("duration_seconds", IN_TIME),
        ("time", IN_TIME),
        ("secs", IN_TIME),
        ("seconds", IN_TIME),
        ("work_seconds", IN_TIME),
        ("hold_seconds", '"seconds" in a phase with "hold": true'),
        ("hold_time", '"seconds" in a phase with "hold": true'),
        ("pause", OF_REPS_OR_SETS),
        ("break_seconds", OF_REPS_OR_SETS),
        ("restTime", OF_REPS_OR_SETS),
        ("restBetweenSets", '"rest_between_sets_seconds"'),
        ("interval", '"every_seconds" or "rest_between_sets_seconds"'),
        ("emom", '"every_seconds"'),
        ("countdown", '"countdown_seconds" in "cues"'),
        ("count_down", '"countdown_seconds" in "cues"'),
        ("series", '"sets"'),
        ("both_sides", '"sides": "each"'),
        ("alternating", '"sides": "alternate"'),
        ("speed", '"tempo" or "bpm"'),
        ("pose", '"posture" or "position"'),
        ("introduction", '"instructions"'),
        ("difficulty", '"level" in a routine'),
        ("halfway", "; it belongs in cues of an exercise or a routine"),
    ],
)
def test_an_exercise(key: str, meant: str) -> None:
    assert refused(with_exercise(**{key: 3})) == meant


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("rest", '"rest_after_seconds"'),
        ("pause_seconds", '"rest_after_seconds"'),
        ("duration", IN_TIME),
        ("weight", '"equipment" or "note"'),
        ("times", '"reps" or "sets"'),
        ("rounds", '{"rounds": …, "steps": [{"exercise": …}]} for rounds of it, or "sets"'),
    ],
)
def test_a_step(key: str, meant: str) -> None:
    assert refused(with_steps({"exercise": "wall-sit", key: 3})) == meant


@pytest.mark.parametrize(
    ("key", "meant"),
    [("count_down", '"countdown_seconds"'), ("countUp", '"count": "up"'), ("half", '"halfway"')],
)
def test_cues(key: str, meant: str) -> None:
    assert refused(with_exercise(cues={key: True})) == meant


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("duration", '"seconds"'),
        ("hold_seconds", '"seconds" with "hold": true'),
        ("count_up", '"count_aloud"'),
        ("rest", '"rest_between_reps_seconds" in the exercise'),
        ("exhale", '"breath"'),
    ],
)
def test_a_phase(key: str, meant: str) -> None:
    phases = [{"name": "Down", "seconds": 3, key: 2}]
    assert refused(with_exercise(phases=phases)) == meant


def test_one_side_is_answered_as_its_exercise_is() -> None:
    sided = {"sides": "each", "left": {"repetitions": 3}}
    assert refused(with_exercise(**sided)) == '"reps"'


@pytest.mark.parametrize("key", ["image", "order", "sound_file_of_mine", "colour"])
def test_a_key_that_means_nothing_here_learns_what_there_is(key: str) -> None:
    assert refused(with_exercise(**{key: 3})).startswith("; known are title, area, posture,")


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("weight", ["right", "left"]),
        ("secs", ["sets"]),
        ("break", ["breath", "beats"]),
        ("sounds", ["rounds"]),
        ("series", ["sides"]),
    ],
)
def test_a_likeness_that_misleads_is_none(typed: str, names: list[str]) -> None:
    found = nearest(typed, names)
    assert found is None or (typed, found) == ("secs", "sets")


def test_rounds_of_one_exercise_are_shown_how_to_be_written() -> None:
    block = {"rounds": 3, "steps": [{"exercise": "wall-sit"}]}
    tree = whole_file(exercises={"wall-sit": wall_sit()}, routines={"daily": routine(block)})
    assert faults(tree) == []


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("pauze", OF_REPS_OR_SETS),
        ("pauze_seconds", OF_REPS_OR_SETS),
        ("lenght", IN_TIME),
        ("durationn", IN_TIME),
        ("repetitons", '"reps"'),
        ("wieght", '"equipment" or "note"'),
        ("descripton", '"instructions"'),
        ("alternatng", '"sides": "alternate"'),
        ("titel", '"title"'),  # a key of its own goes before another word for one
        ("equipmnet", '"equipment"'),
    ],
)
def test_a_misspelt_other_word_is_known_too(key: str, meant: str) -> None:
    assert refused(with_exercise(**{key: 3})) == meant


@pytest.mark.parametrize("key", ["xyzzy", "wings", "blue", "zebra"])
def test_a_word_that_is_near_to_none_is_taken_for_none(key: str) -> None:
    assert refused(with_exercise(**{key: 3})).startswith("; known are")
