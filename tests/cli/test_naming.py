"""Routines and exercises by the names that people type, wherever one is asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

HOLD = {
    "title": "Short hold",
    "posture": "standing",
    "instructions": "Stand tall.",
    "phases": [{"name": "Up", "seconds": 0.5}],
}
NAMED: dict[str, Any] = {
    "exercises": {"short-hold": HOLD, "arm_lift-1": HOLD | {"title": "Arm lift"},
                  "arm_lift-2": HOLD | {"title": "arm  lift"}},
    "routines": {"small-one": {"title": "Zoé's evening", "steps": [{"exercise": "short-hold"}]}},
}  # fmt: skip

COMMANDS = [
    "show --json",
    "lines",
    "export --dry-run",
    "preview --force -o x.wav",
    "play --backend null --talk tones --from 99:00",
]


@pytest.fixture
def named(run: Run, tmp_path: Path) -> Run:
    """Return the command in a folder with one routine and three exercises."""
    (tmp_path / "routines.json").write_text(json.dumps(NAMED), encoding="utf-8")
    return run


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("typed", ["Small One", "SMALL_ONE", "zoé's  EVENING"])
def test_a_routine_is_found_as_people_type_it(named: Run, command: str, typed: str) -> None:
    assert named(*command.split(), typed) == named(*command.split(), "small-one")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("typed", ["short hold", "Short_Hold"])
def test_an_exercise_is_found_as_people_type_it(named: Run, command: str, typed: str) -> None:
    assert named(*command.split(), typed) == named(*command.split(), "short-hold")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_title_that_two_exercises_bear_is_reported_with_both(named: Run, command: str) -> None:
    ran = named(*command.split(), "Arm lift")
    told = 'audiocoach: "Arm lift" could be arm_lift-1, arm_lift-2: use one of these names\n'
    assert (ran.code, ran.out, ran.err) == (1, "", told)


@pytest.mark.parametrize("command", COMMANDS)
def test_without_a_name_it_is_the_only_routine(named: Run, command: str) -> None:
    assert named(*command.split()) == named(*command.split(), "small-one")


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_name_is_one_line(named: Run, command: str) -> None:
    ran = named(*command.split(), "shot-hold")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert ran.err.endswith(' is called "shot-hold", did you mean "short-hold"?\n')


def test_an_exercise_plays_whole(named: Run) -> None:
    ran = named("play", "short hold", "--backend", "null", "--talk", "tones")
    assert (ran.code, ran.err) == (0, "")
    assert "Short hold" in ran.out
    assert ran.out.splitlines()[-1].startswith("Finished Short hold: 0:")


def test_an_exercise_is_exported_whole(named: Run, tmp_path: Path) -> None:
    assert named("export", "Short hold", "--sheet").code == 0
    assert sorted(path.suffix for path in tmp_path.glob("short-hold.*")) == [
        ".html",
        ".mp3",
        ".txt",
    ]


def test_what_is_named_twice_is_exported_once(named: Run) -> None:
    ran = named("export", "small one", "Zoé's evening", "short hold", "--dry-run")
    assert [line.split()[0] for line in ran.out.splitlines()] == ["small-one.mp3", "short-hold.mp3"]


def test_a_preview_of_a_routine_in_full_is_the_routine(named: Run) -> None:
    named("preview", "small-one", "--full", "-o", "full.wav")
    named("export", "small-one", "-o", "whole.wav")
    assert Path("full.wav").read_bytes() == Path("whole.wav").read_bytes()


def test_an_exercise_by_itself_is_fitted_or_reported_why_not(named: Run) -> None:
    ran = named("show", "short-hold", "--fit", "20s")
    assert (ran.code, ran.err.startswith("audiocoach: short-hold: can't last 0:20 ")) == (1, True)
