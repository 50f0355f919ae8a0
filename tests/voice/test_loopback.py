"""The server behind the stand-ins: what a client does is never written among a program's output."""

import socket
import struct
import threading
import time
from socketserver import StreamRequestHandler

import pytest

from tests.voice.engines.shop import Shop
from tests.voice.loopback import Loopback, served

RESET = struct.pack("ii", 1, 0)
"""To linger for no time: closing breaks the connection."""


def broken_off(server: Loopback) -> None:
    """Ask `server`, break off without reading, and wait until that is dealt with."""
    before = set(threading.enumerate())
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.sendall(b"GET /nothing HTTP/1.1\r\nHost: here\r\n\r\n")
        client.recv(1)  # it has been answered: the handler waits for the next request
        serving = set(threading.enumerate()) - before
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    assert serving
    for thread in serving:
        thread.join(10)
        assert not thread.is_alive()


def test_a_client_that_breaks_off_is_passed_over(capfd: pytest.CaptureFixture[str]) -> None:
    with served(Shop()) as shop:
        broken_off(shop)
    assert capfd.readouterr() == ("", "")


class _Wrong(StreamRequestHandler):
    def handle(self) -> None:
        raise ValueError("a fault of the stand-in")


def test_a_fault_of_the_stand_in_is_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", seen.append)
    with served(Loopback(_Wrong)) as server:
        with socket.create_connection(("127.0.0.1", server.port)) as client:
            assert client.recv(1) == b""
        deadline = time.monotonic() + 10
        while not seen and time.monotonic() < deadline:
            time.sleep(0.01)
    assert [each.exc_type for each in seen] == [ValueError]
