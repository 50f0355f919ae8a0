"""The shipped routine: the facts of its six exercises, the same in four languages."""

from __future__ import annotations

import re
from typing import Any

import pytest

from audiocoach.routine.model import Exercise, Level, Reps
from audiocoach.routine.plan import Plan, plan_routine, work_ms
from audiocoach.routine.reader import read_routines, shipped_routines

FILE = read_routines(shipped_routines())
PLAN: Plan = plan_routine(FILE, "back-care")
ENGLISH = {step.exercise_id: step.exercise for step in PLAN.steps}
SPOKEN = [step.exercise.instructions for step in PLAN.steps] + [PLAN.intro, PLAN.outro]


def exercise(name: str) -> Exercise:
    return FILE.exercises[name]


def tempo(name: str) -> list[tuple[str, float, bool]]:
    return [(phase.name, phase.seconds, phase.hold) for phase in exercise(name).phases]


def numbers(plan: Plan) -> list[dict[str, Any]]:
    """Give all of a plan that isn't words, exercise by exercise."""
    return [
        {
            **step.exercise.model_dump(
                exclude={"title", "area", "instructions", "cue", "equipment", "phases"}
            ),
            "needs": len(step.exercise.equipment),
            "instructions": len(sentences(step.exercise.instructions)),
            "rest_after": step.rest_after_seconds,
            "phases": [
                (phase.seconds, phase.hold, phase.count_aloud, len(phase.cues))
                for phase in step.exercise.phases
            ],
        }
        for step in plan.steps
    ]


def texts(plan: Plan) -> set[str]:
    """Give all that is said or shown of a plan's own."""
    exercises = [step.exercise for step in plan.steps]
    said = [(each.title, each.area, each.instructions, each.cue) for each in exercises]
    phases = [phase for each in exercises for phase in each.phases]
    phase_texts = [(phase.name, *phase.cue_texts) for phase in phases]
    things = [each.equipment for each in exercises]
    return {plan.title, plan.intro, plan.outro}.union(*said, *phase_texts, *things)


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=\.) ", text)


def test_the_routine_is_back_care_with_six_exercises_in_order() -> None:
    assert (PLAN.title, PLAN.language) == ("Back care", "en")
    assert [step.exercise_id for step in PLAN.steps] == [
        "partial-crunch",
        "press-up-extension",
        "wall-sit",
        "bent-over-row",
        "scapular-squeeze",
        "opposite-arm-and-leg",
    ]


def test_areas_and_postures_are_the_facts() -> None:
    assert {name: (each.area, each.posture) for name, each in ENGLISH.items()} == {
        "partial-crunch": ("lower back", "lying_face_up"),
        "press-up-extension": ("lower back", "lying_face_down"),
        "wall-sit": ("lower back", "at_wall"),
        "bent-over-row": ("upper back", "standing_bent_over"),
        "scapular-squeeze": ("upper back", "standing"),
        "opposite-arm-and-leg": ("upper back", "hands_and_knees"),
    }


def test_doses_are_the_facts() -> None:
    doses = {name: (each.sets, each.reps, each.sides) for name, each in ENGLISH.items()}
    assert doses == {
        "partial-crunch": (2, Reps(min=10, max=15), "none"),
        "press-up-extension": (1, Reps(min=3), "none"),
        "wall-sit": (1, Reps(min=3, max=3), "none"),
        "bent-over-row": (1, Reps(min=20, max=20), "none"),
        "scapular-squeeze": (1, Reps(min=5, max=10), "none"),
        "opposite-arm-and-leg": (1, Reps(min=5, max=5), "alternate"),
    }


def test_the_second_set_of_crunches_comes_after_a_rest() -> None:
    assert exercise("partial-crunch").rest_between_sets_seconds == 30


def test_the_press_up_is_held_for_a_count_of_10() -> None:
    assert tempo("press-up-extension") == [("Up", 3, False), ("Hold", 10, True), ("Down", 3, False)]
    assert [phase.count_aloud for phase in exercise("press-up-extension").phases] == [
        False,
        True,
        False,
    ]


def test_the_wall_sit_is_held_15_seconds_with_breathing_cues() -> None:
    assert tempo("wall-sit") == [
        ("Slide down", 3, False),
        ("Hold", 15, True),
        ("Slide up", 3, False),
    ]
    assert exercise("wall-sit").phases[1].cues == ("Breathe in deeply.", "And breathe out.")


