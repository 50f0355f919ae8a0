"""Fifty programmes as people do them: how long each works, what is done, and what is said.

Seconds are reckoned by hand from the first go to the end of the last set; with rests that may
grow they are the least. `python -m tests.coach.test_fifty_programmes` says how many words of
phases find no room, in the built-in voice.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from audiocoach.coach.composer import compose
from audiocoach.coach.score import Score
from audiocoach.coach.style import Style, Talk
from audiocoach.coach.timeline import Measure
from audiocoach.routine.model import RoutineFile
from audiocoach.routine.plan import plan_routine
from audiocoach.routine.reader import read_routines
from audiocoach.voice.engines.espeak import EspeakVoice
from tests.coach.making import ENGLISH, said, short_words, unheard_words, unremarked

DATA = Path(__file__).with_name("data")
FILES = [read_routines(DATA / f"{name}.json") for name in ("programmes", "more-programmes")]
FILE_OF: dict[str, RoutineFile] = {name: file for file in FILES for name in file.routines}
MOST_DROPPED = 0.02


class Programme(NamedTuple):
    """What is to come of a programme."""

    seconds: float
    """From the first go to the end of the last set."""
    phases: dict[str, int]
    """How often each is done."""
    words: dict[str, int]
    """How often each of some texts is said, in its own amount of talk."""
    may_grow: bool = False
    """Whether a rest in it may be longer: a body turns over, or more is said than fits."""


FIFTY = {
    "box-breathing": Programme(
        64, {"In": 4, "Hold": 4, "Out": 4, "Empty": 4},
        {"In": 4, "Hold": 4, "Out": 4, "Empty": 4, "3.": 8, "4 of 4.": 1},
    ),
    "heel-drops": Programme(
        570, {"Up with both": 90, "Down with one": 90},
        {"Up with both": 90, "Down with one": 90, "Left side first.": 3, "15, right.": 3},
    ),
    "hangboard": Programme(
        531, {"Hang": 18}, {"Hang": 18, "3 sets, 6 times each.": 1, "Rest for 3 minutes.": 2},
    ),
    "planks": Programme(
        140, {"Hold": 2},
        {"2 times 1 minute.": 1, "Lift your left foot.": 2, "10 seconds left.": 2},
    ),
    "run-walk": Programme(
        720, {"Run": 4, "Walk": 4}, {"1 minute left.": 8, "30 seconds left.": 8, "Halfway.": 0},
    ),
    "circuit": Programme(
        260, {"Down": 30, "Up": 30, "Pull": 24, "Release": 24},
        {"Down": 30, "Up": 30, "Round 2 of 2.": 1, "Take a band.": 1, "15.": 2},
    ),
    "big-three": Programme(318, {"Hold": 14}, {"Take a mat.": 1, "Now the right side.": 1}),
    "neck": Programme(50, {"Squeeze": 10, "Let go": 10}, {"Squeeze": 10, "Let go": 10, "3.": 0}),
    "qigong": Programme(
        192, {"To the left": 8, "To the right": 8, "Push": 4, "Draw back": 4},
        {"Next: Push the mountain.": 1, "To the left": 8, "Shift your weight with your hands.": 1},
    ),
    "strength": Programme(
        515, {"Pull": 24, "Release": 24, "Hold": 1},
        {"Rest for 5 minutes.": 1, "4 minutes left.": 1, "49.": 1,
         "Slide down, back to the wall.": 1},
    ),
    "tabata": Programme(
        230, {"Climb": 8}, {"Climb": 8, "Rest for 10 seconds.": 7, "Round 8 of 8.": 1, "3.": 8},
    ),
    "week-one": Programme(
        1500, {"Run": 8, "Walk": 9}, {"For 5 minutes.": 1, "Next: Run.": 8, "Round 8 of 8.": 1},
    ),
    "four-seven-eight": Programme(
        76, {"In": 4, "Hold": 4, "Out": 4},
        {"4 times: In 4 seconds, Hold 7 seconds, Out 8 seconds.": 1, "Breathe in.": 0, "Out": 4},
    ),
    "coherent": Programme(
        300, {"In": 30, "Out": 30}, {"In": 30, "Out": 30, "4 minutes left.": 1, "30.": 1},
    ),
    "otago-chair": Programme(
        160, {"Up": 20, "Down": 20}, {"Up": 20, "Sit down on the chair.": 1, "Set 2 of 2.": 1},
    ),
    "otago-sideways": Programme(
        38, {"Step": 20}, {"Step": 6, "5.": 2, "10.": 2, "Now the right side.": 1},
    ),
    "pnf": Programme(
        236, {"Push": 6, "Let go": 6, "Stretch": 6}, {"Push": 6, "Let go": 6, "Take a strap.": 1},
    ),
    "emom": Programme(
        570, {"Down": 100, "Up": 100},
        {"Each round, with its rest, takes 1 minute.": 1, "Round 10 of 10.": 1, "Down": 100},
    ),
    "amrap": Programme(
        720, {"Down": 144, "Jump": 144}, {"Jump": 144, "144.": 1, "10 minutes left.": 1},
    ),
    "ladder": Programme(
        246, {"Up": 24, "Down": 24},
        {"10 times.": 1, "8 times.": 1, "6 times.": 1, "Rest for 90 seconds.": 1},
    ),
    "clam": Programme(
        130, {"Open": 24, "Close": 24},
        {"Turn over onto your other side.": 1, "12 of 12.": 2, "Open": 24}, may_grow=True,
    ),
    "hip-opener": Programme(
        104, {"Heel down": 12, "Leg up": 12}, {"Heel down": 12, "Leg up": 12, "6 of 6.": 2},
    ),
    "pendulum": Programme(
        68, {"Swing": 2},
        {"Now bend forward from your hips, with your back straight.": 1, "Halfway.": 2},
    ),
    "gaze": Programme(60, {"Left": 50, "Right": 50}, {"Left": 50, "Right": 50, "For 1 minute.": 1}),
    "tempo": Programme(
        240, {"Down": 24, "Hold": 24, "Up": 24}, {"Down": 24, "Hold": 24, "Up": 24, "8.": 3},
    ),
    "five-by-five": Programme(
        845, {"Down": 25, "Up": 25}, {"5 sets, 5 times each.": 1, "Rest for 3 minutes.": 4},
    ),
    "max-hangs": Programme(770, {"Hang": 5}, {"10 seconds each.": 1, "2 minutes left.": 4}),
    "minute-hangs": Programme(
        307, {"Hang": 6},
        {"Each set, with its rest, takes 1 minute.": 1, "Rest for 53 seconds.": 5},
    ),
    "desk-break": Programme(
        38, {"Reach up": 1, "Fold forward": 1, "Roll your shoulders": 1},
        {"Next: Fold forward.": 1, "Roll your shoulders": 1, "3.": 3},
    ),
    "sun": Programme(
        150, {"Breathe": 15}, {"Breathe": 15, "Next: Tree.": 3, "Round 3 of 3.": 1, "3.": 15},
    ),
    "zazen": Programme(1500, {"Sit": 1}, {"For 25 minutes.": 1, "Halfway.": 0, "3.": 0}),
    "side-planks": Programme(
        45, {"Hold": 2},
        {"Turn over onto your other side.": 1, "Left side first.": 1}, may_grow=True,
    ),
    "weak-side": Programme(
        88, {"Up": 20, "Down": 20},
        {"Left side: 12 times.": 1, "Right side: 8 times.": 1, "8 times.": 1}, may_grow=True,
    ),
    "right-first": Programme(
        60, {"Bend": 12, "Straighten": 12}, {"Right side first.": 1, "1, right.": 1, "6, left.": 1},
    ),
    "right-only": Programme(
        60, {"Up": 12, "Down": 12}, {"Right side only.": 1, "12.": 1, "Now the right side.": 0},
    ),
    "squeeze": Programme(
        80, {"Squeeze": 10, "Release": 10},
        {"10 times 5 seconds.": 1, "Squeeze": 10, "10 of 10.": 1},
    ),
    "nordic": Programme(
        186, {"Lower": 16, "Come back": 16},
        {"2 sets, 8 times each.": 1, "Rest for 90 seconds.": 1},
    ),
    "before-surgery": Programme(
        300, {"Push": 30, "Let go": 30}, {"Push": 30, "Let go": 30, "Set 3 of 3.": 1},
    ),
    "pelvic-floor": Programme(
        250, {"Squeeze": 20, "Let go": 20},
        {"10 times: Squeeze, Let go, 10 seconds each.": 1, "Squeeze": 20,
         "Next: Quick squeeze.": 1},
    ),
    "rope": Programme(
        420, {"Skip": 5}, {"Rest for 30 seconds.": 4, "Halfway.": 5, "Take a rope.": 1},
    ),
    "four-by-four": Programme(
        1500, {"Row hard": 4}, {"4 minutes each.": 1, "3 minutes left.": 4, "2 minutes left.": 7},
    ),
    "pyramid": Programme(
        510, {"Sprint": 5}, {"For 30 seconds.": 2, "For 1 minute.": 2, "For 90 seconds.": 1},
    ),
    "stretch": Programme(
        135, {"Stretch": 4},
        {"30 seconds each.": 1, "2 out of 2, right.": 1, "Find a free wall.": 1},
    ),
    "eccentric": Programme(
        345, {"Lower": 45, "Help up": 45},
        {"Lower": 45, "Help up": 45, "Forearm on your thigh.": 0},
    ),
    "bird-dog": Programme(
        378, {"Hold": 24},
        {"6 times on each side.": 1, "4 times on each side.": 1, "Sit back on your heels.": 2},
    ),
    "balance": Programme(68, {"Stand": 2}, {"Close your eyes.": 2, "Halfway.": 0}),
    "swings": Programme(
        570, {"Swing": 150}, {"Swing": 150, "Each set, with its rest, takes 1 minute.": 1},
    ),
    "blocks": Programme(
        810, {"Down": 60, "Up": 60, "Pull": 48, "Release": 48},
        {"Block 2 of 2.": 1, "Round 2 of 3.": 2, "Rest for 2 minutes.": 1, "Take a band.": 1},
    ),
    "march": Programme(
        300, {"Step": 300}, {"Step": 3, "4 minutes left.": 1, "10 seconds left.": 1},
    ),
    "seven-minutes": Programme(
        470, {"Jump": 6, "Hold": 6}, {"Find a free wall.": 6, "Round 3 of 3.": 1, "3.": 12},
    ),
}  # fmt: skip

LONGEST_GROWTH = 10
"""Seconds by which a programme's rests may grow, all together."""

