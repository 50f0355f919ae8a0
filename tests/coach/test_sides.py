"""Sides: which of them work, in which order, and what is said at the change."""

from __future__ import annotations

from typing import Any

import pytest

from audiocoach.coach.composer import compose
from audiocoach.coach.phrases import languages, load_phrases
from audiocoach.coach.score import Score
from audiocoach.coach.style import Style
from audiocoach.coach.timetable import as_json
from audiocoach.coach.unheard_texts import remarks
from audiocoach.export.sheet import sheet
from audiocoach.routine.model import Exercise
from audiocoach.routine.periods import SIDE_CHANGE_MS
from audiocoach.routine.rep_range import exactly
from tests.coach.making import DOWN, ENGLISH, HOLD_10, UP, composed, exercise, lengths, plan, said
from tests.routine.files import faults, parsed, wall_sit, whole_file, with_exercise


def reps(score: Score) -> list[tuple[str | None, int | None]]:
    """Return side and number of each rep."""
    return [(span.where.side, span.where.rep) for span in score.spans if span.kind == "rep"]


def changes(score: Score) -> list[int]:
    """Return the milliseconds of each change of side."""
    return [s.end_ms - s.start_ms for s in score.spans if s.kind == "change" and s.where.side]


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_single_side_is_done_said_and_shown(side: str) -> None:
    one = exercise(UP, DOWN, reps=2, sides=side)
    score = composed(one)
    assert reps(score) == [(side, 1), (side, 2)]
    assert f"{side.capitalize()} side only." in said(score)
    assert changes(score) == []
    (entry,) = sheet(score, plan(one)).entries
    assert entry.dose == f"2 repetitions · {side} side"


def test_the_right_side_may_begin() -> None:
    score = composed(exercise(UP, DOWN, reps=2, sides="each", first_side="right"))
    assert [side for side, _ in reps(score)] == ["right", "right", "left", "left"]
    texts = said(score)
    assert texts.index("Right side first.") < texts.index("Now the left side.")


def test_the_right_side_may_begin_in_turn() -> None:
    score = composed(exercise(UP, reps=2, sides="alternate", first_side="right"))
    assert reps(score) == [("right", 1), ("left", 1), ("right", 2), ("left", 2)]


def test_a_set_of_one_side_names_that_side() -> None:
    """The rest before it used to name the side that was through."""
    weak = {"reps": 5, "sets": 2}
    one = exercise(UP, DOWN, reps=3, sides="each", first_side="right", left=weak)
    one = one.model_copy(update={"rest_between_sets_seconds": 30})
    score = composed(one)
    assert [side for side, _ in reps(score)] == ["right"] * 3 + ["left"] * 10
    texts = said(score)
    after = texts[texts.index("Set 2 of 2.") :]
    assert "Left side only." in after
    assert not [text for text in after if "ight" in text]


def test_the_first_rep_of_alternating_sides_is_named_like_the_others() -> None:
    long = {"name": "Up", "seconds": 4}
    texts = said(composed(exercise(long, reps=2, sides="alternate")))
    numbers = ["1, left.", "1, right.", "2, left.", "2, right."]
    assert [text for text in texts if text in numbers] == numbers


def test_where_the_total_has_no_room_the_number_and_the_side_are_said() -> None:
    german = load_phrases("de")
    held = exercise(UP, HOLD_10, DOWN, reps=2, sides="alternate", rest_between_reps_seconds=2)
    score = compose(plan(held), german, lambda text: 500 * len(text.split()), Style())
    numbers = ["1, links.", "1, rechts.", "2, links.", "2, rechts."]
    assert [text for text in said(score) if text in numbers] == numbers


def test_each_side_may_have_its_own_dose() -> None:
    score = composed(exercise(UP, DOWN, reps=3, sides="each", left={"reps": 5}))
    assert [side for side, _ in reps(score)] == ["left"] * 5 + ["right"] * 3
    texts = said(score)
    assert texts.index("Left side: 5 times.") + 1 == texts.index("Right side: 3 times.")
    assert texts[texts.index("Now the right side.") + 1] == "3 times."


