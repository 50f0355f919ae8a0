import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from audiocoach.cli.wishes import SPEEDS
from audiocoach.voice.pace import FASTEST, SLOWEST
from tests.conftest import Run

IS_FOLDER = os.strerror(errno.EISDIR)
COMMANDS = "play, export, preview, list, show, history, devices, check, lines, schema, voices"


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ("shwo", """no command is called 'shwo', did you mean "show"?"""),
        ("sing", f"no command is called 'sing'; there are: {COMMANDS}"),
        ("voices tyr", """voices: no command is called 'tyr', did you mean "try"?"""),
        ("--quiet", f"needs a command; there are: {COMMANDS}"),
        ("list --levle easy", '--levle: list has no such option, did you mean "--level"?'),
        ("list -levle easy", '-levle: list has no such option, did you mean "--level"?'),
        ("list --levle=easy", '--levle: list has no such option, did you mean "--level"?'),
        ("list -x", "-x: list has no such option; see: audiocoach list --help"),
        ("--bogus list", "--bogus: audiocoach has no such option; see: audiocoach --help"),
        (
            "voices get -q x",
            "-q: voices get has no such option; it stands before: audiocoach -q voices get",
        ),
        (
            "--level easy list",
            (
                "--level: audiocoach has no such option; it stands after the command:"
                " audiocoach play --level"
            ),
        ),
        ("show", "show: needs NAME; see: audiocoach show --help"),
        ("voices try builtin", "voices try: needs TEXT; see: audiocoach voices try --help"),
        ("show a b c", "show: has no use for 'b', 'c'; see: audiocoach show --help"),
        ("play --from", "--from: needs a value, as in: --from EXERCISE|TIME"),
        ("export -o", "-o: needs a value, as in: -o FILE|DIR"),
        ("history --json=1", "--json: takes no value"),
        ("list --level harder", "--level: must be one of easy, normal, hard, not 'harder'"),
        ("list --speed fast", "--speed: must be a number, not 'fast'"),
        ("voices try builtin Hi --speed 9", "--speed: must be 0.8 to 1.5, not 9"),
        ("export --jobs 1.5 x", "--jobs: must be a whole number, not '1.5'"),
        ("export", "export: name routines, or say --all: one of the two"),
        ("export x --all", "export: name routines, or say --all: one of the two"),
    ],
)
def test_wrong_usage_is_one_line_and_status_1(run: Run, arguments: str, fault: str) -> None:
    ran = run(*arguments.split())
    assert (ran.code, ran.out, ran.err) == (1, "", f"audiocoach: {fault}\n")


def test_the_program_alone_gives_its_help(run: Run) -> None:
    alone = run()
    assert (alone.code, alone.out, alone.err) == (0, run("--help").out, "")


def test_the_help_names_arguments_as_they_are_written(run: Run) -> None:
    shown = run("voices", "get", "--help").out
    assert "audiocoach voices get [OPTIONS] [NAME]...\n" in shown
    assert "\n  NAME  Piper's voices" in shown


def test_no_command_is_cut_short_in_the_help(run: Run) -> None:
    assert "..." not in run("--help").out.partition("Commands:")[2]


def test_the_options_of_a_session_come_before_those_of_the_screen(run: Run) -> None:
    shown = run("play", "--help").out
    assert shown.index("--resume") < shown.index("--level") < shown.index("--plain")


def test_the_speeds_of_the_command_line_are_those_of_the_voices() -> None:
    assert SPEEDS == (SLOWEST, FASTEST)


def test_a_shell_completes_commands_and_options() -> None:
    code = "from audiocoach.cli import main; main()"
    words = {"COMP_WORDS": "audiocoach sh", "COMP_CWORD": "1"}
    asked = words | {"_AUDIOCOACH_COMPLETE": "complete_bash"}
    done = subprocess.run([sys.executable, "-c", code], env=asked, capture_output=True, check=False)
    assert done.stdout.split() == [b"show"]


@pytest.mark.parametrize("option", ["--cache", "--routines"])
def test_an_empty_path_is_not_the_folder_one_is_in(run: Run, option: str) -> None:
    fault = f"audiocoach: {option}: must name a file or a folder, not ''\n"
    assert (run(option, "", "list").err, list(Path.cwd().iterdir())) == (fault, [])


def test_completion_that_cannot_be_installed_is_one_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    (home / ".bashrc").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION", "1")
    ran = run("--install-completion", "bash")
    assert (ran.code, ran.err) == (
        1,
        f"audiocoach: {home}/.bashrc: can't be written: {IS_FOLDER}\n",
    )


def test_closed_streams_are_no_fault(clips: Path) -> None:
    code = "import sys; sys.stdin = sys.stdout = sys.stderr = None; from audiocoach.cli import main"
    words = ["--cache", str(clips), "voices", "try", "builtin", "Hi.", "--backend", "null"]
    command = [sys.executable, "-c", f"{code}; main()", *words]
    assert subprocess.run(command, check=False).returncode == 0
