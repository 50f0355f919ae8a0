"""What `check` remarks on beside the faults."""

from __future__ import annotations

from typing import Any

import pytest

from audiocoach.coach.remarks import remarks
from audiocoach.routine.faults import path_text
from audiocoach.routine.reader import read_routines, shipped_routines
from tests.coach.samples import SAMPLES
from tests.conftest import Run
from tests.routine.files import parsed, routine, wall_sit, whole_file, with_exercise, with_steps

HOLDS = {
    "en": "Hold",
    "de": "Halten",
    "es": "Mantén",
    "fr": "Tenez",
    "it": "Tieni",
    "pt": "Mantenha",
    "nl": "Vasthouden",
    "pl": "Przytrzymaj",
    "tr": "Tut",
    "hi": "रोकें",
    "ja": "キープ",
    "zh": "保持",
}


def remarked(tree: object) -> list[str]:
    return [f"{path_text(each.location)}: {each.text}" for each in remarks(parsed(tree))]


def test_nothing_is_remarked_on_in_the_shipped_routines() -> None:
    assert list(remarks(read_routines(shipped_routines()))) == []


@pytest.mark.parametrize("name", [*HOLDS.values(), "HOLD!", " hold it. "])
def test_a_phase_called_a_hold_that_is_none_is_remarked_on(name: str) -> None:
    phases = [{"name": "Up", "seconds": 2}, {"name": name, "seconds": 5}]
    [line] = remarked(with_exercise(phases=phases))
    assert line.startswith("exercises.wall-sit.phases[1]: is called ")
    assert ' but is no hold without "hold": true: shorter than 10 seconds, ' in line


@pytest.mark.parametrize(
    "phase",
    [
        {"name": "Hold", "seconds": 5, "hold": True},
        {"name": "Hold", "seconds": 5, "hold": False},  # the author has thought of it
        {"name": "Hold the ball and turn", "seconds": 5},
        {"name": "Up", "seconds": 5},
    ],
)
def test_other_phases_are_not_remarked_on(phase: object) -> None:
    assert remarked(with_exercise(phases=[phase])) == []


def test_the_phases_of_a_step_are_looked_at_too() -> None:
    step = {"exercise": "wall-sit", "phases": [{"name": "Hold", "seconds": 5}]}
    [line] = remarked(with_steps(step))
    assert line.startswith("routines.daily.steps[0].phases[0]: is called")


def in_german(**changes: object) -> dict[str, Any]:
    return wall_sit(
        title="Wandsitz",
        instructions="Lehn dich mit dem Rücken an die Wand, und rutsch langsam nach unten, bis die "
        "Beine einen rechten Winkel bilden. Dann drück dich wieder hoch.",
        **changes,
    )


def test_a_routine_in_another_language_than_declared_is_remarked_on_once() -> None:
    tree = whole_file(exercises={"wall-sit": in_german()})
    [line] = remarked(tree)
    assert line == (
        "routines.daily: its texts look like German, but are read as English; if so, write "
        '"language": "de"'
    )
    assert remarked(tree | {"routines": {"daily": routine(language="de-AT")}}) == []


def test_one_exercise_in_another_language_is_remarked_on_by_itself() -> None:
    english = [
        wall_sit(instructions=f"{text} with your back straight and both feet flat on the floor.")
        for text in ("Stand", "Slowly rise onto your toes", "Lean over to the left side", "Kneel")
    ]
    exercises = {f"e-{number}": each for number, each in enumerate([*english, in_german()])}
    steps = [{"exercise": name} for name in exercises]
    tree = whole_file(exercises=exercises, routines={"a": routine(*steps), "b": routine(*steps)})
    assert remarked(tree) == ["exercises.e-4: its texts look like German, but are read as English"]


@pytest.mark.parametrize("tag", SAMPLES)
def test_the_language_is_called_by_its_name(tag: str) -> None:
    exercise = wall_sit(title="1", phases=[{"name": "1", "seconds": 5}], instructions=SAMPLES[tag])
    routines = {"daily": routine("wall-sit", title="1")}
    tree = whole_file(exercises={"wall-sit": exercise}, routines=routines)
    [line] = remarked(tree)
    assert line.endswith(f'if so, write "language": "{tag}"')


def test_check_prints_remarks_with_their_place_and_ends_with_0(run: Run, tmp_path: Any) -> None:
    path = tmp_path / "mine.json"
    path.write_text(
        '{"exercises": {"plank": {"title": "Plank", "posture": "prone", "instructions": "Up.",\n'
        '"phases": [{"name": "Hold", "seconds": 40}]}},\n'
        '"routines": {"day": {"title": "Day", "steps": ["plank"]}}}'
    )
    ran = run("check", path)
    assert (ran.code, ran.err) == (0, "")
    told, remark = ran.out.splitlines()
    assert told == f"{path}: no faults; 1 routine and 1 exercise"
    assert remark.startswith(f'{path}:2:12: remark: exercises.plank.phases[0]: is called "Hold"')