def test_where_one_side_has_more_reps_it_goes_on_alone() -> None:
    score = composed(exercise(UP, reps=1, sides="alternate", right={"reps": 3}))
    assert reps(score) == [("left", 1), ("right", 1), ("right", 2), ("right", 3)]


def test_where_one_side_has_more_sets_it_goes_on_alone() -> None:
    score = composed(exercise(UP, reps=1, sets=1, sides="each", left={"sets": 2}))
    sets = [(s.where.set, s.where.side) for s in score.spans if s.kind == "rep"]
    assert sets == [(1, "left"), (1, "right"), (2, "left")]


def test_each_side_may_have_its_own_phases() -> None:
    raise_it: dict[str, Any] = {"phases": [{"name": "Raise", "seconds": 3}]}
    one = exercise(UP, sides="each", right=raise_it)
    score = composed(one)
    phases = [(s.title, s.end_ms - s.start_ms) for s in score.spans if s.kind == "phase"]
    assert phases == [("Up", 2000), ("Raise", 3000)]
    (entry,) = sheet(score, plan(one)).entries
    rows = {row.label: [part.text for part in row.parts] for row in entry.rows}
    assert rows["Each repetition (left side)"] == ["Up 2\u00a0s"]
    assert rows["Each repetition (right side)"] == ["Raise 3\u00a0s"]


def test_a_text_may_be_another_for_each_side() -> None:
    by_side = {"left": "Left leg back.", "right": "Right leg back."}
    name = {"left": "Left up", "right": "Right up"}
    one = exercise({"name": name, "seconds": 4}, sides="each", instructions=by_side)
    score = composed(one)
    texts = said(score)
    first, second = texts.index("Left leg back."), texts.index("Right leg back.")
    assert texts.index("Left up") > first
    assert texts[second - 1 : second + 1] == ["Now the right side.", "Right leg back."]
    assert texts.index("Right up") > second
    (entry,) = sheet(score, plan(one)).entries
    assert entry.text == "Left side: Left leg back. Right side: Right leg back."


def test_sides_in_turn_are_both_explained_before_they_begin() -> None:
    by_side = {"left": "Left leg back", "right": "Right leg back."}
    texts = said(composed(exercise(UP, sides="alternate", instructions=by_side)))
    first = texts.index("Left side: Left leg back.")
    assert texts[first + 1] == "Right side: Right leg back."


def test_in_turn_what_is_said_of_one_side_is_said_with_its_name() -> None:
    """What follows sounded like what is done next, not like the other side's."""
    by_side = {"left": "Kneel. Knee up. Arm long. Stay.", "right": "Kneel. Heel up. Stay."}
    cue = {"left": "Long!", "right": ""}
    stretch = exercise(UP, sides="alternate", first_side="right", instructions=by_side, cue=cue)
    texts = said(composed(stretch, rest=60))
    start = texts.index("Kneel.")
    both = ["Kneel.", "Right side: Heel up.", "Left side: Knee up.", "Arm long.", "Stay."]
    assert texts[start : start + len(both)] == both
    assert "Left side: Long." in said(composed(stretch, talk="brief"))


@pytest.mark.parametrize(
    ("left", "right", "both"),
    [
        ("Kneel. Low.", "Kneel. High.", ["Kneel.", "Left side: Low.", "Right side: High."]),
        ("Low. Stay.", "High. Stay.", ["Left side: Low.", "Right side: High.", "Stay."]),
        ("Kneel. Up. Stay.", "Kneel. Stay.", ["Kneel.", "Left side: Up.", "Stay."]),
        ("Up. Up.", "Up.", ["Up.", "Left side: Up."]),
        (
            "Down. Low.",
            "Kneel. High.",
            ["Left side: Down.", "Low.", "Right side: Kneel.", "High."],
        ),
    ],
)
def test_in_turn_what_both_sides_begin_or_end_with_is_said_once(
    left: str, right: str, both: list[str]
) -> None:
    by_side = {"left": left, "right": right}
    texts = said(composed(exercise(UP, sides="alternate", instructions=by_side)))
    start = texts.index(both[0])
    assert texts[start : start + len(both) + 1] == [*both, "Left, then right, once each."]


