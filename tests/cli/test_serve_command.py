"""The command that serves: what it prints, and how it ends."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import ifaddr
import pytest

import audiocoach
from audiocoach.api.web_server import Where, serving
from audiocoach.console.printing import say_code
from audiocoach.library.options import MusicOptions
from audiocoach.serve import addresses
from tests.conftest import Run

HOLD = {"name": "Hold", "seconds": 5, "hold": True}
SIT = {"title": "Sit", "posture": "at_wall", "instructions": "Sit.", "phases": [HOLD]}
FILE = {
    "exercises": {"sit": SIT},
    "routines": {name: {"title": name.title(), "steps": ["sit"]} for name in ("first", "second")},
}


@pytest.fixture
def routines(tmp_path: Path) -> Path:
    path = tmp_path / "routines.json"
    path.write_text(json.dumps(FILE), encoding="utf-8")
    return path


@contextmanager
def started(folder: Path, clips: Path, *arguments: object) -> Iterator[tuple[str, list[str]]]:
    """Run the command as a user would; return its address, and what it printed till its end."""
    environment = {**os.environ, "AUDIOCOACH_DATA": str(folder), "AUDIOCOACH_CACHE": str(clips)}
    command = [sys.executable, "-m", "audiocoach", "serve", "--port", "0", *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    printed: list[str] = []
    with subprocess.Popen(command, env=environment, cwd=folder, **pipes) as process:  # type: ignore[call-overload]
        try:
            while not (found := re.search(r"http://\S+", "".join(printed))):
                printed.append(process.stdout.readline())
                assert printed[-1], printed
            yield found[0], printed
            begun = time.monotonic()
            process.send_signal(signal.SIGINT)
            printed.extend(process.stdout.readlines())
            process.wait(20)
            assert time.monotonic() - begun < 5
            assert process.returncode == 130
        finally:
            process.kill()


def test_it_prints_where_it_is_and_who_fetched_what(
    routines: Path, clips: Path, tmp_path: Path
) -> None:
    with started(tmp_path, clips, "--local", "--routines", routines) as (address, printed):
        agent = {b"user-agent": b"Evil\x9b2J/1.0"}
        with httpx.Client(base_url=address, headers=agent, follow_redirects=True) as phone:
            phone.get("")
            phone.get("s/first/session.mp3?level=easy", timeout=60)
            phone.get("/wrong/")
    text = "".join(printed)
    assert printed[0] == "First, with 1 more routine, is served at:\n"
    assert f"Podcast apps take {address}feed.xml\n" in text
    lines = [each[10:].rstrip() for each in printed if re.match(r"\d\d:\d\d:\d\d  ", each)]
    assert lines[0].startswith("127.0.0.1  Evil\\x9b2J  the page  ")
    assert lines[1].startswith("127.0.0.1  Evil\\x9b2J  first, easy: MP3  ")
    assert lines[2:] == ["127.0.0.1  Evil\\x9b2J  refused (404)"]
    assert "Traceback" not in text
    assert "█" not in text  # a pipe may lead to a screen reader


def test_quiet_prints_the_address_alone(routines: Path, clips: Path, tmp_path: Path) -> None:
    with started(tmp_path, clips, "--local", "--quiet", "second", "--routines", routines) as got:
        httpx.get(got[0])
    assert "".join(got[1]) == f"Second is served at:\n\n  {got[0]}\n\n"


def test_a_code_is_black_on_white_on_any_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """One that was light on dark could not be scanned (sdushantha/qr-filetransfer #38)."""
    say_code(["█ ▀"])
    assert capsys.readouterr().out == "\x1b[30;107m█ ▀\x1b[0m\n"


def test_the_code_is_written_as_a_picture_once(routines: Path, clips: Path, tmp_path: Path) -> None:
    port = _free_port()
    arguments = ("--local", "--routines", routines, "--qr", "code.png", "--port", port)
    for _ in range(2):  # the same address: the same picture
        with started(tmp_path, clips, *arguments):
            assert (tmp_path / "code.png").read_bytes().startswith(b"\x89PNG")


def test_a_code_that_cannot_be_written_costs_no_subscription(
    routines: Path, clips: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with started(tmp_path, clips, "--local", "--routines", routines) as (address, _):
        before = address.split("/")[3]
    monkeypatch.setenv("AUDIOCOACH_DATA", str(tmp_path))
    asked = ["--local", "--port", "0", "--new-token", "--routines", str(routines), "--qr"]
    (tmp_path / "there.png").write_bytes(b"mine")
    for target in ("there.png", "code.gif", "none/code.png"):
        assert run("serve", *asked, str(tmp_path / target)).code == 1
    assert (tmp_path / "serve-token").read_text("ascii").strip() == before


def test_without_a_network_it_says_that_no_phone_can_come(
    routines: Path, clips: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOCOACH_DATA", str(tmp_path))
    monkeypatch.setattr(ifaddr, "get_adapters", list)
    monkeypatch.setattr(addresses, "_by_route", lambda _: None)
    library = audiocoach.load(routines, cache=clips)._library
    with serving(library, MusicOptions(), (), Where(port=0)) as at_work:
        assert at_work.heading() == "First, with 1 more routine, is served at:"
        assert at_work.notes()[0].startswith("No phone can reach this address.")
        assert at_work.code_rows() == []


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("nothing",), "nothing"),
        (("--port", "70000"), "--port: must be 1 to 65535, or 0 for any that is free, not 70000"),
        (("--host", "a b"), "--host: must be an address of this machine"),
        (("--qr", "code.jpg", "--local", "--port", "0"), "the ending must be .png or .svg"),
        (("--local", "--host", "10.0.0.9"), "--host: 10.0.0.9 excludes --local"),
        (("--all", "first"), "name routines, or say --all"),
        (("--language", "fr"), "no routine has texts in fr"),
    ],
)
def test_what_cannot_be_served_is_one_line(
    arguments: tuple[str, ...], line: str, run: Run, routines: Path
) -> None:
    ran = run("--routines", routines, "serve", *arguments)
    assert (ran.code, ran.err.count("\n"), line in ran.err) == (1, 1, True), ran.err
    assert ran.out == ""


def test_a_picture_of_another_address_is_not_written_over(run: Run, routines: Path) -> None:
    (routines.parent / "code.png").write_bytes(b"mine")
    ran = run("--routines", routines, "serve", "--local", "--port", "0", "--qr", "code.png")
    assert (ran.code, "exists already; --force overwrites it" in ran.err) == (1, True)
    assert (routines.parent / "code.png").read_bytes() == b"mine"
