"""Sentences of clinics' sheets: which dose they say, what is left to be said, what is a note."""

from __future__ import annotations

from typing import Any

import pytest

from audiocoach.routine.text_languages import language_of
from audiocoach.routine.text_prose import is_all_dose, read_prose
from audiocoach.routine.text_reader import read_text


@pytest.mark.parametrize(
    ("said", "dose", "words"),
    [
        ("Hold for 5 seconds and repeat 10 times.", "10 reps, hold 5 s", []),
        ("Bend a knee. Hold for a count of five. Twice.", "2 reps, hold 5 s", ["Bend a knee."]),
        ("Then do it with the other leg.", "each side", []),
        ("Squeeze a ball, hold 3 seconds and relax.", "hold 3 s", ["Squeeze a ball."]),
        ("Bring both knees to your chest.", "", ["Bring both knees to your chest."]),
        ("Take 10 side steps to the right. Then 10 to the left.", "10 reps, each side", None),
        ("Start with 5 and build up to 10.", "5-10 reps", None),
        ("5 bis 10 Sekunden halten, 3 x 12 je Seite.", "3 x 12 reps, hold 5-10 s, each side", []),
        ("Die Dehnung 20 Sekunden halten, dann die Seite wechseln.", "hold 20 s, each side", []),
        ("Maintenez 5 secondes puis relâchez. Répétez 10 fois.", "10 reps, hold 5 s", None),
        ("Recommencez de l'autre côté, 3 séries de 8.", "3 x 8 reps, each side", []),
        ("Mantenga 20 segundos, 3 veces con cada pierna.", "3 reps, hold 20 s, each side", []),
        ("Cuente hasta 6 y relaje.", "hold 6 s", None),
    ],
)  # fmt: skip
def test_a_dose_is_found_among_sentences(said: str, dose: str, words: list[str] | None) -> None:
    found = read_prose([said])
    assert found.dose == dose
    assert words is None or found.words == words


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ("Do this 3 times a day.", "3 times a day"),
        ("Alle 2 Stunden.", "Alle 2 Stunden"),
        ("When this is easy, hold for 10 seconds.", "When this is easy, hold for 10 seconds"),
        ("Stop if it hurts.", "Stop if it hurts"),
        ("Helps with climbing stairs.", "Helps with climbing stairs"),
    ],
)
def test_how_often_and_how_to_go_on_are_notes_and_no_dose(said: str, note: str) -> None:
    found = read_prose([said])
    assert (found.words, found.dose, found.notes) == ([], "", [note])


def test_a_rest_is_between_repetitions_where_one_relaxes_else_between_sets() -> None:
    relaxed = read_prose(["Hold 5 seconds, relax for 10 seconds. Repeat 8 times."])
    assert relaxed.rests == {"rest_between_reps_seconds": "10"}
    assert read_prose(["2 sets of 12, 30 seconds rest."]).rests == {
        "rest_between_sets_seconds": "30"
    }


@pytest.mark.parametrize("line", ["Squat 10", "Step up and down 10 times", "Hold your arms out"])
def test_a_line_that_says_what_is_done_is_no_mere_dose(line: str) -> None:
    assert not is_all_dose(line)


def exercises(text: str) -> list[dict[str, Any]]:
    return [*read_text(text).tree["exercises"].values()]


def test_steps_below_a_name_are_its_instructions_and_no_exercises() -> None:
    (one,) = exercises(
        "Bridge lift\n1. Lie on your back.\n2. Lift your hips.\n3. Repeat 8 times.\n"
    )
    assert (one["title"], one["reps"], one["posture"]) == ("Bridge lift", 8, "lying_face_up")
    assert one["instructions"] == "Lie on your back. Lift your hips."


def test_a_list_of_exercises_stays_one() -> None:
    found = exercises("Circuit\n- Bear walk 20s\n- Frog jumps x8\n- Crab walk 20s\n")
    assert [each["title"] for each in found] == ["Bear walk", "Frog jumps", "Crab walk"]


