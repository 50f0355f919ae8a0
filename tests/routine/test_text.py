"""A routine file in plain text: what people write, what is guessed, and nothing lost."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.errors import RoutineFileError
from audiocoach.routine.json_document import parse
from audiocoach.routine.reader import parse_routines
from audiocoach.routine.ready_tree import ready_files
from audiocoach.routine.text_dose import Dose, name_and_dose
from audiocoach.routine.text_writer import written
from tests.examples import examples


def tree(text: str) -> dict[str, Any]:
    found = parse(text.encode()).tree
    assert isinstance(found, dict)
    return found


def steps(text: str) -> list[Any]:
    (routine,) = tree(text)["routines"].values()
    listed: list[Any] = routine["steps"]
    return listed


GUESSED = (
    '"Juggling" is no ready exercise; say what is guessed: '
    'posture: "standing"; instructions: "Juggling."; tempo: "2-0-2-0"'
)


@pytest.mark.parametrize(
    ("line", "name", "dose"),
    [
        ("Wall sit 3x15s rest 8", "Wall sit", Dose(reps=3, hold_seconds=15, rest_seconds=8)),
        ("Bent-over row 20", "Bent-over row", Dose(reps=20)),
        (
            "Partial crunch 2x10-15 rest 30",
            "Partial crunch",
            Dose(sets=2, reps={"min": 10, "max": 15}, rest_seconds=30),
        ),
        (
            "Arm and leg 5x10s each side, alternating",
            "Arm and leg",
            Dose(reps=5, hold_seconds=10, sides="alternate"),
        ),
        ("Curl 3x8-12", "Curl", Dose(sets=3, reps={"min": 8, "max": 12})),
        ("Curl 3 × 8", "Curl", Dose(sets=3, reps=8)),
        ("Curl: 3 sets of 8 reps", "Curl", Dose(sets=3, reps=8)),
        ("Press-up 3+", "Press-up", Dose(reps={"min": 3})),
        ("Plank 45 sec", "Plank", Dose(hold_seconds=45)),
        ("Plank 1:30", "Plank", Dose(hold_seconds=90)),
        ("Plank 1m30", "Plank", Dose(hold_seconds=90)),
        ("Plank 5'30\"", "Plank", Dose(hold_seconds=330)),
        ("Squat 10, then 20", "Squat", Dose(reps=10, rest_after_seconds=20)),
        ("Clam 12 per side", "Clam", Dose(reps=12, sides="each")),
        ("Clam 12 left only", "Clam", Dose(reps=12, sides="left")),
        ("Squat 12 every 1 min", "Squat", Dose(reps=12, every_seconds=60)),
        ("Bike for 5 min", "Bike", Dose(for_seconds=300)),
        ("Squat 8 @ 3-1-1-0", "Squat", Dose(reps=8, tempo="3-1-1-0")),
        ("Plank 30s rest", "Plank", Dose(rest_seconds=30)),
        ("Row 2x15 with 60s rest between sets", "Row", Dose(sets=2, reps=15, rest_seconds=60)),
        ("Squat 10 reps x 3", "Squat", Dose(sets=3, reps=10)),
        ("Squat 10 x 3 sets", "Squat", Dose(sets=3, reps=10)),
        ("Wall sit: hold 15 seconds, repeat 3 times", "Wall sit", Dose(reps=3, hold_seconds=15)),
        ("Bridge - 10 reps, 5 sec hold", "Bridge", Dose(reps=10, hold_seconds=5)),
        ("Set 3 sets of 10, hold 5s", "Set", Dose(sets=3, reps=10, hold_seconds=5)),
        (
            "Calf stretch, hold for 30 seconds x 3 each leg",
            "Calf stretch",
            Dose(reps=3, hold_seconds=30, sides="each"),
        ),
        ("Drops 3x15 twice a day", "Drops", Dose(sets=3, reps=15, note="twice a day")),
        (
            "Curl 2-3 sets of 8 to 12 reps",
            "Curl",
            Dose(sets=2, reps={"min": 8, "max": 12}, note="2-3 sets of 8 to 12 reps"),
        ),
        (
            "Back extensions 8-10 reps, hold for 5 to 10 seconds",
            "Back extensions",
            Dose(reps={"min": 8, "max": 10}, hold_seconds=5, note="hold for 5 to 10 seconds"),
        ),
        ("Curl 3 × 10 repetitions; 10-second hold", "Curl", Dose(sets=3, reps=10, hold_seconds=10)),
        ("Hinge stretch, 20 sec. hold x 3", "Hinge stretch", Dose(reps=3, hold_seconds=20)),
        ("Knee circles, 20 each direction", "Knee circles", Dose(reps=20, note="each direction")),
        ("Ankles. Repeat 10 times for each foot.", "Ankles", Dose(reps=10, sides="each")),
        ("Calf: hold 30 seconds, relax 30 s", "Calf", Dose(hold_seconds=30, rest_seconds=30)),
        ("Relax 30s", "Relax", Dose(hold_seconds=30)),
        ("Climbers 20 sec / 10 sec rest", "Climbers", Dose(hold_seconds=20, rest_seconds=10)),
        ("High knees 20s work 10s off", "High knees", Dose(hold_seconds=20, rest_seconds=10)),
        ("Dead bug: 2x10/side", "Dead bug", Dose(sets=2, reps=10, sides="each")),
        ("Bridge 12 reps (2 sec hold at top)", "Bridge", Dose(reps=12, hold_seconds=2)),
        ("Chin tucks 10x, hold 5 sec", "Chin tucks", Dose(reps=10, hold_seconds=5)),
        ("Push-ups AMRAP", "Push-ups", Dose(reps={"min": 1})),
        ("Carry 3 x 40 m", "Carry 3 x 40 m", Dose()),  # nor are these metres minutes
        ("Run 400mtr", "Run 400mtr", Dose()),  # metres are no minutes
        ("Run 400m", "Run 400m", Dose()),  # so far one runs, and not 6 hours 40
        ("Plank 2m", "Plank", Dose(hold_seconds=120)),
        ("Push-up 10 @ 3-1", "Push-up", Dose(reps=10, tempo="3-0-1")),
        ("Wandrutschen 3 x 12, Pause 30 Sek", "Wandrutschen", Dose(3, 12, rest_seconds=30)),
        ("Rotation: 3 Sätze à 15 Wiederholungen, je Seite", "Rotation", Dose(3, 15, sides="each")),
        ("Brust 3 x 30 Sekunden halten", "Brust", Dose(reps=3, hold_seconds=30)),
        ("Kniebeugen 10 Wdh., 2x täglich", "Kniebeugen", Dose(reps=10, note="2x täglich")),
        ("Puente 3 series de 10 repeticiones", "Puente", Dose(3, 10)),
        ("Plancha 30 segundos, descanso 20", "Plancha", Dose(hold_seconds=30, rest_seconds=20)),
        (
            "Rodillas: mantener 20 segundos cada lado",
            "Rodillas",
            Dose(None, None, 20, sides="each"),
        ),
        ("Gato y vaca 10 veces", "Gato y vaca", Dose(reps=10)),
        ("Planche 30 secondes x 3, repos 20 s", "Planche", Dose(None, 3, 30, 20)),
        ("Pont 3 séries de 10, récup 45s", "Pont", Dose(3, 10, rest_seconds=45)),
        ("Mollet 30 s de chaque côté", "Mollet", Dose(hold_seconds=30, sides="each")),
        ("Bird dog x10 each", "Bird dog", Dose(reps=10, sides="each")),
        ('Stretch 30" x 3 ea', "Stretch", Dose(reps=3, hold_seconds=30, sides="each")),
        ("Balance 3x30s, R then L", "Balance", Dose(reps=3, hold_seconds=30, sides="each")),
        ("Bridges: 2 x 12 (hold 3 sec at top)", "Bridges", Dose(2, 12, 3)),
        ("Heel drops 3 x 15, twice daily", "Heel drops", Dose(3, 15, note="twice daily")),
        ("Lift your arm each", "Lift your arm each", Dose()),
        # `each leg` in the middle dropped all behind it, unseen.
        (
            "Side plank (each side): 6, 4, 2 reps, 10 s hold",
            "Side plank",
            Dose(3, [6, 4, 2], 10, sides="each"),
        ),
        (
            "Step-ups 3x10 each leg, slow",
            "Step-ups",
            Dose(3, 10, sides="each", note="slow", unread="slow"),
        ),
        ("Push-ups 5-4-3-2-1", "Push-ups", Dose(5, [5, 4, 3, 2, 1])),
        ("Pull up 12/10/8", "Pull up", Dose(3, [12, 10, 8])),
        ("Curl-up 6-4-2 x 10s hold", "Curl-up", Dose(3, [6, 4, 2], 10)),
        (
            "Bird dog: 3 sets of 6/4/2 reps each side, hold 10 sec, rest 20s between sets",
            "Bird dog",
            Dose(3, [6, 4, 2], 10, 20, sides="each"),
        ),
        ("SLR 3x10 b/l, 5s hold, TID", "SLR", Dose(3, 10, 5, sides="each", note="TID")),
        ('Quad sets 10x5" hold x 3/d', "Quad sets", Dose(None, 10, 5, note="x 3/d")),
        ("Clams 2x15 L+R", "Clams", Dose(2, 15, sides="each")),
        ("Bridges 3x10 w/ 3 sec hold", "Bridges", Dose(3, 10, 3)),
        ("Stance 30s x3 R+L", "Stance", Dose(None, 3, 30, sides="each")),
        ('Hams 30"x3 bilat', "Hams", Dose(None, 3, 30, sides="each")),
        ("Balance - 30 sec each", "Balance", Dose(hold_seconds=30, sides="each")),
        ("Squats 15 répétitions x 3", "Squats", Dose(3, 15)),
        ("Curl 3xmax", "Curl", Dose(3, {"min": 1})),
        ("Ponte 3 serie da 12 ripetizioni, riposo 60 secondi", "Ponte", Dose(3, 12, None, 60)),
        ("Przysiady 3x10, przerwa 30 s", "Przysiady", Dose(3, 10, None, 30)),
        ("Kniebuiging 3 sets van 10, rust 30 seconden", "Kniebuiging", Dose(3, 10, None, 30)),
        ("Climbers :30", "Climbers", Dose(hold_seconds=30)),
        ("Cobra - 3 breaths", "Cobra", Dose(hold_seconds=15, note="3 breaths")),
        ("Hund, 5 Atemzüge", "Hund", Dose(hold_seconds=25, note="5 Atemzüge")),
        ("High knees 40/20 x 4", "High knees", Dose(None, 4, 40, 20)),
        ("Tabata burpees 8 x 20s/10s", "Tabata burpees", Dose(None, 8, 20, 10)),
        ("Lunges 10/10", "Lunges", Dose(reps=10, sides="each")),
        ("Bench press 3x AMRAP", "Bench press", Dose(3, {"min": 1})),
        ("Dips 3 x F", "Dips", Dose(3, {"min": 1})),
        # What no session can do is kept.
        ("Leg press 4 x 12 40kg", "Leg press", Dose(4, 12, note="40kg", unread="40kg")),
        ("Squat 5x5 @ 80%", "Squat", Dose(5, 5, note="@ 80%", unread="@ 80%")),
        (
            "Curls: 3 x 12 @ 20 kg (rest 90 sec)",
            "Curls",
            Dose(3, 12, None, 90, note="@ 20 kg", unread="@ 20 kg"),
        ),
        ("Plank", "Plank", Dose()),
    ],
)
def test_a_dose_is_read_as_people_write_it(line: str, name: str, dose: Dose) -> None:
    assert name_and_dose(line) == (name, dose)


def test_what_is_not_understood_of_a_dose_is_said() -> None:
    (unread, _) = parse(b"# A\nSquat 4 x 12 40kg\n").guesses[:2]
    assert unread.text == '"40kg" isn\'t understood, and is kept as a note'
    assert steps("# A\nSquat 4 x 12 40kg\n")[0]["note"] == "40kg"


def test_a_number_of_any_length_is_a_number() -> None:
    assert name_and_dose("Plank " + "9" * 5000)[1].reps == 10**9


@pytest.mark.parametrize("line", ["Squat 10", "Push up 10", "Squat 10 @ 3-1-1-0"])
def test_a_single_line_with_a_dose_is_a_routine_file(line: str) -> None:
    assert len(tree(f"{line}\n")["exercises"]) == 1


def test_headings_are_routines_and_ready_exercises_are_filled_in() -> None:
    found = tree("# Morning\nintro: Hello.\n\nWall sit 3x15s rest 8\n\n# Evening\n- Plank 45s\n")
    assert list(found["routines"]) == ["morning", "evening"]
    assert found["routines"]["morning"]["intro"] == "Hello."
    assert list(found["exercises"]) == ["wall-sit", "plank"]
    (step,) = found["routines"]["evening"]["steps"]
    assert step["phases"] == [{"name": "Hold", "seconds": 45, "hold": True}]
    assert [
        len(each.steps) for each in parse_routines(json.dumps(found).encode()).routines.values()
    ]


def test_text_below_a_line_is_its_instruction_and_keys_are_its_fields() -> None:
    found = tree("Zigzag walk 10\n  Walk in zigzag.\n  - Look ahead.\n  posture: standing\n"
                 "  cue: Slowly.\n  phases: Step 2s; Turn 1.5s\n")  # fmt: skip
    assert found["exercises"] == {
        "zigzag-walk": {
            "title": "Zigzag walk",
            "instructions": "Walk in zigzag. Look ahead.",
            "reps": 10,
            "posture": "standing",
            "cue": "Slowly.",
            "phases": [{"name": "Step", "seconds": 2}, {"name": "Turn", "seconds": 1.5}],
        }
    }
    assert parse(b"Zigzag walk 3x10\n").guesses[0].offset == 0


def test_a_hold_is_put_between_the_way_there_and_back() -> None:
    """The ready calf raise goes up and down; five seconds at the top were dropped, unseen."""
    (step,) = steps("# A\nCalf raise 3x10, hold 5s\n")
    assert [each["name"] for each in step["phases"]] == ["Up", "Hold", "Down"]
    assert step["phases"][1] == {"name": "Hold", "seconds": 5, "hold": True}
    assert step["translations"]["de"]["phases"]["Hold"] == "Halten"


def test_reps_of_the_files_own_exercise_leave_it_as_it_is() -> None:
    """Three runs of a minute came back from text as three reps of two seconds each way."""
    run = {"title": "Run", "posture": "standing", "instructions": "Run."}
    steps_ = [{"exercise": "run", "reps": 3}]
    file = {
        "exercises": {"run": {**run, "phases": [{"name": "Run", "seconds": 60}]}},
        "routines": {"a": {"title": "A", "steps": steps_}},
    }
    assert tree(written(file))["routines"]["a"]["steps"] == steps_


def test_each_line_that_counts_a_timed_exercise_is_counted() -> None:
    assert [step["tempo"] for step in steps("# A\nSquat 10\nSquat 5\n")] == ["2-0-2-0"] * 2


def test_phases_below_a_line_that_counts_are_what_it_counts() -> None:
    (step,) = steps("# A\nSquat 10\n  phases: Down 1s; Up 1s\n")
    assert sorted(step) == ["exercise", "phases", "reps"]


def test_a_time_is_a_hold_only_of_what_is_held() -> None:
    """Thirty seconds of hopping began with "Hold"."""
    found = tree("# A\nHopping about 30s\nSide splits stretch 30s\nZigzag 3x5s\n")["exercises"]
    assert [each["phases"][0].get("hold") for each in found.values()] == [None, True, True]


def test_what_is_done_for_a_time_lasts_that_long() -> None:
    (step,) = steps("# A\nPlank for 40 seconds\n")
    assert step["phases"] == [{"name": "Hold", "seconds": 40, "hold": True}]


def test_a_line_below_that_says_how_much_is_the_dose() -> None:
    found = tree("# A\nBottom to heels\n  Sit back.\n  Repeat 8 to 10 times.\n")["exercises"]
    assert found["bottom-to-heels"]["reps"] == {"min": 8, "max": 10}
    assert found["bottom-to-heels"]["instructions"] == "Sit back."


@pytest.mark.parametrize(
    ("said", "posture"),
    [
        ("Kneel on all fours, knees under your hips.", "hands_and_knees"),
        ("Lie on your back, and bend your knees.", "lying_face_up"),
        ("Sit in a chair, and straighten one leg.", "sitting_on_chair"),
        ("Lift one knee.", "standing"),
    ],
)
def test_a_posture_is_guessed_by_what_is_said(said: str, posture: str) -> None:
    (exercise,) = tree(f"# A\nJuggling 5\n  {said}\n")["exercises"].values()
    assert exercise["posture"] == posture


def test_a_line_that_is_a_rest_follows_the_exercise_above_it() -> None:
    """It was refused, as it names no exercise."""
    found = steps("# A\nPlank 30s\nRest 20s\nSquat 10\n")
    assert [each.get("rest_after_seconds") for each in found] == [20, None]


def test_lines_above_bullets_are_titles() -> None:
    text = "Workout A\n- Squat: 5×5\n- Dead lift 1x5\n\nWorkout B\n- Squat: 5×5\n"
    assert {id_: len(each["steps"]) for id_, each in tree(text)["routines"].items()} == {
        "workout-a": 2,
        "workout-b": 1,
    }


def test_a_colon_behind_the_name_makes_no_key_of_it() -> None:
    found = tree("# Knee\nStanding groin stretch: hold 30 seconds. 2 sets of 4 reps\n")
    (exercise,) = found["exercises"].values()
    assert (exercise["title"], exercise["sets"], exercise["reps"]) == (
        *("Standing groin stretch", 2, 4),
    )


def test_a_paragraph_below_a_numbered_line_is_its_instruction_and_dose() -> None:
    """As on sheets of clinics; it was an exercise of its own."""
    sheet = (
        "Knee exercises for you\n\nDo these exercises 3 times a day.\n\n1. Thigh press\n"
        "Lie on your back. Press your knee down. Hold for 5 seconds. Repeat 10 times.\n\n"
        "2. Heel slides\nSlide your heel in. Slide it back.\n"
    )
    found = tree(sheet)
    (routine,) = found["routines"].values()
    assert (routine["title"], routine["note"]) == (
        "Knee exercises for you",
        "Do these exercises 3 times a day.",
    )
    press, slides = found["exercises"].values()
    assert (press["title"], press["reps"], press["posture"]) == ("Thigh press", 10, "lying_face_up")
    assert press["instructions"] == "Lie on your back. Press your knee down."
    assert slides["instructions"] == "Slide your heel in. Slide it back."


def test_sentences_a_line_each_below_a_name_are_its_instructions_and_dose() -> None:
    """As on pages of the NHS: the dose alone in a line was refused."""
    found = tree(
        "Back pain\n\nKnee clasp\nLie on your back with your knees bent.\n"
        "Pull one knee to your chest for 5 seconds.\nRepeat 5 times on each side.\n\n"
        "Deep muscles\nLie on your back.\nHold for 3 seconds.\nRepeat 10 times.\n"
    )
    hugs, tilts = found["exercises"].values()
    assert (hugs["reps"], hugs["sides"], hugs["posture"]) == (5, "each", "lying_face_up")
    assert hugs["phases"] == [{"name": "Hold", "seconds": 5, "hold": True}]
    said = "Lie on your back with your knees bent. Pull one knee to your chest."
    assert hugs["instructions"] == said
    assert (tilts["reps"], tilts["phases"][0]["seconds"]) == (10, 3)


def test_a_paragraph_that_explains_no_exercise_is_a_note() -> None:
    """It was an exercise, and spoken as its name."""
    text = "# A\n* Squat 10\n\nDo them every day please. See you on Monday!\n"
    found = parse(text.encode())
    assert isinstance(found.tree, dict)
    routine = found.tree["routines"]["a"]
    assert routine["note"] == "Do them every day please. See you on Monday!"
    assert len(routine["steps"]) == 1
    assert found.guesses[0].text.startswith(
        '"Do them every day please. See you on Monday!" is kept'
    )


@pytest.mark.parametrize("said", ["AMRAP", "EMOM", "For time"])
def test_how_a_workout_is_scored_is_a_note(said: str) -> None:
    found = tree(f"# Cindy\n{said}\n5 pull-ups\n")["routines"]["cindy"]
    assert (found["note"], len(found["steps"])) == (said, 1)


@pytest.mark.parametrize(
    "said", ["AMRAP 20", "20 min AMRAP:", "As many rounds as possible in 20 min"]
)
def test_an_amrap_is_one_exercise_as_long_as_it_says(said: str) -> None:
    """It was done once: what no session can count is left to who does it."""
    found = parse(f"# Cindy\n{said}\n5 pull-ups\n10 push-ups\n".encode())
    assert isinstance(found.tree, dict)
    (exercise,) = found.tree["exercises"].values()
    assert exercise["phases"] == [{"name": "Go", "seconds": 1200}]
    assert exercise["instructions"] == "5 pull-ups, 10 push-ups."
    assert found.guesses[0].text.endswith("is one exercise: its rounds aren't counted")


def test_an_emom_begins_each_minute() -> None:
    alone = tree("# A\nEMOM 10: 12 burpees\n")["exercises"]["burpees"]
    assert (alone["sets"], alone["reps"], alone["every_seconds"]) == (10, 12, 60)
    (rounds,) = steps("# EMOM 10\n5 pull-ups\n8 push-ups\n")
    assert (rounds["rounds"], rounds["every_seconds"], len(rounds["steps"])) == (10, 60, 2)
    text = "# EMOM 12: legs\nmin 1: 10 burpees\nmin 2: 40s plank\n"
    (turns,) = steps(text)
    assert (turns["rounds"], turns["every_seconds"]) == (6, 120)
    assert [each["rest_after_seconds"] for each in turns["steps"]] == [40, 20]
    assert "EMOM 12" not in " ".join(each.text for each in parse(text.encode()).guesses[1:])


def test_a_number_left_in_a_name_is_remarked_on() -> None:
    """`Theraband ER 3/15` was fifteen of "Theraband ER 3", unseen."""
    (guess,) = parse(b"# A\n- Theraband ER 3/15\n").guesses
    assert guess.text.endswith('; "3" is read as part of the name')


@pytest.mark.parametrize("name", ["SLR", "Quad sets", "Beckenheben", "Pont fessier", "Flexiones"])
def test_usual_other_names_are_ready_exercises(name: str) -> None:
    (guess,) = parse(f"# A\n{name} 3x10 rest 20\n".encode()).guesses[:1]
    assert "is taken from the ready routines" in guess.text


def test_a_title_may_say_its_rounds() -> None:
    found = tree("Sun salutation – 3 rounds\n\nCobra pose 10s\nPlank 30s\n")["routines"]
    assert [each["title"] for each in found.values()] == ["Sun salutation – 3 rounds"]


def test_what_is_no_ready_exercise_is_held_or_done_for_a_time() -> None:
    """It was counted: two seconds down, two up, for ten minutes."""
    found = tree("# A\nHold the stretch for 30s\nCycling for 10 min\n")["exercises"]
    stretch, cycling = found.values()
    assert stretch["phases"] == [{"name": "Hold", "seconds": 30, "hold": True}]
    assert cycling["phases"] == [{"name": "Go", "seconds": 600}]
    assert "for_seconds" not in stretch | cycling


def test_how_often_a_day_alone_in_a_line_is_a_note_of_the_routine() -> None:
    assert tree("# A\nSquat 10\n2x täglich\n")["routines"]["a"]["note"] == "2x täglich"


def test_rounds_are_written_as_on_a_whiteboard() -> None:
    burpees = {"exercise": "burpees"}
    assert steps("# A\n3 x:\n  10 burpees\n") == [{"rounds": 3, "steps": [burpees]}]
    superset = "# A\n\nSuperset 3 rounds:\nBurpees 10\nrest 60s\n\nPlank 30s\n"
    rounds, plank = steps(superset)
    assert rounds == {"rounds": 3, "steps": [{**burpees, "rest_after_seconds": 60}]}
    assert plank["exercise"] == "plank"
    for said in ("5 rounds for time:", "5 rounds, not for time:", "5 RFT:"):
        assert steps(f"# A\n{said}\n  10 burpees\n") == [{"rounds": 5, "steps": [burpees]}]
    (tabata,) = steps("# A\n8 rounds 20s on 10s off:\n  Burpees\n")
    assert (tabata["rounds"], tabata["rest_between_rounds_seconds"]) == (8, 10)


def test_a_count_may_stand_before_the_name() -> None:
    found = tree("# A\n- 12 kettlebell swings\n20 sit-ups\n")["exercises"]
    assert [(each["title"], each["reps"]) for each in found.values()] == [
        ("Kettlebell swings", 12),
        ("Sit-ups", 20),
    ]


def test_a_table_has_an_exercise_a_row() -> None:
    table = "# A\n| Exercise | Reps |\n|---|---|\n| Squat | 12 |\n| Lunge | 10 each leg |\n"
    assert [(each["exercise"], each["reps"]) for each in steps(table)] == [
        ("squat", 12),
        ("lunge", 10),
    ]


def test_the_head_of_a_table_says_what_its_columns_are() -> None:
    """Three sets of ten were a name, `Squat 3`."""
    found = steps(
        "# A\n| Exercise | Sets | Reps | Rest |\n|---|---|---|---|\n"
        "| Squat | 3 | 10 | 60s |\n| Plank | 2 | 30s | |\n"
    )
    squat, plank = found
    assert (squat["sets"], squat["reps"], squat["rest_between_sets_seconds"]) == (3, 10, 60)
    assert (plank["reps"], plank["phases"][0]["seconds"]) == (2, 30)


def test_boxes_to_tick_are_no_part_of_names() -> None:
    assert [each["exercise"] for each in steps("# A\n- [ ] Squat 10\n- [x] Plank 30s\n")] == [
        *("squat", "plank"),
    ]


def test_letters_of_supersets_are_no_part_of_names() -> None:
    found = tree("# A\nA1. Bench press 3x10 @ 3-0-1\nB) Juggle 10\n")["exercises"]
    assert [each["title"] for each in found.values()] == ["Bench press", "Juggle"]


def test_a_title_above_titles_is_part_of_them() -> None:
    """It was refused, as no step was below it."""
    text = "# Monday\n## Warm-up\nSquat 10\n## Circuit\nPlank 30s\n"
    titles = [each["title"] for each in tree(text)["routines"].values()]
    assert titles == ["Monday: Warm-up", "Monday: Circuit"]
    (wod,) = tree("# Wednesday\nFor the legs:\nSquat 10\n")["routines"].values()
    assert wod["title"] == "Wednesday: For the legs"


def test_what_no_title_does_is_said() -> None:
    said = [each.text for each in parse(b"# EMOM 12\nRun 400m\n").guesses]
    assert '"EMOM 12" is a title: what is below is done once, unless rounds say more' in said
    assert said[-1].endswith(
        '; "400 metres" says no time: 2:25 is assumed; say how long it takes, '
        "as in `Run 400 metres in 2:25`"
    )


def test_steps_are_no_field_of_a_text() -> None:
    """What stood below them was a traceback."""
    with pytest.raises(RoutineFileError, match="has a value, so no exercises stand below"):
        parse(b'# A\n"steps": b\n\nSquat 3x10\n')


def test_rounds_hold_what_is_indented_below() -> None:
    assert steps("# C\n3 rounds, rest 60:\n  Squat 10\n  Plank 30s\nPlank 20s\n")[0] == {
        "rounds": 3,
        "rest_between_rounds_seconds": 60,
        "steps": [
            {"exercise": "squat", "reps": 10, "tempo": "2-0-2-0"},
            {"exercise": "plank", "phases": [{"name": "Hold", "seconds": 30, "hold": True}]},
        ],
    }


def test_what_is_guessed_is_said_with_its_line() -> None:
    document = parse(b"# A\nWall sit 3x15s\nCat adn cow 5\nJuggling 3x10\n")
    said = [(each.text, document.text.count("\n", 0, each.offset)) for each in document.guesses]
    assert said == [
        ('"Wall sit" is taken from the ready routines: wall-sit', 1),
        ('"Cat adn cow" is taken from the ready routines: cat-and-cow, the nearest', 2),
        (
            GUESSED,
            3,
        ),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# A\nSquat 0\n", "2:1: routines.a.steps[0].reps: must be at least 1"),
        ("# A\nSquat 5\n  sets: many\n", "3:3: routines.a.steps[0].sets: must be a whole"),
        ("# A\nSquat 5\n  setz: 3\n", "3:3: routines.a.steps[0].setz: unknown key, did you mean"),
        ("# A\nSquat 5\n  cues: {\n", "3:3: can't be read as JSON"),
        (
            "# A\nToss 5\n  phases: Throw 1.5s; Catch\n",
            '3:3: phases: each needs its seconds, as in `Up 2s; Hold 5s hold`, not "Catch"',
        ),
        ("# A\nSquat 5\n3x15\n", '3:1: names no exercise: "3x15"'),
        (
            '# A\nSquat 5\n## Exercise: B\ninstructions: ["a"]\nmore words\n',
            "5:1: instructions: is no text, so nothing follows",
        ),
        ("# A\nintro: a\nintro: b\nSquat 5\n", "3:1: intro: stands here twice"),
        ("# A {#a}\nSquat 5\n# B {#a}\nSquat 5\n", "3:1: a: stands here twice"),
    ],
)
def test_a_fault_names_its_line_and_column(text: str, line: str) -> None:
    with pytest.raises(RoutineFileError) as caught:
        parse_routines(text.encode())
    assert caught.value.lines[0].startswith(line)


def test_the_examples_of_the_page_have_no_faults() -> None:
    page = (Path(__file__).parents[2] / "docs/text-routines.md").read_text(encoding="utf-8")
    whole = [each for each in re.findall(r"```\n(.*?)```", page, re.S) if each.startswith("# ")]
    files = [parse_routines(each.encode()) for each in whole]
    assert [list(each.routines) for each in files] == [["morning"], ["morning"]]
    assert list(files[0].exercises) == [
        *("wall-sit", "partial-crunch", "opposite-arm-and-leg", "squat", "plank", "juggling"),
    ]


def test_other_texts_are_still_distinguished() -> None:
    for text in (b"Today we stretch.\nThen we rest.", b"# c\nname: x\nsteps:\n  - a\n"):
        with pytest.raises(RoutineFileError, match="seems to be"):
            parse_routines(text)


def test_windows_lines_a_mark_and_comments_are_passed_over() -> None:
    assert steps("\ufeff# A\r\n\r\n// later: more\r\nSquat 5\r\n") == [
        {"exercise": "squat", "reps": 5, "tempo": "2-0-2-0"}
    ]


def test_reps_of_an_exercise_by_time_are_no_stretches_of_that_time() -> None:
    """`Squat 10` was ten times half a minute."""
    read = parse(b"# A\nSquat 10\nSquat 20s\nPartial crunch 10\n")
    (time,) = [guess.text for guess in read.guesses if "by time" in guess.text]
    assert time == '"Squat" is written by time; a rep is guessed: 2-0-2-0'
    assert [sorted(each) for each in steps("# A\nSquat 10\nSquat 20s\nPartial crunch 10\n")] == [
        ["exercise", "reps", "tempo"],
        ["exercise", "phases"],
        ["exercise", "reps", "sets"],  # the ready one has two
    ]


def normal(value: Any) -> Any:
    """Return a file with every step as an object, as text has it."""
    if isinstance(value, dict) and "steps" in value:
        listed = value["steps"] if isinstance(value["steps"], list) else [value["steps"]]
        entries = [{"exercise": each} if isinstance(each, str) else normal(each) for each in listed]
        return {**value, "steps": entries}
    return value


def normal_file(file: dict[str, Any]) -> dict[str, Any]:
    return {**file, "routines": {id_: normal(each) for id_, each in file["routines"].items()}}


@pytest.mark.parametrize("path", ready_files(), ids=lambda path: path.stem)
def test_every_ready_file_comes_back_from_text(path: Any) -> None:
    file = json.loads(path.read_bytes())
    # Its steps may name exercises of another theme, which text fills in.
    mine = dict(file["exercises"])
    found = tree(written(file))
    assert found["routines"] == normal_file(file)["routines"]
    assert {id_: found["exercises"][id_] for id_ in mine} == mine


WORDS = st.one_of(
    st.text(min_size=1, max_size=20),
    st.sampled_from(
        ["10", "true", "null", "a: b", "- x", "# y", "Exercise: z", '"q"', "{", "3x15", "// c", " ",
         "Up 3s; Down 2s", "Title {#id}", "2 rounds:", "x\ny", "each side", "intro: a", "é", "*b*"]
    ),
)  # fmt: skip
PLAIN = st.recursive(
    st.one_of(WORDS, st.integers(-5, 10**6), st.floats(0, 1e6), st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)),
    max_leaves=8,
)
IDS = st.sampled_from(["a", "plank", "back-care", "b_2", "x" * 30, "breathing-4-7-8", "10", "é"])
PHASES = st.lists(
    st.fixed_dictionaries(
        {"name": WORDS, "seconds": st.one_of(st.integers(1, 60), st.floats(0.2, 60))},
        optional={"hold": st.booleans(), "breath": st.sampled_from(["in", "out"]), "note": WORDS},
    ),
    min_size=1,
    max_size=3,
)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "title": WORDS, "cue": WORDS, "sets": PLAIN, "reps": PLAIN, "phases": PHASES,
        "instructions": WORDS, "translations": PLAIN, "note": WORDS, "cues": PLAIN,
        "posture": WORDS, "equipment": PLAIN, "left": PLAIN, "rests": WORDS,
    },
)  # fmt: skip


def steps_of(ids: list[str]) -> st.SearchStrategy[list[Any]]:
    step = st.builds(
        lambda id_, fields, rest: {"exercise": id_, **fields, **rest},
        st.sampled_from(ids),
        FIELDS,
        st.fixed_dictionaries({}, optional={"rest_after_seconds": PLAIN}),
    )
    rounds = st.builds(
        lambda count, inner, rest: {"rounds": count, **rest, "steps": inner},
        st.integers(1, 1000),
        st.lists(step, min_size=1, max_size=2),
        st.fixed_dictionaries({}, optional={"rest_between_rounds_seconds": PLAIN, "note": WORDS}),
    )
    return st.lists(st.one_of(step, rounds, st.sampled_from(ids)), min_size=1, max_size=3)


@st.composite
def files(draw: st.DrawFn) -> dict[str, Any]:
    ids = draw(st.lists(IDS, min_size=1, max_size=3, unique=True))
    routine = st.builds(
        lambda fields, listed: {**fields, "steps": listed},
        st.fixed_dictionaries({}, optional={"title": WORDS, "intro": WORDS, "say_as": PLAIN}),
        steps_of(ids),
    )
    return {
        **draw(
            st.fixed_dictionaries({}, optional={"voice": WORDS, "note": WORDS, "$schema": WORDS})
        ),
        "exercises": {id_: draw(FIELDS) for id_ in ids},
        "routines": draw(st.dictionaries(IDS, routine, min_size=1, max_size=2)),
    }


def test_a_ladder_is_written_as_it_is_typed() -> None:
    text = written(tree("# A\nSide plank 6/4/2 x 10s each side\n"))
    assert "- Side plank 10s 3x6/4/2 each side\n" in text
    assert steps(text) == steps("# A\nSide plank 3 sets of 6-4-2, 10s hold, each side\n")


@pytest.mark.parametrize("value", ["0:", "3 x:", "3 rounds:", "Hold: now:"])
@pytest.mark.parametrize("field", ["cue", "instructions", "position", "note"])
def test_a_field_that_ends_with_a_colon_is_no_title(field: str, value: str) -> None:
    file = {"exercises": {"a": {field: value}}, "routines": {"r": {"steps": [{"exercise": "a"}]}}}
    assert tree(written(file)) == file


@pytest.mark.parametrize("name", ["warm-up", "échauffement", "finisher", "emom"])
def test_an_exercise_with_the_name_of_a_label_comes_back(name: str) -> None:
    """`- warm-up` was read as a note, and the exercise was gone."""
    file = {"exercises": {name: {"title": "W"}}, "routines": {"r": {"steps": [{"exercise": name}]}}}
    assert tree(written(file)) == file


@given(files())
@examples(4)
def test_everything_a_file_can_say_comes_back_from_text(file: dict[str, Any]) -> None:
    text = written(file)
    assert json.dumps(tree(text), sort_keys=True) == json.dumps(normal_file(file), sort_keys=True)
    assert written(tree(text)) == text


@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=12).map("\n".join)))
@examples(8)
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(RoutineFileError):
        assert parse_routines(("# A\n" + text).encode("utf-8", "replace")).routines