def test_the_row_is_released_more_slowly_than_pulled() -> None:
    assert tempo("bent-over-row") == [("Pull", 2, False), ("Release", 3, False)]


def test_the_squeeze_is_held_5_seconds() -> None:
    assert tempo("scapular-squeeze") == [("Squeeze", 5, True), ("Release", 2, False)]


def test_arm_and_leg_are_held_10_seconds() -> None:
    assert tempo("opposite-arm-and-leg") == [
        ("Raise", 2, False),
        ("Hold", 10, True),
        ("Lower", 2, False),
    ]


def test_only_the_row_needs_equipment() -> None:
    equipment = {name: each.equipment for name, each in ENGLISH.items() if each.equipment}
    assert equipment == {"bent-over-row": ("two dumbbells, a band or a cable",)}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("partial-crunch", ["knees", "feet flat", "small of your back", "belly", "elbows wide"]),
        ("partial-crunch", ["only your shoulders", "never push your head", "ears", "no gap"]),
        ("press-up-extension", ["beside your chest", "elbows in", "forearms flat", "as high as"]),
        ("press-up-extension", ["forearms must not lift", "sink back down", "while i count"]),
        ("wall-sit", ["thighs are level", "breathe deeply", "never hold your breath", "belly"]),
        ("wall-sit", ["back keeps touching the wall", "slide down slowly", "slide up again"]),
        ("bent-over-row", ["arms hang", "back straight", "not round", "down at the floor"]),
        ("bent-over-row", ["shoulder blades together", "slowly", "never let them drop fast"]),
        ("scapular-squeeze", ["may sit", "hands stay empty", "torso straight", "beside your ears"]),
        ("scapular-squeeze", ["shoulder blades together", "let go", "shoulders stay low"]),
        ("opposite-arm-and-leg", ["left means your left arm and your right leg", "level with"]),
        ("opposite-arm-and-leg", ["hand and knee stay down", "back sag", "same number"]),
    ],
)
def test_what_is_done_and_what_must_not_happen_is_said(name: str, said: list[str]) -> None:
    text = exercise(name).instructions.lower()
    assert [words for words in said if words not in text] == []


def test_sentences_are_short_and_few() -> None:
    long = [line for text in SPOKEN for line in sentences(text) if len(line.split()) > 14]
    assert long == []
    assert {len(sentences(each.instructions)) for each in ENGLISH.values()} <= {5, 6, 7, 8}


def test_cues_are_one_to_three_words() -> None:
    cues = [each.cue for each in ENGLISH.values()]
    assert {len(cue.split()) for cue in cues} <= {1, 2, 3}


def test_rests_give_time_for_what_comes_next() -> None:
    assert [step.rest_after_seconds for step in PLAN.steps] == [20, 20, 30, 20, 20, 0]


@pytest.mark.parametrize(("level", "seconds"), [("easy", 652), ("normal", 704), ("hard", 771)])
def test_the_work_lasts_eleven_to_thirteen_minutes(level: Level, seconds: int) -> None:
    assert sum(work_ms(step, level) for step in PLAN.steps) == seconds * 1000


def test_the_routine_ships_in_four_languages() -> None:
    assert {name: routine.language for name, routine in FILE.routines.items()} == {
        "back-care": "en",
        "back-care-de": "de",
        "back-care-es": "es",
        "back-care-fr": "fr",
    }


@pytest.mark.parametrize("language", ["de", "es", "fr"])
def test_doses_tempos_sides_postures_and_rests_are_equal_in_every_language(language: str) -> None:
    plan = plan_routine(FILE, f"back-care-{language}")
    ids = [f"{step.exercise_id}-{language}" for step in PLAN.steps]
    assert [step.exercise_id for step in plan.steps] == ids
    assert numbers(plan) == numbers(PLAN)


@pytest.mark.parametrize("language", ["de", "es", "fr"])
def test_no_text_is_left_in_english(language: str) -> None:
    assert texts(plan_routine(FILE, f"back-care-{language}")) & texts(PLAN) == set()


@pytest.mark.parametrize("language", ["de", "es", "fr"])
def test_translated_cues_are_short_too(language: str) -> None:
    plan = plan_routine(FILE, f"back-care-{language}")
    assert {len(step.exercise.cue.split()) for step in plan.steps} <= {1, 2, 3}
