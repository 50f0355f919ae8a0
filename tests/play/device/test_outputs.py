"""Which device plays, and each backend's sound, on a real PulseAudio server with two sinks."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from audiocoach.errors import DeviceError
from audiocoach.play.device.backends import open_speaker
from audiocoach.play.device.sound_device import SoundDevice
from audiocoach.play.display.plain_lines import NoDisplay
from audiocoach.play.player import Player, play
from audiocoach.play.transport import Key
from audiocoach.track import Track
from tests.conftest import Run
from tests.play.device.test_pulse import Server, recording, running, sounding, wait_until
from tests.play.device.test_pulse import server as server  # noqa: PLC0414 - a fixture
from tests.play.sessions import announcements, track
from tests.tools import program

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="PulseAudio is for Unix"),
    pytest.mark.realtime,
]

SESSION = track(3000, 3633, 4033, 4433, 4833, 5501, length_ms=5901)
"""End tones of 400 ms; the idle sink stalls for up to two seconds at first."""

HEARD_MS = [(0, 400), (633, 2233), (2501, 2901)]
"""What is heard of it, from the first onset: the tones in the middle are one long one."""


@pytest.fixture
def kitchen(server: Server) -> Server:
    """Return a server with two sinks; the second is called Kitchen."""
    sink = ["module-null-sink", "sink_name=kitchen", "rate=24000", "channels=1", "format=s16le"]
    name = "sink_properties=device.description=Kitchen"
    subprocess.run(
        [program("pactl"), "load-module", *sink, name], check=True, stdout=subprocess.DEVNULL
    )
    return server


@pytest.fixture
def simpleaudio(server: Server) -> None:
    """Lead ALSA's default device to the server; skip where simpleaudio isn't (in CI: fail)."""
    if sys.version_info >= (3, 12):
        pytest.skip("simpleaudio crashes this Python")
    if importlib.util.find_spec("simpleaudio") is None:
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up("simpleaudio is not installed")
    (server.folder / ".asoundrc").write_text("pcm.!default { type pulse }\n")


def heard_of(raw: Path) -> list[tuple[int, int]]:
    """Return onset and end of each sound in whole ms, from the first onset."""
    heard = sounding(raw)
    return [(round(start - heard[0][0]), round(end - heard[0][0])) for start, end in heard]


def hear(
    session: Track, speaker: SoundDevice, wait: Callable[[float], Key | None] = time.sleep
) -> None:
    play(Player(session, speaker, announcements(session)), NoDisplay(), wait)


@pytest.mark.usefixtures("kitchen")
def test_devices_names_every_sink(run: Run) -> None:
    out = run("devices").out
    assert out.startswith("miniaudio (pulseaudio)\n  ")
    assert "\n  Kitchen\n" in out.partition("simpleaudio")[0]
    # What a sink plays can be recorded.
    assert "\n  microphone: Monitor of Kitchen\n" in out.partition("simpleaudio")[0]
    pulse = json.loads(run("devices", "--json").out)[0]
    assert "Monitor of Kitchen" in pulse["microphones"]
    assert "Monitor of Kitchen" not in pulse["devices"]


def test_the_device_asked_for_plays_and_no_other(kitchen: Server) -> None:
    raw = kitchen.folder / "kitchen.raw"
    what = ["--device=kitchen.monitor", "--rate=24000", "--channels=1", "--format=s16le", "--raw"]
    command = [program("parec"), *what, "--latency-msec=20"]
    with recording(kitchen) as other, running(command, raw):
        wait_until(lambda: raw.stat().st_size > 0, "nothing is recorded")
        hear(track(500, 1300, length_ms=1700), open_speaker("miniaudio", "kitchen"))
        size = raw.stat().st_size
        wait_until(lambda: raw.stat().st_size > size + 48_000, "the recording has stopped")
    assert sum(end - start for start, end in sounding(raw)) == pytest.approx(800, abs=50)
    assert set(other.read_bytes()) == {0}


@pytest.mark.usefixtures("kitchen")
def test_an_unknown_device_is_reported_with_the_names_there_are() -> None:
    with pytest.raises(DeviceError, match=r"no playback device has 'cellar' .*Kitchen"):
        open_speaker("miniaudio", "cellar")


@pytest.mark.usefixtures("simpleaudio")
def test_simpleaudio_plays_every_tone_whole_at_its_distance_and_without_a_gap(
    server: Server,
) -> None:
    """Its buffer of 0.1 s runs dry when all cores are busy: one of three times must be whole."""
    heard: list[list[tuple[int, int]]] = []
    while HEARD_MS not in heard and len(heard) < 3:
        with recording(server) as raw:
            hear(SESSION, open_speaker("simpleaudio"))
        heard.append(heard_of(raw))
    assert heard[-1] == HEARD_MS


@pytest.mark.usefixtures("simpleaudio")
def test_simpleaudio_pauses_soon_and_goes_on_where_it_was(server: Server) -> None:
    looks: list[int] = []

    def wait(seconds: float) -> Key | None:
        looks.append(1)
        time.sleep(seconds)
        return {60: "pause", 90: "pause"}.get(len(looks))  # type: ignore[return-value]

    session = track(*range(0, 6000, 400), length_ms=6000)
    with recording(server) as raw:
        hear(session, open_speaker("simpleaudio"), wait)
    first, second = heard_of(raw)
    assert second[0] - first[1] > 300
    assert first[1] + second[1] - second[0] == pytest.approx(6000, abs=500)


@pytest.mark.usefixtures("simpleaudio")
def test_a_server_that_dies_under_simpleaudio_pauses_the_session(server: Server) -> None:
    session = track(length_ms=60_000)
    player = Player(session, open_speaker("simpleaudio"), announcements(session))
    try:
        player.start()
        server.process.kill()
        wait_until(lambda: player.look().paused, "no one has noticed")
        assert player.look().notice.startswith("no sound device: ")
    finally:
        player.stop()


@pytest.mark.usefixtures("simpleaudio")
def test_simpleaudio_without_a_server_is_one_line(
    server: Server, capfd: pytest.CaptureFixture[str]
) -> None:
    server.process.kill()
    server.process.wait()
    with pytest.raises(DeviceError) as caught:
        hear(SESSION, open_speaker("simpleaudio"))
    assert str(caught.value).startswith("no sound device: ")
    assert "\n" not in str(caught.value)
    assert capfd.readouterr().err == ""
