"""What is said to an author of steps that follow without a rest, and of what has no room."""

from typing import Any

from audiocoach.coach.composer import compose
from audiocoach.coach.flow_remarks import flow_remarks, in_short
from audiocoach.coach.score import Score
from audiocoach.coach.style import Style
from audiocoach.coach.unheard_texts import all_remarks, probes, remarks, way_probes, way_remarks
from audiocoach.routine.plan import Plan, plan_routine
from tests.coach.making import ENGLISH, short_words
from tests.routine.files import parsed, wall_sit, whole_file

HOLD = {"name": "Hold", "seconds": 15, "hold": True}


def planned(*steps: dict[str, Any], rests: str = "exact", **exercises: Any) -> Plan:
    routine = {"title": "Flow", "rests": rests, "steps": list(steps)}
    return plan_routine(parsed(whole_file(exercises=exercises, routines={"flow": routine})), "flow")


def heard(plan: Plan) -> Score:
    return compose(plan, ENGLISH, short_words, Style())


def reported(plan: Plan) -> list[str]:
    return list(flow_remarks(plan, ENGLISH))


def test_another_posture_or_a_thing_to_take_in_0_seconds_is_remarked_on_with_its_place() -> None:
    lie = wall_sit(posture="lying_face_up", equipment=["a band"])
    steps = [{"exercise": "stand"}, {"exercise": "lie"}]
    (line,) = reported(planned(*steps, stand=wall_sit(posture="standing"), lie=lie))
    assert line == (
        "routines.flow.steps[1]: there are 0 seconds from standing to lying_face_up and for "
        '"Take a band.", which takes about 10: let the step before rest for longer, or let its '
        "rest grow"
    )


def test_a_flow_in_one_posture_is_not_remarked_on_nor_one_with_a_rest() -> None:
    sit, lie = wall_sit(), wall_sit(posture="lying_face_up")
    assert reported(planned({"exercise": "a"}, {"exercise": "a"}, a=sit)) == []
    rest = {"exercise": "a", "rest_after_seconds": 10}
    assert reported(planned(rest, {"exercise": "b"}, a=sit, b=lie)) == []
    assert (
        reported(planned({"exercise": "a"}, {"exercise": "b"}, rests="at_least", a=sit, b=lie))
        == []
    )


def test_a_rest_too_short_to_get_up_is_remarked_on_by_check_and_export() -> None:
    lie, stand = wall_sit(posture="lying_face_up"), wall_sit(posture="standing")
    last = {"exercise": "stand"}
    plan = planned({"exercise": "lie", "rest_after_seconds": 5}, last, lie=lie, stand=stand)
    (line,) = reported(plan)
    assert line.startswith("routines.flow.steps[1]: there are 5 seconds from lying_face_up to st")
    assert "which takes about 8: " in line
    assert line in all_remarks(compose(plan, ENGLISH, short_words))
    longer = planned({"exercise": "lie", "rest_after_seconds": 8}, last, lie=lie, stand=stand)
    assert reported(longer) == []


def test_a_rest_of_0_at_one_level_only_is_remarked_on() -> None:
    """Rests by level were once compared as they are written, which ended in a traceback."""
    rest = {"easy": 20, "normal": 10, "hard": 0}
    steps: list[dict[str, Any]] = [{"exercise": "a", "rest_after_seconds": rest}, {"exercise": "b"}]
    lie = wall_sit(posture="lying_face_up")
    (line,) = reported(planned(*steps, a=wall_sit(), b=lie))
    assert line.startswith("routines.flow.steps[1]: there are 0 seconds from at_wall to lying")


def test_the_rounds_of_a_flow_are_remarked_on_once() -> None:
    rounds = {"rounds": 3, "steps": [{"exercise": "a"}, {"exercise": "b"}]}
    plan = planned(rounds, a=wall_sit(), b=wall_sit(posture="lying_face_up"))
    assert [line.partition(":")[0] for line in reported(plan)] == [
        "routines.flow.steps[0].steps[1]",
        "routines.flow.steps[0].steps[0]",
    ]
    assert len([line for line in all_remarks(heard(plan)) if "0 seconds from" in line]) == 2


def test_an_instruction_that_no_exact_rest_has_room_for_is_remarked_on() -> None:
    wordy = wall_sit(title="Row", instructions="One two three four five six seven. " * 8)
    steps: list[dict[str, Any]] = [
        {"exercise": "a", "rest_after_seconds": 5},
        {"exercise": "b"},
    ]
    plan = planned(*steps, a=wall_sit(), b=wordy)
    (probe,) = way_probes([plan])
    found = way_remarks(compose(probe, ENGLISH, short_words, Style(alone=True)))
    assert found == way_remarks(compose(plan, ENGLISH, short_words))
    assert '"One two three four five six seven." is never heard: there is no room' in found[0]
    assert len(found) == 1


def test_a_cue_that_a_rest_has_no_room_for_is_remarked_on() -> None:
    short = {"phases": [HOLD], "reps": 2, "rest_between_reps_seconds": 4, "cue": "Keep feet flat."}
    plan = planned({"exercise": "a"}, rests="at_least", a=wall_sit(**short))
    (probe,) = probes([plan], short_words)
    found = remarks(compose(probe, ENGLISH, short_words, Style(alone=True)))
    assert found == ['exercises.a.cue: "Keep feet flat." is never heard: there is no room for it']


def test_what_a_step_has_of_its_own_is_named_where_it_stands() -> None:
    step = {"exercise": "a", "cue": "Keep feet flat.", "rest_between_reps_seconds": 4, "reps": 2}
    plan = planned(step, rests="at_least", a=wall_sit(phases=[HOLD]))
    (line,) = remarks(compose(plan, ENGLISH, short_words))
    assert line.startswith("routines.flow.steps[0].cue: ")


def test_another_posture_in_0_seconds_between_sides_is_remarked_on() -> None:
    right = {"posture": "kneeling", "equipment": ["a band"]}
    sided = wall_sit(sides="each", rest_between_sides_seconds=0, right=right)
    (line,) = reported(planned({"exercise": "a"}, a=sided))
    assert line == (
        "routines.flow.steps[0]: there are 0 seconds from at_wall to kneeling and for "
        '"Take a band.", which takes about 8: write a longer "rest_between_sides_seconds"'
    )


def test_people_read_one_line_of_a_routine_that_hurries_with_how_often_it_does() -> None:
    """A sun salutation of eight poses had five lines that say the same."""
    poses = [{"exercise": name} for name in ("stand", "fold", "plank", "stand", "fold")]
    postures = {"stand": "standing", "fold": "standing_bent_over", "plank": "lying_face_down"}
    made: dict[str, Any] = {name: wall_sit(posture=each) for name, each in postures.items()}
    lines = [f"f.json: remark: {each}" for each in reported(planned(*poses, **made))]
    other = "f.json: remark: routines.other.steps[1]: there are 3 seconds from sitting to standing"
    cue = "f.json: remark: routines.flow.steps[2].cue: there may be no room"
    short = [*in_short([*lines, cue, other])]
    assert len(lines) == 4
    assert short[1:] == [cue, other]
    assert short[0] == f"{lines[0]}; so it is 3 more times in this routine"
    assert [*in_short(lines[:1])] == lines[:1]
    assert [*in_short([*lines, other.replace("f.json", "g.json")])][-1].startswith("g.json")
