import pytest

from audiocoach.coach.phrases import load_phrases
from audiocoach.coach.preview import SAMPLE_SECONDS, sample, shorten
from audiocoach.coach.score import Score, Where
from audiocoach.errors import RoutineFileError
from audiocoach.routine.plan import Plan, PlannedStep
from audiocoach.spoken_form.sentences import sentences
from tests.coach.making import (
    DOWN,
    HOLD_10,
    UP,
    composed,
    composed_plan,
    exercise,
    lengths,
    one_second,
    plan,
    said,
    tones,
)


def from_first_go(score: Score) -> list[tuple[int, str | None]]:
    """Return (ms after the first go tone, sound) of every cue from there on."""
    start = tones(score, "go")[0]
    return [
        (cue.start_ms - start, cue.tone or cue.text) for cue in score.cues if cue.start_ms >= start
    ]


def test_three_equal_low_tones_a_second_apart_lead_to_the_go_tone() -> None:
    score = composed(exercise(HOLD_10))
    (go,) = tones(score, "go")
    assert tones(score, "count_in") == [go - 3000, go - 2000, go - 1000]


def test_a_hold_is_heard_whole() -> None:
    score = composed(exercise({**HOLD_10, "seconds": 20, "cues": ["Gaze down."]}), alone=True)
    assert from_first_go(score) == [
        (0, "go"),
        (350, "Hold"),
        (8500, "Gaze down."),
        (10_000, "Halfway."),
        (17_000, "3."),
        (18_000, "2."),
        (19_000, "1."),
        (20_000, "end"),
    ]


def test_a_slow_voice_counts_the_last_seconds_with_ticks() -> None:
    score = composed(exercise(HOLD_10), measure=one_second, alone=True)
    assert tones(score, "tick") == [tones(score, "end")[0] - ms for ms in (3000, 2000, 1000)]


@pytest.mark.parametrize(("slow", "ticks"), [("2.", 3), ("1.", 1)])
def test_the_last_seconds_are_all_counted_or_all_ticked_but_for_the_very_last(
    slow: str, ticks: int
) -> None:
    score = composed(
        exercise(HOLD_10), measure=lambda text: 1000 if text == slow else 400, alone=True
    )
    assert len(tones(score, "tick")) == ticks


def test_phases_are_named_on_their_beats_and_reps_counted_before_theirs() -> None:
    score = composed(exercise(UP, DOWN, reps=2), alone=True)
    assert from_first_go(score) == [
        (0, "go"),
        (350, "Up"),
        (2000, "Down"),
        (3600, "2."),
        (4000, "Up"),
        (6000, "Down"),
        (8000, "end"),
    ]
    assert said(score)[-6] == "1."


def test_a_word_that_does_not_fit_its_phase_yields_to_a_tone_and_is_shown_as_dropped() -> None:
    score = composed(exercise(UP, {"name": "All the way down again", "seconds": 1}), alone=True)
    assert (2000, "phase") in from_first_go(score)
    assert [drop.text for drop in score.dropped] == ["All the way down again"]


def test_the_rest_between_reps_is_as_written_and_ends_in_a_count_in() -> None:
    score = composed(exercise(HOLD_10, reps=3, rest_between_reps_seconds=6.5))
    assert lengths(score, "rest") == [6500, 6500]
    assert len(tones(score, "count_in")) == 9
    assert [text for text in said(score) if " of " in text] == ["1 of 3.", "2 of 3.", "3 of 3."]


@pytest.mark.parametrize("rest", [1.5, 3.9, 4, 5, 10, 30])
def test_whatever_the_rest_the_number_is_the_last_word_before_the_rep(rest: float) -> None:
    score = composed(exercise(HOLD_10, reps=2, rest_between_reps_seconds=rest), alone=True)
    heard = [cue.text or cue.tone for cue in score.cues if cue.tone != "count_in"]
    assert heard[heard.index("2 of 2.") + 1] == "go"


def test_a_number_goes_before_low_tones_of_the_count_in_but_one() -> None:
    score = composed(exercise(HOLD_10, reps=2, rest_between_reps_seconds=4), alone=True)
    go = tones(score, "go")[1]
    assert tones(score, "count_in")[3:] == [go - 2000, go - 1000]
    assert ("2 of 2.", go - 3150) in [(cue.text, cue.start_ms) for cue in score.cues]


