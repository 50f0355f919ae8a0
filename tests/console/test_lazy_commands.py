"""Only the command that is typed is imported, and the help says the same as if all were."""

from __future__ import annotations

import subprocess
import sys
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
