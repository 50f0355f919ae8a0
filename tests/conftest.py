"""What tests share: a cache of spoken clips for the whole run, and the command."""

import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from audiocoach.cli import main

# Machines that check this project are shared and slow at times. By night there is time for more
# examples, other ones each time: scripts/test.py --nightly.
settings.register_profile("default", deadline=None, max_examples=50)
settings.register_profile("nightly", deadline=None, max_examples=500, derandomize=False)
settings.load_profile("default")

SHIPPED = Path(__file__).parent.parent / "routines.json"


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    """Its exit status."""
    out: str
    """What it printed."""
    err: str
    """Its faults."""


Run = Callable[..., Ran]


@pytest.fixture(scope="session", autouse=True)
def heeds_ctrl_c() -> None:
    """Take Ctrl-C as at a terminal: started in a script's background, children pass over it."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def children_heed_sighup() -> None:
    """Have children end with their terminal, though nohup keeps us from it.

    A handler, even one that does nothing, isn't inherited by what is started.
    """
    if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda *_: None)


@pytest.fixture(scope="session", autouse=True)
def own_log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep whatever a test plays out of the developer's own log."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOCOACH_DATA", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session", autouse=True)
def no_session_bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what a test plays off the developer's desktop, and its media keys out of the test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        patch.setenv("DBUS_SESSION_BUS_ADDRESS", "")
        yield


def own_runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the folder for sockets of a user whom the test has to itself."""
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


@pytest.fixture(scope="session", autouse=True)
def quick_voice() -> Iterator[None]:
    """Have the quick voice speak where none is named; `usual_voice` undoes it for a test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOCOACH_VOICE", "builtin")
        yield


@pytest.fixture
def usual_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the voice speak that users hear who name none."""
    monkeypatch.delenv("AUDIOCOACH_VOICE")


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make us a user with no home and no entry in passwd, as in some containers on Linux."""

    def unknown(uid: int) -> None:
        raise KeyError(uid)

    monkeypatch.setattr("pwd.getpwuid", unknown)
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder where clips are kept for the whole run."""
    return tmp_path_factory.mktemp("clips")


@pytest.fixture
def run(
    clips: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Run the command in an empty folder, as a user would."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(clips))
    monkeypatch.setenv("AUDIOCOACH_VOICES", str(tmp_path / "voices"))
    monkeypatch.setenv("AUDIOCOACH_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("AUDIOCOACH_ROUTINES", raising=False)

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr("sys.argv", ["audiocoach", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        printed = capfd.readouterr()
        return Ran(stopped.value.code or 0, printed.out, printed.err)  # type: ignore[arg-type]

    return run
