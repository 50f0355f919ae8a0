"""Recording at a real PulseAudio server: what is played into its sink is what the monitor hears."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from audiocoach.sound.clip import Clip
from audiocoach.sound.ffmpeg import decode
from audiocoach.sound.vad import cut_speech
from audiocoach.units import ms_to_bytes
from audiocoach.voice.engines.espeak import EspeakVoice
from audiocoach.voice.engines.recorded import RecordedVoice
from tests.conftest import Run
from tests.console.terminals import Terminal
from tests.play.device.test_pulse import Server, wait_until
from tests.play.device.test_pulse import server as server  # noqa: PLC0414 - a fixture
from tests.small import SMALL
from tests.tools import program

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="PulseAudio is for Unix"),
    pytest.mark.realtime,
]

VOICE = EspeakVoice("en", variant="f3")
LINE = re.compile(r"Line (\d+) of (\d+), (\d+) to go[^\n]*:\r?\n  ([^\r\n]+)")
FORM = ("--format=s16le", "--rate=24000", "--channels=1", "--raw", "--device=ear")


def say(pcm: bytes) -> None:
    """Have it heard in the room."""
    subprocess.run([program("pacat"), *FORM], input=pcm, check=True)


def is_played() -> bool:
    """Return whether something is played into the sink."""
    listed = subprocess.run(
        [program("pactl"), "list", "short", "sink-inputs"], check=False, capture_output=True
    )
    return listed.stdout.strip() != b""


@contextmanager
def hiss(folder: Path) -> Iterator[None]:
    """Have a quiet room's noise in the sink: a null sink is quieter than any."""
    raw, make = folder / "hiss.raw", ["-f", "lavfi", "-i", "anoisesrc=r=24000:a=0.001:seed=1"]
    command = [program("ffmpeg"), "-v", "error", "-t", "600", *make, "-f", "s16le", str(raw)]
    subprocess.run(command, check=True)
    with subprocess.Popen([program("pacat"), *FORM, raw]) as process:
        try:
            wait_until(is_played, "the hiss isn't heard")  # or the room is judged without it
            yield
        finally:
            process.kill()


@pytest.fixture
def room(server: Server) -> Iterator[Path]:
    """Return a folder with a routine file, beside a server with a quiet room."""
    (server.folder / "routines.json").write_text(json.dumps(SMALL), encoding="utf-8")
    with hiss(server.folder):
        yield server.folder


def begun(folder: Path, *words: str) -> Terminal:
    terminal = Terminal(folder, "record", "small", *words)
    assert ": fine" in terminal.wait_for("a number goes to that line")
    return terminal


def record_line(terminal: Terminal, loud_db: float = 0.0) -> tuple[str, bytes]:
    """Record the line that is shown; return its words, and what was said."""
    text = LINE.findall(terminal.answer("\n"))[-1][3]
    terminal.wait_for("Enter stops")
    time.sleep(0.5)
    said = Clip(VOICE.speak(text).segment + loud_db).pcm
    say(said)
    time.sleep(0.5)
    terminal.type("\n")
    return text, said


def takes(folder: Path) -> list[str]:
    return sorted(each.name[:3] for each in (folder / "takes").iterdir())


def test_a_line_is_recorded_as_it_was_said_and_exported_to_the_sample(
    room: Path, run: Run, tmp_path: Path
) -> None:
    terminal = begun(room, "--plain")
    text, said = record_line(terminal, -6)
    assert "too loud" not in terminal.answer("\n")
    terminal.answer("q\n")
    assert terminal.status() == 0
    assert "\x1b" not in terminal.seen
    assert "\r[" not in terminal.seen

    (path,) = (room / "takes").iterdir()
    kept = decode(path.read_bytes())
    heard, meant = cut_speech(Clip.from_pcm(kept)), Clip.from_pcm(said)
    assert abs(heard.ms - meant.ms) <= 30
    assert abs(heard.segment.dBFS - meant.segment.dBFS) < 0.5
    assert abs(len(kept) - len(said) - ms_to_bytes(600)) <= ms_to_bytes(60)

    voice = ("--voice", f"recorded:{room / 'takes'}", "--fill-with", "builtin")
    assert run("export", "small", "-o", "small.wav", *voice).code == 0
    cues = json.loads(run("show", "small", "--json", *voice).out)["cues"]
    at = next(ms_to_bytes(cue["start_ms"]) for cue in cues if cue.get("text") == text)
    spoken = RecordedVoice("en", room / "takes").speak(text).pcm
    assert (tmp_path / "small.wav").read_bytes()[44:][at : at + len(spoken)] == spoken


def test_it_goes_on_where_it_was_left_whichever_way_it_ends(room: Path) -> None:
    terminal = begun(room)
    record_line(terminal)
    terminal.answer("a\n", "Enter keeps it, a again, s skips, b goes back, q quits > ")
    record_line(terminal)
    terminal.answer("\n", "Enter keeps it, a again, s skips, b goes back, q quits > ")
    terminal.wait_for("Line 2 of 12, 11 to go")
    terminal.answer("s\n")
    terminal.wait_for("Line 3 of 12, 11 to go")
    terminal.answer("\n")
    terminal.wait_for("Enter stops")
    terminal.wait_for("\r[")
    terminal.type("\x03")
    assert terminal.status() == 130
    assert takes(room) == ["001"]

    terminal = begun(room)
    terminal.wait_for("Line 2 of 12, 11 to go")
    terminal.answer("b\n")
    terminal.wait_for("Line 1 of 12, 11 to go, recorded already")
    terminal.answer("9\n")
    terminal.wait_for("Line 9 of 12")
    terminal.answer("what\n")
    terminal.wait_for("a number goes to that line")
    terminal.answer("\x04")
    assert terminal.status() == 0
    assert "1 of 12 lines recorded" in terminal.seen


def test_what_is_cut_off_at_the_top_is_said(room: Path) -> None:
    terminal = begun(room)
    record_line(terminal, 12)
    assert "too loud: cut off in" in terminal.answer("q\n")
    assert terminal.status() == 0
    assert not (room / "takes").exists()


def test_a_long_take_that_is_interrupted_is_kept(room: Path) -> None:
    terminal = Terminal(room, "record", "small", "--at-once")
    terminal.answer("\n", "Enter starts, q quits > ")
    terminal.wait_for("Enter stops")
    say(VOICE.speak("Low tones count you in.").pcm)
    terminal.type("\x03")
    assert terminal.status() == 130
    kept = decode((room / "takes" / "take-1.flac").read_bytes())
    assert not cut_speech(Clip.from_pcm(kept)).is_silent


def test_one_take_of_all_lines_is_split(room: Path) -> None:
    terminal = Terminal(room, "record", "small", "--at-once", "--talk", "brief")
    listed = terminal.answer("\n", "Enter starts, q quits > ")
    lines = re.findall(r"^ +\d+  ([^\r\n]+)", listed, re.MULTILINE)
    terminal.wait_for("Enter stops")
    pause = bytes(ms_to_bytes(800))
    say(pause + b"".join(VOICE.speak(line).pcm + pause for line in lines))
    terminal.type("\n")
    table = terminal.answer("\n", "Enter keeps them")
    assert f"{len(lines)} pieces for {len(lines)} lines" in table
    assert terminal.status() == 0
    voice = RecordedVoice("en", room / "takes")
    for line in lines:
        assert abs(voice.speak(line).ms - VOICE.speak(line).ms) <= 60, line
