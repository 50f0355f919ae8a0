"""A real PulseAudio server with a null sink: what its monitor records is what is heard."""

from __future__ import annotations

import subprocess
import sys
import time
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from audiocoach.coach.style import Style
from audiocoach.coach.taste import shorten
from audiocoach.errors import DeviceError
from audiocoach.play.device import Speaker
from audiocoach.play.display import Quiet
from audiocoach.play.player import play
from audiocoach.routine.plan import plan_exercise
from audiocoach.routine.reader import read_routines, shipped_routines
from audiocoach.session import prepare
from audiocoach.voice.cache import ClipCache
from audiocoach.voice.espeak import EspeakVoice
from audiocoach.voice.speech import Speech
from tests.play.sessions import track
from tests.tools import program

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="PulseAudio is for Unix")

ONSETS_MS = [3000, 3600, 4233, 5000, 6501]
SESSION = track(*ONSETS_MS, length_ms=6901)
"""Five end tones of 400 ms, the last one up to the very end. The silence before is
for the idle null sink, which stalls for up to two seconds after its first sound."""


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen[bytes]
    folder: Path


def private(folder: Path) -> dict[str, str]:
    """Give the variables that lead to our own server, and nowhere else."""
    return {
        "PULSE_SERVER": f"unix:{folder / 'socket'}",
        "XDG_RUNTIME_DIR": str(folder),
        "PULSE_RUNTIME_PATH": str(folder / "run"),
        "HOME": str(folder),
    }


def wait_until(ready: Callable[[], bool], what: str) -> None:
    """Look every hundredth of a second until `ready`; fail after 20 seconds."""
    end = time.monotonic() + 20
    while not ready():
        assert time.monotonic() < end, what
        time.sleep(0.01)


@contextmanager
def running(command: list[str], output: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (
        output.open("wb") as out,
        output.with_suffix(".log").open("wb") as log,
        subprocess.Popen(command, stdout=out, stderr=log) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    (tmp_path / "run").mkdir(mode=0o700)
    tmp_path.chmod(0o700)
    script = tmp_path / "script.pa"
    script.write_text(
        "load-module module-null-sink sink_name=ear rate=24000 channels=1 format=s16le\n"
        f"load-module module-native-protocol-unix auth-anonymous=1 socket={tmp_path / 'socket'}\n"
        "set-default-sink ear\n"
    )
    options = ["--daemonize=no", "--system=false", "--exit-idle-time=-1", "--disable-shm=yes"]
    command = [program("pulseaudio"), *options, "--use-pid-file=no", "-n", "-F", str(script)]
    for name, value in private(tmp_path).items():
        monkeypatch.setenv(name, value)
    with running(command, tmp_path / "server") as process:
        wait_until((tmp_path / "socket").exists, "the server gives no socket")
        yield Server(process, tmp_path)


@contextmanager
def recording(server: Server) -> Iterator[Path]:
    """Record what the sink plays, from before to after the body, into the file given."""
    raw = server.folder / "heard.raw"
    what = ["--device=ear.monitor", "--rate=24000", "--channels=1", "--format=s16le", "--raw"]
    command = [program("parec"), *what, "--latency-msec=20"]
    with running(command, raw):
        wait_until(lambda: raw.stat().st_size > 0, "nothing is recorded")
        yield raw
        size = raw.stat().st_size
        wait_until(lambda: raw.stat().st_size > size + 48_000, "the recording has stopped")


def sounding(raw: Path) -> list[tuple[float, float]]:
    """Give onset and end in ms of everything loud, apart by 10 ms of silence or more."""
    samples = array("h", raw.read_bytes())
    loud = [i for i, sample in enumerate(samples) if abs(sample) > 2000]
    starts = [b for a, b in zip([-1000, *loud], loud, strict=False) if b - a > 240]
    ends = [a for a, b in zip(loud, [*loud[1:], 10**12], strict=True) if b - a > 240]
    return [(a / 24, (b + 1) / 24) for a, b in zip(starts, ends, strict=True)]


def test_every_tone_is_heard_whole_and_at_its_distance(server: Server) -> None:
    with recording(server) as raw:
        play(SESSION, Speaker(), quiet())
    heard = sounding(raw)
    assert [round(end - start) for start, end in heard] == [400] * 5
    first = heard[0][0] - ONSETS_MS[0]
    assert [start - first for start, _ in heard] == pytest.approx(ONSETS_MS, abs=2)


def test_a_spoken_session_is_found_in_the_recording(server: Server, clips: Path) -> None:
    plan = shorten(plan_exercise(read_routines(shipped_routines()), "scapular-squeeze"))
    speech = Speech(EspeakVoice("en"), ClipCache(clips))
    session = prepare(plan, speech, Style(talk="brief", alone=True))
    (server.folder / "made.raw").write_bytes(b"".join(session.track.blocks()))
    with recording(server) as raw:
        play(session.track, Speaker(), quiet())
    made, heard = sounding(server.folder / "made.raw"), sounding(raw)
    late = heard[0][0] - made[0][0]
    assert len(made) > 20
    assert [start - late for start, _ in heard] == pytest.approx(
        [start for start, _ in made], abs=2
    )
    assert [end - late for _, end in heard] == pytest.approx([end for _, end in made], abs=2)


def test_stopping_is_heard_at_once(server: Server) -> None:
    calls = iter(range(20))

    def wait(seconds: float) -> None:
        time.sleep(seconds)
        if next(calls, None) is None:
            raise KeyboardInterrupt

    with recording(server) as raw, pytest.raises(KeyboardInterrupt):
        play(track(0, 400, 800, 1200, 1600, 2000, length_ms=2400), Speaker(), quiet(), wait)
    assert sum(end - start for start, end in sounding(raw)) < 1600


def test_a_server_that_dies_is_told_and_hangs_nobody(server: Server) -> None:
    def wait(seconds: float) -> None:
        server.process.kill()
        time.sleep(seconds)

    with pytest.raises(DeviceError, match="no sound device: it stopped asking for sound"):
        play(track(length_ms=60_000), Speaker(), quiet(), wait)


@contextmanager
def quiet() -> Iterator[Quiet]:
    yield Quiet()