def test_what_has_no_room_is_named_where_it_stands_also_with_its_side() -> None:
    by_side = {"left": "Left leg back " * 9, "right": "Right leg back."}
    fields: dict[str, Any] = {"sides": "alternate", "instructions": by_side, "rests": "exact"}
    score = composed(exercise(UP, rests="exact"), exercise(UP, **fields), rest=1)
    places = {
        drop.place for drop in score.dropped if drop.text.startswith(("Left side: ", "Right"))
    }
    assert places == {"exercises.exercise-2.instructions"}


def test_what_is_the_same_on_both_sides_is_said_once() -> None:
    texts = said(composed(exercise(UP, reps=2, sides="each")))
    assert texts.count("Stand tall.") == 1


def test_brief_says_the_cue_of_the_other_side() -> None:
    by_side = {"left": "Left leg back.", "right": "Right leg back."}
    cue = {"left": "Left.", "right": "Right leg."}
    texts = said(composed(exercise(UP, sides="each", instructions=by_side, cue=cue), talk="brief"))
    assert "Right leg back." not in texts
    assert texts[texts.index("Now the right side.") + 1] == "Right leg."


def test_a_change_of_side_takes_eight_seconds_where_nothing_is_written() -> None:
    for rests in ("at_least", "exact"):
        score = composed(exercise(UP, sides="each", rests=rests))
        assert changes(score) == [SIDE_CHANGE_MS]


def test_a_written_change_of_side_is_a_minimum_unless_rests_are_exact() -> None:
    for seconds in (0, 1, 3, 7, 12, 30):
        fields: dict[str, Any] = {"sides": "each", "rest_between_sides_seconds": seconds}
        (grown,) = changes(composed(exercise(UP, **fields)))
        assert grown >= seconds * 1000
        exact = changes(composed(exercise(HOLD_10, rests="exact", **fields)))
        assert exact == ([seconds * 1000] if seconds else [])


def test_sides_without_a_rest_follow_on_the_beat_and_are_named_before() -> None:
    score = composed(exercise(HOLD_10, sides="each", rests="exact", rest_between_sides_seconds=0))
    first, second = [span for span in score.spans if span.kind == "hold"]
    assert first.end_ms == second.start_ms
    (name,) = [cue for cue in score.cues if cue.text == "Next, the right side."]
    assert first.start_ms < name.start_ms < name.end_ms < first.end_ms


def test_between_the_sides_of_a_rep_in_turn_lies_their_own_rest() -> None:
    score = composed(
        exercise(
            UP, reps=2, sides="alternate", rest_between_reps_seconds=3, rest_between_sides_seconds=1
        )
    )
    assert lengths(score, "rest") == [1000, 3000, 1000]


def test_lying_on_the_side_one_turns_over_with_time_for_it() -> None:
    score = composed(exercise(UP, posture="lying_on_side", sides="each", sets=2))
    turns = [cue for cue in score.cues if cue.text == "Turn over onto your other side."]
    assert [cue.where.side or cue.where.set for cue in turns] == ["right", 2, "right"]
    starts = [span.start_ms for span in score.spans if span.kind == "rep"]
    assert all(
        start - cue.end_ms >= 6000 for cue, start in zip(turns[::2], starts[1::2], strict=True)
    )


def test_between_two_exercises_on_the_side_one_turns_over_where_the_side_is_another() -> None:
    clam = exercise(UP, posture="lying_on_side", sides="each")
    lift = exercise(UP, posture="lying_on_side", sides="right", title="Lift")
    turn = "Turn over onto your other side."
    assert said(composed(clam, lift)).count(turn) == 1
    both = composed(clam, clam)
    assert said(both).count(turn) == 3
    spoken = [cue for cue in both.cues if cue.text == turn]
    reps = [span.start_ms for span in both.spans if span.kind == "rep"]
    assert all(at - cue.end_ms >= 6000 for cue, at in zip(spoken, reps[1:], strict=True))


def test_sitting_no_one_turns_over() -> None:
    assert "Turn over onto your other side." not in said(composed(exercise(UP, sides="each")))


@pytest.mark.parametrize("language", languages())
def test_in_each_language_turning_over_is_said(language: str) -> None:
    assert load_phrases(language).say("turn_over")