def test_numbers_without_room_before_their_rep_follow_its_first_word() -> None:
    score = composed(exercise(UP, {**HOLD_10, "seconds": 4}, reps=2), alone=True)
    assert from_first_go(score)[:3] == [(0, "go"), (350, "Up"), (750, "1 of 2.")]
    second = lengths(score, "rep")[0]
    assert from_first_go(score)[8:11] == [
        (second, "end"),
        (second + 500, "Up"),
        (second + 900, "2 of 2."),
    ]


def test_where_not_every_number_of_a_set_fits_every_fifth_is_said() -> None:
    tap = exercise({"name": "Tap", "seconds": 0.8}, {"name": "Off", "seconds": 0.8}, reps=12)
    score = composed(tap, measure=lambda text: 500 if text == "12." else 300)
    assert [text for text in said(score) if text[:-1].isdigit()] == ["5.", "10."]


def test_a_side_that_has_no_room_with_its_number_is_named_alone() -> None:
    step = exercise({"name": "Step", "seconds": 1.2}, reps=2, sides="alternate")
    score = composed(step, measure=lambda text: 900 if text[0].isdigit() else 80 * len(text))
    assert [text for text in said(score) if text in ("Left.", "Right.")] == ["Left.", "Right."] * 2


@pytest.mark.parametrize(("room", "form"), [(300, "{S}."), (500, "{S}."), (600, "{n}, {s}.")])
def test_a_side_without_room_for_its_number_is_said_without_on_both_sides(
    room: int, form: str
) -> None:
    lengths = {300: 500, 500: 300, 600: 100}

    def measure(text: str) -> int:
        long = {"left": 700, "right": 750, "of": 400 + lengths[room]}
        return next((ms for word, ms in long.items() if word in text and room < 600), 280)

    step = exercise({"name": "Step", "seconds": 1.2}, reps=2, sides="alternate")
    heard = said(composed(step, measure=measure))
    words = [text for text in heard if text[0] in "12" or text in ("Left.", "Right.")][1:]
    turns = [(1, "right"), (2, "left"), (2, "right")]
    assert [text for text in words if "exercise" not in text][-3:] == [
        form.format(n=n, s=side, S=side.capitalize()) for n, side in turns
    ]


def test_the_words_of_quick_phases_stand_close_where_they_have_no_room_else() -> None:
    turn = exercise({"name": "Turn", "seconds": 0.5}, {"name": "Back", "seconds": 0.5}, reps=3)
    score = composed(turn, measure=lambda text: 430 if text == "Turn" else 300)
    assert said(score).count("Turn") == 3  # the first before the count-in
    assert not [drop for drop in score.dropped if drop.text == "Turn"]


def test_a_first_word_without_room_after_the_go_tone_is_said_before_the_count_in() -> None:
    up, over = {"name": "Up with both", "seconds": 1}, {"name": "Over", "seconds": 3}
    score = composed(exercise(up, over, reps=2), alone=True)
    assert "1. Up with both" in said(score)
    assert from_first_go(score)[:3] == [(0, "go"), (1000, "Over"), (3600, "2.")]
    assert [drop.text for drop in score.dropped] == []


@pytest.mark.parametrize("talk", ["full", "brief"])
def test_what_the_body_does_goes_before_numbers_and_the_countdown(talk: str) -> None:
    squeeze = {"name": "Squeeze them all together", "seconds": 3, "hold": True}
    score = composed(exercise(squeeze, reps=3, rest_between_reps_seconds=3), talk=talk, alone=True)
    assert from_first_go(score)[:4] == [
        (0, "go"),
        (350, "Squeeze them all together"),
        (3000, "end"),
        (5200, "2 of 3."),
    ]


def test_a_rest_between_sets_is_as_written_whatever_the_voice() -> None:
    work = exercise(UP, DOWN, sets=2, rest_between_sets_seconds=5, cue="Low back down.")
    score = composed(work, measure=one_second)
    assert lengths(score, "rest") == [5000]


def test_the_set_is_named_before_its_count_in_with_the_short_cue() -> None:
    work = exercise(UP, DOWN, sets=2, rest_between_sets_seconds=30, cue="Low back down.")
    score = composed(work, alone=True)
    rest = next(span for span in score.spans if span.kind == "rest")
    heard = [
        cue.tone or cue.text for cue in score.cues if rest.start_ms <= cue.start_ms < rest.end_ms
    ]
    assert heard == [
        "end",
        "Rest for 30 seconds.",
        "20 seconds left.",
        "Set 2 of 2.",
        "Low back down.",
        "rest_over",
        *["count_in"] * 3,
    ]


