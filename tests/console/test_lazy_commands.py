"""Only the command that is typed is imported, and the help says the same as if all were."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from audiocoach.cli import Commands, app

PROGRAM: Any = typer.main.get_command(app)


@pytest.mark.parametrize("name", Commands.table)
def test_the_help_says_of_each_command_what_its_own_help_begins_with(name: str) -> None:
    _, line = Commands.table[name]
    command = PROGRAM.commands[name]
    assert (command.name, command.get_short_help_str(1000)) == (name, line)


def test_a_name_that_is_none_is_no_command() -> None:
    assert "nothing" not in PROGRAM.commands
    assert PROGRAM.commands.get("nothing") is None
    assert len(PROGRAM.commands) == len([*PROGRAM.commands]) == len(Commands.table)


@pytest.mark.parametrize(
    ("words", "loaded"),
    [
        ("--help", set()),
        ("-V", {"help"}),
        ("version", {"help", "settings"}),
        ("devices --help", {"flags", "one_file", "play_command", "settings"}),
        ("--quiet voices list --help", {"flags", "one_file", "settings", "voices"}),
    ],
)
def test_only_the_command_that_is_typed_is_imported(words: str, loaded: set[str]) -> None:
    code = (
        "import atexit, sys; from audiocoach.cli import main; atexit.register(lambda: print(*("
        "'\\n' + name for name in sys.modules if name.startswith('audiocoach.cli.')))); main()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, *words.split()], capture_output=True, text=True, check=True
    )
    lines = map(str.strip, ran.stdout.splitlines())
    named = {each.rpartition(".")[2] for each in lines if each.startswith("audiocoach.cli.")}
    assert named == loaded


INTERRUPTED = """
import sys, typer
from audiocoach.console.lazy_commands import LazyGroup
from audiocoach.posix_signals import ended_by_signals

sys.path.insert(0, {folder!r})

class Commands(LazyGroup):
    package = "interrupted"
    table = {{"short": ("command:short", "Begin.")}}

app = typer.Typer(cls=Commands)
app.callback()(lambda: None)
with ended_by_signals(process=True):
    app()
"""
COMMAND = """
import os, signal
os.kill(os.getpid(), signal.{name})

def short():
    print("begun")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_signal_while_a_command_is_imported_ends_the_program_before_it_begins(
    name: str, status: int, tmp_path: Path
) -> None:
    """A command of less than 20 ms did all of its work first, such as to overwrite a file."""
    (tmp_path / "interrupted").mkdir()
    (tmp_path / "interrupted" / "command.py").write_text(COMMAND.format(name=name))
    code = INTERRUPTED.format(folder=str(tmp_path))
    ran = subprocess.run(
        [sys.executable, "-c", code, "short"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (status, "", "")