def test_json_has_the_side_of_each_rep() -> None:
    spans: Any = as_json(composed(exercise(UP, sides="each", first_side="right")))["spans"]
    assert [span["side"] for span in spans if span["kind"] == "rep"] == ["right", "left"]


def test_a_step_changes_some_of_what_a_side_changes() -> None:
    from audiocoach.routine.plan import plan_routine

    side = wall_sit(sides="each", left={"reps": 5, "cue": "Slow."})
    step = {"exercise": "wall-sit", "left": {"reps": 7}, "reps": 2}
    tree = whole_file(exercises={"wall-sit": side}, routines={"r": {"title": "R", "steps": [step]}})
    (planned,) = plan_routine(parsed(tree), "r").steps
    left = planned.exercise.left
    assert left
    assert (left.reps, left.cue) == (
        exactly(7),
        "Slow.",
    )


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"sides": "lef"}, '.sides: unknown sides "lef", did you mean "left"?'),
        ({"sides": "each", "first_side": "both"}, ".first_side: must be one of left, right"),
        ({"sides": "each", "left": {"repps": 3}}, '.left.repps: unknown key, did you mean "reps"?'),
        ({"sides": "each", "left": {"tones": "soft"}}, ".left.tones: can't be set for one side: "),
        ({"sides": "each", "left": {"reps": 0}}, ".left.reps: must be at least 1 and at most"),
        ({"sides": "each", "cue": {"left": "A"}}, ".cue.right: is missing"),
        ({"sides": "each", "cue": {"left": "A", "right": "B", "x": "C"}}, ".cue.x: unknown key; k"),
        ({"left": {"reps": 3}}, ': must have "sides" other than "none" for "left" of "Wall sit"'),
        ({"first_side": "right"}, ': must have "sides" other than "none" for "first_side" of'),
        (
            {"cue": {"left": "A", "right": "B"}},
            ': must have "sides" other than "none" for "left" and "right" in "cue" of "Wall sit"',
        ),
        (
            {"phases": [{"name": {"left": "A", "right": "B"}, "seconds": 3}]},
            ': must have "sides" other than "none" for "left" and "right" in "phases" of',
        ),
        (
            {"sides": "each", "left": {"reps": 3, "for_seconds": 60}},
            '.left: must have either "reps" or "for_seconds"',
        ),
    ],
)
def test_faulty_sides_are_named_with_place_and_rule(changes: dict[str, Any], fault: str) -> None:
    assert faults(with_exercise(**changes))[0].startswith(f"exercises.wall-sit{fault}")


def test_a_preview_shows_both_sides_where_they_differ() -> None:
    from audiocoach.coach.preview import shorten
    from tests.coach.making import one_second

    texts = {"left": "Left leg back.", "right": "Right leg back."}
    own = plan(exercise(UP, sides="each", instructions=texts, reps=5))
    assert reps(compose(shorten(own), ENGLISH, one_second, Style(alone=True))) == [
        ("left", 1),
        ("right", 1),
    ]


def chair_then_floor(**fields: Any) -> Any:
    """Return an exercise that is done sitting on the left, and standing on the right."""
    right = {"posture": "standing", "position": "Lean on the wall.", **fields.pop("right", {})}
    sides = {"sides": "each", "posture": "sitting_on_chair", **fields}
    return exercise(UP, right=right, **sides)


def test_each_side_may_have_its_own_posture_said_on_the_way_to_it() -> None:
    score = composed(chair_then_floor(), exercise(DOWN, posture="lying_face_up"))
    texts = said(score)
    at = texts.index("Now the right side.")
    assert texts[at : at + 3] == ["Now the right side.", "Stand up straight.", "Lean on the wall."]
    assert texts[texts.index("Next: Wall sit.") + 1] == "Lie down on your back."


def test_from_one_set_to_the_next_the_body_comes_back_to_the_posture_of_the_first_side() -> None:
    score = composed(chair_then_floor(sets=2))
    texts = said(score)
    assert texts.index("Stand up straight.") < texts.index("Set 2 of 2.")
    assert texts.count("Sit down on the chair.") == 2
    (rest,) = [s for s in score.spans if s.kind == "rest" and s.where.set == 2]
    assert rest.end_ms - rest.start_ms >= 6000 + 5000  # sitting down, and from the rising tone on


