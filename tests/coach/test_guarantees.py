"""What holds for every routine, every voice and every amount of talk."""

import math
import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from audiocoach.coach.composer import compose
from audiocoach.coach.numbering import counts_seconds
from audiocoach.coach.opening import LEAD_IN_MS
from audiocoach.coach.quick_reps import has_quick_phases, is_quick
from audiocoach.coach.reminders import NEW_REPS
from audiocoach.coach.reps import BREATHER_MS, CHANGED_MS, TIMED_MS, is_bounded
from audiocoach.coach.score import Cue, Score, Span
from audiocoach.coach.style import Style, Talk
from audiocoach.coach.timeline import MARGIN_MS, Measure
from audiocoach.routine.model import Exercise, Level, Phase
from audiocoach.routine.periods import SIDE_CHANGE_MS
from audiocoach.routine.plan import Plan
from audiocoach.tone_spec import TONE_MS
from audiocoach.units import seconds_to_ms
from tests.coach.making import ENGLISH
from tests.coach.strategies import measures, plans
from tests.routine.doses import reps_in, set_count

levels: st.SearchStrategy[Level] = st.sampled_from(["easy", "normal", "hard"])
talks: st.SearchStrategy[Talk] = st.sampled_from(["full", "brief", "tones"])

Made = tuple[Plan, Level, Score]
"""A plan, the level, and the score that was composed of them."""


@st.composite
def scores(draw: st.DrawFn) -> Made:
    plan, level = draw(plans), draw(levels)
    style = Style(level, draw(talks), draw(st.booleans()))
    score = compose(plan, ENGLISH, draw(measures), style)
    return plan, level, score


def written_holds(plan: Plan, level: Level) -> list[int]:
    """Return the length of every hold in order, straight from the routine."""
    return [
        seconds_to_ms(phase.seconds)
        for step in plan.steps
        for number in range(1, set_count(step.exercise, level) + 1)
        for _ in range(reps_in(step.exercise, level, number))
        for _ in range(1 if step.exercise.sides == "none" else 2)
        for phase in step.exercise.phases
        if phase.hold
    ]


@given(scores())
def test_every_hold_lasts_from_go_to_end_tone_as_long_as_written(made: Made) -> None:
    plan, level, score = made
    holds = [span for span in score.spans if span.kind == "hold"]
    tones = {(cue.tone, cue.start_ms) for cue in score.cues}
    assert [hold.end_ms - hold.start_ms for hold in holds] == written_holds(plan, level)
    assert all(tones & {(tone, hold.start_ms) for tone in ("go", "phase")} for hold in holds)
    assert all(is_ended(score, hold) for hold in holds)


def is_ended(score: Score, span: Span) -> bool:
    """Return whether a tone ends `span`: one of its own, or that which starts the next phase."""
    tones = {cue.tone for cue in score.cues if cue.start_ms == span.end_ms}
    return bool(tones & {"end", "phase", "go", "tick"})


@given(scores())
def test_every_phase_of_10_seconds_or_more_is_bounded_by_tones(made: Made) -> None:
    score = made[2]
    long = [span for span in score.spans if span.kind in ("phase", "hold")]
    long = [span for span in long if span.end_ms - span.start_ms >= TIMED_MS]
    tones = {(cue.tone, cue.start_ms) for cue in score.cues}
    assert all(tones & {("go", span.start_ms), ("phase", span.start_ms)} for span in long)
    assert all(is_ended(score, span) for span in long)


def metronomes(plan: Plan) -> set[str]:
    """Return the exercises with a metronome: its ticks mark beats, and leave words little room."""
    return {step.exercise_id for step in plan.steps if step.exercise.bpm}


