"""The sheet: what it says of the shipped sessions, and that its page is sound HTML."""

from __future__ import annotations

import dataclasses
import unicodedata
from html.parser import HTMLParser

import pytest

from audiocoach.coach.compose import compose
from audiocoach.coach.phrases import load_phrases
from audiocoach.coach.score import Score
from audiocoach.coach.style import USUAL, Style
from audiocoach.export.page import html
from audiocoach.export.sheet import Phase, sheet, text
from audiocoach.routine.plan import Plan, plan_routine
from audiocoach.routine.reader import read_routines
from tests.conftest import SHIPPED
from tests.export.sessions import session

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
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.addresses += [found[key] or "" for key in ("src", "href") if key in found]
        if tag not in VOID:
            self.open.append((tag, found.get("class") or tag))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "rect"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if self.open and data.strip():
            self.texts.setdefault(self.open[-1][1], []).append(data)


def test_the_sheet_has_the_dose_as_the_coach_says_it() -> None:
    doses = {name: [each.dose for each in sheet(*shipped(name)).entries]
             for name in ("back-care", "back-care-de")}  # fmt: skip
    assert doses["back-care"] == [
        ("2 sets", "12 times"), ("4 times",), ("3 times",), ("20 times",), ("7 times",),
        ("Left and right in turn, 5 times each",),
    ]  # fmt: skip
    assert doses["back-care-de"][0] == ("2 Sätze", "12 Mal")
    assert doses["back-care-de"][5] == ("Links und rechts im Wechsel, je 5 Mal",)


def test_the_dose_is_that_of_the_level_that_was_chosen() -> None:
    score, plan = shipped("back-care", dataclasses.replace(USUAL, level="hard"))
    assert sheet(score, plan).entries[0].dose != sheet(*shipped("back-care")).entries[0].dose


def test_a_repetition_is_shown_with_its_holds_and_rests_in_seconds() -> None:
    assert sheet(*shipped("back-care")).entries[2].phases == (
        Phase("Slide down", 3, hold=False),
        Phase("Hold", 15, hold=True),
        Phase("Slide up", 3, hold=False),
        Phase("Rest", 8, hold=False),
    )


def test_the_head_tells_what_is_needed() -> None:
    score, plan = shipped("back-care-de")
    assert sheet(score, plan).lead == (
        "6 Übungen.",
        plan.intro,
        "Das brauchst du: eine freie Wand und zwei Hanteln, ein Band oder ein Kabelzug.",
        "Wenn der Schmerz stärker wird, hör auf.",
    )


def test_the_page_shows_every_exercise_with_its_time_and_its_instructions() -> None:
    score, plan = shipped("back-care")
    page = Page(html(score, plan))
    assert page.texts["h1"] == ["Back care"]
    assert page.texts["h2"] == [step.exercise.title for step in plan.steps]
    shown = " ".join(page.texts["p"])
    assert all(step.exercise.instructions in shown for step in plan.steps)
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
    assert 20 < len(page.texts["span"]) <= 34


def test_a_sheet_hides_no_title_and_lets_none_be_markup() -> None:
    page = html(session("<b>&", title='Zurück <script>"').score)
    assert "<script>" not in page
    assert Page(page).texts["h1"] == ['Zurück <script>"']
    assert Page(page).texts["h2"] == ["<b>&"]


def test_without_a_plan_the_sheet_tells_what_is_said() -> None:
    first = sheet(session("Sit", "Rise").score).entries[0]
    assert (first.title, first.text, first.things) == ("Sit", "Next 2107", ())


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
    assert len(html(score)) < 7000


def columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)


@pytest.mark.parametrize("title", ["long " * 1000, "x" * 5000, "長" * 5000])
def test_no_line_of_the_text_is_wider_than_the_paper(title: str) -> None:
    lines = text(session(title, title=title).score).splitlines()
    assert max(map(columns, lines)) <= 78


@pytest.mark.parametrize(
    ("language", "count"), [("en", "1 exercise."), ("zh", "1个练习。"), ("hi", "1 व्यायाम।")]
)
def test_a_sentence_ends_as_its_script_has_it(language: str, count: str) -> None:
    assert sheet(session("A", language=language).score).lead[0] == count
