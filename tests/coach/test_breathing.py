"""How one breathes: said with the movement, and in holds at the rate of breaths."""

from typing import Any

import pytest

from audiocoach.coach.composer import compose
from audiocoach.coach.phrases import Phrases, languages, load_phrases
from audiocoach.coach.reminders import BREATH_MS
from audiocoach.coach.score import Score
from audiocoach.coach.style import Style
from audiocoach.routine.plan import plan_routine
from audiocoach.routine.reader import read_routines, shipped_routines
from tests.coach.making import HOLD_10, composed, exercise, plan, said, short_words, tones
from tests.routine.files import faults, with_exercise

UP: dict[str, Any] = {"name": "Up", "seconds": 2, "breath": "out"}
DOWN: dict[str, Any] = {"name": "Down", "seconds": 2, "breath": "in"}
BREATHS = ["Breathe in.", "Breathe out."]


def work(score: Score) -> list[tuple[int, str | None]]:
    """Return (ms after the go tone, sound) of the work."""
    start = tones(score, "go")[0]
    return [
        (cue.start_ms - start, cue.text or cue.tone) for cue in score.cues if cue.start_ms >= start
    ]


def test_the_breath_follows_the_phases_word() -> None:
    assert work(composed(exercise(UP, DOWN, reps=2), alone=True)) == [
        (0, "go"),
        (350, "Up"),
        (750, "Breathe out."),
        (2000, "Down"),
        (2400, "Breathe in."),
        (3600, "2."),
        (4000, "Up"),
        (4400, "Breathe out."),
        (6000, "Down"),
        (6400, "Breathe in."),
        (8000, "end"),
    ]


@pytest.mark.parametrize(("talk", "reps"), [("full", 3), ("brief", 1), ("tones", 0)])
def test_the_breath_is_said_while_the_movement_is_new(talk: str, reps: int) -> None:
    score = composed(exercise(UP, DOWN, reps=8, sets=2), talk=talk)
    assert said(score).count("Breathe out.") == 2 * reps


def test_both_sides_hear_how_to_breathe() -> None:
    score = composed(exercise(UP, DOWN, reps=5, sides="alternate"))
    assert said(score).count("Breathe out.") == 6


@pytest.mark.parametrize(
    ("language", "names"),
    [("en", ["In", "In again", "Out"]), ("de", ["Ein", "Noch einmal ein", "Aus"])],
)
def test_a_second_breath_in_is_not_explained(language: str, names: list[str]) -> None:
    """A sigh, "In" "In again" "Out", lacked room for a "Breathe in." that it has no need of."""
    phases = [
        {"name": name, "seconds": 2, "breath": breath}
        for name, breath in zip(names, ("in", "in", "out"), strict=True)
    ]
    phrases = load_phrases(language)
    score = compose(plan(exercise(*phases, reps=5)), phrases, short_words, Style())
    assert not {*said(score)} & {phrases.say("breathe_in"), phrases.say("breathe_out")}
    assert not score.dropped


def test_a_movement_called_out_or_in_alone_says_nothing_of_the_breath() -> None:
    phases = [{**UP, "name": "Push out"}, {**DOWN, "name": "Back in"}]
    assert {*BREATHS} <= {*said(composed(exercise(*phases, reps=2)))}


def test_a_breath_yields_to_the_number_of_the_next_rep() -> None:
    quick = exercise({**UP, "seconds": 1.4}, {**DOWN, "seconds": 1.2}, reps=3)
    score = composed(quick, alone=True)
    assert [text for text in said(score) if text in ("2.", "3.")] == ["2.", "3."]
    assert said(score).count("Breathe in.") == 1  # in the last rep
    assert "Breathe in." in [drop.text for drop in score.dropped]


def test_a_phase_that_is_called_by_its_breath_says_it_once() -> None:
    breathe = exercise({"name": "Breathe in", "seconds": 4, "breath": "in"})
    assert "Breathe in." not in said(composed(breathe))


def test_a_held_breath_is_said() -> None:
    assert "Hold your breath." in said(composed(exercise({**UP, "breath": "hold"})))


def test_breaths_in_a_hold_come_at_the_rate_of_breaths_and_end_with_the_last() -> None:
    hold = exercise({**HOLD_10, "seconds": 30, "cues": BREATHS}, cues={"halfway": False})
    heard = [(at, text) for at, text in work(composed(hold, alone=True)) if text in BREATHS]
    assert [text for _, text in heard] == BREATHS * 4
    assert [at for at, _ in heard] == [1200 + n * BREATH_MS for n in range(8)]


def test_a_hold_of_15_seconds_has_two_breaths() -> None:
    hold = exercise({**HOLD_10, "seconds": 15, "cues": BREATHS}, cues={"halfway": False})
    assert [text for _, text in work(composed(hold)) if text in BREATHS] == BREATHS * 2


