"""What people write where the value is clear simply works; the rest says what would."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from babel import Locale
from pydantic import BaseModel

from audiocoach.coach.phrases import languages
from audiocoach.routine.leniency import LANGUAGES, POSTURES, SIDES
from audiocoach.routine.model import Exercise, Posture, Reps, SideChanges, Sides, Step
from tests.routine.files import (
    faults,
    parsed,
    routine,
    whole_file,
    with_exercise,
    with_steps,
)


def read(**changes: object) -> Exercise:
    return parsed(with_exercise(**changes)).exercises["wall-sit"]


def first_step(*steps: object) -> Step:
    return next(step for _, step in parsed(with_steps(*steps)).routines["daily"].written_steps())


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("40", 40),
        ("0:40", 40),
        ("1:30", 90),
        ("90s", 90),
        ("2m", 120),
        (" 2.5 ", 2.5),
        ("1,5", 1.5),
    ],
)
def test_seconds_may_be_a_text(written: str, seconds: float) -> None:
    phase = {"name": "Down", "seconds": written}
    assert read(phases=[phase]).phases[0].seconds == seconds
    assert first_step(
        {"exercise": "wall-sit", "rest_after_seconds": written}
    ).rest_after_seconds == (seconds)


@pytest.mark.parametrize(
    ("written", "reps"),
    [
        ("10", Reps(min=10, max=10)),
        (10.0, Reps(min=10, max=10)),
        ("8-12", Reps(min=8, max=12)),
        ("8 – 12", Reps(min=8, max=12)),
        ("8 to 12", Reps(min=8, max=12)),
        ("3+", Reps(min=3)),
        ({"min": "8", "max": "12"}, Reps(min=8, max=12)),
    ],
)
def test_reps_may_be_a_text(written: object, reps: Reps) -> None:
    assert read(reps=written).reps == reps


def test_other_numbers_and_truths_may_be_texts() -> None:
    phase = {"name": "Stay", "seconds": 5, "hold": "yes", "count_aloud": "False"}
    exercise = read(sets="2", phases=[phase])
    assert (exercise.sets, exercise.phases[0].hold, exercise.phases[0].count_aloud) == (
        2,
        True,
        False,
    )
    assert [parsed(whole_file(speed=speed)).speed for speed in ("0.9", "0,9", "90%")] == [0.9] * 3


def test_one_entry_may_stand_for_a_list_of_one() -> None:
    phase = {"name": "Stay", "seconds": 5, "cues": "Breathe."}
    exercise = read(equipment="a chair", phases=phase)
    assert (exercise.equipment, exercise.phases[0].cues) == (("a chair",), ("Breathe.",))
    assert read(equipment="").equipment == ()


def test_a_step_may_be_the_exercise_alone() -> None:
    assert first_step("wall-sit") == Step(exercise="wall-sit")
    tree = whole_file(routines={"daily": {"title": "Daily", "steps": "wall-sit"}})
    assert parsed(tree).routines["daily"].steps == (Step(exercise="wall-sit"),)


def test_an_unknown_exercise_is_found_among_such_steps() -> None:
    assert faults(with_steps("wall-sit", "wal-sit")) == [
        'routines.daily.steps[1]: unknown exercise "wal-sit", did you mean "wall-sit"?'
    ]


@pytest.mark.parametrize(
    ("written", "posture"),
    [
        ("supine", "lying_face_up"),
        ("Lying on your back", "lying_face_up"),
        ("all fours", "hands_and_knees"),
        ("All-Fours", "hands_and_knees"),
        ("Hands and knees", "hands_and_knees"),
        ("SEATED", "sitting"),
        ("side-lying", "lying_on_side"),
    ],
)
def test_a_posture_may_be_called_as_people_do(written: str, posture: str) -> None:
    assert read(posture=written).posture == posture
    assert first_step({"exercise": "wall-sit", "posture": written}).posture == posture


def test_every_posture_has_other_words_and_they_are_no_posture_of_their_own() -> None:
    assert set(POSTURES.values()) == set(get_args(Posture))
    assert {word.replace(" ", "_") for word in POSTURES} & set(get_args(Posture)) == set()
    assert set(SIDES.values()) == set(get_args(Sides))


@pytest.mark.parametrize(
    ("written", "sides"), [("Each side", "each"), ("alternating", "alternate")]
)
def test_sides_may_be_called_as_people_do(written: str, sides: str) -> None:
    assert read(sides=written).sides == sides


def language_of(written: str) -> str:
    routines = {"daily": routine(language=written)}
    return parsed(whole_file(routines=routines)).routines["daily"].language


def test_a_language_may_be_called_by_its_name() -> None:
    names = ["German", "deutsch", "Brazilian Portuguese", "日本語", "pt-BR"]
    assert [language_of(name) for name in names] == ["de", "de", "pt-BR", "ja", "pt-BR"]


@pytest.mark.parametrize("tag", languages())
def test_every_language_of_the_coach_is_known_by_its_names(tag: str) -> None:
    locale = Locale.parse(tag)
    names = [locale.get_language_name("en"), locale.get_language_name(tag)]
    assert [LANGUAGES[str(name).lower()] for name in names] == [tag, tag]


def test_a_note_may_stand_anywhere_and_changes_nothing() -> None:
    tree: Any = with_exercise(reps={"min": 1, "max": 2})
    noted: Any = with_exercise(reps={"min": 1, "max": 2, "note": "x"}, note="x")
    noted["exercises"]["wall-sit"]["phases"][0]["note"] = "Two\nlines"
    noted["routines"]["daily"] |= {"note": "x"}
    noted["routines"]["daily"]["steps"][0]["note"] = "x"
    assert parsed(noted | {"note": "x"}).model_dump() == parsed(tree).model_dump()


def test_keys_that_begin_with_an_underscore_are_the_authors_own() -> None:
    tree: Any = with_exercise(_old={"reps": -1})
    tree["exercises"]["_set-aside"] = {"title": "Half an exercise"}
    tree["routines"]["daily"]["steps"][0]["_why"] = 3
    assert parsed(tree | {"_author": None}) == parsed(whole_file())


# What stays a fault says what is meant.


@pytest.mark.parametrize(
    ("tree", "fault"),
    [
        (
            with_exercise(rest_after_seconds=5),
            "exercises.wall-sit.rest_after_seconds: unknown key; it belongs in a step of a routine",
        ),
        (
            with_exercise(hold=True),
            "exercises.wall-sit.hold: unknown key; it belongs in a phase",
        ),
        (
            whole_file(title="Mine"),
            "title: unknown key; it belongs in an exercise or a step",
        ),
        (
            whole_file(routines={"daily": routine(skip=True)}),
            "routines.daily.skip: unknown key; to leave this out, make it a comment: /* … */",
        ),
        (
            with_exercise(description="Slide down."),
            'exercises.wall-sit.description: unknown key, did you mean "instructions"?',
        ),
        (
            with_exercise(rest_seconds=30),
            (
                "exercises.wall-sit.rest_seconds: unknown key, did you mean"
                ' "rest_between_reps_seconds" or "rest_between_sets_seconds"?'
            ),
        ),
        (
            with_exercise(rests_after_seconds=30),
            (
                "exercises.wall-sit.rests_after_seconds: unknown key, did you mean"
                ' "rest_after_seconds" in a step?'
            ),
        ),
        (
            with_exercise(repeat=3),
            'exercises.wall-sit.repeat: unknown key, did you mean "reps"?',
        ),
        (
            with_exercise(round=3),
            'exercises.wall-sit.round: unknown key, did you mean "sets"?',
        ),
        (
            whole_file(
                routines={"daily": routine(steps=[{"exercise": "wall-sit", "rest_seconds": 30}])}
            ),
            'routines.daily.steps[0].rest_seconds: unknown key, did you mean "rest_after_seconds"?',
        ),
        (
            with_exercise(phases=[{"name": "Up", "seconds": 1, "duration": 2}]),
            'exercises.wall-sit.phases[0].duration: unknown key, did you mean "seconds"?',
        ),
        (
            with_exercise(phases=[{"name": "Up", "seconds": "1,500"}]),
            'exercises.wall-sit.phases[0].seconds: must be a number, not text "1,500"',
        ),
        (
            with_exercise(posture="standin"),
            'exercises.wall-sit.posture: unknown posture "standin", did you mean "standing"?',
        ),
        (
            with_exercise(sets="a few"),
            'exercises.wall-sit.sets: must be a whole number, not text "a few"',
        ),
        (
            with_exercise(phases=[{"name": "Up", "seconds": "1:75"}]),
            'exercises.wall-sit.phases[0].seconds: must be a number, not text "1:75"',
        ),
    ],
)
def test_what_stays_a_fault_says_what_to_change(tree: object, fault: str) -> None:
    assert faults(tree) == [fault]


@pytest.mark.parametrize("digits", ["9" * 29, "9" * 5000, "-" + "9" * 20, "1e5", "nan", "inf", "٣"])
def test_no_text_makes_a_number_out_of_bounds(digits: str) -> None:
    assert len(faults(with_exercise(sets=digits, reps=digits))) == 2
    assert len(faults(with_exercise(phases=[{"name": "Up", "seconds": digits}]))) == 1


@pytest.mark.parametrize(
    ("tree", "kind"),
    [
        (
            {"title": "Evening", "sets": [{"repetitions": 2, "exercises": []}], "version": 2},
            'an interval timer\'s file (its keys: "title", "sets", "version")',
        ),
        (
            {"voice": "any", "transcript": ["Hip.", {"break_sec": 5}]},
            'a list of lines to be spoken (its keys: "voice", "transcript")',
        ),
        ({"a": 1, "b": 2}, 'another program\'s file (its keys: "a", "b")'),
    ],
)
def test_another_programs_json_is_one_line(tree: object, kind: str) -> None:
    [line] = faults(tree)
    assert line.startswith(f"seems to be {kind}; a routine file has")


def test_a_file_with_one_of_the_two_keys_misspelt_is_no_other_programs() -> None:
    assert "routine: unknown key" in "".join(faults({"exercise": {}, "routine": {}}))


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("model", [Exercise, Step])
def test_a_field_of_both_sides_is_refused_in_one_of_them_with_the_reason(
    model: type[BaseModel], side: str
) -> None:
    allowed = set(SideChanges.model_fields) | {"exercise"}
    for name in sorted(set(model.model_fields) - allowed):
        (line,) = faults(with_exercise(**({"sides": "each"} | {side: {name: 5}})))
        start = f"exercises.wall-sit.{side}.{name}: can't be set for one side: "
        assert line.startswith(start)
        assert len(line) > len(start)
