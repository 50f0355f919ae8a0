"""The pictures of exercises, as a page shows them beside what is done."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from audiocoach.export.metadata import chapters
from audiocoach.illustrations import illustrations
from audiocoach.webpage.pictures import picture_style
from audiocoach.webpage.session_json import timeline
from tests.coach.making import composed, exercise, one_second

HOLD = {"name": "Hold", "seconds": 6, "hold": True}
SCORE = composed(
    exercise(HOLD, title="Bridge"),
    exercise(HOLD, title="Other"),
    measure=one_second,
)


def test_a_step_has_the_picture_of_its_exercise(tmp_path: Path) -> None:
    score = replace(SCORE, pictures=(("wall-sit",), ()))
    shown = timeline(score, chapters(score), illustrations(score, tmp_path))
    found = {step.get("exercise"): step.get("picture") for step in shown["steps"]}
    assert (found["Bridge"], found["Other"]) == (0, None)
    (picture,) = shown["pictures"]
    assert all(frame.startswith("<svg ") for frame in picture["frames"])
    assert 0 <= picture["key"] < len(picture["frames"])


def test_equal_pictures_are_sent_once(tmp_path: Path) -> None:
    score = replace(SCORE, pictures=(("wall-sit",), ("wall-sit",)))
    shown = timeline(score, chapters(score), illustrations(score, tmp_path))
    assert len(shown["pictures"]) == 1
    assert {step["picture"] for step in shown["steps"] if "picture" in step} == {0}


def test_without_pictures_nothing_is_said_of_them() -> None:
    assert "pictures" not in timeline(SCORE, chapters(SCORE))


def test_drawings_have_colours_for_light_and_dark() -> None:
    light, _, dark = picture_style().partition("prefers-color-scheme: dark")
    assert ".picture .n{" in light
    assert ".picture .n{" in dark
