"""The real device code, with miniaudio's null device: real time, no ear."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import miniaudio
import pytest

from audiocoach.errors import DeviceError, VoiceError
from audiocoach.play.device.backends import NAMES
from audiocoach.play.device.miniaudio_device import MiniaudioSpeaker, playbacks, sound_systems
from audiocoach.play.device.time_limit import TimeLimit
from audiocoach.play.display.plain_lines import NoDisplay
from audiocoach.play.player import Player, play
from tests.play.sessions import announcements, track
from tests.tools import program

unix = pytest.mark.skipif(sys.platform == "win32", reason="PulseAudio is for Unix")


def play_out(speaker: MiniaudioSpeaker, blocks: Iterator[bytes]) -> list[int]:
    """Play `blocks` to their end; return the positions on the way."""
    heard = []
    try:
        speaker.start(blocks)
        while not speaker.finished():
            heard.append(speaker.position())
            time.sleep(0.01)
        return [*heard, speaker.position()]
    finally:
        speaker.stop()


class Clock:
    """Seconds that pass only when asked to."""

    def __init__(self) -> None:
        self._seconds, self._asked = 0.0, threading.Semaphore(0)

    def __call__(self) -> float:
        self._asked.release()
        return self._seconds

    def at_once(self, seconds: float) -> None:
        """Let it be `seconds`, with no device to wait for."""
        self._seconds = seconds

    def at(self, seconds: float) -> None:
        """Let it be `seconds`, and wait until the device has called since."""
        self._seconds = seconds
        while self._asked.acquire(blocking=False):
            pass
        assert self._asked.acquire(timeout=20)  # it may have asked just before
        assert self._asked.acquire(timeout=20)


def begin(speaker: MiniaudioSpeaker, clock: Clock) -> None:
    """Play a minute; wait until the device has called, before `clock` moves on."""
    speaker.start(track(length_ms=60_000).blocks())
    clock.at(clock())


def positions(speaker: MiniaudioSpeaker, count: int) -> list[int]:
    return [speaker.position() for _ in range(count)]


def test_the_position_moves_on_from_the_start_to_the_end() -> None:
    heard = play_out(MiniaudioSpeaker("null"), track(length_ms=700).blocks())
    assert heard == sorted(heard)
    assert heard[-1] == 700 * 24
    assert len(set(heard)) > 3


def test_nothing_is_heard_before_time_has_passed() -> None:
    clock = Clock()
    speaker = MiniaudioSpeaker("null", now=clock)
    speaker.start(track(length_ms=60_000).blocks())
    clock.at(0.0)
    heard = speaker.position()
    speaker.stop()
    assert heard == 0


def test_a_session_takes_its_length() -> None:
    began = time.perf_counter()
    play_out(MiniaudioSpeaker("null"), track(length_ms=500).blocks())
    assert time.perf_counter() - began >= 0.5


def test_the_variable_chooses_the_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOCOACH_BACKEND", "null")
    session = track(length_ms=100)
    play(Player(session, MiniaudioSpeaker(), announcements(session)), NoDisplay(), time.sleep)


@pytest.mark.parametrize("name", [*NAMES, "default", "Null"])
def test_a_speaker_made_directly_takes_what_the_command_line_takes(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOCOACH_BACKEND", name)
    speaker = MiniaudioSpeaker()
    silent = [miniaudio.Backend.NULL]
    assert (sound_systems(speaker._backend) == silent) == (name.lower() == "null")


def test_a_device_of_another_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOCOACH_BACKEND", "gramophone")
    with pytest.raises(DeviceError, match=r"must be one of .*, not 'gramophone'"):
        play_out(MiniaudioSpeaker(), track(length_ms=100).blocks())


def test_a_speaker_plays_again_from_nought_after_each_stop() -> None:
    speaker = MiniaudioSpeaker("null")
    first = play_out(speaker, track(length_ms=300).blocks())
    second = play_out(speaker, track(length_ms=200).blocks())
    assert (first[-1], second[-1]) == (300 * 24, 200 * 24)


def test_stopping_does_not_wait_for_the_end_and_may_be_repeated() -> None:
    speaker = MiniaudioSpeaker("null")
    speaker.start(track(length_ms=3_600_000).blocks())
    speaker.stop()
    speaker.stop()


def test_after_stopping_no_thread_is_left() -> None:
    before = set(threading.enumerate())
    speaker = MiniaudioSpeaker("null")
    speaker.start(track(length_ms=3_600_000).blocks())
    speaker.stop()
    for thread in set(threading.enumerate()) - before:
        thread.join(10)
    assert set(threading.enumerate()) <= before


def test_a_fault_in_making_the_sound_comes_out_where_it_is_played() -> None:
    def blocks() -> Iterator[bytes]:
        yield bytes(4800)
        raise VoiceError("one: silent")

    with pytest.raises(VoiceError, match="one: silent"):
        play_out(MiniaudioSpeaker("null"), blocks())


def test_a_device_that_stops_calling_is_abandoned() -> None:
    ticks = iter(range(1_000_000))
    speaker = MiniaudioSpeaker("null", now=lambda: next(ticks) * 0.2)
    speaker.start(track(length_ms=60_000).blocks())
    speaker.stop()
    with pytest.raises(DeviceError, match="no sound device: the one that played asks for no more"):
        positions(speaker, 100)


def test_running_dry_is_reported_until_the_device_has_more_room() -> None:
    clock = Clock()
    speaker = MiniaudioSpeaker("null", now=clock)
    begin(speaker, clock)
    underruns = [speaker.underrun]
    for seconds in (4.0, 4.9):
        clock.at(seconds)
        underruns.append(speaker.underrun)
    speaker.stop()
    begin(speaker, clock)
    for seconds in (8.9, 9.8):
        clock.at(seconds)
        underruns.append(speaker.underrun)
    speaker.stop()
    assert underruns == [False, False, True, False, False]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """Note of each device that is opened its period in ms and its thread's priority."""
    noted: list[tuple[int, str]] = []
    real = miniaudio.PlaybackDevice

    def noting(**how: Any) -> miniaudio.PlaybackDevice:
        noted.append((how["buffersize_msec"], how["thread_prio"].name))
        return real(**how)

    monkeypatch.setattr(miniaudio, "PlaybackDevice", noting)
    return noted