every_programme = pytest.mark.parametrize("name", FIFTY)


def made(name: str, talk: Talk | None = None, measure: Measure = short_words) -> Score:
    plan = plan_routine(FILE_OF[name], name)
    style: dict[str, Any] = {"talk": talk or plan.voice_settings.choices.talk or "full"}
    if plan.voice_settings.choices.level:
        style["level"] = plan.voice_settings.choices.level
    return compose(plan, ENGLISH, measure, Style(**style))


def phase_names(score: Score) -> Counter[str]:
    return Counter(span.title for span in score.spans if span.kind in ("phase", "hold"))


def test_there_are_fifty() -> None:
    assert (len(FIFTY), set(FIFTY)) == (50, set(FILE_OF))


@every_programme
def test_each_lasts_as_long_as_it_is_written(name: str) -> None:
    sets = [span for span in made(name).spans if span.kind == "set"]
    seconds = (sets[-1].end_ms - sets[0].start_ms) / 1000
    growth = seconds - FIFTY[name].seconds
    assert 0 <= growth <= LONGEST_GROWTH if FIFTY[name].may_grow else growth == 0


@every_programme
def test_each_does_what_is_written(name: str) -> None:
    assert phase_names(made(name)) == FIFTY[name].phases


@every_programme
def test_each_says_what_its_author_meant(name: str) -> None:
    words = Counter(said(made(name)))
    assert {text: words[text] for text in FIFTY[name].words} == FIFTY[name].words


