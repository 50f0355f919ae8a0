"""The sheet: what it says of the shipped sessions, and that its page is sound HTML."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any, get_args

import pytest

from audiocoach.coach.composer import compose
from audiocoach.coach.phrases import languages, load_phrases
from audiocoach.coach.score import Score
from audiocoach.coach.style import USUAL, Style
from audiocoach.export import sheet_html, sheet_text
from audiocoach.export.sheet import Sheet, sheet
from audiocoach.export.sheet_row import Part, Row
from audiocoach.export.sheet_work import length
from audiocoach.play.display.now_playing import now_playing
from audiocoach.play.display.plain_lines import numbered
from audiocoach.routine.model import Exercise, Posture
from audiocoach.routine.plan import Plan, plan_routine
from audiocoach.routine.reader import read_routines
from audiocoach.webpage.session_json import timeline
from tests.coach.making import ENGLISH, HOLD_10, UP, exercise, one_second, plan
from tests.conftest import SHIPPED
from tests.export.sessions import session
from tests.routine.files import parsed, wall_sit, whole_file

VOID = {"meta", "link", "br"}


def shipped(name: str, style: Style = USUAL) -> tuple[Score, Plan]:
    plan = plan_routine(read_routines(SHIPPED, ["de", "en", "es", "fr"]), name)
    return compose(plan, load_phrases(plan.language), lambda _: 1000, style), plan


class Page(HTMLParser):
    """What a parser finds in a page: texts by class or tag; every tag must be closed in turn."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.texts: dict[str, list[str]] = {}
        self.addresses: list[str] = []
        self.blanks: list[str | None] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.addresses += [found[key] or "" for key in ("src", "href") if key in found]
        if "contenteditable" in found:
            self.blanks.append(found["aria-label"])
        if tag not in VOID:
            self.open.append((tag, found.get("class") or tag))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "rect"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if self.open and data.strip():
            self.texts.setdefault(self.open[-1][1], []).append(data)


def rows(name: str, number: int) -> dict[str, list[str]]:
    """Return the rows of a shipped session's exercise by their labels."""
    entry = sheet(*shipped(name)).entries[number]
    return {row.label: [plain(part.text) for part in row.parts] for row in entry.rows}


def html(score: Score, plan: Plan | None = None) -> str:
    return sheet_html.html(score, sheet(score, plan))


def text(score: Score, plan: Plan | None = None) -> str:
    return sheet_text.text(sheet(score, plan))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def made(*exercises: Exercise, rest: float = 0, language: str = "en") -> Sheet:
    planned = replace(plan(*exercises, rest=rest), language=language)
    return sheet(compose(planned, load_phrases(language), one_second), planned)


def test_the_dose_shows_sets_from_repetitions_and_names_the_sides() -> None:
    doses = {name: [each.dose for each in sheet(*shipped(name)).entries]
             for name in ("back-care", "back-care-de")}  # fmt: skip
    assert doses["back-care"] == [
        "2 sets × 12 repetitions", "4 repetitions", "3 repetitions", "2 sets × 10 repetitions",
        "7 repetitions", "5 repetitions on each side, left and right in turn",
    ]  # fmt: skip
    assert doses["back-care-de"][0] == "2 Sätze × 12 Wiederholungen"
    assert made(exercise(UP, sets=2, reps=3, sides="each")).entries[0].dose == (
        "2 sets × 3 repetitions on each side"
    )


def test_the_dose_is_that_of_the_level_that_was_chosen() -> None:
    score, plan = shipped("back-care", dataclasses.replace(USUAL, level="hard"))
    assert sheet(score, plan).entries[0].dose != sheet(*shipped("back-care")).entries[0].dose


def test_a_rest_is_named_by_what_it_follows() -> None:
    both = exercise(
        UP, posture="at_wall", sets=2, reps=2, rest_between_reps_seconds=5,
        rest_between_sets_seconds=150,
    )  # fmt: skip
    first, last = made(both, exercise(UP), rest=90).entries
    assert [(row.label, plain(row.parts[0].text)) for row in first.rows] == [
        ("Starting position", "standing at a wall"),
        ("Each repetition", "Up 2 s"),
        ("Rest between repetitions", "5 s"),
        ("Rest between sets", "2 min 30 s"),
        ("Rest after this exercise", "90 s"),
        ("You need", "a free wall"),
    ]
    assert [row.label for row in last.rows] == ["Starting position", "Each repetition"]


