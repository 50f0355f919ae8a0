import ast
import errno
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from audiocoach.cli.flags import SPEEDS
from audiocoach.voice.speed import FASTEST, SLOWEST
from tests.conftest import Run
from tests.small import SMALL

IS_FOLDER = os.strerror(errno.EISDIR)
COMMANDS = (
    "play, ask, export, batch, serve, preview, list, show, history, devices, check, new, use,"
    " convert, import, lines, record, schema, cache, help, version, voices"
)


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
            "--level easy history",
            "--level: history has no such option; see: audiocoach history --help",
        ),
        ("--level easy", f"needs a command; there are: {COMMANDS}"),
        ("ls", """no command is called 'ls', did you mean "list"?"""),
        ("help sing", f"no command is called 'sing'; there are: {COMMANDS}"),
        ("help list all", "list: has no command 'all' below it"),
        (
            "voices try a b c",
            "voices try: unexpected argument: c; see: audiocoach voices try --help",
        ),
        ("show a b c", "show: unexpected arguments: b, c; see: audiocoach show --help"),
        ("play --from", "--from: needs a value, as in: --from EXERCISE|TIME"),
        ("export -o", "-o: needs a value, as in: -o FILE|DIR"),
        ("history --json=1", "--json: takes no value"),
        ("list --level harder", "--level: must be one of easy, normal, hard, not 'harder'"),
        ("list --speed fast", "--speed: must be a number, not 'fast'"),
        ("voices try builtin Hi --speed 9", "--speed: must be 0.8 to 1.5, not 9"),
        ("export --jobs 1.5 x", "--jobs: must be a whole number, not '1.5'"),
        ("export x --all", "export: name routines or use --all, not both"),
    ],
)
def test_wrong_usage_is_one_line_and_status_1(run: Run, arguments: str, fault: str) -> None:
    ran = run(*arguments.split())
    assert (ran.code, ran.out, ran.err) == (1, "", f"audiocoach: {fault}\n")


@pytest.mark.parametrize(("command", "otherwise"), [("lines", ""), ("export", ", or --all")])
def test_of_several_routines_one_has_to_be_named(
    run: Run, tmp_path: Path, command: str, otherwise: str
) -> None:
    routines = dict.fromkeys(("one", "two"), SMALL["routines"]["small"])
    file = tmp_path / "routines.json"
    file.write_text(json.dumps({**SMALL, "routines": routines}), encoding="utf-8")
    fault = f"audiocoach: needs the name of a routine{otherwise}; there are: one, two\n"
    assert run(command).err == fault


@pytest.mark.parametrize(
    "arguments",
    [
        "--routines {} --quiet check",
        "check --routines {} -q",
        "--quiet check --routines={}",
        "CHECK -q --routines {}",
    ],
)
def test_the_programs_options_stand_before_and_behind_the_command(
    run: Run, tmp_path: Path, arguments: str
) -> None:
    ran = run(*arguments.format(tmp_path / "none.json").split())
    assert (ran.code, ran.err.startswith(f"audiocoach: {tmp_path}/none.json: ")) == (1, True)


def test_of_two_routine_files_the_one_behind_the_command_is_used(run: Run, tmp_path: Path) -> None:
    ran = run("--routines", tmp_path / "first.json", "list", "--routines", tmp_path / "last.json")
    assert ran.err.startswith(f"audiocoach: {tmp_path}/last.json: ")


def test_clips_are_kept_where_cache_says_behind_the_command(run: Run, tmp_path: Path) -> None:
    run("voices", "try", "builtin", "Go", "-o", "go.wav", "--cache", tmp_path / "kept", "-q")
    assert (tmp_path / "kept").is_dir()


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("--level easy list", "list --level easy"),
        ("--level=easy --quiet list", "list --level=easy -q"),
        ("--json voices", "voices --json"),
        ("--limit 3 --json history", "history --json --limit 3"),
        ("--speed 9 voices try builtin Hi", "voices try builtin Hi --speed 9"),
        ("voices --speed 9 try builtin Hi", "voices try builtin Hi --speed 9"),
        ("list -V", "--version"),
    ],
)
def test_a_commands_options_stand_before_and_behind_it(run: Run, before: str, behind: str) -> None:
    assert run(*before.split()) == run(*behind.split())


