"""Rounds as they are said, shown and counted."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given

from audiocoach.coach.composer import compose
from audiocoach.coach.fitting import fit
from audiocoach.coach.phrases import languages, load_phrases
from audiocoach.coach.score import Score
from audiocoach.coach.score_json import pack_score, unpack_score
from audiocoach.coach.style import Style, Talk
from audiocoach.coach.timetable import as_json, timetable
from audiocoach.export.metadata import chapters
from audiocoach.export.sheet import sheet
from audiocoach.export.sheet_html import html
from audiocoach.export.sheet_text import text
from audiocoach.history.bookmark import bookmark_at, place_ms, title_at
from audiocoach.play.display.now_playing import now_playing
from audiocoach.play.display.plain_lines import line
from audiocoach.routine.model import RoutineFile
from audiocoach.routine.plan import Plan, plan_routine
from tests.coach.making import ENGLISH, UP, exercise, one_second, said, short_words
from tests.coach.strategies import Fields, files
from tests.routine.files import parsed, with_steps


def hand_therapy(*steps: Fields) -> Plan:
    """The programme of four exercises in three rounds, a minute between them."""
    whole = {"rounds": 3, "rest_between_rounds_seconds": 60}
    names = ("fist", "hook", "table", "thumb")
    rounds = {**whole, "steps": [{"exercise": name, "rest_after_seconds": 5} for name in names]}
    file = RoutineFile.model_validate(
        {
            "exercises": {name: exercise(UP, title=name.title(), reps=2) for name in names},
            "routines": {"hand": {"title": "Hand therapy", "steps": [*steps, rounds]}},
        }
    )
    return plan_routine(file, "hand")


def composed(plan: Plan, talk: Talk = "full") -> Score:
    return compose(plan, ENGLISH, short_words, Style(talk=talk))


PLAN = hand_therapy()
SCORE = composed(PLAN)


def test_the_opening_counts_exercises_once_and_names_the_rounds() -> None:
    assert said(SCORE)[0].startswith("Hand therapy. 4 exercises, 3 rounds, about ")


def test_the_opening_counts_an_exercise_once_that_stands_beside_the_rounds_too() -> None:
    assert said(composed(hand_therapy({"exercise": "fist"})))[0].startswith(
        "Hand therapy. 4 exercises, 3 rounds, about "
    )


@pytest.mark.parametrize("talk", ["full", "brief"])
def test_each_round_is_named_before_its_first_exercise(talk: Talk) -> None:
    names = ("First: Fist.", "Next: Hook.", "Next: Table.", "Next: Thumb.", "Next: Fist.")
    texts = said(composed(PLAN, talk))
    heard = [text for text in texts if text.startswith("Round") or text in names]
    following = ["Next: Hook.", "Next: Table.", "Next: Thumb."]
    assert heard == [
        "Round 1 of 3.", "First: Fist.", *following,
        "Round 2 of 3.", "Next: Fist.", *following,
        "Round 3 of 3.", "Next: Fist.", *following,
    ]  # fmt: skip


def test_the_rest_between_rounds_is_as_written() -> None:
    rests = [span.end_ms - span.start_ms for span in SCORE.spans if span.kind == "rest"]
    assert rests.count(60_000) == 2


def test_every_chapter_names_its_exercise_with_its_round() -> None:
    titles = [chapter.title for chapter in chapters(SCORE)]
    assert titles[:3] == ["Hand therapy", "Fist · Round 1 of 3", "Hook · Round 1 of 3"]
    assert (titles[-1], len(set(titles))) == ("Thumb · Round 3 of 3", 13)


def test_a_timetable_heads_each_exercise_with_its_round() -> None:
    assert "=== Hook · Round 2 of 3 (hook) ===" in list(timetable(SCORE))


def test_json_has_the_round_beside_set_and_rep() -> None:
    spans: list[Fields] = as_json(SCORE)["spans"]  # type: ignore[assignment]
    last = [span for span in spans if span["kind"] == "rep"][-1]
    assert {key: last[key] for key in ("exercise", "round", "set", "rep")} == {
        "exercise": "thumb", "round": 3, "set": 1, "rep": 2,
    }  # fmt: skip
    assert [span["title"] for span in spans if span["kind"] == "round"] == [
        "Round 1 of 3", "Round 2 of 3", "Round 3 of 3",
    ]  # fmt: skip


def test_the_player_counts_an_exercise_once_and_shows_the_round() -> None:
    reps = [span for span in SCORE.spans if span.kind == "rep"]
    now = now_playing(SCORE, reps[10].start_ms)
    assert (now.exercise, now.number, now.exercises) == ("Hook", 2, 4)
    shown = line(now, ENGLISH, new=True)
    assert "Exercise 2 of 4, Hook, Round 2 of 3, Rep 1 of 2" in shown


def test_in_a_rest_between_rounds_the_player_names_the_exercise_that_follows() -> None:
    start = SCORE.exercises[4].start_ms
    assert (now_playing(SCORE, start - 1).next, now_playing(SCORE, start + 20_000).next) == (
        "Fist",
        "Fist",
    )


def test_a_sheet_has_each_exercise_once_and_the_rounds_once_above_them() -> None:
    page = sheet(SCORE, PLAN, "normal")
    assert [entry.title for entry in page.entries] == ["Fist", "Hook", "Table", "Thumb"]
    assert [[one.title for one in entry.rounds] for entry in page.entries] == [["3 rounds"]] * 4
    assert page.entries[0].dose == "2 repetitions"
    lines = text(page).splitlines()
    at = lines.index("3 rounds:")
    assert lines.count("3 rounds:") == 1
    assert lines[at + 1 : at + 3] == ["   Rest between rounds: 60 s", ""]
    assert lines[at + 3].startswith("   1. Fist  (")
    assert lines[at + 4] == "      2 repetitions"
    assert html(SCORE, page).count('<li class="rounds"><h2 dir="auto">3 rounds</h2>') == 1
    assert page.facts[0] == "4 exercises"


def test_a_place_is_found_again_in_its_round() -> None:
    at = SCORE.exercises[6].start_ms + 3000
    assert title_at(SCORE, at) == "Table · Round 2 of 3"
    brief = composed(PLAN, "brief")
    found = place_ms(brief, bookmark_at(SCORE, at))
    assert title_at(brief, found) == "Table · Round 2 of 3"


def test_a_fitted_session_is_alike_in_every_round() -> None:
    target = SCORE.length_ms + 60_000
    found = fit(PLAN, "normal", target, lambda plan: composed(plan).length_ms)
    rests = [step.rest_after_seconds for step in found.steps]
    assert rests[:4] == rests[4:8] == [*rests[8:11], rests[3]]


@pytest.mark.parametrize("language", ["de", "ja", "pl"])
def test_rounds_are_said_in_the_coachs_other_languages(language: str) -> None:
    phrases = load_phrases(language)
    texts = said(compose(PLAN, phrases, short_words))
    assert phrases.say("round_of", n=2, total=3) in texts


@given(files)
def test_a_score_with_rounds_survives_packing(file: RoutineFile) -> None:
    score = composed(plan_routine(file, "random"))
    assert unpack_score(pack_score(score)) == score


@given(files)
def test_exercises_lie_in_their_rounds_and_rounds_follow_each_other(file: RoutineFile) -> None:
    plan = plan_routine(file, "random")
    score = composed(plan)
    names = ("Round", "Block", "Part")
    planned = [
        tuple(f"{names[one.height]} {one.number} of {one.total}" for one in step.rounds)
        for step in plan.steps
    ]
    shown = [tuple(title.split(" · ")[1:]) for title in score.exercise_titles]
    assert shown == planned
    starts = [span.start_ms for span in score.exercises]
    rounds = [span for span in score.spans if span.kind == "round"]
    assert all(span.start_ms in starts for span in rounds)
    assert len(rounds) == len(planned_rounds(plan))


def planned_rounds(plan: Plan) -> list[object]:
    """Return each round once, with those around it."""
    deepest = max(len(step.rounds) for step in plan.steps)
    return [
        key
        for depth in range(deepest)
        for key, _ in groupby(step.rounds[: depth + 1] for step in plan.steps)
        if len(key) > depth
    ]


def nested(depth: int) -> Plan:
    """Return two exercises in rounds of 2, 3 and 4, nested so deep, and one beside the inner."""
    inner: Fields = {"rounds": 4, "steps": ["fist", "hook"]}
    for rounds in (3, 2)[: depth - 1]:
        inner = {"rounds": rounds, "steps": [inner, "thumb"] if rounds == 3 else [inner]}
    exercises = {n: exercise(UP, title=n.title()) for n in ("fist", "hook", "thumb")}
    tree = {"exercises": exercises, "routines": {"r": {"title": "Hands", "steps": [inner]}}}
    return plan_routine(RoutineFile.model_validate(tree), "r")


def test_rounds_with_rounds_in_them_are_called_otherwise() -> None:
    texts = said(composed(nested(2)))
    heard = [text for text in texts if text.startswith(("Block", "Round"))]
    rounds = [f"Round {number} of 4." for number in range(1, 5)]
    assert heard == ["Block 1 of 3.", *rounds, "Block 2 of 3.", *rounds, "Block 3 of 3.", *rounds]
    assert texts[0].startswith("Hands. 3 exercises, 3 blocks of 4 rounds each, about ")


def test_three_kinds_of_rounds_have_a_name_each() -> None:
    score = composed(nested(3))
    assert said(score)[0].startswith("Hands. 3 exercises, 2 parts, 3 blocks of 4 rounds each, ab")
    titles = [chapter.title for chapter in chapters(score)]
    assert titles[1] == "Fist · Part 1 of 2 · Block 1 of 3 · Round 1 of 4"
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("language", languages())
def test_nested_rounds_are_distinguished_in_every_language(language: str) -> None:
    texts = said(compose(nested(3), load_phrases(language), short_words))
    names = [
        load_phrases(language).say(f"{n}_of", n=1, total=2) for n in ("part", "block", "round")
    ]
    assert len(set(names)) == 3
    assert names[0] in texts


def test_how_often_an_outer_round_begins_is_said_of_that() -> None:
    inner = {"rounds": 2, "every_seconds": 30, "steps": ["fist"]}
    outer = {"rounds": 2, "every_seconds": 120, "steps": [inner]}
    tree = {
        "exercises": {"fist": exercise(UP, title="Fist")},
        "routines": {"r": {"title": "Hands", "steps": [outer]}},
    }
    texts = said(composed(plan_routine(RoutineFile.model_validate(tree), "r")))
    at = texts.index("Block 1 of 2.")
    assert texts[at : at + 4] == [
        "Block 1 of 2.",
        "Round 1 of 2.",
        "Each block, with its rest, takes 2 minutes.",
        "Each round, with its rest, takes 30 seconds.",
    ]


def test_a_sheet_shows_nested_rounds_as_they_are_written() -> None:
    inner = {"rounds": 3, "steps": ["wall-sit"]}
    file = parsed(with_steps({"rounds": 2, "steps": [inner]}))
    planned = plan_routine(file, "daily")
    score = compose(planned, load_phrases("en"), one_second)
    (entry,) = sheet(score, planned).entries
    assert entry.dose == "2 × 3 rounds × 1 repetition"


def test_a_sheet_groups_rounds_within_rounds_and_ends_them() -> None:
    """Rounds of a single exercise stay with its dose; two blocks beside each other stay apart."""
    names = ("fist", "hook", "table", "thumb")
    inner = {"rounds": 3, "steps": ["fist", "hook"]}
    alone = {"rounds": 4, "steps": ["table"]}
    pair = {"rounds": 2, "steps": ["fist", "thumb"]}
    steps = [{"rounds": 2, "steps": [inner, alone]}, pair, "thumb"]
    tree = {
        "exercises": {name: exercise(UP, title=name.title()) for name in names},
        "routines": {"r": {"title": "Hands", "steps": steps}},
    }
    planned = plan_routine(RoutineFile.model_validate(tree), "r")
    score = composed(planned)
    shown = sheet(score, planned)
    once = "1 repetition"
    rows = [(each.title, [one.title for one in each.rounds], each.dose) for each in shown.entries]
    assert rows == [
        ("Fist", ["2 rounds", "3 rounds"], once),
        ("Hook", ["2 rounds", "3 rounds"], once),
        ("Table", ["2 rounds"], f"4 rounds × {once}"),
        ("Fist", ["2 rounds"], once),
        ("Thumb", ["2 rounds"], once),
        ("Thumb", [], once),
    ]
    lines = [line for line in text(shown).splitlines() if ". " in line or ":" in line]
    outline = [line.split("  (")[0] for line in lines if "(" in line or "rounds:" in line]
    assert outline == [
        "2 rounds:",
        "   3 rounds:",
        "      1. Fist",
        "      2. Hook",
        "   3. Table",
        "2 rounds:",
        "   4. Fist",
        "   5. Thumb",
        "6. Thumb",
    ]
    page = html(score, shown)
    assert page.count('<li class="rounds">') == 3
    assert page.count("<ol>") == page.count("</ol>") == 4


@pytest.mark.parametrize("talk", ["full", "brief"])
@pytest.mark.parametrize("rests", ["at_least", "exact"])
@pytest.mark.parametrize("rest", [8, 40])
def test_a_dose_is_said_in_the_first_round_only(rest: int, rests: str, talk: Talk) -> None:
    names = ("fist", "hook")
    steps = [{"exercise": name, "rest_after_seconds": rest} for name in names]
    block = {"rounds": 3, "rests": rests, "rest_between_rounds_seconds": 60, "steps": steps}
    file = RoutineFile.model_validate(
        {
            "exercises": {
                name: exercise(UP, title=name.title(), reps=2, sides="each") for name in names
            },
            "routines": {"hand": {"title": "Hand therapy", "steps": [block]}},
        }
    )
    score = composed(plan_routine(file, "hand"), talk)
    doses = [cue for cue in score.cues if cue.text == "2 times on each side."]
    assert [(cue.where.exercise, cue.where.round) for cue in doses] == [("fist", 1), ("hook", 1)]
    # Which side begins decides how one lies down: it is said each time.
    assert said(score).count("Left side first.") == 6
    assert not [drop for drop in score.dropped if drop.text == "2 times on each side."]


def test_a_dose_that_differs_in_a_round_is_said_there() -> None:
    """Another step of the same exercise, within the round, has another dose."""
    steps = [{"exercise": "fist"}, {"exercise": "fist", "reps": 5}]
    block = {"rounds": 2, "steps": steps}
    file = RoutineFile.model_validate(
        {
            "exercises": {"fist": exercise(UP, title="Fist", reps=2)},
            "routines": {"hand": {"title": "Hand therapy", "steps": [block]}},
        }
    )
    texts = said(composed(plan_routine(file, "hand")))
    assert [text for text in texts if "times" in text] == [
        "2 times.",
        "5 times.",
        "2 times.",
        "5 times.",
    ]