@pytest.mark.parametrize("talk", ["full", "brief"])
@every_programme
def test_no_word_of_a_phase_is_dropped_without_a_remark(name: str, talk: Talk) -> None:
    assert unremarked(made(name, talk)) == []


def figures(measure: Measure) -> Iterator[tuple[str, Talk, int, int]]:
    """Yield each programme and amount of talk with its phases, and how many lack their word."""
    for name in FIFTY:
        for talk in ("full", "brief"):
            score = made(name, talk, measure)
            yield name, talk, phase_names(score).total(), len(unheard_words(score))


@pytest.mark.parametrize("word_ms", [200, 450])
def test_next_to_no_word_of_a_phase_is_dropped_in_all_of_them(word_ms: int) -> None:
    found = list(figures(lambda text: 100 + word_ms * len(text.split())))
    phases, unheard = sum(each[2] for each in found), sum(each[3] for each in found)
    assert unheard <= MOST_DROPPED * phases


def report() -> Iterator[str]:
    """Yield a line for each programme in the built-in voice, and one for all."""
    spoken_ms = cache(lambda text: EspeakVoice("en").speak(text).ms)
    rows = list(figures(spoken_ms))
    for name, talk, phases, unheard in rows:
        yield f"{name:18} {talk:6} {phases:5} phases {unheard:3} without their word\n"
    phases, unheard = sum(row[2] for row in rows), sum(row[3] for row in rows)
    yield f"{phases} phases, {unheard} without their word: {100 * unheard / phases:.2f} %\n"


if __name__ == "__main__":
    sys.stdout.writelines(report())
