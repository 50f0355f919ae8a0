"""Rests that are exactly as long as written, and what is said in and before them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.coach.composer import compose
from audiocoach.coach.phrases import bare
from audiocoach.coach.posture import quick_ways, ways
from audiocoach.coach.rounds import is_same_again
from audiocoach.coach.score import Score
from audiocoach.coach.style import Style, Talk
from audiocoach.routine.model import RoutineFile
from audiocoach.routine.plan import Plan, plan_routine
from audiocoach.units import seconds_to_ms
from tests.coach.making import ENGLISH, HOLD_10, UP, exercise, lengths, said, short_words, tones
from tests.coach.strategies import POSTURES, measures, plans

levels = st.sampled_from(["easy", "normal", "hard"])
talks = st.sampled_from(["full", "brief", "tones"])

GO_30: dict[str, Any] = {"name": "Go", "seconds": 30}
MOVES = ("Jumping jacks", "Wall sit", "Push-up", "Crunch", "Step-up", "Squat")
TEXT = "Keep your back straight. Breathe evenly, and never hurry."


def planned(*steps: dict[str, Any], **fields: Any) -> Plan:
    """Plan steps that are exercises with a title, a posture and a rest after them."""
    exercises, entries = {}, []
    for number, step in enumerate(steps):
        rest = step.pop("rest", 0)
        exercises[f"e-{number}"] = exercise(*step.pop("phases", [GO_30]), **step)
        entries.append({"exercise": f"e-{number}", "rest_after_seconds": rest})
    routine = {"title": "Exact", "rests": "exact", "steps": entries, **fields}
    file = RoutineFile.model_validate({"exercises": exercises, "routines": {"exact": routine}})
    return plan_routine(file, "exact")


def composed(plan: Plan, talk: Talk = "full") -> Score:
    return compose(plan, ENGLISH, short_words, Style(talk=talk))


def work(score: Score) -> int:
    """Return the milliseconds from the first rep's start to the last one's end."""
    reps = [span for span in score.spans if span.kind == "rep"]
    return reps[-1].end_ms - reps[0].start_ms


@pytest.mark.parametrize("talk", ["full", "brief", "tones"])
def test_twelve_times_30_s_with_10_s_between_them_last_7_minutes_50(talk: Talk) -> None:
    moves = [
        {"title": title, "instructions": f"{title}. {TEXT}", "rest": 10} for title in MOVES * 2
    ]
    assert work(composed(planned(*moves), talk)) == (7 * 60 + 50) * 1000


@pytest.mark.parametrize("talk", ["full", "brief", "tones"])
def test_week_three_of_run_and_walk_lasts_as_long_as_its_parts(talk: Talk) -> None:
    seconds = (300, 90, 90, 180, 180, 90, 90, 180, 180)
    parts = [
        {"title": "Walk" if number % 2 == 0 else "Run", "phases": [{"name": "Go", "seconds": each}]}
        for number, each in enumerate(seconds)
    ]
    assert work(composed(planned(*parts), talk)) == sum(seconds) * 1000


def test_the_name_of_what_follows_comes_in_the_last_seconds_of_a_flow() -> None:
    score = composed(planned({"title": "Great circle"}, {"title": "Swaying willow"}))
    [cue] = [cue for cue in score.cues if cue.text == "Next: Swaying willow."]
    change = score.exercises[1].start_ms
    assert 3000 < change - cue.end_ms < 6000


def test_a_flow_goes_on_with_a_single_tone() -> None:
    score = composed(planned({"title": "Great circle"}, {"title": "Swaying willow"}))
    change = score.exercises[1].start_ms
    assert [cue.tone for cue in score.cues if abs(cue.start_ms - change) < 500 and cue.tone] == [
        "phase"
    ]


def slow_words(text: str) -> int:
    """Return a length in milliseconds as the built-in voice has it."""
    return 400 + 45 * len(text)


@pytest.mark.parametrize("rest", [8, 9, 10, 11])
def test_which_side_begins_is_said_before_what_is_missed_less(rest: int) -> None:
    down, up = {"name": "Down", "seconds": 2}, {"name": "Up", "seconds": 1}
    squat = {"title": "Squats", "for_seconds": 30, "phases": [down, up], "rest": rest}
    plank = {"title": "Side plank", "posture": "side_lying", "instructions": TEXT, "sides": "each"}
    score = compose(planned(squat, plank), ENGLISH, slow_words, Style())
    [side] = [cue for cue in score.cues if cue.text == "Left side first."]
    first = next(span for span in score.spans if span.kind == "rep" and span.where.side == "left")
    assert side.end_ms < first.start_ms


def test_an_instruction_without_room_in_the_rest_is_said_before_it() -> None:
    second = {"title": "Wall sit", "instructions": TEXT}
    score = composed(planned({"title": "Jumping jacks", "rest": 6}, second))
    starts = {cue.text: cue.start_ms for cue in reversed(score.cues) if cue.start_ms > 30_000}
    rest = next(span for span in score.spans if span.kind == "rest")
    assert starts["Next: Wall sit."] < starts["Keep your back straight."] < rest.start_ms


def test_an_instruction_without_any_room_yields_to_the_cue_and_is_shown_as_dropped() -> None:
    long = {"instructions": "Keep on " * 60 + "going.", "cue": "Tall."}
    score = composed(planned({"title": "One", "rest": 9}, {"title": "Two", **long}))
    assert {"Next: Two.", "Tall."} <= set(said(score))
    assert next(drop.text for drop in score.dropped).startswith("Keep on")


def test_a_dose_that_the_rest_has_no_room_for_goes_before_it_with_the_instruction() -> None:
    second = {"title": "Side plank", "posture": "lying_on_side", "instructions": "Lift your hips."}
    score = composed(planned({"title": "One", "rest": 8}, {**second, "sides": "each"}))
    texts = set(said(score))
    assert {"Lift your hips.", "30 seconds on each side."} <= texts
    assert "Left side first." in texts
    assert list(score.dropped) == []


def test_the_length_of_a_rest_without_room_for_it_is_no_loss() -> None:
    many = {"title": "Two", "instructions": TEXT, "sets": 2, "rest_between_sets_seconds": 10}
    plan, word = planned({"title": "One", "rest": 10}, many), "Rest for 10 seconds."
    slow = compose(plan, ENGLISH, lambda text: 9000 if text == word else short_words(text))
    assert said(composed(plan)).count(word) == 1
    assert word not in said(slow)
    assert list(slow.dropped) == []


def test_the_way_and_the_name_go_before_the_dose_and_ready() -> None:
    short = {"title": "Two", "posture": "hands_and_knees", "phases": [UP], "reps": 9}
    score = composed(planned({"title": "One", "rest": 7, "phases": [UP]}, short))
    heard = [cue.text for cue in score.cues if cue.start_ms >= score.exercises[1].start_ms]
    texts = [text for text in heard if text]
    assert texts[:2] == ["Next: Two.", "Come onto your hands and knees."]
    assert "9 times." in {drop.text for drop in score.dropped} | set(texts)


def test_sets_without_a_rest_flow_on() -> None:
    score = composed(planned({"title": "One", "phases": [HOLD_10], "sets": 3}))
    assert (work(score), lengths(score, "rest")) == (30_000, [])
    assert len(tones(score, "phase")) == 2


def test_a_step_may_rest_exactly_in_a_routine_that_does_not() -> None:
    steps = (
        {"title": "One", "rest": 2, "rests": "exact"},
        {"title": "Two", "rest": 2},
        {"title": "Three"},
    )
    plan = planned(*steps, rests="at_least")
    reps = [span for span in composed(plan).spans if span.kind == "rep"]
    gaps = [after.start_ms - before.end_ms for before, after in pairwise(reps)]
    assert gaps[0] == 2000 < gaps[1]


@given(plans, measures, levels, talks)
def test_an_exact_rest_after_an_exercise_is_as_written(
    plan: Plan, measure: Callable[[str], int], level: Any, talk: Talk
) -> None:
    score = compose(plan, ENGLISH, measure, Style(level, talk))
    reps = [span for span in score.spans if span.kind == "rep"]
    starts = [span.start_ms for span in score.exercises]
    for before, step, start in zip(plan.steps[:-1], plan.steps[1:], starts[1:], strict=True):
        first = next(rep.start_ms for rep in reps if rep.start_ms >= start)
        rest = seconds_to_ms(before.rest_after_seconds)
        if before.exercise.rests == "exact":
            assert first - start == rest
        assert first - start >= rest
        said = {cue.text for cue in score.cues} | {drop.text for drop in score.dropped}
        is_named = talk != "tones" and not is_same_again(before, step)
        title = bare(step.exercise.title)
        assert not is_named or said & {f"Next: {title}.", f"{title}."}


@given(plans, measures)
def test_nothing_of_an_instruction_is_dropped_silently(
    plan: Plan, measure: Callable[[str], int]
) -> None:
    score = compose(plan, ENGLISH, measure)
    heard = {cue.text for cue in score.cues} | {drop.text for drop in score.dropped}
    for step in plan.steps:
        assert set(ENGLISH.split(step.exercise.instructions)) <= heard


def test_a_flow_says_how_long_each_exercise_lasts() -> None:
    moves = [{"title": title, "phases": [GO_30]} for title in ("Crow", "Crane", "Swan")]
    heard = said(composed(planned(*moves)))
    assert heard.count("For 30 seconds.") == len(moves)


@pytest.mark.parametrize("rest", [2, 3, 5, 8, 10])
def test_one_gets_up_in_a_rest_however_short_and_never_within_the_work(rest: float) -> None:
    up, quick = ENGLISH.say("get_up"), ENGLISH.say("stand_up")
    bridge = {"title": "Bridge", "posture": "lying_face_up", "rest": rest}
    plan = planned(bridge, {"title": "Squat", "posture": "standing"})
    score = compose(plan, ENGLISH, lambda text: 3200 if text == up else short_words(text))
    end = next(span.end_ms for span in score.spans if span.kind == "exercise")
    assert next(cue for cue in score.cues if cue.text in (up, quick)).start_ms >= end


LENGTHS = st.sampled_from([5, 8, 15, 30])


@given(st.lists(st.tuples(st.sampled_from(POSTURES), LENGTHS), min_size=2, max_size=5))
def test_in_a_flow_the_way_to_each_posture_is_said_right_before_it(
    poses: list[tuple[str, int]],
) -> None:
    steps = [
        {"title": f"P-{n}", "posture": posture, "phases": [{"name": "Go", "seconds": seconds}]}
        for n, (posture, seconds) in enumerate(poses)
    ]
    score = composed(planned(*steps))
    for number, (before, after) in enumerate(pairwise(posture for posture, _ in poses), 1):
        if before == after:
            continue
        start = score.exercises[number].start_ms
        full = ways(before, after, ENGLISH)
        short = quick_ways(before, after, ENGLISH)
        words = [*full.up, *full.into, *full.late, *short.up, *short.into, *short.late]
        heard = [cue for cue in score.cues if cue.text and start - 9000 < cue.start_ms < start]
        assert {cue.text for cue in heard} & {*words}, (before, after)
        assert heard[-1].text in words or heard[-1].text in ("1.", "2.", "3.")


@given(st.sampled_from(POSTURES), st.sampled_from(POSTURES), st.integers(5, 30))
def test_in_an_exact_rest_of_5_seconds_or_more_the_whole_way_is_said_within_it(
    before: str, after: str, rest: int
) -> None:
    one = {"title": "One", "posture": before, "rest": rest}
    two = {"title": "Two", "posture": after, "instructions": TEXT}
    score = composed(planned(one, two))
    end = next(span.end_ms for span in score.spans if span.kind == "exercise")
    start = next(span.start_ms for span in score.spans if span.kind == "set")
    texts = {cue.text for cue in score.cues if start < cue.start_ms < end}
    heard = {cue.text for cue in score.cues if cue.start_ms >= end}
    full, short = ways(before, after, ENGLISH), quick_ways(before, after, ENGLISH)
    of_each = [{*way.up, *way.into, *way.late} for way in (full, short)]
    assert not any(texts & whole for whole in of_each)
    assert before == after or any(whole <= heard for whole in of_each)


def test_nothing_of_a_flow_comes_in_the_middle_of_a_hold() -> None:
    hold = {"phases": [{"name": "Stay", "seconds": 30, "hold": True}]}
    dog = {"title": "Dog", "posture": "hands_and_knees", **hold}
    fold = {"title": "Fold", "posture": "standing_bent_over", "instructions": TEXT, **hold}
    score = compose(planned(dog, fold), ENGLISH, lambda text: 330 * len(text.split()))
    change = score.exercises[1].start_ms
    early = [cue for cue in score.cues if cue.text and 0 < change - cue.start_ms < 27_000]
    assert [cue.text for cue in early] == [
        "Halfway.",
        "Next: Fold.",
        "Stand up, and bend forward.",
        "3.",
        "2.",
        "1.",
    ]
    later = [cue.text for cue in score.cues if cue.text and 0 <= cue.start_ms - change < 15_000]
    assert later == ["Stay", *ENGLISH.split(TEXT), "For 30 seconds."]


def test_who_has_hardly_time_to_lie_down_hears_it_before_the_name() -> None:
    down = {"title": "Push-up", "posture": "lying_face_down"}
    score = composed(planned({"title": "Squat", "rest": 10}, down))
    rest = next(span for span in score.spans if span.kind == "rest")
    heard = [cue.text for cue in score.cues if cue.text and cue.start_ms >= rest.start_ms]
    assert heard[:2] == ["Lie down on your front.", "Next: Push-up."]
    assert "Rest for 10 seconds." not in heard


def test_no_low_tone_begins_within_the_end_tone_of_a_rest_without_words() -> None:
    one = {"title": "One", "rest": 1.15, "phases": [{"name": "Up", "seconds": 1}]}
    cues = composed(planned(one, one)).cues
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(cues))


def test_nothing_about_the_next_exercise_is_said_at_a_change_of_side_before_it() -> None:
    """ "Now the right side. Next: Hook. Twice." was heard of the right side."""
    fist = {"title": "Fist", "phases": [UP], "reps": 2, "sides": "each", "rest": 5}
    score = composed(planned(fist, {"title": "Hook", "phases": [UP], "reps": 2}))
    change = next(span for span in score.spans if span.kind == "change" and span.where.side)
    first = next(cue for cue in score.cues if cue.text == "Next: Hook.")
    assert first.start_ms >= change.end_ms


def test_in_a_flow_the_side_that_begins_is_said_before_what_is_done_with_it() -> None:
    """It came last, when the body had stepped already."""
    pose = {"title": "Warrior", "instructions": "Step wide. Bend the front knee.", "sides": "each"}
    score = composed(planned({"title": "Mountain"}, {**pose, "phases": [GO_30]}))
    texts = said(score)
    assert texts[texts.index("Left side first.") + 1] == "Step wide."


def test_in_a_flow_the_other_side_is_named_as_what_comes() -> None:
    """ "Now the right side." was said while the left one had seven seconds to go."""
    pose = {"title": "Warrior", "sides": "each", "rest_between_sides_seconds": 0}
    score = composed(planned({**pose, "phases": [GO_30]}))
    [cue] = [cue for cue in score.cues if cue.text and "right side" in cue.text]
    begins = next(span for span in score.spans if span.kind == "rep" and span.where.side == "right")
    assert cue.text == "Next, the right side."
    assert 0 < begins.start_ms - cue.end_ms < 9000


def test_in_a_rest_of_ten_seconds_one_has_five_to_come_onto_hands_and_knees() -> None:
    """It was called for after the rising tone, though nothing was said before that."""
    climber = {"title": "Alternating mountain climber", "posture": "hands_and_knees"}
    score = compose(planned({"title": "Burpee", "rest": 10}, climber), ENGLISH, slow_words, Style())
    [way] = [cue for cue in score.cues if cue.text == "Come onto your hands and knees."]
    go = [span.start_ms for span in score.spans if span.kind == "rep"][1]
    assert go - way.end_ms >= 5000
    assert "Next: Alternating mountain climber." in said(score)


@pytest.mark.parametrize("rest", range(13, 24))
def test_who_is_to_lie_down_puts_down_before_what_is_in_hand(rest: int) -> None:
    """ "Take a mat. Lie down on your back. Put down what you are holding." """
    bell = {"equipment": ("a kettlebell",), "rest": rest}
    crunch = {"title": "Crunch", "posture": "lying_face_up", "equipment": ("a mat",), "rest": 30}
    texts = said(composed(planned({"title": "Squat", **bell}, crunch, {"title": "Swing", **bell})))
    down = "Put down what you are holding."
    lies = next(n for n, text in enumerate(texts) if text.endswith("your back."))
    assert down not in texts or texts.index(down) < lies