@given(scores())
def test_every_phase_begins_with_its_word_or_a_tone_that_is_no_tick(made: Made) -> None:
    """An end tone there says that the phase before is over; so does a tick before a quick one.

    Where reps of a single quick phase are known, a tick keeps their beat; quick words that are
    known yield to what is left, as a metronome's ticks do.
    """
    plan, _, score = made
    marks = {cue.start_ms: cue for cue in score.cues if cue.tone != "count_in"}
    phases = [span for span in score.spans if span.kind in ("phase", "hold")]
    known = metronomes(plan) | {step.exercise_id for step in plan.steps if is_quick(step.exercise)}
    phases = [
        span
        for span in phases
        if span.where.exercise not in known or not is_talked_over(span.start_ms, score)
    ]
    soon = range(MARGIN_MS + 1)  # a word keeps its distance to the one before
    assert all(any(span.start_ms + late in marks for late in soon) for span in phases)
    may_tick = metronomes(plan) | quick_ones(plan)
    signs = {at for at, cue in marks.items() if cue.tone != "tick"}
    others = [span for span in phases if span.where.exercise not in may_tick]
    assert all(any(span.start_ms + late in signs for late in soon) for span in others)
    no_words = [span for span in phases if span.end_ms - span.start_ms >= CHANGED_MS]
    assert all(marks[span.start_ms].tone for span in no_words)


def yields(span: Span, plan: Plan, score: Score) -> bool:
    """Return whether the word of `span` is known: a tick stands for it, or other words do.

    The tick may be a metronome's.
    """
    named = [step.exercise for step in plan.steps if step.exercise_id == span.where.exercise]
    quick = list(filter(has_quick_phases, named))  # a step may make an exercise quick that isn't
    if not quick or (span.where.rep or 0) <= NEW_REPS:
        return False
    near = range(span.start_ms - MARGIN_MS, span.end_ms + MARGIN_MS)
    return any(len(each.phases) == 1 for each in quick) or any(
        cue.start_ms <= near.stop and cue.end_ms >= near.start
        if cue.text
        else cue.tone in ("tick", "phase") and cue.start_ms == span.start_ms
        for cue in score.cues
    )


def is_talked_over(at: int, score: Score) -> bool:
    """Return whether words sound at `at`, or begin where a tick there would sound."""
    room = TONE_MS["tick"] + MARGIN_MS
    texts = (cue for cue in score.cues if cue.text)
    return any(cue.start_ms - room < at < cue.end_ms + MARGIN_MS for cue in texts)


def quick_ones(plan: Plan) -> set[str]:
    """Return the exercises with phases too short for an end tone, or of one quick phase."""
    room = TONE_MS["end"] + MARGIN_MS
    return {
        step.exercise_id
        for step in plan.steps
        if any(seconds_to_ms(phase.seconds) < room for phase in step.exercise.phases)
        or (len(step.exercise.phases) == 1 and is_quick(step.exercise))
    }


@given(scores())
def test_a_metronome_ticks_or_sounds_on_each_beat(made: Made) -> None:
    """Words that have their moment, or are new, stand in a tick's place."""
    plan, _, score = made
    speeds = {
        (step.exercise_id, phase.name): step.exercise.beat_ms
        for step in plan.steps
        for phase in step.exercise.phases
    }
    ids = [step.exercise_id for step in plan.steps]
    tones = [cue for cue in score.cues if cue.tone]
    starts = {cue.start_ms for cue in tones}
    for span in score.spans:
        name = str(span.where.exercise)
        beat_ms = speeds.get((name, span.title))
        if span.kind not in ("phase", "hold") or not beat_ms or ids.count(name) > 1:
            continue
        count = max(1, math.ceil((span.end_ms - span.start_ms) / beat_ms - 0.5))
        for beat in (span.start_ms + round(n * beat_ms) for n in range(count)):
            is_sounded = any(cue.start_ms < beat < cue.end_ms for cue in tones)
            assert beat in starts or is_sounded or is_talked_over(beat, score)


@given(scores())
def test_no_two_sounds_overlap(made: Made) -> None:
    cues = made[2].cues
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(cues))