def test_what_stands_behind_two_hyphens_is_no_option(run: Run) -> None:
    assert run("voices", "try", "builtin", "-o", "quiet.wav", "--", "--quiet").out.startswith(
        "quiet"
    )


def test_the_help_of_a_command_has_the_options_of_every_command_last(run: Run) -> None:
    last = run("voices", "try", "--help").out.partition("For every command:\n")[2]
    assert re.findall(r"^  (-.*?)  ", last, re.MULTILINE) == [
        "--routines FILE", "--cache DIR", "-q, --quiet", "-h, --help",
    ]  # fmt: skip


AS_OPTIONS = {
    "help": "--help",
    "help export": "export --help",
    "help voices try": "voices try --help",
    "help voice TRY": "voices try --help",
    "version": "--version",
    "-V": "--version",
}


@pytest.mark.parametrize(("asked", "same"), AS_OPTIONS.items())
def test_help_and_version_are_commands_too(run: Run, asked: str, same: str) -> None:
    ran = run(*asked.split())
    assert (ran.code, ran) == (0, run(*same.split()))


@pytest.mark.parametrize(
    ("typed", "command"), [("voice", "voices"), ("HISTORY", "history"), ("Device", "devices")]
)
def test_a_command_is_found_in_any_case_and_number(run: Run, typed: str, command: str) -> None:
    assert run(typed, "--help").out == run(command, "--help").out


def test_the_program_alone_shows_its_help(run: Run) -> None:
    alone = run()
    assert (alone.code, alone.out, alone.err) == (0, run("--help").out, "")


def test_the_help_names_arguments_as_they_are_written(run: Run) -> None:
    shown = run("voices", "get", "--help").out
    assert "audiocoach voices get [OPTIONS] [NAME|LANGUAGE]...\n" in shown
    assert "\n  NAME|LANGUAGE  Voices" in shown


def test_no_command_is_cut_short_in_the_help(run: Run) -> None:
    assert "..." not in run("--help").out.partition("Commands:")[2]


def test_the_options_of_a_session_come_before_those_of_the_screen(run: Run) -> None:
    shown = run("play", "--help").out
    assert shown.index("--resume") < shown.index("--level") < shown.index("--plain")


def test_the_speeds_of_the_command_line_are_those_of_the_voices() -> None:
    assert SPEEDS == (SLOWEST, FASTEST)


MODULE = [sys.executable, "-m", "audiocoach"]
AS_MODULE = shlex.join(MODULE)


def as_module(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a module, with neither it nor Python on the path."""
    alone = {**os.environ, "PATH": ""}
    return subprocess.run(
        [*MODULE, *arguments], env=alone, capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize("command", [[], *([each] for each in COMMANDS.split(", "))])
def test_help_names_the_program_as_it_was_called(command: list[str]) -> None:
    shown = " ".join(as_module(*command, "--help").stdout.split())
    assert " ".join(["Usage:", AS_MODULE, *command]) in shown
    assert re.findall(r"audiocoach (?=[a-z])", shown.replace(AS_MODULE, "")) == []


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        ("history x", "history: unexpected argument: x; see: {} history --help"),
        ("list --install-completion", "before: {} --install-completion list"),
        ("voices try --all", "before: {} voices --all try"),
        ("--bogus", "--bogus: audiocoach has no such option; see: {} --help"),
        ("play --voice ''", "(see: {} voices)"),
        ("list --voice piper:en_US-x-low", "fetch it with: {} voices get en_US-x-low"),
        ("--show-completion bash", "and {} is none: install it first"),
    ],
)
def test_hints_name_the_program_as_it_was_called(arguments: str, hint: str) -> None:
    assert hint.format(AS_MODULE) in as_module(*shlex.split(arguments)).stderr


def test_no_message_takes_for_granted_how_the_program_was_called() -> None:
    """Help goes through a formatter that puts it right; messages have to ask for it."""
    written = re.compile(rf"\baudiocoach ({'|'.join(COMMANDS.split(', '))})\b")
    sources = (Path(__file__).parents[2] / "audiocoach").rglob("*.py")
    assert [text for path in sources for text in texts(path) if written.search(text)] == []


def texts(source: Path) -> Iterator[str]:
    """Yield the strings in `source` that are neither docstrings nor help."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    helps = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) or (isinstance(node, ast.keyword) and node.arg == "help")
        for inner in ast.walk(node.value)
        if isinstance(node, ast.keyword) or isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in helps:
            yield node.value


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("sh", ["show"]), ("show --rou", ["--routines"]), ("--level easy sh", ["show"])],
)
def test_a_shell_completes_commands_and_options(typed: str, offered: list[str]) -> None:
    code = "from audiocoach.cli import main; main()"
    words = {"COMP_WORDS": f"audiocoach {typed}", "COMP_CWORD": str(len(typed.split()))}
    asked = words | {"_AUDIOCOACH_COMPLETE": "complete_bash"}
    done = subprocess.run([sys.executable, "-c", code], env=asked, capture_output=True, check=False)
    assert done.stdout.decode().split() == offered