def test_a_hold_that_ends_a_rep_adds_no_time() -> None:
    breath = [{"name": name, "seconds": 4, "hold": n % 2 == 1} for n, name in enumerate("ABCD")]
    score = composed(exercise(*breath, reps=2))
    assert lengths(score, "set") == [32_000]


def test_one_tone_ends_a_hold_and_starts_the_next() -> None:
    score = composed(exercise(HOLD_10, {**HOLD_10, "name": "Lower"}, reps=2), alone=True)
    (go,), (end,) = tones(score, "go"), tones(score, "end")
    assert tones(score, "phase") == [go + 10_000, go + 20_000, go + 30_000]
    assert end == go + 40_000


def test_a_rest_shorter_than_the_end_tone_leaves_it_room() -> None:
    score = composed(exercise(HOLD_10, reps=2, rest_between_reps_seconds=0.2))
    assert lengths(score, "rest") == [500]


@pytest.mark.parametrize("talk", ["full", "brief", "tones"])
def test_a_long_phase_is_bounded_by_tones_whether_it_is_a_hold_or_not(talk: str) -> None:
    run, walk = {"name": "Run", "seconds": 60}, {"name": "Walk", "seconds": 90}
    score = composed(exercise(run, walk), talk=talk, alone=True)
    (go,), (change,), (end,) = (tones(score, name) for name in ("go", "phase", "end"))
    assert (change - go, end - change) == (60_000, 90_000)


@pytest.mark.parametrize("talk", ["full", "brief", "tones"])
def test_a_change_of_phase_sounds_unlike_the_countdown_before_it(talk: str) -> None:
    run, breathe = {"name": "Run", "seconds": 20}, {"name": "In", "seconds": 6}
    score = composed(exercise(run, breathe, breathe), talk=talk, alone=True)
    assert len(tones(score, "phase")) == 1
    assert len(tones(score, "tick")) == (3 if talk == "tones" else 0)


def test_without_words_a_tone_marks_each_change_of_a_quick_phase() -> None:
    score = composed(exercise(UP, DOWN, reps=2), talk="tones", alone=True)
    go = tones(score, "go")[0]
    assert tones(score, "phase") == [go + 2000, go + 4000, go + 6000]


def test_both_sides_are_named_and_each_gets_all_its_reps() -> None:
    score = composed(exercise(UP, DOWN, reps=2, sides="each"))
    work = [span.where for span in score.spans if span.kind == "rep"]
    assert [(where.side, where.rep) for where in work] == [
        ("left", 1),
        ("left", 2),
        ("right", 1),
        ("right", 2),
    ]
    assert "Left side first." in said(score)
    assert "Now the right side." in said(score)
    assert len(tones(score, "side")) == 1


def test_alternating_sides_are_counted_per_side() -> None:
    score = composed(exercise(UP, DOWN, reps=2, sides="alternate"))
    counted = [text for text in said(score) if text.endswith(("left.", "right."))]
    assert counted == ["1, left.", "1, right.", "2, left.", "2, right."]


def test_the_full_instruction_is_said_once_and_the_cue_afterwards() -> None:
    step = PlannedStep("wall-sit", exercise(UP, DOWN, cue="Abs tight."), 0)
    twice = Plan("test", "Test", "en", "", "", (step, step))
    score = composed_plan(twice)
    assert said(score).count("Stand tall.") == 1
    assert said(score).count("Abs tight.") == 1


def test_an_instruction_is_said_once_whatever_exercises_have_it() -> None:
    forms = [exercise(UP, title=title, instructions="Follow your breath.") for title in "ABC"]
    assert said(composed(*forms)).count("Follow your breath.") == 1


def test_a_step_that_changes_the_instruction_has_its_own_said() -> None:
    words = said(composed(exercise(UP), exercise(UP, instructions="Sit tall."), exercise(UP)))
    assert (words.count("Stand tall."), words.count("Sit tall.")) == (1, 1)


def test_a_rest_after_an_exercise_says_first_what_is_next() -> None:
    score = composed(exercise(UP), exercise(DOWN, title="Row"), rest=30)
    after = next(cue for cue in score.cues if cue.where.exercise == "exercise-2")
    texts = [cue.text for cue in score.cues if cue.where == Where("exercise-2") and cue.text]
    assert after.start_ms - lengths(score, "rest")[0] < tones(score, "go")[1]
    assert texts[:2] == ["Rest for 30 seconds.", "Next: Row."]


