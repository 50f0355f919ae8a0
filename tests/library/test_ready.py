"""The ready routines: sound, whole in four languages, and said in full at every level."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from num2words import num2words

from audiocoach.coach.composer import compose
from audiocoach.coach.phrases import load_phrases
from audiocoach.coach.remarks import remarks
from audiocoach.coach.score import Score
from audiocoach.coach.style import Style
from audiocoach.coach.tempo_words import with_words
from audiocoach.coach.unheard_texts import all_remarks
from audiocoach.library.ready import ready_bytes, ready_parts, ready_text
from audiocoach.routine.choices import LEVELS, TALKS, Level, Talk
from audiocoach.routine.plan import plan_exercise, plan_routine
from audiocoach.routine.reader import parse_routines, read_routines
from audiocoach.routine.ready_tree import ready_files
from audiocoach.voice.duration_estimate import estimate

LANGUAGES = ("en", "de", "es", "fr")
FILE = parse_routines(ready_bytes(), LANGUAGES)
TREE: dict[str, dict[str, Any]] = json.loads(ready_bytes())
EXERCISES, ROUTINES = TREE["exercises"], TREE["routines"]
OTHERWISE = {"brisk-walk", "cool-down-walk", "walk"}
"""The five minutes around a run are the same at every level, and walks rest from runs."""
ASKED_FOR = {
    *("back-care", "back-care-short", "mcgill-three", "desk-break", "hips", "shoulder", "knee"),
    *("heel-drops", "ankle", "balance", "pelvic-floor", "seven-minutes", "tabata", "emom"),
    *("run-walk-1", "run-walk-2", "run-walk-3", "run-walk-4", "sun-salutation-flow"),
    *("box-breathing-5", "four-seven-eight", "after-work", "warm-up", "cool-down"),
}


def texts(exercise: dict[str, Any], language: str) -> dict[str, Any]:
    found: dict[str, Any] = exercise if language == "en" else exercise["translations"][language]
    return found


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.]) ", text)


def score(name: str, language: str = "en", level: Level = "normal", talk: Talk = "full") -> Score:
    own = name if language == "en" else f"{name}-{language}"
    plan = plan_routine(FILE, own) if name in ROUTINES else plan_exercise(FILE, own)
    style = Style(level=level, talk=talk, alone=name not in ROUTINES)
    return compose(with_words(plan), load_phrases(language), estimate, style)


def test_there_are_all_that_people_ask_for_first() -> None:
    assert set(ROUTINES) >= ASKED_FOR
    assert len(ROUTINES) >= 16
    assert len(EXERCISES) >= 60


LYING_SIDE = {
    "en": ("left side", "right side"),
    "de": ("linke Seite", "rechte Seite"),
    "es": ("lado izquierdo", "lado derecho"),
    "fr": ("côté gauche", "côté droit"),
}
ON_SIDE = sorted(name for name, each in EXERCISES.items() if each["posture"] == "lying_on_side")


@pytest.mark.parametrize("talk", ["full", "brief"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ON_SIDE)
def test_who_lies_on_a_side_hears_on_which_before_each(
    name: str, language: str, talk: Talk
) -> None:
    """ "Turn onto your side." said of a clamshell's left leg: on the right, or on the left?"""
    left_leg_lies_on_the_right = name in ("clamshell", "side-leg-raise")
    done = score(name, language, talk=talk)
    go = 0
    for side in ("left", "right"):
        begins = next(s.start_ms for s in done.spans if s.kind == "rep" and s.where.side == side)
        heard = [cue.text for cue in done.cues if cue.text and go <= cue.start_ms < begins]
        other = (side == "left") is left_leg_lies_on_the_right
        texts_of_place = [text for text in heard if text.startswith(_LIE_DOWN[language])]
        assert len(texts_of_place) == 1
        assert LYING_SIDE[language][other] in texts_of_place[0]
        assert not {load_phrases(language).say(each) for each in _VAGUE} & {*heard}
        go = begins


_LIE_DOWN = {"en": "Lie", "de": "Lege dich", "es": "Túmbate", "fr": "Allongez-vous"}
_VAGUE = ("turn_over", "turn_to_lying_on_side", "into_lying_on_side", "quick_lying_on_side")


