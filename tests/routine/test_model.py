"""The values of a routine file: what is taken, what is refused."""

from __future__ import annotations

import math
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from audiocoach.routine.cues import Cues
from audiocoach.routine.model import Exercise, Level, Phase, Reps, RoutineFile
from tests.routine.files import faults, parsed, wall_sit, whole_file, with_exercise, with_steps

LEVELS: tuple[Level, ...] = ("easy", "normal", "hard")
PHASE = "exercises.wall-sit.phases[0]"


def phase_faults(**changes: object) -> list[str]:
    return faults(with_exercise(phases=[{"name": "Down", "seconds": 3, **changes}]))


@pytest.mark.parametrize(
    ("reps", "counts"),
    [
        (Reps(min=10, max=15), [10, 12, 15]),
        (Reps(min=3), [3, 4, 5]),
        (Reps(min=7, max=7), [7, 7, 7]),
    ],
)
def test_a_level_chooses_the_low_end_the_middle_or_the_high_end(
    reps: Reps, counts: list[int]
) -> None:
    assert [reps.at(level) for level in LEVELS] == counts


@pytest.mark.parametrize(
    ("written", "reps"),
    [
        (3, Reps(min=3, max=3)),
        ({"min": 10, "max": 15}, Reps(min=10, max=15)),
        ({"min": 3}, Reps(min=3)),
        (1000, Reps(min=1000, max=1000)),
    ],
)
def test_reps_are_a_number_a_range_or_a_minimum(written: object, reps: Reps) -> None:
    assert parsed(with_exercise(reps=written)).exercises["wall-sit"].reps == reps


@pytest.mark.parametrize(
    ("reps", "fault"),
    [
        (0, ": must be at least 1 and at most 1000, not 0"),
        (1001, ": must be at least 1 and at most 1000, not 1001"),
        (True, ': must be a whole number, or {"min": 10, "max": 15}, or {"min": 3}, not true'),
        (2.5, ': must be a whole number, or {"min": 10, "max": 15}, or {"min": 3}, not 2.5'),
        ({"min": 0}, ".min: must be at least 1, not 0"),
        ({"min": 1, "max": 1001}, ".max: must be at most 1000, not 1001"),
        ({"max": 5}, ".min: is missing"),
        ({"min": 5, "maxi": 7}, '.maxi: unknown key, did you mean "max"?'),
        ({"min": 5, "max": 3}, ': must have "max" at or above "min", not {"min": 5, "max": 3}'),
    ],
)
def test_faulty_reps_are_named_by_their_place_in_the_file(reps: object, fault: str) -> None:
    assert faults(with_exercise(reps=reps)) == [f"exercises.wall-sit.reps{fault}"]


def test_defaults_are_one_set_of_one_rep_without_sides_or_rests() -> None:
    exercise = parsed(whole_file()).exercises["wall-sit"]
    assert exercise.model_dump(exclude={"title", "instructions", "posture", "phases"}) == {
        "area": "",
        "equipment": (),
        "cue": "",
        "position": "",
        "sets": 1,
        "reps": {"min": 1, "max": 1},
        "for_seconds": None,
        "every_seconds": None,
        "sides": "none",
        "first_side": "left",
        "left": None,
        "right": None,
        "rest_between_sides_seconds": None,
        "rest_between_reps_seconds": 0,
        "rest_between_sets_seconds": 0,
        "rests": None,
        "language": None,
        "translations": {},
        "cues": dict.fromkeys(Cues.model_fields.keys() - {"note"}),
        "skip": False,
        "tempo": None,
        "bpm": None,
        "tones": None,
        "pictures": None,
    }


def test_lists_become_tuples() -> None:
    exercise = parsed(with_exercise(equipment=["a mat"])).exercises["wall-sit"]
    assert (exercise.equipment, type(exercise.phases)) == (("a mat",), tuple)


@pytest.mark.parametrize("seconds", [0.2, 0.5, 1, 2.125, 3600.001, 86_400])
def test_phases_last_half_a_second_to_a_day_to_the_millisecond(seconds: float) -> None:
    assert phase_faults(seconds=seconds) == []


@pytest.mark.parametrize(
    ("seconds", "fault"),
    [
        (0.199, "must be at least 0.2, not 0.199"),
        (-3, "must be at least 0.2, not -3"),
        (86_400.001, "must be at most 86400, not 86400.001"),
        (1.0005, "must have at most 3 decimals, not 1.0005"),
        (math.nan, "must be a finite number, not NaN"),
        (-math.inf, "must be a finite number, not -Infinity"),
        (True, "must be a number, not true"),
        ("three", 'must be a number, not text "three"'),
        (None, "must be a number, not null"),
        ({"s": 3}, 'must be a number, not {"s": 3}'),
    ],
)
def test_other_lengths_of_a_phase_are_refused(seconds: object, fault: str) -> None:
    assert phase_faults(seconds=seconds) == [f"{PHASE}.seconds: {fault}"]