@given(scores())
def test_nothing_lies_before_the_lead_in_or_after_the_end(made: Made) -> None:
    score = made[2]
    assert min(cue.start_ms for cue in score.cues) >= LEAD_IN_MS >= 500
    assert max(cue.end_ms for cue in score.cues) <= score.length_ms
    assert all(0 <= span.start_ms <= span.end_ms <= score.length_ms for span in score.spans)


@given(scores())
def test_every_tone_lasts_as_long_as_it_sounds(made: Made) -> None:
    tones = [cue for cue in made[2].cues if cue.tone]
    assert all(cue.end_ms - cue.start_ms == TONE_MS[cue.tone] for cue in tones if cue.tone)


@given(scores())
def test_both_sides_get_the_same(made: Made) -> None:
    spans = [span for span in made[2].spans if span.kind in ("phase", "hold", "rep")]

    def work(side: str) -> list[tuple[str, str | None, int]]:
        return sorted(
            (span.kind, span.where.exercise, span.end_ms - span.start_ms)
            for span in spans
            if span.where.side == side
        )

    assert work("left") == work("right")


@given(scores())
def test_spans_of_one_kind_follow_each_other(made: Made) -> None:
    for kind in ("exercise", "set", "rep", "change"):
        spans = [span for span in made[2].spans if span.kind == kind]
        assert all(before.end_ms <= after.start_ms for before, after in pairwise(spans))


@given(scores())
def test_every_span_lies_inside_its_exercise(made: Made) -> None:
    score = made[2]
    outer = None
    for span in (each for each in score.spans if each.kind != "round"):
        if span.kind == "exercise":
            outer = span
        assert outer is not None
        assert outer.start_ms <= span.start_ms <= span.end_ms <= outer.end_ms


@given(plans, levels, measures, measures)
def test_no_voice_changes_the_work(plan: Plan, level: Level, one: Measure, other: Measure) -> None:
    def work(measure: Measure) -> list[int]:
        score = compose(plan, ENGLISH, measure, Style(level))
        return [span.end_ms - span.start_ms for span in score.spans if span.kind in ("rep", "hold")]

    assert work(one) == work(other)


@given(scores())
def test_a_phases_word_is_said_on_its_beat_or_before_the_count_in_or_shown_as_dropped(
    made: Made,
) -> None:
    """Quick words that are known may yield: to a tick, or to other words at that moment."""
    plan, _, score = made
    said = {(cue.text, cue.start_ms) for cue in score.cues if cue.text}
    dropped = {(drop.text, drop.at_ms) for drop in score.dropped}
    if not said:
        return
    for span in score.spans:
        if span.kind in ("phase", "hold"):
            beats = (0, *(TONE_MS[tone] + MARGIN_MS for tone in ("go", "phase", "end", "tick")))
            on_beat = {(span.title, span.start_ms + after) for after in beats}
            # What brings the body into its place comes after it: in a slow voice that is long.
            ways = [
                way.start_ms
                for way in score.spans
                if way.kind in ("change", "rest") and way.end_ms == span.start_ms
            ]
            since = min([span.start_ms - 8000, *ways])
            before = any(
                cue.text.endswith(span.title) and cue.start_ms < span.start_ms - 1000
                for cue in score.cues
                if cue.text and cue.end_ms > since
            )
            heard = said & on_beat or before or (span.title, span.start_ms) in dropped
            assert heard or yields(span, plan, score)


@given(plans, measures)
def test_a_word_that_fits_after_the_tones_of_its_phase_is_never_dropped(
    plan: Plan, measure: Measure
) -> None:
    score = compose(plan, ENGLISH, measure)
    lengths = {
        (span.title, span.start_ms): span.end_ms - span.start_ms
        for span in score.spans
        if span.kind in ("phase", "hold")
    }
    room = TONE_MS["end"] + 2 * MARGIN_MS
    dropped = [
        drop
        for drop in score.dropped
        if (drop.text, drop.at_ms) in lengths and drop.where.exercise not in metronomes(plan)
    ]
    for drop in dropped:
        assert measure(drop.text) + room > lengths[drop.text, drop.at_ms]


