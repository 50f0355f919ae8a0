"""The list: at once, and as exact as is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.small import SMALL

FRESH = ("--cache", "fresh")


@pytest.fixture
def small(run: Run, tmp_path: Path) -> Run:
    """Return the command in a folder with a small routine file."""
    (tmp_path / "routines.json").write_text(json.dumps(SMALL), encoding="utf-8")
    return run


def lengths(run: Run, *arguments: str) -> dict[str, str]:
    """List, and return the length of each entry by its id."""
    lines = run(*FRESH, "list", *arguments).out.splitlines()
    return {line.split()[0]: line.split()[1] for line in lines if line.startswith(" ")}


def test_a_list_speaks_nothing_and_marks_what_it_guesses(small: Run, tmp_path: Path) -> None:
    listed = lengths(small)
    assert [length[:3] for length in listed.values()] == ["~0:", "~0:"]
    assert list((tmp_path / "fresh").rglob("*.wav")) == []
    assert lengths(small) == listed


def test_what_has_been_made_is_listed_with_its_length(small: Run) -> None:
    lengths(small)
    small(*FRESH, "show", "hold")
    assert [length.startswith("~") for length in lengths(small).values()] == [True, False]


def test_what_others_have_spoken_makes_a_length_exact(small: Run) -> None:
    """The lines of a routine at one loudness are those of another."""
    before = lengths(small, "--tone-volume=-3")
    small(*FRESH, "export", "small", "hold")
    after = lengths(small, "--tone-volume=-3")
    assert [length.startswith("~") for length in (*before.values(), *after.values())] == (
        [True] * 2 + [False] * 2
    )
    assert after == lengths(small)


def test_a_list_for_programs_marks_guesses(small: Run) -> None:
    small(*FRESH, "show", "small", "--json")
    listed: dict[str, Any] = json.loads(small(*FRESH, "list", "--json").out)
    [routine], [exercise] = listed["routines"], listed["exercises"]
    assert (routine["id"], routine["title"], "estimated" in routine) == ("small", "Small", False)
    assert (exercise["id"], exercise["estimated"]) == ("hold", True)
    assert Path(listed["file"]).name == "routines.json"


def test_show_without_a_name_lists_where_there_are_several_routines(
    run: Run, tmp_path: Path
) -> None:
    routines = dict.fromkeys(("one", "two"), SMALL["routines"]["small"])
    file = {**SMALL, "routines": routines}
    (tmp_path / "routines.json").write_text(json.dumps(file), encoding="utf-8")
    for options in ([], ["--json"]):
        assert run("show", *options) == run("list", *options)


def test_a_voice_that_cant_be_used_is_one_line(small: Run) -> None:
    ran = small(*FRESH, "list", "--voice", "builtin:nobody")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
