"""How a server ends while it is at everything at once: nothing is printed but what is meant."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no such signals", allow_module_level=True)

NAMES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
HOLD = {"name": "Hold", "seconds": 5, "hold": True}
SIT = {"posture": "at_wall", "instructions": "Lean on the wall. Slide down.", "phases": [HOLD]}
FILE = {
    "exercises": {each: {**SIT, "title": f"Sit {each}"} for each in NAMES},
    "routines": {"long": {"title": "Long", "steps": [*NAMES]}},
}
ASKED = (
    "", "s/long", "s/long/events", "s/long/live.mp3", "s/long/session.mp3", "feed.xml",
    "s/long/events?level=easy", "s/long/live.mp3?talk=brief", "s/long/tracks.zip?level=hard",
)  # fmt: skip
"""What is asked for at once, of sessions that have yet to be made."""


@contextmanager
def served(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Yield a command at work, with no line spoken yet, and its first page."""
    (folder / "routines.json").write_text(json.dumps(FILE), encoding="utf-8")
    own = {"AUDIOCOACH_DATA": str(folder), "AUDIOCOACH_CACHE": str(folder / "clips")}
    environment = {**os.environ, **own, "AUDIOCOACH_BACKEND": "null"}
    command = [sys.executable, "-X", "dev", "-m", "audiocoach", *arguments]
    with subprocess.Popen(
        command,
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout
            lines = iter(process.stdout.readline, "")
            found = next(filter(None, (re.search(r"http://\S+", line) for line in lines)))
            yield process, found[0]
        finally:
            process.kill()


def ask_slowly(address: str, paths: Sequence[str]) -> list[socket.socket]:
    """Ask for all of `paths`, and read next to nothing of the answers."""
    parts = urlsplit(address)
    asking = []
    for path in paths:
        phone = socket.create_connection((parts.hostname or "", parts.port or 80), timeout=10)
        phone.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        phone.sendall(f"GET {parts.path}{path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
        asking.append(phone)
    return asking


def ended(process: subprocess.Popen[str], signals: Sequence[signal.Signals]) -> tuple[int, str]:
    """Return how it ends at `signals`, and what it prints besides its lines; within 8 s."""
    begun = time.monotonic()
    for each in signals:
        process.send_signal(each)
        time.sleep(0.05)
    _, err = process.communicate(timeout=30)
    assert time.monotonic() - begun < 8
    return process.returncode, err


ENDS = [
    ([signal.SIGINT], 130),
    ([signal.SIGTERM], 143),
    ([signal.SIGHUP], 129),
    ([signal.SIGINT, signal.SIGINT], 130),
]


@pytest.mark.parametrize(("signals", "code"), ENDS, ids=["ctrl-c", "term", "hang-up", "twice"])
@pytest.mark.parametrize("seconds", [0.1, 1.5])
def test_a_server_that_is_ended_amid_all_it_does_prints_no_fault(
    tmp_path: Path, signals: list[signal.Signals], code: int, seconds: float
) -> None:
    with served(tmp_path, "serve", "--local", "--port", "0", "--voice", "builtin") as at_work:
        process, address = at_work
        phones = ask_slowly(address, ASKED)
        time.sleep(seconds)
        assert ended(process, signals) == (code, "")
        for each in phones:
            each.close()


def test_a_player_with_remotes_open_ends_without_a_fault(tmp_path: Path) -> None:
    """One after the other: its port is always the same."""
    arguments = ("play", "long", "--plain", "--remote", "--voice", "builtin", "--talk", "tones")
    for signals, code in ENDS:
        with served(tmp_path, *arguments) as (process, address):
            home = address.removesuffix("remote")
            phones = ask_slowly(home, ["remote", *["remote/events"] * 5, "s/long/events"])
            time.sleep(1)
            assert ended(process, signals) == (code, "")
            for each in phones:
                each.close()


def test_a_server_ends_with_its_terminal(tmp_path: Path) -> None:
    """Closing a window hangs up on what runs in it."""
    (tmp_path / "routines.json").write_text(json.dumps(FILE), encoding="utf-8")
    command = ["serve", "--local", "--port", "0", "--voice", "builtin", "--plain"]
    with in_own_terminal(tmp_path, command) as (pid, terminal):
        shown = b""
        while not (found := re.search(rb"http://\S+/", shown)):
            shown += os.read(terminal, 4096)
        phones = ask_slowly(found[0].decode(), ASKED)
        time.sleep(0.5)
        os.close(terminal)
        assert os.WEXITSTATUS(os.waitpid(pid, 0)[1]) == 129
        for each in phones:
            each.close()
    assert (tmp_path / "errors").read_text(encoding="utf-8") == ""


@contextmanager
def in_own_terminal(folder: Path, command: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield a command's process in a terminal of its own, and that; it writes errors to a file."""
    own = {"AUDIOCOACH_DATA": str(folder), "AUDIOCOACH_CACHE": str(folder / "clips")}
    environment = {**os.environ, **own}
    pid, terminal = pty.fork()
    if not pid:
        os.chdir(folder)
        os.dup2(os.open("errors", os.O_CREAT | os.O_WRONLY), 2)
        os.execve(sys.executable, [sys.executable, "-m", "audiocoach", *command], environment)
    try:
        yield pid, terminal
    finally:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
