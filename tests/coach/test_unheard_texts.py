"""Which phases have too little time for their word, and what is said of it."""

import json
from dataclasses import replace

import pytest
from hypothesis import given

from audiocoach.coach.composer import compose
from audiocoach.coach.style import Style
from audiocoach.coach.timeline import Measure
from audiocoach.coach.unheard_texts import (
    BY_RULE,
    all_remarks,
    doubtful_remarks,
    probes,
    remarks,
    way_probes,
    way_remarks,
    work_remarks,
)
from audiocoach.routine.model import Exercise
from audiocoach.routine.plan import Plan, PlannedStep, plan_routine
from tests.coach.making import ENGLISH, HOLD_10, UP, exercise, plan, short_words
from tests.coach.strategies import measures, plans
from tests.routine.files import parsed, wall_sit, whole_file

TURN = {"name": "Turn your head", "seconds": 0.9}


def placed(*exercises: Exercise) -> Plan:
    steps = [
        PlannedStep(f"e-{number}", each, 0, place=f"exercises.e-{number}")
        for number, each in enumerate(exercises)
    ]
    return replace(plan(), steps=tuple(steps))


def test_a_phase_too_short_for_its_word_is_named_with_the_seconds_it_would_need() -> None:
    slow = compose(placed(exercise(UP, TURN, reps=3)), ENGLISH, lambda text: 2 * short_words(text))
    (line,) = remarks(slow)
    assert line == (
        'exercises.e-0.phases[1]: "Turn your head" is never heard: the phase would need 1.5 seconds'
    )


def test_a_phase_with_time_for_its_word_is_not_named() -> None:
    assert remarks(compose(placed(exercise(UP, HOLD_10)), ENGLISH, short_words)) == []


def test_a_word_that_is_heard_in_some_rep_is_not_said_to_be_never_heard() -> None:
    go = exercise({"name": "Go on", "seconds": 0.7}, reps=3, sets=2)
    (line,) = remarks(compose(placed(go), ENGLISH, short_words))
    assert '"Go on" can\'t be heard in every rep' in line


def test_phases_that_a_step_overrides_are_named_where_they_are_written() -> None:
    short = [UP, {"name": "Stretch all of it", "seconds": 0.6}]
    steps = [{"exercise": "wall-sit"}, {"exercise": "wall-sit", "phases": short}]
    file = parsed(whole_file(routines={"daily": {"title": "Daily", "steps": steps}}))
    score = compose(plan_routine(file, "daily"), ENGLISH, short_words)
    (line,) = remarks(score)
    assert line.startswith('routines.daily.steps[1].phases[1]: "Stretch all of it"')


@given(plans, measures)
def test_a_word_of_a_phase_is_never_dropped_without_a_remark(plan: Plan, measure: Measure) -> None:
    steps = [replace(step, place=f"exercises.{step.exercise_id}") for step in plan.steps]
    score = compose(replace(plan, steps=tuple(steps)), ENGLISH, measure)
    phases = {(span.title, span.start_ms) for span in score.spans if span.kind in ("phase", "hold")}
    words = [drop for drop in score.dropped if (drop.text, drop.at_ms) in phases]
    told = "\n".join(line for line in remarks(score) if "the phase would need" in line)
    assert all(drop.place in told for drop in words)
    assert bool(words) == bool(told)


@pytest.mark.parametrize("rise", [0, 60])
@pytest.mark.parametrize("ms", range(240, 460, 20))
def test_probing_finds_what_only_a_later_rep_or_set_lacks_room_for(ms: int, rise: int) -> None:
    quick = [{"name": "Up", "seconds": 0.5}, {"name": "Down", "seconds": 0.5}]
    step = {"exercise": "wall-sit", "phases": quick, "reps": 12, "sets": 3}
    file = parsed(whole_file(routines={"r": {"title": "R", "steps": [step]}}))
    whole = plan_routine(file, "r")
    (probe,) = probes([whole], short_words)

    def remarked(plan: Plan, style: Style) -> list[str]:
        measured = compose(plan, ENGLISH, lambda t: ms * len(t.split()), style, lambda _: rise)
        return remarks(measured)

    assert remarked(probe, Style(alone=True)) == remarked(whole, Style())


def test_probing_a_file_finds_what_composing_it_does() -> None:
    exercises = {
        "wall-sit": wall_sit(),
        "tap": wall_sit(phases=[{"name": "Tap your left foot", "seconds": 0.5}], reps=900),
    }
    steps = [{"exercise": name} for name in exercises]
    file = parsed(whole_file(exercises=exercises, routines={"r": {"title": "R", "steps": steps}}))
    whole = plan_routine(file, "r")
    (probe,) = probes([whole], short_words)
    assert [step.exercise_id for step in probe.steps] == ["tap"]
    found = compose(probe, ENGLISH, short_words, Style(alone=True))
    assert remarks(found) == remarks(compose(whole, ENGLISH, short_words)) != []


def test_probing_a_file_finds_reminders_without_room_at_their_second() -> None:
    cues = [{"at_seconds": 57, "say": "Other leg."}, {"at_seconds": 30, "say": "And turn."}]
    hold = {"name": "Hold", "seconds": 60, "hold": True, "count_aloud": False, "cues": cues}
    file = parsed(whole_file(exercises={"wall-sit": wall_sit(phases=[hold], reps=40)}))
    whole = plan_routine(file, "daily")
    (probe,) = probes([whole], short_words)
    found = remarks(compose(probe, ENGLISH, short_words, Style(alone=True)))
    assert found == remarks(compose(whole, ENGLISH, short_words)) != []