def test_a_rest_after_an_exercise_is_as_written_where_the_words_fit() -> None:
    score = composed(exercise(UP), exercise(DOWN, title="Row"), rest=30)
    first_end = next(span.end_ms for span in score.spans if span.kind == "exercise")
    assert tones(score, "go")[1] - first_end == 30_000


def test_getting_up_from_the_floor_takes_longer_than_turning_over() -> None:
    lying = exercise(UP, posture="lying_face_up")
    turned = composed(lying, exercise(UP, posture="lying_face_down"))
    risen = composed(lying, exercise(UP, posture="standing"))
    assert lengths(risen, "change")[1] - lengths(turned, "change")[1] > 5000


def test_equipment_is_announced_one_rest_ahead() -> None:
    score = composed(exercise(UP), exercise(UP), exercise(UP, equipment=("a band",)))
    where = {cue.text: cue.where.exercise for cue in score.cues if cue.text}
    assert where["After this one, you will need a band."] == "exercise-2"
    assert where["Take a band."] == "exercise-3"


def test_a_free_wall_is_announced_one_rest_ahead() -> None:
    score = composed(exercise(UP), exercise(UP), exercise(UP, posture="at_wall"))
    assert "After this one, you will need a free wall." in said(score)


def test_what_the_first_exercises_need_is_said_at_the_start() -> None:
    score = composed(exercise(UP, equipment=("a mat",)), exercise(UP, posture="at_wall"))
    assert "You will need a mat and a free wall." in said(score)


def test_the_opening_says_what_how_long_what_the_tones_mean_and_the_safety_line() -> None:
    score = composed(*[exercise(UP, DOWN, reps=20)] * 3)
    opening = [cue.tone or cue.text for cue in score.cues if cue.where == Where()]
    assert opening[:8] == [
        "Test. 3 exercises, about 5 minutes.",
        "Low tones count you in.",
        "count_in",
        "This tone starts the work, and each hold.",
        "go",
        "And this one ends them.",
        "end",
        "If pain starts, or gets worse, stop.",
    ]
    assert round(score.length_ms / 60_000) == 5


def test_the_opening_explains_the_tone_between_phases_where_it_will_be_heard() -> None:
    score = composed(exercise(HOLD_10, HOLD_10))
    words = "This one leads to the next part."
    number = next(n for n, cue in enumerate(score.cues) if cue.text == words)
    assert score.cues[number + 1].tone == "phase"
    assert words not in said(composed(exercise(UP, HOLD_10, DOWN)))


def test_the_outro_brings_the_person_up_from_the_floor() -> None:
    lying = exercise(UP, posture="lying_face_up")
    assert said(composed(lying))[-1] == (
        "When you are ready, roll onto your side, and push yourself up slowly."
    )


def test_the_finish_tone_ends_the_work_of_a_session_but_not_of_a_preview() -> None:
    def count(*, alone: bool) -> int:
        cues = composed(exercise(HOLD_10), alone=alone).cues
        return sum(cue.tone == "finish" for cue in cues)

    assert (count(alone=False), count(alone=True)) == (1, 0)


def test_tones_talk_says_nothing_and_changes_no_hold() -> None:
    work = exercise(UP, {**HOLD_10, "cues": ["Breathe."]}, DOWN, reps=3)
    full, quiet = composed(work), composed(work, talk="tones")
    assert said(quiet) == []
    assert lengths(quiet, "hold") == lengths(full, "hold") == [10_000] * 3


def test_brief_talk_leaves_out_the_instruction_and_keeps_the_cue() -> None:
    score = composed(exercise(UP, DOWN, cue="Abs tight."), talk="brief")
    assert "Stand tall." not in said(score)
    assert "Abs tight." in said(score)


@pytest.mark.parametrize(("level", "count"), [("easy", 10), ("normal", 12), ("hard", 15)])
def test_the_level_chooses_the_reps(level: str, count: int) -> None:
    score = composed(exercise(UP, reps={"min": 10, "max": 15}), level=level)
    assert len(lengths(score, "rep")) == count


def test_a_preview_is_one_rep_with_holds_of_at_most_5_seconds() -> None:
    work = exercise(UP, HOLD_10, DOWN, sets=2, reps=3)
    score = composed_plan(shorten(plan(work)), alone=True)
    assert (lengths(score, "rep"), lengths(score, "hold")) == ([9000], [5000])


