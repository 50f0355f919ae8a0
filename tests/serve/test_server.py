"""The server on real sockets: what it takes, for how long, and how it ends."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from audiocoach.serve import connection_limits, sending
from audiocoach.serve import server as server_module
from audiocoach.serve.guard import Request
from audiocoach.serve.server import Server, listening
from tests.serve.pounding import Answer, answers, malformed, raw
from tests.serve.serving import SIZE, TOKEN, StandIn, broken, serving, sound

PAGE = f"GET /{TOKEN}/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()


@contextmanager
def server(
    folder: Path,
    served: StandIn | None = None,
    on_request: Callable[[Request], None] = lambda _: None,
) -> Iterator[int]:
    """Serve a stand-in, and return its port."""
    bugs: list[Exception] = []
    more = {"on_bug": bugs.append, "on_request": on_request}
    application = serving(served or StandIn(), folder, **more)
    with Server(application, listening(("127.0.0.1",), 0)) as at_work:
        yield at_work.ports[0]
    assert bugs == []


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def is_cut(connection: socket.socket) -> bool:
    """Wait until the other side ends a connection."""
    try:
        while connection.recv(1 << 16):
            pass
    except ConnectionError:
        pass
    return True


def wait_for_all_to_be_cut(at_work: Server) -> None:
    """Wait until the server has no connection left, nothing being read from any."""
    end = time.monotonic() + 20
    while at_work._server.server_state.connections:
        assert time.monotonic() < end, "it waits for ever"
        time.sleep(0.01)


@pytest.mark.parametrize("ended", [True, False])
def test_what_pythons_end_breaks_off_is_no_traceback(
    ended: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[object] = []
    monkeypatch.setattr(threading, "excepthook", found.append)
    at_work = Server(serving(StandIn(), tmp_path), [])

    def run(_: object) -> None:
        at_work._server.should_exit = ended
        raise RuntimeError("cannot schedule new futures after shutdown")

    monkeypatch.setattr(at_work._server, "run", run)
    with at_work:
        at_work.wait(10)
    assert bool(found) != ended


def test_a_whole_file_comes_over_a_socket(tmp_path: Path) -> None:
    with server(tmp_path) as port:
        found = raw(port, f"GET /{TOKEN}/s/back-care/session.mp3 HTTP/1.1\r\nHost: [::1]\r\n\r\n")
        path = found.headers["location"]
        answer = raw(port, f"GET {path} HTTP/1.1\r\nHost: phone.local\r\nConnection: close\r\n\r\n")
    assert answer.body == sound(path.split("/")[3])
    assert len(answer.body) == SIZE


def test_a_request_that_does_not_come_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_limits, "REQUEST_SECONDS", 0.2)
    with (
        server(tmp_path) as port,
        closing(connected(port)) as silent,
        closing(connected(port)) as slow,
    ):
        slow.sendall(PAGE[:20])
        assert is_cut(silent)
        assert is_cut(slow)


def test_a_second_request_is_not_waited_for_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_limits, "REQUEST_SECONDS", 0.3)
    with server(tmp_path) as port, closing(connected(port)) as phone:
        phone.sendall(PAGE + PAGE[:20])
        assert is_cut(phone)


def test_a_reader_that_takes_nothing_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = StandIn(size=16_000_000)
    with Server(serving(served, tmp_path), listening(("127.0.0.1",), 0)) as at_work:
        port = at_work.ports[0]
        path = raw(port, f"GET /{TOKEN}/s/back-care/session.mp3 HTTP/1.1\r\nHost: [::1]\r\n\r\n")
        request = f"GET {path.headers['location']} HTTP/1.1\r\nHost: [::1]\r\n\r\n"
        assert len(raw(port, request).body) == served.size
        monkeypatch.setattr(connection_limits, "STALL_SECONDS", 0.2)
        with closing(connected(port)) as phone:
            phone.sendall(request.encode())
            assert phone.recv(1)
            wait_for_all_to_be_cut(at_work)  # not for a while: a busy server begins late
            got = 1
            with suppress(ConnectionError):
                while block := phone.recv(1 << 20):
                    got += len(block)
    assert got < served.size


def test_too_many_connections_are_closed_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_limits, "MOST_CONNECTIONS", 3)
    with server(tmp_path) as port:
        held = [connected(port) for _ in range(3)]
        for each in held:
            each.sendall(PAGE)
            assert each.recv(100).startswith(b"HTTP/1.1 200")
        with closing(connected(port)) as further:
            assert is_cut(further)
        for each in held:
            each.close()
        assert answers(port, PAGE)[0].status == 200


def test_headers_have_an_end(tmp_path: Path) -> None:
    with server(tmp_path) as port:
        long = PAGE[:-2] + b"X: " + b"x" * 20_000 + b"\r\n\r\n"
        assert {each.status for each in answers(port, long)} == {431}
        assert answers(port, PAGE)[0].status == 200


def test_nothing_malformed_is_served(tmp_path: Path) -> None:
    """The small form of the load that `scripts/pound.py` makes of 10,000."""
    with server(tmp_path) as port:
        for number in range(400):
            request, served = malformed(number, TOKEN)
            for answer in answers(port, request, patience=0.5):
                assert answer.status >= 400 or served, request
                assert b"Traceback" not in answer.body


def test_it_ends_at_once_in_the_midst_of_a_download(tmp_path: Path) -> None:
    served = StandIn()
    with server(tmp_path, served) as port:
        path = raw(port, f"GET /{TOKEN}/s/back-care/session.mp3 HTTP/1.1\r\nHost: [::1]\r\n\r\n")
        served.writing.clear()
        phone = connected(port)
        phone.sendall(f"GET {path.headers['location']} HTTP/1.1\r\nHost: [::1]\r\n\r\n".encode())
        assert phone.recv(100).startswith(b"HTTP/1.1 200")
        begun = time.monotonic()
    assert time.monotonic() - begun < 1
    assert is_cut(phone)
    phone.close()
    served.writing.set()
    assert not list((tmp_path / "served").rglob(".audiocoach-*"))


@pytest.mark.parametrize("fault", [broken(), OSError(28, "No space left on device")])
def test_a_fault_amid_a_download_cuts_it_and_is_said(fault: Exception, tmp_path: Path) -> None:
    """It is no bug: so no traceback is printed."""
    served, noted = StandIn(), list[Request]()
    with server(tmp_path, served, noted.append) as port:
        path = raw(port, f"GET /{TOKEN}/s/back-care/session.mp3 HTTP/1.1\r\nHost: [::1]\r\n\r\n")
        served.fault = fault
        answer = raw(port, f"GET {path.headers['location']} HTTP/1.1\r\nHost: [::1]\r\n\r\n")
        again = raw(port, f"GET /{TOKEN}/ HTTP/1.1\r\nHost: [::1]\r\n\r\n")
    assert len(answer.body) < SIZE
    assert str(fault) in noted[1].what
    assert again.status == 200


def test_a_phone_that_goes_away_leaves_the_making_to_the_next(tmp_path: Path) -> None:
    served = StandIn()
    with server(tmp_path, served) as port:
        path = raw(port, f"GET /{TOKEN}/s/back-care/session.mp3 HTTP/1.1\r\nHost: [::1]\r\n\r\n")
        request = f"GET {path.headers['location']} HTTP/1.1\r\nHost: [::1]\r\n\r\n"
        served.writing.clear()
        first = connected(port)
        first.sendall(request.encode())
        assert first.recv(100).startswith(b"HTTP/1.1 200")
        first.close()
        got: list[Answer] = []
        second = threading.Thread(target=lambda: got.append(raw(port, request)))
        second.start()
        served.writing.set()
        second.join()
    assert len(got[0].body) == SIZE
    assert served.written["session.mp3"] == 1


def test_a_reader_that_takes_nothing_holds_little_memory(tmp_path: Path) -> None:
    """200 of them held 13 MB: asyncio collects 64 KB before it asks a writer to wait."""
    served = StandIn(size=16_000_000)
    application = serving(served, tmp_path)
    with Server(application, listening(("127.0.0.1",), 0)) as at_work:
        port = at_work.ports[0]
        path = raw(port, f"GET /{TOKEN}/s/back-care/session.mp3 HTTP/1.1\r\nHost: [::1]\r\n\r\n")
        request = f"GET {path.headers['location']} HTTP/1.1\r\nHost: [::1]\r\n\r\n".encode()
        raw(port, request.decode())
        phones = [connected(port) for _ in range(40)]
        for phone in phones:
            phone.sendall(request)
        for phone in phones:
            assert phone.recv(1)
        time.sleep(0.3)  # until the system's own buffers are full
        connections = at_work._server.server_state.connections
        held = [each.transport.get_write_buffer_size() for each in connections if each.transport]
        for phone in phones:
            phone.close()
    assert len(held) >= len(phones)
    assert sum(held) <= sending.MOST_HELD + 100_000


def test_one_whose_loop_is_late_ends_without_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a busy machine its sockets were closed under it, and Python printed a traceback."""
    monkeypatch.setattr(server_module, "_END_SECONDS", 0.1)
    faults: list[object] = []
    monkeypatch.setattr(threading, "excepthook", faults.append)

    def busy(_: Request) -> None:
        time.sleep(1)

    at_work = Server(serving(StandIn(), tmp_path, on_request=busy), listening(("127.0.0.1",), 0))
    at_work.start()
    with connected(at_work.ports[0]) as phone:
        phone.sendall(PAGE)
        phone.recv(1)
        phone.sendall(PAGE)
        time.sleep(0.2)
        at_work.stop()
    assert at_work.wait(10)
    assert faults == []