def test_no_id_stands_in_two_files() -> None:
    trees = [json.loads(path.read_bytes()) for path in ready_files()]
    ids = Counter(id_ for tree in trees for part in ("exercises", "routines") for id_ in tree[part])
    assert [id_ for id_, count in ids.items() if count > 1] == []


def test_check_has_no_remark_on_them() -> None:
    assert [fault.text for fault in remarks(FILE)] == []


@pytest.mark.parametrize("name", sorted(EXERCISES))
def test_an_exercise_is_whole_in_every_language(name: str) -> None:
    english = EXERCISES[name]
    for language in ("de", "es", "fr"):
        other = texts(english, language)
        assert len(sentences(other["instructions"])) == len(sentences(english["instructions"]))
        assert other["instructions"] != english["instructions"]
        assert other["cue"] != english["cue"]
        if isinstance(other["phases"], list):  # in order, where a name is by side
            assert len(other["phases"]) == len(english["phases"])
            continue
        assert list(other["phases"]) == [each["name"] for each in unique(english["phases"])]


def unique(phases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({str(each["name"]): each for each in phases}.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_instruction_is_another(language: str) -> None:
    said = Counter(texts(each, language)["instructions"] for each in EXERCISES.values())
    assert [text for text, count in said.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_is_short_enough_for_the_ear(language: str) -> None:
    said = [each for one in EXERCISES.values() for each in sentences(texts(one, language)[
        "instructions"])]  # fmt: skip
    assert [each for each in said if len(each.split()) > 24] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cue_has_four_words_at_most(language: str) -> None:
    cues = [texts(each, language)["cue"] for each in EXERCISES.values()]
    # Which arm goes with which leg takes more than one: "Left: left arm, right leg."
    parts = [part for cue in cues for part in re.split(r"[.,:]", cue)]
    assert [part for part in parts if len(part.split()) > 4] == []


SOURCES = (
    *("Mayo Clinic", "McGill", "Otago", "NHS", "AAOS", "ACSM", "Merck Manual", "Alfredson"),
    *("Balban", "Weil", "Peak Physio", "Urmston Physio", "Klika", "Massachusetts General"),
    *("Gwinnett Medical Center", "American Academy of Orthopaedic Surgeons", "UW Health"),
    *("Mountain Peak Fitness", "Real Health Products", "Papadopoulos", "Grisogono"),
    *("American Family Physician", "American Hospital Dubai", "Long Island Pulse", "PopSugar"),
    *("Longmont Massage", "Provide (NHS", "Dunbar Osteopathy", "Dahn Yoga"),
)
NO_SOURCE = ("our judgement", "common practice")


def test_every_exercise_of_ours_names_the_source_of_its_dose_or_says_that_it_has_none() -> None:
    ours = {id_ for path in ready_files()[1:] for id_ in json.loads(path.read_bytes())["exercises"]}
    notes = {name: EXERCISES[name].get("note", "") for name in ours}
    sourced = {
        name: note.startswith("Dose: ") and any(each in note for each in SOURCES)
        for name, note in notes.items()
    }
    open_ = [name for name in ours if not any(each in notes[name].lower() for each in NO_SOURCE)]
    assert [name for name in open_ if not sourced[name]] == []
    # Those whose dose was found at its source; of the others the note says that it was not.
    assert sum(sourced.values()) >= 76


@pytest.mark.parametrize("name", sorted({*EXERCISES} - OTHERWISE))
def test_an_exercise_is_less_at_easy_and_more_at_hard(name: str) -> None:
    easy, normal, hard = (work_ms(name, level) for level in LEVELS)
    assert easy <= normal <= hard
    assert easy < hard


def work_ms(name: str, level: Level) -> int:
    spans = score(name, level=level, talk="tones").spans
    return sum(each.end_ms - each.start_ms for each in spans if each.kind in ("phase", "hold"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("talk", TALKS)
def test_there_is_room_for_all_that_is_written_and_for_all_the_coachs_words(
    talk: Talk, language: str
) -> None:
    lost = {
        (name, level, line)
        for name in (*ROUTINES, *EXERCISES)
        for level in LEVELS
        for line in all_remarks(score(name, language, level, talk))
    }
    assert lost == set()


TITLED = {"box-breathing-5": 5, "seven-minutes": 7}
"""The routines whose title says how many minutes they take."""
MINUTES = re.compile(r"(\w+)[ -](?:minutes?|minuten|minutos?)\b")


def minutes_said(title: str, language: str) -> int | None:
    numbers = {num2words(count, lang=language): count for count in range(1, 100)}
    found = [numbers.get(each, int(each) if each.isdigit() else None) for each in MINUTES.findall(
        title.lower())]  # fmt: skip
    return next(filter(None, found), None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_other_title_says_a_time(language: str) -> None:
    titles = {
        name: texts(each, language)["title"]
        for name, each in [*ROUTINES.items(), *EXERCISES.items()]
    }
    said = {name: minutes_said(title, language) for name, title in titles.items()}
    assert {name: minutes for name, minutes in said.items() if minutes} == TITLED


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("talk", TALKS)
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("name", "minutes"), TITLED.items())
def test_a_session_fits_the_time_its_title_says(
    name: str, minutes: int, level: Level, talk: Talk, language: str
) -> None:
    """From the first start to the last end within 5 %; all that is said around it in a minute."""
    made = score(name, language, level, talk)
    assert abs(work_span_ms(made) - minutes * 60_000) <= 0.05 * minutes * 60_000
    assert made.length_ms - minutes * 60_000 <= 60_000


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "minutes"), [("desk-break", 3), ("emom", 10), ("tabata", 4)])
def test_a_session_lasts_as_long_as_it_is_known_for(name: str, minutes: int, language: str) -> None:
    made = score(name, language)
    opening = 0 if name == "desk-break" else first_work_ms(made)
    assert abs(made.length_ms - opening - minutes * 60_000) < 30_000


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("talk", TALKS)
@pytest.mark.parametrize(
    ("name", "seconds"), [("seven-minutes", 418), ("tabata", 230), ("emom", 570)]
)
def test_the_work_of_a_timed_session_lasts_the_same_at_every_level(
    name: str, seconds: int, talk: Talk, level: Level
) -> None:
    """25 s with 10 between, 20 s with 10 between, and until the tenth minute's push-ups."""
    made = score(name, level=level, talk=talk)
    assert abs(work_span_ms(made) - seconds * 1000) < 20_000


def work_span_ms(made: Score) -> int:
    works = [each for each in made.spans if each.kind in ("phase", "hold")]
    return works[-1].end_ms - works[0].start_ms


def first_work_ms(made: Score) -> int:
    return min(each.start_ms for each in made.spans if each.kind in ("phase", "hold"))


@pytest.mark.parametrize("level", LEVELS)
def test_the_circuit_shares_35_seconds_at_every_level(level: Level) -> None:
    made = score("seven-minutes", level=level)
    starts = [each.start_ms for each in made.spans if each.kind in ("phase", "hold")][:12]
    assert {after - before for before, after in pairwise(starts)} == {35_000}


def test_the_text_of_an_entry_is_its_value() -> None:
    for section in ("exercises", "routines"):
        for id_, value in TREE[section].items():
            assert json.loads(ready_text(section, id_)) == value


def test_the_names_without_reading_are_those_of_the_file() -> None:
    assert {kind: list(parts) for kind, parts in ready_parts().items()} == {
        "routine": list(FILE.routines),
        "exercise": list(FILE.exercises),
    }
    assert list(own_titles()) == [each.title for each in FILE.exercises.values()]


def own_titles() -> Iterator[str]:
    return (spoken[0].title for spoken in ready_parts()["exercise"].values())


@pytest.mark.parametrize("path", ready_files(), ids=lambda path: path.stem)
def test_each_file_is_sound_by_itself_with_what_it_uses_of_the_others(path: Path) -> None:
    own = json.loads(path.read_bytes())["routines"]
    assert list(read_routines(path, LANGUAGES).routines) == list(own)
