"""The voice that users hear who name none, from the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from audiocoach.cli.flags import MusicOptions
from audiocoach.cli.settings import Settings
from audiocoach.library.ready_session import Head
from audiocoach.library.selection import Selection
from audiocoach.library.sessions import Sessions
from tests.conftest import SHIPPED, Ran
from tests.small import SMALL
from tests.tools import in_terminal

ROUTINES = {**SMALL, "routines": {"short": {"title": "Short", "steps": [{"exercise": "hold"}]}}}
WATCH = """
import sys
def audited(event, arguments):
    if event in ("subprocess.Popen", "os.posix_spawn"):
        print("PROCESS", arguments[1], file=sys.stderr)
sys.addaudithook(audited)
try:
    from audiocoach.cli import main
    main()
finally:
    for name in ("numpy", "onnxruntime", "hibari", "piper", "py_nanotts"):
        if sys.modules.get(name):
            print("LOADED", name, file=sys.stderr)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "routines.json").write_text(json.dumps(ROUTINES), encoding="utf-8")
    return tmp_path


def ran(folder: Path, *arguments: str, before: str = "", **more: str) -> Ran:
    """Run the command in a process of its own, as a user would who has no settings."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("AUDIOCOACH_")
    }
    own = {f"AUDIOCOACH_{name}": str(folder / name.lower()) for name in ("DATA", "VOICES")}
    command = [sys.executable, "-c", before + WATCH, *arguments]
    done = subprocess.run(
        command,
        cwd=folder,
        env={**environment, **own, "AUDIOCOACH_BACKEND": "null", **more},
        capture_output=True,
        text=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def voices(folder: Path) -> set[str]:
    """Name the voices whose clips are kept."""
    clips = folder / "audio_cache"
    return {path.parent.parent.name for path in clips.glob("*/*/*.wav")}


def shim(folder: Path, module: str, code: str) -> str:
    """Put a module in front of the real one; return the path to find it by."""
    (folder / "shims").mkdir()
    (folder / "shims" / f"{module}.py").write_text(code, encoding="utf-8")
    return str(folder / "shims")


def test_english_is_spoken_by_the_natural_voice(folder: Path) -> None:
    done = ran(folder, "export", "short")
    assert (done.code, voices(folder)) == (0, {"natural"})
    assert done.err.count("PROCESS") == 1


READS = """
import sys
def read(event, arguments):
    if event == "import" and arguments[0] == "audiocoach.routine.reader":
        print("READS", file=sys.stderr)
