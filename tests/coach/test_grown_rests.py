"""What is said to an author of rests that last far longer than written."""

from typing import Any

from audiocoach.coach.composer import compose
from audiocoach.coach.grown_rests import grown_in, grown_rests
from audiocoach.coach.timetable import as_json, timetable
from audiocoach.routine.plan import plan_routine
from tests.coach.making import ENGLISH, HOLD_10, composed, exercise, short_words
from tests.routine.files import parsed, whole_file

LONG = "Do it in just this way. " * 12


def grown(rest: float, **fields: Any) -> list[str]:
    """Return what is said of a step with `fields`, after one that rests for `rest` seconds."""
    exercises = {"a": exercise(HOLD_10), "b": exercise(HOLD_10, **fields)}
    written = {name: each.model_dump(exclude_unset=True) for name, each in exercises.items()}
    steps = [{"exercise": "a", "rest_after_seconds": rest}, {"exercise": "b"}]
    routines = {"walk": {"title": "Walk", "steps": steps}}
    plan = plan_routine(parsed(whole_file(exercises=written, routines=routines)), "walk")
    return list(grown_rests(plan, compose(plan, ENGLISH, short_words)))


def test_a_rest_that_lasts_more_than_three_times_as_written_is_named_with_both_lengths() -> None:
    (line,) = grown(10, instructions=LONG, posture="lying_face_up")
    assert line.startswith(
        "walk: rests grow for the way and what is said in them: before routines.walk.steps[1] "
        "from 10 to about "
    )
    assert line.endswith(' seconds: shorten instructions, or write "rests": "exact"')
    assert 30 < float(line.partition("about ")[2].split()[0]) < 60


def test_a_rest_that_lasts_about_as_written_or_is_a_mere_minimum_is_not_remarked_on() -> None:
    assert grown(10) == []
    assert grown(3, instructions=LONG, posture="lying_face_up") == []


def test_show_says_of_each_rest_from_what_to_what_it_grew_and_why() -> None:
    first, said = exercise(HOLD_10), exercise(HOLD_10, title="Long", instructions=LONG)
    down = exercise(HOLD_10, title="Down", posture="lying_face_up", instructions="Go.")
    score = composed(first, said, down, rest=5)
    words, way = grown_in(score)
    assert [words.why, way.why] == ["words", "way"]
    sets = score.spans_of("set")
    for rest, before, after in zip((words, way), sets, sets[1:], strict=False):
        assert (rest.start_ms, rest.written_ms) == (before.end_ms, 5000)
        assert rest.lasts_ms == after.start_ms - before.end_ms
        assert 0 < rest.spoken_ms < rest.lasts_ms
    shown = " ".join(" ".join(timetable(score)).split())
    lengths = f"from 5 s to {way.lasts_ms / 1000:.1f}, of which {way.spoken_ms / 1000:.1f} are"
    assert f"(the rest grows {lengths} spoken: it waits for the way)" in shown
    assert [rest["why"] for rest in as_json(score)["grown"]] == ["words", "way"]  # type: ignore[attr-defined]


def test_a_rest_that_lasts_as_written_is_not_shown_as_grown() -> None:
    assert [*grown_in(composed(exercise(HOLD_10), exercise(HOLD_10), rest=30))] == []
