"""A player's socket: its user's other programs command it, and nothing else does."""

from __future__ import annotations

import json
import os
import socket
import stat
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from audiocoach.play.control_socket import ControlSocket, Playing, send
from audiocoach.play.desk import Desk
from audiocoach.play.device.miniaudio_device import MiniaudioSpeaker
from audiocoach.play.display.plain_lines import NoDisplay
from audiocoach.play.player import Player, follow
from tests.conftest import own_runtime
from tests.play.sessions import COMPOSED, SPOKEN, announcements
from tests.play.test_transport import IN_HOLD

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Python has no such sockets there")


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = own_runtime(tmp_path, monkeypatch)
    return folder / "audiocoach"


@contextmanager
def running() -> Iterator[None]:
    desk = Desk()
    player = Player(SPOKEN, MiniaudioSpeaker("null"), announcements(SPOKEN), start_ms=IN_HOLD)

    def run() -> None:
        player.start()
        follow(player, desk.beside(NoDisplay()), desk.wait)

    thread = threading.Thread(target=run)
    with ControlSocket(desk) as remote:
        remote.start()
        thread.start()
        yield
        desk.put("quit")
        thread.join()


def test_a_command_is_answered_with_what_plays_then() -> None:
    with running():
        paused, then = send("halt"), send("next")
    left = COMPOSED.length_ms - IN_HOLD
    assert isinstance(paused, Playing)
    assert paused == Playing("Test", "Wall sit", "Hold", "Down", paused.left_ms, 10, 10, True, "en")
    assert left - 2000 < paused.left_ms <= left
    assert isinstance(then, Playing)
    assert (then.exercise, then.paused) == ("Bridge", True)


def test_only_its_user_can_open_it_and_it_goes_with_the_player(runtime: Path) -> None:
    with running():
        (path,) = runtime.iterdir()
        modes = [stat.S_IMODE(each.stat().st_mode) for each in (runtime, path)]
    assert modes == [0o700, 0o600]
    assert [*runtime.iterdir()] == []


def test_a_folder_that_others_may_enter_is_not_used(runtime: Path) -> None:
    runtime.mkdir()
    runtime.chmod(0o777)
    with running():
        assert [*runtime.iterdir()] == []
        assert send(None) is None


def test_the_socket_of_a_player_that_was_killed_is_removed(runtime: Path) -> None:
    runtime.mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX) as killed:
        killed.bind(str(runtime / "player-1.sock"))
    assert send("next") is None
    assert [*runtime.iterdir()] == []


@pytest.mark.parametrize("request_", [b"", b"\n", b"[]\n", b'{"command": "rm"}\n', b"\xff" * 9999])
def test_what_is_no_command_is_not_answered_and_disturbs_nothing(
    runtime: Path, request_: bytes
) -> None:
    with running():
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(runtime / f"player-{os.getpid()}.sock"))
            client.sendall(request_)
            client.shutdown(socket.SHUT_WR)
            with pytest.raises((json.JSONDecodeError, ConnectionError)):
                json.loads(client.makefile("rb").readline())
        assert send(None) is not None