@pytest.mark.parametrize(("seconds", "new"), [(15, 4), (30, 8)])
def test_once_the_movement_is_known_a_hold_has_one_breath(seconds: float, new: int) -> None:
    hold = exercise({**HOLD_10, "seconds": seconds, "cues": BREATHS}, reps=4)
    score = composed(hold)
    of_rep = [[], [], [], []]  # type: list[list[str]]
    for cue in score.cues:
        if cue.text in BREATHS and cue.where.rep:
            of_rep[cue.where.rep - 1].append(cue.text)
    assert [len(texts) for texts in of_rep] == [new, new, new, 2]


def test_no_breath_stands_between_the_words_about_what_is_next() -> None:
    """ "Next: Thigh stretch. Breathe in. Hold on to the chair. Breathe out." """
    hold = {**HOLD_10, "seconds": 30, "cues": BREATHS}
    first = exercise(hold, title="Calf stretch", rests="exact")
    second = exercise(
        UP, title="Thigh stretch", instructions="Hold on to it. Pull your heel up. Breathe."
    )
    texts = said(composed(first, second, rest=3))
    about = texts[texts.index("Next: Thigh stretch.") : texts.index("Breathe.") + 1]
    assert about == ["Next: Thigh stretch.", "Hold on to it.", "Pull your heel up.", "Breathe."]
    assert texts[: texts.index("Next: Thigh stretch.")].count("Breathe out.") >= 1


@pytest.mark.parametrize("reps", [1, 5])
def test_in_brief_each_hold_has_one_breath_and_no_other_reminder(reps: int) -> None:
    hold = exercise({**HOLD_10, "seconds": 15, "cues": [*BREATHS, "Abs tight."]}, reps=reps)
    score = composed(hold, talk="brief")
    heard = [cue.text for cue in score.cues if cue.text in (*BREATHS, "Abs tight.")]
    assert heard == BREATHS * reps


@pytest.mark.parametrize(
    "phase", [{"seconds": 9}, {"hold": False}, {"cues": ["Abs tight."]}, {"count_aloud": True}]
)
def test_in_brief_nothing_is_said_where_no_breath_is_held_for_long(phase: dict[str, Any]) -> None:
    hold = exercise({**HOLD_10, "seconds": 15, "cues": BREATHS, **phase}, reps=2)
    assert not {*BREATHS, "Abs tight."} & {*said(composed(hold, talk="brief"))}


def test_without_words_no_breath_is_said_in_a_hold() -> None:
    hold = exercise({**HOLD_10, "seconds": 15, "cues": BREATHS})
    assert said(composed(hold, talk="tones")) == []


def test_the_shipped_wall_sit_says_how_to_breathe_in_brief() -> None:
    plan_of_wall_sit = plan_routine(read_routines(shipped_routines()), "back-care")
    score = compose(plan_of_wall_sit, load_phrases("en"), short_words, Style(talk="brief"))
    assert said(score).count("Breathe in deeply.") == 3


def test_reminders_of_other_kinds_are_spread_evenly() -> None:
    hold = exercise({**HOLD_10, "seconds": 30, "cues": ["Abs tight.", "Gaze down."]})
    assert [
        at for at, text in work(composed(hold, alone=True)) if text in ("Abs tight.", "Gaze down.")
    ] == [9000, 18_000]


@pytest.mark.parametrize("language", languages())
def test_each_language_knows_its_own_words_for_breathing(language: str) -> None:
    phrases: Phrases = load_phrases(language)
    for breath in ("in", "out", "hold"):
        assert phrases.is_breathing(phrases.say(f"breathe_{breath}")) or breath == "hold"
    assert not phrases.is_breathing(phrases.say("halfway"))


def test_a_breath_is_in_out_or_hold() -> None:
    def phase(breath: object) -> dict[str, Any]:
        return with_exercise(phases=[{"name": "Up", "seconds": 2, "breath": breath}])

    assert faults(phase("Exhale")) == []
    assert faults(phase("deep")) == [
        'exercises.wall-sit.phases[0].breath: must be one of in, out, hold, not "deep"'
    ]


BOX = ("in", "hold", "out", "hold")


def breaths_said(language: str, *names: str) -> list[str]:
    """Return the phrases about breathing in a rep of four phases called so."""
    phases = [{"name": n, "seconds": 4, "breath": b} for n, b in zip(names, BOX, strict=True)]
    phrases = load_phrases(language)
    score = compose(plan(exercise(*phases)), phrases, short_words, Style(alone=True))
    known = {phrases.say(f"breathe_{each}") for each in BOX}
    return [text for text in said(score) if text in known]


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["In", "Hold", "Out", "Hold"]),
        ("en", ["Breathe in slowly", "Hold your breath", "Breathe out", "Hold your breath"]),
        ("de", ["Ein", "Halten", "Aus", "Halten"]),
        ("es", ["Inhala", "Mantén", "Exhala", "Mantén"]),
    ],
)
def test_a_word_that_says_how_one_breathes_is_not_said_twice(
    language: str, names: list[str]
) -> None:
    assert breaths_said(language, *names) == []


def test_hold_alone_does_not_say_that_the_breath_is_held() -> None:
    heard = breaths_said("en", "Up", "Hold", "Down", "Hold")
    assert heard == ["Breathe in.", "Hold your breath.", "Breathe out.", "Hold your breath."]
