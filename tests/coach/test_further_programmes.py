"""Programmes of other kinds, as clinics and trainers write them: read aloud once, and held so.

Seconds are reckoned by hand from the first go to the end of the last set; with rests that may
grow they are the least.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from audiocoach.coach.score import Cue, Score, Span
from audiocoach.coach.style import Talk
from audiocoach.routine.plan import plan_routine
from audiocoach.routine.reader import read_routines
from tests.coach.making import composed_plan, said, unheard_words, unremarked

FILE = read_routines(Path(__file__).with_name("data") / "further-programmes.json")
TALKS: tuple[Talk, ...] = ("full", "brief", "tones")
MOST_DROPPED = 0.02
BOUNDED_MS = 10_000
RISING_MS = 5000
MOST_SILENT_MS = {"full": 12_000, "brief": 20_000}


class Programme(NamedTuple):
    """What is to come of a programme."""

    seconds: float
    """From the first go to the end of the last set, with each rest as written."""
    words: dict[str, int]
    """How often each of some texts is said in full."""
    is_exact: bool = True
    """Whether no rest of it grows."""


FURTHER = {
    "knee": Programme(106, {"Right side: 8 times 3 seconds.": 1, "Left side: 5 times 3 seconds.": 1,
                            "5 times 3 seconds.": 1, "Now the left side.": 1}),
    "cuff": Programme(366, {"Left side: 3 sets.": 1, "Right side: 2 sets.": 1,
                            "12 times on each side.": 1, "Left side only.": 1}, is_exact=False),
    "cool-down": Programme(190, {"Take a mat.": 1, "Kneel.": 1, "Fold forward.": 1,
                                 "20 seconds on each side.": 1, "Breathe in.": 3}),
    "boxing": Programme(660, {"Take boxing gloves.": 1, "Double jab.": 3, "10 seconds left.": 5,
                              "Round 3 of 3.": 1}),
    "speed-play": Programme(750, {"4 sets.": 1, "Hard, Easy, 1 minute each.": 1}),
    "pelvic-elevator": Programme(96, {"Second floor": 12, "6 times.": 1, "Let go": 6}),
    "feet": Programme(104, {"Others": 40, "Sit down on the chair.": 1, "20.": 2}),
    "vertigo": Programme(256, {"Go to a bed.": 1, "Sit upright.": 0, "Down to the left": 2,
                               "Sit on the edge of the bed.": 1}),
    "epley": Programme(150, {"Next: Lie back.": 1, "Turn onto your side.": 1,
                             "Sit up slowly, and keep your chin down.": 1, "Sit upright.": 0}),
    "small-breaths": Programme(120, {"5.": 4, "Pinch your nose": 4, "Breathe in.": 0}),
    "ice": Programme(531, {"30 times.": 1, "Hold 1 minute, Hold in 15 seconds.": 1, "Halfway.": 3}),
    "muscle-relaxation": Programme(
        188, {"2 times: Clench 5 seconds, Let go 15 seconds.": 1, "Lie down on your back.": 1},
        is_exact=False,
    ),
    "plank-ladder": Programme(245, {"For 20 seconds.": 1, "For 45 seconds.": 1, "Halfway.": 4}),
    "row-intervals": Programme(
        540, {"Each round, with its rest, takes 3 minutes.": 1,
              "Each round, with its rest, takes 2 minutes.": 1, "Go to a rowing machine.": 1},
    ),
    "groin": Programme(82, {"Down": 6, "Turn over onto your other side.": 1, "Go to a bench.": 1}),
    "office": Programme(
        232, {"1 out of 4, left.": 1, "Left side first.": 0, "You no longer need two bottles.": 1},
        is_exact=False,
    ),
    "hand": Programme(150, {"Hook": 10, "5, right.": 1, "Left side first.": 1}),
    "senior": Programme(
        488, {"Go to stairs and a handrail.": 1, "Take two dumbbells.": 2,
              "Put down what you are holding.": 1, "You no longer need a handrail.": 0},
        is_exact=False,
    ),
    "blocks3": Programme(
        566, {"Part 2 of 2.": 1, "Block 2 of 2.": 2, "Round 2 of 2.": 4, "5 times.": 1},
        is_exact=False,
    ),
    "aerobics": Programme(103.64, {"To the right": 10, "For 1 minute.": 1, "Halfway.": 0}),
    "calf": Programme(104, {"Up": 16, "Hold": 16, "Down": 16, "8.": 2}),
    "skips": Programme(122, {"First: Chin tuck.": 0, "Next: Head turns.": 1},
                       is_exact=False),
    "pregnancy": Programme(
        104, {"The left leg on top, a cushion under your head.": 1, "Take a cushion.": 1,
              "The right leg on top, a cushion under your head.": 1}, is_exact=False,
    ),
    "poles": Programme(600, {"8 minutes left.": 1, "2 minutes left.": 1, "30 seconds left.": 1}),
    "frozen": Programme(
        350, {"Go to a table.": 1, "30 seconds on each side.": 2, "Stand at the table.": 1},
        is_exact=False,
    ),
    "tai-chi": Programme(78, {"Next: Cloud hands.": 1, "Next: Single whip.": 1, "3.": 1}),
    "complex": Programme(258, {"Bend forward, back flat.": 3, "Stand up straight.": 2}),
    "after-run": Programme(229, {"30 seconds on each side.": 3, "Next: Thigh stretch.": 2}),
    "eyes": Programme(100, {"Next: Look near.": 4, "2.": 4, "3.": 0, "Halfway.": 0}),
    "test": Programme(30, {"10.": 1, "1.": 1, "Halfway.": 1, "For 30 seconds.": 1}),
    "death-by": Programme(234, {"8 sets.": 1, "8 times.": 1, "Once.": 0, "Set 8 of 8.": 1}),
    "count-down": Programme(100, {"5 times: Squeeze, Let go, 10 seconds each.": 1, "1.": 10}),
    "shoulder-home": Programme(
        266, {"Take a cane.": 2, "Take a towel.": 1, "Breathe out.": 8}, is_exact=False,
    ),
}  # fmt: skip

every_programme = pytest.mark.parametrize("name", FURTHER)
every_talk = pytest.mark.parametrize("talk", TALKS)


@cache
def made(name: str, talk: Talk = "full") -> Score:
    return composed_plan(plan_routine(FILE, name), talk=talk)


def phases(score: Score) -> tuple[Span, ...]:
    return score.spans_of("phase", "hold")


def test_each_routine_of_the_file_is_held() -> None:
    assert set(FURTHER) == set(FILE.routines)


@every_talk
@every_programme
def test_each_lasts_as_long_as_it_is_written(name: str, talk: Talk) -> None:
    sets = made(name, talk).spans_of("set")
    seconds, programme = (sets[-1].end_ms - sets[0].start_ms) / 1000, FURTHER[name]
    assert seconds == programme.seconds if programme.is_exact else seconds >= programme.seconds


@every_programme
def test_each_says_what_its_author_meant(name: str) -> None:
    texts = said(made(name))
    words = FURTHER[name].words
    assert {text: texts.count(text) for text in words} == words


@pytest.mark.parametrize("talk", ["full", "brief"])
@every_programme
def test_no_word_of_a_phase_is_dropped_without_a_remark(name: str, talk: Talk) -> None:
    assert unremarked(made(name, talk)) == []


@pytest.mark.parametrize("talk", ["full", "brief"])
def test_next_to_no_word_of_a_phase_is_dropped_in_all_of_them(talk: Talk) -> None:
    scores = [made(name, talk) for name in FURTHER]
    unheard = sum(len(unheard_words(score)) for score in scores)
    assert unheard <= MOST_DROPPED * sum(len(phases(score)) for score in scores)


@every_talk
@every_programme
def test_long_phases_are_bounded_by_tones(name: str, talk: Talk) -> None:
    score = made(name, talk)
    tones = {cue.start_ms for cue in score.cues if cue.tone in ("go", "phase", "end")}
    long = [span for span in phases(score) if span.end_ms - span.start_ms >= BOUNDED_MS]
    assert all({span.start_ms, span.end_ms} <= tones for span in long)


@every_talk
@every_programme
def test_the_rising_tone_comes_at_one_time_before_go(name: str, talk: Talk) -> None:
    cues = made(name, talk).cues
    starts = {cue.start_ms for cue in cues if cue.tone == "go"}
    rising = [cue.start_ms for cue in cues if cue.tone == "rest_over"]
    assert all(at + RISING_MS in starts for at in rising)


def silences(score: Score) -> Iterator[int]:
    """Yield each silence in a rest, or on a way, in milliseconds."""
    ends: list[Cue] = []
    for cue in score.cues:
        if ends and score.spans_at((ends[-1].end_ms + cue.start_ms) // 2, "rest", "change"):
            yield cue.start_ms - ends[-1].end_ms
        ends.append(cue)


@pytest.mark.parametrize("talk", ["full", "brief"])
@every_programme
def test_no_rest_is_silent_for_long(name: str, talk: Talk) -> None:
    assert max(silences(made(name, talk)), default=0) <= MOST_SILENT_MS[talk]
