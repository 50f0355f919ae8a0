"""What holds for random exercises that differ by set, side and level."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from audiocoach.coach.composer import compose
from audiocoach.coach.score import Score
from audiocoach.coach.style import Style
from audiocoach.routine.model import Exercise, Level
from tests.coach.making import ENGLISH, plan
from tests.coach.strategies import measures

Fields = dict[str, Any]
LEVELS: tuple[Level, ...] = ("easy", "normal", "hard")


def varying(one: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return values as they are written: plain, for each set, or for each level."""
    by_set = st.lists(one, min_size=1, max_size=3)
    by_level = st.fixed_dictionaries(dict.fromkeys(LEVELS, st.one_of(one, by_set)))
    return st.one_of(one, by_set, by_level)


lengths = st.integers(1, 12)
counts = st.integers(1, 3)
rests = st.sampled_from([0, 1, 3, 5, 12, 20])
dosed = {
    "reps": varying(counts),
    "rest_between_reps_seconds": varying(rests),
}
phases = st.lists(
    st.fixed_dictionaries(
        {"name": st.just("Hold"), "seconds": varying(lengths), "hold": st.just(True)}
    ),
    min_size=1,
    max_size=2,
)  # fmt: skip
of_a_side = st.fixed_dictionaries(
    {},
    optional={
        **dosed,
        "sets": counts,
        "phases": phases,
        "rest_between_sets_seconds": varying(rests),
        "posture": st.sampled_from(["standing", "sitting_on_chair", "hands_and_knees"]),
        "equipment": st.sampled_from([[], ["a weight"], ["a chair"]]),
        "position": st.just("Lean on your hand."),
    },
)
by_side = st.just({"left": "Left leg back.", "right": "Right leg back."})
written = st.fixed_dictionaries(
    {
        "title": st.just("Row"),
        "posture": st.sampled_from(["standing", "lying_on_side"]),
        "instructions": st.one_of(st.just("Stand tall."), by_side),
        "phases": phases,
        "sides": st.sampled_from(["alternate", "each", "left", "right"]),
    },
    optional={
        **dosed,
        "sets": varying(counts).filter(lambda value: not isinstance(value, list)).map(
            lambda value: {k: v if isinstance(v, int) else v[0] for k, v in value.items()}
            if isinstance(value, dict) else value
        ),
        "first_side": st.sampled_from(["left", "right"]),
        "left": of_a_side,
        "right": of_a_side,
        "rest_between_sets_seconds": varying(rests),
        "rest_between_sides_seconds": rests,
        "rests": st.sampled_from(["at_least", "exact"]),
    },
)  # fmt: skip


def chosen(value: Any, level: str, number: int) -> Any:
    """Return the value of a set at a level, as the documentation says it is chosen."""
    if isinstance(value, dict):
        return chosen(value[level], level, number)
    return (
        chosen(value[min(number, len(value)) - 1], level, 1) if isinstance(value, list) else value
    )


def listed(value: Any, level: str) -> int:
    value = value[level] if isinstance(value, dict) else value
    return len(value) if isinstance(value, list) else 1


def lists_in(fields: Fields, level: str) -> int:
    """Return for how many sets the values of `fields` are written."""
    names = ("reps", "rest_between_reps_seconds")
    between = fields.get("rest_between_sets_seconds", 0)
    between = between[level] if isinstance(between, dict) else between
    return max(
        *(listed(fields.get(name, 1), level) for name in names),
        *(listed(phase["seconds"], level) for phase in fields.get("phases", ())),
        len(between) + 1 if isinstance(between, list) else 1,
    )


def sets_on(fields: Fields, side: str, level: str) -> int:
    own = fields.get(side, {})
    if "sets" in own:
        return int(own["sets"])
    if lists_in(own, level) > 1:
        return lists_in(own, level)
    return int(chosen(fields["sets"], level, 1)) if "sets" in fields else lists_in(fields, level)


Rep = tuple[int, str, int, tuple[int, ...]]
"""Set, side, number and the lengths of the holds."""