def test_what_is_written_for_a_side_that_is_never_done_is_remarked_on() -> None:
    one_side = with_exercise(sides="left", right={"reps": 3}, left={"reps": 2})
    assert remarked(one_side) == ['exercises.wall-sit.right: is never done: "sides" is "left"']
    step = {"exercise": "wall-sit", "sides": "right", "left": {"reps": 3}}
    assert remarked(with_steps(step)) == [
        'routines.daily.steps[0].left: is never done: "sides" is "right"'
    ]


def test_what_is_written_for_a_change_of_sides_that_never_comes_is_remarked_on() -> None:
    written = with_exercise(sides="left", first_side="right", rest_between_sides_seconds=4)
    assert remarked(written) == [
        'exercises.wall-sit.first_side: has no effect: "sides" is "left"',
        'exercises.wall-sit.rest_between_sides_seconds: has no effect: "sides" is "left"',
    ]
    assert remarked(with_exercise(sides="each", first_side="right")) == []


def test_a_step_may_leave_out_a_side_that_its_exercise_describes() -> None:
    exercises = {"wall-sit": wall_sit(sides="each", right={"reps": 3})}
    steps = [{"exercise": "wall-sit", "sides": "left"}]
    tree = whole_file(exercises=exercises, routines={"r": {"title": "R", "steps": steps}})
    assert remarked(tree) == []


ALOUD = {"name": "Stand", "seconds": 8, "count_aloud": True}
PLAIN = {"name": "Stand", "seconds": 8}
LONG = {"name": "Stand", "seconds": {"easy": 5, "normal": 8, "hard": 10}}
COUNT = {"count": "up"}


def two_counts(tree: object) -> list[str]:
    """Return where something is counted beside a metronome."""
    return [each.partition(": ")[0] for each in remarked(tree) if "metronome" in each]


@pytest.mark.parametrize(
    ("fields", "places"),
    [
        ({"phases": [PLAIN, ALOUD]}, ["phases[1]"]),
        ({"phases": [PLAIN]}, []),
        ({"phases": [LONG], "cues": COUNT}, ["phases[0]"]),
        ({"phases": [PLAIN], "cues": COUNT}, []),  # too short to be counted by itself
        ({"phases": [{**PLAIN, "hold": True}], "cues": COUNT}, ["phases[0]"]),
        ({"phases": [{**LONG, "count_aloud": False}], "cues": COUNT}, []),
        ({"phases": [ALOUD], "cues": {"count": "none"}}, []),
        ({"phases": [PLAIN], "sides": "each", "left": {"phases": [ALOUD]}}, ["left.phases[0]"]),
        ({"phases": [LONG], "sides": "each", "right": {"cues": COUNT}}, ["phases[0]"]),
        ({"phases": [ALOUD], "sides": "each"}, ["phases[0]"]),
    ],
)
def test_what_is_counted_beside_a_metronome_is_remarked_on_once(
    fields: dict[str, Any], places: list[str]
) -> None:
    """Phases of a side, and those that the cues have counted, were not known."""
    tree = with_exercise(**fields, bpm=60)
    assert two_counts(tree) == [f"exercises.wall-sit.{place}" for place in places]
    assert two_counts(with_exercise(**fields)) == []


def test_a_metronome_of_one_side_is_beside_what_that_side_counts() -> None:
    sides: dict[str, Any] = {"sides": "each", "left": {"bpm": 60}}
    assert two_counts(with_exercise(**sides, phases=[ALOUD])) == ["exercises.wall-sit.phases[0]"]
    own = {"left": {"bpm": 60, "phases": [PLAIN]}}
    assert two_counts(with_exercise(**{**sides, **own}, phases=[ALOUD])) == []


def test_a_count_of_a_routine_or_step_is_known_beside_a_metronome_of_its_exercise() -> None:
    exercises = {"wall-sit": wall_sit(phases=[{**PLAIN, "hold": True}], bpm=60)}
    counted = routine(steps=["wall-sit"], cues=COUNT)
    tree = whole_file(exercises=exercises, routines={"daily": counted})
    assert two_counts(tree) == ["exercises.wall-sit.phases[0]"]
    step = {"exercise": "wall-sit", "phases": [ALOUD]}
    tree = whole_file(exercises=exercises, routines={"daily": routine(steps=[step])})
    assert two_counts(tree) == ["routines.daily.steps[0].phases[0]"]