def test_a_device_holds_little_until_it_ran_dry(opened: list[tuple[int, str]]) -> None:
    clock = Clock()
    speaker = MiniaudioSpeaker("null", now=clock)
    for dry in (False, True, False):
        began = clock()
        begin(speaker, clock)
        clock.at(began + 4)
        clock.at(began + (4.9 if dry else 4.01))
        speaker.stop()
        clock.at_once(began + 10)
    assert opened == [(25, "REALTIME"), (25, "REALTIME"), (100, "REALTIME")]


def test_without_a_device_one_line_offers_a_file(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    monkeypatch.setenv("ALSA_CONFIG_PATH", "/nowhere")
    with pytest.raises(DeviceError) as caught:
        play_out(MiniaudioSpeaker("default"), track(length_ms=100).blocks())
    assert str(caught.value).startswith("no sound device: ")
    assert str(caught.value).endswith("; `audiocoach export NAME` makes a file instead")
    assert capfd.readouterr().err == ""


@pytest.fixture
def hanging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have a sound server that takes every call and answers none."""
    program("pulseaudio")  # without its library nothing would call
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'socket'}")
    monkeypatch.setenv("HOME", str(tmp_path))
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        server.listen(100)
        yield


@unix
@pytest.mark.usefixtures("hanging")
def test_a_sound_server_that_hangs_is_left_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audiocoach.play.device.miniaudio_device.OPEN_SECONDS", 0.5)
    monkeypatch.setattr("audiocoach.play.device.miniaudio_device._opening", TimeLimit())
    speaker = MiniaudioSpeaker("default")
    with pytest.raises(DeviceError, match="the sound server doesn't answer; `audiocoach export"):
        speaker.start(track(length_ms=100).blocks())
    with pytest.raises(DeviceError, match="the sound server doesn't answer"):
        speaker.start(track(length_ms=100).blocks())


@unix
@pytest.mark.usefixtures("hanging")
def test_a_sound_server_that_hangs_has_no_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audiocoach.play.device.miniaudio_device.LIST_SECONDS", 0.5)
    assert playbacks()["PULSEAUDIO"] is None
    with pytest.raises(DeviceError, match="the sound server doesn't answer"):
        MiniaudioSpeaker("default", device="kitchen")


@unix
@pytest.mark.usefixtures("hanging")
@pytest.mark.parametrize("command", ["devices", "play"])
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_is_heard_while_a_sound_server_hangs(
    command: str, number: int, status: int, clips: Path
) -> None:
    began = (
        "import sys; from audiocoach.play.device.time_limit import TimeLimit\n"
        "calls = TimeLimit.call\n"
    )
    tells = (
        "def call(*given): print(flush=True); return calls(*given)\n"
        "TimeLimit.call = call; from audiocoach.__main__ import main; main()"
    )
    run = [sys.executable, "-c", began + tells, "--cache", str(clips), command]
    environment = {**os.environ, "AUDIOCOACH_BACKEND": "default"}
    with subprocess.Popen(run, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(number)
        assert process.wait(timeout=8) == status


NEVER_STOPPED = """
from audiocoach.play.device.miniaudio_device import MiniaudioSpeaker

def play():
    speaker = MiniaudioSpeaker("null")
    speaker.start(bytes(4800) for _ in range(1000))
    while not speaker.position():
        pass
    raise KeyboardInterrupt

play()
"""


def test_a_program_that_never_stops_its_speaker_ends_all_the_same() -> None:
    """miniaudio would close the device when its thread is gone, and wait for that for ever."""
    done = subprocess.run(
        [sys.executable, "-c", NEVER_STOPPED], capture_output=True, check=False, timeout=60
    )
    assert done.stderr.strip().endswith(b"KeyboardInterrupt")