def reps_of(fields: Fields, level: str) -> list[Rep]:
    """Return the reps in the order in which they are to be done, straight from the file."""
    first = fields.get("first_side", "left")
    both = [first, "right" if first == "left" else "left"]
    sides = both if fields["sides"] in ("each", "alternate") else [fields["sides"]]
    done: list[Rep] = []
    for number in range(1, max(sets_on(fields, side, level) for side in sides) + 1):
        of_set: list[Rep] = []
        for side in (each for each in sides if number <= sets_on(fields, each, level)):
            own = {**fields, **fields.get(side, {})}
            holds = tuple(1000 * chosen(p["seconds"], level, number) for p in own["phases"])
            reps = chosen(own.get("reps", 1), level, number)
            of_set += [(number, side, rep, holds) for rep in range(1, reps + 1)]
        if fields["sides"] == "alternate":
            of_set.sort(key=lambda rep: rep[2])
        done += of_set
    return done


@st.composite
def made(draw: st.DrawFn) -> tuple[Fields, Level, Score]:
    fields, level = draw(written), draw(st.sampled_from(LEVELS))
    style = Style(level, draw(st.sampled_from(["full", "brief", "tones"])))
    exercise = Exercise.model_validate_json(json.dumps(fields))
    return fields, level, compose(plan(exercise), ENGLISH, draw(measures), style)


@given(made())
def test_sets_sides_reps_and_holds_are_as_written(made: tuple[Fields, Level, Score]) -> None:
    fields, level, score = made
    found: list[Rep] = []
    for span in score.spans:
        if span.kind == "rep":
            found.append((span.where.set or 0, span.where.side or "", span.where.rep or 0, ()))
        elif span.kind == "hold":
            *place, holds = found[-1]
            found[-1] = (*place, (*holds, span.end_ms - span.start_ms))  # type: ignore[assignment]
    assert found == reps_of(fields, level)


@given(made())
def test_rests_are_at_least_as_long_as_written_and_exact_ones_just_so(
    made: tuple[Fields, Level, Score],
) -> None:
    fields, level, score = made
    is_exact = fields.get("rests") == "exact"
    reps = [span for span in score.spans if span.kind == "rep"]
    for before, after in pairwise(reps):
        number, side = before.where.set or 0, before.where.side or ""
        own = {**fields, **fields.get(side, {})}
        between_sides = own.get("rest_between_sides_seconds")
        same_set, same_side = number == after.where.set, side == after.where.side
        seconds = chosen(own.get("rest_between_reps_seconds", 0), level, number)
        if not same_set:
            seconds = chosen(own.get("rest_between_sets_seconds", 0), level, number)
            if fields["sides"] == "each" and not same_side:
                seconds = seconds or (8 if between_sides is None else between_sides)
        elif fields["sides"] == "each" and not same_side:
            seconds = 8 if between_sides is None else between_sides
        elif between_sides is not None and before.where.rep == after.where.rep:
            seconds = between_sides
        lasts = after.start_ms - before.end_ms
        assert lasts >= 1000 * seconds
        assert lasts == 1000 * seconds or not is_exact


@given(made())
def test_no_two_sounds_overlap(made: tuple[Fields, Level, Score]) -> None:
    cues = made[2].cues
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(cues))


@given(made())
def test_what_a_side_has_of_its_own_is_said_or_shown_as_dropped(
    made: tuple[Fields, Level, Score],
) -> None:
    fields, level, score = made
    said = {cue.text for cue in score.cues if cue.text}
    shown = said | {drop.text for drop in score.dropped}
    sides = {span.where.side for span in score.spans if span.kind == "rep"}
    first = {side for number, side, *_ in reps_of(fields, level) if number == 1}
    if "Stand tall." in said and isinstance(fields["instructions"], str):
        assert not {"Left leg back.", "Right leg back."} & shown
    elif "Halfway." in said or "Get ready." in said:  # in words
        own = {"left": "Left leg back.", "right": "Right leg back."}
        wanted = (
            {own[side] for side in first} if isinstance(fields["instructions"], dict) else set()
        )
        assert wanted <= shown or not wanted & shown  # brief says cues, of which there are none
    if said and len(sides) > 1 and fields["sides"] == "each" and len(first) > 1:
        assert any(text.startswith("Now the ") for text in shown)