@given(scores())
def test_where_seconds_are_counted_no_rep_has_a_bare_number(made: Made) -> None:
    plan, _, score = made
    whole = [span for span in score.spans if span.kind == "exercise"]
    for step, span in zip(plan.steps, whole, strict=True):
        if not counts_seconds(step.exercise):
            continue
        counted = {each.name for each in step.exercise.phases if is_counted(each)}
        places = [
            (each.start_ms, each.end_ms)
            for each in score.spans
            if each.kind in ("phase", "hold") and each.title in counted
        ]
        for cue in score.cues:
            if span.start_ms <= cue.start_ms < span.end_ms and is_bare_number(cue):
                assert any(start <= cue.start_ms < end for start, end in places)


def is_counted(phase: Phase) -> bool:
    return is_bounded(phase) or phase.count_aloud


def is_bare_number(cue: Cue) -> bool:
    return bool(re.fullmatch(r"\d+\.", cue.text or ""))


@given(scores())
def test_a_number_is_the_last_word_before_its_rep_or_follows_its_first(made: Made) -> None:
    score = made[2]
    starts = {span.where: span.start_ms for span in score.spans if span.kind == "rep"}
    words = [cue for cue in score.cues if cue.text]
    for number, cue in enumerate(words):
        if not re.fullmatch(r"\d+ of \d+(, left|, right)?\.", cue.text or ""):
            continue
        if cue.where.exercise and cue.where in starts and len(plans_of(made, cue)) == 1:
            start = starts[cue.where]
            is_before = cue.start_ms < start
            assert is_before or words[number - 1].start_ms >= start
            after = [word.start_ms for word in words[number + 1 : number + 2]]
            assert not is_before or all(at >= start for at in after)


def plans_of(made: Made, cue: Cue) -> list[str]:
    """Return the steps of the exercise of `cue`: where it comes twice, places are ambiguous."""
    return [step.exercise_id for step in made[0].steps if step.exercise_id == cue.where.exercise]


def written_rests(exercise: Exercise) -> list[int]:
    """Return every rest inside `exercise` in order, straight from the routine."""
    between_reps = seconds_to_ms(exercise.rest_between_reps_seconds)
    between_sets = seconds_to_ms(exercise.rest_between_sets_seconds)
    turns_in_turn = exercise.sides == "alternate" and exercise.posture == "lying_on_side"
    changes_sides = exercise.sides == "each" or (turns_in_turn and exercise.rests != "exact")
    if exercise.rests == "exact":
        between_sets = between_sets or (SIDE_CHANGE_MS if changes_sides else 0)
    else:
        if between_reps and is_bounded(exercise.phases[-1]):
            between_reps = max(between_reps, TONE_MS["end"] + MARGIN_MS)
        between_sets = max(between_sets, SIDE_CHANGE_MS if changes_sides else BREATHER_MS)
    rests: list[int] = []
    for number in range(1, set_count(exercise, "normal") + 1):
        rests += [between_sets] if between_sets and number > 1 else []
        reps = reps_in(exercise, "normal", number)
        # Who turns over between any two reps has a change there, and no rest.
        in_turn = 0 if turns_in_turn else 2 * reps - 1
        pauses = {"none": reps - 1, "alternate": in_turn, "each": 2 * (reps - 1)}
        rests += [between_reps] * (pauses[exercise.sides] if between_reps else 0)
    return rests


@given(plans, measures, talks)
def test_rests_inside_an_exercise_are_as_written_or_what_an_end_tone_needs(
    plan: Plan, measure: Measure, talk: Talk
) -> None:
    score = compose(plan, ENGLISH, measure, Style(talk=talk))
    rests = [span for span in score.spans if span.kind == "rest" and span.where.set]
    written = [rest for step in plan.steps for rest in written_rests(step.exercise)]
    assert [rest.end_ms - rest.start_ms for rest in rests] == written
