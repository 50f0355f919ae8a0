"""What brings the body into its place is said last: no posture that tires is held long."""

from collections.abc import Callable
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import audiocoach
from audiocoach.coach.composer import compose
from audiocoach.coach.phrases import languages, load_phrases
from audiocoach.coach.posture import late_ms
from audiocoach.coach.preview import shorten
from audiocoach.coach.rests import HELD_MS
from audiocoach.coach.score import Score
from audiocoach.coach.style import Style, Talk
from audiocoach.coach.timeline import Measure
from audiocoach.routine.choices import LEVELS
from audiocoach.routine.localized_names import in_languages
from audiocoach.routine.model import Exercise
from audiocoach.routine.plan import Plan, plan_exercise
from audiocoach.routine.reader import read_routines, shipped_routines
from audiocoach.voice.duration_estimate import estimate
from tests.coach.making import (
    DOWN,
    ENGLISH,
    HOLD_10,
    UP,
    composed,
    composed_plan,
    exercise,
    plan,
    said,
    tones,
)
from tests.coach.strategies import POSTURES

BEND = "Now bend forward."
ROW = exercise(
    UP,
    DOWN,
    title="Row",
    posture="standing_bent_over",
    instructions="Pull up. Let go slowly.",
    cue="Slowly.",
    position=BEND,
    reps=2,
)
KNEEL = "Come onto your hands and knees."
LONG = " ".join(["Do it in just this way."] * 9)


def row(**fields: Any) -> Exercise:
    return ROW.model_copy(update=fields)


def before_go(score: Score, number: int = 0) -> list[str]:
    """Return what is said before the `number`th go tone, after the one before it."""
    starts = [0, *tones(score, "go")]
    words = [cue for cue in score.cues if cue.text]
    return [
        each.text or "" for each in words if starts[number] < each.start_ms < starts[number + 1]
    ]


def wait_ms(score: Score, text: str, number: int = 0) -> int:
    """Return how long after the end of `text` the next go tone comes."""
    ends = [cue.end_ms for cue in score.cues if cue.text == text]
    return min(go - ends[number] for go in tones(score, "go") if go >= ends[number])


def test_the_position_is_said_after_all_else_right_before_the_count_in() -> None:
    assert said(composed(row(), alone=True))[:9] == [
        "Row.",
        "Stand with your feet hip-width apart.",
        "Pull up.",
        "Let go slowly.",
        "2 times.",
        BEND,
        "1.",
        "Up",
        "Down",
    ]


@pytest.mark.parametrize("rest", [0, 20, 50, 120])
@pytest.mark.parametrize("talk", ["full", "brief"])
def test_after_a_rest_however_long_nothing_but_the_number_follows(rest: float, talk: Any) -> None:
    score = composed(exercise(HOLD_10), row(), rest=rest, talk=talk)
    assert before_go(score, 1)[-2:] == [BEND, "1."]
    assert wait_ms(score, BEND) <= HELD_MS


def test_what_is_needed_later_is_said_before_the_position() -> None:
    score = composed(exercise(HOLD_10), row(), exercise(HOLD_10, equipment=["a band"]), rest=20)
    heard = before_go(score, 1)
    assert heard.index("After this one, you will need a band.") < heard.index(BEND)


@pytest.mark.parametrize("rest", [6, 8, 12, 20, 40])
def test_in_an_exact_rest_the_position_comes_last_too(rest: float) -> None:
    first = exercise({**HOLD_10, "seconds": 40}, rests="exact")
    score = composed(first, row(), rest=rest)
    heard = [text for text in before_go(score, 1) if text not in ("Get ready.", "1.")]
    assert heard[-1] == BEND
    assert wait_ms(score, BEND) <= HELD_MS


def test_in_a_flow_the_position_is_said_within_the_work_before() -> None:
    first = exercise({**HOLD_10, "seconds": 40}, rests="exact")
    score = composed(first, row(), rest=0)
    end = next(span.end_ms for span in score.spans if span.kind == "exercise")
    early = [cue.text for cue in score.cues if cue.text and cue.end_ms <= end]
    assert early.index("Next: Row.") < early.index(BEND)


def test_after_a_rest_in_which_the_body_leaves_its_place_the_position_comes_again() -> None:
    score = composed(row(sets=2, rest_between_sets_seconds=30), alone=True)
    assert before_go(score, 1)[-3:] == ["Slowly.", BEND, "1."]
    assert wait_ms(score, BEND, 1) <= HELD_MS


def test_in_a_short_rest_between_sets_the_body_stays_in_its_place() -> None:
    assert said(composed(row(sets=2, rest_between_sets_seconds=6))).count(BEND) == 1


def test_a_position_goes_before_the_number_where_a_rest_has_room_for_one() -> None:
    long = "Now bend forward from your hips, and let your arms hang."
    slow = row(position=long, sets=2, rest_between_sets_seconds=10)
    score = composed(slow, alone=True, measure=lambda text: 300 * len(text.split()))
    assert said(score).count(long) == 2


