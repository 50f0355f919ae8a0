"""No command lets a file, a name or a reply steer the terminal."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Ran, Run
from tests.history.making import entry, log
from tests.tools import in_terminal, write_wav
from tests.voice.engines.shop import Fault, Shop
from tests.voice.loopback import served

EVIL = "a\x1b]0;PWNED\x07\x1b[2J\x9b31m\x7f\x08\r\u202e[red]"
"""Renames the window, clears the screen, colours it twice over and turns text round."""

FILE_NAME = EVIL + "\udcff"
"""The same as a file's name, with a byte that is no text."""

ROUTINES: dict[str, Any] = {
    "voice": "builtin",
    "fill_with": "builtin",
    "say_as": {"wall": "wol"},
    "exercises": {
        "wall-sit": {
            "title": "Wall sit",
            "area": "legs",
            "posture": "standing",
            "equipment": ["mat"],
            "instructions": "Stand tall.",
            "cue": "Slowly.",
            "phases": [{"name": "Hold", "seconds": 1, "hold": True, "cues": ["On."]}],
            "sides": "none",
        }
    },
    "routines": {
        "small": {
            "title": "Small",
            "language": "en",
            "intro": "Hello.",
            "outro": "Bye.",
            "voice": "builtin",
            "say_as": {"sit": "sitt"},
            "steps": [{"exercise": "wall-sit", "title": "Again", "instructions": "Stand."}],
        }
    },
}

COMMANDS = [
    ["list"],
    ["show", "small"],
    ["show", "small", "--json"],
    ["check"],
    ["lines", "small"],
    ["export", "small", "--dry-run", "--sheet", "--cues"],
    ["play", "small", "--backend", "null", "--plain", "--talk", "tones", "--from", "0:17"],
    ["history"],
    ["history", "--json"],
    ["voices"],
    ["voices", "--json"],
    ["devices"],
    ["schema"],
    ["--help"],
]


def is_clean(done: Ran) -> bool:
    """Whether nothing was printed that a terminal obeys, but for ends of lines."""
    shown = (done.out + done.err).replace("\n", "")
    return not any(each in shown for each in "\x1b\x07\x08\r\x9b\x7f\t\u202e")


def spots(value: Any) -> Iterator[tuple[Any, Any]]:
    """Return each place of a JSON tree that holds a text or is named by one."""
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        if isinstance(value[key], (dict, list)):
            yield from spots(value[key])
        yield value, key


def poisoned() -> Iterator[str]:
    """Write the routine file with evil in each text, and then in each key."""
    for number in range(len(list(spots(ROUTINES)))):
        for in_key in (False, True):
            tree = copy.deepcopy(ROUTINES)
            holder, key = list(spots(tree))[number]
            if not in_key:
                holder[key] = EVIL
            elif isinstance(holder, dict):
                holder[key + EVIL] = holder.pop(key)
            yield json.dumps(tree)


def test_evil_in_any_field_of_a_routine_file_never_reaches_the_terminal(
    tmp_path: Path, run: Run
) -> None:
    for text in poisoned():
        (tmp_path / "routines.json").write_text(text, encoding="utf-8")
        assert is_clean(run("check")), text
        assert is_clean(run("show", "small")), text


def test_did_you_mean_names_an_evil_id_visibly(tmp_path: Path, run: Run) -> None:
    exercises: dict[str, object] = {"wall\x1b]0;PWNED\x07\x1b[2Jsit": {}}
    steps = [{"exercise": "wall-0-pwned-2jsit"}]
    tree = {"exercises": exercises, "routines": {"m": {"title": "x", "steps": steps}}}
    (tmp_path / "routines.json").write_text(json.dumps(tree), encoding="utf-8")
    done = run("check")
    assert is_clean(done)
    assert r'did you mean "wall\u001b]0;PWNED\u0007\u001b[2Jsit"?' in done.err


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_evil_names_of_files_and_folders_never_reach_the_terminal(
    command: list[str], tmp_path: Path, run: Run
) -> None:
    folder = tmp_path / FILE_NAME
    folder.mkdir()
    file = folder / f"{FILE_NAME}.json"
    file.write_text(json.dumps(ROUTINES), encoding="utf-8")
    (tmp_path / "voices" / f"{FILE_NAME}.onnx").mkdir(parents=True)
    assert is_clean(run("--routines", file, "--cache", folder, *command))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("name", ["ROUTINES", "CACHE", "VOICES", "DATA", "BACKEND", "PIPER_URL"])
def test_evil_in_the_environment_never_reaches_the_terminal(
    command: list[str], name: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "routines.json").write_text(json.dumps(ROUTINES), encoding="utf-8")
    (tmp_path / "taken").touch()
    monkeypatch.setenv(f"AUDIOCOACH_{name}", str(tmp_path / "taken" / FILE_NAME))
    assert is_clean(run(*command))


