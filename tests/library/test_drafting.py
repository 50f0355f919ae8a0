"""Typing a routine: each line understood at once, nothing taken that can't be, nothing by half."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest

from audiocoach.errors import RoutineFileError
from audiocoach.library.drafting import TypedDraft, draft_of

READY = '"{}" is taken from the ready routines: {}'


def test_each_line_is_said_as_it_is_understood() -> None:
    draft = TypedDraft()
    assert draft.add("# Knee") == ["A routine: Knee"]
    assert draft.add("Plank 2x8-12 each side, rest 30")[0] == (
        "Plank: 2 sets, 8-12 reps, each side, 30 s rest between sets"
    )
    assert draft.add("3 rounds:") == ["The lines below are done so often, up to an empty one"]
    assert draft.add("  Plank 30s") == ["Plank: 30 s"]
    assert draft.add("    Keep it easy.") == ["What to say of it: Keep it easy."]
    assert draft.add("    cue: Belly tight.") == ["cue: Belly tight."]
    assert draft.add("") == []


@pytest.mark.parametrize("line", ["3x15", "Squat 0", "  posture: flying", "  cues: {"])
def test_a_line_that_is_not_understood_is_not_taken(line: str) -> None:
    draft = TypedDraft(["Juggling 5"])
    with pytest.raises(RoutineFileError):
        draft.add(line)
    assert draft.lines == ["Juggling 5"]


def test_only_what_cannot_be_known_is_asked() -> None:
    draft = TypedDraft(["Plank 30s", "Juggling 5", "  Throw it.", "Hopping about 5"])
    questions = draft.open_questions()
    assert [(each.title, each.key) for each in questions] == [
        ("Juggling", "posture"),
        ("Hopping about", "posture"),
        ("Hopping about", "instructions"),
    ]
    draft.answer([(questions[0], "sitting"), (questions[1], "standing"), (questions[2], "Hop.")])
    assert draft.lines == [
        *("Plank 30s", "Juggling 5", "  posture: sitting", "  Throw it.", "Hopping about 5"),
        *("  instructions: Hop.", "  posture: standing"),
    ]
    assert draft.open_questions() == []
    draft.check()


def test_what_is_faulty_at_the_end_is_left_out_by_its_line() -> None:
    draft = TypedDraft(["Juggling 5", "  cues:", "Plank 30s"])
    assert [each.partition(": ")[0] for each in draft.drop_faulty()] == ["cues:"]
    assert draft.lines == ["Juggling 5", "Plank 30s"]


def piped(folder: Path, text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "audiocoach", "new", *arguments]
    return subprocess.run(command, cwd=folder, input=text, capture_output=True, text=True)  # noqa: PLW1510


def test_in_a_pipe_nothing_is_asked(tmp_path: Path) -> None:
    assert piped(tmp_path, "# Morning\nPlank\n", "a.txt").stdout.splitlines() == [
        "a.txt:2:1: remark: " + READY.format("Plank", "plank"),
        "a.txt",
    ]
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "# Morning\nPlank\n"
    assert piped(tmp_path, "# Morning\nPlank 30s\n").stdout.endswith("\nmorning.txt\n")
    bad = piped(tmp_path, "# A\nPlank 30s\nSquat 0\n", "b.txt")
    assert bad.stderr.startswith("audiocoach: standard input:3:1: ")
    assert not (tmp_path / "b.txt").exists()


def test_lines_without_a_heading_get_one(tmp_path: Path) -> None:
    """A file of 'Juggling 5' alone would not be known as a routine file."""
    piped(tmp_path, "Juggling 5\n", "a.txt")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "# My routine\n\nJuggling 5\n"


def typed(folder: Path, *lines: bytes) -> tuple[str, int]:
    """Type lines, each once all before it was answered; return what is seen, and the status."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.execv(sys.executable, [sys.executable, "-m", "audiocoach", "new"])
    seen, left = b"", list(lines)
    while True:
        ready, _, _ = select.select([terminal], [], [], 60)
        assert ready, seen
        try:
            more = os.read(terminal, 4096)
        except OSError:  # Linux's way to say that the other end is closed
            break
        if not more:
            break
        seen += more
        if seen.endswith(b"> ") and left:
            os.write(terminal, left.pop(0))
    return seen.decode(), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no such terminals")
def test_in_a_terminal_it_asks_and_writes(tmp_path: Path) -> None:
    seen, code = typed(
        tmp_path, b"Juggling 5\n", b"Squat 0\n", b".\n", b"Anna\n", b"flying\n", b"sitting\n",
        b"\n", b"\n", b"\n",
    )  # fmt: skip
    assert code == 0
    assert "not taken" in seen
    assert "\x1b" not in seen
    assert (tmp_path / "anna.txt").read_text(encoding="utf-8") == (
        "# Anna\n\nJuggling 5\n  posture: sitting\n"
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no such terminals")
def test_ctrl_c_writes_nothing_and_ctrl_d_ends_the_lines(tmp_path: Path) -> None:
    assert typed(tmp_path, b"Plank 30s\n", b"\x03")[1] == 130
    assert not [*tmp_path.glob("*.txt")]
    assert typed(tmp_path, b"Plank 30s\n", b"\x04", b"\x04", b"\x04", b"\x04")[1] == 0
    assert [each.name for each in tmp_path.glob("*.txt")] == ["my-routine.txt"]


def test_an_empty_pipe_is_said_to_be_empty() -> None:
    """It was said what JSON should hold, and not of what."""
    with pytest.raises(RoutineFileError) as caught:
        draft_of("standard input", b" \n")
    assert [*caught.value.lines] == [
        "standard input: is empty; write exercises, one a line, as in: Squat 3x10"
    ]
