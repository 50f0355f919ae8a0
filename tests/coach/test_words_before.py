"""What is said before an exercise: in which order, what goes first, and nothing twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.coach.compose_context import ComposeContext
from audiocoach.coach.composer import compose
from audiocoach.coach.exact_rests import lay_exact_change
from audiocoach.coach.score import Score, Where
from audiocoach.coach.style import Style
from audiocoach.coach.timeline import Measure, Timeline
from audiocoach.coach.words_before import (
    AT_THE_END,
    EARLY_ORDER,
    ORDER,
    PLACE,
    PRIORITY,
    URGENT,
    Kind,
    WordsBefore,
)
from audiocoach.routine.model import Exercise, RoutineFile
from audiocoach.routine.plan import plan_routine
from tests.coach.making import DOWN, ENGLISH, HOLD_10, UP, composed, exercise, said, short_words

GO_20: dict[str, Any] = {"name": "Go", "seconds": 20}


def slow_words(text: str) -> int:
    return 400 * len(text.split())


def routine(
    *steps: dict[str, Any],
    rests: str = "exact",
    talk: Any = "full",
    measure: Measure = short_words,
    **exercises: Any,
) -> Score:
    """Compose a routine of `steps`."""
    written = {"title": "Test", "rests": rests, "steps": list(steps)}
    file = RoutineFile.model_validate({"exercises": exercises, "routines": {"test": written}})
    return compose(plan_routine(file, "test"), ENGLISH, measure, Style(talk=talk))


def after_rest(seconds: float, b: Exercise, *, a: Exercise | None = None, **more: Any) -> Score:
    """Compose `a`, or twenty seconds of work, a rest, and `b`; `more` is as for `routine`."""
    first = {"exercise": "a", "rest_after_seconds": seconds}
    return routine(first, {"exercise": "b"}, a=a or exercise(GO_20), b=b, **more)


def laid(words: Mapping[Kind, str], rest_ms: int) -> tuple[dict[str, int], set[str]]:
    """Lay down a rest after 30 s of work; return when each text is said, and what is dropped."""
    timeline = Timeline(short_words)
    timeline.tone("go", 0, Where())
    timeline.now = 30_000
    before = WordsBefore({kind: [text] for kind, text in words.items()})
    lay_exact_change(ComposeContext(timeline, ENGLISH, "full"), rest_ms, before, Where(), 0)
    starts = {cue.text: cue.start_ms for cue in timeline.ordered_cues(0) if cue.text}
    return starts, {drop.text for drop in timeline.dropped}


def test_each_kind_has_its_place_in_the_order_and_its_priority() -> None:
    assert sorted(ORDER) == sorted(get_args(Kind))
    assert sorted(PRIORITY) == sorted({*ORDER} - {"recap"})
    assert {*EARLY_ORDER, *PLACE, *URGENT} <= {*ORDER}


def test_where_the_body_goes_outlives_every_other_word() -> None:
    place = ("release", "up", "into", "late", "position")
    assert PRIORITY[: len(place)] == place
    assert PRIORITY[-1] == "get_ready"


def test_nothing_but_the_number_or_get_ready_comes_after_the_position() -> None:
    assert ORDER[ORDER.index("position") + 1 :] == ("number", "get_ready")
    assert EARLY_ORDER[-1] == "position"


def _texts(counts: dict[Kind, int]) -> dict[Kind, str]:
    """Return a sentence of so many words for each kind; the closing word is short."""
    return {
        kind: f"{kind} " * (1 if kind in ("number", "get_ready") else n)
        for kind, n in counts.items()
    }


_CUT = ORDER.index("recap") + 1
LONG_ORDER = (
    *(kind for kind in ORDER[:_CUT] if kind not in AT_THE_END),
    *(kind for kind in ORDER if kind in AT_THE_END),
    *ORDER[_CUT:],
)
"""The same in a long rest, up to the end of which the body stays where it is."""
SHORT_ORDER = tuple("recap" if kind == "name" else kind for kind in ORDER if kind != "recap")
"""The same in a short one, where the name is said in short, before the way to the next place."""
words_of_kinds = st.dictionaries(st.sampled_from(ORDER), st.integers(1, 14), min_size=1).map(_texts)


@given(words_of_kinds, st.integers(0, 70))
def test_every_word_is_said_or_shown_as_dropped_and_in_its_order(
    words: dict[Kind, str], seconds: int
) -> None:
    starts, dropped = laid(words, seconds * 1000)
    rest = [kind for kind in ORDER if starts.get(words.get(kind, ""), -1) >= 30_000]
    ordered = sorted(rest, key=lambda kind: starts[words[kind]])
    other = LONG_ORDER if seconds > 45 else SHORT_ORDER
    assert ordered in (rest, [kind for kind in other if kind in rest])
    # How long a rest is, one hears; that it is over, the tones say.
    silent = {"recap", "number", "cue", "get_ready", "rest"}
    if words.get("recap") in starts:
        silent.add("name")  # said in short
    assert {text for kind, text in words.items() if kind not in silent} <= {*starts, *dropped}


@given(words_of_kinds, st.integers(0, 70))
def test_no_shorter_word_for_the_body_is_dropped_where_get_ready_is_said(
    words: dict[Kind, str], seconds: int
) -> None:
    starts, dropped = laid({**words, "get_ready": "Get ready."}, seconds * 1000)
    for kind in ("up", "into", "late", "position", "fetch", "name"):
        if "Get ready." in starts and words.get(kind) in dropped:
            assert short_words(words[kind]) > short_words("Get ready.")


def test_how_to_stand_is_not_said_where_bending_forward_has_no_room() -> None:
    starts, dropped = laid({"name": "Fold", "late": "late " * 400, "stance": "Stand wide"}, 8000)
    assert "Stand wide" in dropped
    assert "Fold" in starts


@pytest.mark.parametrize("rests", ["at_least", "exact"])
def test_the_closing_word_is_the_number_or_get_ready_and_never_both(rests: str) -> None:
    hold, reps = exercise(GO_20), exercise(UP, title="Row", reps=3)
    score = routine(
        {"exercise": "a", "rest_after_seconds": 20},
        {"exercise": "b", "rest_after_seconds": 20},
        {"exercise": "a"},
        rests=rests,
        a=hold,
        b=reps,
    )
    spans = [span for span in score.spans if span.kind == "change"]
    heard = [
        [cue.text for cue in score.cues if cue.text and span.start_ms <= cue.start_ms < span.end_ms]
        for span in spans
    ]
    assert [texts[-1] for texts in heard] == ["Get ready.", "1.", "Get ready."]
    assert "Get ready." not in heard[1]


def test_hands_and_knees_in_an_exact_rest_are_come_to_after_the_instruction() -> None:
    """In 15 s they were once come to first: 12.9 s on hands and knees before the first rep."""
    cat = exercise(UP, title="Cat", posture="hands_and_knees", instructions="Round your back.")
    score = after_rest(15, cat)
    starts = {cue.text: cue for cue in score.cues if cue.text}
    kneel, go = starts["Come onto your hands and knees."], score.exercises[1].start_ms + 15_000
    assert starts["Round your back."].start_ms < kneel.start_ms
    assert go - kneel.end_ms <= 10_000


def test_the_position_of_a_bent_over_row_is_said_in_10_seconds_rather_than_get_ready() -> None:
    """In an exact rest of 10 s it was once left out, while "Get ready." stayed."""
    row = exercise(
        UP,
        title="Bent-over row",
        posture="standing_bent_over",
        equipment=["a dumbbell in each hand"],
        position="Now bend forward from your hips, back straight.",
    )
    score = after_rest(10, row, measure=slow_words)
    rest = [
        cue.text for cue in score.cues if cue.text and cue.start_ms >= score.exercises[1].start_ms
    ]
    assert rest[:4] == [
        "Next: Bent-over row.",
        "Take a dumbbell in each hand.",
        "Now bend forward from your hips, back straight.",
        "Up",
    ]


def test_a_chair_is_gone_to_in_the_rest_and_not_within_the_work() -> None:
    """In 30 s of work with 10 s of rest it was once gone to during the work."""
    step_up = exercise(
        GO_20,
        title="Step-up",
        equipment=["a sturdy chair"],
        instructions="Step up with one foot, then with the other. Change the leg each time.",
    )
    score = after_rest(10, step_up)
    (chair,) = [cue for cue in score.cues if cue.text == "Go to a sturdy chair."]
    assert chair.start_ms >= score.exercises[1].start_ms


def test_from_the_floor_one_gets_up_first_also_where_not_all_has_room() -> None:
    """Where getting up filled the rest, the chair was once gone to before, lying down."""
    sit_up = exercise(GO_20, posture="lying_face_up")
    step_up = exercise(GO_20, title="Step-up onto the chair", equipment=["a sturdy chair"])
    for seconds in range(1, 15):
        score = after_rest(seconds, step_up, a=sit_up)
        way = ["Roll onto your side, and push yourself up slowly.", "Go to a sturdy chair."]
        heard = [text for text in said(score) if text in way]
        assert heard == [text for text in way if text in heard]


@pytest.mark.parametrize("seconds", [12, 30, 60])
def test_in_a_flow_what_follows_is_said_in_the_last_seconds(seconds: int) -> None:
    """Its name, and the way up, were once said up to 27 s before, in the middle of a hold."""
    plank = exercise({"name": "Hold", "seconds": seconds, "hold": True}, posture="lying_face_down")
    mountain = exercise(GO_20, title="Mountain", instructions="Stand tall. " * 4)
    score = routine({"exercise": "a"}, {"exercise": "b"}, a=plank, b=mountain)
    change = score.exercises[1].start_ms
    early = {cue.text: change - cue.start_ms for cue in score.cues if cue.start_ms < change}
    assert early["Next: Mountain."] <= 15_000
    way = "Push yourself up onto your hands and knees, then get up slowly."
    assert early["Next: Mountain."] > early[way]
    assert early[way] <= 8000


@pytest.mark.parametrize("rests", ["at_least", "exact"])
@pytest.mark.parametrize(("seconds", "times"), [(45, 0), (60, 1), (180, 1)])
def test_after_a_long_rest_the_name_and_the_cue_come_again(
    rests: str, seconds: int, times: int
) -> None:
    row = exercise(UP, title="Row", cue="Ribs.", instructions="Pull the weights up.")
    score = after_rest(seconds, row, rests=rests)
    assert (said(score).count("Row."), said(score).count("Ribs.")) == (times, times)


@pytest.mark.parametrize("rests", ["at_least", "exact"])
def test_of_rounds_of_one_exercise_only_the_first_has_its_name_and_dose(rests: str) -> None:
    burpee = exercise(GO_20, title="Burpee", cue="Explode up.", equipment=["a mat"])
    rounds = {"rounds": 4, "steps": [{"exercise": "a", "rest_after_seconds": 10}]}
    heard = said(routine(rounds, rests=rests, a=burpee))
    assert heard.count("First: Burpee.") == 1
    assert not [text for text in heard if text.startswith("Next")]
    assert [text for text in heard if text.startswith("Round")] == [
        f"Round {number} of 4." for number in range(1, 5)
    ]
    assert heard.count("For 20 seconds.") == 1
    assert heard.count("Take a mat.") == 1


def test_rounds_of_one_exercise_say_how_often_where_that_changes() -> None:
    ladder = exercise(UP, title="Push-up", reps=[10, 8])
    rounds = [{"rounds": 2, "steps": [{"exercise": "a", "reps": reps}]} for reps in (10, 8)]
    heard = said(routine(*rounds, rests="at_least", a=ladder.model_copy(update={"reps": 10})))
    assert [text for text in heard if text in ("10 times.", "8 times.")] == [
        "10 times.",
        "8 times.",
    ]


@pytest.mark.parametrize("field", ["position", "instructions"])
@pytest.mark.parametrize("rests", ["at_least", "exact"])
def test_the_exercises_own_words_stand_for_the_coachs(field: str, rests: str) -> None:
    own = {"instructions": "Raise your leg.", field: "Lie on your left side. Keep still."}
    lying = exercise(UP, title="Leg raise", posture="lying_on_side", **own)
    score = after_rest(30, lying, rests=rests)
    heard = said(score)
    assert "Lie down on your side." not in heard
    assert heard.count("Lie on your left side.") == 1
    at = heard.index("Next: Leg raise.")
    assert heard[at + 1] == "Lie on your left side."


def test_another_sentence_of_ones_own_leaves_the_coachs_way_as_it_is() -> None:
    own = {"position": "Rest your head on your arm.", "instructions": "Raise your leg."}
    heard = said(composed(exercise(HOLD_10), exercise(UP, posture="lying_on_side", **own)))
    assert "Lie down on your side." in heard
    assert "Rest your head on your arm." in heard


def test_hands_and_knees_in_ones_own_words_are_said_once_and_late() -> None:
    own = {"instructions": "Come onto all fours, on your hands and knees. Round your back."}
    cat = exercise(UP, title="Cat", posture="hands_and_knees", **own)
    heard = said(composed(exercise(HOLD_10), cat))
    assert "Come onto your hands and knees." not in heard
    assert heard.index("Round your back.") < heard.index(
        "Come onto all fours, on your hands and knees."
    )


def test_who_turns_over_hears_so_once() -> None:
    clam = exercise(
        UP,
        title="Clamshell",
        posture="lying_on_side",
        sides="each",
        position={"left": "Lie on your right side.", "right": "Lie on your left side."},
    )
    heard = said(routine({"exercise": "a"}, rests="at_least", a=clam))
    assert "Turn over onto your other side." not in heard
    assert heard.count("Lie on your left side.") == 1


def test_of_the_other_sides_instruction_only_what_differs_is_said() -> None:
    right = {"instructions": "Step back with your right foot. Keep your back straight."}
    lunge = exercise(
        UP,
        sides="each",
        instructions="Step back with your left foot. Keep your back straight.",
        right=right,
    )
    heard = said(routine({"exercise": "a"}, rests="at_least", a=lunge))
    assert heard.count("Keep your back straight.") == 1
    assert "Step back with your right foot." in heard


@pytest.mark.parametrize("rests", ["at_least", "exact"])
@pytest.mark.parametrize("seconds", [60, 300])
def test_in_a_long_rest_the_body_stays_where_it_is_until_the_end(rests: str, seconds: int) -> None:
    """In a rest of five minutes one was once made to lie down at its beginning."""
    crunch = exercise(GO_20, title="Crunch", posture="lying_face_up", instructions="Curl up.")
    score = after_rest(seconds, crunch, rests=rests)
    start = score.exercises[1].start_ms
    go = next(span.start_ms for span in score.spans if span.kind == "set" and span.start_ms > start)
    [lie] = [cue for cue in score.cues if cue.text == "Lie down on your back."]
    assert 17_000 < go - lie.end_ms < 30_000
    end = [cue.text for cue in score.cues if cue.text and lie.start_ms - 3000 < cue.start_ms < go]
    assert end[:3] == ["Crunch.", "Lie down on your back.", "Curl up."]
    assert said(score).count("Curl up.") == 1


def test_the_own_way_of_an_exercise_is_said_in_brief_too() -> None:
    """In brief "Lie on your right side." was once left out with the rest of its instruction."""
    lying = "Lie on your right side. Open your knee."
    clam = exercise(
        UP, title="Clam", posture="lying_on_side", instructions=lying, cue="Hips still."
    )
    for talk in ("full", "brief"):
        texts = said(composed(clam, talk=talk))
        assert "Lie on your right side." in texts
        assert "Lie down on your side." not in texts
        assert ("Hips still." in texts, "Open your knee." in texts) == (
            talk == "brief",
            talk == "full",
        )


@pytest.mark.parametrize(("rest", "is_said"), [(5, False), (60, True)])
def test_a_rest_does_not_grow_for_which_side_begins_where_the_number_says_it(
    rest: float, is_said: bool
) -> None:
    first = exercise(UP, DOWN, title="First")
    in_turn = exercise(UP, DOWN, title="Second", sides="alternate", reps=3)
    score = composed(first, in_turn, rest=rest)
    texts = [cue.text for cue in score.cues if cue.where.exercise == "exercise-2"]
    assert ("Left side first." in texts) == is_said
    assert {"Left and right in turn, 3 times each.", "1, left."} <= {*texts}


@pytest.mark.parametrize(
    "fields", [{"sides": "each"}, {"sides": "alternate", "first_side": "right"}]
)
def test_a_side_that_nothing_else_names_in_order_is_said(fields: dict[str, Any]) -> None:
    first = exercise(UP, DOWN, title="First")
    score = composed(first, exercise(UP, DOWN, title="Second", reps=3, **fields), rest=5)
    side = fields.get("first_side", "left").title()
    assert f"{side} side first." in said(score)
