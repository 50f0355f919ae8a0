"""A rep's number and a second's are never side by side; none of either is lost silently."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.coach.composer import compose
from audiocoach.coach.quick_reps import has_quick_phases
from audiocoach.coach.reps import APART_MS, counted
from audiocoach.coach.score import Cue, Score
from audiocoach.coach.style import Style
from audiocoach.coach.timeline import Measure
from audiocoach.coach.unheard_texts import all_remarks
from audiocoach.routine.plan import Plan
from tests.coach.making import DOWN, ENGLISH, UP, composed, exercise, plan, said, short_words, tones
from tests.coach.strategies import measures, plans, unhurried_plans

MARKED = replace(
    ENGLISH,
    sentences={
        **ENGLISH.sentences,
        **{f"rep{side}": "rep {n}" for side in ("", "_left", "_right")},
        **{f"rep_of{side}": "rep {n} {total}" for side in ("", "_left", "_right")},
        "count": "second {n}",
    },
)
SQUEEZE = {"name": "Squeeze", "seconds": 3, "hold": True}
ALOUD = {"name": "Stand tall like a tree", "seconds": 8, "hold": True, "count_aloud": True}


def kind(cue: Cue) -> str:
    return (cue.text or "").partition(" ")[0]


def side_by_side(score: Score) -> list[tuple[Cue, Cue]]:
    """Return the words of `score` that number a rep and a second, with nothing between them."""
    heard = [cue for cue in score.cues if cue.tone not in ("tick", "count_in", "keep_alive")]
    return [
        (one, other)
        for one, other in pairwise(heard)
        if {kind(one), kind(other)} == {"rep", "second"} and other.start_ms - one.end_ms < APART_MS
    ]


@given(st.one_of(plans, unhurried_plans), measures)
def test_no_reps_number_stands_beside_a_seconds(plan: Plan, measure: Measure) -> None:
    assert side_by_side(compose(plan, MARKED, measure)) == []


@pytest.mark.parametrize("hold", [True, False])
@pytest.mark.parametrize("rest", [1.497, 4])
def test_a_phase_too_short_for_any_sound_parts_no_two_numbers(rest: float, hold: bool) -> None:
    """A twitch of 0.215 s once stood between "11." and "2 of 2.", unheard."""
    held = {"name": "Hold", "seconds": 11, "hold": hold, "count_aloud": True}
    twitch = {"name": "Up", "seconds": 0.215, "count_aloud": rest == 4}
    part = exercise(held, twitch, reps=2, rest_between_reps_seconds=rest)
    score = compose(plan(part), MARKED, lambda _: 522)
    assert side_by_side(score) == []
    numbers = {drop.text for drop in score.dropped if drop.number} | {*said(score)}
    assert "rep 2 2" in numbers


def test_a_word_before_the_count_in_brings_no_number_near_a_count() -> None:
    """Where the first word has no room after the go tone, it is said with the number."""
    twitch = {"name": "Up", "seconds": 0.215}
    count = {"name": "Hold on", "seconds": 6, "count_aloud": True}
    part = exercise(twitch, count, reps=3, rest_between_reps_seconds=5)
    assert side_by_side(compose(plan(part), MARKED, lambda _: 700)) == []


def test_the_first_number_of_a_set_keeps_apart_from_the_count_before() -> None:
    held = {"name": "Up", "seconds": 11, "hold": True}
    count = {"name": "Hold on", "seconds": 6, "count_aloud": True}
    part = exercise(held, count, reps=2, sets=2, rest_between_sets_seconds=3)
    score = compose(plan(part), MARKED, lambda _: 100)
    assert side_by_side(score) == []
    assert "rep 1 2" in said(score)


@given(plans, measures)
def test_a_count_begins_at_one_number_in_every_rep_of_a_set(plan: Plan, measure: Measure) -> None:
    """In quick reps by time only the last seconds of the whole work are counted."""
    score = compose(plan, MARKED, measure)
    for whole, step in zip(score.exercises, plan.steps, strict=True):
        if step.exercise.for_seconds and has_quick_phases(step.exercise):
            continue
        firsts: dict[tuple[object, ...], set[str | None]] = {}
        for rep in (span for span in score.spans if span.kind == "rep"):
            if not whole.start_ms <= rep.start_ms < whole.end_ms:
                continue
            phases = [
                span
                for span in score.spans
                if span.kind in ("phase", "hold") and rep.start_ms <= span.start_ms < rep.end_ms
            ]
            for number, phase in enumerate(phases):
                heard = [
                    cue.text
                    for cue in score.cues
                    if kind(cue) == "second" and phase.start_ms <= cue.start_ms < phase.end_ms
                ]
                key = (rep.where.set, number, phase.end_ms - phase.start_ms)
                firsts.setdefault(key, set()).add(heard[0] if heard else None)
        assert all(len(each) == 1 for each in firsts.values())


@given(plans, measures)
def test_every_second_of_a_count_aloud_is_said_or_dropped(plan: Plan, measure: Measure) -> None:
    score = compose(plan, MARKED, measure)
    aloud = {
        (phase.name, round(phase.seconds * 1000)): int(phase.seconds)
        for step in plan.steps
        for phase in step.exercise.phases
        if counted(phase, step.exercise.cues) and not step.exercise.beat_ms
    }
    plain = {
        (phase.name, round(phase.seconds * 1000))
        for step in plan.steps
        for phase in step.exercise.phases
        if not counted(phase, step.exercise.cues) or step.exercise.beat_ms
    }
    for span in score.spans:
        key = (span.title, span.end_ms - span.start_ms)
        if span.kind not in ("phase", "hold") or key not in aloud or key in plain:
            continue
        said = [
            cue.text
            for cue in score.cues
            if kind(cue) == "second" and span.start_ms - 100 <= cue.start_ms < span.end_ms
        ]
        lost = [
            drop.text
            for drop in score.dropped
            if drop.number in ("second", "first second")
            and span.start_ms <= drop.at_ms < span.end_ms
        ]
        assert sorted([*said, *lost], key=str) == sorted(
            (f"second {n}" for n in range(1, aloud[key] + 1)), key=str
        )


def test_squeezes_of_three_seconds_have_their_number_and_no_last_second_alone() -> None:
    release = {"name": "Release", "seconds": 2}
    score = composed(exercise(SQUEEZE, release, reps=5), measure=lambda text: 60 * len(text) + 300)
    words = [cue.text for cue in score.cues if cue.where.rep and cue.text and cue.text[0].isdigit()]
    assert words == [f"{n} of 5." for n in range(1, 6)]
    assert {drop.number for drop in score.dropped} == {"last second"}


def test_a_count_aloud_has_no_reps_number_within_it() -> None:
    score = composed(exercise(ALOUD, reps=3))
    numbers = [cue.text for cue in score.cues if cue.where.rep == 2 and cue.text]
    assert numbers == ["Stand tall like a tree", "3.", "4.", "5.", "6.", "7.", "8."]


def test_lost_numbers_are_remarked_in_one_line_each() -> None:
    lines = all_remarks(compose(plan(exercise(ALOUD, reps=3)), ENGLISH, short_words))
    assert lines == [
        'exercises.exercise-1: there is no room for the seconds "2."',
    ]


def test_a_single_rep_has_no_number_beside_a_side_with_several() -> None:
    score = composed(exercise(UP, DOWN, sides="each", reps=1, left={"reps": 3}), alone=True)
    assert [cue.text for cue in score.cues if cue.where.side == "right" and cue.text][-2:] == [
        "Up",
        "Down",
    ]
    assert not {"1.", "1 of 1."} & {
        cue.text for cue in score.cues if cue.where.side == "right" and cue.text
    }


def test_a_count_beside_a_metronome_is_remarked_on() -> None:
    part = exercise({**ALOUD, "hold": False}, bpm=60, reps=2)
    lines = all_remarks(compose(plan(part), ENGLISH, short_words))
    remark = ".phases[0]: is counted aloud, but has a metronome"
    assert len([line for line in lines if line.startswith(remark)]) == 1


def test_long_work_without_words_ticks_as_often_as_it_would_say_what_is_left() -> None:
    walk = exercise({"name": "Walk", "seconds": 600}, reps=1)
    (go,) = tones(composed(walk, talk="tones", alone=True), "go")
    ticks = tones(composed(walk, talk="tones", alone=True), "tick")
    assert [(go + 600_000 - at) // 1000 for at in ticks] == [
        *range(540, 0, -60), 30, 10, 3, 2, 1,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cues", "lefts"),
    [
        ({}, ["2 minutes left.", "1 minute left.", "30 seconds left.", "10 seconds left."]),
        ({"time_left_every_seconds": 60}, ["2 minutes left.", "1 minute left."]),
        ({"time_left_every_seconds": 0}, []),
    ],
)
def test_work_by_time_says_what_is_left_of_it(cues: dict[str, Any], lefts: list[str]) -> None:
    score = composed(exercise(UP, DOWN, for_seconds=180, cues=cues), alone=True)
    assert [text for text in said(score) if text.endswith("left.")] == lefts
    end = next(span.end_ms for span in score.spans if span.kind == "set")
    minute = [cue.start_ms for cue in score.cues if cue.text == "1 minute left."]
    assert all(abs(end - 60_000 - at) <= 2000 for at in minute)


@pytest.mark.parametrize(
    ("cues", "is_called"), [({}, False), ({"time_left_every_seconds": 0}, True)]
)
def test_halfway_of_a_phase_does_not_stand_beside_what_is_left_of_all(
    cues: dict[str, Any], *, is_called: bool
) -> None:
    """ "Halfway. 8 minutes left." was said of a minute, and of a quarter of an hour."""
    fast, slow = {"name": "Fast", "seconds": 30}, {"name": "Slow", "seconds": 60}
    score = composed(exercise(fast, slow, for_seconds=900, cues=cues), alone=True)
    end = next(span.end_ms for span in score.spans if span.kind == "set")
    calls = [cue.start_ms for cue in score.cues if cue.text == "Halfway."]
    beside = [at for at in calls if abs(end - 8 * 60_000 - at) < 5000]
    assert len(calls) >= 5
    assert bool(beside) == is_called


def test_the_opening_counts_different_exercises() -> None:
    run_and_walk = plan(exercise(UP, title="Run"), exercise(UP, title="Walk"))
    weeks = replace(run_and_walk, steps=run_and_walk.steps * 4)
    first, *_ = said(compose(weeks, ENGLISH, short_words, Style()))
    assert first.startswith("Test. 2 exercises")