def test_the_rest_between_sets_is_no_part_of_a_repetition() -> None:
    assert rows("back-care", 0) == {
        "Starting position": ["lying on your back"],
        "Each repetition": ["Up 2 s", "Down 2 s"],
        "Rest between sets": ["30 s"],
        "Rest after this exercise": ["20 s"],
    }


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Breathe out"), ("de", "Ausatmen"), ("ja", "はいてください"), ("hi", "साँस छोड़िए")],
)
def test_a_repetition_says_how_one_breathes(language: str, words: str) -> None:
    up = exercise({**UP, "breath": "out"}, HOLD_10)
    (entry,) = made(up, language=language).entries
    (parts,) = [row.parts for row in entry.rows if row.parts[0].text.startswith("Up")]
    assert [part.breath for part in parts] == [words, ""]


def test_two_phases_of_one_name_have_each_their_own_breath() -> None:
    """The last one's breath stood at both."""
    pulse = {"name": "Pulse", "seconds": 2}
    once = exercise({**pulse, "breath": "in"}, {**pulse, "breath": "out"}, pulse)
    parts = made(once).entries[0].rows[1].parts
    assert [part.breath for part in parts] == ["Breathe in", "Breathe out", ""]


def test_sides_that_differ_in_breath_alone_are_both_shown() -> None:
    right = {"phases": [{**UP, "breath": "out"}]}
    rows = made(exercise({**UP, "breath": "in"}, sides="each", right=right)).entries[0].rows
    assert [(row.label, row.parts[0].breath) for row in rows[1:]] == [
        ("Each repetition (left side)", "Breathe in"),
        ("Each repetition (right side)", "Breathe out"),
    ]


def planned_rounds(*steps: Any, **routine: Any) -> tuple[Score, Plan]:
    exercises = {name: wall_sit(title=name.title()) for name in ("wall-sit", "row", "plank")}
    routines = {"r": {"title": "R", "rests": "exact", "steps": steps, **routine}}
    planned = plan_routine(parsed(whole_file(exercises=exercises, routines=routines)), "r")
    return compose(planned, load_phrases(planned.language), one_second), planned


def labels_and_texts(found: Iterable[Row], *labels: str) -> list[tuple[str, list[str]]]:
    return [
        (row.label, [plain(part.text) for part in row.parts])
        for row in found
        if row.label in labels
    ]


CIRCUIT: dict[str, Any] = {
    "rounds": 3,
    "rest_between_rounds_seconds": 60,
    "steps": [
        {"exercise": "wall-sit", "rest_after_seconds": 5},
        {"exercise": "row", "rest_after_seconds": 30},
    ],
}


def test_a_rest_between_rounds_stands_at_their_head_and_one_after_them_otherwise() -> None:
    """It stood there as the rest after the last exercise of a round."""
    shown = sheet(*planned_rounds(CIRCUIT, "plank"))
    labels = ("Rest after this exercise", "Rest between rounds")
    assert {entry.title: labels_and_texts(entry.rows, *labels) for entry in shown.entries} == {
        "Wall-Sit": [("Rest after this exercise", ["5 s"])],
        "Row": [("Rest after this exercise", ["30 s"])],
        "Plank": [],
    }
    heads = [labels_and_texts(one.rows, *labels) for one in shown.entries[0].rounds]
    assert heads == [[("Rest between rounds", ["60 s"])]]


def test_how_often_rounds_begin_stands_at_their_head() -> None:
    periodic = {"rounds": 3, "every_seconds": [300, 360], "steps": CIRCUIT["steps"]}
    (one,) = sheet(*planned_rounds(periodic, "plank")).entries[0].rounds
    label = "Each round with its rest"
    assert labels_and_texts(one.rows, label) == [(label, ["5 min", "6 min"])]
    assert [row.label for row in one.rows] == ["Rest between rounds", label]


def test_how_often_rounds_of_one_exercise_begin_stands_at_it() -> None:
    alone = {"rounds": 4, "every_seconds": 120, "steps": ["plank"]}
    (entry,) = sheet(*planned_rounds(alone)).entries
    label = "Each round with its rest"
    assert (labels_and_texts(entry.rows, label), entry.rounds) == ([(label, ["2 min"])], ())


def test_rests_of_nested_rounds_stand_each_at_its_own() -> None:
    nested = {"rounds": 2, "rest_between_rounds_seconds": 180, "steps": [CIRCUIT, "plank"]}
    (outer, inner) = sheet(*planned_rounds(nested)).entries[0].rounds
    texts = [labels_and_texts(one.rows, "Rest between rounds") for one in (outer, inner)]
    assert texts == [[("Rest between rounds", ["3 min"])], [("Rest between rounds", ["60 s"])]]