def test_the_way_up_at_the_end_is_that_of_the_last_side() -> None:
    texts = said(composed(chair_then_floor(right={"posture": "lying_face_up"})))
    assert texts[-1] == "When you are ready, roll onto your side, and push yourself up slowly."


def test_sides_in_turn_of_other_postures_have_a_change_before_each_rep() -> None:
    one = exercise(
        {"name": "Up", "seconds": 2}, sides="alternate", reps=2, right={"posture": "kneeling"}
    )
    score = composed(one)
    assert len(changes(score)) == 3
    assert min(changes(score)) >= SIDE_CHANGE_MS
    assert said(score).count("Kneel down.") == 2


def test_what_a_side_needs_is_named_in_the_opening_and_taken_at_its_turn() -> None:
    weights = {"equipment": ["a light weight"], "right": {"equipment": ["a heavy weight"]}}
    texts = said(composed(exercise(UP, sides="each", **weights)))
    assert "You will need a light weight and a heavy weight." in texts
    assert texts.index("Take a light weight.") < texts.index("Now the right side.")
    assert texts[texts.index("Now the right side.") + 1] == "Take a heavy weight."


def test_what_one_side_holds_and_the_other_does_not_is_put_aside() -> None:
    texts = said(
        composed(exercise(UP, sides="each", equipment=["a weight"], right={"equipment": []}))
    )
    assert texts[texts.index("Now the right side.") + 1] == "Put your equipment aside."


def test_in_turn_all_that_both_sides_need_is_taken_at_the_start() -> None:
    weights = {"equipment": ["a weight"], "right": {"equipment": ["a band"]}}
    texts = said(composed(exercise(UP, sides="alternate", reps=2, **weights)))
    assert [text for text in texts if text.startswith("Take")] == ["Take a weight and a band."]


def test_a_side_may_have_its_own_rest_between_sets_and_speed() -> None:
    one = exercise(
        {"name": "Up", "beats": 4},
        bpm=120,
        sides="each",
        sets=2,
        rest_between_sets_seconds=10,
        right={"rest_between_sets_seconds": 20, "bpm": 60},
    )
    score = composed(one)
    rests = [s.end_ms - s.start_ms for s in score.spans if s.kind == "rest" and s.where.set == 2]
    assert rests == [20_000]
    assert lengths(score, "phase") == [2000, 4000, 2000, 4000]


def test_a_side_alone_may_have_beats() -> None:
    right = {"bpm": 60, "phases": [{"name": "Up", "beats": 3}]}
    score = composed(exercise(UP, sides="each", right=right))
    assert lengths(score, "phase") == [2000, 3000]


def test_the_sheet_shows_what_is_different_on_a_side() -> None:
    one = chair_then_floor(equipment=["a band"], right={"equipment": ["a stick"]})
    (entry,) = sheet(composed(one), plan(one)).entries
    rows = {row.label: [part.text for part in row.parts] for row in entry.rows}
    position = ["Left side: sitting on a chair", "Right side: standing upright"]
    assert rows["Starting position"] == position
    assert rows["You need"] == ["a band", "a chair", "a stick"]


@pytest.mark.parametrize(
    "changes",
    [
        {"left": {"reps": 3}},
        {"sets": 2, "reps": 10, "every_seconds": 20},
        {"bpm": 300, "phases": [{"name": "Up", "beats": 1, "hold": True}]},
    ],
)
def test_what_is_wrong_with_sides_or_periods_is_said_once(changes: dict[str, Any]) -> None:
    (fault,) = faults(with_exercise(**changes))
    assert fault.startswith("exercises.wall-sit")


def test_a_fault_of_a_step_is_named_beside_those_of_its_exercise() -> None:
    exercises = {"wall-sit": wall_sit(left={"reps": 3}), "other": wall_sit(title="Other")}
    step = {"exercise": "other", "first_side": "right"}
    tree = whole_file(
        exercises=exercises, routines={"r": {"title": "R", "steps": ["wall-sit", step]}}
    )
    assert [fault.partition(":")[0] for fault in faults(tree)] == [
        "exercises.wall-sit",
        "routines.r.steps[1]",
    ]


