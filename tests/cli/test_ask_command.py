"""A sentence as a command: what is answered, and what the player does."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import hassil
import pytest
import yaml

from audiocoach.play import control_socket
from audiocoach.play.control_socket import Playing
from tests.conftest import Run, own_runtime

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Python has no such sockets there")


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_runtime(tmp_path, monkeypatch)
    monkeypatch.setenv("AUDIOCOACH_BACKEND", "null")


def wait_for(ready: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not ready():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_without_a_player_that_is_the_answer_and_the_exit_status_is_1(run: Run) -> None:
    assert (ran := run("ask", "pause")).code == 1
    assert (ran.out, ran.err) == ("Nothing is playing.\n", "")
    assert run("ask", "mach", "weiter").out == "Es läuft keine Einheit.\n"


def test_the_routines_are_named_in_the_language_of_the_question(run: Run) -> None:
    assert run("ask", "which routines are there?").out == "There are: Back care.\n"
    assert run("ask", "quelles routines y a-t-il ?").out.startswith("Il y a : ")


def test_a_player_is_asked_once_what_plays(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """To start a session its socket was asked twice: once for the language, once for the rest."""
    asked: list[object] = []

    def send(key: object) -> Playing:
        asked.append(key)
        return Playing("Yoga", "", "", "", 1000, 9, 10, paused=False, language="en")

    monkeypatch.setattr(control_socket, "send", send)
    assert run("ask", "start back care").code == 1
    assert asked == [None]


def test_what_is_not_understood_is_one_line_and_no_control_character(run: Run) -> None:
    ran = run("ask", "stop the \x1b[2J world")
    assert ran.code == 1
    assert ran.err.startswith("audiocoach: ask: not understood: ")
    assert "\x1b" not in ran.err
    assert ran.err.count("\n") == 1


def test_a_session_is_started_apart_commanded_and_stopped(run: Run, tmp_path: Path) -> None:
    start = run("ask", "--json", "--background", "start back care, easy, twelve minutes")
    told = json.loads(start.out)
    assert told["answer"] == "Back care, easy."
    assert run("ask", "how long").code == 0
    said = [
        run("ask", sentence).out.strip()
        for sentence in (  # first the pause: on a busy machine the opening is soon over
            "pause", "how long?", "wie lange noch?", "quieter", "what's next?", "next",
            "let's go", "let's go", "start back care", "stop",
        )
    ]  # fmt: skip
    assert said == [
        "Paused.", "About 12 minutes left.", "Noch etwa 12 Minuten.", "Volume 9 of 10",
        "Next: Partial crunch", "Partial crunch", "Going on.",
        *["Back care is playing; say stop first."] * 2, "Stopped.",
    ]  # fmt: skip
    wait_for(lambda: run("ask", "how long").code == 1)


def test_what_keeps_a_session_apart_from_playing_is_reported_instead_of_the_answer(
    run: Run,
) -> None:
    """It said that back care was started, and nothing ever played."""
    ran = run("ask", "--background", "start back care, easy, three minutes")
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert ran.err.startswith("audiocoach: back-care: can't last 3:00")


def test_a_session_that_can_only_be_about_so_long_is_started_so_long_as_it_can_be(run: Run) -> None:
    """Of twelve minutes in German the shortest is 12:30: the first sentence of the page failed."""
    fault = run("ask", "--background", "starte Rückentraining, leicht, elf Minuten").err
    found = re.search(r"from (\d+):(\d+) to", fault)
    assert found is not None
    minutes = int(found[1])
    assert found[2] != "00"
    asked = f"starte Rückentraining, leicht, {minutes} Minuten"
    ran = run("ask", "--background", "--json", asked)
    assert ran.err == ""
    nearly = minutes + (int(found[2]) >= 30)
    assert json.loads(ran.out)["answer"] == f"Rückentraining, leicht, {nearly} Minuten."
    assert run("ask", "wie lange noch?").out == f"Noch etwa {nearly} Minuten.\n"
    assert run("ask", "stopp").out == "Beendet.\n"
    wait_for(lambda: run("ask", "pause").code == 1)


def test_a_word_of_several_languages_is_answered_in_that_of_the_session(run: Run) -> None:
    assert run("ask", "pause").out == "Nothing is playing.\n"
    assert run("ask", "--background", "starte Rückentraining").code == 0
    assert run("ask", "pause").out == "Angehalten.\n"
    assert run("ask", "continue").out == "Going on.\n"  # no German word
    assert run("ask", "stopp").out == "Beendet.\n"
    wait_for(lambda: run("ask", "pause").code == 1)


def test_in_front_it_plays_as_play_does(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "audiocoach", "ask", "start back care"]
    environment = {**os.environ, "AUDIOCOACH_DATA": str(tmp_path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as playing:
        assert playing.stdout is not None
        lines = [playing.stdout.readline(), playing.stdout.readline()]
        playing.terminate()
    assert lines[0] == "Back care.\n"
    # It is heard, and shown, before all of it is spoken.
    assert lines[1].startswith("0:00  Opening")


def test_home_assistants_recipe_matches_and_hands_over_the_sentence(run: Run) -> None:
    """The page's own YAML, with Home Assistant's matcher; its templates are filled as it does."""
    page = (Path(__file__).parents[2] / "docs/voice-assistants.md").read_text("utf-8")
    blocks = [yaml.safe_load(each) for each in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)]
    command, sentences, script = blocks
    asked = 'which "routines" are there'
    found = hassil.recognize(f"tell my coach {asked}", hassil.Intents.from_dict(sentences))
    assert found is not None
    (name, entity), *_ = found.entities.items()
    assert (found.intent.name, name) == (next(iter(script["intent_script"])), "sentence")
    # Home Assistant fills the arguments, splits them as a shell does, and runs no shell.
    template = command["shell_command"]["audiocoach"]
    filled = template.replace("{{ sentence | tojson }}", json.dumps(entity.value.strip()))
    program, *words = shlex.split(filled)
    ran = run(*words)
    assert program == "audiocoach"
    assert json.loads(ran.out)["answer"] == "There are: Back care."