@pytest.mark.parametrize(
    "command",
    [
        ["export", "small", "-o", f"{FILE_NAME}.mp3"],
        ["export", "small", "-o", f"{FILE_NAME}/"],
        ["export", "small", "-o", f"{FILE_NAME}.exe"],
        ["export", "small", "--tracks", "-o", f"{FILE_NAME}/", "--sheet"],
        ["export", "small", "--cover", FILE_NAME],
        ["export", "small", "--music", FILE_NAME],
        ["export", "small", "--music", "music"],
        ["export", "small", "--format", EVIL],
        ["export", "small", "--subtitles", EVIL],
        ["export", "small", "--for", EVIL],
        ["export", "small", "--for", "alexa", "--base-url", EVIL, "--tracks"],
        ["export", "small", "--fit", EVIL],
        ["export", EVIL],
        ["show", EVIL],
        ["lines", EVIL],
        ["lines", "small", "-o", f"{FILE_NAME}.csv"],
        ["lines", "small", "--without", FILE_NAME],
        ["lines", "small", "--without", "takes"],
        ["play", "small", "--voice", f"recorded:{FILE_NAME}"],
        ["play", "small", "--voice", "recorded:takes"],
        ["play", "small", "--voice", EVIL],
        ["play", "small", "--voice", f"piper:{EVIL}"],
        ["play", "small", "--voice", f"google:{EVIL}"],
        ["play", "small", "--from", EVIL],
        ["play", "small", "--device", EVIL],
        ["play", "small", "--backend", EVIL],
        ["preview", EVIL],
        ["voices", "try", "builtin", EVIL, "--language", EVIL],
        ["check", FILE_NAME],
        ["check", "broken.json"],
        [EVIL],
        ["play", f"--{EVIL}"],
        ["list", EVIL],
    ],
    ids=repr,
)
def test_evil_on_the_command_line_never_reaches_the_terminal(
    command: list[str], tmp_path: Path, run: Run
) -> None:
    (tmp_path / "routines.json").write_text(json.dumps(ROUTINES), encoding="utf-8")
    (tmp_path / "broken.json").write_text(f'{{"a\x01{EVIL}": [}}', encoding="utf-8")
    (tmp_path / "music").mkdir()
    (tmp_path / "music" / f"{FILE_NAME}.mp3").touch()
    (tmp_path / "takes").mkdir()
    write_wav(tmp_path / "takes" / f"{FILE_NAME}.wav", bytes(100))
    assert is_clean(run(*command))


def test_evil_in_the_log_of_sessions_never_reaches_the_terminal(tmp_path: Path, run: Run) -> None:
    log(tmp_path / "data", entry(title=EVIL, exercise_title=EVIL, level=EVIL, voice=EVIL))
    assert is_clean(run("history"))
    assert is_clean(run("history", "--weeks"))
    assert json.loads(run("history", "--json").out)[0]["title"] == EVIL


def test_a_table_for_programs_is_exact_in_a_pipe_and_visible_on_a_terminal(
    tmp_path: Path, run: Run
) -> None:
    log(tmp_path / "data", entry(title=EVIL))
    assert EVIL in run("history", "--csv").out
    _, shown = in_terminal([sys.executable, "-m", "audiocoach", "history", "--csv"])
    assert b"\x1b" not in shown
    assert rb"\x1b]0;PWNED\x07" in shown


def test_a_progress_bar_shows_markup_as_it_is_written(tmp_path: Path, run: Run) -> None:
    (tmp_path / "routines.json").write_text(json.dumps(ROUTINES), encoding="utf-8")
    export = ["export", "small", "-o", "[red]\x1b[2J:heart:.wav"]
    _, shown = in_terminal([sys.executable, "-m", "audiocoach", *export])
    assert rb"[red]\x1b[2J:heart:.wav" + b" \x1b[" in shown  # and the bar in its colour
    assert b"\x1b[2J" not in shown


def test_an_evil_reply_never_reaches_the_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(Shop()) as shop:
        monkeypatch.setenv("AUDIOCOACH_PIPER_URL", shop.address)
        shop.offer("en_US-tiny-low", {".onnx": b"1", ".onnx.json": b"2", "MODEL_CARD": b"3"})
        index = json.loads(shop.files["voices.json"])
        index["en_US-tiny-low"]["language"]["name_english"] = EVIL
        shop.files["voices.json"] = json.dumps(index).encode()
        listed = run("voices", "get", "--list")
        assert r"\x1b[2J" in listed.out
        assert is_clean(listed)
        assert is_clean(run("voices", "get", EVIL))
        shop.faults.append(Fault(403, reason="Forbidden\x1b[2J"))
        refused = run("voices", "get", "en_US-tiny-low")
        assert r"it answers 403 Forbidden\x1b[2J" in refused.err
        assert is_clean(refused)


def test_the_traceback_of_a_bug_is_printed_visibly() -> None:
    code = "from audiocoach.console.printing import show_bugs_visibly as a; a(); raise ValueError"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}('\\x1b[2J')"], capture_output=True, text=True, check=False
    )
    assert done.stderr.endswith("ValueError: \\x1b[2J\n")
    assert "\x1b" not in done.stderr