def test_lying_on_the_side_in_turn_one_turns_over_before_each_rep_with_time_for_it() -> None:
    score = composed(exercise(UP, DOWN, reps=2, sides="alternate", posture="lying_on_side"))
    assert said(score).count("Turn over onto your other side.") == 3
    assert len(changes(score)) == 3
    assert min(changes(score)) >= SIDE_CHANGE_MS


def test_in_a_short_exact_change_the_way_to_the_other_sides_posture_is_a_quick_one() -> None:
    right = {"posture": "lying_face_up"}
    sided = exercise(HOLD_10, sides="each", rest_between_sides_seconds=3, right=right)
    score = composed(sided.model_copy(update={"rests": "exact"}))
    change = next(span for span in score.spans if span.title == "Change sides")
    heard = [cue.text for cue in score.cues if cue.text and cue.start_ms >= change.start_ms]
    assert "Onto your back." in heard
    assert "Lie down on your back." not in said(score)


def test_a_side_alone_is_named_once_and_not_again_in_each_set() -> None:
    score = composed(
        exercise(UP, DOWN, sides="right", sets=3, reps=4, rest_between_sets_seconds=20), alone=True
    )
    assert said(score).count("Right side only.") == 1


def test_where_one_side_goes_on_alone_its_dose_names_it_once() -> None:
    one = exercise(UP, sides="each", sets=2, reps=2, left={"sets": 4}, rest_between_sets_seconds=20)
    texts = said(composed(one, alone=True))
    assert texts.count("Left side only.") == 1
    third = texts.index("Set 3 of 4.")
    assert texts[third + 1 : third + 3] == ["2 times.", "Left side only."]


def in_turn(**fields: Any) -> Exercise:
    by_side = {"left": "Stand tall. Left leg back.", "right": "Stand tall. Right leg back."}
    both: dict[str, Any] = {"reps": 4, "sides": "alternate", "instructions": by_side}
    return exercise(UP, **{**both, **fields})


@pytest.mark.parametrize("rests", ["at_least", "exact"])
@pytest.mark.parametrize("seconds", [6, 8, 12, 30])
def test_in_turn_the_other_side_is_explained_in_the_first_pause_before_it(
    seconds: float, rests: str
) -> None:
    score = composed(in_turn(rest_between_sides_seconds=seconds, rests=rests))
    first, second = (
        next(span for span in score.spans if span.kind == "rep" and span.where.side == side)
        for side in ("left", "right")
    )
    (left,) = [cue for cue in score.cues if cue.text == "Left side: Left leg back."]
    (right,) = [cue for cue in score.cues if cue.text == "Right side: Right leg back."]
    assert left.end_ms < first.start_ms
    assert first.end_ms <= right.start_ms < right.end_ms < second.start_ms
    assert not [drop for drop in score.dropped if "leg back" in drop.text]


def test_brief_says_the_other_sides_cue_in_the_first_pause_before_it() -> None:
    cue = {"left": "Left leg.", "right": "Right leg."}
    score = composed(in_turn(cue=cue, rest_between_sides_seconds=6), talk="brief")
    first = next(span for span in score.spans if span.kind == "rep")
    (right,) = [cue for cue in score.cues if cue.text == "Right side: Right leg."]
    assert right.start_ms >= first.end_ms


def test_without_a_pause_both_sides_are_explained_before_and_it_is_remarked_on() -> None:
    score = composed(in_turn())
    first = next(span for span in score.spans if span.kind == "rep")
    (right,) = [cue for cue in score.cues if cue.text == "Right side: Right leg back."]
    assert right.end_ms < first.start_ms
    (line,) = remarks(score)
    assert line == (
        'exercises.exercise-1.instructions: "Right side: Right leg back." can\'t always be heard:'
        " there is no room for it"
    )


def test_the_other_posture_in_turn_is_explained_on_the_way_to_it() -> None:
    score = composed(in_turn(right={"posture": "kneeling"}))
    change = next(span for span in score.spans if span.kind == "change" and span.where.side)
    (right,) = [cue for cue in score.cues if cue.text == "Right side: Right leg back."]
    assert change.start_ms <= right.start_ms < right.end_ms < change.end_ms