sys.addaudithook(read)
"""


@pytest.mark.parametrize(
    ("command", "is_early"),
    [
        (["export", "short"], True),
        (["export"], True),
        (["play", "--plain", "--from", "0:30"], True),
        (["export", "Short"], False),  # what that is called shows only when it is read
        (["export", "short", "--voice", "builtin"], False),
    ],
)
def test_it_is_being_loaded_while_the_file_is_read(
    folder: Path, command: list[str], is_early: bool
) -> None:
    done = ran(folder, *command, before=READS)
    assert (0 <= done.err.find("PROCESS") < done.err.find("READS")) == is_early


@pytest.mark.parametrize("language", ["de", "ja"])
def test_another_language_is_not(folder: Path, language: str) -> None:
    short = {**ROUTINES["routines"]["short"], "language": language}
    written = json.dumps({**ROUTINES, "routines": {"short": short}})
    (folder / "routines.json").write_text(written, encoding="utf-8")
    assert ran(folder, "export", "short").code == 0
    assert "natural" not in voices(folder)


def test_where_every_clip_is_kept_nothing_neural_is_loaded_nor_any_process_started(
    folder: Path,
) -> None:
    play = ["play", "--plain", "--from", "0:28"]
    commands = [["list"], ["show", "short"], ["export", "short", "--force"], play]
    for command in commands:
        ran(folder, *command)
    again = [ran(folder, *command) for command in [*commands, ["--help"], ["voices"]]]
    assert [(done.code, done.err) for done in again] == [(0, "")] * 6


@pytest.mark.parametrize(
    ("module", "code", "reason"),
    [
        ("onnxruntime", "raise ImportError('no AVX')", "(ImportError: no AVX)"),
        ("numpy", "raise RuntimeError('baseline X86_V2')", "(RuntimeError: baseline X86_V2)"),
        ("onnxruntime", "import os; os.kill(os.getpid(), 4)", "(its process ended (SIGILL))"),
    ],
)
def test_where_it_cannot_be_loaded_the_builtin_voice_speaks_all_and_one_line_says_so(
    folder: Path, module: str, code: str, reason: str
) -> None:
    done = ran(folder, "export", "short", PYTHONPATH=shim(folder, module, code))
    told = [line for line in done.err.splitlines() if line.startswith("audiocoach: ")]
    assert (done.code, voices(folder), len(told)) == (0, {"builtin"}, 1)
    assert told[0].startswith(f"audiocoach: voice natural: can't be loaded {reason}; install it")
    assert told[0].endswith("; the built-in voice speaks instead")
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("reason", "package"),
    [("DLL load failed: onnxruntime_pybind11_state", "onnxruntime"), ("no AVX", "hibari-tts")],
)
def test_what_is_to_be_installed_again_is_what_is_broken(
    folder: Path, reason: str, package: str
) -> None:
    code = f"raise ImportError({reason!r})"
    done = ran(folder, "export", "short", PYTHONPATH=shim(folder, "onnxruntime", code))
    assert f" {package}; the built-in voice speaks instead" in done.err


def test_where_a_library_is_missing_that_is_known_without_trying(folder: Path) -> None:
    missing = "import sys; sys.modules['onnxruntime'] = None\n"
    done = ran(folder, "export", "short", before=missing)
    assert (done.code, voices(folder)) == (0, {"builtin"})
    assert done.err.startswith("audiocoach: the natural voice is not installed; install it with:")
    assert done.err.count("\n") == 1


def test_one_that_was_asked_for_and_cannot_be_loaded_is_a_fault(folder: Path) -> None:
    path = shim(folder, "onnxruntime", "raise ImportError('no AVX')")
    done = ran(folder, "export", "short", "--voice", "natural", PYTHONPATH=path)
    told = [line for line in done.err.splitlines() if line.startswith("audiocoach: ")]
    assert (done.code, len(told), voices(folder)) == (1, 1, set())


def test_a_damaged_model_is_never_spoken_with(folder: Path) -> None:
    import hibari

    package = folder / "shims" / "hibari"
    package.mkdir(parents=True)
    for path in Path(hibari.__file__).parent.rglob("*"):
        copy = package / path.relative_to(Path(hibari.__file__).parent)
        if path.is_dir():
            copy.mkdir(exist_ok=True)
        elif path.suffix == ".onnx":
            copy.write_bytes(path.read_bytes()[:-1] + b"x")
        else:
            copy.write_bytes(path.read_bytes())
    done = ran(folder, "show", "short", PYTHONPATH=str(folder / "shims"))
    assert (done.code, voices(folder)) == (0, {"builtin"})
    assert "hibari.onnx is damaged: its SHA-256 is" in done.err


def test_the_voice_that_speaks_where_none_is_named_can_be_chosen(folder: Path) -> None:
    ran(folder, "export", "short")
    done = ran(folder, "export", "short", "--force", AUDIOCOACH_VOICE="builtin")
    assert (done.code, voices(folder)) == (0, {"builtin", "natural"})


def german(folder: Path) -> None:
    short = {**ROUTINES["routines"]["short"], "language": "de"}
    written = json.dumps({**ROUTINES, "routines": {"short": short}})
    (folder / "routines.json").write_text(written, encoding="utf-8")


@pytest.mark.parametrize(("quiet", "lines"), [([], 1), (["--quiet"], 0)])
def test_who_hears_no_natural_voice_is_reported_in_a_terminal_how_to_get_one(
    folder: Path, usual_voice: None, monkeypatch: pytest.MonkeyPatch, quiet: list[str], lines: int
) -> None:
    german(folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("AUDIOCOACH_VOICES", str(folder / "voices"))
    command = [sys.executable, "-m", "audiocoach", *quiet, "export", "short", "-o", "x.mp3"]
    code, written = in_terminal(command)
    assert (code, written.count(b"voices get de")) == (0, lines)


def test_that_is_not_said_in_a_pipe(folder: Path) -> None:
    german(folder)
    done = ran(folder, "export", "short")
    assert (done.code, "voices get" in done.err, voices(folder)) == (0, False, {"pico"})


def test_a_session_that_is_begun_before_all_is_spoken_is_the_one_that_is_shown_after(
    folder: Path, usual_voice: None
) -> None:
    settings = Settings(SHIPPED, folder / "clips", quiet=True)
    heads: list[Head] = []
    sessions = Sessions(settings, MusicOptions(talk="brief", level="easy"))
    made = sessions.make(Selection("routine", "back-care"), heads.append)
    assert heads
    whole = b"".join(made.track.blocks())
    for head in heads:
        begun = head.track.score.cues
        assert made.track.score.cues[: len(begun)] == begun
        assert whole.startswith(b"".join(head.track.blocks()))
