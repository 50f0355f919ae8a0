"""A session that is sent while it is made, from its first words on."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from audiocoach.serve.guard import Request
from audiocoach.serve.served import Beginning, Choice
from audiocoach.serve.server import Server, listening
from tests.serve.pounding import raw
from tests.serve.serving import SIZE, TOKEN, StandIn, broken, serving, sound

INFO = b"i" * 144
PATH = f"/{TOKEN}/s/back-care/live.mp3"
REQUEST = f"GET {PATH} HTTP/1.1\r\nHost: [::1]\r\nConnection: close\r\n\r\n"
FILE = sound(StandIn().compose_digest())
BEGINNING = Beginning(INFO, FILE[144:30_000])


@contextmanager
def server(folder: Path, served: StandIn, noted: list[Request]) -> Iterator[int]:
    bugs: list[Exception] = []
    application = serving(served, folder, on_bug=bugs.append, on_request=noted.append)
    with Server(application, listening(("127.0.0.1",), 0)) as at_work:
        yield at_work.ports[0]
    assert bugs == []


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def streamed(folder: Path, served: StandIn, *, fault: Exception | None = None) -> bytes:
    """Return what is streamed of a session that isn't composed before its beginning is sent."""
    served.composing.clear()
    noted: list[Request] = []
    with server(folder, served, noted) as port, connected(port) as phone:
        phone.sendall(REQUEST.encode())
        data = b""
        while len(data) < len(INFO + BEGINNING.frames):
            data += phone.recv(1 << 16)
        served.fault = fault
        served.composing.set()
        while block := phone.recv(1 << 16):
            data += block
    assert noted[0].what.startswith("back-care: MP3, as it is made")
    return _body(data)


def _body(data: bytes) -> bytes:
    """Return what was sent in chunks."""
    head, _, rest = data.partition(b"\r\n\r\n")
    assert b"200 OK" in head
    assert b"accept-ranges: none" in head
    assert b"content-length" not in head
    body = b""
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        count = int(size, 16)
        body, rest = body + rest[:count], rest[count + 2 :]
        if not count:
            return body
    return body


def test_its_first_words_are_sent_before_the_last_are_spoken_and_then_the_file(
    tmp_path: Path,
) -> None:
    served = StandIn(beginning=BEGINNING)
    assert streamed(tmp_path, served) == INFO + FILE[144:]
    assert (served.composed[Choice("back-care")], served.written["session.mp3"]) == (1, 1)


def test_more_of_it_is_sent_as_more_is_known(tmp_path: Path) -> None:
    more = [Beginning(INFO, FILE[144:end]) for end in (40_000, 35_000, 60_000)]
    other = Beginning(INFO, b"otherwise" + FILE[144:70_000])
    served = StandIn(beginning=BEGINNING, later=[*more, other])
    served.composing.clear()
    with server(tmp_path, served, []) as port, connected(port) as phone:
        phone.sendall(REQUEST.encode())
        data = read_at_least(phone, b"", 30_000)
        served.speaking.set()
        data = read_at_least(phone, data, 60_000)
        served.composing.set()
        data = read_at_least(phone, data, SIZE)
        while block := phone.recv(1 << 16):
            data += block
    assert _body(data) == INFO + FILE[144:]


def read_at_least(phone: socket.socket, data: bytes, count: int) -> bytes:
    """Read what is sent until all is at least `count` bytes."""
    while len(data) < count:
        block = phone.recv(1 << 16)
        assert block
        data += block
    return data


def test_of_an_mp3_whose_size_is_not_known_what_is_made_is_sent(tmp_path: Path) -> None:
    served = StandIn(is_sized=False)
    served.writing.clear()
    with server(tmp_path, served, []) as port, connected(port) as phone:
        phone.sendall(REQUEST.encode())
        data = read_at_least(phone, b"", SIZE // 2)
        served.writing.set()
        while block := phone.recv(1 << 16):
            data += block
        assert _body(data) == FILE
        assert raw(port, REQUEST).status == 303


def test_one_that_turns_out_to_begin_otherwise_is_cut(tmp_path: Path) -> None:
    other = Beginning(INFO, BEGINNING.frames[:-1] + b"x")
    body = streamed(tmp_path, StandIn(beginning=other))
    assert body == INFO + other.frames


def test_one_that_cannot_be_made_to_its_end_is_cut(tmp_path: Path) -> None:
    body = streamed(tmp_path, StandIn(beginning=BEGINNING), fault=broken())
    assert body == INFO + BEGINNING.frames


def test_where_it_is_not_known_early_how_it_begins_the_file_follows(tmp_path: Path) -> None:
    with server(tmp_path, StandIn(), []) as port:
        answer = raw(port, REQUEST)
        assert answer.status == 303
        again = raw(port, REQUEST.replace(PATH, answer.headers["location"]))
    assert again.body == FILE


def test_once_it_is_there_the_file_is_sent_which_can_be_resumed(tmp_path: Path) -> None:
    served = StandIn(beginning=BEGINNING)
    streamed(tmp_path, served)
    with server(tmp_path, served, []) as port:
        raw(port, REQUEST.replace("live.mp3", "cover.jpg"))
        assert raw(port, REQUEST).status == 303


def test_a_fault_before_the_first_word_is_said(tmp_path: Path) -> None:
    with server(tmp_path, StandIn(fault=broken()), []) as port:
        answer = raw(port, REQUEST)
    assert (answer.status, answer.body.decode().strip()) == (503, str(broken()))


def test_to_ask_what_there_is_begins_nothing(tmp_path: Path) -> None:
    served = StandIn()
    with server(tmp_path, served, []) as port:
        answer = raw(port, REQUEST.replace("GET", "HEAD"))
    assert (answer.status, answer.headers["content-type"]) == (200, "audio/mpeg")
    assert not served.composed


@pytest.mark.parametrize("phones", [8])
def test_all_who_listen_hear_the_same_making(tmp_path: Path, phones: int) -> None:
    served, bodies = StandIn(beginning=BEGINNING), list[int]()
    served.composing.clear()
    with server(tmp_path, served, []) as port:
        threads = [
            threading.Thread(target=lambda: bodies.append(len(_read(port)))) for _ in range(phones)
        ]
        for thread in threads:
            thread.start()
        threading.Timer(0.3, served.composing.set).start()
        for thread in threads:
            thread.join(20)
    assert bodies == [SIZE] * phones
    assert served.composed[Choice("back-care")] == 1


def _read(port: int) -> bytes:
    data = b""
    with connected(port) as phone:
        phone.sendall(REQUEST.encode())
        while block := phone.recv(1 << 16):
            data += block
    return _body(data)