def test_a_position_without_room_is_shown_as_dropped() -> None:
    slow = row(sets=2, rest_between_sets_seconds=10, position=LONG)
    assert LONG.split(". ")[0] + "." in [drop.text for drop in composed(slow).dropped]


def test_a_preview_says_the_position() -> None:
    score = composed_plan(shorten(plan(ROW)), alone=True)
    assert BEND in said(score)


def test_without_words_no_position_is_said() -> None:
    score = composed(row(), talk="tones")
    assert said(score) == []
    assert score.positions == ()


def test_a_step_may_say_another_position() -> None:
    assert composed(ROW, exercise(HOLD_10)).positions == ((BEND,), ())
    assert composed(exercise(HOLD_10)).positions == ()


def test_who_is_to_bend_over_hears_so_where_the_exercise_has_no_words_for_it() -> None:
    heard = before_go(composed(row(position="")))
    assert heard[-2:] == ["Now bend forward from your hips, with your back straight.", "1."]


def test_the_floor_is_come_to_on_hands_and_knees_only_in_the_end() -> None:
    score = composed(exercise(HOLD_10, posture="hands_and_knees", instructions=LONG))
    assert before_go(score)[-2:] == [KNEEL, "Get ready."]
    assert wait_ms(score, KNEEL) == late_ms("standing", "hands_and_knees")


def test_who_kneels_on_all_fours_hears_so_again_after_a_long_change() -> None:
    first = exercise(HOLD_10, posture="hands_and_knees")
    second = exercise(HOLD_10, posture="hands_and_knees", instructions=LONG, title="Cat")
    assert said(composed(first, second)).count(KNEEL) == 2
    short = exercise(HOLD_10, posture="hands_and_knees", title="Cat")
    assert said(composed(first, short, talk="brief")).count(KNEEL) == 1


COACHS = [KNEEL, "Now bend forward from your hips, with your back straight."]
"""What the coach says of itself to bring one into a posture that tires."""
OWN = ["", BEND, "Now bend forward. Let your arms hang."]


@given(
    st.sampled_from(POSTURES),
    st.sampled_from(POSTURES),
    st.sampled_from(OWN),
    st.sampled_from(["Go.", "Pull up. Let go slowly.", LONG]),
    st.integers(0, 60),
    st.sampled_from(["at_least", "exact"]),
    st.integers(100, 400),
    st.sampled_from(["full", "brief"]),
)
def test_the_position_comes_last_and_is_held_for_10_seconds_at_most(
    before: str,
    posture: str,
    position: str,
    instructions: str,
    rest: int,
    rests: str,
    words_a_minute: int,
    talk: Any,
) -> None:
    fields = {"posture": posture, "position": position, "instructions": instructions}
    first = exercise({**HOLD_10, "seconds": 30}, posture=before, rests=rests)
    measure: Callable[[str], int] = lambda text: len(text.split()) * 60_000 // words_a_minute  # noqa: E731
    second = exercise(UP, DOWN, title="Row", cue="Slowly.", **fields)
    score = composed(first, second, rest=rest, measure=measure, talk=talk)
    _, go = [span.start_ms for span in score.spans if span.kind == "set"]
    heard = [cue for cue in score.cues if cue.text and go - 75_000 < cue.start_ms < go]
    texts = [cue.text or "" for cue in heard[[each.text for each in heard].index("Next: Row.") :]]
    own = ENGLISH.split(position)
    coachs = COACHS if posture in ("hands_and_knees", "standing_bent_over") else []
    place = [text for text in texts if text in [*coachs, *own]]
    last = [text for text in texts if text != "Get ready." and not text[:-1].isdigit()]
    assert last[len(last) - len(place) :] == place
    for each in place[:1]:
        # While the rest of the position is said, the body is still on its way to the floor.
        way = late_ms(before, posture) if each == KNEEL and len(place) > 1 else 0
        end = next(cue.end_ms for cue in reversed(heard) if cue.text == each)
        in_work = sum(1 for cue in heard if cue.text == each and cue.end_ms <= go - rest * 1000)
        assert go - end - way <= HELD_MS or (in_work and rest * 1000 <= HELD_MS)
    missing = [text for text in own if text not in texts]
    assert set(missing) <= {drop.text for drop in score.dropped}
    assert not missing or "Get ready." not in texts[texts.index("Next: Row.") + 1 :]
    assert not missing or rests == "exact"


@pytest.mark.parametrize(
    ("posture", "out", "back"),
    [
        ("standing_bent_over", "Stand up straight.", "Now bend forward from your hips"),
        ("hands_and_knees", "Sit back on your heels.", "Come onto your hands and knees."),
    ],
)
def test_a_posture_that_tires_is_left_for_a_long_rest_between_sets(
    posture: str, out: str, back: str
) -> None:
    work = exercise(UP, DOWN, posture=posture, sets=2, rest_between_sets_seconds=30)
    texts = said(composed(work))
    rest = texts[texts.index("Rest for 30 seconds.") :]
    assert out in rest[:3]
    assert next(text for text in rest if text.startswith(back))
    short = exercise(UP, DOWN, posture=posture, sets=2, rest_between_sets_seconds=15)
    assert said(composed(short)).count(out) <= 1