@pytest.mark.parametrize(
    "key", ["rest_between_reps_seconds", "rest_between_sets_seconds", "rest_after_seconds"]
)
def test_rests_last_nothing_to_an_hour_to_the_millisecond(key: str) -> None:
    def wrong(value: object) -> list[str]:
        return [
            line.split("seconds: ")[1]
            for line in faults(with_steps({"exercise": "wall-sit", key: value}))
        ]

    assert [wrong(0), wrong(3600), wrong(0.001)] == [[], [], []]
    assert wrong(-1) == ["must be at least 0, not -1"]
    assert wrong(3601) == ["must be at most 3600, not 3601"]
    assert wrong(0.0001) == ["must have at most 3 decimals, not 0.0001"]


@pytest.mark.parametrize(
    ("sets", "fault"),
    [
        (0, "must be at least 1, not 0"),
        (101, "must be at most 100, not 101"),
        (2.5, "must be a whole number, not 2.5"),
    ],
)
def test_sets_are_whole_and_at_most_100(sets: object, fault: str) -> None:
    assert faults(with_exercise(sets=sets)) == [f"exercises.wall-sit.sets: {fault}"]


@pytest.mark.parametrize("key", ["title", "instructions"])
@pytest.mark.parametrize("blank", ["", "  \t "])
def test_title_and_instructions_are_not_blank(key: str, blank: str) -> None:
    assert faults(with_exercise(**{key: blank})) == [f"exercises.wall-sit.{key}: must not be empty"]


def test_texts_have_a_greatest_length() -> None:
    assert faults(with_exercise(title="x" * 5000, instructions="x" * 20_000)) == []
    assert faults(with_exercise(title="x" * 5001, instructions="x" * 20_001)) == [
        "exercises.wall-sit.title: must have at most 5000 characters, not 5001",
        "exercises.wall-sit.instructions: must have at most 20000 characters, not 20001",
    ]


@pytest.mark.parametrize("character", ["\n", "\t", "\x00", "\x1b", "\x7f", "\x85", "\u2028"])
def test_titles_are_one_line_without_control_characters(character: str) -> None:
    [line] = faults(with_exercise(title=f"Wall{character}sit"))
    rule = "exercises.wall-sit.title: must not hold line breaks or control characters"
    assert line.startswith(rule)


def test_instructions_may_have_lines_but_no_other_control_characters() -> None:
    assert faults(with_exercise(instructions="Down.\r\n\tUp.\n")) == []
    assert len(faults(with_exercise(instructions="Down.\x07"))) == 1


def test_half_a_character_is_refused() -> None:
    rule = "must not hold half a character (a lone surrogate)"
    assert faults(with_exercise(title="a\ud800")) == [
        f'exercises.wall-sit.title: {rule}, not "a\\ud800"'
    ]


def test_a_text_without_a_letter_or_digit_cannot_be_spoken() -> None:
    assert phase_faults(name="…") == [
        f'{PHASE}.name: must hold at least one letter or digit, not "…"'
    ]


def test_space_around_a_text_is_dropped() -> None:
    assert parsed(with_exercise(title=" Wall sit ")).exercises["wall-sit"].title == "Wall sit"


@pytest.mark.parametrize("name", ["wall-sit", "A_1", "7", "überkopf", "скручивание", "x" * 100])
def test_ids_are_letters_digits_and_hyphens(name: str) -> None:
    assert faults({"exercises": {name: wall_sit()}, "routines": routines_of(name)}) == []


@pytest.mark.parametrize(
    "name", ["", "-x", "a b", "a/b", "..", "a.b", "x" * 101, "u\u0308", "漢" * 99]
)
def test_ids_that_make_bad_file_names_or_options_are_refused(name: str) -> None:
    [line] = faults({"exercises": {name: wall_sit()}, "routines": routines_of(name)})
    assert line.startswith("exercises")


def routines_of(name: str) -> dict[str, Any]:
    return {"daily": {"title": "Daily", "steps": [{"exercise": name}]}}


def test_a_language_is_a_language_tag() -> None:
    def tagged(language: str) -> list[str]:
        tree = whole_file()
        tree["routines"]["daily"]["language"] = language
        return faults(tree)

    assert [tagged("en"), tagged("pt-BR"), tagged("en-gb-x-rp")] == [[], [], []]
    [line] = tagged("plain English")
    assert line.endswith('language tag such as "en" or "pt-BR", not "plain English"')


def test_there_are_at_most_20_phases() -> None:
    phase = {"name": "Up", "seconds": 1}
    assert faults(with_exercise(phases=[phase] * 20)) == []
    assert faults(with_exercise(phases=[phase] * 21)) == [
        "exercises.wall-sit.phases: must have at most 20 entries, not 21"
    ]


def test_values_are_frozen() -> None:
    phase = Phase(name="Up", seconds=1)
    with pytest.raises(ValidationError):
        phase.seconds = 2


def test_every_field_has_a_description() -> None:
    models: list[type[BaseModel]] = [Phase, Reps, Exercise, RoutineFile]
    fields = [field for model in models for field in model.model_fields.values()]
    assert [field for field in fields if not field.description] == []