@pytest.mark.parametrize("sides", ["each", "alternate"])
def test_a_preview_shows_one_side_and_names_the_other(sides: str) -> None:
    work = shorten(plan(exercise(UP, sides=sides, sets=2, reps=3)))
    score = composed_plan(work, alone=True)
    assert [span.where.side for span in score.spans if span.kind == "rep"] == ["left"]
    assert said(score)[-4:] == [
        "Left side first.",
        "Get ready.",
        "Up",
        "Then the right side, in the same way.",
    ]


def test_a_second_set_names_the_side_it_begins_with() -> None:
    score = composed(exercise(UP, sets=2, sides="each", rest_between_sets_seconds=20))
    texts = said(score)
    assert texts[texts.index("Set 2 of 2.") + 1] == "Left side first."


def test_the_side_is_named_before_its_beat_where_a_short_rest_has_room() -> None:
    work = exercise(UP, HOLD_10, DOWN, sides="alternate", rest_between_reps_seconds=2)
    score = composed(work)
    right = next(span for span in score.spans if span.kind == "rep" and span.where.side == "right")
    named = next(cue for cue in score.cues if cue.text == "Right.")
    assert named.end_ms < right.start_ms
    assert ("Up", right.start_ms) in [(cue.text, cue.start_ms) for cue in score.cues]


def test_equipment_is_put_aside_where_the_next_exercise_has_no_use_for_it() -> None:
    score = composed(exercise(UP, equipment=("a band",)), exercise(UP))
    where = {cue.text: cue.where.exercise for cue in score.cues}
    assert where["You no longer need a band."] == "exercise-2"


def test_signs_without_a_sound_are_no_sentence() -> None:
    assert sentences("- Stand. - . Breathe.", "en") == ["- Stand. - .", "Breathe."]


def test_sentences_are_split_where_one_breathes() -> None:
    assert sentences("Stand tall. Breathe!\nGo for 1.5 seconds…  Now", "en") == [
        "Stand tall.",
        "Breathe!",
        "Go for 1.5 seconds…",
        "Now",
    ]


def test_a_language_without_phrases_is_named_with_those_there_are() -> None:
    with pytest.raises(
        RoutineFileError, match=r'language: the coach speaks de, en, .*, zh, not "tlh"'
    ):
        load_phrases("tlh")


def previewed(count: int, intro: str = "", instructions: str = "Stand tall.") -> Score:
    """Compose the preview of a routine of `count` exercises."""
    work = exercise(UP, HOLD_10, reps=8, sets=3, instructions=instructions)
    whole = plan(*[work] * count, rest=60, intro=intro, outro="Well done.")
    return composed_plan(sample(whole), sample=True)


def test_a_preview_of_a_routine_is_its_title_and_its_first_exercises_in_short() -> None:
    score = previewed(2, "Breathe.")
    words = said(score)
    assert words[:3] == ["Test", "Breathe.", "First: Wall sit."]
    assert "Next: Wall sit." in words
    assert "Well done." not in words
    assert all(cue.tone != "finish" for cue in score.cues)


@pytest.mark.parametrize("count", [1, 2, 3, 30])
def test_a_preview_of_a_routine_lasts_two_minutes_at_most(count: int) -> None:
    score = previewed(count, "Breathe. " * 1000)
    assert score.length_ms <= (SAMPLE_SECONDS + 20) * 1000
    assert "Breathe." not in said(score)


def test_a_preview_of_a_routine_has_one_exercise_at_least() -> None:
    score = previewed(3, instructions="Stand tall, and look ahead. " * 100)
    assert [span.kind for span in score.spans].count("exercise") == 1


def test_a_phase_whose_word_is_crowded_out_by_the_last_one_begins_with_a_tone() -> None:
    quick = exercise({**UP, "seconds": 1}, {**UP, "seconds": 1.034}, reps=2)
    score = composed(quick, measure=lambda text: 984 * len(text.split()))
    starts = [span.start_ms for span in score.spans if span.kind == "phase"]
    marked = {cue.start_ms for cue in score.cues}
    assert [start in marked for start in starts] == [True] * 4


def test_a_word_with_hardly_room_after_an_end_tone_is_said_close_to_the_next_phase() -> None:
    """The built-in voice takes 424 ms for "Down": no lowering of a second had its word."""
    lowers = {"name": "Down", "seconds": 1}
    score = composed(
        exercise(HOLD_10, lowers, reps=2, rest_between_reps_seconds=3), measure=lambda _: 424
    )
    ends = tones(score, "end")
    downs = [cue.start_ms for cue in score.cues if cue.text == "Down"]
    assert downs == [end + 500 for end in ends]