def test_a_part_of_a_tempo_is_named_by_the_tempo() -> None:
    fields = {"title": "Squat", "posture": "standing", "instructions": "Sit down.", "reps": 3}
    squat = Exercise.model_validate({**fields, "tempo": "3-0-0.3-0"})
    whole = placed(squat)
    found = remarks(compose(whole, ENGLISH, lambda _: 500))
    assert found == [
        'exercises.e-0.tempo: "Up" is never heard: the phase would need 0.6 seconds',
    ]


def test_what_is_said_of_the_other_side_is_named_where_an_exact_rest_has_no_room_for_it() -> None:
    told = {"left": "Left leg back.", "right": "Right leg back, and keep it there."}
    sides = {"sides": "each", "rest_between_sides_seconds": 3, "rests": "exact", "reps": 2}
    over = wall_sit(**sides, instructions=told, phases=[{"name": "Up", "seconds": 2}])
    file = parsed(whole_file(exercises={"wall-sit": over}))
    whole = plan_routine(file, "daily")
    line = (
        'exercises.wall-sit.instructions: "Right leg back, and keep it there." is never heard:'
        " there is no room for it"
    )
    assert line in remarks(compose(whole, ENGLISH, short_words))
    (probe,) = way_probes([whole])
    assert line in way_remarks(compose(probe, ENGLISH, short_words, Style(alone=True)))


@given(plans, measures)
def test_nothing_is_dropped_without_a_remark_that_names_its_place(
    plan: Plan, measure: Measure
) -> None:
    score = compose(plan, ENGLISH, measure)
    lines = all_remarks(score)
    assert all(drop.place or drop.step for drop in score.dropped)
    lacking = [drop for drop in score.dropped if drop.number not in BY_RULE]
    for drop in lacking:
        own = [line for line in lines if line.startswith(drop.place)] if drop.place else lines
        word = json.dumps(drop.text)
        is_beat = drop.number == "beat"  # its line names the phase
        assert any(is_beat or word in line or " more" in line for line in own)
    assert bool(lines) == bool(lacking or score.hurries)


ALOUD = wall_sit(
    phases=[{"name": "Hold", "seconds": 20, "hold": True, "count_aloud": True}], reps=1
)
"""Work in which nothing can be said of the next."""


def test_the_coachs_own_words_without_room_are_named_once_for_all_steps() -> None:
    steps = [{"exercise": "wall-sit", "rest_after_seconds": 7}] * 4
    routine = {"title": "R", "rests": "exact", "steps": steps}
    file = parsed(whole_file(exercises={"wall-sit": ALOUD}, routines={"r": routine}))
    score = compose(plan_routine(file, "r"), ENGLISH, lambda text: 2 * short_words(text))
    assert [line for line in all_remarks(score) if "there is no room for" in line][-1] == (
        'routines.r.steps[1]: there is no room for "For 20 seconds." (nor in 2 other steps)'
    )


def test_what_only_a_slow_voice_has_no_room_for_is_doubtful() -> None:
    steps = [{"exercise": "wall-sit", "rest_after_seconds": 10}] * 2
    routine = {"title": "R", "rests": "exact", "steps": steps}
    file = parsed(whole_file(exercises={"wall-sit": ALOUD}, routines={"r": routine}))
    plan = plan_routine(file, "r")
    slow = compose(plan, ENGLISH, lambda text: 3 * short_words(text))
    quick = compose(plan, ENGLISH, short_words)
    told = [*doubtful_remarks(slow, quick)]
    assert told
    assert all("there may be no room for" in line for line in told)
    assert [*doubtful_remarks(slow, slow)] == []


REMINDED = {
    "name": "Hold",
    "seconds": 8,
    "hold": True,
    "cues": [{"at_seconds": 3, "say": "Other leg, and then turn."}],
}


def test_within_sets_what_only_a_slow_voice_has_no_room_for_is_doubtful() -> None:
    """A reminder of a guessed length was said to be never heard."""
    whole = placed(exercise(REMINDED, {"name": "Turn your head", "seconds": 1.1}, reps=2))
    slow = compose(whole, ENGLISH, lambda text: 2 * short_words(text))
    quick = compose(whole, ENGLISH, lambda text: short_words(text) // 2)
    reminder, word = work_remarks(slow, quick)
    assert reminder == (
        'exercises.e-0.phases[0].cues[0]: there may be no room for "Other leg, and then turn."'
    )
    assert word == (
        'exercises.e-0.phases[1]: there may be no room for "Turn your head": '
        "the phase would need about 2.0 seconds"
    )
    assert [*work_remarks(slow, slow)] == remarks(slow)


def test_what_is_surely_unheard_needs_the_seconds_that_are_guessed() -> None:
    whole = placed(exercise(UP, {"name": "Turn your head", "seconds": 0.5}, reps=2))
    slow = compose(whole, ENGLISH, lambda text: 2 * short_words(text))
    quick = compose(whole, ENGLISH, short_words)
    assert [*work_remarks(slow, quick)] == remarks(slow) != remarks(quick)
