"""A real session bus, with playerctl as the client that isn't ours."""

from __future__ import annotations

import cmath
import socket
import subprocess
import sys
import threading
import time
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from audiocoach.play.desk import Desk
from audiocoach.play.device.miniaudio_device import MiniaudioSpeaker
from audiocoach.play.display.plain_lines import NoDisplay
from audiocoach.play.media_keys import MediaKeys
from audiocoach.play.player import PlaybackEnd, Player, follow
from audiocoach.track import Track
from audiocoach.units import ms_to_samples
from tests.play.device.test_pulse import Server, recording, server, wait_until
from tests.play.sessions import SPOKEN, Pcm, announcements
from tests.play.test_transport import ENTRIES, IN_HOLD
from tests.tools import program

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="MPRIS is Linux's")

PNG = b"\x89PNG, or so"


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run a session bus of our own, and return its address."""
    command = [program("dbus-daemon"), "--session", "--nofork", "--print-address"]
    address = f"unix:path={tmp_path / 'bus'}"
    with subprocess.Popen(
        [*command, f"--address={address}"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as daemon:
        assert daemon.stdout is not None
        daemon.stdout.readline()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address
        daemon.kill()


def playerctl(*arguments: str) -> str:
    command = [program("playerctl"), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def is_on_the_bus() -> bool:
    return "audiocoach" in playerctl("--list-all").split()


@contextmanager
def playing(track: Track = SPOKEN, backend: str = "null", start_ms: int = 0) -> Iterator[Hearing]:
    """Play `track` in a thread of its own until the body is done."""
    desk = Desk()
    player = Player(track, MiniaudioSpeaker(backend), announcements(track), start_ms=start_ms)  # type: ignore[arg-type]
    hearing = Hearing()
    with MediaKeys(desk, lambda: PNG) as keys:

        def run() -> None:
            player.start()
            hearing.ended = follow(player, desk.beside(NoDisplay()), desk.wait)

        thread = threading.Thread(target=run)
        thread.start()
        keys.start()
        wait_until(is_on_the_bus, "it isn't on the bus")
        yield hearing
        desk.put("quit")
        thread.join()


class Hearing:
    """A session that is heard."""

    ended: PlaybackEnd | None = None
    """How it ended."""


def test_headset_and_desktop_command_it_and_see_at_once_what_they_made_of_it(bus: str) -> None:
    with playing(start_ms=IN_HOLD):
        seen = [playerctl("status"), playerctl("metadata", "title")]
        playerctl("pause")
        seen += [playerctl("status")]
        playerctl("next")
        seen += [playerctl("metadata", "title"), playerctl("position")]
        playerctl("position", "3")
        seen += [playerctl("position")]
        playerctl("position", "5+")
        seen += [playerctl("position")]
        playerctl("volume", "0.5")
        seen += [playerctl("volume")]
        playerctl("play-pause")
        seen += [playerctl("status")]
    entry = f"{ENTRIES[1] / 1000:.6f}"
    assert seen == [
        "Playing", "Wall sit", "Paused", "Bridge", entry, "3.000000", "8.000000", "0.500000",
        "Playing",
    ]  # fmt: skip


def test_a_client_that_listens_is_reported_of_titles_and_of_jumps(bus: str, tmp_path: Path) -> None:
    with playing(start_ms=IN_HOLD), (tmp_path / "told").open("w") as told:
        command = [program("playerctl"), "--follow", "metadata", "--format", "{{title}}"]
        with subprocess.Popen(command, stdout=told) as client:
            wait_until(lambda: "Wall" in (tmp_path / "told").read_text(), "it hears nothing")
            playerctl("next")
            wait_until(lambda: "Bridge" in (tmp_path / "told").read_text(), "it doesn't hear of it")
            client.kill()


def test_the_cover_is_shown_from_a_file_that_goes_with_the_session(bus: str) -> None:
    with playing():
        wait_until(lambda: "file" in playerctl("metadata"), "it has no cover")
        path = Path(playerctl("metadata", "mpris:artUrl").removeprefix("file://"))
        shown = path.read_bytes()
    assert (shown, path.exists()) == (PNG, False)


def test_two_players_at_once_are_commanded_apart_and_each_leaves_the_bus(bus: str) -> None:
    with playing(), playing(start_ms=IN_HOLD):
        wait_until(lambda: "instance" in playerctl("--list-all"), "there is only one")
        (other,) = (name for name in playerctl("--list-all").split() if "instance" in name)
        playerctl("--player", other, "pause")
        states = [playerctl("--player", name, "status") for name in ("audiocoach", other)]
    assert sorted(states) == ["Paused", "Playing"]
    assert playerctl("--list-all") == ""


def test_quit_ends_the_session(bus: str) -> None:
    with playing(start_ms=IN_HOLD) as hearing:
        target = "org.mpris.MediaPlayer2.audiocoach"
        call = [
            "--type=method_call",
            f"--dest={target}",
            "/org/mpris/MediaPlayer2",
            "org.mpris.MediaPlayer2.Quit",
        ]
        subprocess.run([program("dbus-send"), "--session", *call], check=True)
        wait_until(lambda: hearing.ended is not None, "it goes on")
    assert hearing.ended is not None
    assert not hearing.ended.finished


@pytest.mark.parametrize("address", ["", "what?", "gone", "hangs"])
def test_a_bus_that_is_gone_or_hangs_costs_no_word_and_no_delay(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    named = f"unix:path={tmp_path / address}" if address.isalpha() else address
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", named)
    with socket.socket(socket.AF_UNIX) as hanging:
        hanging.bind(str(tmp_path / "hangs"))
        hanging.listen()
        began = time.monotonic()
        with MediaKeys(Desk(), lambda: PNG) as keys:
            keys.start()
            started = time.monotonic()
            taken = [hanging.accept()[0]] if address == "hangs" else []
            ending = time.monotonic()
        ended = time.monotonic()
        for each in taken:
            each.close()
    assert (started - began) + (ended - ending) < 0.1
    assert capfd.readouterr() == ("", "")


BUZZ_MS = 20_000


def buzzing(period: int = 24) -> Track:
    """Return a session that is loud from end to end, a square wave of `period` samples."""
    from audiocoach.coach.score import Cue, Score, Span, Where

    where = Where("one")
    cues = (Cue(0, BUZZ_MS, text="one", where=where),)
    spans = (Span("exercise", "One", 0, BUZZ_MS, where), Span("rep", "One", 0, BUZZ_MS, where))
    half = period // 2
    loud = (b"\x00\x20" * half + b"\x00\xe0" * half) * (ms_to_samples(BUZZ_MS) // period)
    return Track(Score("b", "Buzz", "en", BUZZ_MS, cues, spans), lambda _: Pcm(loud))


@contextmanager
def awake() -> Iterator[None]:
    """Have silence played all the while: a sink that is idle stalls at its first sound.

    A player that waits for three seconds takes its device for lost, and pauses.
    """
    raw = ["--raw", "--rate=24000", "--channels=1", "--format=s16le"]
    with subprocess.Popen([program("pacat"), *raw, "/dev/zero"]) as silence:
        try:
            time.sleep(3)
            yield
        finally:
            silence.kill()


PERIODS = (24, 60)
"""Of both players' sounds, in samples: 1,000 and 400 Hz. The harmonics of one aren't the other."""


def players_heard(raw: Path) -> list[bool]:
    """Return which of PERIODS were heard in the last tenth of a second."""
    samples = array("h", raw.read_bytes()[-2 * 2400 :])
    return [abs(share(samples, period)) > 2000 for period in PERIODS]


def share(samples: array[int], period: int) -> complex:
    """Return how much of a sine of `period` samples is in `samples`."""
    turn = [cmath.exp(2j * cmath.pi * at / period) for at in range(period)]
    return sum(each * turn[at % period] for at, each in enumerate(samples)) / len(samples)


@pytest.mark.realtime
def test_of_two_players_that_are_heard_each_falls_silent_by_its_own_name(
    bus: str, server: Server
) -> None:
    one, two = map(buzzing, PERIODS)
    heard = []
    with awake(), recording(server) as raw, playing(one, "default"), playing(two, "default"):
        wait_until(lambda: "instance" in playerctl("--list-all"), "there is only one")
        (other,) = (name for name in playerctl("--list-all").split() if "instance" in name)
        wait_until(lambda: players_heard(raw) == [True, True], "both aren't heard")
        for name in (other, "audiocoach"):
            playerctl("--player", name, "pause")
            time.sleep(0.5)
            heard.append(players_heard(raw))
        playerctl("--player", other, "play")
        wait_until(lambda: players_heard(raw) == [False, True], "the second isn't heard")
    assert heard == [[True, False], [False, False]]


__all__ = ["server"]


@contextmanager
def program_that_plays(folder: Path, *options: str) -> Iterator[None]:
    """Run `audiocoach play` on the null device, until its first line."""
    files = ["--cache", str(folder / "cache"), "--voice", "builtin", "--backend", "null"]
    play = [sys.executable, "-m", "audiocoach", "play", "back-care", "--plain", "--no-log"]
    with subprocess.Popen([*play, *files, *options], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() != b""
            yield
        finally:
            process.terminate()


def test_without_media_keys_a_session_is_not_on_the_bus(bus: str, tmp_path: Path) -> None:
    """One whose program was started later is there alone: the first had seconds for it."""
    with program_that_plays(tmp_path, "--no-media-keys"), program_that_plays(tmp_path):
        wait_until(is_on_the_bus, "the second isn't on the bus")
        assert playerctl("--list-all").split() == ["audiocoach"]
