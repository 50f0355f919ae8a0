"""A file that is watched: its faults and timetable at each save, however it is saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from audiocoach.library.library import Library
from audiocoach.library.watching import WatchedState, states
from tests.conftest import Run


def test_each_save_is_looked_at_and_a_moment_without_the_file_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("# A\nPlank 20s\n", encoding="utf-8")
    waits = iter(range(1000))
    seen = states(Library(None, tmp_path / "cache"), path, wait=lambda _: save(path, next(waits)))
    first, faulty, gone, back = (next(seen).lines for _ in range(4))
    assert first[0] == f"{path}: no faults; 1 routine and 1 exercise"
    assert "a:" in first
    assert any(line.startswith("A: ") for line in first)
    fault = "routines.a.steps[0].reps: must be at least 1 and at most 1000, not 0"
    assert faulty == [f"{path}:2:1: {fault}"]
    assert gone == [f"{path}: is gone; it is looked for"]
    assert back[0] == f"{path}: no faults; 1 routine and 1 exercise"


def save(path: Path, wait: int) -> None:
    """Do what an editor does in the meantime, at some of the waits."""
    if wait == 3:
        path.unlink()
    if wait == 5:
        beside = path.with_suffix(".tmp")
        beside.write_text("# A\nSquat 0\n", encoding="utf-8")
        beside.replace(path)
    if wait == 10:
        path.unlink()
    if wait == 25:
        path.write_text("# A\nPlank 25s\n", encoding="utf-8")


@pytest.mark.parametrize("arguments", ["a.txt b.txt", "-", "a.txt --json"])
def test_one_file_is_watched(run: Run, arguments: str) -> None:
    fault = "audiocoach: check --watch: needs one file, and goes without --json\n"
    assert run("check", "--watch", *arguments.split()).err == fault


def test_a_prompt_begins_a_line_after_ctrl_c(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stood behind the ^C that the terminal writes."""

    def interrupted(*_: object) -> Iterator[WatchedState]:
        yield WatchedState(["fine"])
        raise KeyboardInterrupt

    path = tmp_path / "a.txt"
    path.write_text("Plank 20s\n", encoding="utf-8")
    monkeypatch.setattr("audiocoach.library.watching.states", interrupted)
    ran = run("check", "--watch", str(path))
    assert (ran.code, ran.out) == (0, "fine\n\n")