@pytest.mark.parametrize("rests", ["at_least", "exact"])
def test_who_stands_bent_over_stands_up_before_anything_else_is_said(rests: str) -> None:
    bent = exercise(UP, DOWN, posture="standing_bent_over", rests=rests, equipment=["two balls"])
    upright = exercise(UP, DOWN, title="Squat", posture="standing")
    texts = said(composed(bent, upright, rest=20))
    assert texts.count("Stand up straight.") == 1
    assert texts.index("Stand up straight.") < texts.index("Next: Squat.")


READY = Path(audiocoach.__file__).parent / "ready"


@cache
def shipped_that_tire() -> tuple[Plan, ...]:
    """Return every shipped exercise in a posture that tires, in each language it is written in."""
    plans: list[Plan] = []
    for path in (shipped_routines(), *sorted(READY.glob("*.json"))):
        file = read_routines(path)
        for name, each in file.exercises.items():
            if each.posture in ("hands_and_knees", "standing_bent_over"):
                called = in_languages(file, "exercise", name)
                plans += [plan_exercise(file, one.name) for one in called]
    return tuple(plans)


@pytest.mark.parametrize("language", languages())
def test_no_shipped_exercise_holds_a_posture_that_tires_for_10_seconds_before_its_first_rep(
    language: str,
) -> None:
    """In Spanish one was once on hands and knees for 10.8 seconds before the first."""
    phrases = load_phrases(language)
    slow: Measure = lambda text: round(1.12 * estimate(text, 1.0))  # noqa: E731
    plans = [each for each in shipped_that_tire() if each.language in (language, "en")]
    assert plans
    talks: tuple[Talk, ...] = ("full", "brief")
    for whole, level, talk in product(plans, LEVELS, talks):
        score = compose(whole, phrases, slow, Style(talk=talk, level=level, alone=True))
        go = score.spans_of("set")[0].start_ms
        into = {phrases.say("into_hands_and_knees"), phrases.say("bend_forward")}
        into |= set(score.positions[0]) if score.positions else set()
        held = [cue for cue in score.cues if cue.text in into and cue.start_ms < go]
        assert go - held[0].end_ms <= HELD_MS, (whole.id, level, talk)


FEET = {"left": "Left foot forward.", "right": "Right foot forward."}


def lunge(**fields: Any) -> Any:
    return exercise(UP, DOWN, sides="alternate", position=FEET, **{"reps": 5, **fields})


def places(score: Score, text: str) -> list[tuple[int | None, str | None]]:
    """Return the rep and side at which `text` is said."""
    return [(cue.where.rep, cue.where.side) for cue in score.cues if cue.text == text]


@pytest.mark.parametrize("rest", [0, 2, 3])
def test_in_turn_the_other_sides_position_is_said_at_the_first_change(rest: float) -> None:
    score = composed(lunge(rest_between_reps_seconds=rest), alone=True)
    assert places(score, FEET["left"]) == [(None, None)]
    assert places(score, FEET["right"]) == [(1, "right")]
    assert not [drop for drop in score.dropped if not drop.number]


@pytest.mark.parametrize("rest", [5, 8])
def test_in_turn_a_rest_has_each_sides_position_while_that_is_new(rest: float) -> None:
    score = composed(lunge(rest_between_reps_seconds=rest), alone=True)
    assert places(score, FEET["left"]) == [(None, None), (2, "left"), (3, "left")]
    assert places(score, FEET["right"]) == [(1, "right"), (2, "right"), (3, "right")]


@pytest.mark.parametrize("rest", [0, 2, 5, 8, 12])
def test_a_sides_position_comes_before_its_number_and_no_more_than_10_s_before_go(
    rest: float,
) -> None:
    score = composed(lunge(rest_between_reps_seconds=rest), alone=True)
    texts = [cue for cue in score.cues if cue.text]
    for side, position in FEET.items():
        begins = next(
            span.start_ms for span in score.spans if span.kind == "rep" and span.where.side == side
        )
        spoken = next(cue for cue in texts if cue.text == position)
        assert 0 < begins - spoken.end_ms <= 10_000
        between = [cue.text for cue in texts if spoken.end_ms < cue.start_ms < begins]
        assert len(between) <= 1


def test_a_sides_position_without_room_at_the_first_change_is_remarked_on() -> None:
    quick = {"name": "Up", "seconds": 1}
    score = composed(exercise(quick, sides="alternate", position=FEET, reps=3), alone=True)
    assert [drop.text for drop in score.dropped if not drop.number] == [FEET["right"]]


def test_a_position_that_both_sides_share_is_said_once_before_the_first() -> None:
    score = composed(exercise(UP, DOWN, sides="alternate", position="Feet apart.", reps=3))
    assert places(score, "Feet apart.") == [(None, None)]