def test_lines_with_labels_are_of_the_exercise_above_them() -> None:
    (one,) = exercises(
        "Beinpendel\nASTE: Rückenlage\nAusführung: Bein heben.\nDosierung: 2 x 12\n"
        "Tipp: Ruhig atmen.\n"
    )
    assert (one["sets"], one["reps"], one["note"]) == (2, 12, "Tipp: Ruhig atmen.")
    assert one["instructions"] == "Rückenlage. Bein heben."


def test_lines_broken_by_a_page_are_one_sentence() -> None:
    (one,) = exercises(
        "# A\n\nHeel press\nLie on your back with your knees bent and\nyour feet flat. "
        "Press your heels\ndown. Hold for 5 seconds.\nRepeat 10 times.\n"
    )
    assert one["instructions"].startswith(
        "Lie on your back with your knees bent and your feet flat."
    )
    assert (one["reps"], one["phases"][0]["seconds"]) == (10, 5)


def test_what_has_no_name_is_called_by_its_number_and_remarked_on() -> None:
    found = read_text(
        "# A\n1. Legen Sie sich auf den Rücken. Heben Sie das Becken. 10 Wiederholungen.\n"
    )
    assert [each["title"] for each in found.tree["exercises"].values()] == ["Übung 1"]
    assert any("names no exercise" in each.text for each in found.guesses)


@pytest.mark.parametrize(
    ("said", "tag"),
    [
        ("Legen Sie sich auf den Rücken und heben Sie das Bein, 10 Wiederholungen.", "de"),
        ("Levez la jambe et tenez pendant 5 secondes de chaque côté.", "fr"),
        ("Lleve la rodilla al pecho, 10 veces con cada pierna.", "es"),
        ("Lie on your back and lift your leg, 10 times each side.", "en"),
        ("Squat 3x10", ""),
    ],
)
def test_a_language_is_known_by_its_small_words(said: str, tag: str) -> None:
    assert language_of(said) == tag


def test_a_sheet_is_read_in_its_own_language_unless_it_says_another() -> None:
    text = "# Knie\n{}\nBein heben und 5 Sekunden halten, 10 Wiederholungen, je Seite\n"
    said = [text.format(""), text.format("language: en\n")]
    assert [read_text(each).tree["routines"]["knie"]["language"] for each in said] == ["de", "en"]


def test_a_breath_in_sentences_is_one_exercise() -> None:
    (one,) = exercises(
        "# A\n\nEvening breath\nSit upright and rest.\nBreathe in for 4 seconds.\n"
        "Hold your breath for 2 seconds.\nBreathe out for 6 seconds.\nRepeat 5 times.\n"
    )
    assert [each["seconds"] for each in one["phases"]] == [4, 2, 6]
    assert [each["breath"] for each in one["phases"]] == ["in", "hold", "out"]
    assert one["reps"] == 5


def test_a_dose_for_all_may_stand_behind_the_exercises() -> None:
    found = exercises("# Feet\nToe curl\nToe spread\nRepeat each exercise 10 times.\n")
    assert [each["reps"] for each in found] == [10, 10]


@pytest.mark.parametrize(
    ("line", "seconds", "breaths"),
    [
        ("Calm breathing 4-2-6, 5 min", [4, 2, 6], ["in", "hold", "out"]),
        ("Breathing (4-6) for 5 minutes", [4, 6], ["in", "out"]),
        ("Atmung 4-4-4-4, 5 min", [4, 4, 4, 4], ["in", "hold", "out", "hold"]),
        ("Respiración 4-6, 5 min", [4, 6], ["in", "out"]),
    ],
)
def test_a_breath_in_figures_has_them_as_its_phases(
    line: str, seconds: list[int], breaths: list[str]
) -> None:
    (one,) = exercises(f"# A\n\n{line}\n")
    assert [each["seconds"] for each in one["phases"]] == seconds
    assert [each["breath"] for each in one["phases"]] == breaths
    assert one["for_seconds"] == 300


@pytest.mark.parametrize("line", ["Box breathing 4-4-4-4, 5 min", "Box breathing 5 min"])
def test_a_ready_breath_goes_on_for_the_time_of_its_line(line: str) -> None:
    (step,) = read_text(f"# A\n\n{line}\n").tree["routines"]["a"]["steps"]
    assert step == {"exercise": "box-breathing", "for_seconds": 300}
