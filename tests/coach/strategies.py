"""Random routines, small enough to compose by the hundred."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from audiocoach.routine.limits import session_fault
from audiocoach.routine.model import Exercise, RoutineFile
from audiocoach.routine.plan import Plan, PlannedStep, plan_routine

Fields = dict[str, Any]

POSTURES = [
    "lying_face_up", "lying_face_down", "lying_on_side", "sitting", "sitting_on_chair",
    "standing",    "standing_bent_over", "at_wall", "at_table", "kneeling", "hands_and_knees",
]  # fmt: skip

seconds = st.one_of(
    st.integers(1, 70),
    st.integers(500, 12_000).map(lambda ms: ms / 1000),
)
rests = st.one_of(st.just(0), st.integers(0, 40), st.integers(0, 9000).map(lambda ms: ms / 1000))

ways_to_rest = st.sampled_from(["at_least", "exact"])

phases = st.fixed_dictionaries(
    {"name": st.sampled_from(["Up", "Hold", "Slide down slowly", "Down"]), "seconds": seconds},
    optional={
        "hold": st.booleans(),
        "count_aloud": st.booleans(),
        "cues": st.lists(st.sampled_from(["Breathe.", "Abs tight.", "Gaze down."]), max_size=3),
    },
)

ranges = st.one_of(
    st.integers(1, 4),
    st.integers(1, 3).map(lambda low: {"min": low}),
    st.tuples(st.integers(1, 3), st.integers(0, 3)).map(
        lambda pair: {"min": pair[0], "max": sum(pair)}
    ),
)

by_set = st.lists(ranges, min_size=1, max_size=3)
by_level = st.fixed_dictionaries(dict.fromkeys(("easy", "normal", "hard"), ranges))
reps = st.one_of(ranges, by_set, by_level)
doses: st.SearchStrategy[dict[str, Any]] = st.one_of(
    reps.map(lambda value: {"reps": value}),
    st.integers(300, 400).map(lambda seconds: {"for_seconds": seconds}),
    st.just({}),
)

undosed_fields = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["Wall sit", "Crunch", "Row."]),
        "posture": st.sampled_from(POSTURES),
        "instructions": st.sampled_from(["Stand tall. Breathe.", "Go slowly."]),
        "phases": st.lists(phases, min_size=1, max_size=4),
    },
    optional={
        "cue": st.sampled_from(["", "Abs tight."]),
        "equipment": st.lists(
            st.sampled_from(["a band", "a mat", "a sturdy chair"]), max_size=3, unique=True
        ),
        "sets": st.integers(1, 3),
        "sides": st.sampled_from(["none", "alternate", "each"]),
        "rest_between_reps_seconds": rests,
        "rest_between_sets_seconds": rests,
        "rests": ways_to_rest,
    },
)
slow_fields = st.builds(lambda fields, dose: {**fields, **dose}, undosed_fields, doses)

quick_phases = st.one_of(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["Up", "Down", "Left"]),
            "seconds": st.integers(200, 700).map(lambda ms: ms / 1000),
        }
    ),
    phases,
)
beats = st.fixed_dictionaries(
    {"name": st.sampled_from(["Left", "Turn right"]), "beats": st.integers(1, 8)}
)
movements = st.one_of(
    st.fixed_dictionaries({"phases": st.lists(quick_phases, min_size=1, max_size=4)}),
    st.fixed_dictionaries(
        {
            "phases": st.lists(st.one_of(beats, quick_phases), min_size=1, max_size=4),
            "bpm": st.integers(20, 300),
        }
    ),
)
"""Movements down to 0.2 s, with or without a metronome."""
quick_fields = st.builds(
    lambda fields, movement, reps: {**fields, **movement, "reps": reps},
    undosed_fields,
    movements,
    reps,
)
exercise_fields = st.one_of(slow_fields, quick_fields)
exercises = exercise_fields.map(lambda fields: Exercise.model_validate_json(json.dumps(fields)))

steps = st.builds(
    PlannedStep,
    exercise_id=st.sampled_from(["a", "b", "c"]),
    exercise=exercises,
    rest_after_seconds=rests,
)

plain_plans = st.builds(
    Plan,
    id=st.just("random"),
    title=st.just("Random"),
    language=st.just("en"),
    intro=st.sampled_from(["", "Good to see you. Let us begin."]),
    outro=st.sampled_from(["", "Well done."]),
    steps=st.lists(steps, min_size=1, max_size=3).map(tuple),
)


written_steps = st.fixed_dictionaries(
    {"exercise": st.sampled_from(["a", "b"])},
    optional={"rest_after_seconds": rests, "rests": ways_to_rest},
)


def rounds_of(entries: st.SearchStrategy[Fields]) -> st.SearchStrategy[Fields]:
    """Return rounds of few of `entries`."""
    return st.fixed_dictionaries(
        {"rounds": st.integers(1, 3), "steps": st.lists(entries, min_size=1, max_size=2)},
        optional={
            "rest_between_rounds_seconds": rests,
            "rest_after_seconds": rests,
            "rests": ways_to_rest,
        },
    )


entries = st.one_of(
    written_steps,
    rounds_of(written_steps),
    rounds_of(st.one_of(written_steps, rounds_of(written_steps))),
)


def written_file(exercises: list[Fields], steps: list[Fields]) -> RoutineFile:
    routine = {"title": "Random", "steps": steps}
    tree = {"exercises": dict(zip("ab", exercises, strict=True)), "routines": {"random": routine}}
    return RoutineFile.model_validate_json(json.dumps(tree))


files = st.builds(
    written_file,
    st.lists(exercise_fields, min_size=2, max_size=2),
    st.lists(entries, min_size=1, max_size=2),
)
"""Routine files as people write them, with rounds."""

planned_files = files.map(lambda file: plan_routine(file, "random"))
plans = st.one_of(plain_plans, planned_files).filter(
    lambda plan: session_fault((), plan.steps) is None
)
"""Plans that the reader would let pass."""


def _unhurried(plan: Plan) -> Plan:
    steps = (
        replace(step, exercise=step.exercise.model_copy(update={"rests": "at_least"}))
        for step in plan.steps
    )
    return replace(plan, steps=tuple(steps))


unhurried_plans = plans.map(_unhurried)
"""Plans whose rests grow as they need to."""


def _voice(words_a_minute: int) -> Callable[[str], int]:
    return lambda text: 1 + len(text.split()) * 60_000 // words_a_minute


measures = st.one_of(
    st.integers(60, 400).map(_voice),
    st.integers(1, 3000).map(lambda ms: lambda _: ms),
)