def test_page_and_paper_have_what_lies_between_rounds_once() -> None:
    periodic = {"rounds": 3, "every_seconds": 300, "steps": CIRCUIT["steps"]}
    score, plan = planned_rounds(periodic, "plank")
    assert plain(text(score, plan)).count("Each round with its rest: 5 min") == 1
    assert html(score, plan).count("<dt>Each round with its rest</dt>") == 1


def test_how_one_breathes_stands_on_paper_and_page() -> None:
    score, plan = shipped("back-care")
    assert "Up 2 s (Breathe out) · Down 2 s" in plain(text(score, plan))
    assert "<small>(Breathe out)</small>" in html(score, plan)


def test_a_repetition_is_shown_with_its_holds_in_seconds() -> None:
    (phases,) = [
        row.parts for row in sheet(*shipped("back-care")).entries[2].rows
        if row.label == "Each repetition"
    ]  # fmt: skip
    assert [(plain(part.text), part.hold) for part in phases] == [
        ("Slide down 3 s", False), ("Hold 15 s", True), ("Slide up 3 s", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ms", "written"),
    [(500, "0.5 s"), (90_000, "90 s"), (120_000, "2 min"), (150_500, "2 min 30.5 s")],
)
def test_long_rests_are_in_minutes(ms: int, written: str) -> None:
    assert plain(length(ms)) == written


@pytest.mark.parametrize("posture", get_args(Posture))
@pytest.mark.parametrize("language", languages())
def test_every_posture_has_words_of_its_own_in_every_language(language: str, posture: str) -> None:
    words = load_phrases(language).sentences
    positions = {key: text for key, text in words.items() if key.startswith("title_position_")}
    assert f"title_position_{posture}" in positions
    assert len(set(positions.values())) == len(positions)


@pytest.mark.parametrize("language", languages())
def test_each_rest_has_a_name_of_its_own_in_every_language(language: str) -> None:
    both = exercise(UP, sets=2, reps=2, rest_between_reps_seconds=5, rest_between_sets_seconds=30)
    labels = [
        row.label for row in made(both, exercise(UP), rest=9, language=language).entries[0].rows
    ]
    assert len(set(labels)) == 5


def test_the_position_stands_behind_the_instruction() -> None:
    bent = exercise(UP, instructions="Pull.", position="Now bend forward.")
    assert made(bent).entries[0].text == "Pull. Now bend forward."


def test_the_head_shows_level_and_what_is_needed() -> None:
    score, plan = shipped("back-care-de")
    shown = sheet(score, plan, "hard")
    assert (shown.facts, shown.intro) == (("6 Übungen", "Stufe: schwer"), plan.intro)
    assert shown.things == (
        Row("Du brauchst", (Part("eine freie Wand"),
                            Part("zwei Hanteln, ein Band oder einen Kabelzug"))),
    )  # fmt: skip
    assert shown.safety == "Wenn etwas schmerzt oder ein Schmerz stärker wird, höre auf."


def test_a_level_that_is_not_known_is_not_named() -> None:
    assert sheet(*shipped("back-care")).facts == ("6 exercises",)


def test_there_is_room_for_the_patients_name_and_the_date() -> None:
    score, plan = shipped("back-care-de")
    assert "Name: ____" in text(score, plan)
    assert "Datum: ____" in text(score, plan)
    assert Page(html(score, plan)).blanks == ["Name", "Datum"]


def test_the_legend_names_each_kind_of_stretch_with_its_colour() -> None:
    score, plan = shipped("back-care")
    assert sheet(score, plan).legend == (
        ("rep", "Work"), ("hold", "Hold, Squeeze"), ("rest", "Rest"), ("change", "Get ready"),
    )  # fmt: skip
    page = html(score, plan)
    assert [kind for kind, _ in sheet(score, plan).legend if f"background:var(--{kind})" in page
            and f"--{kind}: #" in page] == ["rep", "hold", "rest", "change"]  # fmt: skip


def test_on_paper_japanese_is_written_with_kanji() -> None:
    places = ("at_wall", "sitting_on_chair", "at_table")
    shown = made(*(exercise(UP, posture=each) for each in places), language="ja")
    things = ("空いている壁", "椅子", "テーブル")
    assert shown.things == (Row("必要なもの", tuple(map(Part, things))),)
    assert shown.entries[0].rows[0] == Row("開始姿勢", (Part("壁の前に立つ"),))


def test_the_page_shows_every_exercise_with_its_time_and_its_instructions() -> None:
    score, plan = shipped("back-care")
    page = Page(html(score, plan))
    assert page.texts["h1"] == ["Back care"]
    assert page.texts["h2"] == [step.exercise.title for step in plan.steps]
    explained = [(step.exercise.instructions, step.exercise.position) for step in plan.steps]
    assert page.texts["text"] == [" ".join(pair).rstrip() for pair in explained]
    assert [step.exercise.cue for step in plan.steps] == page.texts["cue"]


def test_the_page_loads_nothing() -> None:
    page = html(*shipped("back-care"))
    assert Page(page).addresses == []
    assert "url(" not in page
    assert "@import" not in page


def test_the_picture_is_as_long_as_the_session_and_shows_every_repetition() -> None:
    score, plan = shipped("back-care")
    page = html(score, plan)
    reps = sum(span.kind == "rep" for span in score.spans)
    assert page.count('<rect class="rep"') == reps
    last = max(span.end_ms for span in score.spans if span.kind == "rep")
    x, width = page.rpartition('<rect class="rep" x="')[2].split('"')[0:5:4]
    assert float(x) + float(width) == pytest.approx(100 * last / score.length_ms, abs=0.01)


def test_numbers_over_the_picture_never_lie_on_each_other() -> None:
    page = Page(html(session(*["Sit"] * 100).score))
    assert len(page.texts["number"]) == 100
    assert 12 < len(page.texts["span"]) <= 100 / 6


def test_a_sheet_hides_no_title_and_lets_none_be_markup() -> None:
    page = html(session("<b>&", title='Zurück <script>"').score)
    assert "<script>" not in page
    assert Page(page).texts["h1"] == ['Zurück <script>"']
    assert Page(page).texts["h2"] == ["<b>&"]


def test_without_a_plan_the_sheet_shows_what_is_said() -> None:
    first = sheet(session("Sit", "Rise").score).entries[0]
    assert (first.title, first.text, first.rows) == ("Sit", "Next 2107", ())


def test_the_plain_sheet_names_exercises_with_their_times_and_fits_a_page() -> None:
    lines = text(*shipped("back-care-fr")).splitlines()
    assert lines[0].startswith("Prendre soin du dos  ")
    assert sum(line.startswith(f"{n}. ") for n, line in enumerate(lines)) == 0
    numbered = [line.split(".")[0] for line in lines if line[:1].isdigit() and ".  " not in line]
    assert numbered[1:] == ["1", "2", "3", "4", "5", "6"]
    assert max(map(len, lines)) <= 78


@pytest.mark.parametrize("title", ["long " * 1000, "x" * 5000, "長" * 5000])
def test_a_title_that_would_fill_the_page_is_cut_on_it(title: str) -> None:
    score = session(title, title=title).score
    shown = sheet(score)
    assert [len(each) for each in (shown.title, shown.entries[0].title)] == [200, 200]
    assert shown.title.endswith("…")
    assert len(html(score)) < 7500


def columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)


