import pytest

from audiocoach.errors import UnknownNameError
from audiocoach.routine.lookup import find, unknown

ROUTINES = [("back-care", "Back care"), ("anna", "Monday: hips"), ("wall", "Plank")]
EXERCISES = [("wall-sit", "Wall sit"), ("plank", "Side plank"), ("plank_2", "Plank"), ("x", "ÉTÉ")]
KINDS = [ROUTINES, EXERCISES]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("back-care", (0, "back-care")),
        ("Back Care", (0, "back-care")),
        ("back_care", (0, "back-care")),
        ("  BACK   CARE ", (0, "back-care")),
        ("back – care", (0, "back-care")),
        ("monday: HIPS", (0, "anna")),
        ("Wall sit", (1, "wall-sit")),
        ("plank", (1, "plank")),
        ("PLANK", (1, "plank")),
        ("plank 2", (1, "plank_2")),
        ("e\u0301te\u0301", (1, "x")),
        ("monday hips", None),
        ("back", None),
        ("", None),
        (" - ", None),
    ],
)
def test_a_name_is_found_as_people_type_it(typed: str, found: tuple[int, str] | None) -> None:
    assert find(typed, KINDS) == found


def test_the_kind_that_comes_first_goes_before_the_other() -> None:
    both = [("hold", "Hold")]
    assert [find("HOLD", [both, both]), find("hold", [[], both])] == [(0, "hold"), (1, "hold")]


def test_a_name_that_several_bear_is_reported_with_all_of_them() -> None:
    alike = [("lift-1", "Leg lift"), ("lift-2", "leg  LIFT"), ("lift-3", "Lift")]
    told = '"leg lift" could be lift-1, lift-2: use one of these names'
    with pytest.raises(UnknownNameError, match=told):
        find("leg lift", [alike])


def test_vowel_signs_of_indian_scripts_distinguish_names() -> None:
    assert find("का", [[("ka", "का"), ("ki", "की")]]) == (0, "ka")


def test_an_unknown_name_comes_with_the_nearest_or_with_some() -> None:
    names = [f"routine-{number}" for number in range(60)]
    kinds = [("routine", names), ("exercise", ["hold"])]
    assert str(unknown("holt", *kinds)) == (
        'no routine or exercise is called "holt", did you mean "hold"?'
    )
    told = str(unknown("zzz", *kinds))
    assert told.startswith('no routine or exercise is called "zzz"; routines are: routine-0, ')
    assert told.endswith("routine-49, …")
