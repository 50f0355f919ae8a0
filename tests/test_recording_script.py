"""The script to read aloud: it holds what may be said, and nothing is spoken for it."""

from __future__ import annotations

import csv
import io

import pytest

from audiocoach.coach.composer import compose
from audiocoach.coach.fitting import TOLERANCE_MS, compose_fitted
from audiocoach.coach.phrases import load_phrases
from audiocoach.coach.style import Style, Talk
from audiocoach.errors import FitError
from audiocoach.recording_script import ScriptLine, as_csv, as_text, script
from audiocoach.routine.model import Level
from audiocoach.routine.plan import Plan, plan_exercise, plan_routine
from audiocoach.routine.reader import parse_routines
from audiocoach.spreadsheet import written
from audiocoach.voice.duration_estimate import estimate
from audiocoach.voice.engines.espeak import EspeakVoice
from audiocoach.voice.line_codes import codes_in
from tests.conftest import SHIPPED


@pytest.fixture(scope="module")
def back_care() -> Plan:
    return plan_routine(parse_routines(SHIPPED.read_bytes()), "back-care")


def texts(plan: Plan, *styles: Style) -> list[str]:
    return [line.text for line in script([plan], styles)]


@pytest.mark.parametrize("percent", [72, 100, 113, 148])
@pytest.mark.parametrize("level", ["easy", "hard"])
@pytest.mark.parametrize("talk", ["full", "brief"])
def test_it_holds_what_slow_and_fast_speakers_need(
    percent: int, level: Level, talk: Talk, back_care: Plan
) -> None:
    style = Style(level, talk)
    phrases = load_phrases("en")
    score = compose(back_care, phrases, lambda text: estimate(text) * percent // 100, style)
    heard = {cue.text for cue in score.cues if cue.text}
    assert heard - set(texts(back_care, style)) == set()


def test_it_holds_what_the_built_in_voice_says() -> None:
    plan = plan_exercise(parse_routines(SHIPPED.read_bytes()), "wall-sit")
    voice, alone = EspeakVoice("en"), Style(alone=True)
    score = compose(plan, load_phrases("en"), lambda text: voice.speak(text).ms, alone)
    assert {cue.text for cue in score.cues if cue.text} - set(texts(plan, alone)) == set()


@pytest.mark.parametrize("minutes", [15, 16])
@pytest.mark.parametrize("percent", [74, 113, 142])
def test_beside_a_recorded_script_it_holds_all_that_a_fitted_session_needs(
    minutes: int, percent: int, back_care: Plan
) -> None:
    def measure(text: str) -> int:
        return estimate(text) * percent // 100

    known = {text: measure(text) for text in texts(back_care, Style())}
    fitted = Style(fit_ms=minutes * 60_000)
    score = compose_fitted(back_care, load_phrases("en"), measure, measure, fitted)
    lines = {line.text for line in script([back_care], [fitted], known.get)}
    assert abs(score.length_ms - minutes * 60_000) <= TOLERANCE_MS
    assert {cue.text for cue in score.cues if cue.text} - known.keys() - lines == set()


def test_a_script_for_a_length_no_speaker_can_meet_is_refused(back_care: Plan) -> None:
    with pytest.raises(FitError, match=r"^back-care: can't last 2:00"):
        script([back_care], [Style(fit_ms=120_000)])


def test_it_holds_what_is_heard_at_another_speed(back_care: Plan) -> None:
    score = compose(back_care, load_phrases("en"), lambda text: estimate(text, 1.5), Style())
    lines = script([back_care], [Style()], speed=1.5)
    heard = {cue.text for cue in score.cues if cue.text}
    assert heard - {line.text for line in lines} == set()
    assert [line.text for line in lines] != texts(back_care, Style())


def test_each_line_stands_once_with_a_code_of_its_own(back_care: Plan) -> None:
    lines = script([back_care], [Style()])
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert len({code for line in lines for code in codes_in(line.file)}) == len(lines)
    assert len({line.text for line in lines}) == len(lines)


def test_lines_come_in_the_order_of_the_session(back_care: Plan) -> None:
    script = texts(back_care, Style("easy"), Style("hard"))
    order = [
        "If pain starts, or gets worse, stop.",
        "First: Partial crunch.",
        "Lie down on your back.",
    ]
    order += ["Next: Scapular squeeze.", "Your whole back has had its share today."]
    assert [text for text in script if text in order] == order


def test_a_new_exercise_changes_no_code_of_the_others(back_care: Plan) -> None:
    shorter = Plan(back_care.id, back_care.title, "en", back_care.intro, "", back_care.steps[1:])
    before, after = (
        {line.text: codes_in(line.file) for line in script([plan], [Style()])}
        for plan in (back_care, shorter)
    )
    shared = before.keys() & after.keys()
    assert len(shared) > 80
    assert {text: before[text] for text in shared} == {text: after[text] for text in shared}


def test_what_is_recorded_already_is_left_out(back_care: Plan) -> None:
    known = {"Get ready.": 700, "1.": 400}
    rest = [line.text for line in script([back_care], [Style()], known.get)]
    assert rest == [text for text in texts(back_care, Style()) if text not in known]


def test_with_tones_there_is_nothing_to_read(back_care: Plan) -> None:
    assert script([back_care], [Style(talk="tones")]) == []


def test_the_printed_script_names_every_file_above_its_text(back_care: Plan) -> None:
    lines = script([back_care], [Style()])
    printed = as_text(back_care, lines)
    assert f"\n\n  7  {lines[6].file}\n     {lines[6].text}\n\n" in printed
    assert printed.startswith(f"Back care (back-care)\n{len(lines)} lines, about ")
    assert max(map(len, printed.splitlines())) <= 80


def test_the_table_holds_number_file_and_text(back_care: Plan) -> None:
    lines = script([back_care], [Style()])
    rows = list(csv.reader(io.StringIO(as_csv(lines), newline="")))
    assert rows[0] == ["number", "file", "text"]
    assert rows[1:] == [[str(line.number), line.file, line.text] for line in lines]


def test_the_table_holds_no_formula_and_can_be_read_back() -> None:
    evil = [
        ScriptLine(1, "001-a.wav", "=cmd|' /C calc'!A0"),
        ScriptLine(2, "002-a.wav", "+1 and @2"),
    ]
    table = io.StringIO(as_csv(evil), newline="")
    cells = [row["text"] for row in csv.DictReader(table)]
    assert cells == ["'=cmd|' /C calc'!A0", "'+1 and @2"]
    assert [written(each) for each in cells] == [line.text for line in evil]