@pytest.mark.parametrize("title", ["long " * 1000, "x" * 5000, "長" * 5000])
def test_no_line_of_the_text_is_wider_than_the_paper(title: str) -> None:
    lines = text(session(title, title=title).score).splitlines()
    assert max(map(columns, lines)) <= 78


def test_a_number_stays_with_its_unit_and_a_full_stop_with_its_word() -> None:
    phases = [{"name": "長" * n, "seconds": 3} for n in range(1, 12)]
    score = compose(
        plan(exercise(*phases, instructions="長。" * 90)), load_phrases("ja"), one_second
    )
    lines = text(score, plan(exercise(*phases, instructions="長。" * 90))).splitlines()
    assert [line for line in lines if line.strip()[:1] in {"s", "。"}] == []
    assert sum("3 s" in line for line in lines) > 1


def repeating() -> tuple[Score, Plan]:
    """Return a session of four steps, of two exercises in turn."""
    once = plan(exercise(UP, title="Run"), exercise(UP, title="Walk"), rest=10)
    twice = replace(once, steps=once.steps * 2)
    return compose(twice, ENGLISH, one_second), twice


def test_as_many_exercises_as_the_opening_says_are_counted_everywhere() -> None:
    """The sheet and the screens counted steps: 4 exercises, where the opening said 2."""
    score, planned = repeating()
    assert "2 exercises" in (score.cues[0].text or "")
    assert sheet(score, planned).facts == ("2 exercises",)
    assert numbered(now_playing(score, score.exercises[2].start_ms), ENGLISH) == "Step 3 of 4"
    numbers = [step["number"] for step in timeline(score, [])["steps"] if "number" in step]
    assert list(dict.fromkeys(numbers)) == [f"Step {n} of 4" for n in range(1, 5)]


def test_exercises_that_come_once_are_numbered_as_such() -> None:
    score, planned = shipped("back-care")
    assert sheet(score, planned).facts == ("6 exercises",)
    assert numbered(now_playing(score, score.exercises[2].start_ms), ENGLISH) == "Exercise 3 of 6"