@pytest.mark.parametrize("option", ["--cache", "--routines"])
def test_an_empty_path_is_not_the_folder_one_is_in(run: Run, option: str) -> None:
    fault = f"audiocoach: {option}: must name a file or a folder, not ''\n"
    assert (run(option, "", "list").err, list(Path.cwd().iterdir())) == (fault, [])


@pytest.fixture
def on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a home folder, and a command `audiocoach` on the path."""
    command = tmp_path / "bin" / "audiocoach"
    command.parent.mkdir()
    command.touch(mode=0o755)
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.mark.parametrize(
    ("shell", "file"),
    [
        ("zsh", ".zfunc/_audiocoach"),
        ("bash", ".bash_completions/audiocoach.sh"),
        ("fish", ".config/fish/completions/audiocoach.fish"),
    ],
)
def test_completion_is_installed_for_the_shell_asked_for(
    run: Run, on_path: Path, shell: str, file: str
) -> None:
    ran = run("--install-completion", shell)
    told = f"{on_path / file}: completion for {shell}, from the next terminal on\n"
    assert (ran.code, ran.out) == (0, told)
    assert (on_path / file).read_text().strip() == run(f"--show-completion={shell}").out.strip()


@pytest.mark.skipif(
    shutil.which("zsh") is None and "CI" not in os.environ, reason="there is no zsh here"
)
def test_zsh_completes_at_the_first_tab_already(run: Run, on_path: Path) -> None:
    run("--install-completion", "zsh")
    loads = f"fpath=({on_path}/.zfunc $fpath); autoload -Uz compinit; compinit -u -D"
    asks = "env() { print print asked }; words=(audiocoach exp) CURRENT=2; _audiocoach"
    ran = subprocess.run(["zsh", "-fc", f"{loads}; {asks}"], capture_output=True, check=False)
    assert (ran.stdout, ran.stderr) == (b"asked\n", b"")


@pytest.mark.usefixtures("on_path")
def test_completion_for_a_shell_that_is_not_known_is_refused(run: Run) -> None:
    known = "bash, zsh, fish, powershell, pwsh"
    fault = f"audiocoach: --install-completion: must be one of {known}, not 'tcsh'\n"
    assert run("--install-completion", "tcsh").err == fault


@pytest.mark.usefixtures("on_path")
def test_completion_without_a_shell_is_for_the_one_that_runs_us() -> None:
    ran = subprocess.run(
        ["bash", "-c", f"{AS_MODULE} --show-completion; true"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "complete -o default -F _audiocoach_completion audiocoach" in ran.stdout


def test_completion_that_cannot_be_installed_is_one_line(run: Run, on_path: Path) -> None:
    (on_path / ".bashrc").mkdir(parents=True)
    ran = run("--install-completion", "bash")
    fault = f"audiocoach: {on_path}/.bashrc: can't be written: {IS_FOLDER}\n"
    assert (ran.code, ran.err) == (1, fault)


def test_closed_streams_are_no_fault(clips: Path) -> None:
    code = "import sys; sys.stdin = sys.stdout = sys.stderr = None; from audiocoach.cli import main"
    words = ["--cache", str(clips), "voices", "try", "builtin", "Hi.", "--backend", "null"]
    command = [sys.executable, "-c", f"{code}; main()", *words]
    assert subprocess.run(command, check=False).returncode == 0
