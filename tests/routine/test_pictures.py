"""An exercise names its pictures: files below the folder, or a ready exercise."""

import json
from pathlib import Path

import pytest

from audiocoach.errors import RoutineFileError
from audiocoach.routine.plan import plan_routine
from audiocoach.routine.reader import check_routines
from audiocoach.routine.text_reader import read_text
from audiocoach.routine.text_writer import written
from tests.routine.files import faults, parsed, with_exercise, with_steps

PLACE = "exercises.wall-sit.pictures"
ENDS = "must end with .svg, .png, .jpg or .jpeg, or be the id of a ready exercise"
BELOW = 'must be a path below the routine file\'s folder, such as "pictures/up.svg"'


def pictures(**changes: object) -> object:
    return parsed(with_exercise(**changes)).exercises["wall-sit"].pictures


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        (["a.svg", "pictures/b.PNG", "c d.jpeg"], ("a.svg", "pictures/b.PNG", "c d.jpeg")),
        ("a.jpg", ("a.jpg",)),
        ("bridge", ("bridge",)),
        ([], ()),
    ],
)
def test_pictures_are_taken(value: object, taken: tuple[str, ...]) -> None:
    assert pictures(pictures=value) == taken


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("a.gif", ENDS),
        ("My bridge", ENDS),
        ("../a.png", BELOW),
        ("/etc/a.png", BELOW),
        ("C:/a.png", BELOW),
        ("x\\a.png", BELOW),
        ("x//a.png", BELOW),
        ("https://a.b/c.png", BELOW),
    ],
)
def test_other_names_are_refused(value: str, rule: str) -> None:
    shown = value.replace("\\", "\\\\")
    assert faults(with_exercise(pictures=[value])) == [f'{PLACE}[0]: {rule}, not "{shown}"']


def test_there_are_at_most_eight() -> None:
    [fault] = faults(with_exercise(pictures=["a.png"] * 9))
    assert fault.startswith(f"{PLACE}: must ")


def test_a_side_has_none_of_its_own() -> None:
    [fault] = faults(with_exercise(sides="each", left={"pictures": ["a.png"]}))
    assert fault.endswith('can\'t be set for one side: they show both; write them beside "sides"')


def test_a_step_has_its_own() -> None:
    file = parsed(with_steps({"exercise": "wall-sit", "pictures": ["a.png"]}, "wall-sit"))
    steps = plan_routine(file, "daily").steps
    assert [step.exercise.pictures for step in steps] == [("a.png",), None]


def test_a_text_has_them_and_keeps_them() -> None:
    text = "# Daily {#daily}\n\n- Wall sit 3x15s\n  pictures:\n    - a.png\n    - b.svg\n"
    tree = read_text(text).tree
    assert tree["routines"]["daily"]["steps"][0]["pictures"] == ["a.png", "b.svg"]
    again = read_text(written(tree)).tree
    assert again["routines"]["daily"]["steps"][0]["pictures"] == ["a.png", "b.svg"]


def test_each_picture_is_looked_at_once_and_its_fault_has_its_place() -> None:
    seen: list[str] = []

    def broken(name: str) -> list[str]:
        seen.append(name)
        return ["can't be read"] if name == "b.png" else []

    tree = with_steps({"exercise": "wall-sit", "pictures": ["a.png", "b.png"]}, "wall-sit")
    tree["exercises"]["wall-sit"]["pictures"] = "a.png"
    with pytest.raises(RoutineFileError) as error:
        check(tree, broken)
    assert seen == ["a.png", "b.png"]
    [line] = error.value.lines
    assert line.endswith("routines.daily.steps[0].pictures[1]: can't be read")


def check(tree: object, picture_faults: object) -> None:
    data = json.dumps(tree).encode()
    check_routines(
        Path("f.json"),
        (),
        lambda *_: (),
        lambda _: (),
        data,
        picture_faults=picture_faults,  # type: ignore[arg-type]
    )
