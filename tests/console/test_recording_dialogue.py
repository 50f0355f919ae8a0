"""Recording where there is nothing to hear: each refusal is one line, and nothing is written."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from audiocoach.console.recording_booth import level_bar
from audiocoach.sound.clip import packed
from tests.conftest import Run
from tests.console.terminals import Terminal
from tests.small import SMALL
from tests.tools import write_wav
from tests.voice.readings import reading

unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUDIOCOACH_BACKEND", "null")
    (tmp_path / "routines.json").write_text(json.dumps(SMALL), encoding="utf-8")
    return tmp_path


@pytest.fixture
def texts(run: Run) -> list[str]:
    return [line[6:] for line in run("record", "small", "--list").out.splitlines()]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["small"], "record: needs a terminal, where Enter starts and stops; "),
        (["smal"], 'no routine or exercise is called "smal"'),
        (["small", "--take", "none.wav"], "none.wav: can't be read: No such file"),
        (["small", "--take", "routines.json"], "routines.json: must be a sound file: "),
        (["small", "--microphone", "x", "-o", "routines.json"], "voice recorded: routines.json: "),
    ],
)
def test_what_cannot_be_is_one_line(run: Run, folder: Path, words: list[str], said: str) -> None:
    ran = run("record", *words)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.err.startswith(f"audiocoach: {said}")
    assert not (folder / "takes").exists()


def test_a_script_without_lines_says_so(run: Run) -> None:
    ran = run("record", "small", "--talk", "tones")
    assert (ran.code, ran.out) == (0, "small: there is no line to record\n")


def test_a_long_take_in_a_pipe_is_split_and_recorded_lines_are_left_out(
    run: Run, folder: Path, texts: list[str]
) -> None:
    write_wav(folder / "first.wav", reading(texts))
    ran = run("record", "small", "--take", "first.wav")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0].endswith(f" s  {texts[0]}")
    assert ran.out.splitlines()[-1].startswith("takes: 12 of 12 lines recorded; ")
    assert {line[4] for line in run("record", "small", "--list").out.splitlines()} == {"x"}
    (folder / "takes" / next((folder / "takes").glob("005-*")).name).unlink()
    write_wav(folder / "second.wav", reading([texts[4]]))
    ran = run("record", "small", "--take", "second.wav")
    assert len(ran.out.splitlines()) == 2
    assert run("export", "small", "--voice", "recorded:takes").code == 0


def test_a_long_take_with_too_many_pieces_is_refused_whole(
    run: Run, folder: Path, texts: list[str]
) -> None:
    write_wav(folder / "slip.wav", reading([*texts[:3], "Sorry, once more.", *texts[3:]]))
    ran = run("record", "small", "--take", "slip.wav")
    assert (ran.code, ran.out) == (1, "")
    assert "falls into 13 pieces" in ran.err.splitlines()[0]
    assert "looks off" in ran.err.splitlines()[1]
    assert [*(folder / "takes").glob("*")] == []


@unix
def test_a_microphone_that_hears_nothing_is_said_and_no_line_is_taken(folder: Path) -> None:
    terminal = Terminal(folder, "record", "small", "--plain")
    assert "the microphone is silent" in terminal.answer("g\n")
    assert "Line 1 of 12, 12 to go" in terminal.answer("\n")
    terminal.wait_for("Enter stops")
    terminal.type("\n")
    assert "not taken: nothing in it stands out" in terminal.answer("q\n")
    assert terminal.status() == 0
    assert [*(folder / "takes").glob("*")] == []


@unix
def test_in_a_terminal_a_take_is_corrected_until_it_fits(folder: Path, texts: list[str]) -> None:
    write_wav(folder / "slip.wav", reading([texts[0], *texts]))
    terminal = Terminal(folder, "record", "small", "--take", "slip.wav")
    asked = "q quits > "
    state = terminal.answer("p 1\n", asked)
    assert "pieces for 12 lines" in state
    terminal.answer("j 99\n", asked)
    terminal.wait_for("a letter and the number of a piece")
    terminal.answer("t\n", asked)
    terminal.answer("q\n", asked)
    assert terminal.status() == 0
    assert [*(folder / "takes").glob("*")] == []


def test_the_level_bar_is_always_equally_long() -> None:
    bars = [level_bar(packed([level] * 100), 61.0) for level in (0, 1, 300, 32_767, -32_768)]
    assert {len(bar) for bar in bars} == {50}
    assert [bar.count("#") for bar in bars] == [0, 0, 10, 30, 30]
